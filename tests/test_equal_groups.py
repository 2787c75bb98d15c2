"""Groups combined otherwise: what is proved to be the same, and what is not."""

import msgspec
import pytest

from conformance.authoring.equal_groups import why_same_group
from conformance.model.plan import GroupAsked, Plan, Requirement
from conformance.quantities.conditions import FactType
from tests.authored import Written

TYPES = {"a": FactType(choices=("yes", "no")), "b": FactType(choices=("yes", "no"))}
SCORED = GroupAsked("score", ("one", "two", "three"), threshold="0.85", weights=("1", "2", "4"))


def plan_with(*conditions: str | None) -> Plan:
    """Return a plan of one requirement a condition, named one, two, three."""
    compiled = Written().compile().plan
    assert compiled is not None
    like = compiled.requirements[0]
    made: list[Requirement] = []
    for name, condition in zip(("one", "two", "three"), conditions, strict=True):
        ask = msgspec.structs.replace(like.asks[0], applies=condition)
        made.append(msgspec.structs.replace(like, id=name, asks=(ask,)))
    return msgspec.structs.replace(compiled, requirements=tuple(made))


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (("a is yes", "a is no", None), None),
        (("a is yes", "a is no", "a is yes"), None),
        (("a is yes", "a is no", "a is no and a is yes"), "one-at-a-time"),
        # hangs on two facts: one may be known and the other not
        (("a is yes", "a is no and b is yes", "a is no and b is no"), None),
    ],
)
def test_all_are_any_where_one_applies_at_a_time(
    conditions: tuple[str | None, ...], why: str | None
) -> None:
    members = ("one", "two", "three")
    every, some = GroupAsked("all_of", members), GroupAsked("any_of", members)
    assert why_same_group(plan_with(*conditions), every, some, TYPES, {}) == why
    fewer = GroupAsked("any_of", members[:2])
    assert why_same_group(plan_with(*conditions), every, fewer, TYPES, {}) is None


@pytest.mark.parametrize(
    ("other", "why"),
    [("0.72", "no-share-between"), ("0.71", None), ("0.857", "no-share-between"), ("0.86", None)],
)
def test_a_threshold_may_move_between_two_shares(other: str, why: str | None) -> None:
    """Of seven points the shares are sevenths: 5/7 is 0.714 and 6/7 is 0.857."""
    moved = msgspec.structs.replace(SCORED, threshold=other)
    assert why_same_group(plan_with(None, None, None), SCORED, moved, {}, {}) == why
    # a member that may not apply leaves numerator and denominator: other shares are possible
    assert why_same_group(plan_with("a is yes", None, None), SCORED, moved, TYPES, {}) is None
