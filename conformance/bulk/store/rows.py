"""Cells to outcomes: plain decimals compared all at once, every other text judged once.

An outcome depends on what is asked (the line of the sheet), on what the row says beside its
value (its manner) and on the specimens.  Texts are numbered in the order of their digits: the ends
of the limit, as the quick way has them, are looked for once, and what lies between is a comparison
of numbers.  Whatever else there is goes to the quick way's own cell, each different text once.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec.structs import astuple, replace

from conformance.bulk.store.asked import Asked
from conformance.bulk.store.codes import ABSENT, SLOW, Codes
from conformance.bulk.store.distinct import joined
from conformance.bulk.store.gates import Gates
from conformance.bulk.store.marks import INSIDE, NONE, OUTSIDE, UNREAD, Marks, marks_of
from conformance.bulk.store.masks import by_pieces, chosen, masked
from conformance.bulk.store.opened import Array, Opened, Words
from conformance.checking.quick import Quick, Shape
from conformance.checking.sheet import MISSING, Answers, Cell, Key, Line
from conformance.checking.thresholds import Scaled
from conformance.model.submission import Result, Specimen

REFUSED = (MISSING, "evidence-not-admissible")
"""What is found where rows were sent, and none of them is admissible."""
_SHAPE = 14
_FEW = 64


class Rows:
    """Judges the columns of cells of partitions."""

    def __init__(self, quick: Quick, codes: Codes) -> None:
        self.quick, self.codes = quick, codes

    def shape(self, words: Words) -> Shape:
        """Return what the rows of a column are about; their manner has no say in it."""
        return self._shape(words.manner(0)[0])

    def _shape(self, result: Result) -> Shape:
        key = astuple(result)[:_SHAPE]
        return self.quick.shapes.get(key) or self.quick.shape(key, result)

    def judged(
        self, opened: Opened, gates: Gates, words: Words, place: int, asked: Asked
    ) -> "tuple[Array, bool]":
        """Return the outcome of the row of each submission, and whether each has one.

        It is 0 where there is none, or nothing is asked at this place.
        """
        column = _Column(opened, words)
        out: Array | None = None
        whole = column.full
        for line, mask in asked.lines(place):
            if line is None or line.answers is Answers.NOTHING:
                whole = False
                continue
            found = (
                self._of_line(column, gates, place, line)
                if line.answers is Answers.ROWS
                else masked(column.there, SLOW)
            )
            if mask is not None:
                found *= mask
            # each submission is asked one line
            out = found if out is None else np.bitwise_or(out, found, out=out)
        if out is None:
            return np.zeros(opened.count, np.uint8), False
        return out, whole

    def _of_line(self, column: "_Column", gates: Gates, place: int, line: Line) -> Array:
        """Return the outcomes of a line; rows whose manners make no difference are one lot."""
        words = column.words
        lots: dict[Key, list[int]] = {}
        cells: dict[Key, Cell] = {}
        for number, (result, count) in enumerate(words.meaning.manners):
            cell = self._cell(line, place, result)
            key: Key = (id(cell), result.uncertainty, count)
            cells[key] = cell
            lots.setdefault(key, []).append(number)
        if len(lots) == 1:
            ((key, (number, *_)),) = lots.items()
            found = self._of_manner(column, cells[key], number, None)
            return self._unless_barred(found, gates, cells[key], words.report)
        out = np.zeros(len(column.manner), np.uint8)
        there = column.manners
        for key, numbers in lots.items():
            few = [number for number in numbers if there[number + 1]]
            if not few:
                continue
            here = column.manner == few[0] + 1
            for number in few[1:]:
                here |= column.manner == number + 1
            rows = np.flatnonzero(here)
            found = self._of_manner(column, cells[key], few[0], rows)
            out[rows] = self._unless_barred(found, gates, cells[key], words.report, rows)
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
        instead = chosen(refused, other, np.full(len(refused), SLOW, np.uint8))
        return chosen(barred & (found != ABSENT), instead, found)

    def _cell(self, line: Line, place: int, result: Result) -> Cell:
        shape = self._shape(result)
        return line.cells.get(shape) or line.cell(shape, place, self.quick.validator, result)

    def _of_manner(self, column: "_Column", cell: Cell, manner: int, rows: Array | None) -> Array:
        """Return the outcomes of the rows of one manner; None for all rows."""
        one = _Manner(self.codes, column.words, cell, manner)
        if not column.contents:
            there = column.there if rows is None else column.there[rows]
            return masked(there, one.judge(()))
        contents = [each if rows is None else each[rows] for each in column.contents]
        full = column.full or rows is not None
        return one.of_texts(contents[0], full) if len(contents) == 1 else one.of_lists(contents)


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
        self.first: Array = self.contents[0] if manner is None else manner
        self.full = bool(self.first.min(initial=1))
        self._manner = manner

    @property
    def there(self) -> Array:
        """Which submissions have such a row."""
        return np.asarray(self.first > 0)

    @property
    def manner(self) -> Array:
        """The manner of each row, counted from 1."""
        return self.there.view(np.uint8) if self._manner is None else self._manner

    @property
    def manners(self) -> Array:
        """How many rows have each manner."""
        return np.bincount(self.manner, minlength=len(self.words.meaning.manners) + 1)


class _Manner:
    """Rows that say the same beside their values, held against one line."""

    def __init__(self, codes: Codes, words: Words, cell: Cell, manner: int) -> None:
        self.codes, self.words, self.cell = codes, words, cell
        self.result, self.count = words.manner(manner)
        self.within, self.beyond = codes.code(cell.within), codes.code(cell.beyond)

    def of_texts(self, texts: Array, full: bool) -> Array:
        """Return the outcomes of rows of one specimen; whether all are there is known."""
        of_mark = [0, self.beyond, self.within if self.cell.enough(1, self.count) else 0]
        pieces: list[tuple[int, int]] = [] if full else [(0, ABSENT)]
        most = self.words.meaning.count
        marks = self._marks()
        unread = [
            (start, stop)
            for (start, mark), (stop, _) in pairwise([*marks, (most + 1, 0)])
            if not of_mark[mark]
        ]
        there: Array | None = None
        if sum(stop - start for start, stop in unread) > _FEW:
            # some texts may be those of other lines and manners alone
            there = np.bincount(texts, minlength=most + 1)
        for (start, mark), (stop, _) in pairwise([*marks, (most + 1, 0)]):
            if of_mark[mark]:
                pieces.append((start, of_mark[mark]))
                continue
            numbers: Iterable[int] = range(start, stop)
            if there is not None:
                numbers = (np.flatnonzero(there[start:stop]) + start).tolist()
            pieces += [(number, self.judge((number,))) for number in numbers]
        return by_pieces(texts, pieces or [(0, ABSENT)], most)

    def of_lists(self, contents: Sequence[Array]) -> Array:
        """Return the outcomes of rows of several specimens."""
        most = self.words.meaning.count
        pieces = [(0, NONE), *self._marks()]
        least = by_pieces(contents[0], pieces, most)
        for texts in contents[1:]:
            np.minimum(least, by_pieces(texts, pieces, most), out=least)
        within = self.within if self.cell.enough(len(contents), self.count) else 0
        out = by_pieces(
            least,
            [(UNREAD, 0), (OUTSIDE, self.beyond), (INSIDE, within), (NONE, ABSENT)],
            NONE,
        )
        left = (least == UNREAD) if within else (least == UNREAD) | (least == INSIDE)
        rows = np.flatnonzero(left)
        if len(rows):
            several = [texts[rows] for texts in contents]
            first, which = joined([(each, most + 1) for each in several], len(rows))
            said = [self.judge(tuple([int(each[row]) for each in several])) for row in first]
            out[rows] = np.array(said, np.uint8)[which]
        return out

    def judge(self, numbers: tuple[int, ...]) -> int:
        """Return the outcome of specimens, as the quick way finds it for a single row."""
        specimens = tuple([self.words.specimen(number - 1) for number in numbers])
        result = self._with(specimens)
        outcome = self.cell.outcome(astuple(result), result, self.count)
        return self.codes.code(outcome)

    def _with(self, specimens: tuple[Specimen, ...]) -> Result:
        if self.words.specimens < 0:
            value: Any = specimens[0]
            return replace(self.result, value=value)
        return replace(self.result, values=specimens)

    def _marks(self) -> Marks:
        return marks_of(self.words, self._ends if self.cell.plain else None)

    def _ends(self, unit: str) -> Scaled | None:
        return self.cell.ends_in(self.result, unit.encode())
