"""A summary in Markdown: for a merge request, a ticket, or the summary of a workflow."""

import re
from collections.abc import Iterator, Sequence

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.actions import ORDER, actions
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.page_words import VERDICTS, WORDS
from conformance.rendering.said import (
    WAITING,
    document_text,
    one_line,
    sentence,
    spec_name,
    subject_name,
    told,
)
from conformance.rendering.scope import no_statement
from conformance.wording import worded

_MARKS = re.compile(r"([\\`*_\[\]|<>~@&$])")
# What would make a heading, a list or a line of the text that begins with it.
_BEGINNING = re.compile(r"^([-+#=])")


def escaped(text: str) -> str:
    """Return `text` on one line, as Markdown that shows it and links nowhere.

    >>> escaped("| <b> a_b https://x")
    '\\\\| \\\\<b\\\\> a\\\\_b https:\\\\/\\\\/x'
    """
    marked = _BEGINNING.sub(r"\\\1", _MARKS.sub(r"\\\1", one_line(text)))
    return marked.replace("://", ":\\/\\/").replace("www.", "www\\.")


def render(assessments: Sequence[Assessment], lang: str) -> str:
    """Return the verdicts, what they rest on, what to do, and what is not a pass."""
    parts = []
    if len(assessments) != 1:
        parts.append("\n".join(_index(assessments, lang)))
    parts += ["\n\n".join(_answer(each, lang)) for each in assessments]
    return "\n\n".join(parts)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _index(assessments: Sequence[Assessment], lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield f"# {words['answers'].format(count=len(assessments))}\n"
    heads = [words["submission"], words["title"], words["spec"], words["verdict"]]
    rows = [
        [
            escaped(each.submission.get("id") or "—"),
            escaped(subject_name(each)),
            escaped(spec_name(each)),
            VERDICTS[lang][each.verdict],
        ]
        for each in assessments
    ]
    yield table(heads, rows)


def _answer(assessment: Assessment, lang: str) -> Iterator[str]:
    words, verdicts = WORDS[lang], VERDICTS[lang]
    yield f"## {verdicts[assessment.verdict]} · {escaped(subject_name(assessment))}"
    if assessment.reason:
        yield f"**{escaped(worded(assessment.reason, lang, {}))}**"
    if said := no_statement(assessment, lang):
        yield f"**{escaped(said)}**"
    counts = [
        *((verdicts[each], assessment.counts[each]) for each in ORDER),
        (words["on_claims"], assessment.counts["on-claims"]),
        (words["unverified"], assessment.counts["unverified-figures"]),
        (words["disagreements"], sum(each.disagreement for each in assessment.findings)),
    ]
    lines = [
        (words["submission"], escaped(assessment.submission.get("id") or "—")),
        (words["spec"], escaped(spec_name(assessment))),
        (words["as_of"], assessment.as_of),
        *((name, str(count)) for name, count in counts if count),
    ]
    yield "\n".join(f"- {name}{words['colon']}{text}" for name, text in lines)
    yield f"### {words['next']}"
    steps = actions(assessment, lang)
    yield (
        "\n".join(
            f"{number}. {escaped(_step(step.cause, step.need))} ({len(step.findings)})"
            for number, step in enumerate(steps, 1)
        )
        or words["nothing_to_do"]
    )
    waiting = [each for each in assessment.findings if each.verdict in WAITING]
    if waiting:
        waiting.sort(key=lambda each: ORDER.index(each.verdict))
        heads = ("verdict", "clause", "requirement", "message", "limit", "measured", "margin",
                 "evidence")  # fmt: skip
        words = words | FORMAT_WORDS[lang]
        yield f"### {words['findings']}"
        yield table([words[head] for head in heads], [_row(each, lang) for each in waiting])


def _step(cause: str, need: str) -> str:
    return f"{cause} — {need}" if cause else need


def _row(finding: Finding, lang: str) -> list[str]:
    verdict = VERDICTS[lang][finding.verdict]
    cells = (
        finding.clause or "",
        told(finding.title, lang),
        sentence(finding, lang),
        finding.limit or "",
        "; ".join(finding.measured),
        finding.margin or "",
        "; ".join(document_text(each, lang) for each in finding.evidence),
    )
    marked = f"**{verdict}**" if finding.mandatory else f"{verdict} ({WORDS[lang]['recommended']})"
    return [marked, *(escaped(cell) for cell in cells)]
