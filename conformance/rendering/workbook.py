"""A workbook: the verdicts, the findings with filters and colours, what to do, the documents.

Every cell is text as the assessment has it, for a spreadsheet would turn 12.30 into
12.3; nothing is a formula.  Colours repeat what the words beside them say.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from unicodedata import east_asian_width

from conformance.model.assessment import Assessment, Finding
from conformance.model.dates import read_date
from conformance.rendering.actions import ORDER, Action, actions
from conformance.rendering.background import NOTHING_KNOWN, Background
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.page_words import CODES, VERDICTS, WORDS
from conformance.rendering.register import admissions
from conformance.rendering.said import (
    document_text,
    one_line,
    spec_name,
    subject_name,
    told,
)
from conformance.rendering.scope import no_statement
from conformance.verdicts import Verdict
from conformance.wording import placed, worded

# Fill and ink: readable in grey, and with the colours that print keeps apart.
COLOURS = {
    Verdict.PASS: ("#E2F0E4", "#14532D"),
    Verdict.FAIL: ("#F4C7C3", "#7F1D1D"),
    Verdict.MISSING_EVIDENCE: ("#FDE9C4", "#713F12"),
    Verdict.NOT_APPLICABLE: ("#ECECEC", "#404040"),
}
# A cell of a workbook holds no more.
_LONGEST = 32767
# Points of a line. Not every program finds out the height of a row of wrapped text by itself.
_LINE, _MOST_LINES = 15, 20
# The date of a workbook about nothing.
_EPOCH = date(1980, 1, 1)


def render(
    assessments: Sequence[Assessment], lang: str, backgrounds: Sequence[Background] = ()
) -> bytes:
    """Return the workbook; the same assessments give the same bytes.

    `backgrounds`, one for each assessment, are what is behind them.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(stream, options) as book:
        # without a day of its own, the file would hold the time of the clock
        day = max((read_date(each.as_of) or _EPOCH for each in assessments), default=_EPOCH)
        book.set_properties({"created": datetime.combine(day, time())})
        sheets = _Sheets(book, lang)
        sheets.verdicts(assessments)
        sheets.findings(assessments)
        sheets.actions(assessments)
        sheets.documents(assessments, backgrounds)
    return stream.getvalue()


