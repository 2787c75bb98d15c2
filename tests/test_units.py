"""Units: spellings, kinds and exact factors.

`python -m tests.test_units` writes docs/units.md anew.
"""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.quantities.number import exact_text
from conformance.quantities.unit_table import SQUARES, WORDS_IN_ANY_CASE
from conformance.quantities.units import (
    KINDS,
    Unit,
    every_unit,
    find_units,
    kind_named_in,
    nearest_spelling,
    qualify,
    ratio_unit,
)

PAGE = Path(__file__).parents[1] / "docs" / "units.md"
LISTED = [(unit, spelling) for unit, spellings in every_unit() for spelling in spellings]
SPELLINGS = sorted({spelling for _, spelling in LISTED})


def one(spelling: str) -> Unit:
    """Return the first unit of a spelling that must be known."""
    assert find_units(spelling), spelling
    return find_units(spelling)[0]


def as_number(value: Fraction) -> str:
    text = exact_text(value)
    return str(value) if text.startswith("≈") else text


def units_table() -> str:
    """Return docs/units.md."""
    lines = [
        "# Units 单位",
        "",
        "The closed table of units, written from the program's own. Units of different kinds",
        "never convert. *Factor*: a value times the factor, plus the offset if there is",
        "one, is the value in the kind's base unit, the one whose factor is 1 (or would be). Other",
        "spellings of spaces, products, powers and unit words are folded. Behind a unit of current",
        "or voltage, `r.m.s.`, `peak`, `p-p`, `d.c.` and their kin say the kind. The radian is",
        "left out: its factor to degrees is no fraction.",
    ]
    for kind in KINDS.values():
        traits = [
            word
            for word, holds in (("may be negative", kind.signed), ("exact", kind.exact))
            if holds
        ]
        lines += ["", f"## {kind.name} {kind.zh}", ""]
        family = f"Family: {kind.family}." if kind.family != kind.name else ""
        about = " ".join(filter(None, [family, *(f"{trait.capitalize()}." for trait in traits)]))
        lines += [about, ""] if about else []
        lines += ["| symbol | factor | offset | spellings | source |", "|---|---|---|---|---|"]
        for unit, (_, *more) in every_unit():
            if unit.kind == kind.name:
                offset = as_number(unit.offset) if unit.offset else ""
                spelled = " ".join(f"`{spelling}`" for spelling in more)
                cells = (f"`{unit.symbol}`", as_number(unit.factor), offset, spelled, unit.source)
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == units_table()


@pytest.mark.parametrize(("unit", "spelling"), LISTED)
def test_spelling_means_its_unit_and_one_of_each_kind(unit: Unit, spelling: str) -> None:
    found = find_units(spelling)
    assert unit in found
    assert max(Counter(each.kind for each in found).values()) == 1


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_folding_meets_no_other_unit(spelling: str) -> None:
    assert find_units(f"{spelling}") == find_units(f" {spelling.replace('/', ' / ')}\u200b ")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_kinds_of_one_spelling_have_one_scale(spelling: str) -> None:
    # g/mL is both a density and a concentration; the scales are compared in kg/m³ for both.
    assert len({(unit.factor, unit.offset) for unit in find_units(spelling)}) == 1


def test_every_kind_has_units_and_every_unit_a_kind_and_a_source() -> None:
    assert {unit.kind for unit, _ in every_unit()} == set(KINDS)
    assert all(unit.source and unit.factor > 0 for unit, _ in every_unit())


