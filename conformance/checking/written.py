"""The answer of the quick way as JSON, put together from pieces that were written before.

What a finding says depends on its line and on what was sent: a value, the words of the markings, a
certificate with its days.  Where that stands, the document and the place in it, changes nothing
else.  So a finding is worked out and written once with marks for its places, and kept as the text
between the marks; the next submission that says the same puts its own places in.  What cannot be
kept like that is written as the full way writes it, and the bytes are the same either way.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, TypeVar

from msgspec import Raw
from msgspec.json import encode
from msgspec.structs import replace

from conformance.checking.admissibility import says
from conformance.checking.in_order import scheme_key
from conformance.checking.sheet import (
    FAIL,
    MISSING,
    NA,
    Answers,
    Cell,
    Key,
    Line,
    Outcome,
    keep,
)
from conformance.checking.templates import place_in_report
from conformance.checking.validator import Check, Validator, titles_of
from conformance.model.assessment import Cited, Finding
from conformance.model.submission import (
    Certificate,
    Document,
    Evidence,
    Marking,
    ReportHead,
    Result,
    Submission,
    TestReport,
)
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.checking.quick import Found

_Document = TypeVar("_Document", bound=Document)
# What no submission that is kept in pieces says: it stands for an id, a number and a place.
_MARK, _NUMBER, _LOCATOR = "\ue000", "\ue000n\ue000", "\ue000l\ue000"
_PLACES = re.compile(
    '\\{"document":"\ue000(\\d+)\ue000"(?:,"number":"\ue000n\ue000")?'
    '(?:,"locator":"\ue000l\ue000")?\\}|\ue000n\ue000'.encode()
)


class Piece:
    """A finding as JSON after a comma, in texts; between them stands where it was found.

    Attributes:
        texts: What stands before the first place, between two, and after the last.
        holes: For each place between texts, which of the documents of that kind; -1 for the
            number of the only one, inside a sentence.
        rests_on: The claims that it rests on.
        unverified: Whether its figure was not read in the standard itself.
        counts: What of the head of a report has a say in it.
    """

    __slots__ = ("counts", "holes", "rests_on", "texts", "unverified")

    def __init__(self, finding: Finding, texts: Sequence[bytes], holes: Sequence[int]) -> None:
        self.texts, self.holes, self.counts = tuple(texts), tuple(holes), ""
        self.rests_on = finding.rests_on
        self.unverified = finding.provenance not in (None, "text") and finding.verdict is not NA

    def filled(self, places: Sequence[bytes], number: bytes = b"") -> list[bytes]:
        """Return the finding with its places, and the number as a string of JSON has it."""
        texts = [self.texts[0]]
        for hole, text in zip(self.holes, self.texts[1:], strict=True):
            texts += (number if hole < 0 else places[hole], text)
        return texts


def whole(finding: Finding) -> Piece:
    """Return a finding as one text."""
    return Piece(finding, (b"," + encode(finding.shown()),), ())


def between_marks(finding: Finding) -> Piece | None:
    """Return a finding on marked documents in pieces; None where a mark is in no known place.

    The number of a document may be a fact by itself, for sentences say it as it is.
    """
    numbers = [name for name, text in finding.facts.items() if _MARK in text]
    if numbers not in ([], ["number"]) or (numbers and finding.facts["number"] != _NUMBER):
        return None
    written = _PLACES.split(b"," + encode(finding.shown()))
    if any(_MARK.encode() in text for text in written[::2]):
        return None
    return Piece(finding, written[::2], [-1 if at is None else int(at) for at in written[1::2]])


def mark(document: _Document, position: int = 0) -> _Document:
    """Return a document whose id, number and place are marks, as far as it has them."""
    return replace(
        document,
        id=f"{_MARK}{position}{_MARK}",
        number=_NUMBER if document.number else document.number,
        locator=_LOCATOR if document.locator else document.locator,
    )


def place_of(document: Document) -> bytes:
    """Return the place of a document, as JSON."""
    return encode(Cited(document.id, document.number, document.locator))


class Pieces:
    """What was written for submissions to one validator, to be used for the next ones.

    What is kept is bounded, and depends on nothing but its key, as in `Quick`.
    """

    def __init__(self, validator: Validator) -> None:
        plan = validator.plan
        check = Check(validator, Submission(), "")
        self.same = {
            "sections": Raw(encode(check.sections)),
            "left_out": Raw(encode(check.left_out)),
            "spec_title": Raw(encode(check.spec_title)),
            "tool": Raw(encode(check.tool)),
        }
        self.named = (None, plan.spec, f"{plan.spec}@{plan.version}")
        self.optional = tuple(n for n, each in enumerate(plan.requirements) if not each.mandatory)
        self.terms: dict[Key, Raw] = {}
        self.remarked: dict[Key, bool] = {}


def written(found: "Found", answer: Check) -> dict[str, object]:
    """Return the parts of an answer that are quicker put together than worked out, by name."""
    return _Writing(found, answer).parts()


class _Writing:
    """One answer being written."""

    def __init__(self, found: "Found", answer: Check) -> None:
        self.found, self.answer = found, answer
        self.pieces = found.quick.pieces
        self.texts: list[bytes] = []
        self.claims: set[str] = set()
        self.resting = self.unverified = 0
        # whether a finding that lacks evidence has documents that were set aside
        self.set_aside = False

    def parts(self) -> dict[str, object]:
        """Return the parts by name; what is not among them is worked out."""
        found, pieces = self.found, self.pieces
        self._write_findings()
        # by identity, for comparing words is slower
        verdicts = [id(outcome[0]) for outcome in found.found if outcome is not None]
        counts = {str(verdict): verdicts.count(id(verdict)) for verdict in Verdict}
        names = tuple(sorted(self.claims))
        parts: dict[str, object] = {
            **pieces.same,
            "counts": {**counts, "unverified-figures": self.unverified, "on-claims": self.resting},
            "findings": Raw(b"[" + b"".join(self.texts)[1:] + b"]"),
            "terms": pieces.terms.get(names)
            or keep(pieces.terms, names, Raw(encode(titles_of(found.plan, names)))),
        }
        if not found.odd_rows:
            parts["unused"] = ()
        if not found.sheet.several:
            if found.sheet.upcoming is None:
                found.sheet.upcoming = Raw(encode(self.answer.upcoming))
            parts["upcoming"] = found.sheet.upcoming
        if self._nothing_to_remark():
            parts["remarks"] = ()
        return parts

    # ---- findings

    def _write_findings(self) -> None:
        """Write the findings in their order; this is what most of the time goes into."""
        found, texts = self.found, self.texts
        found.note_rows()
        slow = found.slow | found.several
        known: int | None = None
        for place, (outcome, line, at, number, cell) in enumerate(zip(
            found.found, found.sheet.lines, found.report_of, found.row_of, found.cell_of,
            strict=True,
        )):  # fmt: skip
            if outcome is None:
                continue
            if line is None or place in slow:
                self._write_whole(place, line)
            elif at is not None and cell is not None and not line.ways:
                if at != known:
                    known, report = at, _Report(found, at)
                piece = cell.pieces.get(report.keys[number])
                if piece is None or piece.counts is not report.counts:
                    piece = self._row(line, report, number, cell)
                    if piece is None:
                        self._write_whole(place, line)
                        continue
                before, after = piece.texts
                texts += (before, report.head, report.places[number], after)
                if piece.rests_on:
                    self._rest_on(piece)
                if piece.unverified:
                    self.unverified += 1
            elif outcome is line.unsent and outcome[1] != "applicability-unknown":
                if line.nothing_sent is None:
                    line.nothing_sent = whole(found.said(place))
                self._write(line.nothing_sent, line.nothing_sent.texts)
            elif line.answers is Answers.WORDS:
                self._write_words(place, line)
            elif line.answers is Answers.CERTIFICATE:
                self._write_certificate(place, line)
            else:
                self._write_whole(place, line)

    def _write(self, piece: Piece, texts: Sequence[bytes]) -> None:
        self.texts += texts
        if piece.rests_on:
            self._rest_on(piece)
        self.unverified += piece.unverified

    def _rest_on(self, piece: Piece) -> None:
        self.resting += 1
        self.claims.update(piece.rests_on)

    def _write_whole(self, place: int, line: Line | None) -> None:
        """Write a finding as the full way writes it."""
        finding = self.found.full[place] if line is None else self.found.said(place)
        piece = whole(finding)
        self._write(piece, piece.texts)
        self.set_aside = self.set_aside or (finding.verdict is MISSING and bool(finding.rejected))

    def _row(self, line: Line, report: "_Report", number: int, cell: Cell) -> Piece | None:
        """Return what a row says, and keep it; None where it cannot be kept in pieces."""
        read = report.read
        result = read.results[number]
        if result.uncertainty is not None:
            return None
        marked = replace(result, locator=_LOCATOR)
        piece = between_marks(self.found.by_row(line, mark(read), marked))
        if piece is None or piece.holes != (0,):
            return None
        before, after = piece.texts
        piece.texts = (before, b"}" + after)  # what is put in between ends with its locator
        piece.counts = report.counts
        return keep(cell.pieces, report.keys[number], piece)

    def _write_words(self, place: int, line: Line) -> None:
        """Write what the markings show."""
        markings = self.markings
        key = tuple([(each.where, each.text, *_has(each)) for each in markings])
        self._write_marked(place, line, key, markings)

    def _write_certificate(self, place: int, line: Line) -> None:
        """Write what the only certificate of its scheme shows."""
        asked = line.requirement.document
        scheme = None if asked is None else asked.scheme
        sent = [
            each
            for each in self.certificates
            if scheme is None or scheme_key(each.scheme) == scheme_key(scheme)
        ]
        key = tuple([
            (each.status, each.issued, each.expires, each.status_checked, each.standards,
             *_has(each))
            for each in sent
        ])  # fmt: skip
        self._write_marked(place, line, (*key, self.found.release), sent)

    def _write_marked(
        self, place: int, line: Line, key: Key, documents: Sequence[Document]
    ) -> None:
        """Write a finding that says the same of all documents with the same `key`."""
        piece = line.pieces.get(key)
        if piece is None:
            marked = tuple(mark(each, n) for n, each in enumerate(documents))
            piece = between_marks(self.found.on(line, marked))
            if piece is None:
                self._write_whole(place, line)
                return
            keep(line.pieces, key, piece)
        number = encode(documents[0].number)[1:-1] if -1 in piece.holes else b""
        self._write(piece, piece.filled([place_of(each) for each in documents], number))

    @cached_property
    def markings(self) -> list[Marking]:
        """The markings that were sent."""
        return [each for each in self.found.sent.evidence if isinstance(each, Marking)]

    @cached_property
    def certificates(self) -> list[Certificate]:
        """The certificates that were sent."""
        return [each for each in self.found.sent.evidence if isinstance(each, Certificate)]

    # ---- remarks

    def _nothing_to_remark(self) -> bool:
        """Return whether it is plain that there is nothing to remark."""
        found, pieces = self.found, self.pieces
        return (
            not found.odd_rows
            and not self.set_aside
            and found.sent.spec in pieces.named
            and not self._something_speaks_against_itself()
            and not any(_unmet(found.found[place]) for place in pieces.optional)
            and not self._facts_remarked()
        )

    def _something_speaks_against_itself(self) -> bool:
        """Return whether a report may amend another, or passes while one of its rows fails."""
        tables = {at: table.fails for at, table in self.found.printed}
        for at, document in enumerate(self.found.sent.evidence):
            if not isinstance(document, ReportHead):
                continue
            if document.relations:
                return True
            fails = tables.get(at)
            if fails is None:
                words = {result.verdict for result in self.found.report(at).results}
                fails = any(says(word) == "fail" for word in words)
            if fails and says(document.conclusion) == "pass":
                return True
        return False

    def _facts_remarked(self) -> bool:
        """Return whether something is to be said of the facts that are declared."""
        key, kept = self.found.key, self.pieces.remarked
        return kept[key] if key in kept else keep(kept, key, bool(self.found.facts.remarks))


class _Report:
    """A report whose rows are being written.

    Attributes:
        head: The beginning of a place in it, as JSON.
        counts: What of its head has a say in what its rows say.
        keys: What each row is kept by: its value or values, as they were written or as they were
            read, for nothing is both; of a row with an uncertainty, nothing else's key.
        places: Where each row stands, as JSON.
    """

    def __init__(self, found: "Found", at: int) -> None:
        self.found, self.at = found, at
        filled = found.filled.get(at)
        if filled is None:
            rows = self.read.results
            self.keys = [_key(row) for row in rows]
            self.places = [place_in_report(number, row.locator) for number, row in enumerate(rows)]
        else:
            both = zip(filled.values, filled.lists, strict=True)
            self.keys = [listed if value is None else value for value, listed in both]
            self.places = filled.places
        report = found.sent.evidence[at]
        sample = report.sample if isinstance(report, ReportHead) else None
        self.counts = intern(f"{None if sample is None else sample.count} {_has(report)}")
        number = b"" if report.number is None else b',"number":' + encode(report.number)
        self.head = b'{"document":' + encode(report.id) + number + b',"locator":'

    @cached_property
    def read(self) -> TestReport:
        """The report with its rows."""
        return self.found.report(self.at)


def _key(row: Result) -> object:
    if row.uncertainty is not None:
        return object()
    return row.values if row.value is None else row.value


def _has(document: Evidence) -> tuple[bool, bool]:
    """Return whether a document has a number and a place: a sentence may name it otherwise."""
    return bool(document.number), bool(document.locator)


def _unmet(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome[0] in (FAIL, MISSING)
