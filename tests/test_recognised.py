"""Text that a program recognised fills a draft, and none of it is sure."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.cli import main
from conformance.diagnostics import IllFormed
from conformance.engine import open_library
from conformance.intake.draft import draft_of
from conformance.intake.reading import read_document
from conformance.intake.recognise import CONFIDENCE, words_in
from tests.intake.foreign import three_lines
from tests.intake.hostile import pdf
from tests.intake.layouts import facts_of
from tests.intake.typesetters import available, by_typst

pytest.importorskip("pdfplumber")
pytest.importorskip("pypdfium2")

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"


def table(*lines: tuple[tuple[int, str], ...]) -> str:
    """Return lines of words, each with its left edge, as the program writes them."""
    rows = [HEAD.replace(" ", "\t")]
    for number, words in enumerate(lines):
        for left, text in words:
            cells = (5, 1, 1, 1, number, 1, left, 100 + 40 * number, 18 * len(text), 24, 91, text)
            rows.append("\t".join(map(str, cells)))
    return "\n".join(rows) + "\n"


SEEN = table(
    ((100, "Report"), (220, "No.:"), (320, "X-7")),
    ((100, "Parameter"), (700, "Result"), (1100, "Unit")),
    ((100, "Lead"), (700, "0.12"), (1100, "mg/kg")),
    ((100, "Cadmium"), (700, "ND"), (1100, "mg/kg")),
)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program in the place of the one that recognises; it says what it is told to."""

    def put(body: str) -> None:
        made = tmp_path / "bin" / "tesseract"
        made.parent.mkdir(exist_ok=True)
        made.write_text(f"#!{sys.executable}\nimport sys\n{body}", encoding="utf-8")
        made.chmod(0o755)
        monkeypatch.setenv("PATH", str(made.parent))

    return put


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Return a report without text."""
    (tmp_path / "scan.pdf").write_bytes(pdf([""]))
    return tmp_path / "scan.pdf"


def test_nothing_that_was_recognised_is_sure(
    scan: Path, program: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    program(f"print('eng') if '--list-langs' in sys.argv else print({SEEN!r})")
    document = read_document(scan, recognise=True)
    assert [(row.item, row.value, row.unit) for row in document.rows] == [
        ("Lead", "0.12", "mg/kg"), ("Cadmium", "ND", "mg/kg"),
    ]  # fmt: skip
    assert document.header.number == "X-7"
    assert {row.confidence for row in document.rows} == {CONFIDENCE}
    assert all("recognised-text" in row.doubts for row in document.rows)
    assert draft_of([document])["evidence"][0]["confidence"] == "0.5"
    assert main(["read", str(scan), "--ocr", "--format", "json"]) == 0
    assert '"recognised": true' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "code"),
    [("sys.exit(1)", "recogniser-failed"), (None, "recogniser-missing"), ("", "scan-without-text")],
)
def test_what_can_go_wrong_has_a_word_of_its_own(
    body: str | None, code: str, scan: Path, program: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if body is None:
        monkeypatch.setenv("PATH", str(scan.parent))
    else:
        program(body)
    assert main(["read", str(scan), "--ocr", "--lang", "en"]) == 65
    said = capsys.readouterr()
    assert code in said.err
    assert "help" in said.err


def test_scan_is_no_evidence_without_being_asked(scan: Path) -> None:
    with pytest.raises(IllFormed, match=r"scan-without-text"):
        read_document(scan)


@pytest.mark.parametrize("hidden", [True, False])
def test_letters_under_a_picture_are_recognised_ones(hidden: bool, tmp_path: Path) -> None:
    lines = "Report No.: X-1"
    (tmp_path / "a.pdf").write_bytes(pdf([lines], hidden=hidden))
    document = read_document(tmp_path / "a.pdf")
    assert document.header.number == "X-1"
    assert document.recognised is hidden
    assert draft_of([document])["evidence"][0]["confidence"] == ("0.5" if hidden else None)


def test_words_of_one_line_stand_at_one_height_and_chinese_ones_are_joined() -> None:
    words = words_in(table(((100, "泄漏"), (140, "电流"), (400, "mA"), (470, "x"))))
    assert [word.text for word in words] == ["泄漏电流", "mA", "x"]
    assert len({(word.top, word.bottom) for word in words}) == 1


@pytest.mark.skipif(
    shutil.which("tesseract") is None or not available("typst"),
    reason="the program that recognises, or a font for Chinese, is missing",
)
def test_picture_of_a_report_gives_a_draft(tmp_path: Path) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    plan = open_library().plan("smart-toilet-seat")
    source = pypdfium2.PdfDocument(by_typst(three_lines(facts_of([plan], 8)), tmp_path))
    source[0].render(scale=3).to_pil().convert("L").save(tmp_path / "scan.pdf", resolution=216)
    document = read_document(tmp_path / "scan.pdf", recognise=True)
    assert len(document.rows) >= 6
    assert {row.confidence for row in document.rows} == {CONFIDENCE}