# Written by hand from the standards, not from the table.
CONVERSIONS = """
1 kgf = 9.80665 N; 1 lbf = 4.4482216152605 N; 1 kN = 1000 N; 1 cN = 0.01 N; 1 mN = 0.001 N
1 N·m = 100 N·cm; 1 kgf·cm = 0.0980665 N·m; 1 kN·m = 1000 N·m; 1 N·mm = 1 mN·m
1 N/mm² = 1 MPa; 1 bar = 100 kPa; 1 mbar = 1 hPa; 1 mmHg = 133.322387415 Pa; 1 atm = 101325 Pa
1 kgf/cm² = 98066.5 Pa; 1 kPa = 1000 Pa; 1 GPa = 1000 MPa; 1 N/cm² = 0.01 MPa
1 % = 10000 mg/kg; 1 ‰ = 1000 mg/kg; 1 ppm = 1 mg/kg; 1 ppb = 1 µg/kg; 1 mg/g = 0.1 wt%
1 g/100g = 1 %(m/m); 1 g/kg = 1000 µg/g; 1 ng/g = 1 ppb; 1 %vol = 10 mL/L; 1 mL/m³ = 1 ppm
1 mg/L = 1 µg/mL; 1 mg/dL = 10 mg/L; 1 mg/m³ = 1 µg/L
1 µg/m³ = 0.001 mg/m³; 1 g/cm³ = 1000 kg/m³
1 mg/dm² = 100 mg/m²; 1 µg/cm² = 0.1 mg/dm²; 1 mg/cm² = 10 g/m²; 1 mg/article = 1000 µg/件
1 mA = 1000 µA; 1 kA = 1000 A; 1 mA peak = 0.001 A pk; 1 A DC = 1000 mA d.c.; 1 kV = 1000000 mV
1 kWh = 3.6 MJ; 1 Wh = 3600 J; 1 MW = 1000000000 mW; 1 kVA = 1000 VA; 1 kvar = 1000 var
1 GΩ = 1000 MΩ; 1 kΩ = 1000000 mΩ; 1 µF = 1000000 pF; 1 mH = 1000 µH; 1 GHz = 1000000 kHz
1 Ah = 3600 C; 1 mAh = 3.6 C; 1 g_n = 9.80665 m/s²; 18 km/h = 5 m/s; 6 m/min = 100 mm/s
60 r/min = 1 r/s; 1 ° = 60 ′; 1 ′ = 60 ″; 1 in = 25.4 mm; 1 ft = 12 in; 1 µm = 1000 nm
1 dm = 10 cm
1 m² = 10000 cm²; 1 dm² = 10000 mm²; 1 lb = 16 oz; 1 oz = 28.349523125 g
1 t = 1000 kg; 1 mg = 1000 µg
1 L = 1 dm³; 1 m³ = 1000 L; 1 mL = 1 cm³; 1 L = 1000000 µL; 1 m³/h = 1000 L/h; 6 L/min = 100 mL/s
1 d = 24 h; 1 h = 3600 s; 1 min = 60000 ms; 1 year = 12 months; 1 week = 7 天
1 CFU/mL = 100 CFU/100 mL
1 Bq/g = 1 kBq/kg; 1 Bq/L = 1000 Bq/m³; 1 万元 = 10000 元; 1 mW/cm² = 10 W/m²; 1 kJ/100g = 10 J/g
212 ℉ = 100 ℃; 32 ℉ = 0 ℃; -40 ℉ = -40 ℃; 1 ℃ (difference) = 1 K; 9 ℉ (difference) = 5 K
30 dBm = 120 dBpW; 1 dBmV = 61 dBµV
"""


def read_conversions() -> list[str]:
    return [each.strip() for line in CONVERSIONS.strip().splitlines() for each in line.split(";")]


@pytest.mark.parametrize("equation", read_conversions())
def test_conversion_is_exact(equation: str) -> None:
    sides = []
    for side in equation.split("="):
        number, _, spelling = side.strip().partition(" ")
        sides.append(
            {
                unit.kind: Fraction(number) * unit.factor + unit.offset
                for unit in find_units(spelling)
            }
        )
    shared = sides[0].keys() & sides[1].keys()
    assert shared
    assert all(sides[0][kind] == sides[1][kind] for kind in shared)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("℃", "K"), ("mA", "mA peak"), ("mA", "mA d.c."), ("V", "V DC"), ("W", "VA"), ("W", "var"),
        ("mg/dm²", "mg/kg"), ("mg/kg", "mg/m³"), ("mg/dm²", "mg/m³"), ("%RH", "%"), ("d", "month"),
        ("mg/kg", "mg/L"), ("mg/件", "mg/kg"), ("N·m", "J"), ("CFU/g", "CFU/mL"), ("dB", "dBµV"),
        ("%(m/m)", "%(v/v)"), ("个", "次"), ("dB", "dB(A)"), ("m", "min"), ("g_n", "g"),
        ("dB(A) (sound power)", "dB(A) (sound pressure)"), ("MPN/g", "CFU/g"), ("mV", "MW"),
    ],
)  # fmt: skip
def test_kinds_stay_apart(left: str, right: str) -> None:
    kinds = {unit.kind for unit in find_units(left)}, {unit.kind for unit in find_units(right)}
    assert all(kinds)
    assert not kinds[0] & kinds[1]


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [
        ("mg·kg⁻¹", "mg/kg"), ("mg kg-1", "mg/kg"), ("mg kg^-1", "mg/kg"), ("ｍｇ／ｋｇ", "mg/kg"),
        ("毫克/千克", "mg/kg"), ("毫克每千克", "mg/kg"), ("㎎/㎏", "mg/kg"), ("mg per kg", "mg/kg"),
        ("mg/dm2", "mg/dm²"), ("mg/dm^2", "mg/dm²"), ("mg·m⁻²·h⁻¹", "mg/(m²·h)"), ("N.m", "N·m"),
        ("N*m", "N·m"), ("N m", "N·m"), ("N•m", "N·m"), ("kW h", "kWh"), ("min⁻¹", "r/min"),
        ("m·s⁻²", "m/s²"), ("° C", "℃"), ("% RH", "%RH"), ("dB (A)", "dB(A)"), ("Days", "d"),
        ("PPM", "ppm"), ("mA(峰值)", "mA peak"), ("mA r.m.s.", "mA"), ("V⎓", "V d.c."),
        ("mA(有效值)", "mA"), ("毫安(峰值)", "mA peak"), ("cfu/g", "CFU/g"), ("l/min", "L/min"),
        ("CFU/100 mL", "CFU/100mL"), ("转/分", "r/min"), ("㏁", "MΩ"), ("g·m⁻³", "g/m³"), ("", "1"),
    ],
)  # fmt: skip
def test_spelling_is_folded(spelling: str, symbol: str) -> None:
    assert one(spelling).symbol == symbol


