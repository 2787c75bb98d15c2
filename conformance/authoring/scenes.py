"""A requirement in a submission that shows it: where it is read, and of what product.

What is declared is read from the submission itself, so that an expectation derived
here owes nothing to the validator.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from conformance.authoring.changes import ABSENT, SUBJECT
from conformance.authoring.second_reading import Declared, exact
from conformance.authoring.standings import Change, Standing, chosen, combined
from conformance.checking.subject import fact_type
from conformance.model.dates import read_date
from conformance.model.plan import Ask, Attribute, FamilyPlan, Plan, Requirement, UsePlan
from conformance.quantities.conditions import (
    DAYS,
    Condition,
    Fact,
    FactType,
    NotDecidable,
    cells,
    parse_condition,
)
from conformance.quantities.expressions import Amount
from conformance.quantities.scales import Grade
from conformance.verdicts import Verdict

_MOST_CELLS = 400
_STATED_DAYS = ("manufactured", "imported", "sold")


@dataclass(frozen=True)
class Scene:
    """One requirement, what one edition asks in it, and a submission that shows it."""

    plan: Plan
    requirement: Requirement
    ask: Ask
    standing: Standing

    @cached_property
    def tree(self) -> Any:
        """The submission as plain data."""
        return self.standing.tree()

    @cached_property
    def source(self) -> str:
        """The requirement whose rows answer: the own one, or one whose rows a change leads here."""
        if self.standing.rows(self.requirement.id):
            return self.requirement.id
        for key, said in self.standing.change.items():
            if isinstance(said, dict) and said.get("clause", "") == self.ask.clause:
                return key.partition("@")[0]
        return self.requirement.id

    @cached_property
    def places(self) -> Sequence[tuple[int, int, str | None]]:
        """Where rows answer: document, row, part; rows that a change took away are left out."""
        return [
            (d, r, part)
            for d, r, part in self.standing.rows(self.source)
            if self.tree["evidence"][d] is not None
            and self.tree["evidence"][d]["results"][r] is not None
        ]

    @property
    def part(self) -> str | None:
        """The part whose reading is changed, where results are asked for each part."""
        if self.requirement.each is None:
            return None
        return next((part for _, _, part in self.places if part), None)

    @property
    def key(self) -> str:
        """What a change names to set the reading."""
        return f"{self.source}@{self.part}" if self.part else self.source

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that the change is made to."""
        return [
            self.tree["evidence"][d]["results"][r]
            for d, r, part in self.places
            if self.part in (None, part)
        ]

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The documents without rows that the finding cites or sets aside."""
        found = self.standing.base.documents.get(self.requirement.id, ())
        return [d for at in found if (d := self.tree["evidence"][at]) is not None]

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The documents whose rows answer."""
        return [self.tree["evidence"][at] for at in dict.fromkeys(d for d, _, _ in self.places)]

    @cached_property
    def types(self) -> dict[str, Attribute]:
        """How each fact is typed, those of parts as `kind.fact`."""
        found = dict(self.plan.attributes)
        for kind, part in self.plan.parts.items():
            found |= {f"{kind}.{name}": fact for name, fact in part.facts.items()}
        return found

    @cached_property
    def declared(self) -> Declared:
        """What the submission declares of the product and of the part that is changed."""
        subject = self.tree.get(SUBJECT) or {}
        facts = {name: _word(value) for name, value in (subject.get("attributes") or {}).items()}
        facts |= self.plan.fixed
        facts |= {day: str(subject[day]) for day in _STATED_DAYS if subject.get(day)}
        facts.setdefault("sold", self.standing.as_of.isoformat())
        for part in subject.get("parts") or ():
            if part["id"] == self.part:
                own = part.get("attributes") or {}
                facts |= {f"{part['kind']}.{name}": _word(value) for name, value in own.items()}
        return Declared(facts, self.types)

    def reading(self, text: str, more: Mapping[str, object] | None = None) -> Change:
        """Return the change that puts a reading in every place of the rows."""
        if not self.rows:
            return {self.requirement.id: text}
        fields: dict[str, object] = dict(more or {})
        counts = {len(row["values"]) if "values" in row else None for row in self.rows}
        if counts == {None}:
            fields["value"] = text
        else:
            fields["values"] = [text] * max(count or 1 for count in counts)
            fields["value"] = ABSENT
        return {self.key: fields | self._beside()}

    def readings(self, texts: Sequence[str], more: Mapping[str, object] | None = None) -> Change:
        """Return the change that puts a list of readings, one for each specimen."""
        fields = {**(more or {}), "values": list(texts), "value": ABSENT}
        return {self.key: fields | self._beside()}

    def _beside(self) -> dict[str, object]:
        """Return the change that takes away what else the rows say of the reading."""
        others = ("unit", "verdict", "requirement_text")
        return {name: ABSENT for name in others if any(name in row for row in self.rows)}

    def without_certificates(self) -> dict[str, object]:
        """Return the change that takes away documents that show the requirement without rows."""
        return {document["id"]: ABSENT for document in self.documents}

    def after(self, more: Change) -> "Scene":
        """Return the scene after a further change."""
        changed = replace(self.standing, change=combined(self.standing.change, more))
        return replace(self, standing=changed)


