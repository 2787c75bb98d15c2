"""What would change an answer: passing values, the fewest changes, the best question."""

from collections.abc import Sequence

from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.judging.zones import ROUNDED, zones
from conformance.model.assessment import Assessment, Finding
from conformance.model.assessor import AssessorFile
from conformance.model.plan import Plan
from conformance.model.submission import Submission
from conformance.outlook.changes import WAITING, smallest_changes
from conformance.outlook.questions import questions
from conformance.quantities.limit import amount
from conformance.rendering.prospects import Passing, WhatIf


def what_if(
    validator: Validator,
    submission: Submission,
    assessment: Assessment,
    assessor: AssessorFile = NOBODY,
    linked: Sequence[Submission] = (),
) -> WhatIf:
    """Return what would change the assessment that `validator` gave of `submission`."""
    waiting = [each for each in assessment.findings if each.verdict in WAITING and each.limit]
    found = [_passing(validator.plan, each) for each in waiting]
    return WhatIf(
        assessment=assessment,
        values=tuple(each for each in found if each.zones),
        changes=smallest_changes(validator.plan, assessment),
        questions=questions(validator, submission, assessment, assessor, linked),
    )


def _passing(plan: Plan, finding: Finding) -> Passing:
    """Return what would pass, with what the clause says of rounding and of uncertainty."""
    asks = [
        ask
        for requirement in plan.requirements
        if requirement.id == finding.requirement
        for ask in requirement.asks
        if ask.clause == finding.clause
    ]
    interval = next((amount(ask.interval).value for ask in asks if ask.interval), None)
    # where nothing was compared, the finding names no rule
    rule = finding.rule or next((ask.rule for ask in asks), None)
    rounding = finding.rounding or next((ask.rounding for ask in asks), None)
    found = zones(
        finding.limit or "",
        finding.facts.get("uncertainty"),
        rule=rule,
        interval=interval,
        largest=next((ask.max_uncertainty for ask in asks if ask.max_uncertainty), None),
    )
    return Passing(finding, found, ROUNDED if rounding == ROUNDED else rule or "")
