"""A batch says what `check` says, in order, whatever stops it and however it is read."""

import csv
import gzip
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
import zstandard

from conformance.bulk import Batch, Form, Judge, Summary
from conformance.bulk.crew import ProcessDied, in_order
from conformance.bulk.inputs import Chunk, Place, read_chunks
from conformance.bulk.journal import journal_of, read_journal, rejects_of
from conformance.bulk.summary import Cause
from conformance.checking.quick import Found
from conformance.checking.sources import Source, read_submissions
from conformance.checking.subject import NOBODY
from conformance.cli import main
from conformance.cli.batch import Bar, exit_code
from conformance.diagnostics import IllFormed
from conformance.engine import OpenLibrary, Ready
from conformance.model.assessment import Assessment
from conformance.model.assessor import AssessorFile
from conformance.model.plan import Plan
from conformance.model.submission import Submission
from conformance.rendering.batch_summary import summary_text
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[1]
BAD = (b'{"submission": "X", "subjekt": {}}', b"[1, 2", b"\xff\xfe", b'{"spec": 1, "spec": 2}')


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def ready(library: Path) -> Ready:
    return OpenLibrary((library,)).compile("benchmark", DAY)


@pytest.fixture(scope="module")
def lines() -> bytes:
    """Good, failing and ill-formed submissions, blank lines, both line ends, and no last one."""
    draw = Random(1)
    every = [submission(n, bad=n % 3 == 0) for n in range(40)]
    every += [*BAD, b"", b"  ", b"\r", every[3].replace(b'"benchmark"', b'"another"')]
    draw.shuffle(every)
    return (
        b"\xef\xbb\xbf"
        + b"".join(x + draw.choice((b"\n", b"\r\n")) for x in every)
        + submission(99)
    )


@pytest.fixture
def stock(tmp_path: Path, lines: bytes) -> Path:
    path = tmp_path / "stock.jsonl"
    path.write_bytes(lines)
    return path


def batch(path: Path, ready: Ready, form: Form = Form.FULL, *, processes: int = 1) -> Batch:
    ending = form if form in (Form.CSV, Form.PARQUET) else "jsonl"
    output = path.with_name(f"out.{ending}")
    return Batch(input=path, output=output, judge=Judge(ready, form), identity={"input": str(path)},
                 processes=processes, size=20_000, every=0)  # fmt: skip


