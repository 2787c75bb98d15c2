"""Which evidence policies ask for more than they did, and which for less."""

import re
from collections.abc import Iterator
from fractions import Fraction

from conformance.model.plan import Plan, PolicyAsked

_LABORATORIES = ("any", "CMA or CNAS", "CMA and CNAS")
_SOURCES = ("any", "document", "register")


def compare_policies(old: Plan, new: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, kind of difference, and what a policy said before and says now.

    Policies that no requirement names are left out.
    """
    used = [{way for r in plan.requirements for way in r.ways} for plan in (old, new)]
    for name in sorted(old.policies.keys() & new.policies.keys() & used[0] & used[1]):
        one, two = old.policies[name], new.policies[name]
        for field in one.__struct_fields__:
            before, after = getattr(one, field), getattr(two, field)
            if before != after:
                kind = _kind(field, one, two)
                yield name, kind, f"{field} {_word(before)}", f"{field} {_word(after)}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "—" if value is None else str(value)


def _kind(field: str, one: PolicyAsked, two: PolicyAsked) -> str:
    before, after = getattr(one, field), getattr(two, field)
    match field:
        case "laboratory":
            return _on(_LABORATORIES, before, after)
        case "source":
            return _on(_SOURCES, before, after)
        case "complete":
            return "stricter" if after else "looser"
        case "age":
            return _ages(before, after)
        case "confidence":
            # without one, no value read by a machine counts unless a person confirmed it
            least, most = Fraction(before or 1), Fraction(after or 1)
            return "stricter" if most > least else "looser" if most < least else "undecided"
        case "sample_by" | "scheme":
            return "stricter" if before is None else "looser" if after is None else "undecided"
        case _:
            return "undecided"


def _on(order: tuple[str, ...], before: str, after: str) -> str:
    if before not in order or after not in order:
        return "undecided"
    return "stricter" if order.index(after) > order.index(before) else "looser"


def _ages(before: str | None, after: str | None) -> str:
    """Return the kind of a change of age; months and days are of different kinds."""
    if before is None or after is None:
        return "stricter" if before is None else "looser"
    one, two = (re.fullmatch(r"\D*(\d+)\s*(\w+)", text) for text in (before, after))
    if one is None or two is None or one[2] != two[2]:
        return "undecided"
    return "stricter" if int(two[1]) < int(one[1]) else "looser"
