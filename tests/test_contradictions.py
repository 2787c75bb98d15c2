"""What a document says against itself is said aloud, with its place, in both languages."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.engine import open_library
from conformance.intake.contradictions import contradictions
from conformance.intake.document import Document
from conformance.intake.header import Header, header_from
from conformance.intake.results import ReadRow
from conformance.intake.said import Said
from conformance.wording import worded

ROOT = Path(__file__).parents[1]
PLAN = open_library().plan("smart-toilet-seat")


def document(*rows: ReadRow, file: str = "a.pdf", header: Header | None = None) -> Document:
    """Return a document that was read."""
    return Document(file=file, header=header or Header(), rows=rows)


def row(
    value: str = "0.12 mA", limit: str | None = "≤ 0.25 mA", verdict: str | None = "符合",
    clause: str | None = None,
) -> ReadRow:  # fmt: skip
    """Return a row."""
    return ReadRow(
        item="泄漏电流", value=value, limit=limit, verdict=verdict, clause=clause, page=1
    )


def days(**texts: str) -> Header:
    """Return a header with days."""
    return header_from([Said(field=k, label=k, text=v) for k, v in texts.items()], [])


def reasons(documents: Sequence[Document]) -> list[str]:
    """Return the reasons of what contradicts."""
    return [each.reason for each in contradictions(documents, PLAN)]


GOOD = days(received="2026-05-08", tested="2026-05-11 2026-06-02", issued="2026-06-05")


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        ([document(row(), header=GOOD)], []),
        ([document(row(verdict="不符合"), header=Header(overall="pass"))],
         ["report-passes-failing-row", "report-verdict-against-number"]),
        ([document(row(verdict="不符合", limit=None), header=Header(overall="fail"))], []),
        ([document(row(value="0.31 mA"))], ["report-verdict-against-number"]),
        ([document(row(value="0.31", limit="0.25"))], []),
        ([document(row(value="无击穿"))], []),
        ([document(header=days(received="2026-07-01", issued="2026-06-05"))],
         ["report-days-impossible"]),
        ([document(header=days(tested="2026-07-01", issued="2026-06-05"))],
         ["report-days-impossible"]),
        ([document(header=Header(pages=((1, 4), (2, 4), (4, 4))))], ["report-pages-missing"]),
        ([document(header=Header(pages=((1, 2), (2, 2))))], []),
        ([replace(document(), unread=("page 3: no text",))], ["report-part-unread"]),
        ([document(header=Header(pages=((1, 2), (2, 3))))], []),
        ([document(row(limit="≤ 0.5 Ω", value="0.06 Ω", clause="GB/T 4706.1-2024#27.5"))],
         ["report-quotes-another-limit"]),
        ([document(row(limit="≤ 100 mΩ", value="0.06 Ω", clause="GB/T 4706.1-2024#27.5"))], []),
        ([document(row(), header=Header(fields={"report_number": "X"})),
          document(row("0.2 mA"), file="b.pdf", header=Header(fields={"report_number": "X"}))],
         ["report-number-twice"]),
        ([document(row(), header=Header(fields={"report_number": "X"})),
          document(row(), file="b.pdf", header=Header(fields={"report_number": "X"}))], []),
    ],
)  # fmt: skip
def test_what_contradicts(documents: Sequence[Document], found: list[str]) -> None:
    assert reasons(documents) == found
    for each in contradictions(documents, PLAN):
        assert worded(each.reason, "zh", each.facts) != worded(each.reason, "en", each.facts)


def test_check_shows_it_as_a_remark_and_read_says_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "报告编号,X-1\n检验结论,合格\n检验项目,要求,检验结果,单项判定\n"
        "泄漏电流,≤ 0.25 mA,0.31 mA,符合\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "conformance"]
    checked = subprocess.run(
        [*command, "check", str(path), "--spec", "smart-toilet-seat", "--format", "json"],
        capture_output=True, check=False, cwd=ROOT,
    )  # fmt: skip
    remarks = json.loads(checked.stdout)["remarks"]
    assert "report-verdict-against-number" in {remark["reason"] for remark in remarks}
    read = subprocess.run([*command, "read", str(path), "--format", "json", "--lang", "en"],
                          capture_output=True, check=False, cwd=ROOT, text=True)  # fmt: skip
    assert json.loads(read.stdout)["contradictions"][0]["locator"] == "line 4, column 3"
    assert "its own requirement ≤ 0.25 mA" in read.stderr
