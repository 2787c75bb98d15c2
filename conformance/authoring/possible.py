"""What a limit leaves of the results that are possible at all: everything, nothing or a part.

A length, a mass fraction, a current is never below zero, and a share of a whole
never above it; a limit is looked at beside these bounds.  A computed limit is
tried for amounts over many decades: it counts as met by nothing only where it
is so for all of them, and never as met by everything.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from itertools import product

from conformance.diagnostics import IllFormed
from conformance.quantities.conditions import FactType, base_units, every_grade
from conformance.quantities.expressions import Amount, Unknown
from conformance.quantities.intervals import ALL, Values, interval
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Limit,
    parse_limit,
    resolve,
)
from conformance.quantities.scales import satisfies, scale_named
from conformance.quantities.units import KINDS

SHARES = ("mass fraction", "volume fraction", "relative humidity")
"""Quantities that are a share of a whole: 100 % is the most there can be."""
_TRIED = tuple(Fraction(10) ** power for power in range(-6, 10, 3))
_MOST_TRIED = 1000
_NO_TYPES: Mapping[str, FactType] = {}


class Reach(Enum):
    """How much of what is possible a limit accepts."""

    EVERYTHING = "everything"
    NOTHING = "nothing"
    PART = "part"
    UNKNOWN = "unknown"


def reach_of(text: str, measures: str | None, types: Mapping[str, FactType] = _NO_TYPES) -> Reach:
    """Return how much of what is possible a limit accepts; UNKNOWN where it cannot be read.

    >>> reach_of(">= 0 mm", "length"), reach_of("< 0 mg/kg", "mass fraction")
    (<Reach.EVERYTHING: 'everything'>, <Reach.NOTHING: 'nothing'>)
    >>> reach_of("<= 100 %RH", "relative humidity"), reach_of(">= 0 ℃", "temperature")
    (<Reach.EVERYTHING: 'everything'>, <Reach.PART: 'part'>)
    """
    scale = scale_named(measures) if measures and measures not in KINDS else None
    try:
        limit = parse_limit(text, scale)
    except IllFormed as error:
        empty = any(problem.code == "limit-empty" for problem in error.diagnostics)
        return Reach.NOTHING if empty else Reach.UNKNOWN
    if not limit.attributes:
        return _reach(limit, {}, measures)
    found = {_reach(limit, known, measures) for known in _products(limit, types)}
    return Reach.NOTHING if found == {Reach.NOTHING} else Reach.UNKNOWN


def _products(limit: Limit, types: Mapping[str, FactType]) -> Iterator[Mapping[str, Amount]]:
    """Yield amounts of the attributes that a limit is computed from."""
    names = sorted(limit.attributes)
    kinds = [types[name].kind if name in types else None for name in names]
    if None in kinds or len(_TRIED) ** len(names) > _MOST_TRIED:
        return
    for amounts in product(_TRIED, repeat=len(names)):
        yield {
            name: Amount(value, base_units(kind or ""))
            for name, kind, value in zip(names, kinds, amounts, strict=True)
        }


def _reach(limit: Limit, known: Mapping[str, Amount], measures: str | None) -> Reach:
    try:
        accepted = resolve(limit, known)
    except IllFormed as error:
        empty = any(problem.code == "limit-empty" for problem in error.diagnostics)
        return Reach.NOTHING if empty else Reach.UNKNOWN
    match accepted:
        case Unknown():
            return Reach.UNKNOWN
        case Accepted():
            return _of_numbers(accepted, measures)
        case AcceptedGrades():
            return _of_grades(accepted)
        case AcceptedStress(level=level):
            return Reach.PART if level.value > 0 else Reach.EVERYTHING


def _of_numbers(accepted: Accepted, measures: str | None) -> Reach:
    kind = KINDS.get(measures or "")
    if kind is None:
        return Reach.UNKNOWN
    possible = ALL
    if not kind.signed:
        unit = next((unit for unit in accepted.units if unit.kind == kind.name), None)
        # `℉` and `dBm` begin elsewhere; no unsigned quantity is written in such a unit
        most = 1 / unit.factor if unit is not None and kind.name in SHARES else None
        possible = Values.of([interval(Fraction(0), most)])
    if possible <= accepted.values:
        return Reach.EVERYTHING
    return Reach.PART if possible & accepted.values else Reach.NOTHING


def _of_grades(accepted: AcceptedGrades) -> Reach:
    scale = accepted.alternatives[0][1].scale
    found = {
        any(satisfies(grade, operator, wanted) for operator, wanted in accepted.alternatives)
        for grade in every_grade(scale)
    }
    if found == {True}:
        return Reach.EVERYTHING
    return Reach.PART if True in found else Reach.NOTHING
