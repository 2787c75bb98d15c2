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
from conformance.bulk.store.distinct import joined
from conformance.bulk.store.opened import Array, Opened
from conformance.checking.decode import decode
from conformance.checking.quick import NOBODY_KNOWN, Found, Quick
from conformance.checking.sheet import Answers, Sheet
from conformance.model.submission import Certificate, TestReport

_SIDES = 10
"""None, or before, on, or behind each of the as-of date and the day of release."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the documents of some submissions show.

    Attributes:
        found: Outcomes by place.
        covers: For the places that a certificate may show instead of a test, whether one does.
        slow: Whether it takes the full way to say.
    """

    found: dict[int, int]
    covers: dict[int, bool]
    slow: bool


class Papers:
    """Judges documents other than reports."""

    def __init__(self, quick: Quick, codes: Codes) -> None:
        self.quick, self.codes = quick, codes
        self.as_of = quick.validator.as_of.toordinal()

    def shown(
        self, opened: Opened, sheets: Sequence[Sheet], sheet_of: Array, asked: Array
    ) -> tuple[Array, Array, list[Shown]]:
        """Return which of the `asked` sent any, which of them are alike, and what these show."""
        sent = opened.papers_sent
        some = np.array([bool(each) for each in sent], bool)
        rows = np.flatnonzero(asked if some.all() else some[opened.papers] & asked)
        columns = [(sheet_of, len(sheets)), (opened.papers, len(sent)), *self._sides(opened)]
        if len(rows) < opened.count:
            columns = [(each[rows], most) for each, most in columns]
        first, which = joined(columns, len(rows))
        ordered = np.sort(rows[first]).tolist()
        data = dict(zip(ordered, opened.data(ordered), strict=True))
        shown = [self._judged(data[row], sheets[sheet_of[row]]) for row in rows[first].tolist()]
        return rows, which, shown

    def _sides(self, opened: Opened) -> list[tuple[Array, int]]:
        """Return for each date of each document of a submission on which sides it lies."""
        made, imported = opened.days("manufactured"), opened.days("imported")
        made = np.where(made > self.as_of, 0, made)
        imported = np.where(imported > self.as_of, 0, imported)
        release = np.where(made > 0, made, imported)
        names = [name for name in opened.heads.column_names if name.startswith("p") and "." in name]
        dates = [release, *(opened.head(name) for name in names)]
        return [(self._side(day, release), _SIDES) for day in dates if day is not None]

    def _side(self, day: Array, release: Array) -> Array:
        sides = (day >= self.as_of).view(np.uint8) + (day > self.as_of)
        sides = 3 * sides + (day >= release) + (day > release) + np.uint8(1)
        return np.where(day > 0, sides, np.uint8(0))

    def _judged(self, data: bytes, sheet: Sheet) -> Shown:
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
            return Shown({}, {}, True)
        asked = (*sheet.of_words, *sheet.of_certificates, *sheet.of_statements)
        said = {place: found.found[place] for place, _ in asked}
        certified = any(isinstance(each, Certificate) for each in papers)
        covers = {
            place: outcome[1] != "evidence-not-admissible"
            for place, line in (sheet.with_ways if certified else ())
            if (outcome := found.found[place]) is not None and outcome is not line.unsent
        }
        return Shown(
            {place: self.codes.code(outcome) for place, outcome in said.items() if outcome},
            covers,
            False,
        )
