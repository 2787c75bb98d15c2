"""Sets of numbers: what a reading may be, and what a limit accepts.

A reading is the set of values that it leaves possible; a limit is the set of
values that it accepts.  Every verdict is the question whether the first lies
inside the second, outside it, or across its edge, and so is every proof that
one limit is no laxer than another.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Self

from msgspec import Struct


class Interval(Struct, frozen=True):
    """The numbers from `low` to `high`; None is without bound, and open there.

    A bound is part of the interval where its `closed` flag is set.  An interval
    is never empty.
    """

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, value: Fraction) -> bool:
        """Return whether `value` lies in the interval; equality counts at a closed bound."""
        if self.low is not None and (
            value < self.low or (value == self.low and not self.low_closed)
        ):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_closed)

    @property
    def is_point(self) -> bool:
        """Whether exactly one value is possible."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        """Return mathematical notation: `[1, 2)`, `(-∞, 3]`, `{4}`."""
        if self.is_point:
            return f"{{{self.low}}}"
        left = "(-∞" if self.low is None else f"{'[' if self.low_closed else '('}{self.low}"
        right = "∞)" if self.high is None else f"{self.high}{']' if self.high_closed else ')'}"
        return f"{left}, {right}"


def interval(
    low: Fraction | None,
    high: Fraction | None,
    low_closed: bool = True,
    high_closed: bool = True,
) -> Interval | None:
    """Return the interval between the bounds, or None where nothing lies between them."""
    if low is not None and high is not None and low >= high:
        point = low == high and low_closed and high_closed
        return Interval(low, high) if point else None
    return Interval(low, high, low_closed and low is not None, high_closed and high is not None)


def _starts_before(one: Interval, other: Interval) -> bool:
    if one.low is None or other.low is None:
        return one.low is None
    return one.low < other.low or (one.low == other.low and one.low_closed)


def _ends_before(one: Interval, other: Interval) -> bool:
    if one.high is None or other.high is None:
        return one.high is not None
    return one.high < other.high or (one.high == other.high and not one.high_closed)


def _meet(one: Interval, other: Interval) -> Interval | None:
    start = other if _starts_before(one, other) else one
    end = one if _ends_before(one, other) else other
    return interval(start.low, end.high, start.low_closed, end.high_closed)


def _touch(left: Interval, right: Interval) -> bool:
    """Return whether nothing lies between `left` and a `right` that starts no earlier."""
    if left.high is None or right.low is None:
        return True
    return right.low < left.high or (
        right.low == left.high and (left.high_closed or right.low_closed)
    )


def _order(piece: Interval) -> tuple[bool, Fraction, bool]:
    return (piece.low is not None, piece.low or Fraction(0), not piece.low_closed)


class Values(Struct, frozen=True):
    """A set of numbers: intervals in ascending order that do not touch one another."""

    pieces: tuple[Interval, ...]

    @classmethod
    def of(cls, pieces: Iterable[Interval | None]) -> Self:
        """Return the union of `pieces`, leaving out None."""
        merged: list[Interval] = []
        for piece in sorted((piece for piece in pieces if piece is not None), key=_order):
            if merged and _touch(merged[-1], piece):
                last = merged.pop()
                end = piece if _ends_before(last, piece) else last
                piece = Interval(last.low, end.high, last.low_closed, end.high_closed)
            merged.append(piece)
        return cls(tuple(merged))

    @classmethod
    def point(cls, value: Fraction) -> Self:
        """Return the set of one value."""
        return cls((Interval(value, value),))

    @classmethod
    def between(cls, low: Fraction, high: Fraction) -> Self:
        """Return all values from `low` to `high`, both included."""
        return cls.of([interval(low, high)])

    def __iter__(self) -> Iterator[Interval]:
        """Yield the pieces in ascending order."""
        return iter(self.pieces)

    def __bool__(self) -> bool:
        """Return whether any value is in the set."""
        return bool(self.pieces)

    def __contains__(self, value: Fraction) -> bool:
        """Return whether `value` is in the set."""
        for piece in self.pieces:  # noqa: SIM110 - a generator costs more than the comparison
            if value in piece:
                return True
        return False

    def __str__(self) -> str:
        """Return the pieces joined by `∪`, `∅` for none."""
        return " ∪ ".join(map(str, self.pieces)) or "∅"

    def __or__(self, other: "Values") -> "Values":
        """Return the values in either set."""
        return Values.of((*self.pieces, *other.pieces))

    def __and__(self, other: "Values") -> "Values":
        """Return the values in both sets."""
        return Values.of(_meet(one, two) for one in self.pieces for two in other.pieces)

    def __le__(self, other: "Values") -> bool:
        """Return whether every value of this set is in `other`."""
        return all(any(_meet(one, two) == one for two in other.pieces) for one in self.pieces)

    def complement(self) -> "Values":
        """Return the values that are not in the set."""
        low: Fraction | None = None
        closed, gaps = False, []
        for piece in self.pieces:
            if piece.low is not None:
                gaps.append(interval(low, piece.low, closed, not piece.low_closed))
            if piece.high is None:
                return Values.of(gaps)
            low, closed = piece.high, not piece.high_closed
        return Values.of((*gaps, Interval(low, None, closed and low is not None, False)))

    def disjoint(self, other: "Values") -> bool:
        """Return whether no value is in both sets."""
        return not any(_meet(one, two) for one in self.pieces for two in other.pieces)

    def grown(self, by: Fraction) -> "Values":
        """Return the values no further than `by` from the set; a negative `by` draws bounds in.

        Drawn in, a piece that is too narrow vanishes.  Openness stays as it is.
        """
        return Values.of(
            interval(
                None if piece.low is None else piece.low - by,
                None if piece.high is None else piece.high + by,
                piece.low_closed,
                piece.high_closed,
            )
            for piece in self.pieces
        )

    def mapped(self, factor: Fraction, offset: Fraction = Fraction(0)) -> "Values":
        """Return every value times `factor`, plus `offset`; a negative factor turns the order."""
        if factor == 1 and not offset:
            return self
        if factor == 0:
            return Values.point(offset) if self.pieces else self

        def image(bound: Fraction | None) -> Fraction | None:
            return None if bound is None else bound * factor + offset

        if factor > 0:
            return Values(
                tuple(
                    Interval(image(p.low), image(p.high), p.low_closed, p.high_closed)
                    for p in self.pieces
                )
            )
        return Values(
            tuple(
                Interval(image(p.high), image(p.low), p.high_closed, p.low_closed)
                for p in reversed(self.pieces)
            )
        )

    def hull(self) -> Interval:
        """Return the smallest interval that holds the set, which is not empty."""
        first, last = self.pieces[0], self.pieces[-1]
        return Interval(first.low, last.high, first.low_closed, last.high_closed)

    def distance(self, value: Fraction) -> Fraction | None:
        """Return how far `value` is inside (positive) or outside (negative) the nearest end.

        Zero is on an end.  None where the set has no end.
        """
        ends = [end for piece in self.pieces for end in (piece.low, piece.high) if end is not None]
        if not ends:
            return None
        nearest = min([value - end if value > end else end - value for end in ends])
        return nearest if value in self else -nearest


ALL = Values((Interval(None, None, False, False),))
NONE = Values(())
