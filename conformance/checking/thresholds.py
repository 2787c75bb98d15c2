"""Limits as whole numbers: a plain decimal is inside or outside by comparing its digits.

The limit is scaled, exactly and once, into the unit and the number of decimals that a reading has;
the rounding rule is folded into its ends.  Converting each reading instead would do the same work
every time, and in binary arithmetic do it wrong exactly at the limit.
"""

from fractions import Fraction
from math import ceil, floor

from msgspec.structs import replace

from conformance.checking.values import read_as
from conformance.judging import Criterion
from conformance.judging.plain import Yardstick, yardstick_of
from conformance.model.plan import Ask
from conformance.model.submission import Result
from conformance.quantities.intervals import Interval
from conformance.quantities.reading import Form, Measured, Reading
from conformance.quantities.units import find_units

MOST_DECIMALS = 12
MOST_DIGITS = 30
Ends = tuple[int, int]
"""The least and the greatest whole number that conforms; the least is above it where none does."""
_EVERYTHING = 10**60
_PROBES = ("1", "23.75")


class Scaled:
    """The ends of a limit in one unit by the number of decimals, each worked out when asked for."""

    __slots__ = ("_found", "_yardstick")

    def __init__(self, yardstick: Yardstick) -> None:
        self._yardstick = yardstick
        self._found: dict[int, Ends | None] = {}

    def __getitem__(self, decimals: int) -> Ends | None:
        """Return the ends; None where so few decimals are too coarse for the limit."""
        if decimals not in self._found:
            self._found[decimals] = _ends(self._yardstick, decimals)
        return self._found[decimals]


def thresholds(criterion: Criterion, ask: Ask, result: Result, unit: str) -> Scaled | None:
    """Return the ends by the number of decimals, for plain decimals in front of `unit`.

    `result` is a row whose columns say what the cells do not.  None where a
    decimal in this unit takes more than a comparison.
    """
    if unit and not find_units(unit):
        return None
    readings = [read_as(criterion, ask, result, f"{n} {unit}".strip()) for n in _PROBES]
    first, second = readings
    if not (_is_plain(first, "1") and _is_plain(second, "23.75")):
        return None
    if not isinstance(first, Measured) or not isinstance(second, Measured):
        raise AssertionError(readings)
    if first.units != second.units:
        return None
    yardstick = yardstick_of(replace(criterion, specimens=None), first.units)
    if yardstick is None or yardstick.wants_sign or yardstick.factor <= 0:
        return None
    if len(yardstick.limits.pieces) != 1:
        return None
    return Scaled(yardstick)


def _is_plain(reading: Reading, number: str) -> bool:
    """Return whether a text was read as nothing but this decimal, in some unit."""
    return (
        isinstance(reading, Measured)
        and reading.form is Form.POINT
        and (reading.said, reading.plus_minus, reading.other) == (None, None, None)
        and not reading.signed
        and reading.values.hull().low == Fraction(number)
    )


def _ends(yardstick: Yardstick, decimals: int) -> Ends | None:
    if yardstick.coarsest is not None and Fraction(1, 10**decimals) > yardstick.coarsest:
        return None
    if yardstick.zero is not None and yardstick.offset < yardstick.zero:
        return None  # even a number without a sign may be below zero
    (piece,) = yardstick.limits.pieces
    return _whole_ends(piece, yardstick.factor / 10**decimals, yardstick.offset)


def _whole_ends(piece: Interval, step: Fraction, offset: Fraction) -> Ends:
    """Return the least and greatest n for which n × step + offset lies in the interval."""
    least, greatest = 0, _EVERYTHING
    if piece.low is not None:
        least = ceil((piece.low - offset) / step)
        if not piece.low_closed and least * step + offset == piece.low:
            least += 1
    if piece.high is not None:
        greatest = floor((piece.high - offset) / step)
        if not piece.high_closed and greatest * step + offset == piece.high:
            greatest -= 1
    return least, greatest
