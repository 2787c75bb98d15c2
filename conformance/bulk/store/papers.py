"""What documents other than reports show: judged once for all that say the same.

Of a date no rule about these documents looks at more than on which side of the as-of date and of
the day of release it lies.  So submissions with the same sheet, whose documents say the same but
for dates on the same sides, are answered alike, and one of them is judged the quick way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from conformance.bulk.store.codes import Codes
from conformance.bulk.store.distinct import Numbers, joined
from conformance.bulk.store.opened import Array, Opened, days_of
from conformance.checking.decode import decode
from conformance.checking.quick import NOBODY_KNOWN, Found, Quick
from conformance.checking.sheet import Answers, Sheet
from conformance.model.submission import Certificate, TestReport

_DATES = ("issued", "expires", "status_checked")
_SIDES = 10
"""None, or before, on, or behind each of the as-of date and the day of release."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the documents of some submissions show.

    Attributes:
        rows: Which submissions.
        found: Outcomes by place.
        covers: For the places that a certificate may show instead of a test, whether one does.
        slow: Whether it takes the full way to say.
    """

    rows: Array
    found: dict[int, int]
    covers: dict[int, bool]
    slow: bool


class Papers:
    """Judges documents other than reports."""

    def __init__(self, quick: Quick, codes: Codes) -> None:
        self.quick, self.codes = quick, codes
        self.as_of = quick.validator.as_of.toordinal()

    def shown(
        self, opened: Opened, sheets: Sequence[Sheet], sheet_of: Numbers, asked: Array
    ) -> list[Shown]:
        """Return what was shown by the documents of the `asked` submissions that sent any."""
        sent = opened.papers_sent
        some = np.array([bool(each) for each in sent], bool)[opened.papers] & asked
        if not some.any():
            return []
        columns = [
            (sheet_of[some], len(sheets)),
            (opened.papers[some].astype(np.int64), len(sent)),
            *((sides[some], most) for sides, most in self._sides(opened)),
        ]
        rows = np.flatnonzero(some)
        first, which = joined(columns, len(rows))
        data = opened.data([int(each) for each in np.sort(rows[first])])
        of_row = dict(zip(np.sort(rows[first]).tolist(), data, strict=True))
        order = np.argsort(which, kind="stable")
        ends = np.searchsorted(which[order], np.arange(len(first) + 1))
        return [
            self._judged(
                of_row[int(rows[first[n]])], sheets[sheet_of[rows[first[n]]]],
                rows[order[ends[n] : ends[n + 1]]],
            )
            for n in range(len(first))
        ]  # fmt: skip

    def _sides(self, opened: Opened) -> list[tuple[Numbers, int]]:
        """Return for each date of each document of a submission on which sides it lies."""
        made, imported = opened.days("manufactured"), opened.days("imported")
        made = np.where(made > self.as_of, 0, made)
        imported = np.where(imported > self.as_of, 0, imported)
        release = np.where(made > 0, made, imported).astype(np.int64)
        found = [self._side(release, release)]
        table = opened.documents
        dated = np.zeros(table.num_rows, bool)
        days = {name: days_of(table, name) for name in _DATES}
        names = table.column("document").combine_chunks()
        kinds = names.dictionary.to_pylist()
        paper = np.asarray(names.indices) != (
            kinds.index("test-report") if "test-report" in kinds else -1
        )
        for each in days.values():
            dated |= each > 0
        at = np.flatnonzero(dated & paper)
        row, place = np.asarray(table.column("row"))[at], np.asarray(table.column("place"))[at]
        for number in np.unique(place):
            here = at[place == number]
            of = row[place == number]
            for name in _DATES:
                day = np.zeros(opened.count, np.int64)
                day[of] = days[name][here]
                if day.any():
                    found.append(self._side(day, release))
        return [(sides, _SIDES) for sides in found if sides.any()]

    def _side(self, day: Numbers, release: Numbers) -> Numbers:
        sides = 1 + 3 * (1 + np.sign(day - self.as_of)) + 1 + np.sign(day - release)
        return np.where(day > 0, sides, 0)

    def _judged(self, data: bytes, sheet: Sheet, rows: Array) -> Shown:
        """Return what the documents of one submission show, for all that are like it."""
        submission = decode(data)
        papers = tuple(each for each in submission.evidence if not isinstance(each, TestReport))
        given = msgspec.structs.replace(submission, evidence=papers)
        subject = submission.subject or NOBODY_KNOWN
        found = Found(self.quick, given, lambda: "", sheet, subject, ())
        lines = sheet.lines
        slow = any(
            (line := lines[place]) is not None and line.answers is not Answers.NOTHING
            for place in found.slow
        )
        if slow:
            return Shown(rows, {}, {}, True)
        asked = (*sheet.of_words, *sheet.of_certificates, *sheet.of_statements)
        said = {place: found.found[place] for place, _ in asked}
        certified = any(isinstance(each, Certificate) for each in papers)
        covers = {
            place: outcome[1] != "evidence-not-admissible"
            for place, line in (sheet.with_ways if certified else ())
            if (outcome := found.found[place]) is not None and outcome is not line.unsent
        }
        return Shown(
            rows,
            {place: self.codes.code(outcome) for place, outcome in said.items() if outcome},
            covers,
            False,
        )
