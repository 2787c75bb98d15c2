"""What to do next, once for each cause, however many requirements wait for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.page_words import WORDS
from conformance.verdicts import Verdict
from conformance.wording import worded

# What is not a pass comes first.
ORDER = (Verdict.FAIL, Verdict.MISSING_EVIDENCE, Verdict.PASS, Verdict.NOT_APPLICABLE)


@dataclass(slots=True)
class Action:
    """One thing to do, and the findings (by their place on the page) that it concerns."""

    cause: str
    need: str
    mandatory: bool
    findings: dict[int, Finding] = field(default_factory=dict)


def actions(assessment: Assessment, lang: str) -> list[Action]:
    """Return what to do, once for each cause: what fails first, recommendations last.

    Where no document was admissible the cause is what is wrong with the documents,
    for one mended document settles every requirement that waits for it.  A group
    waits for its members, which are findings of their own.
    """
    grouped: dict[tuple[str, ...], Action] = {}
    waiting = [pair for pair in enumerate(assessment.findings) if pair[1].verdict in ORDER[:2]]
    waiting.sort(key=lambda pair: (not pair[1].mandatory, ORDER.index(pair[1].verdict)))
    for place, finding in waiting:
        for key, cause, need in _causes(finding, lang):
            action = grouped.setdefault(
                (*key, str(finding.mandatory)), Action(cause, need, finding.mandatory)
            )
            action.findings[place] = finding
    return list(grouped.values())


def _causes(finding: Finding, lang: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield key, cause and what to do, for each cause of a finding that is not a pass."""
    if finding.reason.startswith("group-"):
        return
    if finding.reason == "evidence-not-admissible" and finding.rejected:
        for rejected in finding.rejected:
            message = worded(rejected.reason, lang, rejected.facts)
            need = worded(rejected.reason, lang, rejected.facts, need=True)
            cause = f"{rejected.document}{WORDS[lang]['colon']}{message}"
            yield (rejected.document, rejected.reason, message), cause, need or message
        return
    need = finding.needed[lang]
    if need:
        yield (finding.reason, need), "", need
