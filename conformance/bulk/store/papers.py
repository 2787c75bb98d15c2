"""What documents other than reports show: judged once for all that say the same.

Of a date no rule about these documents looks at more than on which side of the as-of date and of
the day of release it lies.  So submissions with the same sheet, whose documents say the same but
for dates on the same sides, are answered alike, and one of them is judged the quick way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from conformance.bulk.store.codes import Codes
from conformance.bulk.store.distinct import joined
from conformance.bulk.store.opened import Array, Opened
from conformance.checking.decode import decode
from conformance.checking.quick import NOBODY_KNOWN, Found, Quick
from conformance.checking.sheet import Answers, Sheet, keep
from conformance.model.submission import Certificate, TestReport

_DATE = re.compile(r"p\d+\..*")
OWN = "[true"
"""What the class of a document begins with that is of this very product."""
SIDES = 10
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
        self._kept: dict[object, Shown] = {}

    def shown(
        self, opened: Opened, sheets: Sequence[Sheet], sheet_of: Array, asked: Array
    ) -> tuple[Array, Array, list[Shown]]:
        """Return which of the `asked` sent any, which of them are alike, and what these show."""
        sent = opened.papers_sent
        some = np.array([bool(each) for each in sent], bool)
        rows = np.flatnonzero(asked if some.all() else some[opened.papers] & asked)
        sides = self.sides(opened)
        columns = [
            (sheet_of, len(sheets)), (opened.papers, len(sent)),
            *((side, SIDES) for side in sides.values()),
        ]  # fmt: skip
        if len(rows) < opened.count:
            columns = [(each[rows], most) for each, most in columns]
        first, which = joined(columns, len(rows))
        shown = [self._of(opened, sheets, sheet_of, sides, row) for row in rows[first].tolist()]
        return rows, which, shown

    def _of(
        self,
        opened: Opened,
        sheets: Sequence[Sheet],
        sheet_of: Array,
        sides: dict[str, Array],
        row: int,
    ) -> Shown:
        """Return what the documents of a submission show, which is kept for those like it."""
        sheet = int(sheet_of[row])
        says = tuple([opened.classes[each] for each in opened.papers_sent[opened.papers[row]]])
        dates = tuple([(name, side) for name, each in sides.items() if (side := int(each[row]))])
        key = (sheet, says, dates)
        if key not in self._kept:
            (data,) = opened.data([row])
            own = all(each.startswith(OWN) for each in says)
            keep(self._kept, key, self._judged(data, sheets[sheet], own=own))
        return self._kept[key]

    def sides(self, opened: Opened) -> dict[str, Array]:
        """Return for each date of each document on which sides it lies, and for the release."""
        made, imported = opened.days("manufactured"), opened.days("imported")
        made = made * (made <= self.as_of)
        imported = imported * (imported <= self.as_of)
        release = made + imported * (made == 0)
        dates = {name: each for name, each in opened.heads.items() if _DATE.fullmatch(name)}
        return {name: self._side(day, release) for name, day in {**dates, "": release}.items()}

    def _side(self, day: Array, release: Array) -> Array:
        sides = (day >= self.as_of).view(np.uint8) + (day > self.as_of)
        sides = 3 * sides + (day >= release) + (day > release) + np.uint8(1)
        return np.asarray(sides * (day > 0))

    def _judged(self, data: bytes, sheet: Sheet, *, own: bool) -> Shown:
        """Return what the documents of one submission show, for all that are like it."""
        submission = decode(data)
        papers = tuple(each for each in submission.evidence if not isinstance(each, TestReport))
        given = msgspec.structs.replace(submission, evidence=papers)
        subject = submission.subject or NOBODY_KNOWN
        found = Found(self.quick, given, lambda: "", sheet, subject, ())
        asked = {place for place, _ in (
            *sheet.of_words, *sheet.of_certificates, *sheet.of_statements
        )}  # fmt: skip
        lines = sheet.lines
        # of what is of this very product, the full way looks at nothing else, either
        settled = asked if own else set()
        slow = any(
            (line := lines[place]) is not None and line.answers is not Answers.NOTHING
            for place in found.slow - settled
        )
        if slow:
            return Shown({}, {}, True)
        said = {place: found.found[place] for place in asked}
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
