"""Which undeclared attribute settles most: each is answered in every way, and checked again."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.model.assessment import Assessment, Finding
from conformance.model.assessor import AssessorFile
from conformance.model.plan import Attribute
from conformance.model.submission import Subject, Submission
from conformance.rendering.prospects import UNKNOWN, Question, Reply


def questions(
    validator: Validator,
    submission: Submission,
    assessment: Assessment,
    assessor: AssessorFile = NOBODY,
    linked: Sequence[Submission] = (),
) -> tuple[Question, ...]:
    """Return the questions to ask, what settles most under any reply first.

    Attributes of parts are not asked for; their findings name them.
    """
    digest = assessment.submission.get("digest", "")
    named = [_waits_for(each) for each in assessment.findings]
    unknown = dict.fromkeys(name for names in named for name in names)
    asked = [
        _question(
            validator.plan.attributes[name],
            name,
            sum(name in each for each in named),
            assessment,
            [
                (choice, validator.check(declared, digest, assessor, linked))
                for choice, declared in _declared(
                    submission, name, validator.plan.attributes[name].choices
                )
            ],
        )
        for name in unknown
        if name in validator.plan.attributes
    ]
    return tuple(sorted(asked, key=lambda each: (-each.settles, -each.waiting, each.attribute)))


def _waits_for(finding: Finding) -> frozenset[str]:
    if finding.reason not in UNKNOWN:
        return frozenset()
    return frozenset(finding.facts.get("detail", "").split(", ")) - {""}


def _question(
    attribute: Attribute,
    name: str,
    waiting: int,
    assessment: Assessment,
    answers: Sequence[tuple[str, Assessment]],
) -> Question:
    before = _unknown_in(assessment)
    replies = tuple(
        Reply(choice, after.verdict, len(before - _unknown_in(after))) for choice, after in answers
    )
    return Question(name, attribute.zh, attribute.en, waiting, replies)


def _unknown_in(assessment: Assessment) -> set[str]:
    return {each.requirement for each in assessment.findings if each.reason in UNKNOWN}


def _declared(
    submission: Submission, name: str, choices: tuple[str, ...]
) -> Iterator[tuple[str, Submission]]:
    """Yield each choice with the submission as it would declare it."""
    subject = submission.subject or Subject()
    for choice in choices:
        attributes = {**subject.attributes, name: choice}
        yield choice, replace(submission, subject=replace(subject, attributes=attributes))
