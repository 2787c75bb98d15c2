"""A partition as arrays, each read when it is first asked for."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from conformance.bulk.store import layout
from conformance.bulk.store.arrow import pa, pq
from conformance.bulk.store.exact import from_text
from conformance.bulk.store.meanings import ColumnMeaning, Meanings, Slot, read_meanings
from conformance.model.submission import Result, Specimen

Array = NDArray[Any]


class Opened:
    """One partition of a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads = _arrow(folder / layout.HEADS)
        self.count = len(self.heads["papers"])

    # ---- submissions

    def submissions(self, *names: str) -> Any:
        """Return columns of the submissions as a table."""
        return pq.read_table(self.folder / layout.SUBMISSIONS, columns=list(names))

    def days(self, name: str) -> Array:
        """Return a day of the subject as a number of the calendar; 0 where none is stated."""
        return self.heads[f"d.{name}"]

    def coded(self, name: str) -> tuple[Array, list[str | None]]:
        """Return a fact as numbers, and the texts that they stand for; None is not stated."""
        codes = self.heads.get(f"f.{name}")
        if codes is None:
            return np.zeros(self.count, np.uint32), [None]
        return codes, [None, *self.meanings.facts.get(name, [])]

    @cached_property
    def meanings(self) -> Meanings:
        """What all numbers stand for."""
        return read_meanings((self.folder / layout.MEANINGS).read_bytes())

    @property
    def papers(self) -> Array:
        """Which documents other than reports each submission has, by number."""
        return self.heads["papers"]

    @cached_property
    def aside(self) -> dict[int, str]:
        """Why submissions are judged from their bytes, by their numbers."""
        codes, reasons = self.coded("aside")
        return {row: reasons[codes[row]] or "" for row in np.flatnonzero(codes).tolist()}

    # ---- documents

    @property
    def classes(self) -> list[str]:
        """What documents say, as JSON, by its number."""
        return self.meanings.classes

    @property
    def papers_sent(self) -> list[list[int]]:
        """The classes of the documents that were sent together."""
        return self.meanings.papers

    @property
    def frames(self) -> tuple[Array, list[str | None]]:
        """The frame of each submission that has one, as numbers, and what these stand for."""
        return self.coded("frame")

    @cached_property
    def framed(self) -> dict[Slot, int]:
        """The columns of cells that are rows of frames, by what these are about."""
        return {each.slot: n for n, each in enumerate(self.meanings.columns) if each.framed}

    # ---- cells

    @cached_property
    def cells(self) -> dict[str, Array]:
        """The numbers of the columns of cells, by their names."""
        return _arrow(self.folder / layout.CELLS)

    @cached_property
    def columns(self) -> "list[Words]":
        """What each column of cells is about, and what its numbers stand for."""
        return [Words(self, *each) for each in enumerate(self.meanings.columns)]

    @cached_property
    def digits(self) -> Array:
        """The digits of plain decimals, one column of cells after the other."""
        return _arrow(self.folder / layout.DIGITS)["digits"]

    @cached_property
    def texts(self) -> Any:
        """The specimens as they were written, one column of cells after the other."""
        return pq.read_table(self.folder / layout.TEXTS, columns=["text"]).column(0)

    # ---- bytes

    @cached_property
    def _about_bytes(self) -> Any:
        return pq.read_metadata(self.folder / layout.BYTES)

    def data(self, rows: Sequence[int]) -> list[bytes]:
        """Return submissions as JSON, by their numbers in ascending order."""
        if not rows:
            return []
        found: list[bytes] = []
        with pq.ParquetFile(self.folder / layout.BYTES, metadata=self._about_bytes) as file:
            for group, some in groupby(rows, key=lambda row: row // layout.IN_A_GROUP):
                data = file.read_row_group(group).column(0)
                found += [data[row % layout.IN_A_GROUP].as_py() for row in some]
        return found


class Words:
    """What the numbers of one column of cells stand for."""

    __slots__ = ("_opened", "meaning", "number", "report", "specimens", "width")

    def __init__(self, opened: Opened, number: int, meaning: ColumnMeaning) -> None:
        # no circle: a partition that is done with closes its files at once
        self._opened: Opened = proxy(opened)
        self.number, self.meaning = number, meaning
        self.report, self.specimens = meaning.report, meaning.specimens
        self.width = 1 if meaning.specimens < 0 else meaning.specimens

    def manner(self, number: int) -> tuple[Result, str | None]:
        """Return what rows of a manner say beside their values, and how many specimens there are.

        That is the number of specimens of the sample.
        """
        return self.meaning.manners[number]

    @property
    def digits(self) -> Array:
        """The digits of the plain decimals, run by run."""
        start = self.meaning.start
        return self._opened.digits[start : start + self.meaning.plain]

    def specimen(self, number: int) -> Specimen:
        """Return a specimen as it was written."""
        meaning = self.meaning
        if number >= meaning.plain:
            return meaning.others[number - meaning.plain]
        return from_text(self._opened.texts[meaning.start + number].as_py())

    def decimal(self, number: int) -> tuple[Decimal, str] | None:
        """Return a plain decimal and its unit; None where the text is none."""
        for run in self.meaning.runs:
            if run.start <= number < run.stop:
                digits = int(self._opened.digits[self.meaning.start + number])
                return Decimal(digits).scaleb(-run.decimals), run.unit
        return None


def _arrow(path: Path) -> dict[str, Array]:
    """Return the columns of an Arrow file, which stays where it is."""
    file = pa.ipc.open_file(pa.memory_map(str(path)))
    # one batch of plain numbers, none of which is null
    batch = file.get_batch(0) if file.num_record_batches else None
    found: dict[str, Array] = {}
    for place, field in enumerate(file.schema):
        kind = np.dtype(str(field.type).replace("double", "float64"))
        found[field.name] = (
            np.frombuffer(batch.column(place).buffers()[1], kind, batch.num_rows)
            if batch is not None and batch.num_rows
            else np.zeros(0, kind)
        )
    return found
