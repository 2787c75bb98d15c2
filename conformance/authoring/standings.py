"""Submissions that a spec's cases and examples bring along, and what a change makes of them.

Everything that is tried on a spec starts from a submission somebody wrote: an example, or
a case with its changes.  To try thousands of changes in seconds, each is put to a plan of
the one requirement it is about, with the rows that lead to it; where that plan does not
say of the unchanged submission what the whole plan says, the whole plan is asked.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from conformance.authoring.case_files import WHOLE, Case, Expectation
from conformance.authoring.cases import Bench
from conformance.authoring.changes import ABSENT, Base, Tree, change, dropped, merge
from conformance.checking.decode import decode
from conformance.checking.validator import Validator
from conformance.diagnostics import IllFormed, Span
from conformance.library import nodes
from conformance.model.assessment import Assessment, Finding
from conformance.model.dates import read_date
from conformance.model.plan import Ask, Plan, Requirement, UsePlan
from conformance.model.submission import Submission
from conformance.verdicts import Verdict

Change = Mapping[str, object]
"""Changes as a case writes them: by requirement, document or subject."""

Outcome = tuple[str, str | None]
"""A verdict and its reason; `ill-formed` where the submission cannot be judged."""

NEVER = "9999-12-31"


class CannotChange(Exception):
    """Raised where a change finds nothing to change."""


@dataclass(frozen=True)
class Standing:
    """A submission with the changes of its case, and what the whole plan makes of it."""

    name: str
    base: Base
    path: Path
    as_of: date
    change: Change
    expect: tuple[Expectation, ...]
    assessor: object = None

    def tree(self, more: Change | None = None) -> Tree:
        """Return the submission as plain data, with further changes; may raise `CannotChange`."""
        tree = self.base.tree()
        for key, said in combined(self.change, more or {}).items():
            problem = change(self.base, tree, key, said)
            if problem is not None:
                raise CannotChange(f"{key}: {problem}")
        return tree

    @cached_property
    def submission(self) -> Submission:
        """The submission, read."""
        return decode(dropped(self.tree()), file=self.name)

    @cached_property
    def assessment(self) -> Assessment:
        """What the whole plan makes of it."""
        if not self.change:
            return self.base.assessment
        return self.check(self.base.validator, self.submission)

    def check(self, validator: Validator, submission: Submission) -> Assessment:
        """Return what another validator makes of it, or of a change of it."""
        return self.base.beside.check(validator, submission)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by requirement."""
        return {finding.requirement: finding for finding in self.assessment.findings}

    def rows(self, name: str) -> Sequence[tuple[int, int, str | None]]:
        """Return where rows answer a requirement: document, row, part."""
        return [(at.document, at.row, at.part) for at in self.base.rows.get(name, ())]


def combined(one: Change, other: Change) -> dict[str, object]:
    """Return both changes; what the other says of the same thing is said on top."""
    result = dict(copy.deepcopy(dict(one)))
    for key, said in other.items():
        before = result.get(key)
        if isinstance(said, dict) and before != ABSENT and isinstance(before, str | list):
            before = result[key] = _as_fields(before)
        if isinstance(before, dict) and isinstance(said, dict):
            merge(before, copy.deepcopy(said), keep_absent=True)
        else:
            result[key] = copy.deepcopy(said)
    return result


def _as_fields(reading: str | list[object]) -> dict[str, object]:
    """Return a reading that a case sets as the fields of a row."""
    if isinstance(reading, list):
        return {"values": reading, "value": ABSENT}
    return {"value": reading, "values": ABSENT}


def standings(bench: Bench, cases: Iterable[Case]) -> list[Standing]:
    """Return every example of the index and every case, as far as they can be judged."""
    found: list[Standing] = []
    for path, as_of, verdict, span in _examples(bench):
        expect = (Expectation(WHOLE, verdict, None, span),)
        found += _standing(bench, Case(path.name, path, as_of, (), expect, span))
    for case in cases:
        found += _standing(bench, case)
    return found


def _standing(bench: Bench, case: Case) -> Iterator[Standing]:
    said = {key.text: nodes.plain(wanted) for key, wanted in case.change}
    assessor = None if case.assessor is None else nodes.plain(case.assessor)
    try:
        base = bench.base(case.base, case.as_of, case.assessor)
        standing = Standing(case.name, base, case.base, case.as_of, said, case.expect, assessor)
        assert standing.findings is not None
    except (IllFormed, CannotChange):
        return  # said by the cases themselves
    yield standing


