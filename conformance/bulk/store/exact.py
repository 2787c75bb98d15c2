"""One specimen of a result as exact columns: written digits as whole numbers, bounds, marks.

Nothing is judged from these columns but plain decimals, which are compared digit by digit; all
else is judged from its text, and the columns are there for those who ask questions.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import msgspec

from conformance.checking.rows import Row
from conformance.checking.thresholds import MOST_DECIMALS
from conformance.model.submission import Reading, Result, Specimen, TestReport
from conformance.quantities.reading import (
    Expects,
    Form,
    Measured,
    NotDetected,
    Word,
    read_reading,
)
from conformance.quantities.units import find_units

# More digits do not fit into 64 bits.
MOST_DIGITS = 18
Plain = tuple[int, int, str]
"""The digits without the point, how many of them are decimals, and the unit."""


@dataclass(frozen=True, slots=True)
class Exact:
    """What a specimen says, as far as columns can hold it exactly.

    Attributes:
        kind: `point`, `below`, `above`, `range`, `not-detected`, `word`, or `other` for what
            only the requirement's own kind can read.
        digits, decimals: The lower end, or the only one: 0.250 is 250 with 3 decimals.
        high_digits, high_decimals: The upper end of a range.
        closed: Whether the end of a half-line belongs to it.
        mark: `+` or `-` behind the written number, on which side of it the value lay.
        plain: Whether it is nothing but digits and a unit, to be compared as they are.
    """

    kind: str
    digits: int | None = None
    decimals: int | None = None
    unit: str | None = None
    high_digits: int | None = None
    high_decimals: int | None = None
    closed: bool | None = None
    mark: str | None = None
    plain: bool = False


OTHER = Exact("other")


def plain_decimal(text: str) -> Plain | None:
    """Return a decimal with its unit, as it is written; None where it is not plain.

    >>> plain_decimal("0.250 mA"), plain_decimal("7"), plain_decimal("< 7 mA"), plain_decimal("1.")
    ((250, 3, 'mA'), (7, 0, ''), None, None)
    """
    number, _, unit = text.partition(" ")
    whole, point, decimals = number.partition(".")
    digits = whole + decimals
    if not (digits.isdigit() and digits.isascii() and whole and (decimals or not point)):
        return None
    if len(digits) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    return int(digits), len(decimals), unit


def exact(specimen: Specimen) -> Exact:
    """Return the columns of a specimen.

    >>> exact("<0.010 mg/kg")  # doctest: +ELLIPSIS
    Exact(kind='below', digits=1, decimals=2, unit='mg/kg', ..., closed=False, mark=None, ...)
    """
    if not isinstance(specimen, str | Reading):
        return OTHER
    (text,) = Row(_NONE, Result(value=specimen), 0, None, None).texts
    plain = plain_decimal(text)
    if plain is not None and (not plain[2] or find_units(plain[2])):
        return Exact("point", *plain, plain=True)
    reading = read_reading(text, Expects.NUMBER)
    if isinstance(reading, Word):
        return Exact("word")
    if isinstance(reading, NotDetected):
        limit = reading.limit
        return Exact("not-detected") if limit is None else replace(
            _measured(limit), kind="not-detected"
        )  # fmt: skip
    return _measured(reading) if isinstance(reading, Measured) else OTHER


_NONE = TestReport(id="")
_BELOW, _ABOVE = (Form.BELOW, Form.AT_MOST), (Form.ABOVE, Form.AT_LEAST)


def _measured(reading: Measured) -> Exact:
    hull, form = reading.values.hull(), reading.form
    steps = reading.digits or (None, None)
    if form is Form.MARKED and hull.low is not None and hull.high is not None:
        steps = (2 * (hull.high - hull.low),) * 2  # a mark stands for half a digit
    low, high = _decimal(hull.low, steps[0]), _decimal(hull.high, steps[1])
    unit = reading.units[0].symbol if reading.units else None
    if form is Form.MARKED:
        # what was written is the end that does not belong to it
        up = not hull.low_closed
        found = low if up else high
        return OTHER if found is None else Exact("point", *found, unit, mark="+" if up else "-")
    if form in _BELOW:
        closed = form is Form.AT_MOST
        return OTHER if high is None else Exact("below", *high, unit, closed=closed)
    if low is None:
        return OTHER
    if form in _ABOVE:
        return Exact("above", *low, unit, closed=form is Form.AT_LEAST)
    if form is Form.RANGE:
        return OTHER if high is None else Exact("range", *low, unit, *high)
    return Exact("point", *low, unit)


def _decimal(number: Fraction | None, step: Fraction | None) -> tuple[int, int] | None:
    """Return the digits and the number of decimals; None where they have no place in 64 bits.

    `step` is one unit in the last written place.
    """
    if number is None:
        return None
    for decimals in range(MOST_DECIMALS + 1):
        scaled = number * 10**decimals
        if scaled.denominator == 1 and (step is None or step * 10**decimals >= 1):
            fits = abs(scaled.numerator) < 10**MOST_DIGITS
            return (scaled.numerator, decimals) if fits else None
    return None


def as_text(specimen: Specimen) -> str:
    """Return a specimen as JSON; a text is in quotes."""
    return msgspec.json.encode(specimen).decode()


def from_text(text: str) -> Specimen:
    """Return the specimen that `as_text` wrote."""
    return _SPECIMEN.decode(text)


_SPECIMEN: msgspec.json.Decoder[Specimen] = msgspec.json.Decoder(Specimen)
