"""Grades: how they are spelled, and how they stand to each other.

`python -m tests.test_scales` writes `docs/scales.md` anew.
"""

from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.quantities.scales import (
    SCALES,
    Grade,
    Order,
    Scale,
    compare,
    grades_of,
    read_grade,
    satisfies,
    scale_named,
)

PAGE = Path(__file__).parents[1] / "docs" / "scales.md"
OPERATORS = ("=", ">=", "<=", ">", "<")
WATER = (*"x0123456789", "5/7", "6/7", "6/8", "5/9", "7/9", "5/7/9")


def ip(code: str) -> Grade:
    return Grade("IP code", code)


def compose(first: str, water: str, letters: str) -> str:
    """Return the IP code of these parts; `5/7` is a dual mark."""
    return "/".join(f"IP{first}{second}{letters}".upper() for second in water.split("/"))


# IPXX alone states nothing and is no grade.
IP_CODES = tuple(
    ip(code)
    for first, water, letters in product("x012456", WATER, ("", "b", "d", "s"))
    if (code := compose(first, water, letters)) not in ("IPXX", "IPXXS")
)
FINITE = tuple(grade for scale in SCALES.values() for grade in scale.grades)
some_grades = st.one_of(st.sampled_from(FINITE), st.sampled_from(IP_CODES))
ip_codes = st.sampled_from(IP_CODES)


def as_good(reported: Grade, required: Grade) -> bool:
    return compare(reported, required) in (Order.BETTER, Order.EQUAL)


class TestOrder:
    """The relation "at least as good as" is a partial order on every scale."""

    @pytest.mark.parametrize("grade", [*FINITE, *IP_CODES], ids=str)
    def test_each_grade_equals_itself(self, grade: Grade) -> None:
        assert compare(grade, grade) is Order.EQUAL
        assert [satisfies(grade, sign, grade) for sign in OPERATORS] == [
            True,
            True,
            True,
            False,
            False,
        ]

    def test_finite_scales_turn_round_and_chain(self) -> None:
        turned = {
            Order.BETTER: Order.WORSE,
            Order.WORSE: Order.BETTER,
            Order.EQUAL: Order.EQUAL,
            Order.INCOMPARABLE: Order.INCOMPARABLE,
        }
        for scale in SCALES.values():
            for one, other in product(scale.grades, repeat=2):
                assert compare(one, other) is turned[compare(other, one)]
                assert (compare(one, other) is Order.EQUAL) == (one == other)
            for one, other, third in product(scale.grades, repeat=3):
                if as_good(one, other) and as_good(other, third):
                    assert as_good(one, third)

    @given(one=ip_codes, other=ip_codes)
    def test_ip_codes_are_antisymmetric(self, one: Grade, other: Grade) -> None:
        if as_good(one, other) and as_good(other, one):
            assert compare(one, other) is compare(other, one) is Order.EQUAL
        if compare(one, other) is Order.WORSE:
            assert compare(other, one) is Order.BETTER
        if compare(one, other) is Order.BETTER:
            assert compare(other, one) in (Order.WORSE, Order.INCOMPARABLE)

    @given(other=ip_codes)
    def test_ip_codes_are_transitive(self, other: Grade) -> None:
        above = [one for one in IP_CODES if as_good(one, other)]
        below = [one for one in IP_CODES if as_good(other, one)]
        assert all(as_good(one, third) for one, third in product(above, below))

    @given(one=some_grades, other=some_grades)
    def test_satisfies_follows_the_order(self, one: Grade, other: Grade) -> None:
        match compare(one, other):
            case Order.EQUAL:
                assert satisfies(one, "=", other) is True
            case Order.BETTER:
                assert satisfies(one, ">=", other) is True
                assert satisfies(one, "<", other) is False
            case Order.WORSE:
                assert satisfies(one, "<=", other) is True
                assert satisfies(one, ">=", other) is False
            case Order.INCOMPARABLE:
                assert satisfies(one, ">=", other) is not True

    @given(one=ip_codes, better=ip_codes, required=ip_codes)
    def test_a_better_report_never_loses(self, one: Grade, better: Grade, required: Grade) -> None:
        if as_good(better, one) and satisfies(one, ">=", required):
            assert satisfies(better, ">=", required) is True

    @given(reported=ip_codes, first=st.sampled_from("0123456"), water=st.sampled_from("0123456789"))
    def test_each_numeral_is_judged_by_itself(
        self, reported: Grade, first: str, water: str
    ) -> None:
        def at_least(code: str) -> bool | None:
            return satisfies(reported, ">=", ip(code))

        parts = {at_least(f"IP{first}X"), at_least(f"IPX{water}")}
        expected = False if False in parts else None if None in parts else True
        assert at_least(f"IP{first}{water}") is expected

    @pytest.mark.parametrize("operator", OPERATORS)
    def test_different_scales_do_not_compare(self, operator: str) -> None:
        energy, water = Grade("energy grade", "1"), Grade("water efficiency grade", "1")
        assert compare(energy, water) is Order.INCOMPARABLE
        assert satisfies(energy, operator, water) is None

    @pytest.mark.parametrize(
        "grade", [ip("junk"), ip("IPXX"), ip("ipx4"), Grade("presence", "maybe")], ids=str
    )
    def test_a_grade_that_is_not_on_its_scale_is_our_mistake(self, grade: Grade) -> None:
        with pytest.raises(ValueError, match="is no grade of the scale"):
            compare(grade, grade)

    def test_an_unknown_operator_is_our_mistake(self) -> None:
        with pytest.raises(KeyError):
            satisfies(ip("IPX4"), "≥", ip("IPX4"))