def _examples(bench: Bench) -> Iterator[tuple[Path, date, Verdict, Span]]:
    index = bench.folder / "examples" / "index.yaml"
    root = nodes.plain(nodes.read_yaml(index.read_bytes(), index.name)[0]) if index.is_file() else 0
    for name, entry in root.items() if isinstance(root, dict) else ():
        path = bench.folder / "examples" / name
        day = read_date(str(entry.get("as_of"))) if isinstance(entry, dict) else None
        if day is not None and path.is_file() and entry.get("verdict") in list(Verdict):
            yield path, day, Verdict(entry["verdict"]), Span(str(index), 0)


# ---- one requirement by itself


@dataclass(frozen=True)
class Alone:
    """One requirement under one choice of editions, put to the plan by itself.

    `plan` holds the requirement with those that share its rows or its group, and no
    other choice of its family.
    """

    plan: Plan
    requirement: Requirement
    use: int | None
    kept: frozenset[str]
    validators: dict[date, Validator] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, plan: Plan, requirement: Requirement, use: int | None, base: Base) -> "Alone":
        """Return the requirement by itself."""
        kept = _closure(base, requirement)
        families = tuple(
            family
            if family.id != requirement.family
            else msgspec.structs.replace(
                family,
                uses=tuple(
                    each if number == use else UsePlan(each.editions, start=NEVER)
                    for number, each in enumerate(family.uses)
                ),
            )
            for family in plan.families
        )
        small = msgspec.structs.replace(
            plan,
            requirements=tuple(each for each in plan.requirements if each.id in kept),
            families=families,
        )
        return cls(small, requirement, use, kept)

    def with_plan(self, mutated: Plan) -> "Alone":
        """Return the same of a plan that asks something else in this requirement."""
        by_id = {each.id: each for each in mutated.requirements}
        small = msgspec.structs.replace(
            self.plan,
            requirements=tuple(by_id[each.id] for each in self.plan.requirements),
            attributes=mutated.attributes, fixed=mutated.fixed, parts=mutated.parts,
            policies=mutated.policies, editions=mutated.editions,
        )  # fmt: skip
        return Alone(small, self.requirement, self.use, self.kept)

    def submission(self, standing: Standing, more: Change | None = None) -> Submission:
        """Return the submission with the rows that lead here; may raise."""
        tree = standing.tree(more)
        moved = _moved(combined(standing.change, more or {}))
        wanted = {(d, r) for name in self.kept | moved for d, r, _ in standing.rows(name)}
        for at, document in enumerate(tree["evidence"]):
            if document is not None and "results" in document:
                document["results"] = [
                    row if (at, number) in wanted else None
                    for number, row in enumerate(document["results"])
                ]
        return decode(dropped(tree), file=standing.name)

    def check(self, submission: Submission, standing: Standing) -> Outcome:
        """Return what comes of the requirement in a submission made from a standing one."""
        as_of = standing.as_of
        if as_of not in self.validators:
            self.validators[as_of] = Validator.of(self.plan, as_of, "")
        found = standing.check(self.validators[as_of], submission)
        return outcome(found, self.requirement.id)


def outcome(found: Assessment, name: str) -> Outcome:
    """Return the verdict and reason of a requirement; `none` where it has no finding."""
    for finding in found.findings:
        if finding.requirement == name:
            return str(finding.verdict), finding.reason
    return "none", None


def _moved(said: Change) -> frozenset[str]:
    """Return the requirements whose rows a change leads elsewhere."""
    leading = {"clause", "item", "requirement", "part"}
    return frozenset(
        key.partition("@")[0]
        for key, fields in said.items()
        if isinstance(fields, dict) and leading & fields.keys()
    )


def _closure(base: Base, requirement: Requirement) -> frozenset[str]:
    """Return the requirement, those whose rows may be its own, and the members of its group."""
    index = base.validator.index
    wanted, kept = [requirement.id], set[str]()
    while wanted:
        name = wanted.pop()
        if name in kept or name not in index.by_id:
            continue
        kept.add(name)
        each = index.by_id[name]
        if each.group is not None:
            wanted += each.group.members
        for table in (index.by_clause, index.by_line, index.by_item):
            for several in table.values():
                if len(several) > 1 and any(other.id == name for other in several):
                    wanted += [other.id for other in several]
    return frozenset(kept)


def ask_under(requirement: Requirement, use: int | None) -> Ask:
    """Return what a requirement asks under a choice of editions."""
    return next(ask for ask in requirement.asks if ask.use == use or requirement.family is None)


def chosen(standing: Standing, requirement: Requirement) -> int | None:
    """Return the choice of editions that a finding was made under; -1 where there is none."""
    finding = standing.findings.get(requirement.id)
    for ask in requirement.asks:
        if finding is not None and finding.clause == ask.clause:
            return ask.use
    return -1
