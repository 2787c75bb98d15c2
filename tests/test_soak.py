"""A soak in small: over and over, memory does not grow, and no process or file stays behind.

`CONFORMANCE_SOAK=3600 python -m pytest tests/test_soak.py` keeps on for an hour.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.workload import submission, write_library

ROOT = Path(__file__).parents[1]
SECONDS = float(os.environ.get("CONFORMANCE_SOAK", "4"))
# What allocators keep back varies by a few pages.  Twenty rounds are 3,700 submissions, so that 140
# bytes left behind by each are more than this.
SLACK = 1 << 19

DRIVER = """
import os, sys, time
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from conformance.bulk import Batch, Form, Judge
from conformance.engine import OpenLibrary

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")

if __name__ == "__main__":
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    ready = OpenLibrary((folder / "library",)).compile("benchmark", date(2026, 11, 23))
    forms = (Form.BRIEF, Form.CSV, Form.FULL)
    every = [
        Batch(input=folder / "stock.jsonl", output=folder / f"out.{form}", judge=Judge(ready, form),
              identity={}, processes=1, size=50_000, every=0.01)
        for form in forms
    ]
    shared = Batch(input=folder / "stock.jsonl", output=folder / "shared", identity={},
                   judge=Judge(ready, Form.BRIEF), processes=2, size=50_000)
    for _ in range(3):
        wanted = [(each.run(), each.output.read_bytes()) for each in every]
    shared.run()
    files = len(os.listdir("/proc/self/fd"))
    rounds, until = 0, time.monotonic() + seconds
    while time.monotonic() < until or rounds < 30:
        for each, told in zip(every, wanted):
            assert (each.run(), each.output.read_bytes()) == told
        if rounds % 20 == 0:
            assert shared.run() == wanted[0][0]
            assert not active_children()
        rounds += 1
        if rounds == 10:
            before = resident()
    assert len(os.listdir("/proc/self/fd")) == files, "files stay open"
    print(rounds, resident() - before, flush=True)
"""


def _of_session(session: int) -> list[str]:
    """Return the processes of a session that still run; one that has ended is none."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(each.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc to look at")
def test_nothing_grows_and_nothing_stays(tmp_path: Path) -> None:
    write_library(tmp_path / "library")
    some = [submission(seed, bad=seed % 3 == 0) + b"\n" for seed in range(60)]
    (tmp_path / "stock.jsonl").write_bytes(b"".join(some) + b'{"subjekt": 1}\n[')
    (tmp_path / "driver.py").write_text(DRIVER, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "driver.py"), str(tmp_path), str(SECONDS)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    said, _ = process.communicate(timeout=SECONDS + 300)
    assert process.returncode == 0
    rounds, grown = map(int, said.split())
    assert rounds >= 30
    assert grown < SLACK, f"{grown} bytes in {rounds} rounds"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _of_session(process.pid):
        time.sleep(0.02)
    assert not _of_session(process.pid)
    left = {path.name for path in tmp_path.iterdir()}
    assert not [name for name in left if name.endswith((".journal", ".lock", ".new", ".rows"))]
