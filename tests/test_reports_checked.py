"""Reports on the way to a verdict: the same results give the same assessment, in whatever file."""

import csv
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.checking.sources import read_submissions
from conformance.cli.reports import report_source, sources_at, submission_of
from conformance.diagnostics import IllFormed
from conformance.engine import open_library
from conformance.intake.matching import Matcher
from conformance.intake.results import ReadRow
from conformance.model.submission import Submission, TestReport
from tests.intake.layouts import Box, Layout, Printed
from tests.intake.packages import workbook
from tests.intake.typesetters import as_word, available, by_typst

pytest.importorskip("pdfplumber")
pytest.importorskip("docx")
ROOT = Path(__file__).parents[1]
SEAT = ROOT / "specs" / "smart-toilet-seat" / "examples" / "pass.yaml"
READY = open_library().compile("smart-toilet-seat", date(2026, 11, 23))
HEAD = ("标准条款", "检验项目", "部位", "技术要求", "检验结果", "单位", "单项判定")


def report() -> TestReport:
    """Return the first report of the example."""
    found = next(iter(read_submissions(SEAT))).decode().evidence[0]
    assert isinstance(found, TestReport)
    return found


def header(told: TestReport) -> tuple[tuple[str, str], ...]:
    """Return what the report says of itself, with labels."""
    assert told.laboratory is not None
    assert told.tested is not None
    assert told.sample is not None
    return (
        ("报告编号", told.number or ""), ("商标", told.brand or ""), ("样品名称", "智能马桶盖"),
        ("检验机构", told.laboratory.name or ""), ("资质认定证书编号", told.laboratory.cma or ""),
        ("认可证书编号", told.laboratory.cnas or ""), ("委托单位", told.client or ""),
        ("规格型号", told.tested_model or ""), ("生产厂", told.factory or ""),
        ("样品编号", told.sample.number or ""), ("样品来源", "送样"),
        ("收样日期", told.received or ""),
        ("检验日期", f"{told.tested.from_}～{told.tested.to}"), ("签发日期", told.issued or ""),
        ("报告完整性", "完整"), ("报告状态", "正式"), ("检验结论", "合格"),
        ("检验依据", "GB/T 4706.1-2024"),
    )  # fmt: skip


def rows(told: TestReport) -> list[tuple[str, ...]]:
    """Return the rows with a clause and nothing that a table has no column for."""
    return [
        (each.clause, each.item or "", each.part or "", each.requirement_text or "",
         str(each.value), each.unit or "", each.verdict or "")
        for each in told.results
        if each.clause and each.value and not each.conditions
    ]  # fmt: skip


def submission() -> Submission:
    """Return the submission that holds exactly what the printed report says."""
    told = report()
    assert told.sample
    kept = [each for each in told.results if each.clause and each.value and not each.conditions]
    data = msgspec.to_builtins(told)
    data["results"] = msgspec.to_builtins(kept)
    data["sample"].pop("count")
    data["conclusion"] = "P"
    subject = {"kind": "product", "brand": told.brand, "name": "智能马桶盖",
               "model": told.tested_model}  # fmt: skip
    return msgspec.convert({"subject": subject, "evidence": [data]}, Submission)


def layout() -> Layout:
    """Return the report as it is printed."""
    body = tuple(tuple(Box(text=text) for text in row) for row in rows(report()))
    head = (tuple(Box(text=text) for text in HEAD),)
    table = Printed(head=head, body=body, widths=(3.2, 3, 1.6, 2.4, 3.4, 1, 1.4))
    return Layout(name="report", header=header(report()), tables=(table,), facts=())


def as_csv(made: Layout, folder: Path) -> Path:
    """Write the report as CSV."""
    path = folder / "report.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([*made.header, HEAD, *rows(report())])
    return path


def as_sheet(made: Layout, folder: Path) -> Path:
    """Write the report as a workbook."""
    lines = [*made.header, HEAD, *rows(report())]
    cells = {f"{chr(65 + c)}{r}": v for r, row in enumerate(lines, 1) for c, v in enumerate(row)}
    path = folder / "report.xlsx"
    path.write_bytes(workbook(cells))
    return path


def compared(told: Submission) -> list[dict[str, Any]]:
    """Return the findings about a submission of the whole subject, apart from places."""
    told = msgspec.structs.replace(
        told, subject=next(iter(read_submissions(SEAT))).decode().subject
    )
    findings = msgspec.to_builtins(READY.validator.check(told, "").findings)
    for finding in findings:
        for key in ("evidence", "rejected"):
            for each in finding.get(key) or ():
                each.pop("locator", None)
    return [dict(finding) for finding in findings]


