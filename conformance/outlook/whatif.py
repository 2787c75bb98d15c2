"""What would change an answer: passing values, the fewest changes, the best question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.judging.zones import Zone, zones
from conformance.model.assessment import Assessment, Finding
from conformance.model.assessor import AssessorFile
from conformance.model.plan import Plan
from conformance.model.submission import Submission
from conformance.outlook.changes import WAITING, Act, Changes, smallest_changes
from conformance.outlook.questions import Question, questions
from conformance.quantities.limit import amount
from conformance.rendering.actions import causes, told

FORMAT = "conformance-whatif/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would change one assessment.

    Attributes:
        values: Each finding that is not a pass and has a limit in numbers, with what
            every rule accepts.
    """

    assessment: Assessment
    values: tuple[tuple[Finding, tuple[Zone, ...]], ...]
    changes: Changes
    questions: tuple[Question, ...]

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain data; absent values left out."""
        found = self.assessment
        return {
            "format": FORMAT,
            "submission": found.submission,
            "spec": found.spec,
            "as_of": found.as_of,
            "verdict": str(found.verdict),
            **({"reason": found.reason} if found.reason else {}),
            "values": [
                {
                    "requirement": finding.requirement,
                    **({"clause": finding.clause} if finding.clause else {}),
                    "verdict": str(finding.verdict),
                    "reason": finding.reason,
                    "limit": finding.limit,
                    "measured": list(finding.measured),
                    "rule": finding.rule,
                    "passes": {zone.rule: zone.accepts for zone in some if zone.known},
                }
                for finding, some in self.values
            ],
            "changes": {
                "smallest": self.changes.smallest,
                "acts": [
                    {
                        "need": {lang: needed(act, lang) for lang in ("zh", "en")},
                        "requirements": [each.requirement for each in act.findings],
                        "of_the_catalogue": act.of_the_catalogue,
                    }
                    for act in self.changes.acts
                ],
            },
            "questions": [
                {
                    "attribute": each.attribute,
                    "title": {"zh": each.zh, "en": each.en},
                    "waiting": each.waiting,
                    "settles": each.settles,
                    "replies": {
                        reply.choice: {"verdict": str(reply.verdict), "settled": reply.settled}
                        for reply in each.replies
                    },
                }
                for each in self.questions
            ],
        }


def what_if(
    validator: Validator,
    submission: Submission,
    assessment: Assessment,
    assessor: AssessorFile = NOBODY,
    linked: Sequence[Submission] = (),
) -> WhatIf:
    """Return what would change the assessment that `validator` gave of `submission`."""
    waiting = [each for each in assessment.findings if each.verdict in WAITING and each.limit]
    found = [(each, _zones(validator.plan, each)) for each in waiting]
    return WhatIf(
        assessment=assessment,
        values=tuple((each, some) for each, some in found if some),
        changes=smallest_changes(validator.plan, assessment),
        questions=questions(validator, submission, assessment, assessor, linked),
    )


def _zones(plan: Plan, finding: Finding) -> tuple[Zone, ...]:
    """Return what would pass, with what the clause says of rounding and of uncertainty."""
    asks = [
        ask
        for requirement in plan.requirements
        if requirement.id == finding.requirement
        for ask in requirement.asks
        if ask.clause == finding.clause
    ]
    interval = next((amount(ask.interval).value for ask in asks if ask.interval), None)
    return zones(
        finding.limit or "",
        finding.facts.get("uncertainty"),
        rule=finding.rule,
        interval=interval,
        largest=next((ask.max_uncertainty for ask in asks if ask.max_uncertainty), None),
    )


def needed(act: Act, lang: str) -> str:
    """Return what to do, in words, with its cause where a document is at fault."""
    titles = {each.requirement: told(each.title, lang) for each in act.findings}
    finding = act.findings[0]
    english = causes(finding, titles | {finding.requirement: finding.requirement}, "en")
    for there, here in zip(english, causes(finding, titles, lang), strict=True):
        if (there.document, there.need, there.said) == (act.key[0], *act.key[2:]):
            return f"{here.said} — {here.need}" if here.said else here.need
    return finding.message[lang]
