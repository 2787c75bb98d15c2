"""The PDF that is kept: whole, the same every time, and never a box for a character."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.diagnostics import IllFormed
from conformance.model.assessment import Assessment
from conformance.rendering import report, typesetting
from conformance.rendering.gauge import gauge_of
from tests.fonts import has_chinese_font
from tests.test_formats import ANSWERS, everywhere
from tests.test_html import FAIL, PASS, SMALL, assessment, finding, measured

pytest.importorskip("typst")
pypdfium2: Any = pytest.importorskip("pypdfium2")
pytestmark = pytest.mark.skipif(not has_chinese_font(), reason="no font for Chinese")
PDFS = {name: answers for name, answers in ANSWERS.items() if answers}


def text_of(pdf: bytes) -> str:
    """Return the text of all pages without white space, which a line break may have replaced."""
    with pypdfium2.PdfDocument(pdf) as book:
        text = "".join(page.get_textpage().get_text_range() for page in book)
    # a hyphen at the end of a line is a mark of its own there
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "-")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("answers", PDFS.values(), ids=list(PDFS))
def test_same_answer_same_bytes(answers: tuple[Assessment, ...], lang: str) -> None:
    again = tuple(Assessment.from_json(each.to_json()) for each in answers)
    pdf = report.render(answers, lang)
    assert pdf == report.render(again, lang)
    # the date of the document is that of the assessment, and it says what it conforms to
    assert b"D:20261123000000" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_everything_that_the_assessment_says(lang: str) -> None:
    text = text_of(report.render((SMALL,), lang))
    for each in SMALL.findings:
        said = [each.title[lang], each.message[lang], each.requirement, each.reason]
        said += [each.clause or "", each.limit or "", *each.measured, each.margin or ""]
        said += [part for cited in each.evidence for part in (cited.number, cited.locator) if part]
        lacking = [part for part in said if "".join(part.split()) not in text]
        assert lacking == [], each.requirement
    for digest in (SMALL.spec["digest"], SMALL.submission["digest"]):
        assert digest in text


def test_every_finding_of_many_stands_in_the_index_and_in_the_text() -> None:
    text = text_of(report.render(ANSWERS["several"], "en"))
    assert "3assessments" in text
    assert text.count("Thesamesubmission,specandas-ofdategivethesamefile") == 3


def test_a_character_that_no_font_has_is_printed_by_its_number() -> None:
    text = text_of(report.render((everywhere("toilet \U0001f6bd \u0f40 \ue000 \U000f0000"),), "en"))
    assert all(f"[U+{number}]" in text for number in ("1F6BD", "E000", "F0000"))


def test_without_a_font_for_chinese_the_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "CHINESE_FONTS", ("Nowhere Sans",) * 5)
    with pytest.raises(IllFormed) as problems:
        report.render((SMALL,), "zh")
    (problem,) = problems.value.diagnostics
    assert problem.code == "font-missing"
    assert "Nowhere Sans" in problem.help.en
    assert "Nowhere Sans" in problem.help.zh
    # English alone needs none
    plain = assessment(finding("a", PASS, "within-limit", title={"en": "gap"}), verdict=PASS,
                       subject={"brand": "Brand"})  # fmt: skip
    assert "pass" in text_of(report.render((plain,), "en"))


def test_a_font_that_lacks_chinese_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "CHINESE_FONTS", ("DejaVu Sans Mono",) * 5)
    with pytest.raises(IllFormed, match="the font DejaVu Sans Mono lacks"):
        report.render((SMALL,), "zh")


def test_a_warning_is_no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    template = tmp_path / "wrong.typ"
    dated = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))'
    template.write_text(f'{dated}\n#text(font: "Nowhere Sans")[x]', "utf-8")
    monkeypatch.setattr(typesetting, "files", lambda _package: tmp_path)
    with pytest.raises(Exception, match="unknown font family"):
        typesetting.typeset("wrong.typ", {}, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("limit", "readings", "facts"),
    [
        ("≤ 20 mm", ("21 mm",), {}),
        ("≤ 20 mm", ("< 30 mm",), {}),
        ("35 ℃ .. 42 ℃", ("38.2 ℃", "38.9 ℃"), {}),
        ("< 6 mm or >= 12 mm", ("5 mm ~ 13 mm",), {}),
        ("≤ 20 mm", ("18 mm", "19 mm"), {"uncertainty": "1 mm"}),
        ("≥ 20 mm", ("> 30 mm",), {}),
    ],
)
def test_a_gauge_stays_on_its_line(
    limit: str, readings: tuple[str, ...], facts: dict[str, str]
) -> None:
    gauge = gauge_of(measured(limit, *readings, **facts))
    assert gauge is not None
    drawn = report.drawn(gauge)
    places = [*drawn["limits"], *(end for pair in drawn["accepted"] for end in pair)]
    places += [end for mark in drawn["marks"] for end in (mark["low"], mark["high"])]
    places += [end for pair in drawn["whiskers"] for end in pair]
    assert all(2 <= place <= 98 for place in places)
    report.render((assessment(measured(limit, *readings, **facts), verdict=FAIL),), "en")
