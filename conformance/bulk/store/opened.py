"""A partition as arrays, each read when it is first asked for."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from conformance.bulk.store import layout
from conformance.bulk.store.arrow import pa, pq
from conformance.bulk.store.exact import from_text
from conformance.model.submission import Result, Specimen

Array = NDArray[Any]
EPOCH = 719163
"""The number that 1970-01-01 has in the calendar of Python."""


class Opened:
    """One partition of a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._submissions = pq.ParquetFile(folder / layout.SUBMISSIONS)
        self.count: int = self._submissions.metadata.num_rows
        self.names: list[str] = self._submissions.schema_arrow.names

    # ---- submissions

    def submissions(self, *names: str) -> Any:
        """Return columns of the submissions as a table."""
        return self._submissions.read(columns=list(names))

    def days(self, name: str) -> Array:
        """Return a column of days as numbers of the calendar; 0 where none is stated."""
        return _days(self.submissions(name).column(0))

    def coded(self, name: str) -> tuple[Array, list[str | None]]:
        """Return a column of texts as numbers, and the texts; None where none is stated."""
        if name not in self.names:
            return np.zeros(self.count, np.int32), [None]
        column = self.submissions(name).column(0).combine_chunks().dictionary_encode("encode")
        column = _whole(column)
        return np.asarray(column.indices), column.dictionary.to_pylist() or [None]

    @cached_property
    def papers(self) -> Array:
        """Which documents other than reports each submission has, by number."""
        return np.asarray(self.submissions("papers").column(0))

    @cached_property
    def aside(self) -> dict[int, str]:
        """Why submissions are judged from their bytes, by their numbers."""
        column = self.submissions("aside").column(0)
        if column.null_count == self.count:
            return {}
        return {n: why for n, why in enumerate(column.to_pylist()) if why is not None}

    # ---- documents

    @cached_property
    def documents(self) -> Any:
        """The documents as a table."""
        names = ["row", "place", "document", "class", "own", "ordered", "last", "tested", "issued",
                 "expires", "status_checked"]  # fmt: skip
        return pq.read_table(
            self.folder / layout.DOCUMENTS, columns=names, read_dictionary=["document"]
        )

    @cached_property
    def classes(self) -> list[str]:
        """What documents say, as JSON, by its number."""
        texts: list[str] = _column(self.folder / layout.CLASSES, "says").to_pylist()
        return texts

    @cached_property
    def papers_sent(self) -> list[list[int]]:
        """The classes of the documents that were sent together."""
        sent: list[list[int]] = _column(self.folder / layout.PAPERS, "classes").to_pylist()
        return sent

    # ---- cells

    @cached_property
    def _cells(self) -> Any:
        return pq.ParquetFile(self.folder / layout.CELLS, memory_map=True)

    @cached_property
    def cells(self) -> Any:
        """All cells as a table."""
        return self._cells.read(use_threads=False)

    def cell(self, name: str) -> Array | None:
        """Return the numbers of a column of cells; None where there is none of this name."""
        if name not in self._cell_names:
            return None
        return np.asarray(self.cells.column(name).combine_chunks())

    @cached_property
    def _cell_names(self) -> frozenset[str]:
        return frozenset(self._cells.schema_arrow.names)

    @cached_property
    def columns(self) -> "list[Words]":
        """What each column of cells is about, and what its numbers stand for."""
        slots = pq.read_table(self.folder / layout.COLUMNS).to_pylist()
        manners = _split(pq.read_table(self.folder / layout.MANNERS), len(slots))
        texts = _split(pq.read_table(self.folder / layout.TEXTS), len(slots))
        return [Words(slot, manners[number], texts[number]) for number, slot in enumerate(slots)]

    # ---- bytes

    def data(self, rows: Sequence[int]) -> list[bytes]:
        """Return submissions as JSON, by their numbers in ascending order."""
        file = pq.ParquetFile(self.folder / layout.BYTES)
        found: list[bytes] = []
        start, wanted, at = 0, list(rows), 0
        for group in range(file.metadata.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            if at < len(wanted) and wanted[at] < end:
                column = file.read_row_group(group).column(0)
                while at < len(wanted) and wanted[at] < end:
                    found.append(column[wanted[at] - start].as_py())
                    at += 1
            start = end
        return found


class Words:
    """What the numbers of one column of cells stand for."""

    def __init__(self, slot: dict[str, Any], manners: Any, texts: Any) -> None:
        self.number: int = slot["column"]
        self.report: int = slot["report"]
        self.specimens: int = slot["specimens"]
        self._manners, self._texts = manners, texts

    @property
    def width(self) -> int:
        """How many specimens a row has."""
        return 1 if self.specimens < 0 else self.specimens

    @cached_property
    def manners(self) -> list[tuple[Result, str | None]]:
        """What else rows say, and the number of specimens of the sample."""
        rows, counts = self._manners.column("row"), self._manners.column("count")
        return [
            (_RESULT.decode(row), count)
            for row, count in zip(rows.to_pylist(), counts.to_pylist(), strict=True)
        ]

    def __len__(self) -> int:
        return int(self._texts.num_rows)

    def specimen(self, number: int) -> Specimen:
        """Return a specimen as it was written."""
        return from_text(self._texts.column("text")[number].as_py())

    @cached_property
    def plain(self) -> Array:
        """Which texts are nothing but digits and a unit."""
        return _filled(self._texts.column("plain"), False)

    @cached_property
    def digits(self) -> Array:
        """The digits of plain texts, without the point."""
        return _filled(self._texts.column("digits"), 0)

    @cached_property
    def decimals(self) -> Array:
        """How many of them are decimals."""
        return _filled(self._texts.column("decimals"), 0)

    @cached_property
    def units(self) -> tuple[Array, list[str]]:
        """The units by numbers, and the units."""
        column = _whole(self._texts.column("unit").combine_chunks().dictionary_encode())
        return _filled(column.indices, 0), column.dictionary.to_pylist()


_RESULT = msgspec.json.Decoder(Result)


def _column(path: Path, name: str) -> Any:
    return pq.read_table(path, columns=[name]).column(0)


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _filled(column: Any, nothing: object) -> Array:
    return np.asarray(_whole(column).fill_null(nothing))


def _days(column: Any) -> Array:
    days = _whole(column).cast(pa.int32())
    return np.asarray(days.fill_null(-EPOCH)) + EPOCH


def days_of(table: Any, name: str) -> Array:
    """Return a column of days of a table as numbers of the calendar; 0 where none is stated."""
    return _days(table.column(name))


def _split(table: Any, count: int) -> list[Any]:
    """Return the rows of each column of cells; they are stored one column after the other."""
    numbers = np.asarray(table.column("column"))
    starts = np.searchsorted(numbers, np.arange(count + 1))
    return [table.slice(starts[n], starts[n + 1] - starts[n]) for n in range(count)]
