"""`conformance diff`: what differs between two specs or two editions, by meaning."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, own_language, tell

if TYPE_CHECKING:
    from conformance.diagnostics import IllFormed


class DiffFormat(StrEnum):
    """How differences are written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Kind(StrEnum):
    """The kinds of difference that can be asked to fail on."""

    LOOSER = "looser"
    STRICTER = "stricter"
    NEW = "new"
    REMOVED = "removed"
    WIDENED = "condition-widened"
    NARROWED = "condition-narrowed"
    METHOD = "method"
    EDITION = "edition"
    PROVENANCE = "provenance"
    WORDING = "wording"


# What lets a product through that did not pass before, or may do so.
_LOOSER = frozenset({"looser", "undecided", "removed", "condition-narrowed"})


def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A spec or an edition, or its file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The other. 新的一方")],
    fail_on: Annotated[
        list[Kind] | None,
        typer.Option("--fail-on", help="End with 1 at differences of this kind. 视为问题"),
    ] = None,
    form: Annotated[DiffFormat, typer.Option("--format", help="格式")] = DiffFormat.TEXT,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="Write it to a file.")
    ] = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say what differs between two specs, or two editions of a standard. 规范之间的差异.

    `--fail-on looser` takes in what is removed, what applies to less, and what is not
    proved to be no looser.

    Exit code: 0 clean, 1 a difference of a kind to fail on, 64 usage, 65 ill-formed.
    """
    from conformance.authoring.difference_formats import as_data, as_page, as_text
    from conformance.authoring.differences import compare
    from conformance.cli.sides import side_named
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    try:
        sides = side_named(old, library), side_named(new, library)
    except IllFormed as problems:
        return refused(problems, language)
    found = compare(*sides)
    match form:
        case DiffFormat.TEXT:
            answer = as_text(*sides, found, language)
        case DiffFormat.JSON:
            answer = json.dumps(as_data(*sides, found), ensure_ascii=False, indent=1)
        case DiffFormat.HTML:
            answer = as_page(*sides, found, language)
    deliver(answer, output)
    wrong = {str(kind) for kind in fail_on or ()}
    if Kind.LOOSER in wrong:
        wrong |= _LOOSER
    return 1 if any(each.kind in wrong for each in found) else 0


def refused(problems: "IllFormed", lang: str) -> int:
    """Say why one of the two cannot be compared, and return the exit code."""
    tell(problems.diagnostics, lang)
    return USAGE if problems.diagnostics[0].code == "unknown-spec" else INPUT


def deliver(answer: str, output: str | None) -> None:
    """Write the answer to a file, or to standard output."""
    if output is None:
        say(answer.rstrip("\n"))
    else:
        Path(output).write_text(answer.rstrip("\n") + "\n", encoding="utf-8")