def _word(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def scene_of(
    plan: Plan, requirement: Requirement, ask: Ask, standings: Sequence[Standing]
) -> Scene | None:
    """Return the requirement where it passes, in an example if there is one, else in a case.

    Where no submission shows it under this edition, one that shows it under another
    is moved to this one, on a day when no other is accepted.
    """
    shown = None
    for standing in standings:
        finding = standing.findings.get(requirement.id)
        if finding is None or chosen(standing, requirement) != ask.use:
            continue
        scene = Scene(plan, requirement, ask, standing)
        if finding.verdict is Verdict.PASS and scene.places:
            return scene
        if finding.verdict is Verdict.PASS and (scene.documents or requirement.group):
            shown = shown or scene
    if shown is not None:
        return shown
    for standing in standings if ask.clause is not None else ():
        finding = standing.findings.get(requirement.id)
        if finding is not None and finding.verdict is Verdict.PASS:
            moved = _moved(plan, requirement, ask, standing)
            if moved is not None:
                return moved
    return None


def _moved(plan: Plan, requirement: Requirement, ask: Ask, standing: Standing) -> Scene | None:
    """Return the scene of a requirement moved to another edition, None where there is no day."""
    family = next((each for each in plan.families if each.id == requirement.family), None)
    before = Scene(plan, requirement, ask, standing)
    if family is None or ask.use is None or not before.places:
        return None
    edition = plan.editions.get(ask.standard or "")
    day = day_of(family, ask.use)
    first = read_date(edition.issued or "") if edition else None
    if day is None or (first is not None and first > day):
        return None
    text = day.isoformat()
    change: dict[str, object] = {
        SUBJECT: {family.decided_by: text},
        before.source: {"clause": ask.clause},
    }
    for report in before.reports:
        dates = {"tested": {"from": text, "to": text}, "received": ABSENT, "issued": text}
        change[report["id"]] = dates if report.get("kind") == "test-report" else {"date": text}
    as_of = max(day, read_date(plan.start or "") or day, min(standing.as_of, day + _A_MONTH))
    said = combined(standing.change, change)
    path = standing.path
    base = standing.base.on(as_of)
    moved = Standing(path.name, base, path, as_of, said, (), standing.assessor)
    scene = Scene(plan, requirement, ask, moved)
    return scene if scene.standing.findings.get(requirement.id) is not None else None


_A_DAY, _A_MONTH = timedelta(days=1), timedelta(days=30)


def day_of(family: FamilyPlan, use: int) -> date | None:
    """Return a day on which this choice of editions is accepted and, if there is one, no other."""
    wanted = family.uses[use]
    start, end = read_date(wanted.start or ""), read_date(wanted.end or "")
    others = [each for number, each in enumerate(family.uses) if number != use]
    ends = [day for each in others if (day := read_date(each.end or "")) is not None]
    starts = [day for each in others if (day := read_date(each.start or "")) is not None]
    tries = [end, start, *(day + _A_DAY for day in ends), *(day - _A_DAY for day in starts)]
    inside = [
        day
        for day in tries
        if day is not None and (start is None or day >= start) and (end is None or day <= end)
    ]
    alone = [day for day in inside if not any(_accepted(each, day) for each in others)]
    return next(iter(alone or inside), None)


def _accepted(use: UsePlan, day: date) -> bool:
    start, end = read_date(use.start or ""), read_date(use.end or "")
    return (start is None or day >= start) and (end is None or day <= end)


# ---- products


def products(
    scene: Scene, conditions: Sequence[Condition]
) -> Iterator[tuple[dict[str, Fact], Change]]:
    """Yield the kinds of product that conditions tell apart, each with the change that makes it.

    Those that need the fewest changes come first.
    """
    types: dict[str, FactType] = {n: fact_type(a) for n, a in scene.types.items()}
    types |= {day: FactType() for day in DAYS}
    fixed = {n: f for n, t in scene.plan.fixed.items() if (f := types[n].read(t)) is not None}
    here = {
        name: fact
        for name, text in scene.declared.facts.items()
        if name in types and (fact := types[name].read(text)) is not None
    }
    try:
        every = list(islice(cells(conditions, types, fixed), _MOST_CELLS))
    except NotDecidable:
        return
    for cell in sorted(every, key=lambda cell: len(_differing(cell, here))):
        names = _differing(cell, here)
        change = _declaring(scene, {name: cell[name] for name in names})
        if change is not None:
            yield cell, change


def _differing(cell: Mapping[str, Fact], here: Mapping[str, Fact]) -> list[str]:
    """Return the facts of a cell that the product would have to declare otherwise."""
    return [name for name, fact in cell.items() if not _same(here.get(name), fact)]


def _same(own: Fact | None, fact: Fact) -> bool:
    if isinstance(own, Amount) and isinstance(fact, Amount) and own.units and fact.units:
        return own.value * own.units[0].factor == fact.value * fact.units[0].factor
    return own == fact


def _declaring(scene: Scene, facts: Mapping[str, Fact]) -> Change | None:
    """Return the change that declares facts, None where a fact cannot be declared."""
    subject: dict[str, Any] = {}
    for name, fact in facts.items():
        text = fact_text(fact)
        kind, dot, own = name.partition(".")
        if text is None or (name in DAYS and name not in _STATED_DAYS):
            return None
        if name in DAYS:
            subject[name] = text
        elif not dot:
            subject.setdefault("attributes", {})[name] = text
        else:
            parts = subject.get("parts") or _parts(scene)
            of_kind = [p for p in parts if p["kind"] == kind and scene.part in (None, p["id"])]
            if not of_kind:
                return None
            for part in of_kind:
                part.setdefault("attributes", {})[own] = text
            subject["parts"] = parts
    return {SUBJECT: subject} if subject else {}


def _parts(scene: Scene) -> list[dict[str, Any]]:
    subject = scene.tree.get(SUBJECT) or {}
    return copy.deepcopy(list(subject.get("parts") or ()))


def fact_text(fact: Fact) -> str | None:
    """Return a fact as a submission declares it."""
    match fact:
        case str():
            return fact
        case date():
            return fact.isoformat()
        case Grade(code=code):
            return code
    number = exact(fact.value)
    unit = fact.units[0].symbol if fact.units else ""
    return None if number is None else f"{number} {unit}".strip()


def read_all(*texts: str | None) -> list[Condition]:
    """Return conditions read, leaving out those that are not there."""
    return [parse_condition(text) for text in texts if text is not None]
