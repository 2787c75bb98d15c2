"""Requirements about the time between two days: corrected within 90 days, shelf life on arrival.

The days are declared facts.  What has not happened yet is no event: a day after
the as-of date counts only as an end that is still to come, such as the end of a
shelf life.
"""

from datetime import date
from fractions import Fraction

from msgspec import Struct

from conformance.checking.answers import (
    FAIL,
    MISSING,
    PASS,
    Answer,
    determined,
    resting,
    unknown_limit,
)
from conformance.checking.prepared import NoCriterion
from conformance.checking.subject import Facts
from conformance.checking.values import criterion_of
from conformance.judging import Criterion, determine
from conformance.model.dates import Period
from conformance.model.plan import Ask, DaysAsked
from conformance.quantities.expressions import Amount
from conformance.quantities.intervals import Values
from conformance.quantities.reading import Form, Measured
from conformance.quantities.units import Unit, find_units

_FAR = 10_000_000


class _Unknown(Struct, frozen=True):
    """The facts that a day depends on and that are not declared."""

    names: tuple[str, ...]


def answer_days(asked: DaysAsked, ask: Ask, facts: Facts) -> Answer:
    """Return what the days from one date to another, or their share, say about the limit."""
    criterion = criterion_of(ask, facts)
    if isinstance(criterion, NoCriterion):
        return unknown_limit(ask, criterion)
    texts = [asked.start, asked.end, *([asked.out_of] if asked.out_of else [])]
    used = {name.strip() for text in texts for name in text.split("+")}
    days = [day_of(text, facts) for text in texts]
    unknown = [name for day in days if isinstance(day, _Unknown) for name in day.names]
    if unknown:
        return Answer(MISSING, "attribute-unknown", {"detail": ", ".join(sorted(set(unknown)))})
    start, end, *since = (day for day in days if isinstance(day, date))
    told = {"first": f"{asked.start} {start}", "second": f"{asked.end} {end}"}
    answer = _compared(criterion, facts.as_of, start, end, since[0] if since else None, told)
    return resting(answer, frozenset(used & facts.claimed))


def _compared(
    criterion: Criterion,
    as_of: date,
    start: date,
    end: date,
    since: date | None,
    told: dict[str, str],
) -> Answer:
    at_once, far_off = (
        determine(criterion, [_days(count) if since is None else _share(count, 1)]).verdict
        for count in (0, _FAR)
    )
    # where more is never too much, the end may still be to come
    if start > as_of or (end > as_of and far_off is not PASS):
        later = start if start > as_of else end
        return Answer(MISSING, "day-not-come", {**told, "day": str(later)})
    left = (end - start).days
    if since is not None and not since <= start:
        return Answer(MISSING, "dates-impossible", {**told, "first": str(since)})
    if left < 0:
        # over before it began: too little where something must be left, else impossible
        verdict = FAIL if at_once is FAIL or far_off is PASS else MISSING
        return Answer(verdict, "ended-before" if verdict is FAIL else "dates-impossible", told)
    if since is None:
        return determined(determine(criterion, [_days(left)]), ())
    whole = (end - since).days
    if whole <= 0:
        return Answer(MISSING, "dates-impossible", told)
    return determined(determine(criterion, [_share(left, whole)]), ())


def _days(count: int) -> Measured:
    return Measured(f"{count} d", Form.POINT, Values.point(Fraction(count)), None, _day_units())


def _share(part: int, whole: int) -> Measured:
    """Return a share that is exact, whatever its decimals."""
    return Measured(f"{part} d / {whole} d", Form.POINT, Values.point(Fraction(part, whole)), None)


def _day_units() -> tuple[Unit, ...]:
    return tuple(unit for unit in find_units("d") if unit.kind == "time")


def day_of(text: str, facts: Facts) -> "date | _Unknown":
    """Return the day that `manufactured` or `manufactured + shelf_life` names."""
    name, _, more = (part.strip() for part in text.partition("+"))
    day, period = facts.known.get(name), facts.known.get(more)
    wanted = [name, *([more] if more else [])]
    lacking = tuple(each for each in wanted if each not in facts.known)
    if lacking or not isinstance(day, date):
        return _Unknown(lacking or (name,))
    if not more:
        return day
    length = _period(period) if isinstance(period, Amount) else None
    return _Unknown((more,)) if length is None else length.after(day)


def _period(amount: Amount) -> Period | None:
    """Return a whole number of months or days; None for any other length of time."""
    for unit in amount.units:
        if unit.kind == "calendar period":
            months = amount.value * unit.factor
            return Period(months=int(months)) if _whole(months) else None
        if unit.kind == "time":
            days = amount.value * unit.factor / 86400
            return Period(days=int(days)) if _whole(days) else None
    return None


def _whole(number: Fraction) -> bool:
    return number.denominator == 1 and 0 < number < 10_000
