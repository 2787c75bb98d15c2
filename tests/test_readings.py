"""Readings: every shape that laboratories write gives its set of values or a named reason.

The shapes with their expectations are in `cases/readings.yaml`.  Beside them the
cells of eight real reports are read, and compared with a classification that
knows nothing of the parser.
"""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conformance import judge
from conformance.quantities.intervals import Interval, Values
from conformance.quantities.number import exact_text
from conformance.quantities.reading import (
    Expects,
    Graded,
    Measured,
    NotDetected,
    PlusMinus,
    Reading,
    Said,
    Several,
    Stressed,
    Unreadable,
    Word,
    read_reading,
)
from conformance.quantities.units import Unit, find_units

ROOT = Path(__file__).parents[1]
REPORTS = ROOT.parent / "shared" / "cases" / "lab-reports"
GIVEN = ("text", "as", "scale", "column", "decimal_sign")
FULL_WIDTH = str.maketrans(
    {" ": "\u3000"} | {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
)


def read_groups() -> dict[str, list[dict[str, Any]]]:
    """Return the cases, group by group, as the file has them."""
    text = (ROOT / "tests" / "cases" / "readings.yaml").read_text(encoding="utf-8")
    groups: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return groups


CASES = [
    pytest.param(case, id=f"{group}-{case['text']}")
    for group, cases in read_groups().items()
    for case in cases
]


# ---- a reading, shown as the cases write it


def bounds_text(piece: Interval) -> str:
    """Return an interval in decimal notation: `0.12`, `(-∞, 0.01)`, `[35, 42]`."""
    low = "-∞" if piece.low is None else exact_text(piece.low)
    high = "∞" if piece.high is None else exact_text(piece.high)
    if piece.is_point:
        return low
    left = "[" if piece.low_closed and piece.low is not None else "("
    right = "]" if piece.high_closed and piece.high is not None else ")"
    return f"{left}{low}, {high}{right}"


def values_text(values: Values) -> str:
    """Return a set of values in decimal notation."""
    return " or ".join(bounds_text(piece) for piece in values)


def symbol(units: tuple[Unit, ...]) -> str:
    """Return the one symbol that all the possible units share; empty for none."""
    symbols = {unit.symbol for unit in units}
    assert len(symbols) <= 1, f"several symbols for one spelling: {symbols}"
    return symbols.pop() if symbols else ""


def digits_text(digits: tuple[Fraction, Fraction] | None) -> str:
    """Return the last written place, or both where the ends differ."""
    return " and ".join(dict.fromkeys(map(exact_text, digits))) if digits else "none"


def width_text(width: PlusMinus) -> str:
    """Return the figure behind `±`, as a percentage where it is relative."""
    scale, mark = (100, " %") if width.relative else (1, "")
    return exact_text(width.half_width * scale) + mark


def one_line(reading: Reading) -> str:
    """Return one element of a list, or one part of a reading, in one line."""
    match reading:
        case Measured():
            return f"{values_text(reading.values)} {symbol(reading.units)}".strip()
        case NotDetected(limit=limit):
            return f"below {one_line(limit) if limit else 'not stated'}"
        case Graded(grade=grade):
            return grade.code
        case Word(said=said):
            return said.value
    raise AssertionError(f"no part of a reading: {reading}")


def shown(reading: Reading) -> dict[str, Any]:
    """Return what was read, in the words of the cases, without what is not stated."""
    parts: dict[str, Any] = {}
    match reading:
        case Unreadable(reason=reason):
            return {"reason": reason}
        case Measured():
            width = reading.plus_minus
            parts = {
                "set": values_text(reading.values),
                "unit": symbol(reading.units),
                "digits": digits_text(reading.digits),
                "signed": reading.signed,
                "plus_minus": width and width_text(width),
                "k": width and width.coverage_factor and exact_text(width.coverage_factor),
                "other": reading.other and one_line(reading.other),
            }
        case NotDetected():
            below = one_line(reading).removeprefix("below ")
            parts = {"below": below, "quantification": reading.quantification}
        case Graded():
            operator = None if reading.operator == "=" else reading.operator
            parts = {"grade": reading.grade.code, "operator": operator}
        case Stressed():
            parts = {
                "level": one_line(reading.level),
                "duration": reading.duration and one_line(reading.duration),
                "cycles": reading.cycles,
            }
        case Several():
            parts = {"items": [one_line(item) for item in reading.items]}
    stated = {name: part for name, part in parts.items() if part not in (None, "", False)}
    if isinstance(reading, Stressed) and reading.withstood is not None:
        stated["withstood"] = reading.withstood
    return stated if reading.said is None else {**stated, "said": reading.said.value}


def read_case(case: dict[str, Any]) -> Reading:
    return read_reading(
        str(case["text"]),
        Expects(case.get("as", "number")),
        unit=case.get("column"),
        scale=case.get("scale"),
        decimal_sign=case.get("decimal_sign"),
    )


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    expected = {name: part for name, part in case.items() if name not in GIVEN}
    reading = read_case(case)
    actual = shown(reading)
    if "digits" not in expected:
        actual.pop("digits", None)
    assert actual == expected
    assert reading.text == str(case["text"]), "a reading quotes what was written"


def test_there_are_cases_enough() -> None:
    inputs = [tuple(case.values[0].get(name) for name in GIVEN) for case in CASES]  # type: ignore[union-attr]
    assert len(set(inputs)) == len(inputs), "a case stands twice"
    assert len(inputs) >= 150
    kinds = {each for _, each, *_ in inputs}
    assert kinds == {None, "grade", "stress", "inspection"}


def test_case_names_one_kind_of_outcome() -> None:
    outcomes = {"set", "below", "said", "grade", "level", "items", "reason"}
    known = {*GIVEN, *outcomes, "unit", "digits", "signed", "plus_minus", "k", "other"}
    known |= {"quantification", "operator", "duration", "cycles", "withstood"}
    for group, cases in read_groups().items():
        for case in cases:
            assert case.keys() <= known, (group, case)
            found = outcomes & case.keys()
            assert len(found - {"said"}) == 1 or found == {"said"}, (group, case)


# ---- the cells of real reports

_PLAIN = r"[0-9]+(?:\.[0-9]+)?"
_WITH_UNIT = rf"({_PLAIN}) ?(%|mg|mg/g|mg/unit)"
_NOT_DETECTED = {"ND", "Not Detected"}
_NOT_QUANTIFIED = {"<LOQ", "< LOQ", "<LLOQ", "BLQ"}
_SAID = {"PASS": "pass", "Pass": "pass", "N/A": "not-applicable", "NT": "not-tested"}
_SAID["-"] = "not-tested"
# Every cell that is of none of these kinds, with what the law makes of it.
_LISTED: dict[str, dict[str, Any]] = {
    "0.51400 aw": {"reason": "reading-unreadable"},  # no unit of the table
    "0.6360 aw": {"reason": "reading-unreadable"},
    "0.587 AW at 24°C": {"reason": "reading-unreadable"},
    "245.2 mg/g (24.52 %), 858.2 mg per package": {"reason": "reading-unreadable"},
    "Negative/1g": {"reason": "reading-unreadable"},
    "not present in 1 gram.": {"reason": "reading-unreadable"},
    "Detection in 1.0 g": {"reason": "reading-unreadable"},
    "Not Detected in 1g": {"reason": "reading-unreadable"},
    "1 per 3g": {"reason": "reading-unreadable"},
    "> 1 per 3 grams": {"reason": "reading-unreadable"},
    "≥ LOD": {"reason": "reading-unreadable"},
    "10³ CFU/g": {"set": "1000", "unit": "CFU/g"},
    "10⁴ CFU/g": {"set": "10000", "unit": "CFU/g"},
    "10⁵ CFU/g": {"set": "100000", "unit": "CFU/g"},
    "1.00E+03": {"set": "1000", "unit": "CFU/g"},
    "1.00E+04": {"set": "10000", "unit": "CFU/g"},
    "1.00E+05": {"set": "100000", "unit": "CFU/g"},
}
# What the reports' columns call a unit, as the symbol of the table; None for what is none.
_SYMBOLS: dict[str, str | None] = {
    "mg/g": "mg/g", "%": "%", "µg/g": "µg/g", "ug/g": "µg/g", "µg/kg": "µg/kg", "ug/kg": "µg/kg",
    "PPM": "ppm", "ppm": "ppm", "PPB": "ppb", "ppb": "ppb", "CFU/g": "CFU/g", "mg": "mg",
    "mg/serving size": "mg/serving", "mg/serv": "mg/serving", "mg/unit": "mg/article",
    "aw": None, "Aw": None, "AW": None, "FMU": None, "Ct": None, "%, #/3g": None, "N/A": None,
}  # fmt: skip


def in_column(number: str, column: str | None) -> dict[str, Any]:
    """Return the outcome for figures whose unit only the column states."""
    if not column:
        return {"set": number}
    unit = _SYMBOLS[column]
    return {"set": number, "unit": unit} if unit else {"reason": "unknown-unit"}


def without_zeros(number: str) -> str:
    """Return the value of plain figures, without the zeros that only tell of its digits."""
    return (number.rstrip("0").rstrip(".") if "." in number else number).lstrip("0") or "0"


def plain(number: str) -> str:
    """Return plain figures as the value is shown: `0.30` as `0.3`, `05` as `5`."""
    shown_value = without_zeros(number)
    return f"0{shown_value}" if shown_value.startswith(".") else shown_value


def classified(text: str, column: str | None) -> dict[str, Any]:
    """Return what the law makes of a cell, told by regular expressions of this test alone."""
    if text in _LISTED:
        return _LISTED[text]
    if text in _SAID:
        return {"said": _SAID[text]}
    if text in _NOT_DETECTED:
        return {"below": "not stated"}
    if text in _NOT_QUANTIFIED:
        return {"below": "not stated", "quantification": True}
    if re.fullmatch(_PLAIN, text):
        return in_column(plain(text), column)
    if found := re.fullmatch(_WITH_UNIT, text):
        return {"set": plain(found[1]), "unit": _SYMBOLS[found[2]]}
    if found := re.fullmatch(rf"{_WITH_UNIT} \({_WITH_UNIT}\)", text):
        other = f"{plain(found[3])} {_SYMBOLS[found[4]]}"
        return {"set": plain(found[1]), "unit": _SYMBOLS[found[2]], "other": other}
    if found := re.fullmatch(rf"< ?({_PLAIN})", text):
        return in_column(f"(-∞, {plain(found[1])})", column)
    if found := re.fullmatch(rf"([<>]){_WITH_UNIT}", text):
        number = plain(found[2])
        values = f"(-∞, {number})" if found[1] == "<" else f"({number}, ∞)"
        return {"set": values, "unit": _SYMBOLS[found[3]]}
    raise AssertionError(f"a cell of no known kind: {text!r} in {column!r}")


def cells() -> Iterator[tuple[str, str | None]]:
    """Yield text and unit of every result, limit of detection or quantification, and limit."""
    for path in sorted(REPORTS.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        for part in ("rows", "extra_rows", "qc_rows"):
            for row in report.get(part, ()):
                for column in ("value", "lod", "loq", "limit"):
                    if row.get(column) is not None:
                        yield row[column], row.get(f"{column}_unit", row.get("unit"))


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports do not lie beside the project")
class TestRealReports:
    """Every cell of eight real reports is read as what it is, or refused by name."""

    def test_cells(self) -> None:
        wrong = [
            (text, column, expected, actual)
            for text, column in sorted(set(cells()), key=str)
            if (expected := classified(text, column)) != (actual := self.read(text, column))
        ]
        assert not wrong

    def read(self, text: str, column: str | None) -> dict[str, Any]:
        found = shown(read_reading(text, unit=column))
        found.pop("digits", None)
        return found

    def test_there_are_cells_enough(self) -> None:
        texts = {text for text, _ in cells()}
        assert len(texts) >= 200
        assert texts >= _LISTED.keys(), "a cell is listed that no report has"

    def test_written_digits_are_kept(self) -> None:
        for text, column in set(cells()):
            reading = read_reading(text, unit=column)
            if re.fullmatch(_PLAIN, text) and isinstance(reading, Measured):
                places = len(text.partition(".")[2])
                assert reading.digits == (Fraction(1, 10**places),) * 2, text


# ---- laws

# Whole cells, their characters, and anything at all.
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(
        alphabet="0123456789.,+-–—~±×^/()（）%<>≤≥=:;#、 　\n⁻⁵²eEkKNDPFAVmgµΩ℃"
        "未检出无击穿符合级见次①٣",
        max_size=24,
    ),
    st.lists(
        st.sampled_from([str(case.values[0]["text"]) for case in CASES]),  # type: ignore[index]
        max_size=3,
    ).map(" ".join),
)
SCALES = st.sampled_from((None, "IP code", "colour fastness", "insulation class"))
SIGNS = st.sampled_from((None, ".", ","))
COLUMNS = st.sampled_from((None, "mA", "％", "smoke", ""))
NUMBERS = st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?(E-?[0-9])?", fullmatch=True)
UNITS = st.sampled_from(("mA", "mg/kg", "℃", "%", "MΩ", "CFU/g", "dB(A)", "r/min"))


def apart_from_text(reading: Reading) -> Reading:
    """Return `reading` and all its parts without the words quoted."""
    match reading:
        case Unreadable():
            return replace(reading, text="", detail="")
        case Measured(other=other):
            bare = apart_from_text(other) if other else None
            assert bare is None or isinstance(bare, Measured)
            return replace(reading, text="", other=bare)
        case NotDetected(limit=Measured() as limit):
            return replace(reading, text="", limit=replace(limit, text=""))
        case Several(items=items):
            return replace(reading, text="", items=tuple(map(apart_from_text, items)))
        case Stressed(level=level, duration=duration):
            bare_duration = replace(duration, text="") if duration else None
            return replace(reading, text="", level=replace(level, text=""), duration=bare_duration)
    return replace(reading, text="")


class TestLaws:
    """A reading is what the text says, whatever its width, spaces and column."""

    @given(TEXTS, SCALES, SIGNS, COLUMNS)
    def test_any_text_is_read_or_refused(
        self, text: str, scale: str | None, sign: str | None, column: str | None
    ) -> None:
        for expects in Expects:
            reading = read_reading(text, expects, scale=scale, unit=column, decimal_sign=sign)
            assert reading.text == text

    @given(TEXTS, SCALES, SIGNS)
    def test_width_does_not_matter(self, text: str, scale: str | None, sign: str | None) -> None:
        wide = text.translate(FULL_WIDTH)
        for expects in Expects:
            one = read_reading(text, expects, scale=scale, decimal_sign=sign)
            other = read_reading(wide, expects, scale=scale, decimal_sign=sign)
            assert replace(one, text="") == replace(other, text="")

    @given(TEXTS, st.text(alphabet=" \t\n\u3000\u00a0", max_size=3), SCALES)
    def test_spaces_around_do_not_matter(self, text: str, space: str, scale: str | None) -> None:
        for expects in Expects:
            one = read_reading(text, expects, scale=scale)
            other = read_reading(f"{space}{text}{space}", expects, scale=scale)
            assert replace(one, text="") == replace(other, text="")

    @given(
        NUMBERS,
        UNITS,
        st.sampled_from(
            ("{}", "+{}", "< {}", "≥{}", "{}(+)", "{} ± 0.5", "ND (<{})", "1#:{} 2#:{}")
        ),
    )
    def test_unit_of_the_column_counts_as_unit_of_the_cell(
        self, number: str, unit: str, form: str
    ) -> None:
        bare, within = form.format(number, number), form.format(number, f"{number} {unit}")
        if "ND" in form:
            within = form.format(f"{number} {unit}")
        elif "#" not in form:
            within = f"{bare} {unit}"
        one, other = read_reading(bare, unit=unit), read_reading(within)
        assert not isinstance(one, Unreadable)
        assert apart_from_text(one) == apart_from_text(other)
        assert find_units(unit)[0].symbol in str(one)

    @given(NUMBERS)
    def test_plain_number_is_that_number(self, number: str) -> None:
        reading = read_reading(number)
        assert isinstance(reading, Measured)
        assert reading.values == Values.point(Fraction(number))


def test_word_behind_a_list_is_said_of_every_specimen() -> None:
    reading = read_reading("0.06/0.05/0.06 mA F")
    assert isinstance(reading, Several)
    assert [item.said for item in reading.items if isinstance(item, Measured)] == [Said.FAIL] * 3
    assert judge("<= 0.25 mA", "0.06/0.05/0.06 mA F").verdict.value == "fail"
