"""Computed limits as straight lines: which values of an attribute settle all its values.

A computed limit is made of sums, products with numbers, `max` and `min`.  As a
function of one attribute each of its bounds is pieced together from straight
lines.  Whether one limit lies inside another depends on nothing but the order of
all these lines, moved up and down by what half a last digit allows, and on which
side of zero they are.  Between two neighbouring crossings that order does not
change, so that every crossing, one value between each two of them, and two
beyond the outermost settle every value of the attribute.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from conformance.diagnostics import IllFormed
from conformance.quantities.expressions import (
    Amount,
    Attribute,
    Literal,
    Operation,
    Term,
    Unknown,
    attributes_of,
    evaluate,
)
from conformance.quantities.limit import (
    HERE,
    Around,
    Between,
    Comparison,
    GradeLimit,
    Joined,
    Limit,
    StressLimit,
    Undetected,
    terms_of,
)
from conformance.quantities.units import Unit

Line = tuple[Fraction, Fraction]
"""Slope and height, in base units."""
Ends = tuple[Fraction | None, Fraction | None]
"""The ends of what the attribute may be; None is without end."""

_MOST_LINES = 64
_MOST_VALUES = 4_000


def decisive_values(
    limits: Sequence[Limit],
    name: str,
    units: tuple[Unit, ...],
    ends: Ends,
    shifts: Sequence[Fraction],
) -> list[Amount] | None:
    """Return values of the attribute that settle all of them; None where no finite number does.

    `shifts` are how far bounds may be moved, in base units.
    """
    if any(unit.kind == "temperature" for unit in units):
        return None  # twice 20 ℃ is 40 ℃, and twice 293 K is not: it depends on the unit declared
    lines = _lines_of(limits, name, units)
    if lines is None:
        return None
    if any(slope < 0 or height < 0 for slope, height in lines):
        lines |= {(-slope, -height) for slope, height in lines}  # an unsigned reading is both
    moved = {(slope, height + by) for slope, height in lines for by in (Fraction(0), *shifts)}
    moved.add((Fraction(0), Fraction(0)))
    if len(moved) > _MOST_LINES * 4:
        return None
    low, high = ends
    crossings = {
        (b2 - b1) / (a1 - a2) for (a1, b1), (a2, b2) in combinations(sorted(moved), 2) if a1 != a2
    }
    points = sorted({*crossings, *(end for end in ends if end is not None)} or {Fraction(0)})
    span = points[-1] - points[0] + 1
    every = {*points, *((a + b) / 2 for a, b in pairwise(points))}
    every |= {points[-1] + span, points[-1] + 2 * span, points[0] - span, points[0] - 2 * span}
    found = [
        Amount(value, units)
        for value in sorted(every)
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    return found if len(found) <= _MOST_VALUES else None


def _lines_of(limits: Sequence[Limit], name: str, units: tuple[Unit, ...]) -> set[Line] | None:
    """Return every line of the limits' bounds; None where one is no line."""
    lines: set[Line] = set()
    for limit in limits:
        for term in _bounds(limit.body):
            try:
                found = _lines(term, name, units)
            except IllFormed:  # such as `temperature ± 2 K`, which no term can say
                return None
            if found is None:
                return None
            lines |= found
    return lines


def _bounds(body: object) -> Iterator[Term]:
    """Yield the bounds of a limit as terms."""
    match body:
        case Around(centre=centre, half_width=half):
            if isinstance(half, Literal) and any(u.kind == "ratio" for u in half.amount.units):
                ratio = next(u for u in half.amount.units if u.kind == "ratio")
                for sign in (-1, 1):
                    share = Amount(1 + sign * half.amount.value * ratio.factor)
                    yield Operation("*", (centre, Literal(share, HERE)), HERE)
                return
            yield Operation("-", (centre, half), HERE)
            yield Operation("+", (centre, half), HERE)
        case Joined(parts=parts):
            for part in parts:
                yield from _bounds(part)
        case Comparison() | Between() | Undetected() | StressLimit() | GradeLimit():
            yield from terms_of(body)


def _lines(term: Term, name: str, units: tuple[Unit, ...]) -> set[Line] | None:
    """Return slope and height of every straight line that a term is pieced together from."""
    options = _without_choices(term)
    if options is None:
        return None
    lines = set()
    for option in options:
        if _degree(option) > 1:
            return None
        values = []
        for sample in (Fraction(1), Fraction(2)):
            value = evaluate(option, {name: Amount(sample, units)})
            if isinstance(value, Unknown):
                return None
            unit = value.units[0] if value.units else None
            values.append(value.value * unit.factor + unit.offset if unit else value.value)
        first, second = values
        lines.add((second - first, first - (second - first)))
    return lines


def _without_choices(term: Term) -> list[Term] | None:
    """Return the term with each `max` and `min` replaced by each of its choices; None if many."""
    match term:
        case Literal() | Attribute():
            return [term]
        case Operation(operator="max" | "min", terms=terms):
            found = [_without_choices(inner) for inner in terms]
            options = [option for each in found if each is not None for option in each]
            return None if None in found or len(options) > _MOST_LINES else options
        case Operation(operator=operator, terms=terms, span=span):
            left, right = (_without_choices(inner) for inner in terms)
            if left is None or right is None or len(left) * len(right) > _MOST_LINES:
                return None
            return [Operation(operator, (a, b), span) for a in left for b in right]


def _degree(term: Term) -> int:
    """Return how often the attribute is multiplied with itself; a divisor counts as too often."""
    match term:
        case Literal():
            return 0
        case Attribute():
            return 1
        case Operation(operator="*", terms=terms):
            return sum(_degree(each) for each in terms)
        case Operation(operator="/", terms=(above, below)):
            return 2 if attributes_of(below) else _degree(above)
        case Operation(terms=terms):
            return max(_degree(each) for each in terms)
