"""`conformance check`: submissions in, one assessment for each, one exit code for all."""

import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from conformance.cli import BUG, INPUT, USAGE, say
from conformance.cli.judge import EXIT_CODES, Language

if TYPE_CHECKING:
    from conformance.checking.sources import Source
    from conformance.diagnostics import Diagnostic, IllFormed, Span
    from conformance.engine import OpenLibrary, Ready
    from conformance.model.assessment import Assessment
    from conformance.model.assessor import AssessorFile
    from conformance.model.dates import Period
    from conformance.model.submission import Submission
    from conformance.rendering.background import Background
    from conformance.rendering.places import Places
    from conformance.rendering.prospects import WhatIf

# The worst of several decides.
WORST_FIRST = (BUG, USAGE, INPUT, 1, 3, 0)
# An excerpt of a longer line would fill the screen.
_LONGEST_EXCERPT = 300

LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        envvar="CONFORMANCE_LIBRARY",
        metavar="DIR",
        help="A folder with standards/ and specs/ of your own, added to the packaged ones. "
        "自有条款库和规范",
    ),
]


def own_language() -> Language:
    """Return the language of the environment: zh where it names Chinese, else en."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return Language.ZH if spoken.lower().startswith("zh") else Language.EN


LanguageOption = Annotated[
    Language | None, typer.Option(help="zh or en; by default the environment's. 语言")
]


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Submissions: JSON, YAML, JSONL, a folder, or - for standard input. 提交",
    ),
]
SpecOption = Annotated[
    str | None, typer.Option(help="id or id@version; wins over the submission's. 规范")
]
AsOfOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Today at +08:00 if not given. 判定基准日")
]
AssessorOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="The assessing side's own file. 评审方文件")
]
OutputOption = Annotated[
    str | None, typer.Option("-o", "--output", metavar="OUT", help="Write to a file. 输出文件")
]


def check_command(
    files: FilesArgument,
    spec: SpecOption = None,
    as_of: AsOfOption = None,
    assessor: AssessorOption = None,
    format: Annotated[
        str,
        typer.Option(
            help="table, json, html; for people also pdf, xlsx, markdown, csv; for machines junit, "
            "sarif, oscal, earl, github. 格式",
        ),
    ] = "table",
    output: OutputOption = None,
    lang: LanguageOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Figures must have been read in the standard. 严格模式")
    ] = False,
    library: LibraryOption = None,
) -> int:
    """Check submissions against their spec, clause by clause. 逐条判定提交.

    Exit code: 0 pass, 1 fail, 3 evidence missing, 64 usage, 65 unreadable input.
    """
    keeps = check_format(format, output)
    check_output(output, files)
    run = started(files, spec, as_of, assessor, lang, library, strict=strict)
    if isinstance(run, int):
        return run
    run.keeps = keeps
    count = 0
    for source in with_progress(files):
        count += 1
        run.check(source)
    several = count > 1 or len(files) > 1 or Path(files[0]).suffix == ".jsonl"
    return run.finish(format, output, several=several)


# ---- what the command line names


def started(
    files: Sequence[str],
    spec: str | None,
    as_of: str | None,
    assessor: str | None,
    lang: Language | None,
    library: str | None,
    *,
    strict: bool = False,
) -> "Run | int":
    """Return what checks submissions as the options say, or the exit code where they are wrong."""
    from conformance.diagnostics import IllFormed
    from conformance.engine import today

    language = (lang or own_language()).value
    try:
        run = Run(
            opened=open_for(library),
            spec=spec,
            as_of=today() if as_of is None else day_of_option(as_of),
            assessor=None if assessor is None else read_assessor_file(assessor),
            strict=strict,
            lang=language,
            files=files,
        )
        if spec is not None:
            run.validator(spec)
    except IllFormed as problems:
        named_here = spec is not None and _is_unknown_spec(problems)
        tell([_at_option(problem) for problem in problems.diagnostics], language)
        return USAGE if named_here else INPUT
    return run


def open_for(library: str | None) -> "OpenLibrary":
    """Return the packaged library with the user's own folder added; a wrong one is usage."""
    from conformance.engine import open_library

    if not library:
        return open_library()
    folder = Path(library)
    if not any((folder / name).is_dir() for name in ("standards", "specs")):
        raise typer.BadParameter(
            f"{library!r} is no folder with standards/ or specs/ in it", param_hint="--library"
        )
    return open_library(folder)


