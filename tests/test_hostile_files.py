"""Files that nobody should have to read: each is refused in bounded time, with a clear word."""

import os
import time
from pathlib import Path

import pytest

from conformance.cli import main
from conformance.diagnostics import IllFormed
from conformance.intake.excel import FROM_ELSEWHERE, NO_VALUE
from conformance.intake.reading import ask, read_document
from tests.intake.hostile import HOSTILE, inflating, looping, pdf, written
from tests.intake.packages import linked, sheet_of, workbook

pytest.importorskip("pdfplumber")
pytest.importorskip("openpyxl")
pytest.importorskip("docx")
resource = pytest.importorskip("resource")

# Generous, since the machine may do other things; what is caught is work without bound.
SECONDS, MEGABYTES = 20, 700


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_both_languages(name: str, tmp_path: Path) -> None:
    path, code = written(name, tmp_path)
    start = time.monotonic()
    with pytest.raises(IllFormed) as refused:
        read_document(path)
    assert time.monotonic() - start < SECONDS
    problem = refused.value.diagnostics[0]
    assert (problem.code, problem.span.file) == (code, str(path))
    assert problem.message.zh != problem.message.en
    # the largest process that ran so far: the readers of all files above are among them
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEGABYTES * 1024


@pytest.mark.parametrize("name", ["workbook with macros", "zip bomb", "PDF with a password"])
def test_commands_end_with_65_and_say_what_to_do(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, code = written(name, tmp_path)
    for arguments in (["read", str(path)], ["check", str(path), "--spec", "smart-toilet-seat"]):
        assert main([*arguments, "--lang", "en"]) == 65
        said = capsys.readouterr()
        assert said.out == ""
        assert code in said.err
        assert "help" in said.err


# ---- formulas


def test_formula_without_a_value_is_never_an_empty_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet_of(E2="=1+1", F3="=1+2")))
    document = read_document(path)
    assert [row.value for row in document.rows] == [NO_VALUE, "0.060"]
    assert main(["read", str(path), "--lang", "en"]) == 65
    said = capsys.readouterr()
    assert NO_VALUE in said.out
    assert "Sheet!E2" in said.err
    assert "Sheet!F3" in said.err
    assert main(["check", str(path), "--spec", "smart-toilet-seat"]) == 65
    assert "formula-without-value" in capsys.readouterr().err


def test_value_from_another_workbook_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    def kept(parts: dict[str, bytes]) -> None:
        linked(parts)
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b"<v></v>", b"<v>0.1</v>")

    # the second formula leads to the first one
    path.write_bytes(workbook(sheet_of(E2="=[1]Sheet1!A1", E3="=E2*2"), kept))
    document = read_document(path)
    assert [row.value for row in document.rows] == [FROM_ELSEWHERE, FROM_ELSEWHERE]
    assert document.valueless == (
        ("value-from-another-file", "Sheet!E2"), ("value-from-another-file", "Sheet!E3"),
    )  # fmt: skip


def test_link_that_no_cell_uses_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet_of(), linked))
    assert [row.value for row in read_document(path).rows] == ["0.12", "0.060"]


def test_cells_without_names_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    def nameless(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        for name in sheet_of():
            parts[sheet] = parts[sheet].replace(f' r="{name}"'.encode(), b"")
        for number in range(1, 4):
            parts[sheet] = parts[sheet].replace(f' r="{number}"'.encode(), b"")

    path.write_bytes(workbook(sheet_of(E2="=1+1"), nameless))
    document = read_document(path)
    assert [row.value for row in document.rows] == [NO_VALUE, "0.060"]
    assert document.valueless == (("formula-without-value", "Sheet!E2"),)


# ---- large files


def test_three_hundred_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["Report No.: X-1"] * 300))
    start = time.monotonic()
    document = read_document(tmp_path / "a.pdf")
    assert (document.pages, document.header.number) == (300, "X-1")
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("junk", [os.urandom, bytes, lambda size: b"%%EOF\n" * (size // 6)])
def test_fifty_megabytes_behind_the_end_do_not_matter(junk: object, tmp_path: Path) -> None:
    assert callable(junk)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["Report No.: X-1"]) + junk(50_000_000))
    start = time.monotonic()
    assert read_document(path).header.number == "X-1"
    assert time.monotonic() - start < SECONDS


def test_fifty_megabytes_are_read_and_sixty_five_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["Report No.: X-1"], padding=50_000_000))
    assert read_document(path).header.number == "X-1"
    with path.open("ab") as stream:
        stream.truncate(65 * 1024 * 1024)
    with pytest.raises(IllFormed, match=r"file-too-large"):
        read_document(path)


def test_page_that_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(inflating(300_000_000))
    with pytest.raises(IllFormed, match=r"took-too-(much|long)"):
        read_document(path, seconds=1.5)


def test_pages_that_lead_back_to_themselves_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(looping())
    assert read_document(tmp_path / "a.pdf", seconds=SECONDS).pages == 1


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["Result"]))
    with pytest.raises(IllFormed, match=r"took-too-long"):
        read_document(tmp_path / "a.pdf", seconds=0.01)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IllFormed, match=r"file-missing"):
        ask("read", tmp_path / "none.pdf")
