"""From a reading to the values it leaves possible in the unit of the limit.

Everything that keeps a reading from being compared is found here and named:
units, natural zero, half digits, deviations, detection limits, corrections.
"""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from conformance.judging.criterion import Criterion, Rounding
from conformance.quantities.expressions import conversion
from conformance.quantities.intervals import ALL, NONE, Interval, Values, interval
from conformance.quantities.limit import Accepted, Amount
from conformance.quantities.reading import (
    Form,
    Graded,
    Measured,
    NotDetected,
    Reading,
    Said,
    Several,
    Stressed,
    Unreadable,
    Word,
)
from conformance.quantities.units import KINDS, Unit


class Uncertainty(Struct, frozen=True):
    """A reported measurement uncertainty.

    Attributes:
        half_width: U, in `units`, or a share of the value if `relative`.
        units: The unit of U; empty where it is relative.
        relative: Whether U is a share of the value.
        coverage_factor: k; None where neither k nor 95 % is stated.
    """

    half_width: Fraction
    units: tuple[Unit, ...] = ()
    relative: bool = False
    coverage_factor: Fraction | None = Fraction(2)


class Figure(Struct, frozen=True):
    """What one specimen's reading comes to.

    Attributes:
        text: The reading as written.
        values: The possible values in the limit's unit; every value the
            quantity can have where the reading settles nothing.
        problem: Why it settles nothing; None where it settles something.
        detail: The part at fault.
        written: The values before half a last digit was put either side.
        doubts: Reason codes for what leaves more than one value possible.
        said: The laboratory's word on it.
        uncertainty: The U that the reading itself states.
    """

    text: str
    values: Values
    problem: str | None = None
    detail: str = ""
    written: Values = NONE
    doubts: tuple[str, ...] = ()
    said: Said | None = None
    uncertainty: Uncertainty | None = None


def flattened(readings: Iterable[Reading]) -> list[Reading]:
    """Return one reading per specimen."""
    flat: list[Reading] = []
    for reading in readings:
        flat.extend(flattened(reading.items) if isinstance(reading, Several) else [reading])
    return flat


def said_of(reading: Reading) -> Said | None:
    """Return the laboratory's word in a reading, None where it has none."""
    return None if isinstance(reading, Unreadable) else reading.said


def possible_at_all(accepted: Accepted) -> Values:
    """Return every value that the limited quantity can have: from its natural zero up, or all.

    Temperatures begin at absolute zero.  A limit below zero says that its
    quantity is a deviation, whatever the kind.
    """
    for unit in accepted.units:
        if unit.kind == "temperature":
            return _from((_ABSOLUTE_ZERO - unit.offset) / unit.factor)
    below_zero = any(bound < 0 for bound in accepted.digits)
    signed = not accepted.units or any(KINDS[unit.kind].signed for unit in accepted.units)
    return ALL if below_zero or signed else _from(Fraction(0))


_ABSOLUTE_ZERO = Fraction("-273.15")  # SI Brochure 9th ed., 2.3.1: t/℃ = T/K − 273.15


def _from(low: Fraction) -> Values:
    return Values((Interval(low, None, True, False),))


def limits_of(criterion: Criterion, accepted: Accepted) -> Values:
    """Return the accepted reported values, with the rounding rule folded into the bounds."""
    if criterion.rounding is Rounding.ROUNDED_VALUE:
        return accepted.rounded(criterion.interval)
    return accepted.values


def figure(reading: Reading, criterion: Criterion, accepted: Accepted) -> Figure:
    """Return what `reading` says in the unit of `accepted`."""
    everything = possible_at_all(accepted)
    match reading:
        case Unreadable(text=text, reason=reason, detail=detail):
            return Figure(text, everything, reason, detail)
        case Word(text=text, said=said):
            return Figure(text, everything, _WORD_ALONE[said], said=said)
        case NotDetected():
            return _below_detection(reading, criterion, accepted)
        case Measured():
            return _measured(reading, criterion, accepted)
        case Graded(text=text) | Stressed(text=text):
            return Figure(text, everything, "reading-unreadable", text)
        case Several(text=text):
            return Figure(text, everything, "reading-unreadable", text)