def check_format(name: str, output: str | None) -> bool:
    """Refuse a format that cannot be written; return whether it shows more than the answer."""
    from conformance.rendering.formats import FORMATS

    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise typer.BadParameter(f"{name!r} is none of {known}", param_hint="--format")
    format = FORMATS[name]
    if format.binary and output is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{name} is no text: name a file", param_hint="-o")
    if format.needs and find_spec(format.needs) is None:
        raise typer.BadParameter(
            f"{name} needs a package: pip install 'conformance[{format.extra}]'",
            param_hint="--format",
        )
    return format.places or format.backgrounds


def check_output(output: str | None, files: Sequence[str]) -> None:
    """Refuse an output that cannot be written, before anything is judged."""
    if output in (None, "-"):
        return
    path = Path(output)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"{output!r} cannot be written", param_hint="-o")
    if path.exists() and any(os.path.exists(name) and path.samefile(name) for name in files):
        raise typer.BadParameter(f"{output!r} is one of the files to check", param_hint="-o")


def day_of_option(text: str, option: str = "--as-of") -> date:
    """Return the day that an option names; a text that is none is usage."""
    from conformance.model.dates import read_date

    day = read_date(text)
    if day is None:
        raise typer.BadParameter(
            f"{text!r} is no day of the calendar; write it as 2026-11-23", param_hint=option
        )
    return day


def period_of_option(text: str, option: str = "--within") -> "Period":
    """Return the period that an option names, `30d` or `1 month`; any other text is usage."""
    from conformance.model.dates import read_period

    days = text.strip().removesuffix("d")
    period = read_period(f"{days.strip()} d" if days != text.strip() else text)
    if period is None:
        raise typer.BadParameter(
            f"{text!r} is no period; write it as 30d or 1 month", param_hint=option
        )
    return period


def read_assessor_file(name: str) -> "AssessorFile":
    """Return the assessing side's own file; raises `IllFormed`."""
    from conformance.checking.assessor_file import read_assessor
    from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        message = Text(f"无法读取:{said}", f"it cannot be read: {said}")
        raise IllFormed([Diagnostic("file-unreadable", message, Span(name, 0))]) from None
    return read_assessor(data, name)


def _is_unknown_spec(problems: "IllFormed") -> bool:
    return any(problem.code == "unknown-spec" for problem in problems.diagnostics)


def _at_option(problem: "Diagnostic") -> "Diagnostic":
    """Return the problem with the option as its place, where it is about the spec named there."""
    from conformance.diagnostics import Span

    return replace(problem, span=Span("--spec", 0)) if problem.code == "unknown-spec" else problem


# ---- one submission after the other


class Judged(Struct, frozen=True, kw_only=True):
    """What an answer was given of: the submission, its source, and by whom it was judged."""

    source: "Source"
    submission: "Submission"
    ready: "Ready"
    linked: "tuple[Submission, ...]"


