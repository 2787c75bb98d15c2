"""The parser of limits: every spelling, every refusal, and nothing else for any text."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.diagnostics import IllFormed
from conformance.quantities.expressions import Unknown
from conformance.quantities.limit import Accepted, amount, parse_limit, resolve
from tests.golden import compare


def shown(text: str, **attributes: str) -> str:
    """Return the limit in symbols, its attributes known."""
    known = {name: amount(value) for name, value in attributes.items()}
    accepted = resolve(parse_limit(text), known)
    assert not isinstance(accepted, Unknown)
    return str(accepted)


@pytest.mark.parametrize(
    ("symbols", "spellings"),
    [
        (
            "≤ 1.50 mg/L",
            "<= 1.50 mg/L|=< 1.50 mg/L|≤1.50mg/L|≦ 1.50 mg/L|⩽ 1.50 mg/L|≯ 1.50 mg/L|"
            "不大于 1.50 mg/L|不超过1.50 mg/L|不高于1.50 mg/L|至多1.50 mg/L|小于等于1.50 mg/L|"
            "小于或等于1.50 mg/L|≤ １.５０ ｍｇ／Ｌ",
        ),
        (
            "≥ 20 MΩ",
            ">= 20 MΩ|=> 20 MΩ|≥20MΩ|≧ 20 MΩ|⩾ 20 MΩ|≮ 20 MΩ|不小于 20 MΩ|不低于20 MΩ|"
            "不少于20 MΩ|至少20 MΩ|大于等于20 MΩ|大于或等于20 MΩ|＞＝20 MΩ",
        ),
        ("< 6 mm", "< 6 mm|＜6mm|小于 6 mm|低于6 mm|少于6 mm"),
        ("> 6 mm", "> 6 mm|＞6mm|大于 6 mm|高于6 mm|超过6 mm|多于6 mm"),
        ("= 5", "= 5|== 5|＝5"),
        (
            "35 ℃ .. 42 ℃",
            "35 ℃ .. 42 ℃|35 .. 42 ℃|35~42 ℃|35～42℃|35 ℃ ... 42 ℃|35 ℃ … 42 ℃|"
            "35 至 42 ℃|35℃到42℃|35 to 42 ℃|(35 .. 42 ℃)|>= 35 ℃ and <= 42 ℃|≥ 35 ℃ 且 ≤ 42 ℃",
        ),
        ("9.9 mm .. 10.1 mm", "10.0 ± 0.1 mm|10.0 mm ± 0.1 mm|(10.0 ± 0.1 mm)"),
        (
            "≥ 9.9 mm and < 10.1 mm",
            "10.0 ± 0.1 mm (excl. +0.1)|10.0±0.1 mm(不含+0.1)|10.0 ± 0.1 mm (excluding: +0.1 mm)",
        ),
        ("> 9.9 mm and ≤ 10.1 mm", "10.0 ± 0.1 mm (excl. -0.1)"),
        ("> 9.9 mm and < 10.1 mm", "10.0 ± 0.1 mm (excl. 0.1)|10.0 ± 0.1 mm (excl. ±0.1)"),
        ("198 V .. 242 V", "220 V ± 10 %"),
        ("18 ℃ .. 22 ℃", "20 ℃ ± 2 ℃|20 ℃ ± 2 K"),
        ("< 6 mm or ≥ 12 mm", "< 6 mm or >= 12 mm|>= 12 mm or < 6 mm|小于6 mm 或 不小于12 mm"),
        (
            "< 0.01 mg/kg",
            "not detected (DL 0.01 mg/kg)|not detected (LOQ: 0.01 mg/kg)|"
            "not detected (0.01 mg/kg)|undetected (DL = 0.01 mg/kg)",
        ),
        ("≥ 1400 MPa", ">= 14x100 MPa|>= 14×100 MPa|>= 1.4e3 MPa|>= 1.4×10³ MPa|>= 1.4×10^3 MPa"),
        ("≤ -5 ℃", "<= -5 ℃|<= −5 ℃|<= - 5 ℃"),
        ("≥ IPX4", ">= IPX4|≥IPX4|不低于 IPX4|IPX4 or better"),
        ("= V-0 or = V-1", "= V-0 or = V-1|is V-0 or is V-1"),
        ("≥ 4-5", ">= 4-5 on colour fastness|≥ 4-5 on 色牢度"),
        ("withstands 1000 V for 1 min", "withstands 1000 V for 1 min|withstand 1000 V, 1 min"),
        ("withstands 100 N for 10000 cycles", "withstands 100 N for 10000 cycles"),
    ],
)
def test_spellings_of_one_limit(symbols: str, spellings: str) -> None:
    assert {text: shown(text) for text in spellings.split("|")} == dict.fromkeys(
        spellings.split("|"), symbols
    )


@pytest.mark.parametrize(
    ("text", "attributes", "symbols"),
    [
        ("<= max(0.75 mA, 0.75 mA/kW * rated_power)", {"rated_power": "1520 W"}, "≤ 1.14 mA"),
        ("<= max(0.75 mA, 0.75 mA/kW * rated_power)", {"rated_power": "800 W"}, "≤ 0.75 mA"),
        ("<= min(5 mA, 2 * i)", {"i": "1.5 mA"}, "≤ 3 mA"),
        ("<= a - b", {"a": "10 mm", "b": "1 cm"}, "≤ 0 mm"),
        (">= -a", {"a": "5 ℃"}, "≥ -5 ℃"),
        ("<= (a + b) / 2", {"a": "1 mm", "b": "2 mm"}, "≤ 1.5 mm"),
        ("<= a / 3", {"a": "1 mm"}, "≤ ≈0.333333333333 mm"),
        ("<= 100 * a / b", {"a": "1 kg", "b": "500 g"}, "≤ 200"),
        ("n .. 2 * n", {"n": "3 mm"}, "3 mm .. 6 mm"),
        ("withstands 2 * u for t", {"u": "500 V", "t": "1 min"}, "withstands 1000 V for 1 min"),
    ],
)
def test_computed_limit(text: str, attributes: dict[str, str], symbols: str) -> None:
    assert shown(text, **attributes) == symbols


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("<= 0.5 * a", {"a"}),
        ("<= max(a, b * 1 mm)", {"a", "b"}),
        ("a .. 5 mm or > b", {"a", "b"}),
        ("withstands u for t", {"u", "t"}),
    ],
)
def test_undeclared_attributes_are_named_all_together(text: str, missing: set[str]) -> None:
    assert resolve(parse_limit(text)) == Unknown(frozenset(missing))


def test_attributes_of_another_kind_are_refused_when_they_are_known() -> None:
    with pytest.raises(IllFormed, match=r"dimension-mismatch: 1 mA is current, but 3 mm is length"):
        shown("<= 1 mA + a", a="3 mm")


def test_a_computed_limit_that_nothing_satisfies_is_refused() -> None:
    with pytest.raises(IllFormed, match="limit-empty"):
        shown("10 mm .. a", a="3 mm")


def test_written_digits_are_kept() -> None:
    accepted = resolve(parse_limit("1.20 mm .. 1.5 mm"))
    assert isinstance(accepted, Accepted)
    assert [str(digit) for digit in accepted.digits.values()] == ["1/100", "1/10"]


def test_not_detected_accepts_the_same_under_either_comparison() -> None:
    accepted = resolve(parse_limit("not detected (DL 0.01 mg/kg)"))
    assert isinstance(accepted, Accepted)
    assert accepted.rounded() == accepted.values


BAD = (
    "",
    "  ",
    "1.5 mg/L",
    "IPX4",
    "1,5",
    "<= 1,500 mg/L",
    "<= 5 kgs",
    "<= 5 smoke",
    "<=",
    "<= 5 mm 7",
    "<= 5 mm 3",
    "<= 5 mm and",
    "<= 5 mm or or 3",
    "5 mm - 7 mm",
    "10 .. 5 mm",
    "> 5 mm and < 5 mm",
    "= 5 mm and = 6 mm",
    "<= 5 mm and >= 3 kg",
    "5 mm .. 7 kg",
    "<= 5 + 3 mm",
    "<= 3 mm * 2 mm",
    "<= 3 mm / 0",
    "<= max()",
    "<= max(1 mm",
    "<= (1 mm",
    "<= 1 mm)",
    "<= and",
    "not detected",
    "not found",
    "undetected (5 mm",
    "10 ± 0.1 mm (excl. +0.2)",
    "10 ± 0.1 mm (excl. +",
    "10 mm ± 0.1 kg",
    "<= 5 @ mm",
    '<= "5"',
    ">= IPX4 on colour",
    ">= IPX4 or >= 3 mm",
    ">= Z9 on IP code",
    "withstands",
    "withstands 1000 V for",
    "withstands 1 kV 1 min",
    "≤ 1e99 mm",
    "<= " + "1" * 41,
    "<= " + "(" * 60 + "1" + ")" * 60,
    "<= 1" + " + 1" * 300,
    "不大于",
    "合格",
)


def test_bad_limits_say_where_and_what_to_write(reset: bool) -> None:
    blocks = []
    for text in BAD:
        with pytest.raises(IllFormed) as caught:
            parse_limit(text)
        for problem in caught.value.diagnostics:
            for lang in ("en", "zh"):
                source = text if len(text) < 60 else ""
                blocks.append(problem.render(source, lang))
    compare("limits.txt", "\n\n".join(blocks) + "\n", reset=reset)


WORDS = re.split(
    " ",
    "<= ≤ > ≮ = not detected ( ) DL LOQ 0.01 mg/kg or and 35 ℃ .. ± (excl. + - * / max( min( a "
    "1000 V withstands for min cycles , is in IPX4 V-0 on colour fastness 或 不大于 10^5 14×100 "
    "1e30 1e99 [ 'x' 0 mA/kW % N \u200b ～ ∞ 1..2 1. ; : != ² ٣ １ Ⅳ",
)
likely = st.lists(st.sampled_from([*WORDS, " "]), max_size=12).map("".join) | st.lists(
    st.sampled_from(WORDS), max_size=12
).map(" ".join)


class TestAnyTextIsALimitOrAProblemWithAPlace:
    """Whatever the text, it is read or refused with a place inside it; nothing else happens."""

    @given(text=st.text(max_size=60) | likely)
    @example(text="１- Vor ±a (excl. + ")
    @example(text="<= " + "(" * 5000)
    @example(text="<= " + "-" * 5000 + "1")
    @example(text="<= 1" + "+1" * 5000)
    @example(text="\ud800")
    def test_nothing_else(self, text: str) -> None:
        try:
            parse_limit(text)
        except IllFormed as refused:
            problems = refused.diagnostics
        else:
            return
        assert problems
        for problem in problems:
            assert problem.span.line == 1
            assert 1 <= problem.span.column <= len(text) + 1
            assert problem.message.zh
            assert problem.message.en


@pytest.mark.parametrize("text", ["", "1520", "-5 ℃", "1.5 mA/kW"])
def test_amount_reads_a_quantity(text: str) -> None:
    if text:
        assert str(amount(text)) == text
    else:
        with pytest.raises(IllFormed, match="syntax"):
            amount(text)


def test_amount_is_not_an_attribute() -> None:
    with pytest.raises(IllFormed, match="not-a-quantity"):
        amount("rated_power")
