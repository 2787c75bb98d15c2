"""A soak in small: over and over, memory does not grow, and no process or file stays behind.

`CONFORMANCE_SOAK=3600 python -m pytest -s tests/test_soak.py` keeps on for an hour: a third of it
in one process that judges the same lines again and again, a third with a store, and a third
with the command on a stream without end, stopped by Ctrl-C and gone on with.  It prints what memory
was held.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression, mean

import pytest
import zstandard

from tests.benchmarks.workload import submission, write_library

ROOT = Path(__file__).parents[1]
SECONDS = float(os.environ.get("CONFORMANCE_SOAK", "4"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SLACK = {"batches": 1 << 19, "store": 16 << 20}
"""What allocators keep back varies: by a few pages, and that of Arrow by megabytes.

Thirty rounds of batches are 3,700 submissions, so that 140 bytes left behind by each are more.
"""
Sample = tuple[float, int]
"""After how many seconds, how many bytes."""
DIFFERENT = 62

DRIVER = """
import json, os, sys, time
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from conformance.bulk import Batch, Form, Judge
from conformance.bulk.store.answers import Totals
from conformance.bulk.store.build import build
from conformance.bulk.store.check import Checker
from conformance.bulk.store.manifest import read_manifest
from conformance.engine import OpenLibrary

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")

def open_files():
    return len(os.listdir("/proc/self/fd"))

def by_batches(folder, ready):
    forms = (Form.BRIEF, Form.CSV, Form.FULL)
    every = [
        Batch(input=folder / "stock.jsonl", output=folder / f"out.{form}", judge=Judge(ready, form),
              identity={}, processes=1, size=50_000, every=0.01)
        for form in forms
    ]
    shared = Batch(input=folder / "stock.jsonl", output=folder / "shared", identity={},
                   judge=Judge(ready, Form.BRIEF), processes=2, size=50_000)
    wanted = [(each.run(), each.output.read_bytes()) for each in every]
    shared.run()

    def work(rounds):
        for each, told in zip(every, wanted):
            assert (each.run(), each.output.read_bytes()) == told
        if rounds % 20 == 0:
            assert shared.run() == wanted[0][0]
            assert not active_children()

    return work

def by_store(folder, ready):
    store = folder / "store"
    build(store, [folder / "stock.jsonl"], "benchmark", rows=50)

    def checked():
        checker = Checker(ready.validator)
        totals = Totals(checker)
        totals.add(checker.check(store, read_manifest(store)), folder / "s.csv")
        return totals.summary

    wanted = checked()

    def work(rounds):
        assert checked() == wanted

    return work

if __name__ == "__main__":
    folder, seconds, what = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    ready = OpenLibrary((folder / "library",)).compile("benchmark", date(2026, 11, 23))
    work = {"batches": by_batches, "store": by_store}[what](folder, ready)
    for _ in range(3):
        work(1)
    files = open_files()
    rounds, samples, start = 0, [], time.monotonic()
    while time.monotonic() < start + seconds or rounds < 30:
        work(rounds)
        # a thread may be about to close one
        assert open_files() <= files + 2, "files stay open"
        rounds += 1
        if rounds >= 10:
            samples.append((time.monotonic() - start, resident()))
    while open_files() > files:
        assert time.monotonic() < samples[-1][0] + start + 10, "files stay open"
        time.sleep(0.01)
    print(json.dumps([rounds, samples]), flush=True)
"""

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="there is no /proc to look at"
)


def of_session(session: int) -> dict[int, int]:
    """Return the processes of a session that still run, with the bytes each of them holds."""
    found: dict[int, int] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found[int(each.parent.name)] = int(fields[21]) * os.sysconf("SC_PAGESIZE")
    return found


def none_left(session: int) -> None:
    """Wait a little for the processes of a session to be gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and of_session(session):
        time.sleep(0.02)
    assert not of_session(session)


