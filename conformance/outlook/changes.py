"""The smallest set of changes that would make the whole pass, as far as the answer shows.

Each finding that is not a pass waits for one of some acts: a value to put right, a
document to mend, an attribute to declare.  A group waits for as many of its members
as it needs.  One act may settle many findings, so the smallest set is searched for
among whole sets and not finding by finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, combinations

from conformance.model.assessment import Assessment, Finding
from conformance.model.plan import GroupAsked, Plan
from conformance.rendering.actions import causes
from conformance.rendering.prospects import Act, Changes, Key
from conformance.verdicts import Verdict

WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
# More sets than these are not looked at side by side; the answer then says that it may be larger.
_MOST_SETS = 300
_MOST_MEMBERS = 12

NO_ACTS: frozenset[Key] = frozenset()


def smallest_changes(plan: Plan, assessment: Assessment) -> Changes:
    """Return the fewest acts that settle every mandatory finding; none for a pass.

    What is behind a refusal shows only when it is mended: a document that is about
    another model may turn out to be too old as well.  So this is a lower bound of
    the work, and never a promise.
    """
    search = _Search(plan, assessment)
    sets = [NO_ACTS]
    for finding in assessment.findings:
        if finding.mandatory and finding.verdict in WAITING:
            sets = search.both(sets, search.ways(finding.requirement))
    chosen = min(sets, key=_weight) if sets else NO_ACTS
    acts = [
        Act(key, tuple(search.served[key])) for key in search.served if key in chosen
    ]  # fmt: skip
    return Changes(tuple(acts), search.complete)


def _weight(keys: frozenset[Key]) -> tuple[int, list[Key]]:
    return len(keys), sorted(keys)


@dataclass
class _Search:
    """Sets of acts, each of which would settle what was asked; the smallest are kept."""

    plan: Plan
    assessment: Assessment
    served: dict[Key, list[Finding]] = field(default_factory=dict)
    complete: bool = True

    def __post_init__(self) -> None:
        self.found = {each.requirement: each for each in self.assessment.findings}
        self.groups: Mapping[str, GroupAsked] = {
            each.id: each.group for each in self.plan.requirements if each.group
        }
        self.titles = {each: each for each in self.found}
        for finding in self.assessment.findings:
            if finding.verdict in WAITING and finding.requirement not in self.groups:
                for key in dict.fromkeys(chain(*acts_for(finding, self.titles))):
                    self.served.setdefault(key, []).append(finding)

    def ways(self, requirement: str) -> list[frozenset[Key]]:
        """Return the sets of acts, each of which would settle a requirement that waits."""
        finding = self.found[requirement]
        group = self.groups.get(requirement)
        if group is None:
            documents, others = acts_for(finding, self.titles)
            return [frozenset({*others, key}) for key in documents] or [frozenset(others)]
        return self.of_group(group)

    def of_group(self, group: GroupAsked) -> list[frozenset[Key]]:
        members = [name for name in group.members if name in self.found]
        waiting = [name for name in members if self.found[name].verdict in WAITING]
        passed = [name for name in members if self.found[name].verdict is Verdict.PASS]
        match group.combination:
            case "all_of":
                return self.all(waiting)
            case "any_of":
                return self.some(waiting, 1)
            case "at_least":
                need = (group.at_least or 1) - len(passed)
                return self.some(waiting, min(need, len(waiting)))
            case _:
                return self.scored(group, waiting, passed)

    def all(self, names: Iterable[str]) -> list[frozenset[Key]]:
        sets = [NO_ACTS]
        for name in names:
            sets = self.both(sets, self.ways(name))
        return sets

    def some(self, names: list[str], count: int) -> list[frozenset[Key]]:
        """Return the sets for any `count` of the names."""
        if len(names) > _MOST_MEMBERS:
            names, self.complete = names[: max(_MOST_MEMBERS, count)], False
        found = [each for few in combinations(names, count) for each in self.all(few)]
        return self.kept(found)

    def scored(
        self, group: GroupAsked, waiting: list[str], passed: list[str]
    ) -> list[frozenset[Key]]:
        weights = {
            name: Decimal(weight) for name, weight in zip(group.members, group.weights, strict=True)
        }
        applicable = sum((weights[name] for name in (*waiting, *passed)), Decimal(0))
        missing = Decimal(group.threshold or "1") * applicable
        missing -= sum((weights[name] for name in passed), Decimal(0))
        if len(waiting) > _MOST_MEMBERS:
            self.complete = False
            return self.all(waiting)
        found = [
            each
            for count in range(len(waiting) + 1)
            for few in combinations(waiting, count)
            if sum((weights[name] for name in few), Decimal(0)) >= missing
            for each in self.all(few)
        ]
        return self.kept(found)

    def both(
        self, some: list[frozenset[Key]], others: list[frozenset[Key]]
    ) -> list[frozenset[Key]]:
        return self.kept([one | other for one in some for other in others])

    def kept(self, sets: Iterable[frozenset[Key]]) -> list[frozenset[Key]]:
        """Return the sets that hold no other one, the smallest first, and not too many."""
        smallest: list[frozenset[Key]] = []
        for each in sorted(set(sets), key=_weight):
            if not any(other <= each for other in smallest):
                smallest.append(each)
        if len(smallest) > _MOST_SETS:
            self.complete = False
        return smallest[:_MOST_SETS]


def acts_for(finding: Finding, titles: Mapping[str, str]) -> tuple[list[Key], list[Key]]:
    """Return the acts of which one is enough, and those that are all needed.

    Of several documents that are not admitted, one put right is enough; of several
    parts, each waits for its own.  What fails has to be put right in each respect
    for itself, so the requirement is part of the key.
    """
    own = finding.requirement if finding.verdict is Verdict.FAIL else ""
    documents: list[Key] = []
    others: list[Key] = []
    for cause in causes(finding, titles, "en"):
        key = (cause.document, own, cause.need, cause.said)
        (documents if cause.document else others).append(key)
    if not documents and not others:
        others.append(("", finding.requirement, finding.reason, ""))
    return documents, others