@dataclass(kw_only=True)
class Run:
    """What is the same for all submissions, what came out of them, and what went wrong.

    With `keeps`, what the answers were given of is kept, in the same order.
    """

    opened: "OpenLibrary"
    spec: str | None
    as_of: date
    assessor: "AssessorFile | None"
    strict: bool
    lang: str
    files: Sequence[str] = ()
    keeps: bool = False
    kept: "list[Judged]" = field(default_factory=list)
    validators: "dict[str, Ready]" = field(default_factory=dict)
    answers: "list[Assessment]" = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    def validator(self, name: str) -> "Ready":
        """Return the validator of a spec, compiled at most once; raises `IllFormed`."""
        if name not in self.validators:
            self.validators[name] = self.opened.compile(name, self.as_of, strict=self.strict)
        return self.validators[name]

    @cached_property
    def sent(self) -> "tuple[Submission, ...]":
        """Every submission of the files, for those that name another; the unreadable left out.

        Standard input is read once and has none: what is linked has to be in a file.
        """
        from contextlib import suppress

        from conformance.checking.sources import read_submissions
        from conformance.diagnostics import IllFormed

        found = []
        for name in self.files:
            for source in read_submissions(name) if name != "-" else ():
                with suppress(IllFormed):
                    found.append(source.decode())
        return tuple(found)

    def check(self, source: "Source") -> None:
        """Add the assessment of one submission, or tell why there is none."""
        from conformance.diagnostics import IllFormed

        try:
            answer, judged = self.assessed(source)
        except IllFormed as problems:
            tell(problems.diagnostics, self.lang, source)
            self.codes.append(INPUT)
        except Exception:
            # the others are still judged
            traceback.print_exc()
            print(f"conformance: {source.name}: this is a bug of conformance, not of your input",
                  file=sys.stderr)  # fmt: skip
            self.codes.append(BUG)
        else:
            self.answers.append(answer)
            if self.keeps:
                self.kept.append(judged)
            self.codes.append(EXIT_CODES[answer.verdict])

    def assessed(self, source: "Source") -> "tuple[Assessment, Judged]":
        """Return the assessment of a submission, and what was judged; raises `IllFormed`."""
        from conformance.checking.chosen import with_choice
        from conformance.checking.subject import NOBODY
        from conformance.cli.reports import FORMAT, read_report, spec_of
        from conformance.diagnostics import IllFormed

        if source.format == FORMAT:
            name = self.spec or spec_of(source)
        else:
            submission = source.decode()
            name = self.spec or submission.spec
        if not name:
            raise IllFormed([_spec_missing(source, self.opened.library.known_specs())])
        try:
            ready = self.validator(name)
        except IllFormed as problems:
            place = _place_of_spec(source)
            raise IllFormed(
                [
                    replace(problem, span=place) if problem.code == "unknown-spec" else problem
                    for problem in problems.diagnostics
                ]
            ) from None
        if source.format == FORMAT:
            submission, against = read_report(source, ready.plan)
        linked = self.sent if submission.linked else ()
        # the full way: every sentence is wanted, and a bug of ours shows here, not when it is read
        answer = ready.validator.check(submission, source.digest, self.assessor or NOBODY, linked)
        if source.format == FORMAT and against:
            answer = replace(answer, remarks=(*answer.remarks, *against))
        judged = Judged(source=source, submission=submission, ready=ready, linked=linked)
        return with_choice(answer, submission, ready.plan), judged

    def prospects(self) -> "list[WhatIf]":
        """Return what would change each answer; the answers have to be kept."""
        from conformance.checking.subject import NOBODY
        from conformance.outlook.whatif import what_if

        assessor = self.assessor or NOBODY
        return [
            what_if(each.ready.validator, each.submission, answer, assessor, each.linked)
            for answer, each in zip(self.answers, self.kept, strict=True)
        ]

    def backgrounds(self, *, prospects: bool = True) -> "list[Background]":
        """Return what is behind each answer; the answers have to be kept.

        What would change an answer takes more checks than the answer, so it is left out where
        nobody shows it.
        """
        from conformance.cli.reports import FORMAT
        from conformance.rendering.background import background_of

        foreseen: Sequence[WhatIf | None] = (
            self.prospects() if prospects else [None] * len(self.kept)
        )
        return [
            background_of(
                each.submission, each.ready.plan, found, paths=each.source.format != FORMAT
            )
            for each, found in zip(self.kept, foreseen, strict=True)
        ]

    def places(self) -> "list[Places]":
        """Return where in its file each submission has its evidence; they have to be kept."""
        from conformance.rendering.places import places_of

        found = [each.source for each in self.kept]
        return [places_of(each.data, each.name, each.format, each.line) for each in found]

    def finish(self, format: str, output: str | None, *, several: bool) -> int:
        """Write the answers and return the exit code of all."""
        from conformance.diagnostics import IllFormed
        from conformance.rendering.formats import FORMATS, render

        if not self.codes:
            print("conformance: there is no submission in what was named", file=sys.stderr)
            return INPUT
        if several and len(self.answers) < len(self.codes):
            without = len(self.codes) - len(self.answers)
            print(f"conformance: {len(self.answers)} assessed, {without} not (see above)",
                  file=sys.stderr)  # fmt: skip
        codes = list(self.codes)
        if self.answers:
            shown = FORMATS[format]
            places = self.places() if shown.places else []
            behind: list[Background] = []
            if shown.backgrounds:
                behind = self.backgrounds(prospects=shown.prospects)
            try:
                answer = render(format, self.answers, self.lang, several=several,
                                places=places, backgrounds=behind)  # fmt: skip
            except IllFormed as problems:
                # a font that the machine lacks
                tell(problems.diagnostics, self.lang)
                return min((*codes, USAGE), key=WORST_FIRST.index)
            codes.append(write(answer, output))
        return min(codes, key=WORST_FIRST.index)


