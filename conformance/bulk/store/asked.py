"""What is asked of the submissions of a partition at each place, and of which of them."""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from conformance.bulk.store.codes import ABSENT, Codes
from conformance.bulk.store.distinct import Numbers, distinct
from conformance.bulk.store.opened import Array
from conformance.checking.sheet import Line, Sheet


class Tables:
    """The lines of all sheets so far, as numbers: sheets by places."""

    def __init__(self, places: int, codes: Codes) -> None:
        self.codes = codes
        self.lines: list[Line | None] = [None]
        self.of_sheet: Array = np.zeros((0, places), np.int32)
        self.unsent: Array = np.zeros((0, places), np.uint8)
        self._numbers: dict[int, int] = {id(None): 0}
        self._lock = Lock()

    def add(self, sheets: Sequence[Sheet]) -> None:
        """Take in the sheets that were not there before."""
        with self._lock:
            new = sheets[len(self.of_sheet) :]
            if new:
                lines = [[self._number(line) for line in each.lines] for each in new]
                unsent = [
                    [ABSENT if said is None else self.codes.code(said) for said in each.unsent]
                    for each in new
                ]
                self.of_sheet = np.vstack([self.of_sheet, np.array(lines, np.int32)])
                self.unsent = np.vstack([self.unsent, np.array(unsent, np.uint8)])

    def _number(self, line: Line | None) -> int:
        number = self._numbers.setdefault(id(line), len(self.lines))
        if number == len(self.lines):
            self.lines.append(line)
        return number


class Asked:
    """The sheets of the submissions of one partition.

    Attributes:
        here: The sheets that there are.
        which: Which of these each submission has.
    """

    def __init__(self, tables: Tables, sheets: Sequence[Sheet], of: Numbers) -> None:
        self.sheets, self.tables = sheets, tables
        tables.add(sheets)
        self.here, which = distinct(of, len(sheets))
        self.which: Array = which.astype(np.min_scalar_type(len(self.here)))
        self._lines, self._unsent = tables.of_sheet[self.here], tables.unsent[self.here]
        self._kept: dict[bytes, Array] = {}

    def lines(self, place: int) -> list[tuple[Line | None, Array | None]]:
        """Return what is asked at a place, and a mask for each; None where it is all."""
        numbers = self._lines[:, place]
        if not len(numbers):
            return []
        if (numbers == numbers[0]).all():
            return [(self.tables.lines[numbers[0]], None)]
        return [
            (self.tables.lines[number], self._where((numbers == number).view(np.uint8)))
            for number in np.unique(numbers)
        ]

    def unsent(self, place: int) -> Array | int:
        """Return the answers as long as nothing was sent."""
        codes = self._unsent[:, place]
        same = not len(codes) or (codes == codes[0]).all()
        return int(codes.max(initial=ABSENT)) if same else self._where(codes)

    def spread(self, values: Array) -> Array:
        """Return for each submission the value of its sheet, of those that are here."""
        return values.take(self.which)

    def _where(self, values: Array) -> Array:
        key = values.tobytes()
        if key not in self._kept:
            self._kept[key] = self.spread(values)
        return self._kept[key]
