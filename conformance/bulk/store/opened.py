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

    def load(self) -> None:
        """Read what kernels look at; most of it takes no turn of the interpreter."""
        self.heads, self.cells, self._texts  # noqa: B018

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
        file = pq.ParquetFile(self.folder / layout.SUBMISSIONS, read_dictionary=[name])
        column = _whole(file.read(columns=[name]).column(0).combine_chunks())
        values: list[str | None] = column.dictionary.to_pylist()
        codes = column.indices
        if codes.null_count:
            return np.asarray(codes.fill_null(len(values))), [*values, None]
        return np.asarray(codes), values or [None]

    @cached_property
    def heads(self) -> Any:
        """What is weighed of the documents of each submission, as a table."""
        return pq.ParquetFile(self.folder / layout.HEADS, memory_map=True).read(use_threads=False)

    def head(self, name: str) -> Array | None:
        """Return a column of `heads`; None where there is nothing in it."""
        if name not in self.heads.column_names:
            return None
        return _array(self.heads.column(name))

    @cached_property
    def papers(self) -> Array:
        """Which documents other than reports each submission has, by number."""
        return _array(self.heads.column("papers"))

    @cached_property
    def aside(self) -> dict[int, str]:
        """Why submissions are judged from their bytes, by their numbers."""
        column = self.submissions("aside").column(0)
        if column.null_count == self.count:
            return {}
        return {n: why for n, why in enumerate(column.to_pylist()) if why is not None}

    # ---- documents

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
    def cells(self) -> Any:
        """All cells as a table."""
        return pq.ParquetFile(self.folder / layout.CELLS, memory_map=True).read(use_threads=False)

    def cell(self, name: str) -> Array | None:
        """Return the numbers of a column of cells; None where there is none of this name."""
        if name not in self.cells.column_names:
            return None
        return _array(self.cells.column(name))

    @cached_property
    def columns(self) -> "list[Words]":
        """What each column of cells is about, and what its numbers stand for."""
        slots = pq.read_table(self.folder / layout.COLUMNS).to_pylist()
        manners = pq.read_table(self.folder / layout.MANNERS)
        of = _starts(manners, len(slots))
        texts = _starts(self._texts.table, len(slots))
        return [
            Words(slot, manners.slice(of[n], of[n + 1] - of[n]), self._texts, *texts[n : n + 2])
            for n, slot in enumerate(slots)
        ]

    @cached_property
    def _texts(self) -> "Texts":
        return Texts(pq.read_table(self.folder / layout.TEXTS, use_threads=False))

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


class Texts:
    """The specimens of all columns of cells of a partition."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.plain = _filled(table.column("plain"), False)
        self.digits = _filled(table.column("digits"), 0)
        self.decimals = _filled(table.column("decimals"), 0).astype(np.int64)
        units = _whole(table.column("unit").combine_chunks().dictionary_encode())
        self.unit = _filled(units.indices, 0)
        self.units: list[str] = units.dictionary.to_pylist() or [""]


class Words:
    """What the numbers of one column of cells stand for."""

    def __init__(
        self, slot: dict[str, Any], manners: Any, texts: Texts, start: int, end: int
    ) -> None:
        self.number: int = slot["column"]
        self.report: int = slot["report"]
        self.specimens: int = slot["specimens"]
        self.clause, self.requirement, self.item = (
            slot[name] for name in ("clause", "requirement", "item")
        )
        self._manners, self._texts, self._start = manners, texts, start
        here = slice(start, end)
        self.count = int(end - start)
        self.plain: Array = texts.plain[here]
        self.digits: Array = texts.digits[here]
        self.decimals: Array = texts.decimals[here]
        self.unit: Array = texts.unit[here]
        self.units = texts.units

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

    def specimen(self, number: int) -> Specimen:
        """Return a specimen as it was written."""
        return from_text(self._texts.table.column("text")[int(self._start) + number].as_py())


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


def _array(column: Any) -> Array:
    return np.asarray(_whole(column.combine_chunks()))


def _starts(table: Any, count: int) -> Array:
    """Return where the rows of each column of cells begin, and where the last end."""
    return np.searchsorted(np.asarray(table.column("column")), np.arange(count + 1))
