"""Cells to outcomes: plain decimals compared all at once, every other text judged once.

An outcome depends on what is asked (the line of the sheet), on what the row says beside its
value (its manner) and on the specimens.  Of plain decimals the digits are compared with
the ends of the limit, as the quick way does with one; whatever else there is goes to the quick
way's own cell, each different text once.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec.structs import astuple, replace

from conformance.bulk.store.codes import ABSENT, SLOW, Codes
from conformance.bulk.store.gates import Gates
from conformance.bulk.store.opened import Array, Opened, Words
from conformance.checking.quick import Quick, Shape
from conformance.checking.sheet import MISSING, Answers, Cell, Line, keep
from conformance.model.submission import Result, Sample, Specimen, TestReport

REFUSED = (MISSING, "evidence-not-admissible")
"""What is found where rows were sent, and none of them is admissible."""
_SHAPE = 14
_MOST = np.iinfo(np.int64).max
_UNREAD, _OUTSIDE, _INSIDE = 0, 1, 2
_DECIMALS = 13
_FEW = 64


class Rows:
    """Judges the columns of cells of partitions."""

    def __init__(self, quick: Quick, codes: Codes) -> None:
        self.quick, self.codes = quick, codes

    def shape(self, words: Words) -> Shape:
        """Return what the rows of a column are about; their manner has no say in it."""
        return self._shape(words.manners[0][0])

    def _shape(self, result: Result) -> Shape:
        key = astuple(result)[:_SHAPE]
        return self.quick.shapes.get(key) or self.quick.shape(key, result)

    def judged(
        self,
        opened: Opened,
        gates: Gates,
        words: Words,
        place: int,
        lines: Sequence[Line | None],
        line_of: Array | None,
    ) -> Array:
        """Return the outcome of the row of each submission, 0 where there is none.

        `lines` are what is asked at this place; `line_of` says which of them of each submission,
        None where there is but one.
        """
        column = _Column(opened, words)
        out: Array | None = None
        for number, line in enumerate(lines):
            if line is None or line.answers is Answers.NOTHING:
                continue
            found = (
                self._of_line(column, gates, place, line)
                if line.answers is Answers.ROWS
                else np.where(column.there, np.uint8(SLOW), np.uint8(ABSENT))
            )
            if line_of is not None:
                found = np.where(line_of == number, found, np.uint8(ABSENT))
            out = found if out is None else np.maximum(out, found)
        return np.zeros(opened.count, np.uint8) if out is None else out

    def _of_line(self, column: "_Column", gates: Gates, place: int, line: Line) -> Array:
        words = column.words
        cells = [self._cell(line, place, result) for result, _ in words.manners]
        if len(cells) == 1:
            found = self._of_manner(column, cells[0], 0, None)
            return self._unless_barred(found, gates, cells[0], words.report)
        out = np.zeros(len(column.there), np.uint8)
        for number in np.flatnonzero(np.bincount(column.manner)).tolist():
            if number:
                cell = cells[number - 1]
                rows = np.flatnonzero(column.manner == number)
                found = self._of_manner(column, cell, number - 1, rows)
                out[rows] = self._unless_barred(found, gates, cell, words.report, rows)
        return out

    def _unless_barred(
        self, found: Array, gates: Gates, cell: Cell, report: int, rows: Array | None = None
    ) -> Array:
        """Return outcomes, but what is certainly refused is not admissible, and the rest slow.

        A certificate may show the same, and then bad news in what is refused has a say.
        """
        weighed = gates.barred(cell.gate, report)
        if weighed is None:
            return found
        barred, refused = weighed if rows is None else (each[rows] for each in weighed)
        other = SLOW if cell.line.ways else self.codes.code(REFUSED)
        instead = np.where(refused, np.uint8(other), np.uint8(SLOW))
        return np.where(barred & (found != ABSENT), instead, found)

    def _cell(self, line: Line, place: int, result: Result) -> Cell:
        shape = self._shape(result)
        return line.cells.get(shape) or line.cell(shape, place, self.quick.validator, result)

    def _of_manner(self, column: "_Column", cell: Cell, manner: int, rows: Array | None) -> Array:
        """Return the outcomes of the rows of one manner; None for all rows."""
        one = _Manner(self.codes, column.words, cell, manner)
        there = column.there if rows is None else column.there[rows]
        if not column.contents:
            return np.where(there, np.uint8(one.judge(())), np.uint8(ABSENT))
        contents = [each if rows is None else each[rows] for each in column.contents]
        return one.of_texts(contents[0]) if len(contents) == 1 else one.of_lists(contents)


class _Column:
    """The numbers of one column of cells; 0 where a submission has no such row."""

    def __init__(self, opened: Opened, words: Words) -> None:
        self.words = words
        self.contents = [
            each
            for specimen in range(words.width)
            if (each := opened.cells.get(f"t{words.number}.{specimen}")) is not None
        ]
        manner = opened.cells.get(f"m{words.number}")
        first = self.contents[0] if manner is None else manner
        self.there: Array = first > 0
        self.manner: Array = self.there.astype(np.uint8) if manner is None else manner


class _Manner:
    """Rows that say the same beside their values, held against one line."""

    def __init__(self, codes: Codes, words: Words, cell: Cell, manner: int) -> None:
        self.codes, self.words, self.cell = codes, words, cell
        self.result, self.count = words.manners[manner]
        self.report = TestReport(id="", sample=Sample(count=self.count))
        self.within, self.beyond = codes.code(cell.within), codes.code(cell.beyond)
        self.kept: dict[tuple[int, ...], int] = {}

    def of_texts(self, texts: Array) -> Array:
        """Return the outcomes of rows of one specimen."""
        outcomes = np.zeros(self.words.count + 1, np.uint8)
        marks = self._marks()
        outcomes[1:][marks == _OUTSIDE] = self.beyond
        if self.cell.enough(1, self.count):
            outcomes[1:][marks == _INSIDE] = self.within
        left = np.flatnonzero(outcomes == 0)[1:]
        if len(left) > _FEW:
            # some texts may be those of other lines and manners alone
            left = left[np.bincount(texts, minlength=len(outcomes))[left] > 0]
        for number in left:
            outcomes[number] = self.judge((int(number),))
        return outcomes.take(texts)

    def of_lists(self, contents: Sequence[Array]) -> Array:
        """Return the outcomes of rows of several specimens."""
        marks = np.concatenate([np.zeros(1, np.uint8), self._marks()])
        there = contents[0] > 0
        each = [marks.take(texts) for texts in contents]
        least = each[0]
        for other in each[1:]:
            least = np.minimum(least, other)
        out = np.where(least == _OUTSIDE, np.uint8(self.beyond), np.uint8(0))
        if self.cell.enough(len(contents), self.count):
            out[least == _INSIDE] = self.within
        for row in np.flatnonzero(there & (out == 0)):
            out[row] = self.judge(tuple([int(texts[row]) for texts in contents]))
        return out

    def judge(self, numbers: tuple[int, ...]) -> int:
        """Return the outcome of specimens, as the quick way finds it for a single row."""
        if numbers not in self.kept:
            specimens = tuple([self.words.specimen(number - 1) for number in numbers])
            result = self._with(specimens)
            outcome = self.cell.outcome(astuple(result), self.report, result, self.count)
            keep(self.kept, numbers, self.codes.code(outcome))
        return self.kept[numbers]

    def _with(self, specimens: tuple[Specimen, ...]) -> Result:
        if self.words.specimens < 0:
            value: Any = specimens[0]
            return replace(self.result, value=value)
        return replace(self.result, values=specimens)

    def _marks(self) -> Array:
        """Return for each text whether it is a plain decimal inside the limit, or outside."""
        words = self.words
        if not self.cell.plain:
            return np.zeros(words.count, np.uint8)
        manner = words.unit * _DECIMALS + words.decimals
        written = np.bincount(manner[words.plain], minlength=len(words.units) * _DECIMALS)
        least = np.zeros(len(written), np.int64)
        greatest = np.full(len(written), -1, np.int64)
        known = np.zeros(len(written), bool)
        for at in np.flatnonzero(written):
            ends = self._ends(words.units[at // _DECIMALS])
            end = None if ends is None else ends[at % _DECIMALS]
            if end is not None:
                # digits have no sign and fit; so do ends that are cut off there
                least[at], greatest[at] = [min(max(each, -1), _MOST) for each in end]
                known[at] = True
        inside = (words.digits >= least[manner]) & (words.digits <= greatest[manner])
        read = words.plain & known[manner]
        return np.where(read, np.where(inside, np.uint8(_INSIDE), np.uint8(_OUTSIDE)), np.uint8(0))

    def _ends(self, unit: str) -> Any:
        cell = self.cell
        return cell.ends[unit] if unit in cell.ends else cell.ends_in(self.result, unit)
