"""Spark says what a batch says: row for row, on several machines, and when a worker dies."""

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from conformance.bulk import Batch, Form, Judge
from conformance.bulk.spark import ASSESSMENT, SCHEMA, judge_partitions
from conformance.checking.assessor_file import read_assessor
from conformance.checking.sources import Source
from conformance.engine import OpenLibrary, Ready
from conformance.verdicts import Verdict
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[1]
BAD = ('{"submission": "X", "subjekt": {}}', "[1, 2", "", None, '{"spec": 1, "spec": 2}')
pyarrow: Any = import_module("pyarrow")
parquet: Any = import_module("pyarrow.parquet")
needs_spark = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("pyspark") is None,
    reason="Spark is not run: there is no Java, or pyspark is not installed",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def ready(library: Path) -> Ready:
    return OpenLibrary((library,)).compile("benchmark", DAY)


def stock() -> Any:
    """Return a table of good, failing and ill-formed submissions."""
    cells: list[str | None] = [submission(n, bad=n % 3 == 0).decode() for n in range(40)]
    cells[7:7] = BAD
    cells.append(submission(0).decode().replace('"benchmark"', '"another"'))
    return pyarrow.table({"item": [f"i{n}" for n in range(len(cells))], "submission": cells})


def judged(table: Any, judging: Any, size: int = 7) -> list[dict[str, Any]]:
    """Return the rows of answers, as a worker of Spark makes them."""
    # what Spark does to the function
    judging = pickle.loads(pickle.dumps(judging))
    batches = list(judging(iter(table.to_batches(max_chunksize=size))))
    return [row for batch in batches for row in batch.to_pylist()]


def by_batch(table: Any, ready: Ready, folder: Path, form: Form, **given: Any) -> list[Any]:
    """Return what a batch writes of the same rows, with None for what it rejects."""
    parquet.write_table(table, folder / "in.parquet")
    one = Batch(input=folder / "in.parquet", output=folder / "out.jsonl",
                judge=Judge(ready, form, **given), identity={}, processes=1)  # fmt: skip
    one.run()
    answers = iter(one.output.read_bytes().splitlines())
    rejects = folder / "out.jsonl.rejects.jsonl"
    told = [json.loads(each) for each in rejects.read_text("utf-8").splitlines()]
    bad = {int(each["at"].rpartition("#")[2]): each["problems"] for each in told}
    return [bad.get(n) or json.loads(next(answers)) for n in range(1, table.num_rows + 1)]


def same(row: dict[str, Any], told: Any) -> None:
    """Hold a row of Spark's to what a batch says of the same submission."""
    if isinstance(told, list):
        assert row["verdict"] is None
        problems = json.loads(row["problems"])
        assert [each["code"] for each in problems] == [each["code"] for each in told]
        assert [each["message"] for each in problems] == [each["message"] for each in told]
        return
    assert row["problems"] is None
    assert (row["id"], row["verdict"], row["reason"]) == (
        told["submission"], told["verdict"], told.get("reason")
    )  # fmt: skip
    assert {str(each): row[str(each)] for each in Verdict} == told["counts"]
    assert [(f["requirement"], [f["verdict"], f["reason"]]) for f in row["findings"]] == list(
        told["findings"].items()
    )


class TestPartitions:
    """The function alone, which needs no Spark."""

    @pytest.mark.parametrize("size", [1, 7, 1000])
    def test_same_as_a_batch(self, ready: Ready, tmp_path: Path, size: int) -> None:
        table = stock()
        rows = judged(table, judge_partitions(ready, keep=["item"]), size)
        assert [row["item"] for row in rows] == table.column("item").to_pylist()
        for row, told in zip(rows, by_batch(table, ready, tmp_path, Form.BRIEF), strict=True):
            same(row, told)
        assert Counter(row["verdict"] for row in rows) == {"pass": 27, "fail": 14, None: len(BAD)}

    def test_whole_assessments(self, ready: Ready, tmp_path: Path) -> None:
        table = stock()
        desk = read_assessor(
            b"by: desk\nattributes: [{name: class, value: I, source: assessor}]", "desk.yaml"
        )
        plain = judged(table, judge_partitions(ready, full=True))
        other = judged(table, judge_partitions(ready, full=True, assessor=desk))
        brief = judged(table, judge_partitions(ready, assessor=desk))
        for rows, given in ((plain, {}), (other, {"assessor": desk})):
            told = by_batch(table, ready, tmp_path, Form.FULL, **given)
            for row, each in zip(rows, told, strict=True):
                assert row["assessment"] is None or json.loads(row["assessment"]) == each
        assert plain != other
        assert [{**row, "assessment": 0} for row in other] == [
            {**row, "assessment": 0} for row in brief
        ]

    def test_a_bug_of_ours_fails_no_task(self, ready: Ready) -> None:
        rows = judged(stock(), judge_partitions(Faulty(ready)))
        problems = [json.loads(row["problems"]) for row in rows if row["problems"]]
        [ours] = [each for each in problems if each[0]["code"] == "internal"]
        assert "ZeroDivisionError" in ours[1]["trace"]
        assert len(problems) == len(BAD) + 1

    def test_nothing_and_no_rows(self, ready: Ready) -> None:
        judging = judge_partitions(ready, keep=["item"])
        assert judged(stock().slice(0, 0), judging) == []
        [batch] = judging(iter([pyarrow.RecordBatch.from_pylist([], schema=stock().schema)]))
        assert batch.num_rows == 0
        assert batch.schema.names[0] == "item"

    def test_the_schema_is_that_of_the_rows(self, ready: Ready) -> None:
        [row, *_] = judged(stock(), judge_partitions(ready, full=True))
        named = re.findall(r"(?:^|, )`?([\w-]+)`? (?!struct)\w+", f"{SCHEMA}, {ASSESSMENT}")
        assert list(row) == named


