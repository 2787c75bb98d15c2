"""`conformance standards timeline`: what changes when, for which category, and what to do."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, own_language
from conformance.cli.checklist import AsOf, day_of
from conformance.cli.specs import read_library, standards_app


class TimelineFormat(StrEnum):
    """How a timeline is written."""

    TABLE = "table"
    JSON = "json"
    ICS = "ics"


@standards_app.command("timeline")
def timeline_command(
    category: Annotated[
        str | None, typer.Option(help="A spec, or a category of a scope. 品类")
    ] = None,
    as_of: AsOf = None,
    past: Annotated[
        bool, typer.Option("--past", help="What changed before the as-of date, too. 含以往")
    ] = False,
    format: Annotated[
        TimelineFormat, typer.Option(help="table, json, or ics for a calendar. 格式")
    ] = TimelineFormat.TABLE,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write to a file. 输出文件")
    ] = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say what changes from a day on, for which category, and what to do. 标准版本时间表."""
    from conformance.authoring.timeline import categories, timeline
    from conformance.authoring.timeline_text import (
        timeline_as_calendar,
        timeline_as_data,
        timeline_in_words,
    )

    language = (lang or own_language()).value
    day = day_of(as_of)
    found = read_library(library, language)
    if found is None:
        return INPUT
    if category is not None and category not in categories(found):
        return _unknown(category, categories(found))
    changes = timeline(found, None if past else day, category)
    if format is TimelineFormat.ICS:
        text = timeline_as_calendar(changes, language, day)
    elif format is TimelineFormat.JSON:
        data = {
            "as_of": day.isoformat(),
            "category": category,
            "changes": timeline_as_data(changes),
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    else:
        text = timeline_in_words(changes, language, named=category is None) + "\n"
    if output is None:
        say(text.encode() if format is TimelineFormat.ICS else text.removesuffix("\n"))
        return 0
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        raise typer.BadParameter(f"'{output}': {error.strerror}", param_hint="-o") from None
    return 0


def _unknown(category: str, known: list[str]) -> int:
    from difflib import get_close_matches

    near = get_close_matches(category, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known are: {', '.join(known)}"
    print(f"conformance: no category is named {category!r}{hint}", file=sys.stderr)
    return USAGE
