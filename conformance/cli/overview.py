"""`conformance overview`: a page, or the totals, of many submissions."""

import json
from enum import StrEnum
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
    OutputOption,
    SpecOption,
    check_output,
    started,
    with_progress,
    write,
)

if TYPE_CHECKING:
    from conformance.model.submission import Submission


class Form(StrEnum):
    """How it is written."""

    HTML = "html"
    JSON = "json"


def overview_command(
    files: FilesArgument,
    spec: SpecOption = None,
    as_of: AsOfOption = None,
    assessor: AssessorOption = None,
    format: Annotated[Form, typer.Option(help="html or json.")] = Form.HTML,
    output: OutputOption = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Draw many submissions on a page: verdicts, reasons, margins, laboratories. 总览.

    Exit code: 0 drawn, 64 usage, 65 unreadable input; the others are still drawn.
    """
    from conformance.rendering.overview import page
    from conformance.rendering.tally import Tally

    check_output(output, files)
    run = started(files, spec, as_of, assessor, lang, library)
    if isinstance(run, int):
        return run
    tally = Tally()
    for source in with_progress(files):
        run.check(source)
        # each is let go once it is counted
        for answer in run.answers:
            tally.take(answer, laboratories(source.decode()))
        run.answers.clear()
    failed = [code for code in run.codes if code >= USAGE]
    tally.unread = len(failed)
    if not tally.count:
        return min((*failed, INPUT), key=WORST_FIRST.index)
    if format is Form.JSON:
        answer_text = json.dumps(tally.as_data(), ensure_ascii=False, indent=1)
    else:
        answer_text = page(tally, run.lang)
    return min((*failed, write(answer_text, output)), key=WORST_FIRST.index)


def laboratories(submission: "Submission") -> dict[str, str]:
    """Return whose report each document is, as far as it says."""
    found = {}
    for document in submission.evidence:
        laboratory = getattr(document, "laboratory", None)
        if document.id and laboratory is not None and laboratory.name:
            found[document.id] = laboratory.name
    return found
