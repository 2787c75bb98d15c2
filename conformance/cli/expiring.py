"""`conformance expiring`: what will no longer hold, and from when."""

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
    Run,
    SpecOption,
    check_output,
    period_of_option,
    started,
    with_progress,
    write,
)

if TYPE_CHECKING:
    from conformance.model.dates import Period
    from conformance.outlook.expiring import Loss


class Form(StrEnum):
    """How it is written."""

    TABLE = "table"
    JSON = "json"
    ICS = "ics"


def expiring_command(
    files: FilesArgument,
    within: Annotated[
        str, typer.Option(metavar="PERIOD", help="How far to look: 90d, 6 month. 时长")
    ] = "90d",
    spec: SpecOption = None,
    as_of: AsOfOption = None,
    assessor: AssessorOption = None,
    format: Annotated[
        Form | None, typer.Option(help="table, json or ics; by default as OUT ends. 格式")
    ] = None,
    output: OutputOption = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say what will turn a pass into something else, and when. 即将失效的依据.

    Exit code: 0 nothing runs out, 1 something does, 64 usage, 65 unreadable input.
    """
    check_output(output, files)
    period = period_of_option(within)
    run = started(files, spec, as_of, assessor, lang, library)
    if isinstance(run, int):
        return run
    run.keeps = True
    for source in with_progress(files):
        run.check(source)
    failed = [code for code in run.codes if code >= USAGE]
    if not run.answers:
        return min((*failed, INPUT), key=WORST_FIRST.index)
    found = _losses(run, period)
    form = format or (Form.ICS if output and output.endswith(".ics") else Form.TABLE)
    code = write(_as(form, found, run, period), output)
    return min((*failed, code, int(bool(found))), key=WORST_FIRST.index)


def _losses(run: Run, period: "Period") -> "list[Loss]":
    from conformance.checking.subject import NOBODY
    from conformance.outlook.expiring import losses

    found: list[Loss] = []
    for each in run.kept:
        assessor = run.assessor or NOBODY
        found += losses(each.ready.validator, each.submission, period, assessor, each.linked)
    return sorted(found, key=lambda each: (each.last, each.submission))


def _as(form: Form, found: "list[Loss]", run: Run, period: "Period") -> str | bytes:
    from conformance.outlook.expiring import FORMAT
    from conformance.outlook.expiring_text import as_calendar, as_text

    until = period.after(run.as_of)
    if form is Form.JSON:
        data = {
            "format": FORMAT, "as_of": run.as_of.isoformat(), "until": until.isoformat(),
            "expiring": [each.as_data() for each in found],
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False, indent=1)
    if form is Form.ICS:
        return as_calendar(found, run.as_of, run.lang).encode()
    return as_text(found, until, run.lang)
