"""A fold to the Parquet files of a partition: whole, on the disk, and only then under its name."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.bulk.store import layout
from conformance.bulk.store.arrow import pa, pq
from conformance.bulk.store.exact import Exact, as_text, exact
from conformance.bulk.store.folding import Column, Fold, result_of
from conformance.bulk.store.manifest import on_disk
from conformance.bulk.store.meanings import ColumnMeaning, Meanings, Run, Slot, as_bytes
from conformance.model.submission import Specimen

_EPOCH = np.datetime64("1970-01-01").astype("datetime64[D]").astype(int) + 719163
_exact = attrgetter(*(each.name for each in fields(Exact)))


class BytesFile:
    """The submissions themselves, written as they come."""

    def __init__(self, folder: Path) -> None:
        self.file = pq.ParquetWriter(
            folder / layout.BYTES, layout.BYTE, compression="zstd", use_dictionary=False
        )
        self.held: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Add one, as JSON."""
        self.held.append(data)
        if len(self.held) >= layout.IN_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        self.file.write_table(pa.table([self.held], schema=layout.BYTE))
        self.held = []

    def close(self) -> None:
        """Write what is left."""
        if self.held:
            self._flush()
        self.file.close()


def write_fold(fold: Fold, folder: Path) -> None:
    """Write all of a fold but the bytes of the submissions, and bring the folder to the disk."""
    columns = sorted(fold.columns.items(), key=_order)
    _write(folder / layout.SUBMISSIONS, _submissions(fold))
    _write(folder / layout.DOCUMENTS, _documents(fold))
    heads, facts = _heads(fold)
    _write_plainly(folder / layout.HEADS, heads)
    texts = [Texts(column.texts) for _, column in columns]
    _write_plainly(folder / layout.CELLS, _cells(fold.count, [c for _, c in columns], texts))
    _write(folder / layout.TEXTS, _table(layout.SPECIMEN, _specimens(texts)))
    digits = np.concatenate([np.zeros(0, np.int64), *(each.digits for each in texts)])
    _write_plainly(folder / layout.DIGITS, {"digits": digits})
    meanings = Meanings(
        facts, list(fold.classes), [list(each) for each in fold.papers],
        list(_meanings(columns, texts)),
    )  # fmt: skip
    (folder / layout.MEANINGS).write_bytes(as_bytes(meanings))
    for path in folder.iterdir():
        on_disk(path)
    on_disk(folder)


def _order(pair: tuple[Slot, Column]) -> tuple[object, ...]:
    """Reports in their order: rows of one report are looked at together."""
    report, again, clause, requirement, item, specimens, part, framed = pair[0]
    words = (str(each or "") for each in (clause, requirement, item, part))
    return (framed, report, again, *words, specimens)


def _write(path: Path, table: Any) -> None:
    pq.write_table(table, path, compression="zstd", write_statistics=False)


