"""`conformance checklist` and `template`: what to test and send, and the form to send it on."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell
from conformance.cli.judge import Format

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from conformance.model.plan import Plan

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Today at +08:00 if not given. 判定基准日"),
]
SpecName = Annotated[str, typer.Argument(help="id or id@version. 规范")]


def day_of(text: str | None) -> "date":
    """Return the as-of date; a text that is no day is usage."""
    from conformance.engine import today
    from conformance.model.dates import read_date

    if text is None:
        return today()
    day = read_date(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is no day of the calendar", param_hint="--as-of")
    return day


def plan_of(spec: str, library: str | None, lang: str) -> "Plan | int":
    """Return the plan of a spec, or the exit code where there is none."""
    from conformance.diagnostics import IllFormed

    try:
        return open_for(library).plan(spec)
    except IllFormed as problems:
        tell(problems.diagnostics, lang)
        return USAGE if problems.diagnostics[0].code == "unknown-spec" else INPUT


def checklist_command(
    spec: SpecName,
    attributes: Annotated[
        str | None, typer.Option(metavar="FILE", help="Attributes, or a submission. 属性")
    ] = None,
    as_of: AsOf = None,
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.TABLE,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say what has to be tested and sent, before anything is tested. 检测和提交清单."""
    from conformance.authoring.checklist import checklist, read_attributes_file
    from conformance.authoring.checklist_words import checklist_in_words
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    day = day_of(as_of)
    plan = plan_of(spec, library, language)
    if isinstance(plan, int):
        return plan
    try:
        subject = None if attributes is None else read_attributes_file(attributes)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return INPUT
    items = checklist(plan, day, subject)
    if format is Format.JSON:
        data = {
            "spec": f"{plan.spec}@{plan.version}",
            "as_of": day.isoformat(),
            "items": [item.as_data() for item in items],
        }
        say(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        declared = None if subject is None else subject.subject
        say(checklist_in_words(plan, items, language, day, declared))
    return 0


def template_command(
    spec: SpecName,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="form.yaml, form.json or form.xlsx. 文件"
        ),
    ],
    as_of: AsOf = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Write the form of a submission, to be filled in. 提交表."""
    from conformance.authoring.form_workbook import as_workbook
    from conformance.authoring.template import as_json, as_yaml

    day = day_of(as_of)
    path = Path(output)
    writers: dict[str, Callable[[Plan, date], str | bytes]] = {
        ".json": as_json, ".yaml": as_yaml, ".yml": as_yaml, ".xlsx": as_workbook,
    }  # fmt: skip
    if path.suffix.lower() not in writers:
        raise typer.BadParameter(f"{output!r} ends in none of .yaml, .json, .xlsx", param_hint="-o")
    plan = plan_of(spec, library, (lang or own_language()).value)
    if isinstance(plan, int):
        return plan
    try:
        form = writers[path.suffix.lower()](plan, day)
        path.write_bytes(form.encode() if isinstance(form, str) else form)
    except OSError as error:
        raise typer.BadParameter(f"{output!r}: {error.strerror}", param_hint="-o") from None
    return 0
