"""A partition as arrays, each read when it is first asked for."""

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
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
        return codes, [None, *self._values.get(name, [])]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        table = pq.read_table(self.folder / layout.VALUES, use_threads=False)
        found: dict[str, list[str]] = {}
        facts, texts = (table.column(name).to_pylist() for name in ("fact", "text"))
        for fact, text in zip(facts, texts, strict=True):
            found.setdefault(fact, []).append(text)
        return found

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
    def cells(self) -> dict[str, Array]:
        """The numbers of the columns of cells, by their names."""
        return _arrow(self.folder / layout.CELLS)

    @cached_property
    def columns(self) -> "list[Words]":
        """What each column of cells is about, and what its numbers stand for."""
        slots = pq.read_table(self.folder / layout.COLUMNS).to_pylist()
        table = pq.read_table(self.folder / layout.MANNERS)
        numbers = np.arange(len(slots) + 1)
        of = np.searchsorted(np.asarray(table.column("column")), numbers)
        texts = _arrow(self.folder / layout.PLAIN)
        at = np.searchsorted(texts["column"], numbers)
        units = self._values.get(layout.UNIT) or [""]
        return [
            Words(
                self, slot, table.slice(of[n], of[n + 1] - of[n]),
                {name: each[at[n] : at[n + 1]] for name, each in texts.items()}, int(at[n]), units,
            )
            for n, slot in enumerate(slots)
        ]  # fmt: skip

    @cached_property
    def texts(self) -> Any:
        """The specimens as they were written, one column of cells after the other."""
        return _column(self.folder / layout.TEXTS, "text")

    # ---- bytes

    def data(self, rows: Sequence[int]) -> list[bytes]:
        """Return submissions as JSON, by their numbers in ascending order."""
        if not rows:
            return []
        file = pq.ParquetFile(self.folder / layout.BYTES)
        found: list[bytes] = []
        for group, some in groupby(rows, key=lambda row: row // layout.IN_A_GROUP):
            data = file.read_row_group(group).column(0)
            found += [data[row % layout.IN_A_GROUP].as_py() for row in some]
        return found


class Words:
    """What the numbers of one column of cells stand for."""

    def __init__(
        self,
        opened: Opened,
        slot: dict[str, Any],
        manners: Any,
        texts: dict[str, Array],
        start: int,
        units: list[str],
    ) -> None:
        self._opened, self._manners, self._start = opened, manners, start
        self.number: int = slot["column"]
        self.report: int = slot["report"]
        self.specimens: int = slot["specimens"]
        self.plain = texts["plain"] > 0
        self.digits, self.decimals = texts["digits"], texts["decimals"]
        self.unit, self.units = texts["unit"], units
        self.count = len(self.plain)

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
        return from_text(self._opened.texts[self._start + number].as_py())


_RESULT = msgspec.json.Decoder(Result)


def _column(path: Path, name: str) -> Any:
    return pq.read_table(path, columns=[name]).column(0)


def _arrow(path: Path) -> dict[str, Array]:
    """Return the columns of an Arrow file, which stays where it is."""
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    if not table.num_rows:
        return {name: np.zeros(0, np.uint8) for name in table.column_names}
    return {name: column.chunk(0).to_numpy() for name, column in
            zip(table.column_names, table.columns, strict=True)}  # fmt: skip