def grown(samples: Sequence[Sample]) -> float:
    """Return by how much the last quarter of what was held is more than the first."""
    quarter = max(1, len(samples) // 4)
    held = [each for _, each in samples]
    return mean(held[-quarter:]) - mean(held[:quarter])


def told(samples: Sequence[Sample]) -> str:
    """Return the least, the greatest and the slope of what was held."""
    held = [each / 1e6 for _, each in samples]
    slope = linear_regression([at / 3600 for at, _ in samples], held).slope
    return (f"{min(held):.1f} to {max(held):.1f} MB, {slope:+.2f} MB an hour over "
            f"{samples[-1][0] - samples[0][0]:.0f} s ({len(samples)} samples)")  # fmt: skip


@needs_proc
@pytest.mark.parametrize("what", SLACK)
def test_nothing_grows_and_nothing_stays(tmp_path: Path, what: str) -> None:
    write_library(tmp_path / "library")
    some = [submission(seed, bad=seed % 3 == 0) + b"\n" for seed in range(60)]
    (tmp_path / "stock.jsonl").write_bytes(b"".join(some) + b'{"subjekt": 1}\n[')
    (tmp_path / "driver.py").write_text(DRIVER, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "driver.py"), str(tmp_path), str(SECONDS / 3), what],
        cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    said, _ = process.communicate(timeout=SECONDS + 300)
    assert process.returncode == 0
    rounds, samples = json.loads(said)
    print(f"\n{rounds} rounds of {what} in one process: {told(samples)}")
    # a process has all that it will have after a while
    late = samples[len(samples) // 3 :]
    print(f"the last two thirds of it: {told(late)}, {grown(late) / 1e6:+.2f} MB")
    assert grown(late) < SLACK[what], told(samples)
    none_left(process.pid)
    left = {path.name for path in tmp_path.iterdir()}
    assert not [name for name in left if name.endswith((".journal", ".lock", ".new", ".rows"))]


@needs_proc
def test_a_stream_that_is_stopped_and_gone_on_with(tmp_path: Path) -> None:
    """Processes that live as long as the stream; what is there after each Ctrl-C is in order."""
    write_library(tmp_path / "library")
    some = [submission(seed, bad=seed % 3 == 0) + b"\n" for seed in range(DIFFERENT - 2)]
    lines = b"".join(some) + b'{"subjekt": 1}\n[\n'
    frame = zstandard.compress(lines * 10)
    with (tmp_path / "stock.jsonl.zst").open("wb") as file:
        # more than can be judged in the time
        for _ in range(int(SECONDS * 40) + 20):
            file.write(frame)
    command = [
        sys.executable, "-m", "conformance", "batch", "stock.jsonl.zst", "--spec", "benchmark",
        "--library", "library", "--as-of", "2026-11-23", "--brief", "-o", "out.jsonl",
        "--processes", "2",
    ]  # fmt: skip
    every: dict[int, list[Sample]] = {}
    done = 0
    for share in (0.75, 0.25):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=ENVIRONMENT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        held = _watched(process, tmp_path, done, SECONDS / 3 * share)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said
        none_left(process.pid)
        every |= held
        before, done = done, _in_order(tmp_path)
        assert done > before
    for samples in every.values():
        if len(samples) > 1:
            print(f"\na process of a batch: {told(samples)}")
        late = samples[len(samples) // 3 :]
        assert SECONDS < 60 or grown(late) < 8e6, told(samples)
        assert max(each for _, each in samples) < 150e6
    print(f"{done} submissions")


def _watched(
    process: subprocess.Popen[bytes], folder: Path, done: int, seconds: float
) -> dict[int, list[Sample]]:
    """Return what each process held, until some more was written and the time is over."""
    held: dict[int, list[Sample]] = {}
    start = time.monotonic()
    deadline, limit = start + seconds, start + seconds + 120
    while time.monotonic() < deadline or _committed(folder) <= done:
        assert process.poll() is None
        assert time.monotonic() < limit
        for number, resident in of_session(process.pid).items():
            held.setdefault(number, []).append((time.monotonic() - start, resident))
        time.sleep(max(0.05, seconds / 1000))
    return held


def _committed(folder: Path) -> int:
    """Return how many submissions are done, by the journal."""
    try:
        data = json.loads((folder / "out.jsonl.journal").read_bytes())
    except FileNotFoundError:
        return 0
    return int(data["summary"]["submissions"])


def _in_order(folder: Path) -> int:
    """Hold what a journal speaks of to what has to be there; return how many submissions it is."""
    data = json.loads((folder / "out.jsonl.journal").read_bytes())
    found = [
        _places(folder / name, data[length], rejected=length == "rejects")
        for name, length in (("out.jsonl", "rows"), ("out.jsonl.rejects.jsonl", "rejects"))
    ]
    assert sum(found) == data["summary"]["submissions"] == data["place"]["line"] - 1
    return sum(found)


def _places(path: Path, length: int, *, rejected: bool) -> int:
    """Return how many rows there are, none of them missing and none of them there twice."""
    count = 0
    wanted = (n for n in range(1, 1 << 40) if ((n - 1) % DIFFERENT >= DIFFERENT - 2) is rejected)
    with path.open("rb") as file:
        while file.tell() < length:
            at = json.loads(file.readline())["at"]
            assert int(at.rpartition(":")[2]) == next(wanted)
            count += 1
        assert file.tell() == length
    return count
