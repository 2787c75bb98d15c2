"""`conformance letter`: what to write to the merchant, or what may be signed for them."""

import sys
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE
from conformance.cli.check import (
    WORST_FIRST,
    AsOfOption,
    AssessorOption,
    FilesArgument,
    LanguageOption,
    LibraryOption,
    Run,
    SpecOption,
    check_output,
    day_of_option,
    period_of_option,
    started,
    tell,
    with_progress,
    write,
)

if TYPE_CHECKING:
    from conformance.model.submission import Submission
    from conformance.rendering.letter import Letter

_FORMS = {"md": None, "docx": ("docx", "word"), "pdf": ("typst", "report")}


def letter_command(
    files: FilesArgument,
    spec: SpecOption = None,
    as_of: AsOfOption = None,
    assessor: AssessorOption = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day for an answer. 答复期限")
    ] = None,
    within: Annotated[
        str, typer.Option(metavar="PERIOD", help="Or so long after the as-of date. 或答复时长")
    ] = "30d",
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="A file .md, .docx or .pdf, or a folder/ for one file a letter. 输出",
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--form", help="In a folder: md, docx or pdf. 文件种类")
    ] = "docx",
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Write to the merchant: what is refused or wanted, by cause, or what is confirmed. 通知书.

    One letter for each merchant with everything that is wanted of them, and a
    confirmation for each submission that passes.
    Exit code: 0 written, 64 usage, 65 unreadable input.
    """
    folder = output is not None and (output.endswith("/") or Path(output).is_dir())
    form = _form_of(output, form, folder=folder)
    if not folder:
        check_output(output, files)
    elif output is not None and not Path(output).is_dir():
        _make_folder(output)
    run = started(files, spec, as_of, assessor, lang, library)
    if isinstance(run, int):
        return run
    last = _last_day(run.as_of, until, within)
    run.keeps = True
    for source in with_progress(files):
        run.check(source)
    failed = [code for code in run.codes if code >= USAGE]
    written = _letters(run, last)
    if not written:
        return min((*failed, INPUT), key=WORST_FIRST.index)
    return min((*failed, _write_all(written, form, output, run.lang)), key=WORST_FIRST.index)


def _make_folder(output: str) -> None:
    try:
        Path(output).mkdir()
    except OSError as error:
        raise typer.BadParameter(f"{output!r}: {error.strerror}", param_hint="-o") from None


def _form_of(output: str | None, form: str, *, folder: bool) -> str:
    """Return the kind of file, which its name says; a wrong one is usage."""
    if not folder:
        form = Path(output).suffix.removeprefix(".") if output not in (None, "-") else "md"
    if form not in _FORMS:
        known = ", ".join(f".{name}" for name in _FORMS)
        raise typer.BadParameter(f"a letter is written as one of {known}", param_hint="-o")
    needed = _FORMS[form]
    if needed and find_spec(needed[0]) is None:
        raise typer.BadParameter(
            f".{form} needs a package: pip install 'conformance[{needed[1]}]'", param_hint="-o"
        )
    return form


def _last_day(as_of: date, until: str | None, within: str) -> date:
    if until is not None:
        return day_of_option(until, "--until")
    return period_of_option(within).after(as_of)


def _letters(run: Run, last: date) -> "list[Letter]":
    from conformance.rendering.letter import Case, letters

    cases = [
        Case(assessment=answer, addressee=addressee(each.submission), background=behind)
        for answer, each, behind in zip(run.answers, run.kept, run.backgrounds(), strict=True)
    ]
    return letters(cases, run.lang, run.as_of, last)


def addressee(submission: "Submission") -> str:
    """Return whom to write to: the merchant itself, else manufacturer, importer or factory."""
    subject = submission.subject
    if subject is None:
        return ""
    if subject.kind == "merchant" and subject.name:
        return subject.name
    named = (subject.manufacturer, subject.importer, subject.factory)
    return next((each.name for each in named if each and each.name), "")


def _write_all(letters: "Sequence[Letter]", form: str, output: str | None, lang: str) -> int:
    from conformance.diagnostics import IllFormed
    from conformance.rendering.letter_files import file_name
    from conformance.rendering.letter_files import write as as_file

    try:
        if output is None or not Path(output).is_dir():
            return write(as_file(form, letters), output)
        for number, letter in enumerate(letters, 1):
            path = Path(output) / file_name(letter, number, form)
            if code := write(as_file(form, [letter]), str(path)):
                return code
            print(path, file=sys.stderr)
    except IllFormed as problems:
        tell(problems.diagnostics, lang)
        return USAGE
    return 0