def _write_plainly(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write numbers, none of which is null, as they are looked at: nothing has to be unpacked."""
    table = pa.table({name: pa.array(each) for name, each in arrays.items()})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _table(schema: Any, rows: Iterable[Sequence[Any]]) -> Any:
    columns = [list(each) for each in zip(*rows, strict=True)] or [[] for _ in schema]
    return pa.table(
        [_array(each, field.type) for each, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _array(values: list[Any], kind: Any) -> Any:
    """Return values as a column; days are numbers of the calendar, and 0 is none."""
    if kind == pa.date32():
        values = [int(each - _EPOCH) if each else None for each in values]
        return pa.array(values, pa.int32()).cast(kind)
    return pa.array(values, kind)


def _submissions(fold: Fold) -> Any:
    schema = layout.SUBMISSION
    facts = [{**each, "aside": fold.aside.get(row)} for row, each in enumerate(fold.facts)]
    arrays = [_array([each[field.name] for each in facts], field.type) for field in schema]
    names = sorted({name for each in facts for name in each["attributes"]})
    fields = list(schema)
    for name in names:
        values = [_stated(each["attributes"].get(name)) for each in facts]
        arrays.append(pa.array(values, pa.string()))
        fields.append(pa.field(layout.ATTRIBUTE + name, pa.string()))
    return pa.table(arrays, schema=pa.schema(fields))


def _stated(value: str | bool | None) -> str | None:
    """Return a declared fact as text; true and false are read as yes and no."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _documents(fold: Fold) -> Any:
    return _table(layout.DOCUMENT, fold.documents)


# ---- texts


class Texts:
    """The different texts of a column in their order: plain decimals first, by their digits.

    Then those inside a limit have the numbers from one to another, whatever the limit is.

    Attributes:
        exact: Each specimen with its exact columns.
        rank: The number of each in this order, by the number it was given before.
        digits: Those of plain decimals.
    """

    def __init__(self, texts: Mapping[Specimen, int]) -> None:
        found = [(each, exact(each)) for each in texts]
        units: dict[str, int] = {}
        numbers = np.array([
            (0, units.setdefault(e.unit or "", len(units)), e.decimals, e.digits)
            if e.plain else (1, 0, 0, 0)
            for _, e in found
        ], np.int64).reshape(-1, 4)  # fmt: skip
        order = np.lexsort(numbers.T[::-1])
        self.exact = [found[each] for each in order.tolist()]
        self.rank = np.empty(len(order), np.uint32)
        self.rank[order] = np.arange(len(order), dtype=np.uint32)
        self.digits = numbers[order, 3]
        kinds = numbers[order, :3]
        plain = int((kinds[:, 0] == 0).sum())
        begins = np.flatnonzero((kinds[1:plain] != kinds[: max(plain - 1, 0)]).any(axis=1)) + 1
        ends = [*begins.tolist(), plain]
        names = list(units)
        self.runs = [
            Run(names[kinds[start, 1]], int(kinds[start, 2]), start, stop)
            for start, stop in zip([0, *ends[:-1]], ends, strict=True)
            if start < stop
        ]
        self.others = [each for each, _ in self.exact[plain:]]


def _specimens(texts: Sequence[Texts]) -> Iterator[tuple[Any, ...]]:
    for number, each in enumerate(texts):
        for code, (specimen, said) in enumerate(each.exact):
            yield (number, code, as_text(specimen), *_exact(said))


def _meanings(
    columns: Sequence[tuple[Slot, Column]], texts: Sequence[Texts]
) -> Iterator[ColumnMeaning]:
    start = 0
    for (slot, column), of in zip(columns, texts, strict=True):
        manners = [(result_of(slot, each), each[-1]) for each in column.manners]
        yield ColumnMeaning(*slot, manners, start, of.runs, of.others)  # type: ignore[arg-type]
        start += len(of.exact)


# ---- what kernels look at


def _heads(fold: Fold) -> tuple[dict[str, NDArray[Any]], dict[str, list[str]]]:
    """Return what is known of each submission as numbers, and what those of facts stand for.

    `f.` are facts (0: not stated), why a submission is set aside, and its frame; `d.` the days of
    the subject, `q` those of the documents of a frame.  Of a report that is its class (from 1; 0
    where there is none), whether it is of the subject (1) and its dates are in order (2), the last
    of these, and the end of testing; of others the dates.
    """
    found = {"papers": np.array([each["papers"] for each in fold.facts], np.uint32)}
    for day in ("manufactured", "imported", "sold"):
        found[f"d.{day}"] = np.array([each[day] for each in fold.facts], np.int32)
    times = Counter(fold.frames.values())
    # what stands alone is judged from its bytes
    frames = {row: frame for row, frame in fold.frames.items() if times[frame] > 1}
    values = _facts(fold, found, frames)

    def put(name: str, row: int, value: int) -> None:
        if value:
            if name not in found:
                found[name] = np.zeros(fold.count, np.int32)
            found[name][row] = value

    for row, place, kind, _, _, what, own, ordered, last, tested, *days in fold.documents:
        if kind == "test-report":
            put(f"r{place}.class", row, what + 1)
            put(f"r{place}.good", row, own + 2 * ordered)
            put(f"r{place}.last", row, last)
            put(f"r{place}.tested", row, tested)
        else:
            for name, day in zip(("issued", "expires", "checked"), days[1:4], strict=True):
                put(f"p{place}.{name}", row, day)
    for row in frames:
        for number, date in enumerate(fold.days[row]):
            put(f"q{number}", row, date)
    return found, values


def _facts(
    fold: Fold, found: dict[str, NDArray[Any]], frames: Mapping[int, str]
) -> dict[str, list[str]]:
    """Put the facts of each submission as numbers, and return what these stand for."""
    numbers: dict[str, dict[str, int]] = {}
    for row, facts in enumerate(fold.facts):
        stated = {name: _stated(value) for name, value in facts["attributes"].items()}
        for name, value in (
            *((layout.ATTRIBUTE + name, value) for name, value in stated.items()),
            ("kind", facts["kind"]),
            ("aside", fold.aside.get(row)),
            ("frame", frames.get(row)),
        ):
            if value is not None:
                of = numbers.setdefault(name, {})
                if f"f.{name}" not in found:
                    found[f"f.{name}"] = np.zeros(fold.count, np.uint32)
                found[f"f.{name}"][row] = of.setdefault(value, len(of) + 1)
    return {name: list(of) for name, of in numbers.items()}


def _cells(
    count: int, columns: Sequence[Column], texts: Sequence[Texts]
) -> dict[str, NDArray[Any]]:
    """Return a column of manners where there are several, and one for each specimen.

    Numbers begin at 1, and 0 stands where there is no such row.
    """
    named: dict[str, NDArray[Any]] = {"there": np.ones(count, np.uint8)}
    for number, (column, of) in enumerate(zip(columns, texts, strict=True)):
        rows = _numbers(column.rows)
        if len(column.manners) > 1 or not column.width:
            named[f"m{number}"] = _dense(count, rows, _numbers(column.codes), len(column.manners))
        contents = of.rank[_numbers(column.contents)].reshape(-1, column.width or 1)
        for specimen in range(column.width):
            named[f"t{number}.{specimen}"] = _dense(
                count, rows, contents[:, specimen], len(column.texts)
            )
    return named


def _numbers(numbers: "array[int]") -> NDArray[np.uint32]:
    return np.frombuffer(numbers, np.uint32) if numbers else np.zeros(0, np.uint32)


def _dense(count: int, rows: NDArray[Any], codes: NDArray[Any], most: int) -> NDArray[Any]:
    kind = np.uint8 if most < 255 else np.uint16 if most < 65535 else np.uint32
    cells = np.zeros(count, kind)
    cells[rows] = codes + 1
    return cells
