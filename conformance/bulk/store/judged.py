"""One partition judged: an outcome for each requirement and submission, and those of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
from conformance.bulk.store.distinct import Numbers, distinct, joined
from conformance.bulk.store.gates import Gates
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
    """

    found: Array
    wholes: list[Whole]
    whole: Array
    slow: Array
    sheet_of: Array


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
        few = len(self.sheets) < 1 << 16
        self.sheet_of: Array = numbers.astype(np.uint16) if few else numbers
        self.here = [int(each) for each in distinct(numbers, len(self.sheets))[0]]
        self.slow = np.zeros(opened.count, bool)
        self.slow[list(opened.aside)] = True
        self._full_sheets()
        places = len(self.quick.validator.plan.requirements)
        self.found = np.zeros((places, opened.count), np.uint8)

    def judge(self) -> Judged:
        """Judge it step by step, as the quick way does a submission."""
        for place in range(len(self.found)):
            self._unsent(place)
        self._rows()
        self._papers()
        for number in self.here:
            self._groups(number)
        wholes, whole = self._whole()
        return Judged(self.found, wholes, whole, self.slow, self.sheet_of)

    def _full_sheets(self) -> None:
        """Leave to the full way what some sheets ask of it for every submission."""
        full = [n for n in self.here if self.sheets[n].always or self.sheets[n].several]
        if full:
            self.slow |= np.isin(self.sheet_of, full)

    # ---- lines

    def _lines(self, place: int) -> tuple[list[Line | None], Array | None]:
        """Return what is asked at a place, and which of it of each submission; None for all."""
        lines: list[Line | None] = []
        numbers: dict[int, int] = {}
        of_sheet = np.zeros(len(self.sheets), np.uint16)
        for number in self.here:
            line = self.sheets[number].lines[place]
            if id(line) not in numbers:
                numbers[id(line)] = len(lines)
                lines.append(line)
            of_sheet[number] = numbers[id(line)]
        return lines, None if len(lines) == 1 else of_sheet.take(self.sheet_of)

    def _unsent(self, place: int) -> None:
        """Fill in the answers as long as nothing was sent."""
        of_sheet = np.zeros(len(self.sheets), np.uint8)
        for number in self.here:
            unsent = self.sheets[number].unsent[place]
            of_sheet[number] = ABSENT if unsent is None else self.codes.code(unsent)
        said = {int(of_sheet[number]) for number in self.here}
        self.found[place] = said.pop() if len(said) == 1 else of_sheet.take(self.sheet_of)

    # ---- rows

    def _rows(self) -> None:
        opened, rows = self.opened, self.kernel.rows
        gates = Gates(opened, self.quick)
        so_far: dict[int, _SoFar] = {}
        led = [(words, rows.shape(words)) for words in opened.columns]
        several = [shape.place for _, shape in led]
        for words, shape in led:
            place = shape.place
            if place is None or place < 0:
                if place is None or shape.doubtful:
                    self._doubt(words.number)
                continue
            out = rows.judged(opened, gates, words, place, *self._lines(place))
            if several.count(place) > 1:
                out = self._both(place, words.report, out, so_far)
            self._slow(out)
            there = out > 0
            if there.all():
                self.found[place] = out
            else:
                np.copyto(self.found[place], out, where=there)

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
            there = codes > 0
            self.found[place, rows[there]] = codes[there]
        for place in {place for each in shown for place in each.covers}:
            for number, each in enumerate(shown):
                if place in each.covers:
                    here = rows[which == number]
                    line = self.sheets[self.sheet_of[here[0]]].lines[place]
                    if line is None:
                        raise AssertionError(place)
                    self._add_certificate(place, line, here, each.covers[place])

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
        for words in self.opened.columns:
            if self.kernel.rows.shape(words).place == place:
                cells = self.opened.cells.get(f"m{words.number}")
                if cells is None:
                    cells = self.opened.cells.get(f"t{words.number}.0")
                if cells is not None:
                    there |= cells > 0
        return there

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
        which = np.where(greatest >= FAIL_FROM, np.uint16(0), np.uint16(1))
        for number in self.here:
            sheet = self.sheets[number]
            of_sheet = self.sheet_of == number
            if sheet.barred is not None:
                which[of_sheet] = len(wholes)
                wholes.append((MISSING, sheet.barred))
                continue
            good = of_sheet & (greatest < MISSING_FROM) & ~self.slow
            if good.any():
                which[good] = len(wholes)
                wholes.append(self._demonstrated(int(np.flatnonzero(good)[0])))
        return wholes, which

    def _demonstrated(self, row: int) -> Whole:
        """Return the verdict where all of it is a pass or does not apply; the sheet says which."""
        mandatory = []
        for place in self.quick.mandatory:
            verdict = KINDS[KIND[self.found[place, row]]]
            if verdict is not None:
                requirement = self.quick.validator.plan.requirements[place]
                mandatory.append((requirement.section, requirement.core, verdict))
        return whole_of(mandatory)
