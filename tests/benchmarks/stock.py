"""A stock of any size, every submission another one, much of it out of the ordinary.

`python -m tests.benchmarks.stock COUNT -o FILE` writes `.jsonl`, `.jsonl.zst` or `.parquet`, little
by little, and the library beside it.  A million are 7.6 GB of lines.
"""

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.workload import submission, write_library

_AT_ONCE = 1000


def _changed(old: bytes, new: bytes, times: int = 1) -> Callable[[bytes], bytes]:
    return lambda line: line.replace(old, new, times)


ODD: tuple[tuple[int, Callable[[bytes], bytes]], ...] = (
    # a report too old, both too old, one on another model, one that is no final one
    (23, lambda line: _earlier(line, 1)),
    (29, lambda line: _earlier(line, 2)),
    (31, _changed(b'"tested_model":"XB-', b'"tested_model":"XC-')),
    (37, _changed(b'"final":true', b'"final":false')),
    # certificates that have run out, are withdrawn, are somebody else's, or are not there
    (41, _changed(b'"expires":"2031-06-30"', b'"expires":"2026-10-31"', 3)),
    (43, _changed(b'"status":"valid"', b'"status":"withdrawn"', 2)),
    (47, _changed(b'"holder":"', b'"holder":"\xe5\x8f\xa6')),
    (53, _changed(b'"scheme":"S1"', b'"scheme":"S9"')),
    # readings in another unit, below what can be told, of another quantity, with many digits
    (59, _changed(b" mA\"", b"00 \xc2\xb5A\"", 3)),
    (61, _changed(b'"value":"', b'"value":"<', 40)),
    (67, _changed(b" mg/kg\"", b" mm\"")),
    (71, _changed(b" mm\"", b"00000000000000000001 mm\"", 2)),
    # what only the full way takes: parts, and rows without a requirement's clause
    (73, _changed(b'"attributes":{', b'"parts":[{"id":"P1","kind":"plug"}],"attributes":{')),
    (79, _changed(b"XB 1-2024#4.7\"", b"XB 9-2024#4.7\"")),
    # attributes that are not declared
    (83, _changed(b'"class":"I",', b"")),
    # what is no submission
    (997, _changed(b'"evidence":[', b'"evidense":[')),
    (1009, lambda line: line[: len(line) // 2]),
    (1013, _changed(b'"spec":"benchmark"', b'"spec":"benchmark","spec":"benchmark"')),
)  # fmt: skip
"""Every so many submissions are changed like this; some of them in several ways."""


def _earlier(line: bytes, times: int) -> bytes:
    """Return a submission whose reports were made two years earlier."""
    for day in (b'"received":"202', b'"from":"202', b'"to":"202', b'"issued":"202'):
        line = line.replace(day + b"6-0", day + b"4-0", times)
    return line


def stock(count: int, start: int = 0) -> Iterator[bytes]:
    """Yield so many different submissions as JSON; every fourth is bad in some requirements."""
    for seed in range(start, start + count):
        line = submission(seed, bad=seed % 4 == 0)
        # from the day of the certificates on; some before
        day = seed * 7919 % 84 - (seed % 89 == 0) * 10
        made = b'"manufactured":"2026-%02d-%02d"' % (7 + day // 28, day % 28 + 1)
        line = line.replace(b'"manufactured":"2026-09-10"', made)
        for every, change in ODD:
            if seed % every == 0:
                line = change(line)
        yield line


def write_stock(output: Path, count: int) -> None:
    """Write a stock in the form that the name asks for."""
    lines = stock(count)
    if output.suffix == ".parquet":
        _write_parquet(output, lines)
        return
    with output.open("wb") as file:
        if output.suffix == ".zst":
            file = import_module("zstandard").ZstdCompressor(3).stream_writer(file)
        with file:
            for line in lines:
                file.write(line + b"\n")


def _write_parquet(output: Path, lines: Iterator[bytes]) -> None:
    pyarrow: Any = import_module("pyarrow")
    schema = pyarrow.schema([("submission", pyarrow.string())])
    with import_module("pyarrow.parquet").ParquetWriter(
        output, schema, compression="zstd"
    ) as writer:
        while some := list(islice(lines, _AT_ONCE)):
            writer.write_table(pyarrow.table({"submission": [each.decode() for each in some]}))


def main() -> None:
    """Write what was asked for."""
    asks = argparse.ArgumentParser(prog="python -m tests.benchmarks.stock", description=__doc__)
    asks.add_argument("count", type=int)
    asks.add_argument("-o", dest="output", metavar="FILE", type=Path, required=True)
    given = asks.parse_args()
    library = given.output.parent / "library"
    if not library.exists():
        write_library(library)
    write_stock(given.output, given.count)


if __name__ == "__main__":
    main()
