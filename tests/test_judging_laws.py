"""Laws of `judge`: what must hold whatever the limit, the reading and the rule."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance import judge

TABLE = Path(__file__).parents[2] / "shared/facts/gbt8170_table.csv"
RANK = {"fail": 0, "missing-evidence": 1, "pass": 2}
ROUNDINGS = ("full-value", "rounded-value")
RULES = ("simple", "guarded", "non-binary", "probability=0.95")
FULL_WIDTH = str.maketrans("0123456789<>", "０１２３４５６７８９＜＞")

# Powers of ten apart, so that a number moved to another of them keeps its last digit.
SCALES = (
    {"A": 0, "mA": -3, "µA": -6},
    {"m": 0, "cm": -2, "mm": -3, "µm": -6},
    {"%": 0, "g/kg": -1, "mg/kg": -4},
    {"MPa": 0, "kPa": -3, "Pa": -6, "N/mm²": 0},
    {"mg/dm²": 0, "µg/cm²": -1, "mg/m²": -2},
    {"m³": 0, "L": -3, "mL": -6},
)


def verdict(limit: str, reading: str | list[str], **options: Any) -> str:
    """Return the word of the verdict."""
    return str(judge(limit, reading, **options).verdict.value)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its last digit, in the scale's unit of power 0."""

    mantissa: int
    exponent: int

    def reading(self, unit: str, power: int = 0) -> str:
        """Return it in a unit that is 10^`power` of the first, plain where that keeps the digit."""
        exponent = self.exponent - power
        if exponent > 0:
            return f"{self.mantissa}E{exponent} {unit}"
        return self.plain(unit, power)

    def plain(self, unit: str, power: int = 0) -> str:
        """Return it as limits are written: plain, or a number times a power of ten."""
        exponent = self.exponent - power
        if exponent > 0:
            return f"{self.mantissa}x1{'0' * exponent} {unit}"
        return f"{Decimal(self.mantissa).scaleb(exponent):f} {unit}"


numbers = st.builds(Number, st.integers(1, 3000), st.integers(-3, 1))
roundings = st.sampled_from(ROUNDINGS)
scales = st.sampled_from(SCALES)


