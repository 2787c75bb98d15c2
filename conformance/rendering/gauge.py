"""Pictures of an answer: results against their limit, and how far a page of findings got.

Both are SVG inside the page, drawn in percent of the width that there is, so that
their text keeps its size on a phone.  Shapes and words carry the meaning, and grey
tells as much as colour.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from conformance.diagnostics import IllFormed
from conformance.model.assessment import Finding
from conformance.quantities.expressions import Amount, conversion
from conformance.quantities.intervals import Interval, Values
from conformance.quantities.limit import Accepted, amount, parse_limit, resolve
from conformance.quantities.number import exact_text
from conformance.quantities.reading import Measured, NotDetected, Reading, Several, read_reading
from conformance.quantities.units import Unit
from conformance.rendering.markup import Markup, element
from conformance.wording import term

_WORDS = {
    "zh": {
        "inside": "限内", "outside": "限外", "open": "跨限", "limit": "限值",
        "measured": "报告结果",
        "compared": "比较值", "margin": "裕量", "and": "; ", "colon": " ",
    },
    "en": {
        "inside": "inside", "outside": "outside", "open": "across", "limit": "limit",
        "measured": "reported", "compared": "compared", "margin": "margin", "and": "; ",
        "colon": " ",
    },
}  # fmt: skip


class Side(StrEnum):
    """Where a result lies: all of what it leaves possible, none of it, or some."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Mark:
    """One result on the gauge, in the unit of the limit."""

    piece: Interval
    side: Side

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The bounds that it has."""
        return tuple(end for end in (self.piece.low, self.piece.high) if end is not None)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A limit and what was found, as numbers in the unit of the limit.

    Attributes:
        accepted: What the limit accepts, as written.
        unit: The symbol of that unit, empty for bare numbers.
        marks: The results as reported.
        compared: The figure that was compared, where it is none of the results:
            a mean, a corrected or a rounded value.
        half_width: The expanded uncertainty on either side; None where none was used.
    """

    accepted: Values
    unit: str
    marks: tuple[Mark, ...]
    compared: Mark | None = None
    half_width: Fraction | None = None

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """The ends of the limit in ascending order, each once."""
        ends = (end for piece in self.accepted for end in (piece.low, piece.high))
        return tuple(dict.fromkeys(end for end in ends if end is not None))

    @property
    def side(self) -> Side:
        """Where the whole result lies: what was compared, else the results together."""
        sides = {mark.side for mark in ((self.compared,) if self.compared else self.marks)}
        return next(side for side in (Side.OUTSIDE, Side.OPEN, Side.INSIDE) if side in sides)


def gauge_of(finding: Finding) -> Gauge | None:
    """Return the gauge of a finding, None where there is nothing to show on a line.

    Grades, phrases and stresses have none; neither has a result that cannot be
    read, is another quantity than the limit, or only copies the limit.
    """
    if not finding.limit or finding.reason == "reading-repeats-limit":
        return None
    try:
        accepted = resolve(parse_limit(finding.limit))
    except IllFormed:
        return None
    if not isinstance(accepted, Accepted) or not accepted.values:
        return None
    found = _marks(finding, accepted)
    compared = _compared(finding, accepted)
    if compared is not None and any(compared.piece.low in mark.ends for mark in found):
        compared = None
    if not found and compared is None:
        return None
    unit = accepted.units[0].symbol if accepted.units else ""
    gauge = Gauge(accepted.values, unit, found, compared, _uncertainty(finding, accepted))
    return gauge if gauge.bounds else None


def _marks(finding: Finding, accepted: Accepted) -> tuple[Mark, ...]:
    readings = [each for text in finding.measured for each in _single(read_reading(text))]
    return tuple(mark for each in readings for mark in _placed(each, accepted))


def _single(reading: Reading) -> Iterator[Measured]:
    match reading:
        case Measured():
            yield reading
        case NotDetected(limit=Measured() as below):
            yield below
        case Several(items=items):
            for item in items:
                yield from _single(item)
        case _:
            return


def _placed(reading: Measured, accepted: Accepted) -> Iterator[Mark]:
    """Yield the pieces of a result in the unit of the limit; none for another quantity.

    Each has an end: no reading says that every number is possible.
    """
    change = _change(reading.units, accepted.units)
    if change is None:
        return
    factor, offset = change
    for piece in reading.values:
        low = None if piece.low is None else piece.low * factor + offset
        high = None if piece.high is None else piece.high * factor + offset
        moved = Interval(low, high, piece.low_closed, piece.high_closed)
        yield Mark(moved, _side(moved, accepted.values))


