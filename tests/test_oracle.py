"""Generated comparisons of `judge` with the oracle, many thousand of each kind.

A limit and a reading are drawn as figures, near one another where it matters: on the
bound, a digit beside it, on a rounding tie, far away.  They are spelled out for
`judge` and handed to the oracle in the unit of the limit.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import pytest

from conformance import judge
from tests.oracle import (
    Answer,
    Bound,
    HalfLine,
    Limit,
    Marked,
    Point,
    Range,
    Reading,
    Uncertainty,
    Zone,
    expected,
    expected_of_statistic,
    round_half_even,
    settled_but_for_coarseness,
    stands_for,
    statistic_of,
)

BATCHES = range(8)
BATCH = 700

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FULL_WIDTH = str.maketrans("0123456789<>()%", "０１２３４５６７８９＜＞（）％")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `factor` and `offset` lead to the first unit of its family."""

    spellings: tuple[str, ...]
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Family:
    """Units that convert into one another; `zero` is the least value in the first."""

    units: tuple[Unit, ...]
    zero: Fraction = Fraction(0)
    relative_u: bool = True


def scaled(*rows: tuple[str, str], zero: Fraction = Fraction(0)) -> Family:
    """Return a family of units without offset from spellings and factors."""
    units = tuple(Unit(tuple(names.split()), Fraction(factor)) for names, factor in rows)
    return Family(units, zero)


# A quantity with a sign has no least value; this one is less than any that is drawn.
NO_ZERO = Fraction(-(10**40))


MASS_FRACTION = Family(
    scaled(("mg/kg", "1"), ("%", "1e4"), ("g/kg", "1e3"), ("µg/g μg/g ug/g", "1")).units,
    relative_u=False,
)
TEMPERATURE = Family(
    (
        Unit(("℃", "°C")),
        Unit(("℉", "°F"), Fraction(5, 9), Fraction(-160, 9)),
    ),
    zero=Fraction("-273.15"),
    relative_u=False,
)
FAMILIES = (
    scaled(("mA", "1"), ("A", "1e3"), ("µA μA uA", "1e-3")),
    scaled(("mm", "1"), ("cm", "10"), ("m", "1e3"), ("µm μm um", "1e-3")),
    MASS_FRACTION,
    scaled(("N", "1"), ("kN", "1e3")),
    scaled(("MPa", "1"), ("kPa", "1e-3"), ("Pa", "1e-6"), ("N/mm² N/mm2", "1"), zero=NO_ZERO),
    scaled(("mg/dm² mg/dm2", "1"), ("mg/m² mg/m2", "1e-2"), ("µg/cm² ug/cm2", "1e-1")),
    scaled(("s", "1"), ("min", "60"), ("h", "3600")),
    TEMPERATURE,
    scaled(("mL", "1"), ("L", "1e3"), ("m³ m3", "1e6")),
)


@cache
def power_of_ten(exponent: int) -> Fraction:
    """Return 10^`exponent`, exactly."""
    return Fraction(10) ** exponent


@dataclass(frozen=True, slots=True)
class Written:
    """A decimal number as it is written: `mantissa` × 10^`exponent`."""

    mantissa: int
    exponent: int

    @property
    def value(self) -> Fraction:
        """The number."""
        return self.mantissa * self.digit

    @property
    def digit(self) -> Fraction:
        """The last written digit."""
        return power_of_ten(self.exponent)

    def plain(self) -> str:
        """Return the number without a power of ten, which `exponent` has to allow."""
        assert self.exponent <= 0
        sign, digits = "-" if self.mantissa < 0 else "", str(abs(self.mantissa))
        if self.exponent == 0:
            return sign + digits
        digits = digits.rjust(1 - self.exponent, "0")
        return f"{sign}{digits[: self.exponent]}.{digits[self.exponent :]}"

    def spelled(self, rng: random.Random) -> str:
        """Return the number in one of the ways in which a laboratory writes it."""
        if self.exponent <= 0 and rng.random() < 0.85:
            text = self.plain()
            return text.replace("-", "−") if rng.random() < 0.5 else text
        decimals = rng.randrange(len(str(abs(self.mantissa))))
        power = self.exponent + decimals
        base = Written(self.mantissa, -decimals).plain()
        return base + rng.choice(
            (f"E{power}", f"e{power}", f"E{power:+d}", f"×10{str(power).translate(SUPERSCRIPT)}")
        )


