"""How fast a store is judged again beside hand-written SQL and numpy on the same readings.

The peers are given numbers that were read and converted before, and ask no evidence: DuckDB has the
long form (a row for each reading, as Parquet and in memory) with limits to join, numpy the wide
form (a column of floats for each requirement).  All must find the same verdicts.

Run with `python -m tests.benchmarks.store [--rows 20000]`; a million are 8 GB of JSONL, of
which every tenth is another one.
"""

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from conformance.bulk.store.build import build
from conformance.bulk.store.check import Checker
from conformance.bulk.store.manifest import read_manifest
from conformance.checking.validator import Validator
from conformance.engine import OpenLibrary
from tests.benchmarks.workload import UNITS, submission, write_library

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")
DAY = date(2026, 11, 23)
ROUNDS = 5
GRADES = ("IPX4", "IP44", "IPX5")
Floats = NDArray[np.float64]

SQL = """
select count(*) filter (good and rows >= asked) as pass,
       count(*) filter (not good) as fail
from (
    select submission, count(*) as rows,
           bool_and(value between low and high) as good
    from readings join limits using (requirement)
    group by submission
) join products using (submission)
"""
"""The whole of each submission alone: what of it fails is not kept."""
FINDINGS = """
create or replace table findings as
select submission, requirement, value between low and high as good
from readings join limits using (requirement)
"""
WHOLE = """
select count(*) filter (good and rows >= asked) as pass,
       count(*) filter (not good) as fail
from (
    select submission, count(*) as rows, bool_and(good) as good from findings group by submission
) join products using (submission)
"""
"""A verdict for each reading, kept, and the whole from these: what the store has in the end."""


