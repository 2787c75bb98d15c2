"""Reading reports: real ones, generated ones in every layout, and hostile files."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conformance.checking.decode import decode
from conformance.diagnostics import IllFormed
from conformance.engine import open_library
from conformance.intake.document import Document
from conformance.intake.draft import as_yaml, draft_of, without_nothing
from conformance.intake.excel import NO_VALUE
from conformance.intake.reading import ask, read_document
from tests.intake.hostile import HOSTILE, pdf, workbook, written
from tests.intake.layouts import LAYOUTS, Fact, Layout, facts_of
from tests.intake.measure import SPECS, header_right, right_and_all
from tests.intake.reports import folder, scored, truths
from tests.intake.typesetters import as_word, available, by_typst

pytest.importorskip("pdfplumber")
pytest.importorskip("openpyxl")
pytest.importorskip("docx")


# ---- real reports


@pytest.mark.skipif(folder() is None, reason="the real reports do not lie beside the project")
class TestRealReports:
    """Eight reports of eight laboratories are read without a rule for any of them."""

    @pytest.fixture(scope="class")
    @staticmethod
    def scores() -> dict[str, dict[str, float]]:
        return {path.stem: scored(path) for path in truths()}

    def test_nearly_every_value_is_found_and_hardly_any_is_wrong(
        self, scores: dict[str, dict[str, float]]
    ) -> None:
        rows = sum(s["rows"] for s in scores.values())
        hits = sum(s["hits"] for s in scores.values())
        wrong = sum(s["wrong"] for s in scores.values())
        assert hits / rows >= 0.95
        assert hits / (hits + wrong) >= 0.99
        assert min(s["recall"] for s in scores.values()) >= 0.9

    def test_units_limits_verdicts_and_headers(self, scores: dict[str, dict[str, float]]) -> None:
        for key, least in (("unit", 0.95), ("limit", 0.9), ("verdict", 0.9)):
            assert min(s[key] for s in scores.values()) >= least
        assert sum(s["header"] for s in scores.values()) >= 7


# ---- generated reports


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    library = open_library()
    return facts_of([library.plan(name) for name in SPECS], 14)


def all_right(document: Document, layout: Layout) -> list[str]:
    """Return what was read wrong in a report."""
    return [*right_and_all(document, layout)[2], *header_right(document)[2]]


@pytest.mark.parametrize("lay", LAYOUTS, ids=lambda lay: lay.__name__)
@pytest.mark.skipif(not available("typst"), reason="typst or a font for Chinese is missing")
def test_every_cell_of_a_generated_pdf_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    assert all_right(read_document(by_typst(layout, tmp_path)), layout) == []


@pytest.mark.parametrize("lay", LAYOUTS, ids=lambda lay: lay.__name__)
def test_every_cell_of_a_generated_word_document_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    assert all_right(read_document(as_word(layout, tmp_path)), layout) == []


# ---- sheets


ROWS = (("条款", "检验项目", "单位", "要求", "检验结果", "单项判定"),
        ("13.2", "泄漏电流", "mA", "≤ 0.25", "0.12", "符合"),
        ("27.5", "接地电阻", "Ω", "≤ 0.1", "0.060", "符合"))  # fmt: skip


def cells(rows: Sequence[Sequence[object]]) -> dict[str, object]:
    """Return rows as cells by name."""
    return {f"{chr(65 + c)}{r}": v for r, row in enumerate(rows, 1) for c, v in enumerate(row)}


def test_workbook_and_csv_give_the_same_rows_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(cells(ROWS)))
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in ROWS), encoding="gb18030")
    book, table = read_document(tmp_path / "a.xlsx"), read_document(tmp_path / "a.csv")
    assert [(r.clause, r.item, r.value, r.unit) for r in book.rows] == [
        ("13.2", "泄漏电流", "0.12", "mA"),
        ("27.5", "接地电阻", "0.060", "Ω"),
    ]
    assert [r.value for r in table.rows] == ["0.12", "0.060"]
    assert [(r.sheet, r.cell) for r in book.rows] == [("Sheet", "E2"), ("Sheet", "E3")]
    assert [r.cell for r in table.rows] == ["line 2, column 5", "line 3, column 5"]


def test_formula_without_a_value_is_never_an_empty_cell(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][4] = "=1+1"
    (tmp_path / "a.xlsx").write_bytes(workbook(cells(rows)))
    assert [r.value for r in read_document(tmp_path / "a.xlsx").rows] == [NO_VALUE, "0.060"]


def test_cell_at_the_far_end_of_a_sheet_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook({**cells(ROWS), "XFD1048576": "far"}))
    document = read_document(tmp_path / "a.xlsx")
    assert len(document.rows) == 2
    assert document.unread == ("Sheet!XFD1048576",)


# ---- hostile files


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_both_languages(name: str, tmp_path: Path) -> None:
    path, code = written(name, tmp_path)
    with pytest.raises(IllFormed) as refused:
        read_document(path)
    problem = refused.value.diagnostics[0]
    assert (problem.code, problem.span.file) == (code, str(path))
    assert problem.message.zh != problem.message.en


def test_three_hundred_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["Report No.: X-1"] * 300))
    document = read_document(tmp_path / "a.pdf")
    assert (document.pages, document.header.number) == (300, "X-1")


def test_fifty_megabytes_are_read_and_sixty_five_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["Report No.: X-1"], padding=50_000_000))
    assert read_document(path).header.number == "X-1"
    with path.open("ab") as stream:
        stream.truncate(65 * 1024 * 1024)
    with pytest.raises(IllFormed, match=r"file-too-large"):
        read_document(path)


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["Result"]))
    with pytest.raises(IllFormed, match=r"took-too-long"):
        read_document(tmp_path / "a.pdf", seconds=0.01)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IllFormed, match=r"file-missing"):
        ask("read", tmp_path / "none.pdf")


# ---- drafts


def test_draft_is_a_submission_once_a_person_has_read_it(facts: list[Fact], tmp_path: Path) -> None:
    document = read_document(as_word(LAYOUTS[0](facts), tmp_path))
    plan = open_library().plan("smart-toilet-seat")
    draft = draft_of([document], plan)
    written_yaml = decode(as_yaml(draft).encode(), format="yaml")
    assert written_yaml == decode(json.dumps(without_nothing(draft)))
    report = draft["evidence"][0]
    clauses = {row["clause"] for row in report["results"]}
    assert any(str(clause).startswith("GB/T 4706.1-2024#") for clause in clauses)