@dataclass(frozen=True, slots=True)
class DrawnLimit:
    """A limit as text and as what the oracle is told."""

    text: str
    limit: Limit
    family: Family
    unit: Unit


@dataclass(frozen=True, slots=True)
class DrawnReading:
    """A reading as text and as what the oracle is told."""

    text: str
    reading: Reading


def in_unit(value: Fraction, unit: Unit, target: Unit) -> Fraction:
    """Return a value in another unit of the family."""
    return (value * unit.factor + unit.offset - target.offset) / target.factor


def written_near(value: Fraction, exponent: int) -> Written:
    """Return the number nearest to `value` with the given last digit."""
    digit = power_of_ten(exponent)
    return Written(int(round_half_even(value, digit) / digit), exponent)


def exact_exponent(value: Fraction, least: int) -> int:
    """Return the exponent of the last digit that writes `value` exactly, at least `least`."""
    exponent = 3
    while exponent > least and (value / power_of_ten(exponent)).denominator != 1:
        exponent -= 1
    return exponent


def draw_limit(rng: random.Random, *, two_digits: bool = True) -> DrawnLimit:
    """Draw a limit; `two_digits`: the bounds may differ in their last written digits."""
    family = rng.choice(FAMILIES)
    unit = rng.choice(family.units)
    name = rng.choice(unit.spellings)
    exponent = rng.choice((-4, -3, -2, -1, -1, -1, 0, 0))
    low = Written(rng.randrange(2, 10 ** rng.randrange(1, 5)) + 1, exponent)
    if family is TEMPERATURE and rng.random() < 0.4:
        low = Written(-(abs(low.mantissa) % 200) - 1, exponent)
    if unit.spellings == ("%",):
        low = written_near(low.value % 40 + 1, exponent)
    high = Written(low.mantissa + rng.choice((1, 2, 3, 10, 37, 500)), exponent)
    if two_digits and rng.random() < 0.3:
        high = Written(high.mantissa * 10 + rng.randrange(10), exponent - 1)
    a, b = low.plain(), high.plain()
    if rng.random() < 0.1 and low.mantissa > 0:
        hundreds = rng.choice((10, 100, 1000))
        low = Written(low.mantissa, low.exponent + len(str(hundreds)) - 1)
        a = f"{a}{rng.choice('x×')}{hundreds}"
        high, b = low, a
    space = rng.choice((" ", " ", ""))
    le, ge = rng.choice((("<=", ">="), ("≤", "≥")))

    def at(number: Written, *, closed: bool) -> Bound:
        return Bound(number.value, closed, number.digit)

    kinds = ["upper", "lower", "above", "below"]
    if high.value > low.value:
        kinds += ["or", "and", "..", "..", "±", "±"]
    match rng.choice(kinds):
        case "upper":
            text, zones = f"{le}{space}{a} {name}", [Zone(None, at(low, closed=True))]
        case "lower":
            text, zones = f"{ge}{space}{a} {name}", [Zone(at(low, closed=True), None)]
        case "below":
            text, zones = f"<{space}{a} {name}", [Zone(None, at(low, closed=False))]
        case "above":
            text, zones = f">{space}{a} {name}", [Zone(at(low, closed=False), None)]
        case "or":
            text = f"< {a} {name} or {ge} {b} {name}"
            zones = [Zone(None, at(low, closed=False)), Zone(at(high, closed=True), None)]
        case "and":
            text = f"> {a} {name} and {le} {b} {name}"
            zones = [Zone(at(low, closed=False), at(high, closed=True))]
        case "..":
            text = rng.choice((f"{a} {name} .. {b} {name}", f"{a} .. {b} {name}"))
            zones = [Zone(at(low, closed=True), at(high, closed=True))]
        case _:
            half = Written(
                rng.choice((1, 2, 5, 15)),
                rng.choice((exponent, exponent - 1)) if two_digits else exponent,
            )
            if half.value > low.value - 1 and family is not TEMPERATURE:
                half = Written(1, exponent - 1)
            digit = min(low.digit, half.digit)
            text = f"{a} ± {half.plain()} {name}"
            zones = [
                Zone(
                    Bound(low.value - half.value, True, digit),
                    Bound(low.value + half.value, True, digit),
                )
            ]
    zero = in_unit(family.zero, family.units[0], unit)
    if "%" in unit.spellings:  # a limit in per cent may be one on a deviation
        zero = NO_ZERO
    return DrawnLimit(text, Limit(tuple(zones), zero), family, unit)