@pytest.mark.parametrize("write", [by_typst, as_word, as_csv, as_sheet], ids=lambda w: w.__name__)
def test_same_results_same_assessment(
    write: Callable[[Layout, Path], Path], tmp_path: Path
) -> None:
    if write is by_typst and not available("typst"):
        pytest.skip("typst or a font for Chinese is missing")
    path = write(layout(), tmp_path)
    read = submission_of(report_source(str(path)), READY.plan)
    wanted = compared(submission())
    assert compared(read) == wanted
    assert sum(finding["verdict"] == "pass" for finding in wanted) > 3


def test_check_reads_a_report_in_one_go(tmp_path: Path) -> None:
    path = as_csv(layout(), tmp_path)
    command = [sys.executable, "-m", "conformance", "check", str(path), "--as-of", "2026-11-23"]
    done = subprocess.run([*command, "--spec", "smart-toilet-seat"], capture_output=True, cwd=ROOT,
                          check=False, text=True)  # fmt: skip
    assert done.returncode == 3, done.stderr
    alone = subprocess.run(command, capture_output=True, cwd=ROOT, check=False, text=True)
    assert alone.returncode == 65
    assert "spec-missing" in alone.stderr


def test_value_below_the_threshold_is_no_evidence() -> None:
    told = submission()
    data = msgspec.to_builtins(told)
    data["evidence"][0]["results"][0]["confidence"] = "0.5"
    found = compared(msgspec.convert(data, Submission))
    reasons = {r["reason"] for f in found for r in f.get("rejected") or ()}
    assert "extraction-unconfirmed" in reasons


class TestMatching:
    """A row is matched where all it says leads to one requirement, and else is left alone."""

    matcher = Matcher(READY.plan, ("GB/T 4706.1-2024",))

    def test_clause_number_with_the_standard_that_is_cited(self) -> None:
        found = self.matcher.match(ReadRow(item="温升", value="48.5", clause="11.8"))
        assert found.clause == "GB/T 4706.1-2024#11.8"

    def test_clause_number_without_any_standard_is_listed(self) -> None:
        found = Matcher(READY.plan).match(ReadRow(item="?", value="48.5", clause="11.8"))
        assert (found.clause, found.doubt) == (None, "standard-not-named")

    def test_item_in_either_language(self) -> None:
        for item in ("接地电阻", "Earthing resistance", "接地电阻 Earthing resistance"):
            found = self.matcher.match(ReadRow(item=item, value="0.06"))
            assert found.clause == "GB/T 4706.1-2024#27.5"

    def test_unknown_item_is_listed(self) -> None:
        found = self.matcher.match(ReadRow(item="香味", value="3"))
        assert (found.clause, found.requirement, found.doubt) == (None, None, "no-requirement")

    def test_edition_that_the_document_names_is_kept_as_it_is(self) -> None:
        found = self.matcher.match(ReadRow(item="温升", value="1", clause="GB 4706.1-2005 11.8"))
        assert found.clause == "GB 4706.1-2005#11.8"


def test_report_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    with pytest.raises(IllFormed, match="file-empty"):
        submission_of(report_source(str(tmp_path / "a.pdf")), READY.plan)


def test_folder_of_reports_is_every_report_below_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.csv", "sub/b.csv"):
        (tmp_path / name).write_text("检验项目,检验结果\n泄漏电流,0.1 mA\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    assert [Path(each.name).name for each in sources_at(str(tmp_path))] == ["a.csv", "b.csv"]
    # beside a submission they are what it names as evidence
    (tmp_path / "product.yaml").write_text("spec: smart-toilet-seat\n", encoding="utf-8")
    assert [Path(each.name).name for each in sources_at(str(tmp_path))] == ["product.yaml"]


def test_form_named_submission_is_the_submission_of_its_folder(tmp_path: Path) -> None:
    for name in ("submission.xlsx", "report.pdf"):
        (tmp_path / name).write_bytes(b"")
    assert [each.name for each in sources_at(str(tmp_path))] == [str(tmp_path / "submission.xlsx")]
    (tmp_path / "submission.yaml").write_text("spec: smart-toilet-seat\n", encoding="utf-8")
    assert [each.format for each in sources_at(str(tmp_path))] == ["yaml"]


def test_empty_folder_is_told(tmp_path: Path) -> None:
    problems = [each.problems[0].code for each in sources_at(str(tmp_path))]
    assert problems == ["nothing-to-check"]
