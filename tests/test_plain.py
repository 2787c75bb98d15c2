"""The direct comparison of a plain number answers what the full one answers, in every field."""

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conformance.diagnostics import IllFormed
from conformance.judging import (
    Criterion,
    Rounding,
    Rule,
    RuleName,
    Statistic,
    Uncertainty,
    determine,
    plain,
)
from conformance.judging.determination import determine_in_full
from conformance.judging.plain import compare_plainly
from conformance.quantities.expressions import Amount, Unknown
from conformance.quantities.limit import Accepted, parse_limit, resolve
from conformance.quantities.number import exact_text
from conformance.quantities.reading import Measured, Said, read_reading
from conformance.quantities.units import find_units
from conformance.verdicts import Verdict

CASES, READINGS_OF_ONE_LIMIT = 20_000, 10

# Units that convert, units with a sign of their own, counts, and bare numbers.
FAMILIES = (
    ("A", "mA", "µA"),
    ("m", "mm", "in"),
    ("%", "mg/kg", "g/kg"),
    ("℃", "℉"),
    ("K",),
    ("MPa", "kPa", "N/mm²"),
    ("r/min",),
    ("CFU/g",),
    ("次",),
    ("dB(A)",),
    ("W", "kW"),
    ("%RH",),
    ("",),
)
FORMS = (
    "<= {a}", "< {a}", ">= {a}", "> {a}", "= {a}", "{a} .. {b}", "> {a} and < {b}",
    "< {a} or >= {b}", "<= {a} or {b} .. {c}", "{b} ± {a}", "not detected (DL {a})",
    "<= {a} / 3", "<= -{a}", "-{a} .. {b}", "-{a} .. {a}",
)  # fmt: skip
INTERVALS = (None, None, None, Fraction(1, 2), Fraction(1, 5), Fraction(10))


def number(mantissa: int, places: int) -> str:
    """Return `mantissa` × 10^-`places` with all its places written."""
    sign, digits = "-" * (mantissa < 0), str(abs(mantissa)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def drawn_criterion(source: random.Random) -> tuple[Criterion, tuple[str, ...]] | None:
    """Return a criterion with the units that may answer it, None where the limit is refused."""
    family = source.choice(FAMILIES)
    unit, low = source.choice(family), source.randint(1, 400)
    places = [source.randint(0, 3)] * 3
    if source.random() < 0.2:
        places = [source.randint(0, 3) for _ in places]
    bounds = {
        name: f"{number((low + step) * 10 ** max(p - 1, 0), p)} {unit}".strip()
        for name, step, p in zip("abc", (0, 7, 21), places, strict=True)
    }
    text = source.choice(FORMS).format(**bounds)
    try:
        accepted = resolve(parse_limit(text))
    except IllFormed:
        return None
    assert not isinstance(accepted, Unknown)
    asked = Criterion(
        accepted=accepted,
        text=text,
        rounding=source.choice(tuple(Rounding)),
        interval=source.choice(INTERVALS),
        specimens=source.choice((None, None, 1, 2)),
    )
    return asked, family


def drawn_reading(source: random.Random, asked: Criterion, family: tuple[str, ...]) -> str:
    """Return a number at, beside or far from an end of the limit, with 1 to about 30 digits."""
    assert isinstance(asked.accepted, Accepted)
    unit = source.choice(family) if source.random() < 0.96 else source.choice(("", "kg", "mA"))
    near = source.choice(
        [end for p in asked.accepted.values for end in (p.low, p.high) if end is not None]
        or [Fraction(7)]  # bounds that crossed accept everything
    )
    if source.random() < 0.3:  # where rounding tips over
        near += source.choice((-1, 1)) * (asked.interval or asked.accepted.digit or Fraction(1)) / 2
    mine, wanted = find_units(unit), asked.accepted.units
    if mine and wanted and mine[0].kind in {w.kind for w in wanted}:
        other = next(w for w in wanted if w.kind == mine[0].kind)
        near = (near * other.factor + other.offset - mine[0].offset) / mine[0].factor
    places = source.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 20, 26))
    beside = source.choice((0, 0, 0, 1, -1, source.randint(-999, 999)))
    text = number(round(near * 10**places) + beside, places)
    sign = "+" if text[0] != "-" and source.random() < 0.2 else ""
    return f"{sign}{text} {unit}".strip()


def differences(source: random.Random, cases: int) -> tuple[list[object], Counter[str]]:
    """Return the cases with different answers, and how many were decided which way."""
    wrong: list[object] = []
    ways: Counter[str] = Counter()
    while ways.total() < cases:
        drawn = drawn_criterion(source)
        if drawn is None:
            continue
        asked, family = drawn
        for _ in range(READINGS_OF_ONE_LIMIT):
            text = drawn_reading(source, asked, family)
            reading = read_reading(text)
            taken = compare_plainly(asked, reading) is not None
            actual, expected = determine(asked, [reading]), determine_in_full(asked, [reading])
            ways[f"{'plain' if taken else 'in full'}: {expected.verdict}"] += 1
            if actual != expected or repr(actual) != repr(expected):
                wrong.append((asked.text, asked.rounding, asked.interval, text))
    return wrong, ways