def draw_target(rng: random.Random, limit: Limit) -> Fraction:
    """Draw a value where a mistake would show, in the unit of the limit."""
    bound = rng.choice(limit.bounds)
    digit = bound.digit
    beside = rng.choice(
        (
            Fraction(0),
            digit,
            digit / 2,
            digit / 2 + digit / rng.choice((10, 1000, 10**12)),
            digit / 2 - digit / rng.choice((10, 1000, 10**12)),
            digit / 20,
            digit * 3 / 2,
            digit / 10 ** rng.randrange(1, 20),
            digit * rng.randrange(1, 400),
        )
    )
    return max(limit.zero, bound.value + rng.choice((-1, 1)) * beside)


def aim(rng: random.Random, drawn: DrawnLimit, u: Uncertainty | None) -> Fraction:
    """Draw a value near the limit, with U near the limit as it is drawn in or out."""
    if u is None or u.relative or rng.random() < 0.2:
        return draw_target(rng, drawn.limit)
    bound = rng.choice(drawn.limit.bounds)
    way = rng.choice((-1, 1))
    shift = rng.choice((u.amount, u.amount, u.amount * Fraction(rng.randrange(0, 130), 100)))
    beside = rng.choice((Fraction(0), bound.digit / 10, -bound.digit / 10, bound.digit / 10**6))
    return max(drawn.limit.zero, bound.value + way * shift + beside)


def draw_number(
    rng: random.Random,
    drawn: DrawnLimit,
    target: Fraction,
    unit: Unit,
    *,
    fine: bool = False,
    even: bool = False,
) -> tuple[Written, Point]:
    """Draw how `target` is written in `unit`, and what that is in the unit of the limit.

    `fine`: never coarser than the limit.  `even`: ending on an even digit.
    """
    there = in_unit(target, drawn.unit, unit)
    exponent = exact_exponent(there, -22)
    roll = rng.random()
    if roll < 0.2:
        exponent = max(exponent - rng.randrange(1, 6), -24)
    elif roll < 0.45:
        exponent = min(exponent + rng.randrange(1, 4), 4)
    elif roll < 0.5:
        exponent = max(-24, -rng.randrange(5, 24))
    scale = unit.factor / drawn.unit.factor
    while fine and power_of_ten(exponent) * scale > drawn.limit.digit:
        exponent -= 1
    number = written_near(there, exponent)
    if even and number.mantissa % 2:
        number = Written(number.mantissa + 1, number.exponent)
    while in_unit(number.value, unit, drawn.unit) < drawn.limit.zero:
        number = Written(number.mantissa + 1, number.exponent)
    value = in_unit(number.value, unit, drawn.unit)
    return number, Point(value, number.digit * scale)


def in_figures(text: str, rng: random.Random) -> str:
    """Return the text, now and then in full-width figures."""
    return text.translate(FULL_WIDTH) if rng.random() < 0.06 else text


def with_unit(number: str, unit: Unit, rng: random.Random) -> str:
    """Return number and unit, now and then without a space."""
    return f"{number}{rng.choice((' ', ' ', ''))}{rng.choice(unit.spellings)}"


