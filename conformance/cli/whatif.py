"""`conformance whatif`: what would make a submission pass, and what to ask first."""

import json
from typing import Annotated

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
from conformance.cli.judge import Format


def whatif_command(
    files: FilesArgument,
    spec: SpecOption = None,
    as_of: AsOfOption = None,
    assessor: AssessorOption = None,
    format: Annotated[Format, typer.Option(help="table or json (one a line).")] = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say what would make it pass: values, fewest changes, best question. 怎样才能符合.

    Exit code: 0 said, 64 usage, 65 unreadable input.
    """
    from conformance.outlook.whatif_text import as_text

    check_output(output, files)
    run = started(files, spec, as_of, assessor, lang, library)
    if isinstance(run, int):
        return run
    run.keeps = True
    for source in with_progress(files):
        run.check(source)
    failed = [code for code in run.codes if code >= USAGE]
    if not run.answers:
        return min((*failed, INPUT), key=WORST_FIRST.index)
    if format is Format.JSON:
        said = [json.dumps(each.as_data(), ensure_ascii=False) for each in run.prospects()]
        answer = "\n".join(said)
    else:
        answer = "\n\n".join(as_text(each, run.lang) for each in run.prospects())
    return min((*failed, write(answer, output)), key=WORST_FIRST.index)
