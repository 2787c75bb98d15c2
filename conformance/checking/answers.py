"""Answers: what was found for one requirement, before it becomes a finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conformance.checking.values import NoCriterion, facts_of
from conformance.judging import Determination
from conformance.model.assessment import Cited, Rejected
from conformance.model.plan import Ask
from conformance.verdicts import Verdict

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Answer:
    """What was found for one requirement, or one part of it.

    `rests_on` names the claims without which the answer might be another.
    """

    verdict: Verdict
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    limit: str | None = None
    determination: Determination | None = None
    evidence: tuple[Cited, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rests_on: frozenset[str] = frozenset()


def determined(found: Determination, evidence: tuple[Cited, ...]) -> Answer:
    """Return what a determination says, resting on these places."""
    limit = None if found.criterion.accepted is None else str(found.criterion.accepted)
    return Answer(found.verdict, found.reason, facts_of(found), limit, found, evidence)


def unknown_limit(ask: Ask, missing: NoCriterion) -> Answer:
    """Return that the limit depends on facts that are not declared."""
    names = ", ".join(sorted(missing.attributes))
    limit = ask.rows[0].limit if len(ask.rows) == 1 else ""
    return Answer(MISSING, "attribute-unknown", {"detail": names, "limit": limit})


def combined(
    answers: Sequence[Answer],
    aside: Sequence[Rejected],
    empty: str,
    facts: Mapping[str, str],
    limit: str | None = None,
) -> Answer:
    """Return the answer of all that is admissible: any that fails, fails; else one pass passes."""
    if not answers:
        told = dict(facts)
        if aside:
            told["why"] = aside[0].reason
        reason = "evidence-not-admissible" if aside else empty
        return Answer(MISSING, reason, told, limit, rejected=tuple(aside))
    first = next(a for verdict in (FAIL, PASS, MISSING) for a in answers if a.verdict is verdict)
    evidence = tuple(dict.fromkeys(c for answer in answers for c in answer.evidence))
    return replace(first, evidence=evidence, rejected=tuple(aside))


def over_parts(answers: Sequence[Answer]) -> Answer:
    """Return the answer over all parts: that of the worst, with the evidence of every one."""
    order = (FAIL, MISSING, PASS, NA)
    worst = next(a for verdict in order for a in answers if a.verdict is verdict)
    return replace(
        worst,
        evidence=tuple(dict.fromkeys(c for answer in answers for c in answer.evidence)),
        rejected=tuple(r for answer in answers for r in answer.rejected),
        rests_on=frozenset().union(*(answer.rests_on for answer in answers)),
    )