def draw_point(rng: random.Random, drawn: DrawnLimit, *, fine: bool = False) -> DrawnReading:
    """Draw a reading that is one number."""
    unit = rng.choice(drawn.family.units)
    number, point = draw_number(rng, drawn, draw_target(rng, drawn.limit), unit, fine=fine)
    text = number.spelled(rng)
    if drawn.family is TEMPERATURE and number.mantissa > 0 and rng.random() < 0.1:
        text = f"+{text}"
    return DrawnReading(in_figures(with_unit(text, unit, rng), rng), point)


def draw_half_line(
    rng: random.Random, drawn: DrawnLimit, u: Uncertainty | None = None
) -> DrawnReading | None:
    """Draw `<`, `≤`, `>`, `≥` or not detected; None where it could repeat the limit."""
    unit = rng.choice(drawn.family.units)
    number, point = draw_number(rng, drawn, aim(rng, drawn, u), unit)
    if point.value in [drawn.limit.zero, *(bound.value for bound in drawn.limit.bounds)]:
        return None
    body = with_unit(number.spelled(rng), unit, rng)
    if drawn.family is not TEMPERATURE and rng.random() < 0.3:
        text = rng.choice(
            ("未检出 (<{})", "ND (<{})", "N.D. (DL {})", "未检出(定量限: {})", "ND(<{})")
        )
        return DrawnReading(in_figures(text.format(body), rng), HalfLine("<", point.value))
    signs: tuple[tuple[str, HalfLine], ...] = (
        ("<", HalfLine("<", point.value)),
        (">", HalfLine(">", point.value)),
        ("≤", HalfLine("<=", point.value)),
        ("≥", HalfLine(">=", point.value)),
    )
    sign, half_line = rng.choice(signs)
    return DrawnReading(in_figures(sign + rng.choice((" ", "")) + body, rng), half_line)


def draw_range(
    rng: random.Random,
    drawn: DrawnLimit,
    u: Uncertainty | None = None,
    *,
    fine: bool = False,
) -> DrawnReading | None:
    """Draw a range; None where the ends do not ascend or are those of the limit."""
    unit = rng.choice(drawn.family.units)
    name = rng.choice(unit.spellings)
    pair = [draw_number(rng, drawn, aim(rng, drawn, u), unit, fine=fine) for _ in range(2)]
    (low, low_point), (high, high_point) = sorted(pair, key=lambda one: one[0].value)
    ends = [bound.value for bound in drawn.limit.bounds]
    # In an exponent a hyphen is a sign; ranges are written out.
    if low.value >= high.value or max(low.exponent, high.exponent) > 0:
        return None
    if low_point.value in ends and high_point.value in ends:
        return None
    a, b = low.plain(), high.plain()
    spellings = [f"{a}~{b} {name}", f"({a}～{b}){name}", f"{a} {name} ~ {b} {name}"]
    if low.mantissa >= 0:
        spellings += [f"{a}–{b} {name}", f"{a}-{b} {name}"]
    return DrawnReading(rng.choice(spellings), Range(low_point, high_point))


def draw_marked(rng: random.Random, drawn: DrawnLimit) -> DrawnReading | None:
    """Draw a number with a GB/T 8170 mark; None for a negative one and for zero."""
    unit = rng.choice(drawn.family.units)
    number, point = draw_number(
        rng, drawn, draw_target(rng, drawn.limit), unit, even=rng.random() < 0.6
    )
    if number.mantissa <= 0 or number.exponent > 0:
        return None
    name = rng.choice(unit.spellings)
    if rng.random() < 0.5:
        return DrawnReading(f"{number.plain()}(+) {name}", Marked(point, "+"))
    return DrawnReading(f"{number.plain()}(-) {name}", Marked(point, "-"))


