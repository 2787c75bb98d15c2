"""What a batch reads besides lines, and what happens around it: locks, Ctrl-C, assessors."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.bulk.alone import alone, lock_of
from conformance.bulk.inputs import Place, read_chunks
from conformance.bulk.journal import journal_of
from conformance.bulk.tables import column_of, files_of_table
from conformance.cli import main
from conformance.diagnostics import IllFormed
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[1]
pyarrow: Any = import_module("pyarrow")
parquet: Any = import_module("pyarrow.parquet")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"))


def run(library: Path, *arguments: str) -> int:
    return main(["batch", "--spec", "benchmark", "--library", str(library), "--as-of", str(DAY),
                 "--processes", "1", *arguments])  # fmt: skip


def written(path: Path, cells: list[Any], column: str = "submission", **options: Any) -> Path:
    table = pyarrow.table({"item": list(range(len(cells))), column: cells})
    parquet.write_table(table, path, **options)
    return path


def cells() -> list[str]:
    return [submission(seed, bad=seed % 3 == 0).decode() for seed in range(30)]


# ---- Parquet in


class TestTables:
    """A column of JSON says what the same submissions say as lines."""

    @pytest.mark.parametrize("kind", ["string", "binary", "large_string", "dictionary"])
    def test_same_as_lines(self, tmp_path: Path, library: Path, kind: str) -> None:
        every = cells()
        kinds = {"dictionary": pyarrow.dictionary(pyarrow.int32(), pyarrow.string())}
        column = pyarrow.array(every).cast(kinds.get(kind) or getattr(pyarrow, kind)())
        table = written(tmp_path / "s.parquet", column, row_group_size=7)
        lines = tmp_path / "s.jsonl"
        lines.write_text("".join(f"{each}\n" for each in every), "utf-8")
        for path in (table, lines):
            assert run(library, str(path), "-o", str(path.with_suffix(".out.jsonl"))) == 1
        assert (
            table.with_suffix(".out.jsonl").read_bytes()
            == lines.with_suffix(".out.jsonl").read_bytes()
        )

    def test_what_cannot_be_assessed_is_told_with_its_row(
        self, tmp_path: Path, library: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        pretty = json.dumps({"subjekt": {}}, indent=1)
        path = written(tmp_path / "s.parquet", [cells()[1], None, "", pretty, cells()[2]])
        out = tmp_path / "o.jsonl"
        assert run(library, str(path), "-o", str(out), "--brief") == 65
        rejects = (tmp_path / "o.jsonl.rejects.jsonl").read_text().splitlines()
        told = [json.loads(each) for each in rejects]
        assert [each["at"] for each in told] == [f"{path}#{n}" for n in (2, 3, 4)]
        # a text of several lines has its own: line 2 of the text in row 4
        assert told[2]["problems"][0]["at"].startswith(f"{path}#4:2:")
        rows = [json.loads(each)["at"] for each in out.read_text("utf-8").splitlines()]
        assert rows == [f"{path}#1", f"{path}#5"]
        assert "3 not assessed" in capfd.readouterr().out

    def test_goes_on_at_any_row_of_any_file(self, tmp_path: Path) -> None:
        folder = tmp_path / "stock.parquet"
        (folder / "day=1").mkdir(parents=True)
        every = cells()
        written(folder / "part-0.parquet", every[:11], row_group_size=4)
        (folder / "part-1.parquet").write_bytes(b"PAR1 this is damaged")
        written(folder / "part-2.parquet", every[11:12], row_group_size=4)
        written(folder / "day=1/part-3.parquet", every[12:], row_group_size=5)
        (folder / "_SUCCESS.parquet").write_bytes(b"")
        chunks = list(read_chunks(folder, Place(), 12_000))
        names = [source.name for chunk in chunks for source in chunk.found]
        assert len(names) == 31
        assert f"{folder}/part-1.parquet#1" in names
        assert [each.share for each in chunks] == sorted(each.share for each in chunks)
        assert chunks[-1].share == 1
        for size in (1, 12_000):
            for number, chunk in enumerate(chunks):
                rest = [s.name for c in read_chunks(folder, chunk.end, size) for s in c.found]
                done = sum(len(each.found) for each in chunks[: number + 1])
                assert rest == names[done:]

    def test_damage_in_the_middle_is_told_after_what_could_be_read(self, tmp_path: Path) -> None:
        path = written(tmp_path / "s.parquet", cells(), row_group_size=5, compression="zstd")
        data = bytearray(path.read_bytes())
        middle = parquet.read_metadata(path).row_group(3).column(1).data_page_offset
        data[middle : middle + 2000] = bytes(2000)
        path.write_bytes(data)
        found = [source for chunk in read_chunks(path, Place(), 9_000) for source in chunk.found]
        assert [source.name for source in found] == [f"{path}#{n}" for n in range(1, 17)]
        assert [problem.code for problem in found[-1].problems] == ["rest-unreadable"]

    def test_the_column_is_found_or_named(self, tmp_path: Path, library: Path) -> None:
        only = written(tmp_path / "a.parquet", cells()[1:3], "report")
        assert column_of(only, None) == "report"
        table = pyarrow.table({"a": ["x"], "b": [cells()[1]], "c": [{"d": 1}]})
        parquet.write_table(table, tmp_path / "b.parquet")
        assert run(library, str(tmp_path / "b.parquet"), "-o", str(tmp_path / "o.csv"),
                   "--column", "b") == 0  # fmt: skip
        for column, said in ((None, "name it with --column; columns of text: a, b"),
                             ("e", "no column 'e'"), ("c", "one text of JSON")):  # fmt: skip
            with pytest.raises(IllFormed, match=said):
                column_of(tmp_path / "b.parquet", column)

    @pytest.mark.parametrize(
        ("name", "options", "code"),
        [("b.parquet", (), 65), ("none.parquet", (), 65), ("damaged.parquet", (), 65),
         ("empty.parquet", (), 65), ("s.jsonl", ("--column", "a"), 64)],
    )  # fmt: skip
    def test_refuses(
        self, tmp_path: Path, library: Path, name: str, options: tuple[str, ...], code: int
    ) -> None:
        parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "b.parquet")
        (tmp_path / "damaged.parquet").write_bytes(b"PAR1")
        (tmp_path / "empty.parquet").mkdir()
        (tmp_path / "s.jsonl").write_bytes(submission(1))
        given = (str(tmp_path / name), "-o", str(tmp_path / "out.csv"))
        assert run(library, *given, *options) == code
        assert not list(tmp_path.glob("out*"))

    def test_other_columns_are_not_read(self, tmp_path: Path) -> None:
        assert files_of_table(written(tmp_path / "s.parquet", ["[]"])) == [tmp_path / "s.parquet"]
        [chunk] = read_chunks(tmp_path / "s.parquet", Place(), 10)
        assert [source.data for source in chunk.found] == [b"[]"]


# ---- one run at a time


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    path = tmp_path / "stock.jsonl"
    path.write_bytes(b"".join(submission(seed) + b"\n" for seed in range(5)))
    return path


class TestAlone:
    """Two runs never write one output."""

    def test_the_second_is_refused(
        self, stock: Path, library: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        output = stock.with_name("o.jsonl")
        with alone(output):
            assert run(library, str(stock), "-o", str(output)) == 64
            said = capfd.readouterr().err
            assert f"output-in-use: process {os.getpid()} is writing o.jsonl" in said
            assert not output.exists()
        assert run(library, str(stock), "-o", str(output)) == 0
        assert not lock_of(output).exists()

    def test_nothing_is_to_be_cleared_away_after_a_kill(self, tmp_path: Path) -> None:
        output = tmp_path / "o.jsonl"
        holder = (
            "import sys, time; from pathlib import Path; from conformance.bulk.alone import alone\n"
            "with alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", holder, str(output)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(IllFormed, match=str(process.pid)), alone(output):
            pass
        process.kill()
        process.communicate()
        assert lock_of(output).exists()
        with alone(output):
            pass
        assert not lock_of(output).exists()

    def test_a_file_that_was_taken_away_meanwhile_is_no_lock(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        output, fcntl = tmp_path / "o.jsonl", import_module("fcntl")
        tries: list[int] = []

        def flock(file: int, how: int) -> None:
            if not tries:
                lock_of(output).unlink()
            tries.append(file)
            fcntl.flock(file, how)

        fake = SimpleNamespace(flock=flock, LOCK_EX=fcntl.LOCK_EX, LOCK_NB=fcntl.LOCK_NB)
        monkeypatch.setattr("conformance.bulk.alone.import_module", lambda _: fake)
        with alone(output):
            assert len(tries) == 2
            assert lock_of(output).exists()

    def test_where_there_are_no_locks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("conformance.bulk.alone.find_spec", lambda _: None)
        with alone(tmp_path / "o"), alone(tmp_path / "o"):
            assert not list(tmp_path.iterdir())


# ---- Ctrl-C


def children(process: int) -> Iterator[int]:
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            yield int(each.parent.name)


def _runs(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    # one that has ended and whose end nobody has asked for yet is no process any more
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to look at")
def test_ctrl_c_leaves_what_can_be_gone_on_with_and_no_process(
    tmp_path: Path, library: Path
) -> None:
    stock, output = tmp_path / "stock.jsonl", tmp_path / "o.jsonl"
    some = [submission(seed, bad=seed % 4 == 0) + b"\n" for seed in range(20)]
    stock.write_bytes(b"".join(some) * 150)
    command = [sys.executable, "-m", "conformance", "batch", str(stock), "--spec", "benchmark",
               "--library", str(library), "--as-of", str(DAY), "--brief", "--processes", "2",
               "-o", str(output)]  # fmt: skip
    # a session of its own, so that Ctrl-C reaches all of its processes, as at a terminal
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (output.exists() and output.stat().st_size):
        time.sleep(0.005)
    workers = list(children(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, b"the same command goes on" in said) == (130, True), said
    assert b"Traceback" not in said
    assert len(workers) >= 2
    # one of them looks after the others' leavings, and ends by itself when all have
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_runs, workers)):
        time.sleep(0.01)
    assert not list(filter(_runs, workers))
    assert journal_of(output).exists()
    assert not lock_of(output).exists()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    rows = [json.loads(each)["at"] for each in output.read_bytes().splitlines()]
    assert rows == [f"{stock}:{line}" for line in range(1, 3001)]


# ---- the assessing side's own file


def test_an_assessor_says_in_a_batch_what_he_says_in_a_check(
    tmp_path: Path, library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "s.jsonl"
    lines.write_bytes(b"".join(submission(seed) + b"\n" for seed in range(4)))
    desk = tmp_path / "desk.yaml"
    desk.write_text("by: desk\nattributes:\n"
                    "  - {name: class, value: I, source: assessor}\n", "utf-8")  # fmt: skip
    options = ("--spec", "benchmark", "--library", str(library), "--as-of", str(DAY))
    output = tmp_path / "o.jsonl"
    plain = main(["batch", str(lines), *options, "-o", str(output), "--processes", "2"])
    without = output.read_bytes()
    capfd.readouterr()
    code = main(["check", str(lines), *options, "--assessor", str(desk), "--format", "json"])
    said = capfd.readouterr().out.encode()
    given = ("batch", str(lines), *options, "-o", str(output), "--assessor", str(desk))
    assert main([*given, "--processes", "1"]) == code
    assert output.read_bytes() == said != without
    assert main([*given, "--processes", "2"]) == code
    assert output.read_bytes() == said
    assert plain in (0, 1, 3)
    desk.write_text("by: desk\nconcesions: []\n", "utf-8")
    assert main([*given]) == 65
    assert "concesions" in capfd.readouterr().err