@st.composite
def numbers_near(draw: st.DrawFn, number: Number) -> Number:
    """Draw numbers at, beside and far from another, with more digits or fewer."""
    finer = draw(st.integers(-1, 3))
    if finer < 0:
        return Number(max(1, number.mantissa // 10), number.exponent + 1)
    size = 10**finer
    beside = draw(
        st.one_of(st.integers(-2 * size, 2 * size), st.sampled_from((0, size // 2, -(size // 2))))
    )
    return Number(max(1, number.mantissa * size + beside), number.exponent - finer)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A limit with one or two bounds, and numbers near them."""

    form: str
    bounds: tuple[Number, Number]
    values: tuple[Number, ...]
    scale: dict[str, int]

    def limit(self, unit: str) -> str:
        """Return the limit written in a unit of the scale."""
        low, high = (bound.plain(unit, self.scale[unit]) for bound in self.bounds)
        return self.form.format(low=low, high=high)

    def readings(self, unit: str) -> list[str]:
        """Return the values written in a unit of the scale."""
        return [value.reading(unit, self.scale[unit]) for value in self.values]


ONE_SIDED = ("<= {low}", "< {low}", ">= {low}", "> {low}")
TWO_SIDED = ("{low} .. {high}", "< {low} or >= {high}", "> {low} and <= {high}")


@st.composite
def comparisons(
    draw: st.DrawFn, *, forms: tuple[str, ...] = ONE_SIDED + TWO_SIDED, most: int = 1
) -> Comparison:
    """Draw a limit and one to `most` values."""
    low = draw(numbers)
    high = Number(low.mantissa + draw(st.integers(1, 30)), low.exponent)
    near = st.sampled_from((low, high)).flatmap(numbers_near)
    values = draw(st.lists(near, min_size=1, max_size=most))
    return Comparison(draw(st.sampled_from(forms)), (low, high), tuple(values), draw(scales))


class TestUnitsDoNotMatter:
    """A verdict is about the quantity, not about the unit in which it was written."""

    @given(comparison=comparisons(most=3), data=st.data(), rounding=roundings)
    def test_a_reading_in_another_unit_keeps_the_verdict(
        self, comparison: Comparison, data: st.DataObject, rounding: str
    ) -> None:
        units = st.sampled_from(sorted(comparison.scale))
        limit = comparison.limit(data.draw(units))
        here, there = (comparison.readings(data.draw(units)) for _ in range(2))
        assert verdict(limit, here, rounding=rounding) == verdict(limit, there, rounding=rounding)

    @given(comparison=comparisons(), data=st.data(), rounding=roundings)
    def test_a_limit_in_another_unit_keeps_the_verdict(
        self, comparison: Comparison, data: st.DataObject, rounding: str
    ) -> None:
        units = st.sampled_from(sorted(comparison.scale))
        here, there = (comparison.limit(data.draw(units)) for _ in range(2))
        readings = comparison.readings(data.draw(units))
        assert verdict(here, readings, rounding=rounding) == verdict(
            there, readings, rounding=rounding
        )

    @given(comparison=comparisons(), u=numbers, data=st.data(), rule=st.sampled_from(RULES))
    def test_an_uncertainty_in_another_unit_keeps_the_verdict(
        self, comparison: Comparison, u: Number, data: st.DataObject, rule: str
    ) -> None:
        # U in % is a part of the value, not a mass fraction.
        units = st.sampled_from(sorted(set(comparison.scale) - {"%"}))
        unit = data.draw(units)
        limit, readings = comparison.limit(unit), comparison.readings(unit)
        here, there = (
            u.reading(one, comparison.scale[one]) for one in (data.draw(units), data.draw(units))
        )
        assert verdict(limit, readings, uncertainty=here, rule=rule) == verdict(
            limit, readings, uncertainty=there, rule=rule
        )


class TestFullWidthDigitsDoNotMatter:
    """Digits and signs typed in full width are the same digits and signs."""

    @given(comparison=comparisons(), sign=st.sampled_from(("", "<", ">")), rounding=roundings)
    def test_full_width_keeps_the_verdict(
        self, comparison: Comparison, sign: str, rounding: str
    ) -> None:
        unit = min(comparison.scale)
        number = comparison.values[0].reading(unit, comparison.scale[unit])
        limit, reading = comparison.limit(unit), f"{sign}{number}"
        narrow = verdict(limit, reading, rounding=rounding)
        assert verdict(limit, reading.translate(FULL_WIDTH), rounding=rounding) == narrow


class TestABetterValueNeverWorsensAVerdict:
    """Against a one-sided limit, under simple acceptance."""

    @given(
        comparison=comparisons(forms=ONE_SIDED, most=5),
        statistic=st.sampled_from(("each", "min", "max", "mean")),
        rounding=roundings,
        data=st.data(),
    )
    def test_improving_one_specimen(
        self, comparison: Comparison, statistic: str, rounding: str, data: st.DataObject
    ) -> None:
        unit = min(comparison.scale)
        limit, before = comparison.limit(unit), comparison.readings(unit)
        place = data.draw(st.integers(0, len(before) - 1))
        worse = comparison.values[place]
        way = -1 if comparison.form.startswith("<") else 1
        better = Number(
            max(0, worse.mantissa + way * data.draw(st.integers(1, 2000))), worse.exponent
        )
        after = list(before)
        after[place] = better.reading(unit, comparison.scale[unit])
        options = {"statistic": statistic, "rounding": rounding}
        assert RANK[verdict(limit, after, **options)] >= RANK[verdict(limit, before, **options)]

    @given(comparison=comparisons(forms=("<= {low}", "< {low}")), less=st.integers(1, 2000))
    def test_improving_what_is_known_from_above(self, comparison: Comparison, less: int) -> None:
        unit = min(comparison.scale)
        worse = comparison.values[0]
        better = Number(max(1, worse.mantissa - less), worse.exponent)
        limit = comparison.limit(unit)
        # A half-line that repeats the limit is no result; a value on the bound is left out.
        bound = comparison.bounds[0]
        ends = [
            Fraction(one.mantissa) * Fraction(10) ** one.exponent for one in (bound, worse, better)
        ]
        if ends[0] not in ends[1:]:
            before, after = (
                f"< {one.reading(unit, comparison.scale[unit])}" for one in (worse, better)
            )
            assert RANK[verdict(limit, after)] >= RANK[verdict(limit, before)]


class TestWideningUNeverMakesAPass:
    """What did not pass at a smaller uncertainty does not pass at a larger one."""

    @given(
        comparison=comparisons(),
        u=st.integers(0, 400),
        more=st.integers(1, 4000),
        rule=st.sampled_from(RULES),
        relative=st.booleans(),
    )
    def test_a_pass_at_a_wider_u_is_a_pass_at_the_narrower(
        self, comparison: Comparison, u: int, more: int, rule: str, relative: bool
    ) -> None:
        unit = "mg/kg" if "%" in comparison.scale else min(comparison.scale)
        limit, readings = comparison.limit(unit), comparison.readings(unit)
        exponent = comparison.bounds[0].exponent - 1 - comparison.scale[unit]
        narrow, wide = (
            f"{Decimal(size).scaleb(-1):f} %"
            if relative
            else f"{Decimal(size).scaleb(exponent):f} {unit}"
            for size in (u, u + more)
        )
        if verdict(limit, readings, uncertainty=wide, rule=rule) == "pass":
            assert verdict(limit, readings, uncertainty=narrow, rule=rule) == "pass"


class TestGuardingIsStricter:
    """What passes under a guard band passes without one, and a band of no width changes nothing."""

    @given(
        comparison=comparisons(most=3),
        u=st.integers(0, 4000),
        rule=st.sampled_from(("guarded", "non-binary")),
    )
    def test_a_guarded_pass_is_a_simple_pass(
        self, comparison: Comparison, u: int, rule: str
    ) -> None:
        unit = min(comparison.scale.keys() - {"%"})
        limit, readings = comparison.limit(unit), comparison.readings(unit)
        exponent = comparison.bounds[0].exponent - 1 - comparison.scale[unit]
        amount = f"{Decimal(u).scaleb(exponent):f} {unit}"
        guarded = verdict(limit, readings, uncertainty=amount, rule=rule)
        simple = verdict(limit, readings)
        if guarded == "pass":
            assert simple == "pass"
        if u == 0:
            assert guarded == simple

    @given(comparison=comparisons(most=3), rule=st.sampled_from(RULES))
    def test_no_uncertainty_is_never_taken_for_none(
        self, comparison: Comparison, rule: str
    ) -> None:
        unit = min(comparison.scale)
        if rule != "simple":
            limit, readings = comparison.limit(unit), comparison.readings(unit)
            assert verdict(limit, readings, rule=rule) != "pass"


class TestTheOrderOfSpecimensDoesNotMatter:
    """Specimens are a set; the first is not special."""

    @given(
        comparison=comparisons(most=6),
        statistic=st.sampled_from(("each", "mean", "min", "max", "range", "sum")),
        rounding=roundings,
        data=st.data(),
    )
    def test_shuffled_specimens_keep_the_verdict(
        self, comparison: Comparison, statistic: str, rounding: str, data: st.DataObject
    ) -> None:
        unit = min(comparison.scale)
        limit, readings = comparison.limit(unit), comparison.readings(unit)
        shuffled = data.draw(st.permutations(readings))
        options = {"statistic": statistic, "rounding": rounding}
        assert verdict(limit, shuffled, **options) == verdict(limit, readings, **options)


NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(?:[eE]([-+]?\d+)|[x×*]10\^?([-+]?\d+))?")
SUPERSCRIPT = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")


def every_number_conforms(text: str) -> bool:
    """Whether the text has a number, and each is at most 1.5 mA in a unit it may be in.

    Only a letter for micro, nano or pico can make a number smaller.  Labels (`2#:`) and
    what follows ± are not the numbers meant.
    """
    text = text.replace("\u200b", "")  # nobody sees it, and the reader takes it out
    folded = unicodedata.normalize("NFKC", text.translate(SUPERSCRIPT)).replace("−", "-")
    folded = re.sub(r"\d+\s*#\s*:?|±\s*[\d.]+", " ", folded)
    prefixes = {"µ": -3, "μ": -3, "u": -3, "n": -6, "p": -9}
    least = min((prefixes[c] for c in folded if c in prefixes), default=0)
    factor = Fraction(10) ** (3 if least == 0 and "A" in folded and "m" not in folded else least)
    found = NUMBER.findall(folded)
    return bool(found) and all(
        Fraction(digits) * Fraction(10) ** int(power or ten or 0) * factor <= Fraction("1.5")
        for digits, power, ten in found
        if len(power) < 4 and len(ten) < 4
    )


PIECES = (
    "12.0 mA",
    "0.12 mA",
    "1.5 mA",
    "1.6mA",
    "< 2 mA",
    "≤ 1.5 mA",
    "> 1 mA",
    "1~2 mA",
    "未检出",
    "ND (<2 mA)",
    "1.50(+) mA",
    "1.2×10³ mA",
    "1.2E-3 A",
    "１.５ mA",
    "2.0 ± 0.2 mA",
    "0.1/9 mA",
    "1#:0.1 2#:9 mA",
    "P",
    "F",
    "符合",
    "—",
    "见附表",
    "IPX4",
    "1250V/1min 无击穿",
    "1,2 mA",
    "0,9",
    "-0.1 mA",
    "+1 mA",
    "nan mA",
    "inf mA",
    "1_0 mA",
    "0x1 mA",
    "1e999 mA",
    "1e-999 mA",
    "٣ mA",
)
characters = st.sampled_from(
    "0123456789.,-+−±~～–<>≤≥＜()/#%:×Ee mAµuVΩ℃０５．⁻³²½①\u00a0\u200b\n\t\x00"
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a reading with up to three characters put in, taken out or exchanged."""
    text = draw(st.sampled_from(PIECES))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        taken = draw(st.integers(0, 1))
        text = text[:place] + draw(st.one_of(st.just(""), characters)) + text[place + taken :]
    return text


hostile = st.one_of(
    st.text(max_size=40),
    st.text(characters, max_size=15),
    mutated(),
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
)


class TestNoTextPassesByAccident:
    """Any text is a reading; it passes only with the digits of a number that conforms."""

    @settings(max_examples=1500)
    @given(text=hostile)
    def test_at_most(self, text: str) -> None:
        if verdict("<= 1.5 mA", text) == "pass":
            assert every_number_conforms(text)

    @settings(max_examples=500)
    @given(text=hostile, rule=st.sampled_from(RULES), u=st.one_of(st.none(), hostile))
    def test_nor_with_any_text_as_uncertainty(self, text: str, rule: str, u: str | None) -> None:
        try:
            found = verdict("<= 1.5 mA", text, rule=rule, uncertainty=u)
        except ValueError:
            # The uncertainty is the caller's own, and may be refused like a bad limit.
            assert u is not None
            return
        if found == "pass":
            assert every_number_conforms(text)

    @settings(max_examples=500)
    @given(text=hostile, limit=st.sampled_from((">= 0.5 mA", "0.5 .. 1.5 mA", "1.0 ± 0.5 mA")))
    def test_a_text_without_digits_never_passes(self, text: str, limit: str) -> None:
        if verdict(limit, text) == "pass":
            assert NUMBER.search(unicodedata.normalize("NFKC", text))

    @given(
        texts=st.lists(hostile, max_size=4),
        statistic=st.sampled_from(("each", "mean", "min", "max", "range", "sum")),
    )
    def test_any_texts_as_specimens(self, texts: list[str], statistic: str) -> None:
        if verdict("<= 1.5 mA", texts, statistic=statistic) == "pass":
            assert any(NUMBER.search(unicodedata.normalize("NFKC", text)) for text in texts)


class TestRepetitionIsNoResult:
    """A reading that repeats sign and numbers of the limit says nothing; a bare number does."""

    @pytest.mark.parametrize(
        ("limit", "reading"),
        [
            ("<= 1.5 mA", "≤ 1.5 mA"),
            ("≤1.5 mA", "≤1.5mA"),
            ("< 1.5 mA", "＜1.5 mA"),
            (">= 20 MPa", "≥20 MPa"),
            ("35 ℃ .. 42 ℃", "35~42 ℃"),
            ("10.0 ± 0.1 mm", "10.0 ± 0.1 mm"),
        ],
    )
    def test_repeated(self, limit: str, reading: str) -> None:
        found = judge(limit, reading)
        assert (found.verdict.value, found.reason) == ("missing-evidence", "reading-repeats-limit")

    @pytest.mark.parametrize(
        ("limit", "reading", "answer"),
        [
            ("<= 1.5 mA", "1.5 mA", "pass"),
            ("< 1.5 mA", "1.5 mA", "fail"),
            (">= 20 MPa", "20 MPa", "pass"),
            ("< 1.5 mA", "≤ 1.5 mA", "missing-evidence"),
            ("<= 1.5 mA", "< 1.5 mA", "pass"),
            ("35 .. 42 ℃", "36~42 ℃", "pass"),
        ],
    )
    def test_not_repeated(self, limit: str, reading: str, answer: str) -> None:
        assert verdict(limit, reading) == answer


class TestPlusMinus:
    """± without a word on what it is: a number, but no U."""

    @pytest.mark.parametrize("rule", ["guarded", "non-binary", "probability=0.95"])
    def test_it_is_no_uncertainty(self, rule: str) -> None:
        found = judge("<= 12 mm", "10.0 ± 0.2 mm", rule=rule)
        assert (found.verdict.value, found.reason) == (
            "missing-evidence",
            "uncertainty-not-explained",
        )

    def test_it_is_a_number(self) -> None:
        assert verdict("<= 10.1 mm", "10.0 ± 0.2 mm") == "pass"


def table_rows() -> list[dict[str, str]]:
    """Return the rows of the table of GB/T 8170 comparisons; none where it is not at hand."""
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def limit_of(row: dict[str, str]) -> tuple[str, str]:
    """Return limit and unit of a row, spelled as the row spells the limit."""
    unit = row["item"].split()[-1]
    text = row["limit_text"]
    if row["op"] in ("<=", ">="):
        return f"{row['op']} {text} {unit}", unit
    number, bracket, rest = text.partition(" (")
    number = number.replace("~", " .. ").replace("±", " ± ")
    return f"{number} {unit}{bracket}{rest}", unit


@pytest.mark.skipif(not TABLE.exists(), reason=f"{TABLE} is not at hand")
class TestTableOfGBT8170:
    """The comparisons of GB/T 8170-2008, 4.3, tables 2 and 3, in both ways."""

    @pytest.mark.parametrize("rounding", ROUNDINGS)
    @pytest.mark.parametrize(
        "row", table_rows(), ids=lambda row: f"{row['limit_text']}, {row['measured']}"
    )
    def test_row(self, row: dict[str, str], rounding: str) -> None:
        limit, unit = limit_of(row)
        answer = {"Y": "pass", "N": "fail"}[row[f"{rounding.replace('-', '_')}_ok"]]
        assert verdict(limit, f"{row['measured']} {unit}", rounding=rounding) == answer

    def test_there_are_rows(self) -> None:
        assert len(table_rows()) >= 30