def _spec_missing(source: "Source", known: Iterable[str]) -> "Diagnostic":
    from conformance.diagnostics import Diagnostic, Span, Text

    listed = ", ".join(known) or "—"
    return Diagnostic(
        "spec-missing",
        Text("提交未写明规范,命令行也没有 --spec",
             "the submission names no spec, and no --spec is given"),
        Span(source.name, source.line),
        Text(f"写 spec: … 或用 --spec;已有:{listed}",
             f"add  spec: …  or use --spec; known are: {listed}"),
    )  # fmt: skip


def _place_of_spec(source: "Source") -> "Span":
    """Return where a submission names its spec."""
    from conformance.diagnostics import Span
    from conformance.library import nodes

    read = nodes.read_yaml if source.format == "yaml" else nodes.read_json
    document, _ = read(source.data, source.name)
    named = document.get("spec") if isinstance(document, nodes.Mapping) else None
    if named is None:
        return Span(source.name, source.line)
    return replace(named.span, line=named.span.line + source.line - 1)


# ---- the two streams


def with_progress(files: Sequence[str]) -> "Iterator[Source]":
    """Yield every submission; where several are checked at a terminal, it shows how many."""
    from conformance.cli.reports import sources_at

    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    sources = (source for name in files for source in sources_at(name))
    for count, source in enumerate(sources):
        if shown and count:
            # the cursor stays at the beginning, so that a problem is written over the number
            print(f"{count} …\r", end="", file=sys.stderr, flush=True)
        yield source
    if shown:
        print("\x1b[K", end="", file=sys.stderr, flush=True)


def write(answer: str | bytes, output: str | None) -> int:
    """Write the answer; 0, or 64 where the place that was named cannot be written."""
    if output in (None, "-"):
        say(answer)
        return 0
    data = f"{answer}\n".encode() if isinstance(answer, str) else answer
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        print(f"conformance: {output}: {error.strerror}", file=sys.stderr)
        return USAGE
    return 0


def tell(problems: "Sequence[Diagnostic]", lang: str, source: "Source | None" = None) -> None:
    """Write every problem with its place to standard error, with the line it is about."""
    from conformance.rendering.table import UNSHOWABLE

    for problem in problems:
        text = "" if source is None else _line_of(source, problem.span)
        print(problem.render(text, lang).translate(UNSHOWABLE), file=sys.stderr)


def _line_of(source: "Source", span: "Span") -> str:
    """Return a text that has, at the line of `span`, that line of the source, if it is short."""
    if span.file != source.name or not span.line or not source.data:
        return ""
    lines = source.data.decode(errors="replace").removeprefix("\ufeff").splitlines()
    number = span.line - source.line
    if not 0 <= number < len(lines) or len(lines[number]) > _LONGEST_EXCERPT:
        return ""
    return "\n" * (span.line - 1) + lines[number]