def draw_plus_minus(rng: random.Random, drawn: DrawnLimit) -> DrawnReading | None:
    """Draw a number with ± that nobody explains; None where it could repeat the limit."""
    unit = rng.choice(drawn.family.units)
    number, point = draw_number(rng, drawn, draw_target(rng, drawn.limit), unit)
    if number.exponent > 0 or "±" in drawn.text:
        return None
    name, half = rng.choice(unit.spellings), Written(rng.randrange(1, 30), number.exponent).plain()
    text = rng.choice((f"{number.plain()} ± {half} {name}", f"({number.plain()}±{half}) {name}"))
    return DrawnReading(text, point)


def draw_uncertainty(
    rng: random.Random, drawn: DrawnLimit, *, relative: bool
) -> tuple[str, Uncertainty]:
    """Draw U, from far inside the limit to as wide as it."""
    if relative and drawn.family.relative_u and rng.random() < 0.3:
        percent = Written(rng.randrange(1, 300), rng.choice((-2, -1, 0)))
        return f"{percent.plain()} %", Uncertainty(percent.value / 100, relative=True)
    units = [unit for unit in drawn.family.units if unit.spellings != ("%",)]
    unit = rng.choice(units)
    bounds = drawn.limit.bounds
    wide = abs(bounds[-1].value - bounds[0].value) or abs(bounds[0].value)
    part = rng.choice(
        (
            Fraction(1),
            Fraction(1, 2),
            Fraction(1, 10),
            Fraction(1, 100),
            Fraction(rng.randrange(1, 150), 100),
        )
    )
    there = wide * part * drawn.unit.factor / unit.factor
    exponent = exact_exponent(there, -15)
    while exponent > 0:
        exponent -= 1
    number = written_near(there, exponent)
    amount = number.value * unit.factor / drawn.unit.factor
    return f"{number.plain()} {rng.choice(unit.spellings)}", Uncertainty(amount)


def compare(
    answer: Answer,
    limit: str,
    reading: str | Sequence[str],
    *,
    rounding: str = "full-value",
    rule: str = "simple",
    statistic: str = "each",
    uncertainty: str | None = None,
    detection_limit: str | None = None,
    reason: str | None = None,
) -> list[str]:
    """Return what is to be said of one comparison: nothing where `judge` agrees."""
    if answer is None:
        return []
    given = reading if isinstance(reading, str) else list(reading)
    called = (
        f"judge({limit!r}, {given!r}, uncertainty={uncertainty!r}, rounding={rounding!r}, "
        f"rule={rule!r}, statistic={statistic!r}, detection_limit={detection_limit!r})"
    )
    try:
        found = judge(
            limit,
            given,
            uncertainty=uncertainty,
            rounding=rounding,
            rule=rule,
            statistic=statistic,
            detection_limit=detection_limit,
        )
    except Exception as error:  # reported with its call, among the other disagreements
        return [f"{called} raised {type(error).__name__}: {error}, not {answer}"]
    if found.verdict != answer:
        return [f"{called} is {found.verdict.value} ({found.reason}), not {answer}"]
    if reason is not None and found.reason != reason:
        return [f"{called} has the reason {found.reason}, not {reason}"]
    return []


def assert_none(disagreements: Sequence[str]) -> None:
    """Fail with the shortest disagreements, if there are any."""
    shortest = sorted(disagreements, key=len)[:12]
    assert not disagreements, f"{len(disagreements)} disagree, such as\n" + "\n".join(shortest)


@pytest.mark.parametrize("rounding", ["full-value", "rounded-value"])
@pytest.mark.parametrize("batch", BATCHES)
def test_points(batch: int, rounding: str) -> None:
    """One number against a limit, and the reason where only its coarseness leaves it open."""
    rng = random.Random(f"points {rounding} {batch}")
    rounded = rounding == "rounded-value"
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng, two_digits=not rounded)
        read = draw_point(rng, drawn)
        too_coarse = settled_but_for_coarseness(read.reading, drawn.limit, rounded=rounded)
        wrong += compare(
            expected(read.reading, drawn.limit, rounded=rounded),
            drawn.text,
            read.text,
            rounding=rounding,
            reason="reading-too-coarse" if too_coarse else None,
        )
    assert_none(wrong)


