"""Brief rows as a table for query engines.

A Parquet file cannot be gone on with once it was cut off, so rows are lines until the last one is
there.
"""

from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from conformance.verdicts import Verdict

_AT_ONCE = 8192


def write_parquet(rows: Path, output: Path) -> None:
    """Write lines of brief JSON as a Parquet file, whole or not at all."""
    # by name: the packages have no types, and need not be installed
    pyarrow = import_module("pyarrow")
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
        while some := list(islice(every, _AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
    new.replace(output)


def _row(line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.json.decode(line)
    row |= row.pop("counts")
    row["findings"] = [
        {"requirement": name, "verdict": verdict, "reason": reason}
        for name, (verdict, reason) in row["findings"].items()
    ]
    return row
