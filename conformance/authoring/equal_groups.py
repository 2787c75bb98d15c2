"""Proofs that a group combined otherwise says the same of every submission.

Two slips leave a group as it was.  Where its members are alternatives of which never more than
one applies, all of those that apply are any of them.  And a share of passes takes only the values
that the weights leave: a threshold moved between two of them separates them as before.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice

from conformance.model.plan import GroupAsked, Plan, Requirement
from conformance.quantities.conditions import (
    Fact,
    FactType,
    NotDecidable,
    cells,
    holds,
    names_in,
    parse_condition,
)

_MOST_SHARES = 20_000


def why_same_group(
    plan: Plan,
    one: GroupAsked,
    two: GroupAsked,
    types: Mapping[str, FactType],
    fixed: Mapping[str, Fact],
) -> str | None:
    """Return why two ways to combine the same members agree, None where it is not proved."""
    if one.members != two.members or one.weights != two.weights:
        return None
    members = [r for r in plan.requirements if r.id in one.members]
    kinds = {one.combination, two.combination}
    if kinds == {"all_of", "any_of"} and _one_at_a_time(members, types, fixed):
        return "one-at-a-time"
    if kinds == {"score"} and _same_shares(members, one, two):
        return "no-share-between"
    return None


def _one_at_a_time(
    members: Sequence[Requirement], types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> bool:
    """Return whether at most one member applies; all conditions hang on one fact alone.

    Where they hung on several, one might be known to apply while another is unknown.
    """
    texts = [ask.applies for member in members for ask in member.asks]
    if len(texts) != len(members) or any(text is None for text in texts):
        return False
    conditions = [parse_condition(text) for text in texts if text is not None]
    if len({name for condition in conditions for name in names_in(condition)}) != 1:
        return False
    try:
        every = list(cells(conditions, types, fixed))
    except NotDecidable:
        return False
    return all(
        sum(holds(condition, cell) is not False for condition in conditions) <= 1 for cell in every
    )


def _same_shares(members: Sequence[Requirement], one: GroupAsked, two: GroupAsked) -> bool:
    """Return whether no share of the weights lies between two thresholds; all members apply."""
    if any(r.family or len(r.asks) != 1 or r.asks[0].applies for r in members):
        return False
    weights = [Fraction(weight) for weight in one.weights]
    sums = {Fraction(0)}
    for weight in weights:
        sums = set(islice(sums | {each + weight for each in sums}, _MOST_SHARES + 1))
        if len(sums) > _MOST_SHARES:
            return False
    low, high = sorted(Fraction(each.threshold or "1") for each in (one, two))
    return sum(weights) > 0 and not any(low <= each / sum(weights) < high for each in sums)
