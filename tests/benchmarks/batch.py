"""How fast a batch is beside one process that only parses, and how much memory it holds.

Run with `python -m tests.benchmarks.batch [SUBMISSIONS]`; 20000 are 200 MB.  The peak is that of
the greediest process, the batch's own included.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import orjson

from tests.benchmarks.workload import submission, write_library

DIFFERENT = 400
ROUNDS = 3


def write_stock(path: Path, count: int) -> None:
    """Write as many submissions, of which every fourth is bad in some requirements."""
    drawn = [submission(seed, bad=seed % 4 == 0) + b"\n" for seed in range(DIFFERENT)]
    with path.open("wb") as file:
        for number in range(count):
            file.write(drawn[number % DIFFERENT])


def seconds_of_parsing(path: Path) -> float:
    """Return how long one process takes to parse every line, and to do nothing else."""
    start = perf_counter()
    with path.open("rb") as file:
        for line in file:
            orjson.loads(line)
    return perf_counter() - start


def seconds_of_batch(path: Path, library: Path, *options: str) -> float:
    """Return how long the command takes, from its start to its end."""
    command = [sys.executable, "-m", "conformance", "batch", str(path), "--spec", "benchmark",
               "--library", str(library), "--as-of", "2026-11-23", "--restart",
               *options]  # fmt: skip
    start = perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, env=os.environ, check=False)
    if done.returncode != 1:
        raise SystemExit(f"the batch ended with {done.returncode}")
    return perf_counter() - start


def main(count: int) -> None:
    """Print the ratios, and the peak after each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library, stock = write_library(folder / "library"), folder / "stock.jsonl"
        write_stock(stock, count)
        for title, file, *options in (
            ("brief, 1 process", "a.jsonl", "--brief", "--processes", "1"),
            ("brief, 2 processes", "b.jsonl", "--brief", "--processes", "2"),
            ("csv, 2 processes", "c.csv", "--processes", "2"),
            ("full, 2 processes", "d.jsonl", "--processes", "2"),
        ):
            rates = []
            for _ in range(ROUNDS):
                took = seconds_of_batch(stock, library, *options, "-o", str(folder / file))
                rates.append(seconds_of_parsing(stock) / took)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"{title}: {min(rates):.3f} to {max(rates):.3f} of the rate of orjson.loads "
                  f"in one process; peak so far {peak} MB a process")  # fmt: skip
            (folder / file).unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
