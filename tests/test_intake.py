"""Reading reports: real ones, generated ones in every layout, and hostile files."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conformance.checking.decode import decode
from conformance.engine import open_library
from conformance.intake.document import Document
from conformance.intake.draft import as_yaml, draft_of, without_nothing
from conformance.intake.reading import read_document
from tests.intake.foreign import FOREIGN
from tests.intake.layouts import LAYOUTS, Fact, Layout, facts_of
from tests.intake.measure import SPECS, header_right, right_and_all
from tests.intake.packages import ROWS, cells, workbook
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
    return [*right_and_all(document, layout)[2], *header_right(document, layout)[2]]


@pytest.mark.parametrize("lay", (*LAYOUTS, *FOREIGN), ids=lambda lay: lay.__name__)
@pytest.mark.skipif(not available("typst"), reason="typst or a font for Chinese is missing")
def test_every_cell_of_a_generated_pdf_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    assert all_right(read_document(by_typst(layout, tmp_path)), layout) == []


@pytest.mark.parametrize("lay", (*LAYOUTS, *FOREIGN), ids=lambda lay: lay.__name__)
def test_every_cell_of_a_generated_word_document_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    assert all_right(read_document(as_word(layout, tmp_path)), layout) == []


# ---- sheets


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
