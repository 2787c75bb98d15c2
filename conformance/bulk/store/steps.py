"""Declared numbers cut at the numbers that conditions name: between two of these all is the same.

A power is another one for every product, and all that is asked of it may be whether it is above
200 W.  Where conditions do nothing with a fact but compare it with a constant, the values that are
written alike (the same unit, as many decimals) are put in order, and each place where a comparison
turns is found by halving; one value speaks for all between two such places.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from conformance.bulk.store.exact import plain_decimal
from conformance.checking.subject import read_fact
from conformance.quantities.conditions import (
    Combined,
    Compared,
    Condition,
    FactType,
    Not,
    holds,
    names_in,
)
from conformance.quantities.expressions import Attribute

_WITHOUT_TURNS = ("<", "<=", ">", ">=")


class Unordered(Exception):
    """Raised where it is not known that all between two places is the same."""


def turns_of(name: str, conditions: Iterable[Condition | None]) -> list[Compared]:
    """Return the comparisons at which what is asked of a fact may turn; raises `Unordered`."""
    found: list[Compared] = []
    for condition in conditions:
        if condition is None:
            continue
        for each in _comparisons(name, condition):
            if each.operator in _WITHOUT_TURNS:
                found.append(each)
            else:  # equal to one value: there it turns twice
                found += [replace(each, operator="<"), replace(each, operator="<=")]
    return found


def _comparisons(name: str, condition: Condition) -> Iterator[Compared]:
    match condition:
        case Not(inner=inner):
            yield from _comparisons(name, inner)
        case Combined(parts=parts):
            for part in parts:
                yield from _comparisons(name, part)
        case Compared(left=left, right=right):
            alone = [isinstance(each, Attribute) and each.name == name for each in (left, right)]
            if sum(alone) != 1 or names_in(condition) != {name}:
                raise Unordered(name)
            yield condition
        case _:
            raise Unordered(name)


def lots(
    values: Sequence[str], name: str, kind: FactType, turns: Sequence[Compared]
) -> Iterator[Sequence[str]]:
    """Yield the values in lots of which one speaks for all."""
    runs: dict[object, list[tuple[int, str]]] = {}
    for value in values:
        plain = plain_decimal(value)
        whole = value.partition(".")[0]
        if plain is None or (whole.startswith("0") and whole != "0" and not whole.startswith("0 ")):
            yield [value]
        else:
            digits, decimals, unit = plain
            runs.setdefault((decimals, unit), []).append((digits, value))
    for run in runs.values():
        yield from _cut([value for _, value in sorted(run)], name, kind, turns)


def _cut(
    run: Sequence[str], name: str, kind: FactType, turns: Sequence[Compared]
) -> Iterator[Sequence[str]]:
    places = {0, len(run)}
    try:
        for each in turns:
            places.add(_turn(len(run), lambda n: _holds(each, name, kind, run[n])))  # noqa: B023
    except Unordered:
        yield from ([value] for value in run)
        return
    cuts = sorted(places)
    for start, stop in pairwise(cuts):
        yield run[start:stop]


def _holds(turn: Compared, name: str, kind: FactType, value: str) -> bool:
    fact = read_fact(value, kind)
    said = None if fact is None else holds(turn, {name: fact})
    if said is None:
        raise Unordered(name)
    return said


def _turn(count: int, says: Callable[[int], bool]) -> int:
    """Return where an answer that turns once at most turns; `count` where it does not."""
    first = says(0)
    if says(count - 1) == first:
        return count
    low, high = 0, count - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if says(middle) == first else (low, middle)
    return high