def _change(given: Sequence[Unit], wanted: Sequence[Unit]) -> tuple[Fraction, Fraction] | None:
    if not given and not wanted:
        return Fraction(1), Fraction(0)
    return conversion(given, wanted)


def _side(piece: Interval, accepted: Values) -> Side:
    found = Values((piece,))
    if found <= accepted:
        return Side.INSIDE
    return Side.OPEN if found & accepted else Side.OUTSIDE


def quantity(text: str | None) -> Amount | None:
    """Return the quantity that a text writes, None where it writes none."""
    try:
        return amount(text) if text else None
    except IllFormed:
        return None


def _compared(finding: Finding, accepted: Accepted) -> Mark | None:
    """Return the figure that was compared, from the margin to the only end of the limit."""
    margin = quantity(finding.margin)
    if margin is None or len(accepted.values.pieces) != 1:
        return None
    (piece,) = accepted.values
    if piece.low is None and piece.high is not None:
        figure = piece.high - margin.value
    elif piece.low is not None and piece.high is None:
        figure = piece.low + margin.value
    else:
        return None
    point = Interval(figure, figure)
    return Mark(point, _side(point, accepted.values))


def _uncertainty(finding: Finding, accepted: Accepted) -> Fraction | None:
    used = quantity(finding.facts.get("uncertainty"))
    change = None if used is None else _change(used.units, accepted.units)
    # A scale that begins elsewhere turns a difference into another number.
    return None if used is None or change is None or change[1] else used.value * change[0]


# ---- drawing


