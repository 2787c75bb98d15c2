"""How long importing and judging take, as ratios to what Python itself needs.

Run with `python -m tests.benchmarks.judging`.
"""

import subprocess
import sys
import timeit
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from time import perf_counter

from conformance import judge

PROCESSES = 15
ROUNDS, CALLS = 31, 2000


def process_time(code: str) -> float:
    """Return the seconds that one interpreter takes to run `code`, from start to end."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - start


def call_time(call: Callable[[], object]) -> float:
    """Return the median microseconds of one call, warm."""
    call()
    return median(timeit.repeat(call, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6


def main() -> None:
    """Print both figures with their ratios."""
    pairs = [(process_time("pass"), process_time("import conformance")) for _ in range(PROCESSES)]
    empty, imported = (median(times) * 1e3 for times in zip(*pairs, strict=True))
    print(f"import conformance: {imported:.1f} ms, python -c pass: {empty:.1f} ms, "
          f"ratio {imported / empty:.2f}")  # fmt: skip
    judged = call_time(lambda: judge("<= 0.25 mA", "0.12 mA"))
    parsed = call_time(lambda: (Decimal("0.25"), Decimal("0.12")))
    print(f"judge, warm: {judged:.2f} µs, two Decimals: {parsed:.3f} µs, "
          f"ratio {judged / parsed:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
