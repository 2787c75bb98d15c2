"""Forms as workbooks: what is filled in comes back as it was, or is named by sheet and cell."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.authoring.form_workbook import as_workbook
from conformance.checking.sources import read_submissions
from conformance.cli.reports import report_source, spec_of, submission_of
from conformance.diagnostics import IllFormed
from conformance.engine import open_library
from conformance.model.submission import Submission, TestReport

openpyxl: Any = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 23)
EXAMPLES = sorted((ROOT / "specs").glob("*/examples/pass.*"))
SEAT = ROOT / "specs" / "smart-toilet-seat" / "examples" / "pass.yaml"
LIBRARY = open_library()


def submitted(path: Path) -> Submission:
    """Return the submission of a file."""
    return next(iter(read_submissions(path))).decode()


def form(path: Path, submission: Submission) -> Path:
    """Write the form of a submission's spec, filled with it."""
    plan = LIBRARY.plan(submission.spec or "")
    path.write_bytes(as_workbook(plan, DAY, msgspec.to_builtins(submission)))
    return path


def read(path: Path) -> Submission:
    """Return the submission of a form."""
    source = report_source(str(path))
    return submission_of(source, LIBRARY.plan(spec_of(source) or ""))


class TestRoundTrip:
    """A form filled from a submission submits the same, so it is assessed the same."""

    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parts[-3])
    def test_shipped_example(self, path: Path, tmp_path: Path) -> None:
        submission = submitted(path)
        assert read(form(tmp_path / "form.xlsx", submission)) == submission

    def test_gaps_points_typed_readings_and_flags(self, tmp_path: Path) -> None:
        rows: list[dict[str, object]] = [
            {"item": "a", "values": ["1 mA", None, "2 mA"]},
            {"item": "b", "values": [["1 mA", "2 mA"], "3 mA"]},
            {"item": "c", "value": {"number": "0.10", "unit": "mA", "qualifier": "<"}},
            {"item": "d", "value": "１．５０ mA", "conditions": {"supply": "a=b", "x": "1;2"}},
            {"item": "e", "values": ["4.10"], "uncertainty": {"value": "0.1 mA", "k": "2"}},
        ]
        document = {"id": "R1", "kind": "test-report", "complete": False, "results": rows}
        submission = msgspec.convert(
            {"spec": "smart-toilet-seat", "evidence": [document],
             "subject": {"kind": "product", "attributes": {"warm_air": True, "supply": "plug"}}},
            Submission,
        )  # fmt: skip
        assert read(form(tmp_path / "form.xlsx", submission)) == submission

    def test_check_answers_the_same(self, tmp_path: Path) -> None:
        made = form(tmp_path / "form.xlsx", submitted(SEAT))
        answers = [
            subprocess.run(
                [sys.executable, "-m", "conformance", "check", str(path), "--as-of", "2026-11-23",
                 "--format", "json"], capture_output=True, check=False, cwd=ROOT,
            )
            for path in (SEAT, made)
        ]  # fmt: skip
        one, other = (msgspec.json.decode(answer.stdout) for answer in answers)
        assert one.pop("submission") != other.pop("submission")
        assert one == other


def test_form_says_how_many_specimens_are_asked_for(tmp_path: Path) -> None:
    plan = LIBRARY.plan("balance-board")
    path = tmp_path / "f.xlsx"
    path.write_bytes(as_workbook(plan, DAY))
    sheet = openpyxl.load_workbook(path)["结果 Results"]
    said = {row[column(sheet, "#specimens") - 1] for row in sheet.iter_rows(3, values_only=True)}
    asked = {str(ask.specimens) for each in plan.requirements for ask in each.asks if ask.specimens}
    assert asked & said
    assert {each for each in said if each} <= asked | {"1"}


def test_empty_form_is_a_submission_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(as_workbook(LIBRARY.plan("smart-toilet-seat"), DAY))
    assert read(path).evidence == ()


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """Change a workbook as a person would."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def column(sheet: Any, key: str) -> int:
    """Return the column of a key."""
    return next(int(cell.column) for cell in sheet[1] if cell.value == key)


def test_moved_columns_and_rows_put_in_between_are_survived(tmp_path: Path) -> None:
    submission = submitted(SEAT)

    def move(book: Any) -> None:
        sheet = book["结果 Results"]
        sheet.insert_rows(5, 2)
        sheet.insert_cols(3)
        key = column(sheet, "unit")
        for row in sheet.iter_rows():
            row[2].value, row[key - 1].value = row[key - 1].value, None

    assert read(changed(form(tmp_path / "f.xlsx", submission), move)) == submission


def first_value(book: Any) -> Any:
    """Return the cell of the first value."""
    sheet = book["结果 Results"]
    return sheet.cell(3, column(sheet, "value"))


def test_full_width_days_and_flags_are_read(tmp_path: Path) -> None:
    def widen(book: Any) -> None:
        sheet = book["文件 Documents"]
        sheet.cell(3, column(sheet, "issued")).value = "２０２６－０６－０５"
        sheet.cell(3, column(sheet, "complete")).value = "是"

    report = read(changed(form(tmp_path / "f.xlsx", submitted(SEAT)), widen)).evidence[0]
    assert isinstance(report, TestReport)
    assert (report.issued, report.complete) == ("2026-06-05", True)


def number(book: Any) -> None:
    first_value(book).value = 12.30


def formula(book: Any) -> None:
    first_value(book).value = "=6*2"


def merge(book: Any) -> None:
    cell = first_value(book)
    book["结果 Results"].merge_cells(
        start_row=3, end_row=5, start_column=cell.column, end_column=cell.column
    )


def no_key(book: Any) -> None:
    book["结果 Results"].cell(4, 60).value = "0.31 mA"


def no_keys(book: Any) -> None:
    book["结果 Results"].delete_rows(1)


def no_day(book: Any) -> None:
    sheet = book["文件 Documents"]
    sheet.cell(3, column(sheet, "issued")).value = "2026-06-31"


def no_document(book: Any) -> None:
    book["结果 Results"].cell(3, 1).value = "R9"


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        (number, "form-number", "结果 Results!J3"),
        (formula, "formula-without-value", "结果 Results!J3"),
        (merge, "form-merged", "结果 Results!J3"),
        (no_key, "form-column-unknown", "结果 Results!BH4"),
        (no_keys, "form-keys-missing", "结果 Results!A1"),
        (no_day, "impossible-date", "文件 Documents!S3"),
        (no_document, "form-document-unknown", "结果 Results!A3"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_cell(
    change: Callable[[Any], None], code: str, cell: str, tmp_path: Path
) -> None:
    path = changed(form(tmp_path / "f.xlsx", submitted(SEAT)), change)
    with pytest.raises(IllFormed) as refused:
        read(path)
    found = {(each.code, each.span.pointer) for each in refused.value.diagnostics}
    assert (code, cell) in found, found
