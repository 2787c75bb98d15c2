"""What is behind an answer stands beside it: documents, dates, editions, and what would pass."""

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from conformance import open_library
from conformance.checking.sources import read_submissions
from conformance.cli import main
from conformance.model.assessment import Assessment
from conformance.model.submission import Dates, Submission
from conformance.outlook.whatif import what_if
from conformance.rendering import html, report, workbook
from conformance.rendering.background import Background, Described, background_of
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.letter import Case, letters
from conformance.rendering.letter_files import write
from conformance.rendering.prospects import accepted, every_step, needed
from conformance.rendering.register import admissions
from conformance.wording import term
from conformance.wording.background import BACKGROUND
from conformance.wording.outlook import OUTLOOK
from tests.fonts import has_chinese_font
from tests.test_html import SMALL, parsed
from tests.test_report import text_of

EXAMPLES = Path(__file__).parents[1] / "specs" / "smart-toilet-seat" / "examples"
DAY = date(2026, 11, 23)
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
PRINTED = pytest.mark.skipif(not has_chinese_font(), reason="no font for Chinese")


def changed(name: str) -> Submission:
    """Return an example, or one whose attributes nobody declared."""
    submission = next(read_submissions(EXAMPLES / f"{name.removeprefix('bare ')}.yaml")).decode()
    if not name.startswith("bare "):
        return submission
    assert submission.subject is not None
    return replace(submission, subject=replace(submission.subject, attributes={}))


@cache
def judged(name: str) -> tuple[Assessment, Background]:
    ready = open_library().compile("smart-toilet-seat", DAY)
    submission = changed(name)
    answer = ready.validator.check(submission, "sha256:0")
    found = what_if(ready.validator, submission, answer)
    return answer, background_of(submission, ready.plan, found)


@cache
def page(name: str, lang: str) -> str:
    answer, behind = judged(name)
    return "".join(parsed(html.render([answer], lang, [behind])).text)


@cache
def printed(name: str, lang: str) -> str:
    answer, behind = judged(name)
    return text_of(report.render([answer], lang, [behind]))


def lettered(name: str, lang: str) -> str:
    answer, behind = judged(name)
    case = Case(assessment=answer, addressee="M", background=behind)
    return write("md", letters([case], lang, DAY, DAY)).decode()


def said(name: str, lang: str) -> Iterator[str]:
    """Yield everything that would change an answer, as it is worded."""
    found = judged(name)[1].prospects
    assert found is not None
    words = OUTLOOK[lang]
    if found.changes.acts:
        yield words["changes"].format(count=len(found.changes.acts))
        yield words["note"]
        if every_step(found):
            yield words["every_step"]
        else:
            yield from (needed(each, lang) for each in found.changes.acts)
    for each in found.values:
        yield from (text for _, text in accepted(each.zones, each.own, lang))
    yield from (each.name(lang) for each in found.questions)


@LANGUAGES
@pytest.mark.parametrize("name", ["fail", "missing-evidence", "wrong-model", "bare pass"])
class TestWhatWouldMakeItPass:
    def test_page(self, name: str, lang: str) -> None:
        text = page(name, lang)
        assert [each for each in said(name, lang) if each not in text] == []

    @PRINTED
    def test_pdf(self, name: str, lang: str) -> None:
        """By the beginnings of words, for the cells of a table are wrapped side by side."""
        text = printed(name, lang)
        words = [word[:4] for each in said(name, lang) for word in re.split(r"[\s_]+", each)]
        assert [word for word in words if word not in text] == []

    def test_letter(self, name: str, lang: str) -> None:
        """A letter speaks of the rules that are known, and asks the first question alone."""
        text = lettered(name, lang).replace("\\", "")
        found = judged(name)[1].prospects
        assert found is not None
        assert OUTLOOK[lang]["changes"].format(count=len(found.changes.acts)) in text
        for each in found.values:
            (own,) = (zone for zone in each.zones if zone.rule == each.own)
            shown = each.finding.mandatory and bool(each.finding.measured)
            limit = term("limit", own.accepts, lang)
            assert (f"{OUTLOOK[lang]['passes']} {limit} (" in text) is shown
        assert [each.name(lang) in text for each in found.questions[:2]] == [True, False][
            : len(found.questions)
        ]


@LANGUAGES
def test_a_pass_has_nothing_to_change(lang: str) -> None:
    assert OUTLOOK[lang]["whatif"] not in page("pass", lang)
    assert OUTLOOK[lang]["whatif"] not in lettered("pass", lang)