class Readings:
    """The readings of a stock as numbers: requirement by requirement, a column per specimen."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.columns: dict[tuple[int, int], Floats] = {}
        self.asked = np.zeros(count, np.int16)

    def add(self, row: int, sent: dict[str, Any]) -> None:
        """Add one submission; grades and texts count as 1 where they are as wanted, else 0."""
        found = 0
        for document in sent["evidence"]:
            if document["kind"] != "test-report":
                number = (57 if document["kind"] == "certificate" else 0) + int(document["id"][1:])
                self._put(number, 0, row, 1.0)
                found += 1
                continue
            for result in document["results"]:
                number = int(result["clause"].rpartition(".")[2])
                for place, text in enumerate(result.get("values") or [result["value"]]):
                    graded = text.startswith("IP")
                    value = float(text in GRADES) if graded else float(text.split(" ")[0])
                    self._put(number, place, row, value)
                    found += 1
        self.asked[row] = found

    def _put(self, number: int, place: int, row: int, value: float) -> None:
        key = (number, place)
        if key not in self.columns:
            self.columns[key] = np.full(self.count, np.nan)
        self.columns[key][row] = value

    def long(self) -> Any:
        """Return a row for each reading."""
        rows, numbers, values = [], [], []
        for (number, _), column in self.columns.items():
            there = np.flatnonzero(~np.isnan(column))
            rows.append(there.astype(np.int32))
            numbers.append(np.full(len(there), number, np.int16))
            values.append(column[there])
        order = np.argsort(np.concatenate(rows), kind="stable")
        names = ("submission", "requirement", "value")
        every = (np.concatenate(each)[order] for each in (rows, numbers, values))
        return pa.table(dict(zip(names, every, strict=True)))


def ends_of(number: int) -> tuple[float, float]:
    """Return between which numbers the readings of a requirement of the workload conform."""
    if number >= 54 or 43 <= number < 49:
        return 1.0, 1.0
    return (0.1 if 35 <= number < 43 else 0.0), float(UNITS[number % len(UNITS)][2])


def by_numpy(readings: Readings) -> dict[str, int]:
    """Return how many pass and fail, column by column."""
    good = np.ones(readings.count, bool)
    there = np.zeros(readings.count, np.int16)
    for (number, _), column in readings.columns.items():
        low, high = ends_of(number)
        missing = np.isnan(column)
        good &= missing | ((column >= low) & (column <= high))
        there += ~missing
    return {"pass": int((good & (there >= readings.asked)).sum()), "fail": int((~good).sum())}


def by_store(store: Path, validator: Validator) -> dict[str, int]:
    """Return how many pass and fail, every requirement of them judged."""
    found: dict[str, int] = {"pass": 0, "fail": 0}
    for answer in Checker(validator).check(store, read_manifest(store)):
        for verdict, count in answer.verdicts().items():
            found[verdict] = found.get(verdict, 0) + count
    return found


def write_stock(path: Path, count: int) -> Readings:
    """Write a stock, of which every fourth is bad in some requirements, and return its readings."""
    readings = Readings(count)
    different = min(count, max(1000, count // 10))
    drawn = [submission(seed, bad=seed % 4 == 0) + b"\n" for seed in range(different)]
    sent = [orjson.loads(each) for each in drawn]
    with path.open("wb") as file:
        for row in range(count):
            file.write(drawn[row % different])
            readings.add(row, sent[row % different])
    return readings


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main(count: int) -> None:
    """Print the ratios, and the least and the greatest of them."""
    duckdb: Any = import_module("duckdb")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = OpenLibrary((write_library(folder / "library"),))
        readings = write_stock(folder / "stock.jsonl", count)
        store = folder / "store"
        built = seconds(lambda: build(store, [folder / "stock.jsonl"], "benchmark"))
        parsed = seconds(lambda: _parse(folder / "stock.jsonl"))
        validator = opened.compile("benchmark", DAY).validator
        long = readings.long()
        pq.write_table(long, folder / "long.parquet")
        connection = duckdb.connect()
        connection.execute("set threads = 2")
        numbers = sorted({number for number, _ in readings.columns})
        limits = pa.table({
            "requirement": pa.array(numbers, pa.int16()),
            "low": [ends_of(each)[0] for each in numbers],
            "high": [ends_of(each)[1] for each in numbers],
        })  # fmt: skip
        products = pa.table({
            "submission": np.arange(count, dtype=np.int32), "asked": readings.asked,
        })  # fmt: skip
        connection.register("limits", limits)
        connection.register("products", products)

        def by_sql(source: str) -> dict[str, int]:
            row = connection.execute(SQL.replace("readings", source, 1)).fetchone()
            return dict(zip(("pass", "fail"), row, strict=True))

        def with_findings(source: str) -> dict[str, int]:
            connection.execute(FINDINGS.replace("readings", source, 1))
            row = connection.execute(WHOLE).fetchone()
            return dict(zip(("pass", "fail"), row, strict=True))

        connection.execute("create table in_memory as select * from long")
        of_file = f"'{folder / 'long.parquet'}'"
        ways: dict[str, Callable[[], dict[str, int]]] = {
            "DuckDB SQL, long form, findings and whole, Parquet": lambda: with_findings(of_file),
            "DuckDB SQL, long form, whole alone, Parquet": lambda: by_sql(of_file),
            "DuckDB SQL, long form, whole alone, in memory": lambda: by_sql("in_memory"),
            "numpy, wide form, in memory": lambda: by_numpy(readings),
        }
        own = by_store(store, validator)
        print(f"{count} submissions, {long.num_rows} readings, {own}; building took "
              f"{built / parsed:.1f} x orjson.loads of the same lines")  # fmt: skip
        for title, way in ways.items():
            if way() != own:
                raise SystemExit(f"{title} finds {way()}, and the store {own}")
            ratios = [
                seconds(way) / seconds(lambda: by_store(store, validator)) for _ in range(ROUNDS)
            ]
            print(f"{title}: {median(ratios):.2f} x the time of the store "
                  f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip


def _parse(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            orjson.loads(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    main(parser.parse_args().rows)