_WORD_ALONE = {
    Said.PASS: "value-not-stated",
    Said.FAIL: "laboratory-failed",
    Said.NOT_APPLICABLE: "laboratory-says-not-applicable",
    Said.NOT_TESTED: "not-tested",
}


def _below_detection(reading: NotDetected, criterion: Criterion, accepted: Accepted) -> Figure:
    """Return all values from zero up to the detection limit, which itself is left out."""
    everything = possible_at_all(accepted)
    own = reading.limit
    if own is None and (given := criterion.detection_limit) is not None:
        own = Measured(str(given), Form.POINT, Values.point(given.value), None, given.units)
    if own is None:
        return Figure(reading.text, everything, "detection-limit-not-stated", said=reading.said)
    line = in_unit_of_limit(own, accepted)
    if isinstance(line, str):
        return Figure(reading.text, everything, line, own.text, said=reading.said)
    bound = line.hull().high
    below = Values((Interval(None, bound, False, False),)) & everything
    if not below:
        return Figure(reading.text, everything, "reading-unreadable", own.text, said=reading.said)
    doubts = ("detection-limit-too-high",)
    return Figure(reading.text, below, written=below, doubts=doubts, said=reading.said)


def _measured(reading: Measured, criterion: Criterion, accepted: Accepted) -> Figure:
    everything = possible_at_all(accepted)

    def unsettled(problem: str, detail: str = "") -> Figure:
        return Figure(reading.text, everything, problem, detail or reading.text, said=reading.said)

    deviation = _as_deviation(reading, criterion.relative_to, accepted)
    line = in_unit_of_limit(reading, accepted) if deviation is None else deviation
    if isinstance(line, str):
        return unsettled(line)
    if reading.other is not None and deviation is None:
        second = in_unit_of_limit(reading.other, accepted)
        line = line if isinstance(second, str) else line | second
    if repeats_limit(reading, line, accepted):
        return unsettled("reading-repeats-limit")
    if line.disjoint(everything):
        # `< 0` leaves no value at all, and what holds of no value would conform to anything
        return unsettled("reading-below-zero")
    doubts = list(_doubts_of_form(reading))
    if not reading.signed and sign_matters(accepted) and deviation is None:
        line = line | line.mapped(Fraction(-1))
        doubts.append("sign-not-stated")
    wide = _with_half_digit(reading, line, criterion, accepted)
    if wide != line:
        doubts.append("reading-too-coarse")
    return Figure(
        reading.text,
        (wide & everything) or wide,
        written=(line & everything) or line,
        doubts=tuple(doubts),
        said=reading.said,
        uncertainty=_stated_with(reading),
    )


def _doubts_of_form(reading: Measured) -> Iterable[str]:
    match reading.form:
        case Form.BELOW | Form.AT_MOST:
            yield "detection-limit-too-high"
        case Form.RANGE:
            yield "range-across-limit"
        case _:
            return


def in_unit_of_limit(reading: Measured, accepted: Accepted) -> Values | str:
    """Return the written values in the limit's unit, or the reason why they cannot be."""
    if not reading.units and not accepted.units:
        return reading.values
    if not reading.units:
        return "unit-not-stated"
    change = conversion(reading.units, accepted.units)
    if change is None:
        return _unit_problem(reading.units, accepted.units)
    return reading.values.mapped(*change)


def _unit_problem(given: Iterable[Unit], wanted: Iterable[Unit]) -> str:
    """Return whether another quantity was measured, or only not said which of two it is.

    `mA` where the limit is for peak current may be an r.m.s. value: the family
    is right and the kind is not stated.
    """
    families = {KINDS[unit.kind].family for unit in wanted}
    named = [KINDS[unit.kind] for unit in given]
    unsaid = any(kind.family in families and kind.name == kind.family for kind in named)
    return "quantity-not-stated" if unsaid else "unit-mismatch"


