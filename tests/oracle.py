"""What `judge` has to answer, decided member by member in exact fractions.

A reading is a set of possible values.  Each is asked whether it conforms: all do,
pass; none does, fail; some do, missing evidence.  The sets here are intervals, so
asking the ends, the places where conformity can change, and one value between each
two neighbours of these asks every member.

Nothing is read from text and nothing is converted: all figures stand in the unit of
the limit.  Where the law leaves room, or a probability falls within 1e-9 of the one
asked for, the answer is None: not to be compared.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

Answer: TypeAlias = Literal["pass", "fail", "missing-evidence"] | None
Predicate: TypeAlias = Callable[[Fraction], bool]

NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of what is accepted; `digit` is the last written digit, as 0.1 for `1.5`."""

    value: Fraction
    closed: bool
    digit: Fraction


@dataclass(frozen=True, slots=True)
class Zone:
    """The values between two bounds; None where there is no bound on that side."""

    low: Bound | None
    high: Bound | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The values accepted: those in any of `zones`.

    `zero` is the least value that the quantity can have.
    """

    zones: tuple[Zone, ...]
    zero: Fraction

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """The bounds of all zones."""
        both = [bound for zone in self.zones for bound in (zone.low, zone.high)]
        return tuple(bound for bound in both if bound is not None)

    @property
    def digit(self) -> Fraction:
        """The finest last written digit, against which a reading is coarse."""
        return min(bound.digit for bound in self.bounds)


@dataclass(frozen=True, slots=True)
class Point:
    """One number; `digit` is its last written digit."""

    value: Fraction
    digit: Fraction


@dataclass(frozen=True, slots=True)
class HalfLine:
    """Everything below or above `end`: `< 0.01`, `≥ 20`, not detected (`<`)."""

    sign: Literal["<", "<=", ">", ">="]
    end: Fraction


@dataclass(frozen=True, slots=True)
class Range:
    """Observed from `low` to `high`."""

    low: Point
    high: Point


@dataclass(frozen=True, slots=True)
class Marked:
    """A number with the GB/T 8170 mark that its true value lies above (+) or below (-)."""

    number: Point
    sign: Literal["+", "-"]


Reading: TypeAlias = Point | HalfLine | Range | Marked


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """U, k = 2: absolute in the unit of the limit, or a part of the value."""

    amount: Fraction
    relative: bool = False

    def at(self, value: Fraction) -> Fraction:
        """Return U of a result."""
        return self.amount * abs(value) if self.relative else self.amount


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of possible values; an end of None is at infinity."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, x: Fraction) -> bool:
        above = self.low is None or x > self.low or (x == self.low and self.low_closed)
        below = self.high is None or x < self.high or (x == self.high and self.high_closed)
        return above and below


def round_half_even(x: Fraction, interval: Fraction) -> Fraction:
    """Return the multiple of `interval` nearest to x, of two equally near the even one.

    >>> round_half_even(Fraction("9.85"), Fraction("0.1"))
    Fraction(49, 5)
    """
    size = abs(x) / interval
    whole = size.numerator // size.denominator
    rest = size - whole
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1):
        whole += 1
    return whole * interval if x >= 0 else -whole * interval


def within(
    x: Fraction,
    limit: Limit,
    *,
    rounded: bool = False,
    outward: Fraction | None = None,
) -> bool:
    """Whether x lies in the limit, its bounds moved apart by `outward` (together if negative)."""
    shift = Fraction(0) if outward is None else outward
    for zone in limit.zones:
        good = True
        if zone.low is not None:
            y = round_half_even(x, zone.low.digit) if rounded else x
            end = zone.low.value - shift
            good = y > end or (y == end and zone.low.closed)
        if zone.high is not None:
            y = round_half_even(x, zone.high.digit) if rounded else x
            end = zone.high.value + shift
            good = good and (y < end or (y == end and zone.high.closed))
        if good:
            return True
    return False


def accepts_nothing(limit: Limit, inward: Fraction) -> bool:
    """Whether no possible value is left when the limit is drawn in."""
    for zone in limit.zones:
        if zone.high is None:
            return False
        high = zone.high.value - inward
        low, closed = limit.zero, True
        if zone.low is not None and zone.low.value + inward >= limit.zero:
            low, closed = zone.low.value + inward, zone.low.closed
        if low < high or (low == high and closed and zone.high.closed):
            return False
    return True


def stands_for(reading: Reading, limit: Limit, *, widened: bool = True) -> Span:
    """Return the possible values of a reading; a coarse one is widened by half its digit."""

    def half(number: Point) -> Fraction:
        coarse = widened and number.digit > limit.digit
        return number.digit / 2 if coarse else Fraction(0)

    match reading:
        case Point():
            low = max(limit.zero, reading.value - half(reading))
            return Span(low, reading.value + half(reading))
        case Range(low=lower, high=upper):
            low = max(limit.zero, lower.value - half(lower))
            return Span(low, upper.value + half(upper))
        case HalfLine(sign=sign, end=end) if sign in ("<", "<="):
            return Span(limit.zero, end, high_closed=sign == "<=")
        case HalfLine(sign=sign, end=end):
            return Span(end, None, low_closed=sign == ">=")
        case Marked(number=number, sign="+"):
            return Span(number.value, number.value + number.digit / 2, low_closed=False)
        case Marked(number=number):
            return Span(number.value - number.digit / 2, number.value, high_closed=False)


def members(span: Span, places: Sequence[Fraction]) -> list[Fraction]:
    """Return members of every part into which `places` cut the span, and the places in it."""
    if span.low is not None and span.low == span.high:
        return [span.low]
    cuts = {*places, *(end for end in (span.low, span.high) if end is not None)}
    line = sorted(cuts)
    line = [line[0] - 1, *line, line[-1] + 1]
    between = [(a + b) / 2 for a, b in pairwise(line)]
    return [x for x in (*line, *between) if x in span]


def ask(xs: Sequence[Fraction], good: Predicate, bad: Predicate | None = None) -> Answer:
    """Return pass if every member is good, fail if every one is bad, else missing evidence.

    Bad is what is not good, unless `bad` says otherwise.
    """
    assert xs, "a reading without a possible value"
    if all(good(x) for x in xs):
        return "pass"
    if all(bad(x) if bad is not None else not good(x) for x in xs):
        return "fail"
    return "missing-evidence"


def by_simple(span: Span, limit: Limit, *, rounded: bool) -> Answer:
    """Return the answer of simple acceptance; rounding moves a bound by at most one interval."""
    places = [
        bound.value + bound.digit * Fraction(k, 2) for bound in limit.bounds for k in range(-3, 4)
    ]
    return ask(members(span, places), lambda x: within(x, limit, rounded=rounded))


def by_guard(span: Span, limit: Limit, u: Uncertainty | None, *, binary: bool) -> Answer:
    """Return the answer of guarded (`binary`) or of non-binary acceptance.

    Without U, a value beyond the limit itself still fails under guarded acceptance.
    """
    values = [bound.value for bound in limit.bounds]
    if u is None:
        beyond = not any(within(x, limit) for x in members(span, values))
        return "fail" if binary and beyond else "missing-evidence"
    amount = u.amount
    if u.relative:
        assert span.low is not None
        assert span.low == span.high, "relative U is for points"
        amount = u.at(span.low)
    xs = members(span, [value + k * amount for value in values for k in (-1, 0, 1)])
    if accepts_nothing(limit, amount):
        beyond = not any(within(x, limit, outward=amount) for x in xs)
        return "fail" if beyond else "missing-evidence"
    if binary:
        return ask(xs, lambda x: within(x, limit, outward=-amount))
    return ask(
        xs,
        lambda x: within(x, limit, outward=-amount),
        lambda x: not within(x, limit, outward=amount),
    )


def below(z: Fraction) -> float:
    """Return the standard normal distribution function, to about 1e-15."""
    bounded = max(min(z, Fraction(40)), Fraction(-40))
    return math.erfc(-float(bounded) / math.sqrt(2)) / 2


def zone_probabilities(x: Fraction, limit: Limit, sigma: Fraction) -> list[float]:
    """Return for each zone the probability that the quantity lies in it, given the result x."""
    chances = []
    for zone in limit.zones:
        upper = 1.0 if zone.high is None else below((zone.high.value - x) / sigma)
        lower = 0.0 if zone.low is None else below((zone.low.value - x) / sigma)
        chances.append(upper - lower)
    return chances


def best_probability(limit: Limit, sigma: Fraction) -> float:
    """Return the highest probability that any possible result has."""
    best = 0.0
    for zone in limit.zones:
        if zone.high is None:
            return 1.0
        middle = limit.zero if zone.low is None else (zone.low.value + zone.high.value) / 2
        best = max(best, sum(zone_probabilities(middle, limit, sigma)))
    return best


def by_probability(x: Fraction, limit: Limit, u: Uncertainty | None, p: Fraction) -> Answer:
    """Return the answer of `probability p` for a point.

    Beside a forbidden band a wide U adds probability from the other side of it, though
    widening U must never make a pass.  Compared where that probability changes nothing.
    """
    if u is None:
        return "missing-evidence"
    if u.at(x) == 0:
        return "pass" if within(x, limit) else "fail"
    sigma = u.at(x) / 2
    chances = zone_probabilities(x, limit, sigma)
    best, wanted = best_probability(limit, sigma), float(p)
    edges = [
        abs(chance - edge)
        for chance in (sum(chances), max(chances))
        for edge in (wanted, 1 - wanted)
    ]
    if min(*edges, abs(best - wanted)) < NEAR:
        return None
    if best < wanted and within(x, limit, outward=u.at(x)):
        return "missing-evidence"
    answers: set[Answer] = set()
    for chance in (sum(chances), max(chances)):
        if chance >= wanted:
            answers.add("pass")
        else:
            answers.add("fail" if chance <= 1 - wanted else "missing-evidence")
    return answers.pop() if len(answers) == 1 else None


def expected(
    reading: Reading,
    limit: Limit,
    *,
    rounded: bool = False,
    rule: str = "simple",
    u: Uncertainty | None = None,
    p: Fraction | None = None,
    widened: bool = True,
) -> Answer:
    """Return the verdict on one reading, or None where the law does not settle it."""
    span = stands_for(reading, limit, widened=widened)
    match rule:
        case "simple":
            answer = by_simple(span, limit, rounded=rounded)
        case "guarded" | "non-binary":
            answer = by_guard(span, limit, u, binary=rule == "guarded")
        case _:
            assert p is not None
            assert isinstance(reading, Point)
            return by_probability(reading.value, limit, u, p)
    if isinstance(reading, Marked) and rule == "simple":
        # A number rounded to an odd digit cannot come from the tie itself, yet the law
        # writes the half digit as included; compared where both say the same.
        ajar = Span(span.low, span.high, low_closed=False, high_closed=False)
        return answer if answer == by_simple(ajar, limit, rounded=rounded) else None
    return answer


def settled_but_for_coarseness(reading: Reading, limit: Limit, *, rounded: bool) -> bool:
    """Whether the widening alone leaves a reading open under simple acceptance."""
    as_written = expected(reading, limit, rounded=rounded, widened=False)
    as_meant = expected(reading, limit, rounded=rounded)
    return as_meant == "missing-evidence" and as_written in ("pass", "fail")


def statistic_of(name: str, spans: Sequence[Span]) -> Span:
    """Return all values that a statistic can have over specimens within closed spans."""
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    assert len(lows) == len(highs) == len(spans)
    match name:
        case "mean":
            return Span(sum(lows, Fraction(0)) / len(lows), sum(highs, Fraction(0)) / len(highs))
        case "sum":
            return Span(sum(lows, Fraction(0)), sum(highs, Fraction(0)))
        case "min":
            return Span(min(lows), min(highs))
        case "max":
            return Span(max(lows), max(highs))
        case _:
            assert name == "range"
            # The highest and the lowest are two different specimens.
            widest = max(
                high - low for i, high in enumerate(highs) for j, low in enumerate(lows) if i != j
            )
            return Span(max(Fraction(0), max(lows) - min(highs)), max(Fraction(0), widest))


def all_of(answers: Sequence[Answer]) -> Answer:
    """Return the verdict on a whole that requires every part."""
    if "fail" in answers:
        return "fail"
    if None in answers:
        return None
    return "missing-evidence" if "missing-evidence" in answers else "pass"


def expected_of_statistic(
    name: str, points: Sequence[Point], limit: Limit, *, rounded: bool
) -> Answer:
    """Return the verdict on a statistic of specimens under simple acceptance."""
    if name == "each":
        return all_of([expected(point, limit, rounded=rounded) for point in points])
    spans = [stands_for(point, limit) for point in points]
    return by_simple(statistic_of(name, spans), limit, rounded=rounded)
