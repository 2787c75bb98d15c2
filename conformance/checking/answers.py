"""Answers: what was found for one requirement, before it becomes a finding."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from conformance.checking.prepared import NoCriterion
from conformance.checking.values import facts_of, limit_text
from conformance.judging import Criterion, Determination
from conformance.model.assessment import Cited, Rejected
from conformance.model.plan import Ask
from conformance.verdicts import Verdict

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)


class Answer(msgspec.Struct, frozen=True):
    """What was found for one requirement, or one part of it.

    Attributes:
        told: What the sentence of the reason names, where the determination does not say it.
        bound: The limit in words, likewise.
        rests_on: The claims without which the answer might be another.
    """

    verdict: Verdict
    reason: str
    told: Mapping[str, str] | None = None
    bound: str | None = None
    determination: Determination | None = None
    evidence: tuple[Cited, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rests_on: frozenset[str] = frozenset()

    @property
    def facts(self) -> dict[str, str]:
        """What the sentence of the reason names."""
        if self.told is None and self.determination is not None:
            return facts_of(self.determination)
        return dict(self.told or {})

    @property
    def limit(self) -> str | None:
        """The limit in words; None where there is none."""
        found = self.determination
        if self.bound is None and found is not None:
            return limit_text(found.criterion)
        return self.bound

    @property
    def measured(self) -> tuple[str, ...]:
        """The readings, as they were written."""
        return self.determination.measured if self.determination else ()

    @property
    def margin(self) -> str | None:
        """The margin in words; None where nothing was compared."""
        found = self.determination
        return None if found is None or found.margin is None else str(found.margin)

    @property
    def rule(self) -> str | None:
        """The decision rule; None where no limit was compared with."""
        found = self.determination
        return str(found.criterion.rule) if found is not None and self.limit else None

    @property
    def rounding(self) -> str | None:
        """How figures were compared with the limit; None where there is none."""
        found = self.determination
        return str(found.criterion.rounding) if found is not None and self.limit else None


def determined(found: Determination, evidence: tuple[Cited, ...]) -> Answer:
    """Return what a determination says, resting on these places."""
    return Answer(found.verdict, found.reason, determination=found, evidence=evidence)


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
    criterion: Criterion | None = None,
) -> Answer:
    """Return the answer of all that is admissible: any that fails, fails; else one pass passes."""
    if not answers:
        told = dict(facts)
        if aside:
            told["why"] = aside[0].reason
        reason = "evidence-not-admissible" if aside else empty
        limit = None if criterion is None else limit_text(criterion)
        return Answer(MISSING, reason, told, limit, rejected=tuple(aside))
    if len(answers) == 1 and not aside and len(answers[0].evidence) < 2:
        return answers[0]
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


def resting(answer: Answer, claims: frozenset[str]) -> Answer:
    """Return the answer, resting on these claims as well."""
    if claims <= answer.rests_on:
        return answer
    return replace(answer, rests_on=answer.rests_on | claims)
