"""The commonest comparison, decided directly: one plain number against numeric ends.

A number without mark, word or uncertainty, finer than the limit, of a quantity
that can have it, leaves one value possible.  Under simple acceptance it is then
inside or outside, and nothing else can come out.  What of that depends on the
criterion and the unit alone is worked out once; the number is compared each time.

Whatever is not as plain as that is left to `determination.determine_in_full`,
which is the reference: an answer given here is the answer given there.
"""

from fractions import Fraction

from msgspec import Struct

from conformance.judging.criterion import Criterion, Rounding, RuleName, Statistic
from conformance.judging.results import limits_of, possible_at_all, sign_matters
from conformance.quantities.expressions import conversion
from conformance.quantities.intervals import Interval, Values
from conformance.quantities.limit import Accepted
from conformance.quantities.number import round_to
from conformance.quantities.reading import Form, Measured, Reading
from conformance.quantities.units import KINDS, Unit


class Comparison(Struct, frozen=True):
    """A plain number, compared.

    Attributes:
        accepted: Whether the limit accepts it.
        value: The number, in the unit of the limit.
        margin: How far inside (positive) or beyond (negative) the nearest end it
            is; None where the limit has no end.
    """

    accepted: bool
    value: Values
    margin: Fraction | None


class Yardstick(Struct, frozen=True):
    """A criterion made ready for plain numbers in one unit.

    Attributes:
        factor: How many of the limit's units one of the reading's is.
        offset: What is added then.
        limits: The accepted numbers, with the rounding folded into their ends.
        written: The accepted numbers as the limit writes them.
        step: To what a number is rounded before its margin is taken; None for not.
        zero: The least value that the quantity can have; None where there is none.
        coarsest: The coarsest last digit, in the reading's unit, that leaves
            nothing open; None where any does.
        wants_sign: Whether a number without a sign may stand for both.
    """

    factor: Fraction
    offset: Fraction
    limits: Values
    written: Values
    step: Fraction | None
    zero: Fraction | None
    coarsest: Fraction | None
    wants_sign: bool

    def compare(self, reading: Measured) -> Comparison | None:
        """Return how the point `reading` compares, None where it is not plain here."""
        piece, digits = reading.values.pieces[0], reading.digits
        value = piece.low
        if value is None or value is not piece.high or digits is None:
            return None  # not made by the parser of readings
        if self.wants_sign and not reading.signed:
            return None
        if self.coarsest is not None and (
            digits[0] > self.coarsest or (digits[1] is not digits[0] and digits[1] > self.coarsest)
        ):
            return None
        line = reading.values
        if self.factor != 1 or self.offset:
            value = value * self.factor + self.offset
            line = Values((Interval(value, value),))
        if self.zero is not None and value < self.zero:
            return None
        shown = value if self.step is None else round_to(value, self.step)
        return Comparison(value in self.limits, line, self.written.distance(shown))


def compare_plainly(criterion: Criterion, reading: Reading) -> Comparison | None:
    """Return how `reading` compares if it is the only one and plain, None if it is not plain."""
    if (
        not isinstance(reading, Measured)
        or reading.form is not Form.POINT
        or reading.said is not None
        or reading.plus_minus is not None
        or reading.other is not None
    ):
        return None
    yardstick = _yardstick(criterion, reading.units)
    return None if yardstick is None else yardstick.compare(reading)


# By identity, for hashing a criterion costs more than comparing a number with it.
# An entry holds on to both, so that no other object can come to have their ids.
_Entry = tuple[Criterion, tuple[Unit, ...], Yardstick | None]
_YARDSTICKS: dict[tuple[int, int], _Entry] = {}
_MOST_YARDSTICKS = 4096


def _yardstick(criterion: Criterion, units: tuple[Unit, ...]) -> Yardstick | None:
    key = (id(criterion), id(units))
    entry = _YARDSTICKS.get(key)
    if entry is None:
        if len(_YARDSTICKS) >= _MOST_YARDSTICKS:
            _YARDSTICKS.clear()
        entry = (criterion, units, yardstick_of(criterion, units))
        _YARDSTICKS[key] = entry
    return entry[2]


def yardstick_of(criterion: Criterion, units: tuple[Unit, ...]) -> Yardstick | None:
    """Return `criterion` made ready for plain numbers in `units`, None where none is plain."""
    accepted = criterion.accepted
    if (
        not isinstance(accepted, Accepted)
        or criterion.statistic is not Statistic.EACH
        or (criterion.specimens or 1) > 1
        or criterion.rule.name is not RuleName.SIMPLE
        or criterion.correction is not None
        or criterion.relative_to is not None
    ):
        return None
    same = (Fraction(1), Fraction(0))
    change = conversion(units, accepted.units) if units or accepted.units else same
    finest = criterion.interval or accepted.digit
    exact = any(KINDS[unit.kind].exact for unit in accepted.units)
    if change is None or (finest is None and not exact):
        return None
    rounded = criterion.rounding is Rounding.ROUNDED_VALUE and not accepted.unrounded
    return Yardstick(
        factor=change[0],
        offset=change[1],
        limits=limits_of(criterion, accepted),
        written=accepted.values,
        step=criterion.interval or accepted.digit if rounded else None,
        zero=possible_at_all(accepted).hull().low,
        coarsest=None if exact or finest is None else finest / abs(change[0]),
        wants_sign=sign_matters(accepted),
    )