DRAW = {
    "half-line": draw_half_line,
    "range": draw_range,
    "marked": draw_marked,
    "plus-minus": draw_plus_minus,
}


@pytest.mark.parametrize("rounding", ["full-value", "rounded-value"])
@pytest.mark.parametrize("kind", DRAW)
def test_readings_that_are_more_than_a_number(kind: str, rounding: str) -> None:
    """Half-lines, not detected, ranges, marks, and ± under simple acceptance."""
    rng = random.Random(f"{kind} {rounding}")
    rounded = rounding == "rounded-value"
    wrong: list[str] = []
    compared = 0
    while compared < 1_000:
        drawn = draw_limit(rng, two_digits=not rounded)
        read = DRAW[kind](rng, drawn)
        if read is None:
            continue
        compared += 1
        wrong += compare(
            expected(read.reading, drawn.limit, rounded=rounded),
            drawn.text,
            read.text,
            rounding=rounding,
        )
    assert_none(wrong)


@pytest.mark.parametrize("word", ["未检出", "ND", "N.D.", "BDL", "<LOD"])
def test_not_detected_with_the_detection_limit_of_the_column(word: str) -> None:
    """Not detected is from zero up to, and without, the limit that the column gives."""
    rng = random.Random(f"column {word}")
    wrong: list[str] = []
    for _ in range(300):
        drawn = draw_limit(rng)
        unit = rng.choice(drawn.family.units)
        number, point = draw_number(rng, drawn, draw_target(rng, drawn.limit), unit)
        if drawn.family is TEMPERATURE or number.mantissa == 0:
            continue
        column = with_unit(number.spelled(rng), unit, rng)
        answer = expected(HalfLine("<", point.value), drawn.limit)
        wrong += compare(answer, drawn.text, word, detection_limit=column)
        wrong += compare("missing-evidence", drawn.text, word, reason="detection-limit-not-stated")
    assert_none(wrong)


@pytest.mark.parametrize("rule", ["guarded", "non-binary"])
@pytest.mark.parametrize("batch", range(5))
def test_points_with_uncertainty(batch: int, rule: str) -> None:
    """A number and U, absolute or relative, near the limit drawn in and drawn out."""
    rng = random.Random(f"{rule} {batch}")
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng)
        text, u = draw_uncertainty(rng, drawn, relative=True)
        unit = rng.choice(drawn.family.units)
        number, point = draw_number(rng, drawn, aim(rng, drawn, u), unit, fine=True)
        answer = expected(point, drawn.limit, rule=rule, u=u)
        wrong += compare(
            answer,
            drawn.text,
            with_unit(number.spelled(rng), unit, rng),
            rule=rule,
            uncertainty=text,
        )
    assert_none(wrong)


@pytest.mark.parametrize("rule", ["guarded", "non-binary"])
@pytest.mark.parametrize("kind", ["half-line", "range"])
def test_sets_with_uncertainty(kind: str, rule: str) -> None:
    """Half-lines and ranges with an absolute U: every member has it."""
    rng = random.Random(f"sets {kind} {rule}")
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng)
        text, u = draw_uncertainty(rng, drawn, relative=False)
        read = (
            draw_half_line(rng, drawn, u)
            if kind == "half-line"
            else draw_range(rng, drawn, u, fine=True)
        )
        if read is not None:
            wrong += compare(
                expected(read.reading, drawn.limit, rule=rule, u=u),
                drawn.text,
                read.text,
                rule=rule,
                uncertainty=text,
            )
    assert_none(wrong)


@pytest.mark.parametrize("p", ["0.95", "0.9", "0.975", "0.99", "0.6"])
def test_points_with_a_probability(p: str) -> None:
    """A number and U under the rule that asks for a probability of conformance."""
    rng = random.Random(f"probability {p}")
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng)
        text, u = draw_uncertainty(rng, drawn, relative=True)
        unit = rng.choice(drawn.family.units)
        number, point = draw_number(rng, drawn, aim(rng, drawn, u), unit, fine=True)
        answer = expected(point, drawn.limit, rule="probability", u=u, p=Fraction(p))
        wrong += compare(
            answer,
            drawn.text,
            with_unit(number.spelled(rng), unit, rng),
            rule=f"probability={p}",
            uncertainty=text,
        )
    assert_none(wrong)