class TestSameAsCheck:
    """What is written of each submission is what `check` writes of it, byte for byte."""

    @pytest.mark.parametrize("processes", [1, 2])
    @pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
    def test_lines(
        self, stock: Path, library: Path, ready: Ready, processes: int, ending: str,
        capfd: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        options = ("--spec", "benchmark", "--library", str(library), "--as-of", str(DAY))
        assert main(["check", str(stock), *options, "--format", "json"]) == 65
        said = capfd.readouterr()
        data = stock.read_bytes()
        path = stock.with_name(f"stock.{ending}")
        pack: dict[str, Callable[[bytes], bytes]] = {
            "jsonl": bytes,
            # several members, several frames
            "jsonl.gz": lambda x: gzip.compress(x[:99_999]) + gzip.compress(x[99_999:]),
            "jsonl.zst": lambda x: b"".join(map(zstandard.compress, (x[:99_999], x[99_999:]))),
        }
        path.write_bytes(pack[ending](data))
        one = batch(path, ready, processes=processes)
        summary = one.run()
        assert one.output.read_bytes() == said.out.encode()
        rejects = [json.loads(x) for x in rejects_of(one.output).read_bytes().splitlines()]
        assert len(rejects) == len(BAD)
        for each in rejects:
            for problem in each["problems"]:
                place = problem["at"].replace(path.name, stock.name)
                assert f"{place}: {problem['code']}: {problem['message']['en']}" in said.err
        assert summary.count == 46
        assert not journal_of(one.output).exists()

    def test_folder(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        folder, output = str(ROOT / "specs/smart-toilet-seat/examples"), tmp_path / "out.jsonl"
        options = ("--spec", "smart-toilet-seat", "--as-of", str(DAY))
        code = main(["check", folder, *options, "--format", "json"])
        said = capfd.readouterr().out
        assert main(["batch", folder, *options, "-o", str(output), "--processes", "1"]) == code
        assert output.read_text("utf-8") == said
        assert said.count("\n") > 10

    def test_brief(self, stock: Path, ready: Ready) -> None:
        full = batch(stock, ready)
        full.run()
        answers = [Assessment.from_json(x) for x in full.output.read_bytes().splitlines()]
        brief = batch(stock, ready, Form.BRIEF)
        brief.run()
        rows = [json.loads(x) for x in brief.output.read_bytes().splitlines()]
        table = batch(stock, ready, Form.CSV)
        table.run()
        cells = list(csv.DictReader(table.output.read_text("utf-8").splitlines()))
        columns = batch(stock, ready, Form.PARQUET)
        summaries = {repr(each.run().as_data()) for each in (full, brief, table, columns)}
        assert len(summaries) == 1
        read = import_module("pyarrow.parquet").read_table(columns.output).to_pylist()
        assert not columns.rows.exists()
        for each, row in zip(read, rows, strict=True):
            assert each["findings"] == [
                {"requirement": name, "verdict": verdict, "reason": reason}
                for name, (verdict, reason) in row["findings"].items()
            ]
            assert {name: each[name] for name in row["counts"]} == row["counts"]
            assert (each["at"], each["verdict"]) == (row["at"], row["verdict"])
        assert len(answers) == len(rows) == len(cells) == 42
        for answer, row, cell in zip(answers, rows, cells, strict=True):
            assert row["verdict"] == cell["verdict"] == answer.verdict
            assert row["submission"] == cell["submission"] == answer.submission["id"]
            assert row["counts"].items() <= answer.counts.items()
            assert row["findings"] == {
                f.requirement: [f.verdict, f.reason]
                for f in answer.findings
                if f.verdict in ("fail", "missing-evidence")
            }
            assert cell["findings"].count(": ") == len(row["findings"])
            assert row["at"].startswith(f"{stock}:")


@pytest.mark.parametrize("size", [1, 5_000, 10**7])
def test_chunks_are_what_check_finds(stock: Path, size: int) -> None:
    found = [source for chunk in read_chunks(stock, Place(), size) for source in chunk.sources()]
    wanted = list(read_submissions(stock))
    assert [(s.name, s.data, s.line) for s in found] == [(s.name, s.data, s.line) for s in wanted]


def test_reading_goes_on_at_any_place(stock: Path) -> None:
    stock.with_name("s.jsonl.gz").write_bytes(gzip.compress(stock.read_bytes()))
    for path in (stock, stock.with_name("s.jsonl.gz"), stock.parent):
        chunks = list(read_chunks(path, Place(), 30_000))
        for number, chunk in enumerate(chunks):
            rest = list(read_chunks(path, chunk.end, 30_000))
            assert [(c.lines, c.first, c.found) for c in rest] == [
                (c.lines, c.first, c.found) for c in chunks[number + 1 :]
            ]


def test_a_line_that_is_too_long_is_one_reject(
    stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.bulk.inputs._LONGEST", 2_000)
    stock.write_bytes(b'{"a": 1}\n' + b"x" * 150_000 + b'\n{"b": 1}\n' + b"y" * 3_000)
    for size in (1, 100, 10_000):
        chunks = list(read_chunks(stock, Place(), size))
        found = [source for chunk in chunks for source in chunk.sources()]
        assert [(s.line, s.data[:3]) for s in found] == [
            (1, b'{"a'), (2, b"xxx"), (3, b'{"b'), (4, b"yyy"),
        ]  # fmt: skip
        assert max(len(s.data) for s in found) == 2_000
        assert max(len(chunk.lines) for chunk in chunks) <= size + 2_000
        assert chunks[-1].end.offset == stock.stat().st_size


def test_another_process_reads_its_lines_from_the_file(stock: Path) -> None:
    chunks = list(read_chunks(stock, Place(), 20_000))
    assert len(chunks) > 5
    for chunk in chunks:
        assert chunk.light().lines == b""
        assert [s.data for s in chunk.light().here().sources()] == [s.data for s in chunk.sources()]
    with stock.open("r+b") as file:
        file.truncate(chunks[-1].end.offset - 9)
    (broken,) = chunks[-1].light().here().sources()
    assert [problem.code for problem in broken.problems] == ["rest-unreadable"]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_stream_cut_short_is_said_after_what_could_be_read(
    stock: Path, ready: Ready, pack: Callable[[bytes], bytes]
) -> None:
    ending = "gz" if pack is gzip.compress else "zst"
    path = stock.with_name(f"s.jsonl.{ending}")
    path.write_bytes(pack(stock.read_bytes())[:-20])
    one = batch(path, ready, Form.BRIEF)
    summary = one.run()
    assert summary.rejects["rest-unreadable"] == 1
    assert exit_code(summary) == 65
    assert b"rest-unreadable" in rejects_of(one.output).read_bytes().splitlines()[-1]


@dataclass(frozen=True)
class Faulty:
    """Trips over some submissions, or takes the process down with it."""

    ready: Ready
    deadly: bool = False

    @property
    def plan(self) -> Plan:
        return self.ready.plan

    def assess(
        self, submission: Submission, digest: Callable[[], str], assessor: AssessorFile = NOBODY
    ) -> Assessment:
        self.trip(submission)
        return self.ready.assess(submission, digest, assessor)

    def found_at(self, source: Source) -> Found:
        self.trip(source.decode())
        return self.ready.found_at(source)

    def trip(self, submission: Submission) -> None:
        if submission.submission == "T-00007":
            if self.deadly:
                os._exit(9)
            raise ZeroDivisionError


def test_a_bug_of_ours_stops_nothing_else(stock: Path, ready: Ready) -> None:
    one = batch(stock, ready, Form.BRIEF)
    plain = one.run()
    wrong = replace(one, judge=Judge(Faulty(ready), Form.BRIEF))
    summary = wrong.run()
    assert summary.rejects["internal"] >= 1
    assert summary.count == plain.count
    assert exit_code(summary) == 70
    assert "ZeroDivisionError" in rejects_of(one.output).read_text("utf-8")


def test_a_process_that_dies_is_noticed(stock: Path, ready: Ready) -> None:
    with pytest.raises(ProcessDied):
        list(in_order(Judge(Faulty(ready, deadly=True), Form.BRIEF),
                      read_chunks(stock, Place(), 20_000), 2))  # fmt: skip


# ---- cut off, and going on

DRIVER = """
import sys, pickle
from importlib import import_module
from pathlib import Path
if __name__ == "__main__":
    one = pickle.loads(Path(sys.argv[1]).read_bytes())
    one.run(one.begun())
"""


class TestGoesOn:
    """However often and wherever it is killed, what comes out is what would have come out."""

    def test_killed_at_random(self, stock: Path, ready: Ready) -> None:
        whole = batch(stock, ready, processes=1)
        summary = whole.run()
        wanted = whole.output.read_bytes(), rejects_of(whole.output).read_bytes()
        other = stock.with_name("again.jsonl")
        kept = stock.with_name("batch.pickle")
        kept.write_bytes(pickle.dumps(
            Batch(input=stock, output=other, judge=whole.judge, identity=whole.identity,
                  processes=2, size=10_000, every=0)
        ))  # fmt: skip
        driver = stock.with_name("driver.py")
        driver.write_text(DRIVER, "utf-8")
        draw, kills, seen = Random(7), 0, set()
        while True:
            process = subprocess.Popen([sys.executable, str(driver), str(kept)], cwd=ROOT)
            began = read_journal(journal_of(other))
            # wait until it has come a little farther, then kill it at any moment
            deadline = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < deadline:
                now = read_journal(journal_of(other))
                if now is not None and (began is None or now[1].place != began[1].place):
                    break
                time.sleep(0.002)
            time.sleep(draw.uniform(0, 0.03))
            if kills < 4:
                process.kill()
            if process.wait(60) == 0:
                break
            kills += 1
            left = read_journal(journal_of(other))
            assert left is not None
            seen.add(left[1].place.offset)
        assert kills >= 1
        assert (other.read_bytes(), rejects_of(other).read_bytes()) == wanted
        assert summary.count == 46

    def test_interrupted_after_every_chunk(self, stock: Path, ready: Ready) -> None:
        one = batch(stock, ready)
        summary = one.run()
        wanted = one.output.read_bytes(), rejects_of(one.output).read_bytes()

        def interrupt(count: int, share: float) -> None:
            assert count
            assert share <= 1
            with one.output.open("ab") as file:
                file.write(b"what was not committed")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            one.run(None, interrupt)
        begun, rounds = one.begun(), 0
        while begun is not None and begun.place.offset < stock.stat().st_size:
            with pytest.raises(KeyboardInterrupt):
                one.run(begun, interrupt)
            begun, rounds = one.begun(), rounds + 1
        assert rounds > 5
        assert one.run(begun) == summary
        assert (one.output.read_bytes(), rejects_of(one.output).read_bytes()) == wanted

    def test_not_where_it_is_another_run(self, stock: Path, ready: Ready) -> None:
        one = batch(stock, ready)

        def interrupt(count: int, share: float) -> None:
            raise KeyboardInterrupt(count, share)

        with pytest.raises(KeyboardInterrupt):
            one.run(None, interrupt)
        with pytest.raises(IllFormed, match=r"as_of: None → 2026-11-24") as refused:
            one.with_identity(as_of="2026-11-24").begun()
        assert "--restart" in refused.value.diagnostics[0].help.en
        one.output.write_bytes(b"")
        with pytest.raises(IllFormed, match="shorter"):
            one.begun()
        for text in ("no JSON", "{}", '{"format": "other"}'):
            journal_of(one.output).write_text(text, "utf-8")
            with pytest.raises(IllFormed, match="cannot be read"):
                one.begun()


# ---- the command


class TestCommand:
    def run(self, library: Path, *arguments: str) -> int:
        options = ["--spec", "benchmark", "--library", str(library), "--processes", "1"]
        return main(["batch", *options, *arguments])

    def test_goes_on_on_the_day_on_which_it_was_begun(
        self, stock: Path, library: Path, monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        output = stock.with_name("out.jsonl")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("conformance.bulk.batch.in_order", interrupt)
            given = (str(stock), "-o", str(output), "--as-of", str(DAY))
            assert self.run(library, *given) == 130
        assert "goes on" in capfd.readouterr().err
        assert self.run(library, str(stock), "-o", str(output), "--as-of", "2026-11-24") == 64
        assert "2026-11-23 → 2026-11-24" in capfd.readouterr().err
        assert self.run(library, str(stock), "-o", str(output), "--format", "json") == 65
        said = capfd.readouterr()
        assert "as of 2026-11-23" in said.err
        data = json.loads(said.out)
        assert data["submissions"] == 46
        assert Summary.from_data(data).as_data() == data
        assert b'"as_of":"2026-11-23"' in output.read_bytes()
        assert self.run(library, str(stock), "-o", str(output), "--restart", "--lang", "zh") == 65
        assert "46 份提交" in capfd.readouterr().out

    def test_exit_code_is_the_worst(self, stock: Path, library: Path) -> None:
        good = submission(1)
        for data, code in (
            (good, 0), (b"", 65), (submission(3, bad=True), 1), (good + b"\n[", 65),
            (b'{"submission": "none"}', 3),
        ):  # fmt: skip
            stock.write_bytes(data)
            given = (str(stock), "-o", str(stock.with_name("o.csv")), "--as-of", str(DAY))
            assert self.run(library, *given) == code, data[:50]
            assert not stock.with_name("o.csv.journal").exists()

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(("absent.jsonl", "-o", "out.jsonl"), 65), (("-", "-o", "out.jsonl"), 64),
         (("stock.jsonl", "-o", "out.txt"), 64), (("stock.jsonl", "-o", "stock.jsonl"), 64),
         ((".", "-o", "out.jsonl"), 64), (("stock.jsonl", "-o", "-"), 64),
         (("stock.jsonl", "-o", "out.jsonl", "--spec", "benchmrk"), 64)],
    )  # fmt: skip
    def test_refuses(
        self, stock: Path, library: Path, monkeypatch: pytest.MonkeyPatch,
        arguments: tuple[str, ...], code: int,
    ) -> None:  # fmt: skip
        monkeypatch.chdir(stock.parent)
        before = stock.read_bytes()
        assert self.run(library, *arguments) == code
        assert stock.read_bytes() == before
        assert [path.name for path in stock.parent.iterdir()] == ["stock.jsonl"]


def test_progress_says_rate_and_time_left() -> None:
    moments = iter([0.0, 1.0, 11.0])
    bar = Bar(0, lambda: next(moments))
    bar.show(100, 0.1)
    assert bar.text(1100, 0.2, 10.0) == "1,100 · 20% · 110/s · 0:01:20"


def test_what_is_declared_is_to_be_declared_anew() -> None:
    totals = Summary()
    for declared, name in ((False, "leakage"), (True, "warranty")):
        cause = Cause("fail", "beyond-limit", declared)
        totals.causes[cause] = totals.actions[cause.action] = totals.places[cause, name] = 1
    said = summary_text(totals, "r", "en")
    assert said.index("send a retest report") < said.index("leakage 1")
    assert said.index("leakage 1") < said.index("sign a new one") < said.index("warranty 1")
    assert Summary.from_data(totals.as_data()) == totals
    many = Summary()
    for n in range(12):
        cause = Cause("fail", f"reason-{n}")
        many.causes[cause] = many.actions[cause.action] = n + 1
        for each in range(7):
            many.places[cause, f"r{each}"] = 1
    text = summary_text(many, "r", "zh")
    assert "另有 2 项" in text
    assert text.count(" …") == 10


def test_what_wants_the_same_is_one_thing_to_do(ready: Ready) -> None:
    """A submission that has two causes waits but once for what settles both."""
    bad = b"\n".join([submission(seed, bad=True) for seed in range(8)])
    totals = Judge(ready, Form.BRIEF)(Chunk("bad.jsonl", bad, 1, (), Place(), 1.0)).summary
    ((action, count, causes),) = totals.commonest()
    assert "retest report" in action.en
    assert {cause.reason for cause, _ in causes} == {"beyond-limit", "grade-not-met"}
    assert count == 8 < sum(several for _, several in causes)
