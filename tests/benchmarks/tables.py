"""Many submissions as columns: `store check` beside what is written for tables.

The peers get the numbers alone, in the limit's own unit, in memory; the store is read from disk
and has what was sent.  Each says how many submissions fail in each clause.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from conformance.bulk.store.answers import Totals
from conformance.bulk.store.build import build
from conformance.bulk.store.check import Checker
from conformance.bulk.store.manifest import read_manifest
from conformance.engine import OpenLibrary
from tests.benchmarks.batch import DIFFERENT, write_stock
from tests.benchmarks.same_work import numbers, rules, sorted_out
from tests.benchmarks.workload import submission, write_library

Counts = dict[str, int]
Work = Callable[[], Counts]
SQL = """
    select requirement, count(distinct submission) from readings join limits using (requirement)
    where value > high or value < low group by requirement
"""


def works(folder: Path, count: int) -> Iterator[tuple[str, str, Work]]:
    """Yield each way to judge `count` submissions, with what it is; DuckDB, the base, first."""
    drawn = [sorted_out(submission(seed, bad=seed % 4 == 0)) for seed in range(DIFFERENT)]
    long = _repeated(list(numbers(drawn)), count)
    for name, what, make in (
        ("DuckDB", "SQL on the long form", _duckdb),
        ("store check", "ours, from disk, evidence and all", None),
        ("Polars", "long form", _polars),
        ("numpy", "wide form", _numpy),
        ("pandera", "wide form, all problems, on Polars", _pandera),
    ):
        try:
            yield name, what, _store(folder, count) if make is None else make(long)
        except ImportError:
            print(f"{name} is not installed, and left out")


def _repeated(drawn: list[tuple[int, str, float]], count: int) -> Any:
    """Return the long form as an Arrow table: the submissions drawn, over and over."""
    numpy, pyarrow = import_module("numpy"), import_module("pyarrow")
    times = -(-count // DIFFERENT)
    submissions = numpy.array([each[0] for each in drawn])
    places = numpy.concatenate([submissions + DIFFERENT * n for n in range(times)])
    within = places < count
    names = pyarrow.array([each[1] for each in drawn] * times).dictionary_encode()
    table = pyarrow.table({
        "submission": places, "requirement": names,
        "value": numpy.tile([each[2] for each in drawn], times),
    })  # fmt: skip
    return table.filter(pyarrow.array(within))


def _limits() -> Any:
    pyarrow = import_module("pyarrow")
    asked = [rule for rule in rules() if not rule.grades]
    return pyarrow.table({
        "requirement": [rule.name for rule in asked], "high": [rule.high for rule in asked],
        "low": [float("-inf") if rule.low is None else rule.low for rule in asked],
    })  # fmt: skip


def _store(folder: Path, count: int) -> Work:
    library = write_library(folder / "library")
    write_stock(folder / "stock.jsonl", count)
    store = folder / "store"
    build(store, [folder / "stock.jsonl"], "benchmark")
    ready = OpenLibrary((library,)).compile("benchmark", date(2026, 11, 23))
    graded = {rule.name for rule in rules() if rule.grades}

    def work() -> Counts:
        checker = Checker(ready.validator)
        totals = Totals(checker)
        totals.add(checker.check(store, read_manifest(store)))
        found = Counter[str]()
        for (cause, name), times in totals.summary.places.items():
            if cause.verdict == "fail" and name.partition("#")[0] not in graded:
                found[name] += times
        return dict(found)

    return work


def _duckdb(long: Any) -> Work:
    connection = import_module("duckdb").connect()
    connection.register("readings", long)
    connection.register("limits", _limits())
    return lambda: dict(connection.execute(SQL).fetchall())


def _polars(long: Any) -> Work:
    polars = import_module("polars")
    limits = polars.from_arrow(_limits()).with_columns(
        polars.col("requirement").cast(polars.Categorical)
    )
    readings = polars.from_arrow(long).with_columns(
        polars.col("requirement").cast(polars.Categorical)
    )
    outside = (polars.col("value") > polars.col("high")) | (polars.col("value") < polars.col("low"))

    def work() -> Counts:
        found = (
            readings.lazy().join(limits.lazy(), on="requirement").filter(outside)
            .group_by("requirement").agg(polars.col("submission").n_unique()).collect()
        )  # fmt: skip
        return dict(found.iter_rows())

    return work


def _wide(long: Any) -> tuple[list[Any], Any]:
    """Return the rules, and a column for each: the greatest of several readings, NaN for none."""
    numpy = import_module("numpy")
    asked = [rule for rule in rules() if not rule.grades]
    column = {rule.name: place for place, rule in enumerate(asked)}
    names = [column[name] for name in long.column("requirement").unify_dictionaries()
             .combine_chunks().dictionary.to_pylist()]  # fmt: skip
    indices = long.column("requirement").unify_dictionaries().combine_chunks().indices
    places = numpy.array(names)[indices.to_numpy()]
    rows = long.column("submission").to_numpy()
    wide = numpy.full((rows.max() + 1, len(asked)), numpy.nan)
    numpy.fmax.at(wide, (rows, places), long.column("value").to_numpy())
    return asked, numpy.asfortranarray(wide)


def _numpy(long: Any) -> Work:
    numpy = import_module("numpy")
    asked, wide = _wide(long)
    high = numpy.array([rule.high for rule in asked])
    low = numpy.array([-numpy.inf if rule.low is None else rule.low for rule in asked])

    def work() -> Counts:
        failing = ((wide > high) | (wide < low)).sum(axis=0).tolist()
        return {r.name: count for r, count in zip(asked, failing, strict=True) if count}

    return work


def _pandera(long: Any) -> Work:
    module, polars = import_module("pandera.polars"), import_module("polars")
    asked, wide = _wide(long)
    frame = polars.DataFrame({rule.name: wide[:, n] for n, rule in enumerate(asked)}).fill_nan(None)
    columns = {}
    for rule in asked:
        checks = [module.Check.le(rule.high)]
        if rule.low is not None:
            checks.append(module.Check.ge(rule.low))
        columns[rule.name] = module.Column(float, checks, nullable=True)
    schema = module.DataFrameSchema(columns)

    def work() -> Counts:
        try:
            schema.validate(frame, lazy=True)
        except module.errors.SchemaErrors as problems:
            return dict(problems.failure_cases.group_by("column").len().iter_rows())
        return {}

    return work
