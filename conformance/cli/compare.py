"""`conformance compare`: two assessments of one subject, what changed and why."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, own_language, tell
from conformance.cli.judge import Format

if TYPE_CHECKING:
    from conformance.model.assessment import Assessment


def compare_command(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="An assessment as JSON. 之前")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="A later one. 之后")],
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.TABLE,
    lang: LanguageOption = None,
) -> int:
    """Say what changed between two assessments, and why. 比较两次判定.

    Exit code: 0 nothing changed, 1 something did, 65 unreadable or of two subjects.
    """
    from conformance.diagnostics import IllFormed
    from conformance.outlook.comparing import compare
    from conformance.outlook.comparing_text import as_text

    language = (lang or own_language()).value
    try:
        found = compare(_read(before), _read(after))
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return INPUT
    if format is Format.JSON:
        say(json.dumps(found.as_data(), ensure_ascii=False, indent=1))
    else:
        say(as_text(found, language))
    return 0 if found.same else 1


def _read(name: str) -> "Assessment":
    """Return the assessment of a file; raises `IllFormed` where it is none."""
    import msgspec

    from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
    from conformance.model.assessment import FORMAT, Assessment

    try:
        data = Path(name).read_bytes()
        head = msgspec.json.decode(data, type=dict[str, object])
        if head.get("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        return Assessment.from_json(data)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        message = Text(f"不是一份判定:{said}", f"it is no assessment: {said}")
        help = Text("用 check --format json -o 得到", "make one with  check --format json -o")
        raise IllFormed([Diagnostic("not-an-assessment", message, Span(name, 0), help)]) from None
