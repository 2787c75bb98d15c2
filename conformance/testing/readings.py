"""Readings that meet a requirement, stand on its limit, or lie beyond it."""

from fractions import Fraction
from itertools import pairwise

from conformance.model.plan import Ask, ConditionAsked
from conformance.quantities.conditions import every_grade, parse_condition, truth
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Amount,
    IllFormed,
    parse_limit,
    resolve,
)
from conformance.quantities.number import exact_text
from conformance.quantities.scales import satisfies
from conformance.quantities.units import Unit
from conformance.testing.facts import Facts, amounts, unit_of


def accepted_by(ask: Ask, facts: Facts) -> object:
    """Return what the limit accepts of a product; None where that is not known or nothing."""
    for row in ask.rows:
        condition = None if row.when is None else parse_condition(row.when)
        if truth(condition, facts, {}):
            try:
                return resolve(parse_limit(row.limit, ask.scale), amounts(facts))
            except IllFormed:
                return None
    return None


def good_reading(ask: Ask, facts: Facts) -> str | None:
    """Return a reading that meets the requirement; None where none can be made."""
    if ask.expects == "inspection":
        return "符合"
    match accepted_by(ask, facts):
        case Accepted() as accepted:
            return inside(accepted, ask.kind)
        case AcceptedGrades(alternatives=alternatives) if ask.scale is not None:
            grades = every_grade(ask.scale)
            return next(
                (g.code for g in grades if any(satisfies(g, op, w) for op, w in alternatives)),
                None,
            )
        case AcceptedStress() as stress:
            return f"{_applied(stress)} 无损坏"
        case _:
            return None


def bad_readings(ask: Ask, facts: Facts) -> list[str]:
    """Return readings that do not meet the requirement."""
    if ask.expects == "inspection":
        return ["不符合"]
    match accepted_by(ask, facts):
        case Accepted() as accepted:
            ends = [(piece.low, piece.high) for piece in accepted.values]
            low, high = ends[0][0], ends[-1][1]
            # beyond the limit whether or not the analytical correction is still to be made
            kept = 1 - Fraction(ask.correction or 0)
            far = [(high * 2 + 1) / kept] if high is not None and high >= 0 else []
            far += [high + 1] if high is not None and high < 0 else []
            far += [low / 2] if low is not None and low > 0 else []
            far += [low - 1] if low is not None and low < 0 else []
            far += [
                (one + other) / 2
                for (_, one), (other, _) in pairwise(ends)
                if one is not None and other is not None
            ]
            return [written(value, accepted, ask.kind) for value in far]
        case AcceptedGrades(alternatives=alternatives) if ask.scale is not None:
            grades = every_grade(ask.scale)
            return [
                grade.code
                for grade in grades
                if all(satisfies(grade, sign, wanted) is False for sign, wanted in alternatives)
            ]
        case AcceptedStress() as stress:
            return [f"{_applied(stress)} 击穿"]
        case _:
            return []


def readings_at_the_limit(ask: Ask, facts: Facts) -> list[str]:
    """Return readings on every end of a numeric limit, and one last digit either side of it."""
    accepted = accepted_by(ask, facts)
    if not isinstance(accepted, Accepted):
        return []
    step = Fraction(1, 10**6)
    return [
        written(end + by, accepted, ask.kind)
        for piece in accepted.values
        for end in (piece.low, piece.high)
        if end is not None
        for by in (Fraction(0), step, -step)
        if end + by >= 0 or end < 0
    ]


def condition_met(asked: ConditionAsked, facts: Facts) -> str:
    """Return words for a test condition that are what the clause wants."""
    text = next(
        (
            row.any[0]
            for row in asked.rows
            if truth(None if row.when is None else parse_condition(row.when), facts, {})
        ),
        asked.rows[0].any[0],
    )
    try:
        limit = resolve(parse_limit(text), amounts(facts))
    except IllFormed:
        return text
    return inside(limit, None) or text if isinstance(limit, Accepted) else text


def inside(accepted: Accepted, kind: str | None) -> str | None:
    """Return a value well inside the first piece of a limit."""
    piece = accepted.values.pieces[0]
    low, high = piece.low, piece.high
    if low is not None and high is not None:
        return written((low + high) / 2, accepted, kind)
    if low is not None:
        return written(low * 2 + 1 if low >= 0 else low / 2, accepted, kind)
    if high is not None:
        return written(high / 2 if high > 0 else high - 1, accepted, kind)
    return None


def written(value: Fraction, accepted: Accepted, kind: str | None) -> str:
    """Return a value with more digits than the limit has, in a unit of the limit."""
    unit = next((u for u in accepted.units if kind in (None, u.kind)), None)
    tail = round(value * 10**6)
    digits = exact_text(Fraction(tail, 10**6))
    whole, _, rest = digits.partition(".")
    exact_kinds = unit is not None and unit.kind in ("count", "cycle count")
    text = digits if exact_kinds else f"{whole}.{rest.ljust(6, '0')}"
    return f"{text} {_symbol(unit)}".strip()


def _symbol(unit: Unit | None) -> str:
    """Return a symbol that a reading may have for a unit: not `1`, which is that of a count."""
    if unit is None:
        return ""
    return unit_of(unit.kind) if unit.symbol.isdigit() else unit.symbol


def _applied(stress: AcceptedStress) -> str:
    parts = [_plain(stress.level)]
    parts += [_plain(stress.duration)] if stress.duration is not None else []
    parts += [f"{stress.cycles} 次"] if stress.cycles is not None else []
    return "/".join(parts)


def _plain(value: Amount) -> str:
    return f"{exact_text(value.value)} {_symbol(value.units[0] if value.units else None)}".strip()
