"""Statistics over the specimens of one sample set, on sets of possible values.

Interval arithmetic throughout: a specimen that is missing or unreadable may
have any value that the quantity can have, so a statistic over it is decided
exactly when no completion could change the verdict.
"""

from collections.abc import Sequence
from fractions import Fraction

from conformance.judging.criterion import Statistic
from conformance.quantities.intervals import Interval, Values

Bound = Fraction | None


def combine(statistic: Statistic, sets: Sequence[Values]) -> Values:
    """Return every value that the statistic may have; `sets` holds at least one.

    Sets with holes are taken with their holes filled, except for a single one.
    """
    if statistic is Statistic.RANGE:
        return _range([each.hull() for each in sets])
    if len(sets) == 1:
        return sets[0]
    hulls = [each.hull() for each in sets]
    match statistic:
        case Statistic.MEAN:
            return _sum(hulls).mapped(Fraction(1, len(hulls)))
        case Statistic.SUM:
            return _sum(hulls)
        case Statistic.MAX:
            return _greatest(hulls)
        case Statistic.MIN:
            turned = [Values((hull,)).mapped(Fraction(-1)).hull() for hull in hulls]
            return _greatest(turned).mapped(Fraction(-1))
        case _:
            raise AssertionError(statistic)  # each and k of n are not combined into one figure


def _sum(hulls: Sequence[Interval]) -> Values:
    low, high = _total([h.low for h in hulls]), _total([h.high for h in hulls])
    low_closed = low is not None and all(h.low_closed for h in hulls)
    high_closed = high is not None and all(h.high_closed for h in hulls)
    return Values((Interval(low, high, low_closed, high_closed),))


def _total(bounds: Sequence[Bound]) -> Bound:
    known = [bound for bound in bounds if bound is not None]
    return sum(known, Fraction(0)) if len(known) == len(bounds) else None


def _greatest(hulls: Sequence[Interval]) -> Values:
    """Return what the greatest may be: as low as the greatest low end, as high as the greatest."""
    lows = [(h.low, not h.low_closed) for h in hulls if h.low is not None]
    low, low_open = max(lows) if lows else (None, True)
    if any(h.high is None for h in hulls):
        return Values((Interval(low, None, not low_open, False),))
    high, high_closed = max((h.high, h.high_closed) for h in hulls if h.high is not None)
    return Values((Interval(low, high, not low_open and low is not None, high_closed),))


def _range(hulls: Sequence[Interval]) -> Values:
    """Return what the greatest less the least may be; zero for one specimen.

    The specimens are independent, so the widest range takes the high end of one
    and the low end of another, and the narrowest the gap between the greatest
    low end and the least high end, where there is one.
    """
    widest: tuple[Bound, bool] = (Fraction(0), True)
    for i, one in enumerate(hulls):
        for j, other in enumerate(hulls):
            if i == j:
                continue
            if one.high is None or other.low is None:
                widest = (None, False)
                break
            span = (one.high - other.low, one.high_closed and other.low_closed)
            widest = widest if widest[0] is None or widest >= span else span
        if widest[0] is None:
            break
    narrowest, closed = Fraction(0), True
    lows = [(h.low, not h.low_closed) for h in hulls if h.low is not None]
    highs = [(h.high, h.high_closed) for h in hulls if h.high is not None]
    if lows and highs:
        (low, low_open), (high, high_closed) = max(lows), min(highs)
        if low - high > 0:
            narrowest, closed = low - high, not low_open and high_closed
    return Values((Interval(narrowest, widest[0], closed, widest[1]),))