def _as_deviation(
    reading: Measured, relative_to: Amount | None, accepted: Accepted
) -> Values | None:
    """Return a deviation in per cent as the value it means; None where it is no deviation."""
    ratio = next((unit for unit in reading.units if unit.kind == "ratio"), None)
    if relative_to is None or ratio is None or conversion(reading.units, accepted.units):
        return None
    change = conversion(relative_to.units, accepted.units)
    if change is None:
        return None
    reference = relative_to.value * change[0] + change[1]
    factor = reference * ratio.factor
    above = reading.values.mapped(factor, reference)
    return above if reading.signed else above | reading.values.mapped(-factor, reference)


def sign_matters(accepted: Accepted) -> bool:
    """Return whether an unsigned figure may stand for a deviation either way.

    So it is where the limit allows values below zero and is not symmetrical
    about it; temperatures and levels have no unwritten sign.
    """
    if any(KINDS[u.kind].family in ("temperature", "level", "sound level") for u in accepted.units):
        return False
    low, high = accepted.values.hull().low, accepted.values.hull().high
    return low is not None and low < 0 and (high is None or (high > 0 and high != -low))


def repeats_limit(reading: Measured, line: Values, accepted: Accepted) -> bool:
    """Return whether the reading says no more than the limit does: its sign and its numbers.

    A bare number equal to the limit is a result.
    """
    if reading.form in (Form.POINT, Form.MARKED):
        return False
    if reading.form is Form.PLUS_MINUS and reading.plus_minus and not reading.plus_minus.relative:
        value, half = reading.values.hull().low, reading.plus_minus.half_width
        if value is None:
            return False
        ends = replace(reading, values=Values.between(value - half, value + half))
        both = in_unit_of_limit(ends, accepted)
        return both == Values(tuple(Interval(p.low, p.high, True, True) for p in accepted.values))
    return any(line == Values((piece,)) for piece in accepted.values)


def _with_half_digit(
    reading: Measured, line: Values, criterion: Criterion, accepted: Accepted
) -> Values:
    """Return the values that a reading coarser than the limit may stand for.

    The last digit of an end leaves half of itself open outwards where it is
    coarser than the limit's; counts are exact.
    """
    if reading.digits is None or any(KINDS[unit.kind].exact for unit in accepted.units):
        return line
    scale = _scale(reading, criterion, accepted)
    finest = criterion.interval or accepted.digit
    down, up = (
        Fraction(0) if finest is not None and digit * scale <= finest else digit * scale / 2
        for digit in reading.digits
    )
    if not down and not up:
        return line
    return Values.of(
        interval(
            None if piece.low is None else piece.low - down,
            None if piece.high is None else piece.high + up,
            piece.low_closed,
            piece.high_closed,
        )
        for piece in line
    )


def _scale(reading: Measured, criterion: Criterion, accepted: Accepted) -> Fraction:
    """Return how many of the limit's units one of the reading's is."""
    change = conversion(reading.units, accepted.units)
    if change is not None:
        return abs(change[0])
    ratio = next((unit for unit in reading.units if unit.kind == "ratio"), None)
    if ratio is None or criterion.relative_to is None:
        return Fraction(1)
    # a deviation: its digit is a share of what it is relative to
    reference = conversion(criterion.relative_to.units, accepted.units) or (Fraction(1),)
    return ratio.factor * abs(criterion.relative_to.value * reference[0])


def _stated_with(reading: Measured) -> Uncertainty | None:
    width = reading.plus_minus
    if width is None:
        return None
    units = () if width.relative else reading.units
    return Uncertainty(width.half_width, units, width.relative, width.coverage_factor)


def corrected_figure(one: Figure, share: Fraction, corrected: bool | None) -> Figure:
    """Return the figure after the analytical correction that takes `share` off it.

    Not stated whether the laboratory has corrected: both are possible.  Bounds
    (`<`, not detected) are never corrected, and nothing is corrected twice.
    """
    bounds = "detection-limit-too-high" in one.doubts or one.problem is not None
    if bounds or corrected is True:
        return one
    adjusted = one.values.mapped(1 - share)
    plain = one.written.mapped(1 - share)
    if corrected is False:
        return replace(one, values=adjusted, written=plain)
    doubts = ("correction-not-stated", *one.doubts)
    return replace(one, values=one.values | adjusted, written=one.written | plain, doubts=doubts)