@pytest.mark.parametrize("rule", ["guarded", "non-binary", "probability=0.95"])
def test_no_uncertainty(rule: str) -> None:
    """Without U a guarded rule fails what lies beyond the limit; nothing else is settled."""
    rng = random.Random(f"no U {rule}")
    name = rule.partition("=")[0]
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng)
        read = draw_point(rng, drawn, fine=True)
        answer = expected(read.reading, drawn.limit, rule=name, p=Fraction(95, 100))
        reason = "uncertainty-not-stated" if answer == "missing-evidence" else None
        wrong += compare(answer, drawn.text, read.text, rule=rule, reason=reason)
    assert_none(wrong)


@pytest.mark.parametrize("rounding", ["full-value", "rounded-value"])
@pytest.mark.parametrize("statistic", ["each", "mean", "min", "max", "range", "sum"])
def test_statistics(statistic: str, rounding: str) -> None:
    """One to six specimens, each in its own unit and to its own digit."""
    rng = random.Random(f"{statistic} {rounding}")
    rounded = rounding == "rounded-value"
    wrong: list[str] = []
    for _ in range(BATCH):
        drawn = draw_limit(rng, two_digits=not rounded)
        if drawn.family is TEMPERATURE and statistic in ("range", "sum"):
            continue
        count = rng.randrange(2 if statistic == "range" else 1, 7)
        fine = rng.random() < 0.7
        texts, points = [], []
        for place in range(count):
            target = draw_target(rng, drawn.limit)
            if statistic == "sum" or (statistic == "range" and place % 2):
                target = target / count
            unit = rng.choice(drawn.family.units)
            number, point = draw_number(rng, drawn, target, unit, fine=fine)
            texts.append(with_unit(number.spelled(rng), unit, rng))
            points.append(point)
        if statistic in ("mean", "sum") and rng.random() < 0.5:
            # The last specimen puts the statistic where a mistake would show.
            share = 1 if statistic == "sum" else count
            rest = sum((point.value for point in points[:-1]), Fraction(0))
            target = draw_target(rng, drawn.limit) * share - rest
            if target >= drawn.limit.zero:
                number, point = draw_number(rng, drawn, target, drawn.unit, fine=fine)
                texts[-1] = with_unit(number.spelled(rng), drawn.unit, rng)
                points[-1] = point
        answer = expected_of_statistic(statistic, points, drawn.limit, rounded=rounded)
        wrong += compare(answer, drawn.text, texts, rounding=rounding, statistic=statistic)
    assert_none(wrong)


