"""How cost grows with requirements, with results and with submissions.

Where it grows in a straight line, ten times as much takes ten times as long.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from conformance.checking.validator import Validator
from conformance.engine import OpenLibrary, Ready
from tests.benchmarks.batch import write_stock
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


def by_requirements(counts: Sequence[int]) -> Iterator[tuple[int, float, float]]:
    """Yield how long compiling takes, and checking a submission that has a row for each."""
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
        yield count, compiling, checking / times


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
print(taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def by_submissions(counts: Sequence[int]) -> Iterator[tuple[int, float, int]]:
    """Yield how long a batch in two processes takes, and the peak of memory in any, in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = write_library(folder / "library")
        for count in counts:
            stock = folder / "stock.jsonl"
            write_stock(stock, count)
            # in a process of its own: a peak is inherited from whoever started it
            told = subprocess.run(
                [sys.executable, "-c", ALONE, str(stock), str(library), str(folder / "o.jsonl")],
                stdout=subprocess.PIPE, check=True,
            )  # fmt: skip
            taken, peak = told.stdout.split()
            stock.unlink()
            yield count, float(taken), int(peak)
