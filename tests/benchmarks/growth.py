"""How cost grows with requirements, with results and with submissions.

Where it grows in a straight line, ten times as much takes ten times as long.  Run by itself with
`python -m tests.benchmarks.growth [--submissions 10000000]`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time

import orjson

from conformance.checking.validator import Validator
from conformance.engine import OpenLibrary, Ready
from tests.benchmarks.batch import DIFFERENT
from tests.benchmarks.compiling import forget
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
Point = tuple[int, float]


def per_unit(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the processor's time that a piece of work takes, the median of some rounds."""
    found = []
    for _ in range(rounds):
        start = process_time()
        work()
        found.append(process_time() - start)
    return median(found)


# ---- requirements


def write_long(folder: Path, count: int) -> Path:
    """Write a library with a spec of so many requirements, each with a limit."""
    write_library(folder)
    catalogue = json.loads((folder / "standards/xb/xb-1-2024.yaml").read_text("utf-8"))
    catalogue["clauses"] = {
        f"4.{number}": {"name": f"r{number}", "items": [f"项目{number}"], "measures": "length",
                        "title": {"zh": f"项目{number}", "en": f"item {number}"},
                        "limit": f"<= {300 + number} mm"}
        for number in range(count)
    }  # fmt: skip
    (folder / "standards/xb/xb-1-2024.yaml").write_text(json.dumps(catalogue), "utf-8")
    spec = json.loads((folder / "specs/benchmark/spec.yaml").read_text("utf-8"))
    del spec["requirements"]
    (folder / "specs/benchmark/spec.yaml").write_text(json.dumps(spec), "utf-8")
    return folder


def long_submission(count: int) -> bytes:
    """Return a submission with one report that has a row for each of so many requirements."""
    whole = json.loads(submission(1))
    report = whole["evidence"][0]
    report["results"] = [
        {"clause": f"XB 1-2024#4.{number}", "item": f"项目{number}", "verdict": "P",
         "locator": f"row {number}", "value": f"{number % 290 + 1}.5 mm"}
        for number in range(count)
    ]  # fmt: skip
    whole["evidence"] = [report]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """What so many requirements took to compile, and a submission to them to check and to parse."""

    count: int
    compiling: float
    checking: float
    parsing: float


def by_requirements(counts: Sequence[int]) -> Iterator[Asked]:
    """Yield what specs take, and submissions that have a row for each of their requirements.

    What `orjson.loads` takes of the same shows how much of the growth is the memory of the machine.
    """
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = write_long(Path(name), count)
            library = OpenLibrary((folder,))
            plan = library._compiled("benchmark")
            compiling = per_unit(partial(_compile_anew, library), 3)
        ready = Ready(Validator.of(plan, DAY, "0"))
        data = long_submission(count)
        if ready.check(data).verdict != "pass":
            raise SystemExit(f"{count} requirements: what should pass does not")
        times = max(1, 2000 // count)
        checking = per_unit(lambda: [ready.check(data) for _ in range(times)])  # noqa: B023
        parsing = per_unit(lambda: [orjson.loads(data) for _ in range(times)])  # noqa: B023
        yield Asked(count, compiling, checking / times, parsing / times)


def _compile_anew(library: OpenLibrary) -> None:
    """Compile with nothing remembered of limits and conditions, as in a new process."""
    forget()
    library._compiled("benchmark")


# ---- results


def by_results(counts: Sequence[int]) -> Iterator[Point]:
    """Yield how long checking takes with so many rows, in reports of 54 and a last shorter one."""
    with tempfile.TemporaryDirectory() as name:
        ready = OpenLibrary((write_library(Path(name) / "l"),)).compile("benchmark", DAY)
    whole = json.loads(submission(1))
    reports = [each for each in whole["evidence"] if each["kind"] == "test-report"]
    others = [each for each in whole["evidence"] if each["kind"] != "test-report"]
    rows = [row for report in reports for row in report["results"]]
    for count in counts:
        again = [rows[n % len(rows)] for n in range(count)]
        parts = [again[n : n + len(rows)] for n in range(0, count, len(rows))]
        sent = [{**reports[0], "id": f"R{n}", "results": part} for n, part in enumerate(parts)]
        data = json.dumps({**whole, "evidence": [*sent, *others]}, ensure_ascii=False).encode()

        times = max(1, 2000 // count)
        taken = per_unit(lambda: [ready.check(data) for _ in range(times)])  # noqa: B023
        yield count, taken / times


# ---- submissions

ALONE = """
import resource, sys
from pathlib import Path
from tests.benchmarks.batch import seconds_of_batch
stock, library, output = sys.argv[1:]
taken = seconds_of_batch(Path(stock), Path(library), "--brief", "--processes", "2", "-o", output)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(taken, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


@dataclass(frozen=True, slots=True)
class Batched:
    """What a batch of so many took: by the clock, of the processors, and MB in any process."""

    count: int
    seconds: float
    processors: float
    peak: int


def write_packed(path: Path, count: int) -> None:
    """Write a stock of which every 400th is the same; ten million are 50 MB."""
    lines = [submission(seed, bad=seed % 4 == 0) + b"\n" for seed in range(DIFFERENT)]
    compress = import_module("zstandard").compress
    whole = compress(b"".join(lines))
    with path.open("wb") as file:
        for _ in range(count // DIFFERENT):
            file.write(whole)
        file.write(compress(b"".join(lines[: count % DIFFERENT])))


def by_submissions(counts: Sequence[int]) -> Iterator[Batched]:
    """Yield what batches in two processes take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = write_library(folder / "library")
        for count in counts:
            stock = folder / "stock.jsonl.zst"
            write_packed(stock, count)
            # in a process of its own: a peak is inherited from whoever started it
            told = subprocess.run(
                [sys.executable, "-c", ALONE, str(stock), str(library), str(folder / "o.jsonl")],
                stdout=subprocess.PIPE, check=True,
            )  # fmt: skip
            taken, spent, peak = told.stdout.split()
            found = Batched(count, float(taken), float(spent), int(peak))
            print(f"  {count:,} submissions: {found.seconds:.0f} s, of the processors "
                  f"{found.processors:.0f} s, {found.peak} MB", flush=True)  # fmt: skip
            yield found


def main() -> None:
    """Print how cost grows, as far as was asked for."""
    asks = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    for name, last in (("requirements", 10_000), ("results", 10_000), ("submissions", 100_000)):
        asks.add_argument(
            f"--{name}", type=int, default=last, metavar="N", help=f"up to N ({last})"
        )
    given = asks.parse_args()
    for each in by_requirements(tens(10, given.requirements)):
        print(f"{each.count:,} requirements: compile {each.compiling * 1e3:.1f} ms, check "
              f"{each.checking * 1e6:.0f} us, orjson.loads {each.parsing * 1e6:.0f} us",
              flush=True)  # fmt: skip
    for count, checking in by_results(tens(1, given.results)):
        print(f"{count:,} results: check {checking * 1e6:.0f} us", flush=True)
    list(by_submissions(tens(1000, given.submissions)))


def tens(first: int, last: int) -> list[int]:
    """Return the powers of ten from one to another."""
    return [10**n for n in range(12) if first <= 10**n <= last]


if __name__ == "__main__":
    main()
