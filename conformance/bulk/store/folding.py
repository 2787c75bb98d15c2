"""Submissions to columns: what is said of each, apart from what is the same in very many.

A row of a report is a cell of a column: the place of its report, and the words that lead it to
a requirement.  The cell has a manner (all else of the row: unit, laboratory's word, method …) and
its specimens, each by a number into the texts of the column.  Nothing of a spec has a say here.

What these columns have no rules for is set aside with the reason.  If it has a frame, its rows are
cells of columns of their own; else it is judged from its bytes, which all keep.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import astuple, replace

from conformance.bulk.store.frames import days_of, frame_of, has_frame
from conformance.bulk.store.meanings import Slot
from conformance.checking.in_order import (
    about,
    certificate_in_order,
    declaration_in_order,
    is_model,
    made_by,
    marking_in_order,
    of_factory,
    possible,
)
from conformance.checking.rows import Tabled
from conformance.checking.stated import has_number
from conformance.model.submission import (
    Audit,
    Certificate,
    Declaration,
    Document,
    Laboratory,
    Marking,
    Result,
    Specimen,
    Subject,
    Submission,
    TestReport,
)

NOBODY = Subject()
_EVER, _NEVER = "9999-12-31", "0001-01-01"
_PART, _REST, _VALUE, _VALUES = 3, slice(4, 16), 16, 17
# part, subcontractor and confidence: no row that has one is a cell
_ODD = (3, 12, 13)
_NOTHING = TestReport(id="")


class Column:
    """Cells of the rows that say the same of what they are about.

    Attributes:
        rows: The submissions that have such a row, in order.
        manners: What else their rows say, with the number of specimens of the sample.
        codes: The manner of each.
        texts: The specimens by their numbers.
        contents: The numbers of the specimens of each, `width` at a time.
    """

    __slots__ = ("codes", "contents", "manners", "rows", "texts", "width")

    def __init__(self, specimens: int) -> None:
        self.width = 1 if specimens < 0 else specimens
        self.rows, self.codes, self.contents = array("I"), array("I"), array("I")
        self.manners: dict[tuple[object, ...], int] = {}
        self.texts: dict[Specimen, int] = {}


class Fold:
    """Submissions as columns, to be filled one after the other.

    Attributes:
        facts: For each submission, what is declared and how it was found.
        documents: For each document, what is said of it.
        classes: What documents say beside dates and what tells whose they are, as JSON.
        papers: Which documents other than reports were sent together, by their classes.
        aside: Why columns have no rules for a submission, by its number.
        frames: The frames of those that have one, by their numbers.
        days: The days of their documents, in order.
    """

    def __init__(self) -> None:
        self.count = 0
        self.columns: dict[Slot, Column] = {}
        self.facts: list[dict[str, Any]] = []
        self.documents: list[tuple[Any, ...]] = []
        self.classes: dict[str, int] = {}
        self.papers: dict[tuple[int, ...], int] = {}
        self.aside: dict[int, str] = {}
        self.frames: dict[int, str] = {}
        self.days: dict[int, list[int]] = {}
        self._known: dict[object, int] = {}

    def add(self, submission: Submission, facts: dict[str, Any]) -> None:
        """Add a submission with `facts` of where it was found."""
        row = self.count
        self.count += 1
        reason = aside_reason(submission)
        subject = submission.subject or NOBODY
        framed = reason is not None and has_frame(submission)
        if framed:
            self._add_frame(row, submission)
        papers: list[int] = []
        reports = 0
        for document in submission.evidence:
            if isinstance(document, TestReport):
                if not framed:
                    # those of a submission that is set aside are for questions, and judged by bytes
                    self._add_rows(row, reports, document.results, _count(document))
                self._add_report(row, reports, document, subject)
                reports += 1
            elif reason is None:
                papers.append(self._add_paper(row, len(papers), document, subject))
        if reason is not None:
            self.aside[row] = reason
        facts["papers"] = self.papers.setdefault(tuple(papers), len(self.papers))
        self.facts.append({**facts, **_declared(submission, subject)})

    # ---- rows

    def _add_frame(self, row: int, submission: Submission) -> None:
        self.frames[row] = frame_of(submission)
        self.days[row] = [ordinal(day) for each in submission.evidence for day in days_of(each)]
        for number, document in tabled(submission):
            self._add_rows(row, number, document.results, _count(document), framed=True)

    def _add_rows(
        self,
        row: int,
        number: int,
        results: Sequence[Result],
        count: str | None,
        *,
        framed: bool = False,
    ) -> None:
        """Add the rows of a document; this is what most of the time goes into."""
        columns = self.columns
        for result in results:
            said: tuple[Any, ...] = astuple(result)
            if not framed and any(said[each] is not None for each in _ODD):
                continue
            value, values = said[_VALUE], said[_VALUES]
            length = -1 if values is None else len(values)
            slot = (number, 0, *said[:_PART], length, said[_PART], framed)
            column = columns.get(slot)
            while column is not None and column.rows and column.rows[-1] == row:
                slot = (number, slot[1] + 1, *slot[2:])
                column = columns.get(slot)
            if column is None:
                column = columns[slot] = Column(length)
            manner: tuple[object, ...] = (*said[_REST], count)
            try:
                code = column.manners.setdefault(manner, len(column.manners))
            except TypeError:  # the conditions of a test are a dictionary
                code = column.manners.setdefault(
                    (*said[_REST.start:14], _frozen(said[14]), said[15], count),
                    len(column.manners),
                )  # fmt: skip
            column.rows.append(row)
            column.codes.append(code)
            texts = column.texts
            if values is None:
                column.contents.append(texts.setdefault(value, len(texts)))
            else:
                column.contents.extend([texts.setdefault(each, len(texts)) for each in values])

    # ---- heads

    def _add_report(self, row: int, number: int, report: TestReport, subject: Subject) -> None:
        model, tested = report.tested_model, report.tested
        own = (
            model is not None
            and model == subject.model
            and is_model(model)
            and has_number(report.number)
            and about(report, subject)
            and of_factory(report.factory, subject)
            and made_by(report.manufacturer, subject)
            and possible(report.sample)
        )
        start, end = (None, None) if tested is None else (tested.from_, tested.to)
        days = [ordinal(each) for each in (report.received, start, end, report.issued) if each]
        laboratory = report.laboratory or Laboratory()
        self.documents.append((
            row, number, report.kind, report.id, report.number, self._class(_head(report)), own,
            days == sorted(days), max(days, default=0), ordinal(end or start),
            ordinal(report.received), ordinal(report.issued), None, None,
            laboratory.name, laboratory.cma, laboratory.cnas, None, None,
        ))  # fmt: skip

    def _add_paper(self, row: int, number: int, document: Document, subject: Subject) -> int:
        """Add a certificate, declaration or marking, and return its class."""
        first = last = looked_up = None
        scheme = status = None
        if isinstance(document, Certificate):
            own = certificate_in_order(replace(document, issued=None), subject, _EVER)
            first, last = document.issued, document.expires
            looked_up = document.status_checked
            scheme, status = document.scheme, document.status
        elif isinstance(document, Declaration):
            dated = replace(document, signed=_NEVER, expires=None)
            own = declaration_in_order(dated, subject, _EVER)
            first, last = document.signed, document.expires
        elif isinstance(document, Marking):
            own = marking_in_order(document, subject)
        else:
            raise AssertionError(document)
        what = self._class((own, _rest(document)))
        self.documents.append((
            row, number, document.kind, document.id, document.number, what, own,
            True, 0, 0, 0, ordinal(first), ordinal(last), ordinal(looked_up),
            None, None, None, scheme, status,
        ))  # fmt: skip
        return what

    def _class(self, what: object) -> int:
        """Return the number of what a document says."""
        try:
            found = self._known.get(what)
        except TypeError:
            return self._numbered(as_json(what))
        if found is None:
            found = self._known[what] = self._numbered(as_json(what))
        return found

    def _numbered(self, text: str) -> int:
        return self.classes.setdefault(text, len(self.classes))


def _count(document: Tabled) -> str | None:
    """Return how many specimens the sample of a document has."""
    sample = None if isinstance(document, Audit) else document.sample
    return None if sample is None else sample.count


def tabled(submission: Submission) -> Iterator[tuple[int, Tabled]]:
    """Yield the documents with rows, and their numbers in slots."""
    reports, others = 0, -1
    for each in submission.evidence:
        if isinstance(each, TestReport):
            yield reports, each
            reports += 1
        elif isinstance(each, Tabled):
            yield others, each
            others -= 1


def slots_of(submission: Submission) -> Iterator[Slot]:
    """Yield the slots of all rows of a submission that has a frame."""
    for number, document in tabled(submission):
        seen = Counter[Slot]()
        for result in document.results:
            length = -1 if result.values is None else len(result.values)
            words = (result.clause, result.requirement, result.item, length, result.part, True)
            slot = (number, 0, *words)
            yield (number, seen[slot], *words)
            seen[slot] += 1


def result_of(slot: Slot, manner: tuple[Any, ...]) -> Result:
    """Return a row as it was, but for its value and where it stands."""
    names = Result.__struct_fields__[_REST]
    _, _, clause, requirement, item, _, part, _ = slot
    return Result(
        clause=clause, requirement=requirement, item=item, part=part,
        **{name: _thawed(each) for name, each in zip(names, manner, strict=False)},
    )  # fmt: skip


def _frozen(conditions: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(conditions.items())


def _thawed(value: Any) -> Any:
    return dict(value) if isinstance(value, tuple) else value


def _head(report: TestReport) -> TestReport:
    """Return what a report says of itself beside dates, rows, and whose it is."""
    return replace(
        _NOTHING, laboratory=report.laboratory, complete=report.complete, final=report.final,
        conclusion=report.conclusion,
    )  # fmt: skip


_OWN = ("id", "number", "brand", "lot", "file", "locator")
_OF = {
    Certificate: ("holder", "models", "factory", "issued", "expires", "status_checked"),
    Declaration: ("by", "models", "signed", "expires"),
    Marking: ("model",),
}  # fmt: skip


def _rest(document: Document) -> Document:
    """Return what a document says beside dates and whose it is."""
    left: dict[str, Any] = dict.fromkeys((*_OWN, *_OF[type(document)]))
    return replace(document, **{**left, "id": ""})


def aside_reason(submission: Submission) -> str | None:
    """Return why columns cannot hold a submission; None where they can."""
    if submission.linked:
        return "linked"
    if submission.subject is not None and submission.subject.parts:
        return "parts"
    for document in submission.evidence:
        if isinstance(document, TestReport):
            reason = _report_reason(document)
            if reason is not None:
                return reason
        elif type(document) not in _OF:
            return "other-document"
    return None


def _report_reason(report: TestReport) -> str | None:
    if report.part is not None:
        return "of-part"
    if report.confidence is not None:
        return "machine-read"
    if report.relations:
        return "relation"
    for result in report.results:
        if result.part is not None:
            return "of-part"
        if result.subcontractor is not None:
            return "subcontracted"
        if result.confidence is not None:
            return "machine-read"
    return None


def _declared(submission: Submission, subject: Subject) -> dict[str, Any]:
    maker, factory = subject.manufacturer, subject.factory
    return {
        "submission": submission.submission, "spec": submission.spec, "kind": subject.kind,
        "brand": subject.brand, "name": subject.name, "model": subject.model, "lot": subject.lot,
        "manufacturer": None if maker is None else maker.name,
        "factory": None if factory is None else factory.name,
        "manufactured": ordinal(subject.manufactured), "imported": ordinal(subject.imported),
        "sold": ordinal(subject.sold), "attributes": subject.attributes,
    }  # fmt: skip


@lru_cache(maxsize=16384)
def ordinal(day: str | None) -> int:
    """Return a day as its number in the calendar, which orders as the texts do; 0 for none."""
    return 0 if day is None else date.fromisoformat(day).toordinal()


def as_json(what: object) -> str:
    """Return plain data or structs as JSON."""
    return msgspec.json.encode(what).decode()
