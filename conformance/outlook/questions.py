"""Which undeclared attribute settles most: each is answered in every way, and checked again."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.model.assessment import Assessment, Finding
from conformance.model.assessor import AssessorFile
from conformance.model.submission import Subject, Submission
from conformance.verdicts import Verdict

# Findings that wait for facts and for nothing else.
UNKNOWN = frozenset({"applicability-unknown", "attribute-unknown"})


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a question: the whole then, and how many findings no longer wait for facts."""

    choice: str
    verdict: Verdict
    settled: int


@dataclass(frozen=True, slots=True)
class Question:
    """An undeclared attribute with every reply that its choices allow.

    Attributes:
        zh: Its name in Chinese.
        waiting: How many findings name it as what they wait for.
        replies: One for each choice; none for a quantity or a date, which has no choices.
    """

    attribute: str
    zh: str
    en: str
    waiting: int
    replies: tuple[Reply, ...] = ()

    @property
    def settles(self) -> int:
        """How many findings any reply settles at least."""
        return min((each.settled for each in self.replies), default=0)


def questions(
    validator: Validator,
    submission: Submission,
    assessment: Assessment,
    assessor: AssessorFile = NOBODY,
) -> tuple[Question, ...]:
    """Return the questions to ask, what settles most under any reply first.

    Attributes of parts are not asked for; their findings name them.
    """
    named = [_waits_for(each) for each in assessment.findings]
    unknown = dict.fromkeys(name for names in named for name in names)
    asked = [
        _question(validator, submission, assessment, assessor, name, sum(name in n for n in named))
        for name in unknown
        if name in validator.plan.attributes
    ]
    return tuple(sorted(asked, key=lambda each: (-each.settles, -each.waiting, each.attribute)))


def _waits_for(finding: Finding) -> frozenset[str]:
    if finding.reason not in UNKNOWN:
        return frozenset()
    return frozenset(finding.facts.get("detail", "").split(", ")) - {""}


def _question(
    validator: Validator,
    submission: Submission,
    assessment: Assessment,
    assessor: AssessorFile,
    name: str,
    waiting: int,
) -> Question:
    attribute = validator.plan.attributes[name]
    before = _unknown_in(assessment)
    replies = []
    for choice, declared in _declared(submission, name, attribute.choices):
        after = validator.check(declared, assessment.submission.get("digest", ""), assessor)
        replies.append(Reply(choice, after.verdict, len(before - _unknown_in(after))))
    return Question(name, attribute.zh, attribute.en, waiting, tuple(replies))


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
