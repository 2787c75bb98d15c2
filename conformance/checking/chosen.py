"""What is said where the assessing side has chosen another spec than the submission names."""

from dataclasses import replace

from conformance.model.assessment import Assessment, Remark
from conformance.model.plan import Plan
from conformance.model.submission import Head


def with_choice(answer: Assessment, submission: Head, plan: Plan) -> Assessment:
    """Return the assessment with a remark where the submission names another spec than `plan`."""
    if submission.spec in (None, plan.spec, f"{plan.spec}@{plan.version}"):
        return answer
    chosen = Remark("spec-chosen-by-assessor", {"found": submission.spec or ""})
    return replace(answer, remarks=(chosen, *answer.remarks))
