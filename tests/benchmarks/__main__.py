"""Everything beside its peers on the same work: `python -m tests.benchmarks [--full] [-o docs]`.

Before anything is measured, all have to agree on every verdict.  Ratios are taken in turns with
their base; the quick run takes about two minutes on two idle cores, the full one about an hour.
With `-o`, the page and its charts are written there.  Nothing in the tests asserts a time.
"""

import argparse
import resource
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import orjson

from conformance.checking.decode import decode
from conformance.engine import OpenLibrary, Ready
from tests.benchmarks import growth, tables
from tests.benchmarks.batch import seconds_of_batch, seconds_of_parsing, write_stock
from tests.benchmarks.chart import Bar, Line, bars, lines
from tests.benchmarks.page import Figures, page
from tests.benchmarks.peers import WHOLE, Judge, peers
from tests.benchmarks.same_work import Failing, sorted_out
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
ROUNDS = 5
Work = Callable[[], object]


class Disagreement(SystemExit):
    """Two say different things of one submission: then no time of theirs means anything."""


def our_verdicts(ready: Ready) -> Judge:
    """Return what says which clauses fail, from a submission as it was sent."""

    def judge(data: bytes) -> Failing:
        said = ready.check(data).findings
        return frozenset([f.requirement for f in said if f.verdict == "fail"])

    return judge


def agree(name: str, judge: Judge, given: Sequence[bytes], wanted: Sequence[Failing]) -> None:
    """Hold what somebody says of each submission to what the others say."""
    for number, (data, failing) in enumerate(zip(given, wanted, strict=True)):
        said = judge(data)
        if bool(said) != bool(failing) or (said not in (failing, WHOLE)):
            raise Disagreement(f"{name} on submission {number}: {sorted(said ^ failing)}")


def in_turns(
    name: str, work: Work, base: Work, *, rounds: int = ROUNDS, ours: bool = False,
    clock: Callable[[], float] = process_time,
) -> Bar:  # fmt: skip
    """Return the ratio of two pieces of work, each done right after the other."""
    work()
    found = []
    for _ in range(rounds):
        start = clock()
        work()
        between = clock()
        # a base that takes no time at all would be all chance
        times = 0
        while clock() - between < min(0.05, between - start) or not times:
            base()
            times += 1
        found.append((between - start) / ((clock() - between) / times))
    bar = Bar(name, min(found), median(found), max(found), ours)
    print(f"  {name}: {bar.least:.2f} {bar.median:.2f} {bar.greatest:.2f}", flush=True)
    return bar


# ---- one submission


def one_submission(ready: Ready, count: int) -> Iterator[Bar]:
    """Yield ours and the peers, × `orjson.loads` of the submission as it was sent."""
    sent = [submission(seed, bad=seed % 2 == 1) for seed in range(count)]
    flat = [sorted_out(data) for data in sent]
    ours = our_verdicts(ready)
    wanted = [ours(data) for data in sent]

    def base(some: int) -> Work:
        return lambda: [orjson.loads(data) for data in sent[:some]]

    yield in_turns("strict decoding", lambda: [decode(data) for data in sent], base(count),
                   ours=True)  # fmt: skip
    yield in_turns("check, verdicts", lambda: [ready.check(data).verdict for data in sent],
                   base(count), ours=True)  # fmt: skip
    yield in_turns("check, every finding", lambda: [ours(data) for data in sent], base(count),
                   ours=True)  # fmt: skip
    yield in_turns("check, JSON with all sentences",
                   lambda: [ready.check(data).to_json() for data in sent], base(count),
                   ours=True)  # fmt: skip
    for name, does, judge in peers():
        agree(name, judge, flat, wanted)
        judge(flat[0])
        start = process_time()
        judge(flat[1])
        # about half a second in each round
        some = max(2, min(count, int(0.5 / (process_time() - start + 1e-9))))
        yield in_turns(f"{name}: {does}", lambda: [judge(x) for x in flat[:some]], base(some))  # noqa: B023


# ---- many