@dataclass(frozen=True, slots=True)
class Axis:
    """Which stretch of the numbers is shown, as percent of the width."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, gauge: Gauge) -> "Axis":
        """Return the stretch with everything on it, and zero where that is near."""
        marks = (*gauge.marks, *((gauge.compared,) if gauge.compared else ()))
        half = gauge.half_width or 0
        ends = {end for mark in marks for end in mark.ends}
        shown = [*gauge.bounds, *(end + half for end in ends), *(end - half for end in ends)]
        low, high = min(shown), max(shown)
        span = high - low or abs(high) or Fraction(1)
        if 0 <= low <= high / 2:
            return cls(Fraction(0), high + span * Fraction(1, 4))
        return cls(low - span * Fraction(2, 5), high + span * Fraction(2, 5))

    def at(self, value: Fraction) -> Fraction:
        """Return the place of `value`, from 2 to 98."""
        return 2 + 96 * (value - self.low) / (self.high - self.low)


def percent(value: Fraction) -> str:
    """Return a place or a width with one decimal: `33.3%`."""
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}%"


def draw_gauge(finding: Finding, gauge: Gauge, lang: str) -> Markup:
    """Return the gauge as an SVG that also says in words what it shows."""
    words, axis = _WORDS[lang], Axis.of(gauge)
    colon, limit = words["colon"], term("limit", finding.limit or "", lang)
    told = [
        f"{words['limit']}{colon}{limit}",
        f"{words['measured']}{colon}{'; '.join(finding.measured)}" if finding.measured else "",
        f"{words['compared']}{colon}{_figure(gauge.compared, gauge.unit)}"
        if gauge.compared
        else "",
        f"{words['margin']}{colon}{term('margin', finding.margin, lang)}" if finding.margin else "",
        words[gauge.side],
    ]
    said = words["and"].join(part for part in told if part)
    return element(
        "svg",
        element("title", said),
        _zones(gauge, axis),
        _limit_lines(limit, gauge, axis),
        [_mark(mark, gauge, axis) for mark in gauge.marks],
        _whisker(gauge, axis),
        _compared_mark(gauge, axis),
        _result_label(finding, gauge, axis, words),
        class_="gauge", role="img", aria_label=said, width="100%", height="58",
    )  # fmt: skip


def _zones(gauge: Gauge, axis: Axis) -> Iterator[Markup]:
    """Return the axis, hatched where the limit does not accept and open where it does."""
    yield element("rect", x="2%", y="24", width="96%", height="12", class_="refused")
    for piece in gauge.accepted:
        left = Fraction(2) if piece.low is None else axis.at(piece.low)
        right = Fraction(98) if piece.high is None else axis.at(piece.high)
        yield element("rect", x=percent(left), y="24", width=percent(right - left), height="12",
                      class_="accepted")  # fmt: skip
    yield element("rect", x="2%", y="24", width="96%", height="12", class_="frame")


def _limit_lines(limit: str, gauge: Gauge, axis: Axis) -> Iterator[Markup]:
    places = [axis.at(bound) for bound in gauge.bounds]
    for place in places:
        yield element(
            "line", x1=percent(place), x2=percent(place), y1="19", y2="42", class_="limit"
        )
    middle = (places[0] + places[-1]) / 2
    yield _label(limit, middle, y="55", class_="limit-label")


def _mark(mark: Mark, gauge: Gauge, axis: Axis) -> Iterator[Markup]:
    """Return a disc inside, a cross outside, a diamond across; a bar for more than a point."""
    places = [axis.at(end) for end in mark.ends]
    if not mark.piece.is_point:
        left = Fraction(2) if mark.piece.low is None else places[0]
        right = Fraction(98) if mark.piece.high is None else places[-1]
        yield element("line", x1=percent(left), x2=percent(right), y1="30", y2="30", class_="range")
    small = gauge.compared is not None
    shape = "M0 -4V4" if small else _SHAPES[mark.side]
    for place in dict.fromkeys(places):
        yield _shape(shape, place, "tick" if small else f"mark {mark.side}")


_SHAPES = {
    Side.INSIDE: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z",
    Side.OUTSIDE: "M-5 -5L5 5M-5 5L5 -5",
    Side.OPEN: "M0 -6L6 0L0 6L-6 0Z",
}


def _shape(path: str, place: Fraction, class_: str) -> Markup:
    drawn = element("path", d=path, class_=class_)
    return element("svg", drawn, x=percent(place), y="30", overflow="visible")


def _compared_mark(gauge: Gauge, axis: Axis) -> Markup | None:
    if gauge.compared is None:
        return None
    place = axis.at(gauge.compared.ends[0])
    return _shape(_SHAPES[gauge.compared.side], place, f"mark {gauge.compared.side}")


def _whisker(gauge: Gauge, axis: Axis) -> Iterator[Markup]:
    """Return the expanded uncertainty on either side of each figure."""
    if not gauge.half_width:
        return
    for mark in (gauge.compared,) if gauge.compared else gauge.marks:
        low, high = min(mark.ends) - gauge.half_width, max(mark.ends) + gauge.half_width
        yield element("line", x1=percent(axis.at(low)), x2=percent(axis.at(high)), y1="30", y2="30",
                      class_="whisker")  # fmt: skip
        for end in (low, high):
            yield _shape("M0 -4V4", axis.at(end), "whisker")


def _result_label(finding: Finding, gauge: Gauge, axis: Axis, words: Mapping[str, str]) -> Markup:
    side = words[gauge.side]
    if gauge.compared is not None:
        text = f"{words['compared']} {_figure(gauge.compared, gauge.unit)} · {side}"
        return _label(text, axis.at(gauge.compared.ends[0]), y="14", class_="result")
    written = "; ".join(finding.measured)
    ends = [end for mark in gauge.marks for end in mark.ends]
    if _width(written) > 26:
        written = f"{finding.measured[0]} … ({len(finding.measured)})"
    middle = (axis.at(min(ends)) + axis.at(max(ends))) / 2
    return _label(f"{written} · {side}", middle, y="14", class_="result")


def _figure(mark: Mark, unit: str) -> str:
    return f"{exact_text(mark.ends[0])} {unit}".rstrip()


def _label(text: str, place: Fraction, *, y: str, class_: str) -> Markup:
    """Return a text at its place, or at the edge where it would run out of the narrowest page."""
    if _width(text) > 44:
        text = f"{text[:40]}…"
    half = Fraction(_width(text) * 13, 10)
    if place < half:
        x, anchor = "2%", "start"
    elif place > 100 - half:
        x, anchor = "98%", "end"
    else:
        x, anchor = percent(place), "middle"
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=class_)


def _width(text: str) -> int:
    """Return how many half-width columns `text` takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def draw_coverage(counts: Sequence[tuple[str, str, int]]) -> Markup:
    """Return a bar of (verdict, word, count), each part as wide as its share."""
    total = sum(count for _, _, count in counts)
    said = ", ".join(f"{word} {count}" for _, word, count in counts)
    parts, start = [], Fraction(0)
    for verdict, _, count in counts:
        if not count:
            continue
        share = Fraction(100 * count, total)
        parts.append(element("rect", x=percent(start), y="0", width=percent(share), height="100%",
                             class_=f"part {verdict}"))  # fmt: skip
        start += share
    return element("svg", element("title", said), parts, class_="coverage", role="img",
                   aria_label=said, width="100%", height="18")  # fmt: skip