@pytest.mark.parametrize(
    ("reported", "required", "expected"),
    [
        ("IPX4", "IPX4", True),
        ("IP44", "IPX4", True),
        ("IP4X", "IPX4", None),
        ("IPX4", "IP44", None),
        ("IPX3", "IP44", False),
        ("IP54", "IP44", True),
        ("IP43", "IP44", False),
        ("IP64", "IP45", False),
        ("IPX6", "IPX5", True),
        ("IPX7", "IPX4", True),
        ("IPX7", "IPX5", None),
        ("IPX8", "IPX6", None),
        ("IPX8", "IPX7", True),
        ("IPX7", "IPX8", False),
        ("IPX9", "IPX7", None),
        ("IPX9", "IPX5", None),
        ("IPX9", "IPX4", True),
        ("IPX6", "IPX7", None),
        ("IPX4", "IPX7", False),
        ("IPX5/IPX7", "IPX5", True),
        ("IPX5/IPX7", "IPX6", None),
        ("IPX5", "IPX5/IPX7", None),
        ("IPX7", "IPX5/IPX7", None),
        ("IPX5", "IPX6/IPX7", False),
        ("IP67", "IP65/IP67", None),
        ("IP65/IP67", "IPX5/IPX7", True),
        ("IP20", "IPXXB", True),
        ("IP10", "IPXXB", None),
        ("IPXXB", "IPXXB", True),
        ("IPXXD", "IPXXB", True),
        ("IPXXB", "IPXXC", False),
        ("IPX4", "IPXXB", None),
        ("IP2X", "IP2XC", None),
        ("IP2XC", "IP2X", True),
        ("IP6XB", "IP6X", True),
        ("IP6X", "IP6XB", True),
        ("IP54S", "IP54", None),
        ("IP54", "IP54M", None),
        ("IP54W", "IP54W", True),
    ],
)
def test_ip_code_is_at_least(reported: str, required: str, expected: bool | None) -> None:
    assert satisfies(ip(reported), ">=", ip(required)) is expected


@pytest.mark.parametrize(
    ("scale", "reported", "operator", "required", "expected"),
    [
        ("IP code", "IP44", "=", "IPX4", True),
        ("IP code", "IP54", ">", "IP44", True),
        ("IP code", "IP44", "<", "IP45", True),
        ("flammability UL 94", "V-0", ">=", "V-1", True),
        ("flammability UL 94", "V-2", ">=", "V-1", False),
        ("flammability UL 94", "5VA", ">=", "5VB", True),
        ("flammability UL 94", "5VA", ">=", "V-0", None),
        ("flammability UL 94", "V-0", ">=", "HB", None),
        ("flammability UL 94", "HB", "=", "V-0", None),
        ("flammability UL 94", "VTM-0", ">=", "V-0", None),
        ("flammability UL 94", "HF-1", ">=", "HBF", True),
        ("protection class", "II", "=", "II", True),
        ("protection class", "I", "=", "II", False),
        ("protection class", "II", ">=", "I", None),
        ("insulation class", "F", ">=", "B", True),
        ("insulation class", "E", ">=", "B", False),
        ("insulation class", "R", ">", "N", True),
        ("energy grade", "1", ">=", "2", True),
        ("energy grade", "3", ">=", "2", False),
        ("colour fastness", "4-5", ">", "4", True),
        ("colour fastness", "4-5", "<", "5", True),
        ("light fastness", "6", ">=", "4", True),
        ("presence", "negative", ">=", "negative", True),
        ("presence", "positive", ">=", "negative", False),
        ("formaldehyde emission grade", "ENF", ">=", "E1", True),
        ("impact IK code", "IK10", ">", "IK09", True),
        ("adhesion cross-cut", "0", ">=", "1", True),
        ("hardness pencil", "2H", ">=", "HB", True),
        ("hardness pencil", "F", ">", "HB", True),
        ("corrosion rating", "10", ">", "9", True),
        ("degree of rusting", "Ri 0", ">", "Ri 1", True),
        ("software class", "C", ">=", "B", True),
    ],
)
def test_grade_satisfies(
    scale: str, reported: str, operator: str, required: str, expected: bool | None
) -> None:
    assert satisfies(Grade(scale, reported), operator, Grade(scale, required)) is expected


