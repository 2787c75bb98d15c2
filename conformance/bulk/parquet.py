"""Brief rows as a table for query engines.

A Parquet file cannot be gone on with once it was cut off, so rows are lines until the last one is
there.
"""

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from conformance.bulk.arrow import arrow
from conformance.verdicts import Verdict

_AT_ONCE, _IN_A_GROUP = 256, 8192


def write_parquet(rows: Path, output: Path) -> None:
    """Write lines of brief JSON as a Parquet file, whole or not at all."""
    pyarrow = arrow()
    parquet = import_module("pyarrow.parquet")

    text = pyarrow.string()
    finding = pyarrow.struct([("requirement", text), ("verdict", text), ("reason", text)])
    schema = pyarrow.schema([
        ("at", text), ("submission", text), ("verdict", text), ("reason", text),
        *((str(each), pyarrow.int32()) for each in Verdict), ("findings", pyarrow.list_(finding)),
    ])  # fmt: skip
    new = output.with_name(f"{output.name}.new")
    with rows.open("rb") as lines, parquet.ParquetWriter(new, schema) as writer:
        every = map(_row, lines)
        while some := list(_columns(pyarrow, every, schema)):
            writer.write_table(pyarrow.Table.from_batches(some))
    new.replace(output)


def _columns(pyarrow: Any, rows: Iterator[dict[str, Any]], schema: Any) -> Iterator[Any]:
    """Yield the rows of one group, a few at a time, which keeps little in memory."""
    for _ in range(_IN_A_GROUP // _AT_ONCE):
        some = list(islice(rows, _AT_ONCE))
        if some:
            yield pyarrow.RecordBatch.from_pylist(some, schema=schema)


def _row(line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.json.decode(line)
    row |= row.pop("counts")
    row["findings"] = [
        {"requirement": name, "verdict": verdict, "reason": reason}
        for name, (verdict, reason) in row["findings"].items()
    ]
    return row
