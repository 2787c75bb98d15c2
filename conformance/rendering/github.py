"""Annotations of a GitHub workflow: a line for each finding that is not a pass.

A fail is an error, missing evidence a warning, a recommendation a notice.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.page_words import VERDICTS
from conformance.rendering.places import Places
from conformance.rendering.said import WAITING, one_line, sentence, subject_name, told
from conformance.verdicts import Verdict
from conformance.wording import worded

LEVELS = {Verdict.PASS: "notice", Verdict.FAIL: "error", Verdict.MISSING_EVIDENCE: "warning"}


def render(assessments: Sequence[Assessment], lang: str, places: Sequence[Places] = ()) -> str:
    """Return the commands of a workflow that show the assessments beside the files."""
    pairs = zip_longest(assessments, places)
    return "\n".join(line for each, at in pairs if each for line in _lines(each, at, lang))


def _lines(assessment: Assessment, places: Places | None, lang: str) -> Iterator[str]:
    name = f"{assessment.submission.get('id') or '—'} · {subject_name(assessment)}"
    verdict = VERDICTS[lang][assessment.verdict]
    said = worded(assessment.reason, lang, {}) if assessment.reason else ""
    counts = ", ".join(f"{VERDICTS[lang][each]} {assessment.counts[each]}" for each in Verdict)
    yield command(LEVELS[assessment.verdict], {"title": f"{verdict}: {name}"},
                   f"{said} {counts}" if said else counts)  # fmt: skip
    for finding in assessment.findings:
        if finding.verdict in WAITING:
            yield _annotation(finding, places, lang)


def _annotation(finding: Finding, places: Places | None, lang: str) -> str:
    level = LEVELS[finding.verdict] if finding.mandatory else "notice"
    at = {}
    if places:
        span = places.of(finding)[0]
        at = {"file": span.file, "line": str(max(span.line, 1)), "col": str(max(span.column, 1))}
    clause = f" ({finding.clause})" if finding.clause else ""
    title = f"{VERDICTS[lang][finding.verdict]}: {told(finding.title, lang)}{clause}"
    return command(level, {**at, "title": title}, sentence(finding, lang))


def command(level: str, properties: dict[str, str], message: str) -> str:
    """Return a command; nothing in it can begin another one.

    >>> command("error", {"title": "a, b"}, "50 %\\n::set-env::")
    '::error title=a%2C b::50 %25 ::set-env::'
    """
    given = ",".join(
        f"{name}={_escaped(text).replace(':', '%3A').replace(',', '%2C')}"
        for name, text in properties.items()
    )
    return f"::{level} {given}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return one_line(text).replace("%", "%25")