@LANGUAGES
class TestDocuments:
    """Who has the answer alone finds each report: number, whose, of which day, in which file."""

    PARTS = ("AQ2026-01234", "AQ2026-01234.pdf", "2026-05-11", "2026-06-02", "2026-06-05",
             "示例检测技术有限公司", "2031-07-14", "示例卫浴一号工厂", "2026-09-01")  # fmt: skip

    def test_page(self, lang: str) -> None:
        text = page("pass", lang)
        assert [part for part in self.PARTS if part not in text] == []

    @PRINTED
    def test_pdf_names_the_line_behind_each_finding(self, lang: str) -> None:
        text = printed("pass", lang)
        assert [part for part in self.PARTS if part not in text] == []
        answer, behind = judged("pass")
        for cited in (each for finding in answer.findings for each in finding.evidence):
            document = behind.documents[cited.document]
            for part in (document.number, document.file, cited.locator or ""):
                assert "".join(part.split()) in text

    def test_workbook(self, lang: str) -> None:
        pytest.importorskip("xlsxwriter")
        openpyxl: Any = pytest.importorskip("openpyxl")
        answer, behind = judged("pass")
        book = openpyxl.load_workbook(io.BytesIO(workbook.render([answer], lang, [behind])))
        cells = [str(cell) for row in book.worksheets[3].iter_rows(values_only=True)
                 for cell in row]  # fmt: skip
        assert any("AQ2026-01234.pdf" in cell for cell in cells)

    def test_confirmation(self, lang: str) -> None:
        text = lettered("pass", lang)
        assert [part for part in self.PARTS if part not in text.replace("\\", "")] == []

    def test_a_document_that_nobody_asked_for_is_named(self, lang: str) -> None:
        behind = Background(documents={"R1": Described(kind="test-report"),
                                       "Z9": Described(kind="audit", number="Z-9")})  # fmt: skip
        text = "".join(parsed(html.render([SMALL], lang, [behind])).text)
        assert "Z-9" in text
        # R4 is only remarked upon
        assert text.count(FORMAT_WORDS[lang]["not_used"]) == 2
        assert [each.name for each in admissions(SMALL, behind.documents) if each.idle] == ["Z9"]

    def test_editions_have_their_dates(self, lang: str) -> None:
        _, behind = judged("pass")
        dates = behind.edition_dates("GB/T 4706.1-2024", lang)
        assert "2024-07-24" in dates
        assert "2026-08-01" in dates
        assert dates in page("pass", lang)
        assert behind.edition_dates("GB 0-1999", lang) == ""


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (Dates(from_="2026-01-01", to="2026-02-01"), "tested 2026-01-01 to 2026-02-01"),
        (Dates(from_="2026-01-01"), "tested from 2026-01-01"),
        (Dates(to="2026-02-01"), "tested to 2026-02-01"),
        (Dates(), "tested to —"),
    ],
)
def test_a_time_is_said(dates: Dates, expected: str) -> None:
    assert Described(kind="audit", dates=(("tested", dates),)).lines("en") == ["audit", expected]


def test_nothing_is_known_of_what_was_not_sent() -> None:
    assert Background().document_lines("R1", "en") == []
    assert Background().number("R1") == ""
    plan = open_library().compile("smart-toilet-seat", DAY).plan
    assert background_of(Submission(), plan).subject_pairs("en") == []


def test_a_form_or_a_report_gets_a_letter_too(tmp_path: Path) -> None:
    """Whatever is read is kept as it was judged."""
    pytest.importorskip("openpyxl")
    form = str(tmp_path / "form.xlsx")
    assert main(["template", "brand-commitment", "-o", form]) == 0
    out = tmp_path / "letter.md"
    options = ["--spec", "brand-commitment", "--as-of", "2026-11-23", "--lang", "en"]
    assert main(["letter", form, *options, "-o", str(out)]) == 0
    assert out.read_text("utf-8").startswith("# ")
    assert main(["whatif", form, *options]) == 0
    assert main(["expiring", form, *options]) in (0, 1)


def test_the_folder_of_a_report_is_no_part_of_the_answer() -> None:
    plan = open_library().compile("smart-toilet-seat", DAY).plan
    report_alone = background_of(changed("pass"), plan, paths=False).documents["R1"]
    assert report_alone.file == "AQ2026-01234.pdf"
    sent = changed("pass")
    first = replace(sent.evidence[0], file="a/folder/R.pdf")
    moved = replace(sent, evidence=(first, *sent.evidence[1:]))
    found = [background_of(moved, plan, paths=paths).documents[first.id].file
             for paths in (True, False)]  # fmt: skip
    assert found == ["a/folder/R.pdf", "R.pdf"]


@pytest.mark.parametrize("key", sorted(BACKGROUND["zh"]))
def test_both_languages_say_every_word(key: str) -> None:
    assert BACKGROUND["zh"].keys() == BACKGROUND["en"].keys()
    assert not any("一" <= letter <= "鿿" for letter in BACKGROUND["en"][key])


@LANGUAGES
def test_attributes_to_declare_are_named_in_words(lang: str) -> None:
    found = judged("bare pass")[1].prospects
    assert found is not None
    title = {each.attribute: each.title(lang) for each in found.questions}["supply"]
    for text in (page("bare pass", lang), lettered("bare pass", lang).replace("\\", "")):
        assert f" supply ({title})" in text
