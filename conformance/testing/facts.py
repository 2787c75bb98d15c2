"""What a made submission declares: a subject, its attributes, and parts of every kind."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from conformance.model.plan import Attribute, PartPlan, Plan
from conformance.quantities.conditions import DAYS, Fact, FactType, every_grade
from conformance.quantities.expressions import Amount
from conformance.quantities.unit_table import GROUPS
from conformance.quantities.units import every_unit, find_units

Data = dict[str, Any]
Facts = dict[str, Fact]

MADE = timedelta(days=40)
"""How long before the as-of date the product is made."""


def subject_of(plan: Plan, as_of: date, attributes: Mapping[str, str]) -> Data:
    """Return a subject that declares everything the plan may ask for.

    `attributes` are declared as they are given; what is fixed for the category is fixed.
    """
    stated = {name: declared(fact, as_of) for name, fact in plan.attributes.items()}
    parts = [
        {
            "id": f"{kind}-{number}",
            "kind": kind,
            "attributes": {name: declared(fact, as_of) for name, fact in part.facts.items()},
        }
        for kind, part in plan.parts.items()
        for number in range(max(1, part.at_least))
    ]
    return {
        "kind": plan.subject,
        "brand": "Brand",
        "model": "M-1",
        "lot": "L-1",
        "quantity": "1000",
        "manufacturer": {"name": "Maker"},
        "factory": {"name": "Plant"},
        "manufactured": (as_of - MADE).isoformat(),
        "attributes": {**stated, **attributes, **plan.fixed},
        "parts": parts,
    }


def declared(fact: Attribute, as_of: date) -> str:
    """Return a value of an attribute: its first choice, ten of its unit, its best grade, a day."""
    if fact.choices:
        return fact.choices[0]
    if fact.kind is not None:
        return f"10 {unit_of(fact.kind)}".strip()
    if fact.scale is not None:
        return every_grade(fact.scale)[0].code
    return (as_of - MADE).isoformat()


def unit_of(kind: str) -> str:
    """Return a symbol that can be a unit of this kind, one that can be no other if there is one.

    Empty for plain numbers.
    """
    if kind == "number":
        return ""
    symbols = [unit.symbol for unit, _ in every_unit() if unit.kind == kind]
    kinds = {symbol: [unit.kind for unit in find_units(symbol)] for symbol in symbols}
    words = next((rows.split() for name, *_, rows in GROUPS if name == kind), [])
    kinds |= {word: [unit.kind for unit in find_units(word)] for word in words}
    only = (word for word, found in kinds.items() if found == [kind])
    also = (word for word, found in kinds.items() if kind in found and not word.isdigit())
    return next(only, None) or next(also, "")


def facts_of(plan: Plan, subject: Mapping[str, Any], as_of: date) -> Facts:
    """Return what is known of the product itself."""
    types = types_of(plan)
    stated: Mapping[Any, Any] = subject.get("attributes", {})
    read = {
        name: types[name].read({True: "yes", False: "no"}.get(text, text))
        for name, text in stated.items()
        if name in types
    }
    days = {
        day: date.fromisoformat(subject[day])
        for day in ("manufactured", "imported", "sold")
        if isinstance(subject.get(day), str)
    }
    known = {name: fact for name, fact in read.items() if fact is not None}
    return {"sold": as_of, **known, **days}


def with_part(facts: Facts, part: Mapping[str, Any], plan: Plan) -> Facts:
    """Return the facts of the product with those of one of its parts."""
    kind: PartPlan = plan.parts[part["kind"]]
    own = {
        f"{part['kind']}.{name}": _type(kind.facts[name]).read(text)
        for name, text in part.get("attributes", {}).items()
        if name in kind.facts
    }
    return {**facts, **{name: fact for name, fact in own.items() if fact is not None}}


def types_of(plan: Plan) -> dict[str, FactType]:
    """Return the type of every fact that a condition may name."""
    types = {name: _type(fact) for name, fact in plan.attributes.items()}
    types |= {
        f"{kind}.{name}": _type(fact)
        for kind, part in plan.parts.items()
        for name, fact in part.facts.items()
    }
    return types | {day: FactType() for day in DAYS}


def amounts(facts: Facts) -> dict[str, Amount]:
    """Return the facts that are quantities."""
    return {name: fact for name, fact in facts.items() if isinstance(fact, Amount)}


def _type(fact: Attribute) -> FactType:
    return FactType(fact.choices, fact.kind, fact.scale)