@dataclass(frozen=True)
class Faulty:
    """Trips over a submission."""

    ready: Ready

    @property
    def plan(self) -> Any:
        return self.ready.plan

    def assess(self, *given: Any) -> Any:
        raise AssertionError(given)

    def found_at(self, source: Source) -> Any:
        if source.decode().submission == "T-00007":
            raise ZeroDivisionError
        return self.ready.found_at(source)


# ---- on a cluster

SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
STOP = "spark.stop()\n"
MORE = """
import os, sys
from pathlib import Path
from conformance.bulk.spark import judge_partitions

class Deadly:
    # takes its worker down once, in the middle of a partition
    def __init__(self, judging, marker): self.judging, self.marker = judging, marker
    def __call__(self, batches):
        for number, batch in enumerate(self.judging(batches)):
            yield batch
            if number == 2 and not Path(self.marker).exists():
                Path(self.marker).touch()
                os._exit(9)

frame = spark.read.parquet(stock).coalesce(1)
deadly = Deadly(judge_partitions(ready, keep=["item"]), answers + ".killed")
frame.mapInArrow(deadly, judged.schema).write.parquet(answers + ".again")
try:
    judge_frame(frame, ready, keep=["item", "reason"])
except ValueError as error:
    assert "of the same name: reason" in str(error), error
else:
    raise AssertionError("two columns have one name")
spark.stop()
"""


@needs_spark
def test_on_a_cluster_of_two_machines(ready: Ready, library: Path, tmp_path: Path) -> None:
    """The page's own script, submitted to two executors that are processes of their own."""
    page = (ROOT / "docs/cluster.md").read_text("utf-8")
    [script] = re.findall(r"^```py\n(# judge_stock.py.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "judge_stock.py").write_text(script.removesuffix(STOP) + MORE, "utf-8")
    table = stock()
    table = table.append_column("reason", table.column("item"))
    (tmp_path / "stock.parquet").mkdir()
    for part in range(4):
        some = table.slice(part * 12, 12)
        parquet.write_table(some, tmp_path / f"stock.parquet/part-{part}.parquet")
    answers = tmp_path / "answers.parquet"
    home = Path(str(import_module("pyspark").__file__)).parent
    done = subprocess.run(
        [home / "bin/spark-submit", "--master", "local-cluster[2,1,512]",
         "--driver-memory", "512m", "--conf", "spark.executor.memory=512m",
         # it lives for seconds: compiling for speed would take longer than it saves
         "--driver-java-options", SHORT_LIVED,
         "--conf", f"spark.executor.extraJavaOptions={SHORT_LIVED}",
         "--conf", "spark.sql.codegen.wholeStage=false",
         "--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN",
         "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=1",
         "--conf", "spark.sql.execution.arrow.maxRecordsPerBatch=5",
         tmp_path / "judge_stock.py", tmp_path / "stock.parquet", answers, "benchmark", str(DAY),
         library],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600,
        env={**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable,
             "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1",
             "SPARK_LOCAL_DIRS": str(tmp_path / "local")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[:3000] + done.stderr[-3000:]
    assert re.findall(r"\| +(\w+)\| +(\d+)\|", done.stdout) == [
        ("NULL", "5"), ("fail", "14"), ("pass", "27")
    ]  # fmt: skip
    told = by_batch(table, ready, tmp_path, Form.BRIEF)
    for folder in (answers, tmp_path / "answers.parquet.again"):
        rows = {row["item"]: row for row in parquet.read_table(folder).to_pylist()}
        assert parquet.read_table(folder).num_rows == len(rows) == table.num_rows
        for number, each in enumerate(told):
            same(rows[f"i{number}"], each)
    assert (tmp_path / "answers.parquet.killed").exists()
