"""CSV of findings: one line each, for spreadsheets and for those who count.

It begins with a byte order mark, without which a spreadsheet takes Chinese for
something else, and no cell can be taken for a formula.
"""

import csv
import io
import re
from collections.abc import Sequence

from conformance.model.assessment import Assessment, Finding
from conformance.rendering.said import document_text, one_line, spec_name, subject_name, told

HEADS = (
    "submission", "subject", "spec", "as_of", "whole", "requirement", "clause", "section",
    "title", "mandatory", "verdict", "reason", "message", "limit", "measured", "margin", "rule",
    "rounding", "provenance", "evidence", "rejected", "rests_on", "disposition", "needed",
)  # fmt: skip
# What a spreadsheet would compute; a signed figure with its unit is none.
_FORMULA = re.compile(r"[=@+\-\t\r]")
_FIGURE = re.compile(r"[+\-][0-9.]+(?: [^\s()=+@!]+)?")


def render(assessments: Sequence[Assessment], lang: str) -> bytes:
    """Return the file; lines end as RFC 4180 has them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for assessment in assessments:
        for finding in assessment.findings:
            writer.writerow([cell(each) for each in row(assessment, finding, lang)])
    return ("\ufeff" + text.getvalue()).encode()


def row(assessment: Assessment, finding: Finding, lang: str) -> tuple[str, ...]:
    """Return the texts of a finding under `HEADS`."""
    return (
        assessment.submission.get("id", ""),
        subject_name(assessment),
        spec_name(assessment),
        assessment.as_of,
        str(assessment.verdict),
        finding.requirement,
        finding.clause or "",
        finding.section,
        told(finding.title, lang),
        "yes" if finding.mandatory else "no",
        str(finding.verdict),
        finding.reason,
        finding.message[lang],
        finding.limit or "",
        "; ".join(finding.measured),
        finding.margin or "",
        finding.rule or "",
        finding.rounding or "",
        finding.provenance or "",
        "; ".join(document_text(each, lang) for each in finding.evidence),
        "; ".join(f"{each.document}: {each.reason}" for each in finding.rejected),
        ", ".join(finding.rests_on),
        finding.disposition or "",
        finding.needed[lang],
    )


def cell(text: str) -> str:
    """Return the text of a cell; what would be a formula begins with an apostrophe.

    >>> cell("=1+1"), cell("-0.03 mA"), cell("-1+2")
    ("'=1+1", '-0.03 mA', "'-1+2")
    """
    line = one_line(text)
    harmless = not _FORMULA.match(line) or _FIGURE.fullmatch(line)
    return line if harmless else f"'{line}"