class TestOracle:
    """The oracle itself, against examples worked by hand."""

    at_most = Limit((Zone(None, Bound(Fraction("1.5"), True, Fraction("0.1"))),), Fraction(0))
    between = Limit(
        (
            Zone(
                Bound(Fraction("9.9"), True, Fraction("0.1")),
                Bound(Fraction("10.1"), True, Fraction("0.1")),
            ),
        ),
        Fraction(0),
    )

    @pytest.mark.parametrize(
        ("value", "full", "rounded"),
        [
            ("1.5", "pass", "pass"),
            ("1.549", "fail", "pass"),
            ("1.55", "fail", "fail"),
            ("1.5000001", "fail", "pass"),
            ("1.49", "pass", "pass"),
        ],
    )
    def test_upper_limit(self, value: str, full: str, rounded: str) -> None:
        point = Point(Fraction(value), Fraction("0.01"))
        assert expected(point, self.at_most) == full
        assert expected(point, self.at_most, rounded=True) == rounded

    def test_a_tie_goes_to_the_even_neighbour(self) -> None:
        tie = Point(Fraction("9.85"), Fraction("0.01"))
        assert expected(tie, self.between, rounded=True) == "fail"
        tie = Point(Fraction("10.05"), Fraction("0.01"))
        assert expected(tie, self.between, rounded=True) == "pass"

    def test_a_coarse_reading_is_open(self) -> None:
        coarse = Point(Fraction(1), Fraction(1))
        assert expected(coarse, self.at_most) == "pass"
        coarse = Point(Fraction(2), Fraction(1))
        assert expected(coarse, self.at_most) == "missing-evidence"
        assert settled_but_for_coarseness(coarse, self.at_most, rounded=False)
        assert expected(Point(Fraction(3), Fraction(1)), self.at_most) == "fail"

    @pytest.mark.parametrize(
        ("sign", "end", "answer"),
        [
            ("<", "1.5", "pass"),
            ("<", "1.6", "missing-evidence"),
            (">", "1.5", "fail"),
            (">=", "1.5", "missing-evidence"),
            ("<=", "1.5", "pass"),
        ],
    )
    def test_half_lines(self, sign: str, end: str, answer: str) -> None:
        lines = {
            "<": HalfLine("<", Fraction(end)),
            "<=": HalfLine("<=", Fraction(end)),
            ">": HalfLine(">", Fraction(end)),
            ">=": HalfLine(">=", Fraction(end)),
        }
        assert expected(lines[sign], self.at_most) == answer

    def test_marks_decide_the_half(self) -> None:
        number = Point(Fraction("1.550"), Fraction("0.002"))
        assert expected(Marked(number, "-"), self.at_most, rounded=True) == "pass"
        assert expected(Marked(number, "+"), self.at_most, rounded=True) == "fail"

    @pytest.mark.parametrize(
        ("value", "guarded", "non_binary"),
        [
            ("1.3", "pass", "pass"),
            ("1.31", "fail", "missing-evidence"),
            ("1.7", "fail", "missing-evidence"),
            ("1.71", "fail", "fail"),
        ],
    )
    def test_drawn_in_and_out(self, value: str, guarded: str, non_binary: str) -> None:
        point, u = Point(Fraction(value), Fraction("0.01")), Uncertainty(Fraction("0.2"))
        assert expected(point, self.at_most, rule="guarded", u=u) == guarded
        assert expected(point, self.at_most, rule="non-binary", u=u) == non_binary

    def test_nothing_left_when_drawn_in(self) -> None:
        u = Uncertainty(Fraction("0.11"))
        inside, beyond = (Point(Fraction(text), Fraction("0.1")) for text in ("10.0", "10.3"))
        assert expected(inside, self.between, rule="guarded", u=u) == "missing-evidence"
        assert expected(beyond, self.between, rule="guarded", u=u) == "fail"

    @pytest.mark.parametrize(
        ("value", "answer"),
        [
            ("1.33", "pass"),
            ("1.34", "missing-evidence"),
            ("1.66", "missing-evidence"),
            ("1.67", "fail"),
        ],
    )
    def test_probability(self, value: str, answer: str) -> None:
        # 1.645 standard deviations of 0.1 on either side of 1.5
        point, u = Point(Fraction(value), Fraction("0.01")), Uncertainty(Fraction("0.2"))
        p = Fraction(95, 100)
        assert expected(point, self.at_most, rule="probability", u=u, p=p) == answer

    def test_the_range_of_specimens_is_between_two_of_them(self) -> None:
        spans = [stands_for(Point(Fraction(n), Fraction(1)), self.at_most) for n in (3, 3)]
        spread = statistic_of("range", spans)
        assert spread.low == Fraction(0)
        assert spread.high == Fraction(1)

    def test_every_kind_of_answer_is_drawn(self) -> None:
        rng = random.Random("answers")
        seen = set()
        for _ in range(300):
            drawn = draw_limit(rng)
            seen.add(expected(draw_point(rng, drawn).reading, drawn.limit))
        assert seen == {"pass", "fail", "missing-evidence"}