class TestReading:
    """A grade is read in any spelling a laboratory uses, and nothing else is."""

    @pytest.mark.parametrize(
        ("text", "scale", "code"),
        [
            ("IPX4", "IP code", "IPX4"),
            ("IP X4", "IP code", "IPX4"),
            ("ipx4", "IP code", "IPX4"),
            ("ＩＰＸ４", "IP code", "IPX4"),
            ("IP×4", "IP code", "IPX4"),
            ("IPX4级", "IP code", "IPX4"),
            ("防护等级：IP44", "IP code", "IP44"),
            ("IP 44", "IP code", "IP44"),
            ("IP4X", "IP code", "IP4X"),
            ("IPX5/IPX7", "IP code", "IPX5/IPX7"),
            ("IPX7 / IPX4", "IP code", "IPX4/IPX7"),
            ("IP65/67", "IP code", "IP65/IP67"),
            ("IP23CWM", "IP code", "IP23CMW"),
            ("V-0", "flammability UL 94", "V-0"),
            ("V0", "flammability UL 94", "V-0"),
            ("V–0级", "flammability UL 94", "V-0"),
            ("94V-0", "flammability UL 94", "V-0"),
            ("UL 94 V-1", "flammability UL 94", "V-1"),
            ("UL94 HB", "flammability UL 94", "HB"),
            ("UL94-V0", "flammability UL 94", "V-0"),
            ("5VA", "flammability UL 94", "5VA"),
            ("VTM-2", "flammability UL 94", "VTM-2"),
            ("Class I", "protection class", "I"),
            ("Class II", "protection class", "II"),
            ("II类", "protection class", "II"),
            ("Ⅱ 类", "protection class", "II"),
            ("Ⅰ类器具", "protection class", "I"),
            ("class III appliance", "protection class", "III"),
            ("0I类", "protection class", "0I"),
            ("0类", "protection class", "0"),
            ("阴性", "presence", "negative"),
            ("Negative", "presence", "negative"),
            ("neg.", "presence", "negative"),
            ("阳性", "presence", "positive"),
            ("E1", "formaldehyde emission grade", "E1"),
            ("E₁级", "formaldehyde emission grade", "E1"),
            ("E0 级", "formaldehyde emission grade", "E0"),
            ("ENF", "formaldehyde emission grade", "ENF"),
            ("IK08", "impact IK code", "IK08"),
            ("IK 8", "impact IK code", "IK08"),
            ("能效等级1级", "energy grade", "1"),
            ("Energy efficiency grade 2", "energy grade", "2"),
        ],
    )
    def test_telling_spellings(self, text: str, scale: str, code: str) -> None:
        assert read_grade(text) == read_grade(text, scale) == Grade(scale, code)

    @pytest.mark.parametrize(
        ("text", "scale", "code"),
        [
            ("1级", "energy grade", "1"),
            ("1 级", "energy grade", "1"),
            ("１级", "energy grade", "1"),
            ("一级", "energy grade", "1"),
            ("Ⅱ级", "energy grade", "2"),
            ("Level 1", "energy grade", "1"),
            ("grade 1", "energy grade", "1"),
            ("第2级", "water efficiency grade", "2"),
            ("3", "water efficiency grade", "3"),
            ("4-5级", "colour fastness", "4-5"),
            ("4~5 级", "colour fastness", "4-5"),
            ("4～5", "colour fastness", "4-5"),
            ("4级~5级", "colour fastness", "4-5"),
            ("4/5", "colour fastness", "4-5"),
            ("4.5", "colour fastness", "4-5"),
            ("4", "colour fastness", "4"),
            ("6-7", "light fastness", "6-7"),
            ("Class F", "insulation class", "F"),
            ("155 (F)", "insulation class", "F"),
            ("H级", "insulation class", "H"),
            ("200", "insulation class", "N"),
            ("Class 0", "protection class", "0"),
            ("Gt 0", "adhesion cross-cut", "0"),
            ("0级", "adhesion cross-cut", "0"),
            ("HB", "hardness pencil", "HB"),
            ("HB", "flammability UL 94", "HB"),
            ("2h", "hardness pencil", "2H"),
            ("1H", "hardness pencil", "H"),
            ("10级", "corrosion rating", "10"),
            ("Ri0", "degree of rusting", "Ri 0"),
            ("Class B", "software class", "B"),
        ],
    )
    def test_spellings_that_need_the_scale(self, text: str, scale: str, code: str) -> None:
        assert read_grade(text, scale) == Grade(scale, code)
        assert read_grade(text) is None

    @pytest.mark.parametrize(
        ("text", "scale"),
        [
            (">4级", "colour fastness"),
            ("3-5", "colour fastness"),
            ("5-4", "colour fastness"),
            ("45", "colour fastness"),
            ("4.7", "colour fastness"),
            ("6", "colour fastness"),
            ("9", "light fastness"),
            ("6级", "energy grade"),
            ("1 0", "corrosion rating"),
            ("弱阳性", "presence"),
            ("E2", "formaldehyde emission grade"),
            ("5B", "adhesion cross-cut"),
            ("IPXX", "IP code"),
            ("IP70", "IP code"),
            ("IP69K", "IP code"),
            ("IP65/IP20", "IP code"),
            ("IP44/IP45", "IP code"),
            ("IPX4/IPX4", "IP code"),
            ("IP4X/IP47", "IP code"),
            ("IPX1/IPX7", "IP code"),
            ("IP44WW", "IP code"),
            ("IP44E", "IP code"),
            ("44", "IP code"),
            ("V-3", "flammability UL 94"),
            ("能效等级1级", "water efficiency grade"),
            ("水效等级9级", "water efficiency grade"),
            ("", "IP code"),
            ("4" * 1000, "colour fastness"),
        ],
    )
    def test_what_is_no_grade_of_the_scale(self, text: str, scale: str) -> None:
        assert read_grade(text, scale) is None

    @pytest.mark.parametrize("grade", [*FINITE, *IP_CODES], ids=str)
    def test_canonical_spelling_reads_as_itself(self, grade: Grade) -> None:
        assert read_grade(grade.code, grade.scale) == grade

    @given(text=st.text(), scale=st.sampled_from([None, *SCALES]))
    def test_any_text_is_read_or_not(self, text: str, scale: str | None) -> None:
        grade = read_grade(text, scale)
        assert grade is None or compare(grade, grade) is Order.EQUAL

    @given(
        text=st.text(alphabet="IPXipxVTMHBFCE01456789ⅠⅡ-–~/. 级类阴性第一二AKＸ４×٣²", max_size=12),
        scale=st.sampled_from([None, *SCALES]),
    )
    def test_nearly_a_grade_is_read_or_not(self, text: str, scale: str | None) -> None:
        grade = read_grade(text, scale)
        assert grade is None or read_grade(grade.code, grade.scale) == grade
        assert grade is None or scale in (None, grade.scale)