def columns_of(text: str) -> int:
    """Return how many half-width columns `text` takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _why(step: Action, lang: str) -> str:
    """Return why something is to be done; of one finding alone, what it says."""
    if step.cause or len(step.findings) != 1:
        return step.cause
    (only,) = step.findings.values()
    return only.message[lang]


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, lang: str) -> None:
        self.book, self.lang, self.words = book, lang, WORDS[lang]
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.plain = book.add_format(plain)
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#D9E1EA"})
        self.inks = {
            verdict: book.add_format({**plain, "bg_color": fill, "font_color": ink, "bold": True})
            for verdict, (fill, ink) in COLOURS.items()
        }

    def sheet(
        self, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Add a sheet with a frozen head and filters; a cell may be a verdict."""
        page = self.book.add_worksheet(title)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(8)  # A3
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for number, (name, width) in enumerate(columns):
            page.set_column(number, number, width)
            page.write_string(0, number, name, self.head)
        last = 0
        for last, row in enumerate(rows, 1):
            lines = 1
            for number, each in enumerate(row):
                verdict = isinstance(each, Verdict)
                text = VERDICTS[self.lang][each] if verdict else one_line(each)[:_LONGEST]
                page.write_string(last, number, text, self.inks[each] if verdict else self.plain)
                lines = max(lines, -(-columns_of(text) // (columns[number][1] - 1)))
            page.set_row(last, _LINE * min(lines, _MOST_LINES))
        page.autofilter(0, 0, last, len(columns) - 1)

    def verdicts(self, assessments: Sequence[Assessment]) -> None:
        words = self.words
        columns = [
            (words["submission"], 16), (words["title"], 30), (words["spec"], 24),
            (words["as_of"], 12), (words["verdict"], 16),
            *((VERDICTS[self.lang][each], 10) for each in ORDER),
            (words["on_claims"], 14), (words["unverified"], 14), (words["message"], 50),
            (words["digest_submission"], 24), (words["digest_spec"], 24),
        ]  # fmt: skip
        self.sheet(words["answers"].format(count=len(assessments)), columns, [
            (
                each.submission.get("id", ""), subject_name(each), spec_name(each), each.as_of,
                each.verdict, *(str(each.counts[verdict]) for verdict in ORDER),
                str(each.counts["on-claims"]), str(each.counts["unverified-figures"]),
                " ".join(filter(None, (
                    worded(each.reason, self.lang, {}) if each.reason else "",
                    no_statement(each, self.lang),
                ))),
                each.submission.get("digest", ""), each.spec.get("digest", ""),
            )
            for each in assessments
        ])  # fmt: skip

    def findings(self, assessments: Sequence[Assessment]) -> None:
        words = self.words
        columns = [
            (words["submission"], 14), (words["verdict"], 14), (words["clause"], 24),
            (FORMAT_WORDS[self.lang]["requirement"], 28),
            (words["section"], 16), (words["message"], 50), (words["limit"], 16),
            (words["measured"], 18), (words["margin"], 12), (words["needed"], 44),
            (words["evidence"], 30), (words["rejected"], 34), (words["rule"], 12),
            (words["rounding"], 14), (words["provenance"], 18), (words["rests_on"], 18),
            (words["reason"], 22), (words["recommended"], 10),
        ]  # fmt: skip
        rows = [
            self._finding(each, finding, dict(each.sections))
            for each in assessments
            for finding in each.findings
        ]
        self.sheet(words["findings"], columns, rows)

    def _finding(
        self, assessment: Assessment, finding: Finding, sections: dict[str, dict[str, str]]
    ) -> Sequence[Any]:
        codes = CODES[self.lang]
        section = sections.get(finding.section, {self.lang: finding.section})
        rejected = "; ".join(
            f"{each.document}: {worded(each.reason, self.lang, each.facts)}"
            for each in finding.rejected
        )
        return (
            assessment.submission.get("id", ""), finding.verdict, finding.clause or "",
            told(finding.title, self.lang), told(section, self.lang), finding.message[self.lang],
            finding.limit or "", "; ".join(finding.measured), finding.margin or "",
            finding.needed[self.lang],
            "; ".join(document_text(each, self.lang) for each in finding.evidence), rejected,
            *(codes.get(each or "", each or "")
              for each in (finding.rule, finding.rounding, finding.provenance)),
            ", ".join(finding.rests_on), finding.reason,
            "" if finding.mandatory else self.words["recommended"],
        )  # fmt: skip

    def actions(self, assessments: Sequence[Assessment]) -> None:
        words = self.words
        columns = [
            (words["submission"], 16), (words["needed"], 60), (words["message"], 50),
            (words["concerns"], 60), (words["recommended"], 12),
        ]  # fmt: skip
        self.sheet(words["next"], columns, [
            (
                each.submission.get("id", ""), step.need, _why(step, self.lang),
                "; ".join(told(finding.title, self.lang) for finding in step.findings.values()),
                "" if step.mandatory else words["recommended"],
            )
            for each in assessments
            for step in actions(each, self.lang)
        ])  # fmt: skip

    def documents(
        self, assessments: Sequence[Assessment], backgrounds: Sequence[Background]
    ) -> None:
        words = self.words
        columns = [
            (words["submission"], 16), (words["document"], 16), (words["number"], 24),
            (FORMAT_WORDS[self.lang]["description"], 44), (words["cited_by"], 12),
            (words["rejected_for"], 60), (words["places"], 60),
        ]  # fmt: skip
        self.sheet(words["register"], columns, [
            (
                each.submission.get("id", ""), document.name,
                document.number or behind.number(document.name),
                "; ".join(behind.document_lines(document.name, self.lang)),
                str(len(document.cited)),
                "; ".join(f"{why} ({len(some)})" for why, some in document.refusals(self.lang)),
                "; ".join(placed(place, self.lang) for place in document.places)
                or (FORMAT_WORDS[self.lang]["not_used"] if document.idle else ""),
            )
            for each, behind in zip(
                assessments, backgrounds or [NOTHING_KNOWN] * len(assessments), strict=True
            )
            for document in admissions(each, behind.documents)
        ])  # fmt: skip