@pytest.mark.parametrize(
    "spelling",
    ["ton", "M", "m in", "m s", "10⁵", "10", "N/A", "gal", "rad", "Mg", "mgkg", "mg-", "分", "pass",
     "W peak", "m⁵", "kg⁻", "x" * 50],
)  # fmt: skip
def test_what_is_not_in_the_table_is_no_unit(spelling: str) -> None:
    assert find_units(spelling) == ()


@pytest.mark.parametrize(("spelling", "symbol"), [(a, b) for a, b in SQUARES.items()])
def test_square_is_what_it_stands_for(spelling: str, symbol: str) -> None:
    assert find_units(spelling) == find_units(symbol)


def test_words_in_any_case_are_no_symbols_in_another() -> None:
    for word, meaning in WORDS_IN_ANY_CASE.items():
        for spelling in SPELLINGS:
            if spelling.lower() == word:
                assert find_units(spelling) == find_units(meaning), spelling


@given(st.sampled_from([s for s in SPELLINGS if s.isascii()]))
def test_full_width_is_the_same(spelling: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign > " " else "\u3000" for sign in spelling)
    assert find_units(wide) == find_units(spelling)


@given(st.text() | st.text(alphabet="mMkgAVWN·/.^-⁻¹²23()% µ℃每次dcp", max_size=12))
def test_no_text_raises(text: str) -> None:
    found = find_units(text)
    assert len({unit.kind for unit in found}) == len(found)
    nearest_spelling(text)
    ratio_unit(text)
    assert kind_named_in(text) is None or kind_named_in(text) in KINDS


@pytest.mark.parametrize(
    ("spelling", "wording", "kind"),
    [
        ("℃", "温升", "temperature difference"),
        ("℃", "Temperature rise", "temperature difference"),
        ("℉", "温升", "temperature difference"), ("℃", "温度", "temperature"),
        ("mA", "接触电流 峰值", "peak current"), ("mA", "peak", "peak current"),
        ("mA", "a.c. peak", "peak current"), ("mA", "r.m.s.", "current"), ("V", "峰峰值",
        "peak-to-peak voltage"), ("V", "peak-to-peak", "peak-to-peak voltage"),
        ("V", "直流电压", "direct voltage"), ("V", "d.c.", "direct voltage"),
        ("V", "a.c./d.c.", "voltage"), ("V", "交直流", "voltage"),
        ("mA peak", "d.c.", "peak current"),
        ("dB(A)", "声功率级", "sound power level"),
        ("dB(A)", "sound pressure", "sound pressure level"),
        ("dB(A)", "声功率级 声压级", "sound level"), ("dB", "声功率级", "level"),
        ("%", "相对湿度", "relative humidity"), ("%", "质量分数", "mass fraction"),
        ("mg/kg", "体积分数", "mass fraction"), ("N", "peak", "force"), ("V", "温升", "voltage"),
    ],
)  # fmt: skip
def test_title_says_the_kind(spelling: str, wording: str, kind: str) -> None:
    assert qualify(one(spelling), wording).kind == kind


@pytest.mark.parametrize(
    ("wording", "kind"),
    [("温升", "temperature difference"), ("peak current", "peak current"), ("峰值", None),
     ("直流电压", "direct voltage"), ("甲醛", None), ("声压级和声功率级", None)],
)  # fmt: skip
def test_kind_named_in_a_title(wording: str, kind: str | None) -> None:
    assert kind_named_in(wording) == kind


def test_ratio_of_two_units() -> None:
    assert [(a.symbol, b.symbol) for a, b in ratio_unit("mA/kW")] == [("mA", "kW")]
    assert [ratio_unit(each) for each in ("mg/kg", "mA", "mA/", "N/A", "a/b/c", "mA/x")] == [()] * 6


@pytest.mark.parametrize(
    ("spelling", "near"),
    [("kgs", "kg"), ("KPA", "kPa"), ("mmm", "mm"), ("", None), ("zq", None), ("x" * 50, None),
     ("smoke", None)],
)  # fmt: skip
def test_nearest_spelling(spelling: str, near: str | None) -> None:
    assert nearest_spelling(spelling) == near


if __name__ == "__main__":
    PAGE.write_text(units_table(), encoding="utf-8")
