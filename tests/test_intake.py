"""Reading reports: real ones, generated ones in every layout, and hostile files."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.checking.decode import decode
from conformance.engine import open_library
from conformance.intake.document import Document
from conformance.intake.draft import as_yaml, draft_of, without_nothing
from conformance.intake.reading import read_document
from tests.intake.admitted import admitted
from tests.intake.foreign import FOREIGN, three_lines
from tests.intake.layouts import LAYOUTS, Box, Fact, Layout, Printed, bare, facts_of
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


def assert_no_wrong_evidence(document: Document, layout: Layout) -> None:
    """Assert that rows lead to what they are about, with what was printed."""
    _, wrong = admitted(document, layout, open_library().plan(SPECS[0]))
    assert wrong == []


@pytest.mark.parametrize("lay", [*LAYOUTS, *FOREIGN], ids=lambda lay: lay.__name__)
@pytest.mark.skipif(not available("typst"), reason="typst or a font for Chinese is missing")
def test_every_cell_of_a_generated_pdf_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    document = read_document(by_typst(layout, tmp_path))
    assert all_right(document, layout) == []
    assert_no_wrong_evidence(document, layout)


@pytest.mark.parametrize("lay", [*LAYOUTS, *FOREIGN], ids=lambda lay: lay.__name__)
def test_every_cell_of_a_generated_word_document_is_read(
    lay: Callable[[Sequence[Fact]], Layout], facts: list[Fact], tmp_path: Path
) -> None:
    layout = lay(facts)
    document = read_document(as_word(layout, tmp_path))
    assert all_right(document, layout) == []
    assert_no_wrong_evidence(document, layout)


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


@pytest.mark.skipif(not available("typst"), reason="typst or a font for Chinese is missing")
def test_wrapped_limit_that_reaches_into_the_next_column_is_one_cell(tmp_path: Path) -> None:
    library = open_library()
    some = facts_of([library.plan(name) for name in SPECS], 275)[236:]
    layout = three_lines(some)
    assert all_right(read_document(by_typst(layout, tmp_path)), layout) == []


@pytest.mark.skipif(not available("typst"), reason="typst or a font for Chinese is missing")
def test_rows_below_what_ends_a_table_are_told(facts: list[Fact], tmp_path: Path) -> None:
    layout = bare(facts[:13])
    table = layout.tables[0]
    note = (Box(text="注:以下各项由分包的实验室检测", wide=4),)
    cut = replace(table, body=(*table.body[:6], note, *table.body[6:]))
    document = read_document(by_typst(replace(layout, tables=(cut,)), tmp_path))
    assert len(document.rows) == 6
    assert len(document.unread) == 7


@pytest.mark.parametrize("write", [as_word, by_typst])
def test_a_table_without_a_head_is_told_and_is_no_evidence(
    write: Callable[[Layout, Path], Path], facts: list[Fact], tmp_path: Path
) -> None:
    if write is by_typst and not available("typst"):
        pytest.skip("typst or a font for Chinese is missing")
    layout = LAYOUTS[0](facts[:8])
    row = (Box(text="铅"), Box(text="95 mg/kg"), Box(text="不符合"))
    headless = Printed(head=(), body=(row, row), widths=(3, 3, 3))
    document = read_document(write(replace(layout, tables=(headless, *layout.tables)), tmp_path))
    assert [each.partition(": ")[2] for each in document.unread] == ["铅 95 mg/kg 不符合"] * 2
    assert len(document.rows) == len(read_document(write(layout, tmp_path)).rows)


def test_rows_above_the_head_of_a_sheet_are_told(tmp_path: Path) -> None:
    above = [("报告编号", "2026-1"), ("铅", "95 mg/kg"), ("镉", "未检出"), ("页", "1")]
    (tmp_path / "a.xlsx").write_bytes(workbook(cells([*above, *ROWS])))
    document = read_document(tmp_path / "a.xlsx")
    assert [each.partition(": ")[2] for each in document.unread] == ["铅 95 mg/kg", "镉 未检出"]
    assert len(document.rows) == 2


@pytest.mark.parametrize("change", ["value", "unit", "row", "requirement"])
def test_wrong_evidence_would_be_seen(change: str, facts: list[Fact], tmp_path: Path) -> None:
    layout = bare(facts)
    document = read_document(as_word(layout, tmp_path))
    if change == "row":
        told = replace(layout, facts=layout.facts[1:])
    elif change == "requirement":
        moved = [replace(f, requirement=o.requirement, zh=f.zh + "1", en="") for f, o in
                 zip(layout.facts, layout.facts[1:], strict=False)]  # fmt: skip
        told = replace(layout, facts=tuple(moved))
    elif change == "value":
        told = replace(layout, facts=tuple(replace(f, value="99") for f in layout.facts))
    else:
        told = replace(layout, facts=tuple(replace(f, unit="99") for f in layout.facts))
    matched, wrong = admitted(document, told, open_library().plan(SPECS[0]))
    assert matched
    assert wrong
