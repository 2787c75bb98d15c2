"""Submissions made from a plan: attributes that satisfy conditions, and documents that count."""

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from conformance.diagnostics import IllFormed
from conformance.model.plan import Ask, Attribute, ConditionAsked, Plan, Requirement
from conformance.quantities.conditions import Fact, FactType, parse_condition, truth
from conformance.quantities.expressions import Amount
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    parse_limit,
    resolve,
)
from conformance.quantities.number import exact_text
from conformance.quantities.unit_table import GROUPS
from conformance.quantities.units import find_units

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Data = dict[str, Any]


class Wish(StrEnum):
    """What a drawn submission is to be."""

    PASSING = "passing"
    FAILING = "failing"
    MISSING = "missing"
    BOUNDARY = "boundary"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A submission as plain data, with the requirement that it is about; None for all."""

    data: Data
    wish: Wish
    requirement: str | None = None


def passing_submission(plan: Plan, as_of: date) -> Data:
    """Return a submission that shows every requirement that the plan can be shown to meet.

    Requirements about documents, chains, lots and groups are met as far as one
    document each meets them; what cannot be met (an open clause) is left out.
    """
    use = {family.id: len(family.uses) - 1 for family in plan.families}
    tested = (as_of - timedelta(days=30)).isoformat()
    attributes = {name: _declared(fact) for name, fact in plan.attributes.items()}
    attributes |= plan.fixed
    parts = [
        {"id": f"{kind}-{number}", "kind": kind,
         "attributes": {name: _declared(fact) for name, fact in part.facts.items()}}
        for kind, part in plan.parts.items()
        for number in range(max(1, part.at_least))
    ]  # fmt: skip
    facts = _facts(plan, attributes, as_of)
    rows: list[Data] = []
    evidence: list[Data] = []
    for requirement in plan.requirements:
        ask = _ask(requirement, use)
        if ask is None or ask.open is not None or requirement.group or requirement.sampling:
            continue
        condition = None if ask.applies is None else parse_condition(ask.applies)
        if truth(condition, facts, _types(plan)) is False:
            continue
        evidence += _documents(requirement, ask, as_of, facts)
        of_kind = [part["id"] for part in parts if part["kind"] == requirement.each]
        for part in of_kind if requirement.each else [None]:
            row = _row(requirement, ask, facts)
            if row is not None:
                rows.append({**row, **({"part": part} if part else {})})
    subject: Data = {
        "kind": plan.subject, "brand": "Brand", "model": "M-1", "manufacturer": {"name": "Maker"},
        "factory": {"name": "Plant"}, "manufactured": (as_of - timedelta(days=40)).isoformat(),
        "attributes": attributes, "parts": parts,
    }  # fmt: skip
    report: Data = {
        "id": "R1", "kind": "test-report", "number": "N-1", "tested_model": "M-1",
        "laboratory": {"name": "Lab", "cma": "200000000000", "cnas": "L1234"},
        "sample": {"drawn_by": "laboratory", "number": "S-1"},
        "tested": {"from": tested, "to": tested}, "complete": True, "final": True,
        "issued": (as_of - timedelta(days=20)).isoformat(), "conclusion": "P", "results": rows,
    }  # fmt: skip
    return {"submission": "drawn", "spec": plan.spec, "subject": subject,
            "evidence": [report, *evidence]}  # fmt: skip


def submissions(
    plan: Plan,
    wish: Wish = Wish.PASSING,
    *,
    as_of: date,
    hostile: "SearchStrategy[str] | None" = None,
) -> "SearchStrategy[Drawn]":
    """Return a strategy for submissions of one kind; `hostile` draws the texts put for readings.

    A submission that is to fail, lack evidence or stand on a limit does so in one
    requirement, which `Drawn.requirement` names.
    """
    from hypothesis import strategies as st

    base = passing_submission(plan, as_of)
    numbers = [i for i, row in enumerate(base["evidence"][0]["results"]) if "values" in row]
    texts = hostile if hostile is not None else st.text(max_size=40)

    @st.composite
    def draw_one(draw: Any) -> Drawn:
        data = copy.deepcopy(base)
        rows = data["evidence"][0]["results"]
        if wish is Wish.PASSING or not numbers:
            return Drawn(data, Wish.PASSING)
        number = draw(st.sampled_from(numbers))
        row = rows[number]
        name = row["locator"]
        if wish is Wish.MISSING:
            del rows[number]
        elif wish is Wish.HOSTILE:
            at = draw(st.integers(0, len(row["values"]) - 1))
            row["values"][at] = draw(texts)
        else:
            at_limit = wish is Wish.BOUNDARY
            value = _at_the_end(plan, name, data, as_of, at_limit=at_limit)
            row["values"] = [value] * len(row["values"])
        return Drawn(data, wish, name)

    return draw_one()


# ---- facts


def _declared(fact: Attribute) -> str:
    """Return a value of an attribute: its first choice, or ten of its unit."""
    if fact.choices:
        return fact.choices[0]
    if fact.kind is not None:
        return f"10 {_unit_of(fact.kind)}".strip()
    return "1"


def _unit_of(kind: str) -> str:
    """Return a symbol that can only be a unit of this kind, an empty one for plain numbers."""
    words = next((rows.split() for name, *_, rows in GROUPS if name == kind), [])
    return next((w for w in words if [unit.kind for unit in find_units(w)] == [kind]), "")


def _types(plan: Plan) -> dict[str, FactType]:
    types = {n: FactType(a.choices, a.kind, a.scale) for n, a in plan.attributes.items()}
    return types | {day: FactType() for day in ("manufactured", "imported", "sold")}


def _facts(plan: Plan, attributes: Data, as_of: date) -> dict[str, Fact]:
    types = _types(plan)
    read = {name: types[name].read(text) for name, text in attributes.items() if name in types}
    facts = {name: fact for name, fact in read.items() if fact is not None}
    return facts | {"manufactured": as_of - timedelta(days=40), "sold": as_of}


def _ask(requirement: Requirement, use: dict[str, int]) -> Ask | None:
    if requirement.family is None:
        return requirement.asks[0]
    return next((a for a in requirement.asks if a.use == use[requirement.family]), None)


# ---- evidence


def _row(requirement: Requirement, ask: Ask, facts: dict[str, Fact]) -> Data | None:
    """Return a result that meets a requirement, None where it is met by a document."""
    if requirement.document or requirement.chain or requirement.statement or ask.phrase:
        return None
    if requirement.identifier or requirement.days or requirement.linked:
        return None
    value = "符合" if ask.expects == "inspection" else _good(ask, facts)
    if value is None:
        return None
    row: Data = {"values": [value] * (ask.specimens or 1), "locator": requirement.id}
    row |= {"clause": ask.clause} if ask.clause else {"requirement": requirement.id}
    if ask.clause:
        row["item"] = requirement.title.zh
    if ask.conditions:
        row["conditions"] = {
            each.name: _condition(_chosen(each, facts), facts) for each in ask.conditions
        }
    if ask.method:
        row["method"] = ask.method[0]
    if ask.correction is not None:
        row["corrected"] = "yes"
    if not ask.rule.startswith("simple"):
        row["uncertainty"] = {"value": "0.001 %", "k": "2"}
    return row


def _chosen(asked: ConditionAsked, facts: dict[str, Fact]) -> str:
    """Return the test condition of the row that holds; the first where that is not known."""
    for row in asked.rows:
        if truth(None if row.when is None else parse_condition(row.when), facts, {}):
            return row.any[0]
    return asked.rows[0].any[0]


def _condition(text: str, facts: dict[str, Fact]) -> str:
    try:
        limit = resolve(parse_limit(text), _amounts(facts))
    except IllFormed:
        return text
    return _value(limit, Fraction(1, 2)) or text if isinstance(limit, Accepted) else text


def _amounts(facts: dict[str, Fact]) -> dict[str, Amount]:
    return {name: fact for name, fact in facts.items() if isinstance(fact, Amount)}


def _accepted(ask: Ask, facts: dict[str, Fact]) -> object:
    for row in ask.rows:
        condition = None if row.when is None else parse_condition(row.when)
        if truth(condition, facts, {}):
            return resolve(parse_limit(row.limit, ask.scale), _amounts(facts))
    return None


def _good(ask: Ask, facts: dict[str, Fact]) -> str | None:
    match _accepted(ask, facts):
        case Accepted() as accepted:
            return _value(accepted, Fraction(1, 2), ask.kind)
        case AcceptedGrades(alternatives=alternatives):
            return next((grade.code for sign, grade in alternatives if "=" in sign), None)
        case AcceptedStress(level=level, duration=duration):
            held = f"/{exact_text(duration.value)} {duration.units[0].symbol}" if duration else ""
            return f"{exact_text(level.value)} {level.units[0].symbol}{held} 无损坏"
        case _:
            return None


def _value(accepted: Accepted, share: Fraction, kind: str | None = None) -> str | None:
    """Return a value inside the first piece of a limit, `share` of the way to its upper end."""
    piece = accepted.values.pieces[0]
    low, high = piece.low, piece.high
    if low is None and high is None:
        return None
    if low is None or high is None:
        inside = low * 2 + 1 if low is not None else _below(high or Fraction(0), share)
    else:
        inside = low + (high - low) * share
    return _written(inside, accepted, kind)


def _below(high: Fraction, share: Fraction) -> Fraction:
    return high * share if high > 0 else high - 1


def _written(value: Fraction, accepted: Accepted, kind: str | None = None) -> str:
    """Return a value with more digits than the limit has, in a unit of the limit."""
    unit = next((u for u in accepted.units if kind in (None, u.kind)), None)
    digits = f"{float(value):.6f}" if value.denominator != 1 else f"{value}.000000"
    return f"{digits} {unit.symbol if unit else ''}".strip()


def _at_the_end(plan: Plan, name: str, data: Data, as_of: date, *, at_limit: bool) -> str:
    """Return a value on the limit of a requirement, or as far beyond it as it is wide."""
    requirement = next(r for r in plan.requirements if r.id == name)
    use = {family.id: len(family.uses) - 1 for family in plan.families}
    ask = _ask(requirement, use)
    facts = _facts(plan, data["subject"]["attributes"], as_of)
    accepted = _accepted(ask, facts) if ask is not None else None
    if not isinstance(accepted, Accepted):
        return "不符合"
    piece = accepted.values.pieces[-1]
    end = piece.high if piece.high is not None else accepted.values.pieces[0].low
    if end is None:
        return "不符合"
    beyond = end * 2 + 1 if piece.high is not None else end / 2 - 1
    return _written(end if at_limit else beyond, accepted, ask.kind if ask else None)


def _documents(
    requirement: Requirement, ask: Ask, as_of: date, facts: dict[str, Fact]
) -> list[Data]:
    """Return the documents that meet a requirement about documents, statements or words."""
    issued = (as_of - timedelta(days=300)).isoformat()
    name = requirement.id.replace("/", "-")
    if ask.phrase is not None:
        words = [*ask.phrase.any[:1], *ask.phrase.exactly_one[:1]]
        return [
            {"id": f"M-{name}-{place}", "kind": "marking", "where": place, "shown_by": "photo",
             "text": " ".join(words) or "—"}
            for place in ask.phrase.on
        ]  # fmt: skip
    if requirement.statement is not None:
        value = "true" if ask.expects == "inspection" else _good(ask, facts)
        stated: object = True if value == "true" else value
        return [{"id": f"D-{name}", "kind": "declaration", "by": "Maker", "signed": issued,
                 "statements": {requirement.statement: stated}}]  # fmt: skip
    asked = requirement.document
    if asked is None or asked.kind not in ("certificate", "licence", "declaration"):
        return []
    if asked.kind == "declaration":
        return [{"id": f"D-{name}", "kind": "declaration", "by": "Maker", "signed": issued}]
    document: Data = {
        "id": f"C-{name}", "kind": asked.kind, "number": f"X-{name}", "holder": "Maker",
        "issued": issued, "expires": (as_of + timedelta(days=300)).isoformat(),
        "status": "valid", "status_checked": (as_of - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    if asked.scheme is not None:
        document["scheme"] = asked.scheme
    if asked.kind == "certificate":
        document |= {"models": ["M-1"], "standards": list(asked.standards)}
    elif asked.category is not None:
        document["categories"] = [asked.category]
    return [document]