def batches(folder: Path, library: Path, count: int) -> Iterator[Bar]:
    """Yield the rate of the whole command, × that of one process that only parses.

    By the clock, and by the time of the processors, which is what the clock would say if each
    process had a core to itself: other work on the machine is not in it.
    """
    for name, output, processes, *options in (
        ("batch --brief, 2 processes", "b.jsonl", 2, "--brief"),
        ("batch --brief, 1 process", "a.jsonl", 1, "--brief"),
        ("batch, whole answers, 2 processes", "d.jsonl", 2),
    ):
        stock = folder / "many.jsonl"
        # a whole answer is many times as much to write
        write_stock(stock, count if "--brief" in options else count // 5)
        clocks, processors = [], []
        for _ in range(3):
            before = _processors()
            taken = seconds_of_batch(stock, library, *options, "--processes", str(processes),
                                     "-o", str(folder / output))  # fmt: skip
            spent, start = _processors() - before, process_time()
            clocks.append(seconds_of_parsing(stock) / taken)
            processors.append((process_time() - start) * processes / spent)
        for how, found in (("by the clock", clocks), ("by processor time", processors)):
            yield Bar(f"{name}, {how}", min(found), median(found), max(found), ours=True)
            print(f"  {name}, {how}: {min(found):.3f} {median(found):.3f} {max(found):.3f}")


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def columns(folder: Path, count: int) -> Iterator[Bar]:
    """Yield ours and the peers on a table, × the time of SQL in DuckDB."""
    (folder / "columns").mkdir()
    base: tables.Work | None = None
    wanted: tables.Counts = {}
    for name, what, work in tables.works(folder / "columns", count):
        said = work()
        base, wanted = base or work, wanted or said
        if said != wanted:
            raise Disagreement(f"{name} counts otherwise: {said} and not {wanted}")
        yield in_turns(f"{name}: {what}", work, base, ours="ours" in what, clock=perf_counter)


def grown(*, full: bool) -> tuple[list[Line], list[growth.Batched]]:
    """Return how cost grows, as multiples of the first of each; and the batches themselves."""
    counts = growth.tens(10, 10_000 if full else 1_000)
    asked = list(growth.by_requirements(counts))
    rows = list(growth.by_results([1, *counts]))
    batched = list(growth.by_submissions(growth.tens(1000, 10**7 if full else 10**4)))
    return [
        Line("check, by requirements", _scaled([(each.count, each.checking) for each in asked])),
        Line("compile, by requirements", _scaled([(each.count, each.compiling) for each in asked])),
        Line("check, by results", _scaled(rows)),
        Line(
            "orjson.loads, by requirements", _scaled([(each.count, each.parsing) for each in asked])
        ),
    ], batched


def _scaled(points: Sequence[tuple[int, float]]) -> tuple[tuple[float, float], ...]:
    """Return cost as multiples of what ten cost."""
    ten = next(cost for n, cost in points if n >= 10)
    return tuple((n, cost / ten) for n, cost in points)


def main() -> None:
    """Measure, print, and write what was asked for."""
    asks = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asks.add_argument("--quick", action="store_true", help="two minutes; as without --full")
    asks.add_argument("--full", action="store_true", help="to 10,000 requirements, 10⁷ submissions")
    asks.add_argument("-o", metavar="DOCS", type=Path, help="write benchmarks.md and images here")
    given = asks.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = write_library(folder / "library")
        ready = OpenLibrary((library,)).compile("benchmark", DAY)
        print("One submission, × orjson.loads: least, median, greatest", flush=True)
        one = list(one_submission(ready, 200 if given.full else 60))
        print("A batch, rate × that of one process of orjson.loads", flush=True)
        many = list(batches(folder, library, 200_000 if given.full else 30_000))
        print("A table, time × DuckDB", flush=True)
        table = list(columns(folder, 200_000 if given.full else 10_000))
    print("Growth", flush=True)
    drawn, batched = grown(full=given.full)
    figures = Figures(one, many, table, drawn, batched, full=given.full)
    text = page(figures)
    print(text)
    if given.o is not None:
        images = given.o / "images"
        images.mkdir(exist_ok=True)
        (given.o / "benchmarks.md").write_text(text, "utf-8")
        charts = {
            "one-submission": bars("One submission: time × orjson.loads of its bytes", one),
            "a-table": bars("A stored stock judged again: time × DuckDB", table),
            "growth": lines("Cost, × that of ten", "requirements, or results", drawn),
        }
        for chart, drawing in charts.items():
            (images / f"{chart}.svg").write_text(drawing, "utf-8")


if __name__ == "__main__":
    main()
