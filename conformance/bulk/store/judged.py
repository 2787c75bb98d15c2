"""One partition judged: an outcome for each requirement and submission, and those of the whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from conformance.bulk.store.alike import Frames
from conformance.bulk.store.asked import Asked, Tables
from conformance.bulk.store.codes import (
    ABSENT,
    FAIL_FROM,
    KIND,
    KINDS,
    MISSING_FROM,
    PASS_FROM,
    SLOW,
    Codes,
)
from conformance.bulk.store.distinct import Numbers, joined
from conformance.bulk.store.gates import Gates
from conformance.bulk.store.masks import chosen
from conformance.bulk.store.opened import Array, Opened
from conformance.bulk.store.papers import Papers
from conformance.bulk.store.rows import REFUSED, Rows
from conformance.bulk.store.subjects import Sheets
from conformance.checking.groups import answer_group
from conformance.checking.quick import Quick
from conformance.checking.sheet import FAIL, MISSING, PASS, Line, Sheet
from conformance.checking.validator import whole_of
from conformance.verdicts import Verdict

Whole = tuple[Verdict, str | None]
_RANK = np.zeros(256, np.uint8)
"""Which of two rows for one requirement decides: a fail, else a pass, else what is missing."""
_RANK[MISSING_FROM:FAIL_FROM], _RANK[PASS_FROM:MISSING_FROM], _RANK[FAIL_FROM:SLOW] = 1, 2, 3
_RANK[SLOW] = 4


class Kernel:
    """A validator made ready to judge partitions; what it learns of one serves the next."""

    def __init__(self, quick: Quick, codes: Codes) -> None:
        self.quick, self.codes = quick, codes
        self.sheets = Sheets(quick)
        self.rows = Rows(quick, codes)
        self.papers = Papers(quick, codes)
        self.tables = Tables(len(quick.places), codes)
        self.frames = Frames(quick, codes, self.sheets)

    def judge(self, opened: Opened) -> "Judged":
        """Return what columns say of the submissions of a partition."""
        return _Partition(self, opened).judge()


@dataclass(slots=True)
class Judged:
    """What was found of the submissions of a partition.

    Attributes:
        found: A byte for each requirement and submission.
        wholes: The verdicts of the whole that there are.
        whole: Which of them each submission has.
        slow: Of which submissions it takes the full way to say, so that the rest is nothing.
        sheet_of: Which sheet each has.
        framed: Which were judged by their frames.
        faults: Of these, what is wrong with the documents, by place, where none is admissible.
    """

    found: Array
    wholes: list[Whole]
    whole: Array
    slow: Array
    sheet_of: Array
    framed: Array
    faults: dict[int, dict[int, frozenset[str]]] = field(default_factory=dict)


@dataclass(slots=True)
class _SoFar:
    """What rows so far said of a requirement, and which reports had any."""

    said: Array
    reports: list[tuple[int, Array]]

    def last(self) -> Array:
        """Return the last report with a row on it, of each submission."""
        last = np.full(len(self.said), -1)
        for report, there in self.reports:
            last[there] = report
        return last


class _Partition:
    """A partition being judged."""

    def __init__(self, kernel: Kernel, opened: Opened) -> None:
        self.kernel, self.opened = kernel, opened
        self.quick, self.codes = kernel.quick, kernel.codes
        numbers = kernel.sheets.of(opened)
        self.sheets: Sequence[Sheet] = kernel.sheets.sheets
        self.asked = Asked(kernel.tables, self.sheets, numbers)
        self.sheet_of = numbers
        self.slow = np.zeros(opened.count, bool)
        self.slow[list(opened.aside)] = True
        self._full_sheets()
        self.found = np.zeros((len(self.quick.places), opened.count), np.uint8)
        self.columns = [each for each in opened.columns if not each.meaning.framed]
        self.framed = np.zeros(opened.count, bool)
        self.faults: dict[int, dict[int, frozenset[str]]] = {}

    def judge(self) -> Judged:
        """Judge it step by step, as the quick way does a submission."""
        for place in range(len(self.found)):
            self.found[place] = self.asked.unsent(place)
        self._rows()
        self._papers()
        self._frames()
        for number in self.asked.here.tolist():
            self._groups(number)
        wholes, whole = self._whole()
        return Judged(self.found, wholes, whole, self.slow, self.sheet_of, self.framed, self.faults)

    def _full_sheets(self) -> None:
        """Leave to the full way what some sheets ask of it for every submission."""
        full = [
            bool(self.sheets[n].always or self.sheets[n].several) for n in self.asked.here.tolist()
        ]
        if any(full):
            self.slow |= self.asked.spread(np.array(full))

    # ---- rows

    def _rows(self) -> None:
        opened, rows = self.opened, self.kernel.rows
        gates = Gates(opened, self.quick)
        so_far: dict[int, _SoFar] = {}
        led = [(words, rows.shape(words)) for words in self.columns]
        several = Counter(shape.place for _, shape in led)
        for words, shape in led:
            place = shape.place
            if place is None or place < 0:
                if place is None or shape.doubtful:
                    self._doubt(words.number)
                continue
            out, whole = rows.judged(opened, gates, words, place, self.asked)
            if several[place] > 1:
                out, whole = self._both(place, words.report, out, so_far), False
            self._slow(out)
            self.found[place] = out if whole else chosen(out > 0, out, self.found[place])

    def _doubt(self, number: int) -> None:
        """Leave rows that may be about several requirements to the full way."""
        for name in (f"m{number}", f"t{number}.0"):
            cells = self.opened.cells.get(name)
            if cells is not None:
                self.slow |= cells > 0

    def _both(self, place: int, report: int, out: Array, so_far: "dict[int, _SoFar]") -> Array:
        """Return what the rows so far and these show together; rows of one report are slow."""
        there = out > 0
        before = so_far.setdefault(place, _SoFar(np.zeros(len(out), np.uint8), []))
        twice = there & (before.said > 0)
        if twice.any():
            together = np.where(_RANK[out] > _RANK[before.said], out, before.said)
            together[twice & (before.last() == report)] = SLOW
            # bad news in what is refused has a say in what the other shows
            refused = self.codes.code(REFUSED)
            together[twice & ((before.said == refused) != (out == refused))] = SLOW
        else:
            together = np.maximum(before.said, out)
        before.said = together
        before.reports.append((report, there))
        return together

    def _slow(self, out: Array) -> None:
        slow = out == SLOW
        if slow.any():
            self.slow |= slow

    # ---- other documents

    def _papers(self) -> None:
        rows, which, shown = self.kernel.papers.shown(
            self.opened, self.sheets, self.sheet_of, ~self.slow
        )
        if not len(rows):
            return
        slow = np.array([each.slow for each in shown], bool)
        if slow.any():
            self.slow[rows] |= slow[which]
        for place in {place for each in shown for place in each.found}:
            codes = np.array([each.found.get(place, ABSENT) for each in shown], np.uint8)[which]
            self._say(place, rows, codes)
        for place in {place for each in shown for place in each.covers}:
            for number, each in enumerate(shown):
                if place in each.covers:
                    here = rows[which == number]
                    line = self.sheets[self.sheet_of[here[0]]].lines[place]
                    if line is None:
                        raise AssertionError(place)
                    self._add_certificate(place, line, here, each.covers[place])

    def _say(self, place: int, rows: Array, codes: Array) -> None:
        """Note outcomes of some submissions at a place; 0 says nothing."""
        found = self.found[place]
        before = found if len(rows) == len(found) else found[rows]
        after = codes if codes.min(initial=1) else chosen(codes > 0, codes, before)
        if len(rows) == len(found):
            found[:] = after
        else:
            found[rows] = after

    def _add_certificate(self, place: int, line: Line, rows: Array, covered: bool) -> None:
        """Take in what certificates show, beside the row if there is one."""
        sent = (PASS, "certificate-covers") if covered else REFUSED
        alone = self.codes.code(line.verified(sent))
        before = self.found[place, rows]
        by_row = self._by_row(place)[rows]
        self.found[place, rows] = np.where(by_row, before, alone)
        if covered:
            missing = by_row & (KIND[before] == KINDS.index(MISSING))
            self.slow[rows[missing]] = True

    def _by_row(self, place: int) -> Array:
        """Return which submissions have a row that is about the requirement at a place."""
        there = np.zeros(self.opened.count, bool)
        for words in self.columns:
            if self.kernel.rows.shape(words).place == place:
                cells = self.opened.cells.get(f"m{words.number}")
                if cells is None:
                    cells = self.opened.cells.get(f"t{words.number}.0")
                if cells is not None:
                    there |= cells > 0
        return there

    # ---- frames

    def _frames(self) -> None:
        """Judge by their frames what has any."""
        alike = self.kernel.frames.judge(self.opened, self.sheet_of, self.found)
        for rows in alike.rows:
            self.slow[rows] = False
            self.framed[rows] = True
        self.faults = alike.faults

    # ---- groups and the whole

    def _groups(self, number: int) -> None:
        """Combine the members of the groups of one sheet, in their order."""
        sheet = self.sheets[number]
        if not sheet.groups:
            return
        rows = np.flatnonzero((self.sheet_of == number) & ~self.slow)
        for place in sheet.groups if len(rows) else ():
            line = sheet.lines[place]
            if line is None or line.requirement.group is None:
                raise AssertionError(place)
            if line.unsent[1] in ("condition-false", "applicability-unknown"):
                continue
            group = line.requirement.group
            names = [name for name in group.members if name in self.quick.places]
            kinds = [KIND[self.found[self.quick.places[name], rows]] for name in names]
            columns: list[tuple[Numbers, int]] = [(each.astype(np.int64), 5) for each in kinds]
            first, which = joined(columns, len(rows))
            codes = np.zeros(len(first), np.uint8)
            for n, row in enumerate(first):
                verdicts = {
                    name: verdict
                    for name, each in zip(names, kinds, strict=True)
                    if (verdict := KINDS[each[row]]) is not None
                }
                said = answer_group(group, verdicts)
                codes[n] = self.codes.code(line.verified((said.verdict, said.reason)))
            self.found[place, rows] = codes[which]

    def _whole(self) -> tuple[list[Whole], Array]:
        greatest = np.zeros(self.opened.count, np.uint8)
        for place in self.quick.mandatory:
            np.maximum(greatest, self.found[place], out=greatest)
        wholes: list[Whole] = [(FAIL, None), (MISSING, None)]
        which = (greatest < FAIL_FROM).astype(np.uint16)
        good = (greatest < MISSING_FROM) & ~self.slow
        for number in self.asked.here.tolist():
            barred = self.sheets[number].barred
            if barred is not None:
                here = self.sheet_of == number
                which[here] = len(wholes)
                wholes.append((MISSING, barred))
                good &= ~here
        if self.framed.any():
            self._framed_wholes(np.flatnonzero(good & self.framed), wholes, which)
            good &= ~self.framed
        rows = np.flatnonzero(good)
        one_of = np.full(len(self.asked.here), -1)
        one_of[self.asked.which[rows]] = rows
        number = np.zeros(len(one_of), np.uint16)
        for sheet in np.flatnonzero(one_of >= 0).tolist():
            number[sheet] = len(wholes)
            wholes.append(self._demonstrated(int(one_of[sheet])))
        return wholes, chosen(good, self.asked.spread(number), which)

    def _framed_wholes(self, rows: Array, wholes: list[Whole], which: Array) -> None:
        """Add the verdicts of what is good by its frame; parts have a say in what applies."""
        kinds = [(KIND[self.found[place, rows]], len(KINDS)) for place in self.quick.mandatory]
        first, of = joined(kinds, len(rows))
        which[rows] = len(wholes) + of
        wholes += [self._demonstrated(int(rows[at])) for at in first]

    def _demonstrated(self, row: int) -> Whole:
        """Return the verdict where all of it is a pass or does not apply; the sheet says which."""
        mandatory = []
        for place in self.quick.mandatory:
            verdict = KINDS[KIND[self.found[place, row]]]
            if verdict is not None:
                requirement = self.quick.validator.plan.requirements[place]
                mandatory.append((requirement.section, requirement.core, verdict))
        return whole_of(mandatory)