class TestScales:
    """Every scale says what it is and where it is from."""

    @pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.name)
    def test_is_complete(self, scale: Scale) -> None:
        assert scale.zh
        assert scale.source
        codes = [grade.code for grade in scale.grades]
        assert len(codes) == len(set(codes))
        assert {code for _, code in scale.spellings} <= set(codes)
        for name in (scale.name, scale.zh, *scale.names):
            assert scale_named(name) == scale.name

    def test_names_are_known_in_any_case_and_width(self) -> None:
        assert scale_named("ｕｌ－９４") == scale_named("UL 94") == "flammability UL 94"
        assert scale_named("Colour-fastness") == "colour fastness"
        assert scale_named("energy label") is None
        assert scale_named("能效" * 1000) is None

    def test_grades_go_from_best_to_worst(self) -> None:
        for name in SCALES:
            grades = grades_of(name)
            for better, worse in pairwise(grades):
                assert compare(better, worse) is Order.BETTER
        assert [grade.code for grade in grades_of("presence")] == ["negative", "positive"]
        assert grades_of("IP code") == grades_of("protection class") == ()
        assert [name for name in SCALES if not grades_of(name)] == [
            "IP code",
            "flammability UL 94",
            "protection class",
        ]


def render_page() -> str:
    """Return the page on scales."""
    rows = [
        f"| {scale.name} | {scale.zh} | {render_grades(scale)} | {scale.source} | {scale.note} |"
        for scale in SCALES.values()
    ]
    return "\n".join(
        (
            "# Scales",
            "",
            "This page is written by `python -m tests.test_scales`.",
            "",
            "A scale is a partial order of grades, best first. Grades with a semicolon between",
            "them are not comparable: a requirement of one is not answered by the other, and the",
            "evidence is missing (`grade-not-comparable`). `>=` in a limit means at least as good.",
            "",
            "| scale | 中文 | grades, best first | source | note |",
            "|---|---|---|---|---|",
            *rows,
            "",
        )
    )


def render_grades(scale: Scale) -> str:
    """Return the chains of a scale, best first."""
    return "; ".join(" > ".join(chain) for chain in scale.chains) or "composed"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page()


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
