"""The page for a person to compare: pictures, boxes on them, and the values beside them."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.intake.document import Document
from conformance.intake.header import Header
from conformance.intake.results import ReadRow
from conformance.intake.review import review_page
from tests.intake.hostile import pdf

pytest.importorskip("pypdfium2")
ROOT = Path(__file__).parents[1]
SURE = ReadRow(item="<Lead>", value="12", unit="mg/kg", page=1, box=(10, 20, 30, 28))
UNSURE = ReadRow(item="Mercury", value="ND", page=1, box=(10, 40, 30, 48), confidence="0.60",
                 doubts=("no-grid",))  # fmt: skip


def test_every_value_has_a_box_and_a_row_and_an_unsure_one_stands_out() -> None:
    document = Document(file="a.pdf", header=Header(), rows=(SURE, UNSURE), unread=("page 2",))
    page = review_page([(document, [b"png"])])
    assert 'href="#r1"' in page
    assert '<tr id="r2" class=doubt' in page
    assert '<tr id="r1" title' in page
    assert "&lt;Lead&gt;" in page
    assert "<Lead>" not in page
    assert "0.60 no-grid" in page
    assert "<li>page 2</li>" in page


def test_document_without_pages_is_a_table_alone() -> None:
    page = review_page([(Document(file="a.csv", header=Header(), rows=(SURE,)), [])])
    assert "<img" not in page
    assert "mg/kg" in page


def test_read_writes_the_pictures_of_a_pdf(tmp_path: Path) -> None:
    path, review = tmp_path / "a.pdf", tmp_path / "r.html"
    path.write_bytes(pdf(["Report No.: X-1", "second page"]))
    command = [sys.executable, "-m", "conformance", "read", str(path), "--review", str(review)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    page = review.read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,iVBOR") == 2
    assert "X-1" in page
