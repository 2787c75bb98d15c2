"""What a change of a spec does to stored submissions: each is judged under both.

A submission is put by what changed for it.  Nothing is estimated: a verdict that is
said to change is that of a full check under either spec, finding by finding.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.model.assessment import Assessment, Finding
from conformance.model.plan import Ask, Plan, Requirement
from conformance.verdicts import Verdict
from conformance.wording.effects import GROUPS

ORDER = tuple(GROUPS)
PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE
# What is not known about the product itself, and no test would tell.
_OF_FACTS = frozenset(
    {"applicability-unknown", "attribute-unknown", "parts-not-declared", "deciding-date-unknown"}
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A requirement of which the verdict is another one; None where one side does not ask it."""

    requirement: str
    clause: str | None
    title: Mapping[str, str]
    before: str | None
    after: str | None
    reason: str | None
    limit: str | None = None
    measured: tuple[str, ...] = ()
    margin: str | None = None
    needed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done once: a test of a clause shows every requirement on it."""

    kind: str
    what: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change does to one submission.

    `changed` has the requirements whose verdict is another; `steps` is what is to be done
    about those that fail or lack evidence and did not before.
    """

    submission: str
    subject: Mapping[str, str]
    group: str
    before: str
    after: str
    changed: tuple[Changed, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step with the submissions that need it."""

    step: Step
    submissions: tuple[str, ...]


def effect(before: Assessment, after: Assessment, new: Plan) -> Effect:
    """Return what comes of judging a submission under the new spec instead of the old."""
    changed = tuple(_changed(before, after))
    worse = [each for each in changed if _newly(each, FAIL) or _newly(each, MISSING)]
    counted = {f.requirement for f in after.findings if f.mandatory}
    return Effect(
        submission=after.submission.get("id") or after.submission.get("digest", ""),
        subject=after.subject,
        group=_group(before, after, [each for each in changed if each.requirement in counted]),
        before=str(before.verdict),
        after=str(after.verdict),
        changed=changed,
        steps=tuple(_steps([each for each in worse if each.requirement in counted], after, new)),
    )


def _changed(before: Assessment, after: Assessment) -> Iterator[Changed]:
    """Yield the requirements whose verdict is another, in the new order, then those gone."""
    old = {finding.requirement: finding for finding in before.findings}
    for finding in after.findings:
        was = old.pop(finding.requirement, None)
        if was is None or was.verdict is not finding.verdict:
            yield _one(finding, None if was is None else str(was.verdict), str(finding.verdict))
    for finding in old.values():
        yield _one(finding, str(finding.verdict), None)


def _one(finding: Finding, before: str | None, after: str | None) -> Changed:
    return Changed(
        requirement=finding.requirement,
        clause=finding.clause,
        title=finding.title,
        before=before,
        after=after,
        reason=None if after is None else finding.reason,
        limit=finding.limit,
        measured=finding.measured,
        margin=finding.margin,
        needed=finding.needed if after is not None else None,
    )


def _newly(each: Changed, verdict: Verdict) -> bool:
    return each.after == verdict and each.before != verdict


def _group(before: Assessment, after: Assessment, changed: Sequence[Changed]) -> str:
    """Return what becomes of a submission, from mandatory findings and the verdicts of both."""
    if after.verdict is PASS:
        if before.verdict is not PASS:
            return "now-passes"
        return "still-passes" if changed else "unaffected"
    if before.verdict is FAIL:
        return "still-not-passing" if changed or after.verdict is not FAIL else "unaffected"
    if after.verdict is FAIL:
        return "now-fails"
    if before.verdict is PASS or any(_newly(each, MISSING) for each in changed):
        return "needs-evidence"
    return "still-not-passing" if changed else "unaffected"


# ---- what to do


def _steps(worse: Sequence[Changed], after: Assessment, new: Plan) -> Iterator[Step]:
    """Yield the fewest steps: one for each clause, of alternatives the one that needs fewest."""
    by_id = {each.id: each for each in new.requirements}
    findings = {finding.requirement: finding for finding in after.findings}
    steps: dict[tuple[str, str], list[str]] = {}
    for name in _leaves({each.requirement for each in worse}, by_id, findings):
        steps.setdefault(_step_of(by_id[name], findings[name]), []).append(name)
    for (kind, what), names in steps.items():
        yield Step(kind, what, tuple(names))


def _leaves(
    worse: set[str], by_id: Mapping[str, Requirement], findings: Mapping[str, Finding]
) -> list[str]:
    """Return the requirements to be met, groups resolved into the members that are chosen."""
    wanted: set[str] = set()
    members: set[str] = set()
    for requirement in by_id.values():
        if requirement.group is None:
            continue
        members |= set(requirement.group.members)
        if requirement.id in worse and requirement.id not in members:
            wanted |= _chosen(requirement, by_id, findings)
    wanted |= {name for name in worse if by_id[name].group is None and name not in members}
    # a member of a group counts by itself only where it is mandatory by itself
    wanted |= {
        name for name in worse & members if by_id[name].group is None and findings[name].mandatory
    }
    return [name for name in by_id if name in wanted and name in findings]


def _chosen(
    requirement: Requirement, by_id: Mapping[str, Requirement], findings: Mapping[str, Finding]
) -> set[str]:
    """Return the fewest requirements that would meet one, with its groups resolved."""
    finding = findings.get(requirement.id)
    if finding is not None and finding.verdict not in (FAIL, MISSING):
        return set()
    group = requirement.group
    if group is None:
        return {requirement.id} if finding is not None else set()
    asked = [_chosen(by_id[name], by_id, findings) for name in group.members if name in findings]
    ordered = sorted(asked, key=len)
    match group.combination:
        case "any_of":
            return ordered[0] if ordered else set()
        case "at_least":
            return set().union(*ordered[: group.at_least or 0])
        case _:
            return set().union(*asked)


def _step_of(requirement: Requirement, finding: Finding) -> tuple[str, str]:
    """Return what is to be done about a requirement: the kind of step, and of what."""
    ask = _ask(requirement, finding)
    if finding.reason in _OF_FACTS:
        return "facts", finding.facts.get("detail") or finding.facts.get("kind") or requirement.id
    if requirement.document is not None:
        asked = requirement.document
        words = (asked.kind, asked.scheme, asked.category, *asked.standards)
        return "document", " ".join(word for word in words if word)
    if requirement.statement is not None:
        return "declaration", requirement.statement
    if ask.phrase is not None:
        return "marking", ", ".join(ask.phrase.on)
    if requirement.chain or requirement.identifier or requirement.days or requirement.linked:
        return "other", requirement.id
    if requirement.sampling is not None:
        return "inspection", requirement.id
    return "test", ask.clause or requirement.id


def _ask(requirement: Requirement, finding: Finding) -> Ask:
    """Return what the edition asks that a finding was made under."""
    same = (ask for ask in requirement.asks if ask.clause == finding.clause)
    return next(same, requirement.asks[-1])


def all_steps(effects: Sequence[Effect]) -> list[Wanted]:
    """Return every step once, with the submissions that need it; what most need comes first."""
    found: dict[tuple[str, str], tuple[set[str], list[str]]] = {}
    for each in effects:
        for step in each.steps:
            names, submissions = found.setdefault((step.kind, step.what), (set(), []))
            names |= set(step.requirements)
            submissions.append(each.submission)
    wanted = [
        Wanted(Step(kind, what, tuple(sorted(names))), tuple(submissions))
        for (kind, what), (names, submissions) in found.items()
    ]
    return sorted(wanted, key=lambda each: (-len(each.submissions), each.step.kind, each.step.what))


def counts(effects: Sequence[Effect]) -> dict[str, int]:
    """Return how many submissions are in each group, in the order of groups."""
    return {group: sum(each.group == group for each in effects) for group in ORDER}