def test_twenty_thousand_numbers_at_beside_and_far_from_limits() -> None:
    wrong, ways = differences(random.Random(20_260_901), CASES)
    assert not wrong
    assert ways["plain: pass"] > CASES / 6
    assert ways["plain: fail"] > CASES / 6
    assert ways["plain: missing-evidence"] == 0
    assert ways["in full: missing-evidence"] > CASES / 20


class TestLaw:
    """However limit and number are drawn, both ways give one answer."""

    @given(st.integers(0, 2**64))
    def test_both_ways_give_one_answer(self, seed: int) -> None:
        wrong, _ = differences(random.Random(seed), READINGS_OF_ONE_LIMIT)
        assert not wrong


def asked_for(limit: str = "<= 0.25 mA", **options: Any) -> Criterion:
    accepted = resolve(parse_limit(limit))
    assert not isinstance(accepted, Unknown)
    return Criterion(accepted=accepted, text=limit, **options)


@pytest.mark.parametrize(
    ("limit", "reading", "verdict"),
    [
        ("<= 0.25 mA", "0.12 mA", "pass"),
        ("<= 0.25 mA", "0.25 mA", "pass"),
        ("<= 0.25 mA", "250.0 µA", "pass"),
        ("<= 0.25 mA", "250.1 µA", "fail"),
        (">= -5 ℃", "-5.1 ℃", "fail"),
        ("< 6 mm or >= 12 mm", "7 mm", "fail"),
        ("<= 100 次", "10⁵ 次", "fail"),
        ("<= 5", "4", "pass"),
    ],
)
def test_common_case_is_decided_directly(
    limit: str, reading: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, read = asked_for(limit), read_reading(reading)
    assert compare_plainly(asked, read) is not None
    monkeypatch.setattr("conformance.judging.determination.determine_in_full", None)
    assert determine(asked, [read]).verdict is Verdict(verdict)


@pytest.mark.parametrize(
    ("limit", "reading"),
    [
        ("<= 0.25 mA", "0.1 mA"),  # coarser than the limit
        ("<= 0.25 mA", "-0.12 mA"),
        ("<= 0.25 mA", "0.12"),
        ("<= 0.25 mA", "0.12 V"),
        ("<= 0.25 mA", "< 0.12 mA"),
        ("<= 0.25 mA", "0.12 mA P"),
        ("<= 0.25 mA", "0.12 ± 0.01 mA"),
        ("<= 0.25 mA", "0.12(+) mA"),
        ("<= 0.25 mA", "0.120 mA (120 µA)"),
        ("<= 0.25 mA", "0.12 mA; 0.13 mA"),
        ("<= 0.25 mA", "P"),
        ("-0.10 mm .. 0.20 mm", "0.12 mm"),  # the sign decides
        ("<= 1 mA / 3", "0.12 mA"),  # no last place
        (">= IPX4", "0.12 mA"),
    ],
)
def test_anything_else_is_decided_in_full(limit: str, reading: str) -> None:
    assert compare_plainly(asked_for(limit), read_reading(reading)) is None


@pytest.mark.parametrize(
    "options",
    [
        {"statistic": Statistic.MEAN},
        {"statistic": Statistic.K_OF_N, "at_least": 1},
        {"specimens": 2},
        {"rule": Rule(RuleName.GUARDED)},
        {"correction": Fraction(3, 10)},
        {"relative_to": Amount(Fraction(1))},
    ],
)
def test_criterion_that_asks_for_more_is_decided_in_full(options: dict[str, Any]) -> None:
    assert compare_plainly(asked_for(**options), read_reading("0.12 mA")) is None


def test_reading_not_made_by_the_parser_is_decided_in_full() -> None:
    read = read_reading("0.12 mA")
    assert isinstance(read, Measured)
    wide = read_reading("0.12 ~ 0.13 mA")
    assert isinstance(wide, Measured)
    for other in (
        replace(read, digits=None),
        replace(read, values=wide.values),
        replace(read, said=Said.PASS),
    ):
        assert compare_plainly(asked_for(), other) is None


def test_uncertainty_and_correction_have_no_say_in_the_plain_case() -> None:
    read, stated = read_reading("0.12 mA"), Uncertainty(Fraction(1), find_units("mA"))
    for corrected in (None, True, False):
        actual = determine(asked_for(), [read], uncertainty=stated, corrected=corrected)
        assert actual == determine_in_full(
            asked_for(), [read], uncertainty=stated, corrected=corrected
        )


def test_yardsticks_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, object] = {}
    monkeypatch.setattr(plain, "_YARDSTICKS", kept)
    monkeypatch.setattr(plain, "_MOST_YARDSTICKS", 3)
    for value in range(1, 9):
        assert compare_plainly(asked_for(f"<= {value} mA"), read_reading("3 mA")) is not None
        assert len(kept) <= 3


def test_numbers_are_drawn_as_written() -> None:
    assert [number(-5, 2), number(1200, 3), number(7, 0)] == ["-0.05", "1.200", "7"]
    assert exact_text(Fraction(number(-5, 2))) == "-0.05"
