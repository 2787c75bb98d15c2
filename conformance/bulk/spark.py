"""The same judging on many machines: a function for `DataFrame.mapInArrow`.

The plan travels with the function, so that every machine judges by the same one and none needs
the library's files.  A row comes out for each that went in, in its place, whatever it contains:
what cannot be assessed has no verdict and its problems instead.  What comes out depends on the
row alone, so that Spark may run a task twice, anywhere.
"""

import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from conformance.bulk.judge import Form, Judge, Ready
from conformance.bulk.rejects import bug, problem_told
from conformance.checking.chosen import with_choice
from conformance.checking.sources import Source
from conformance.diagnostics import IllFormed
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile
    from conformance.model.submission import Head

COLUMN = "submission"
SCHEMA = (
    "id string, verdict string, reason string, "
    + ", ".join(f"`{each}` int" for each in Verdict)
    + ", findings array<struct<requirement: string, verdict: string, reason: string>>"
    ", problems string"
)
"""The columns that come out, as Spark writes a schema; with `full`, `ASSESSMENT` follows."""
ASSESSMENT = "assessment string"
_WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
Partitions = Callable[[Iterator[Any]], Iterator[Any]]


def judge_frame(
    frame: Any,
    ready: Ready,
    *,
    column: str = COLUMN,
    keep: Sequence[str] = (),
    full: bool = False,
    assessor: "AssessorFile | None" = None,
) -> Any:
    """Return the data frame of answers to the submissions in a column of `frame`.

    `keep` are other columns of it to be taken along, such as the number of the item; what is to be
    looked at later by month or merchant has to be among them.  With `full`, the whole
    assessment is there as JSON, too.  Raises ValueError where columns get in each other's way.
    """
    types = import_module("pyspark.sql.types")
    schema = types.StructType([frame.schema[name] for name in keep])
    ours = types.StructType.fromDDL(f"{SCHEMA}, {ASSESSMENT}" if full else SCHEMA)
    both = sorted(set(keep) & set(ours.names))
    if both:
        raise ValueError(f"answers have columns of the same name: {', '.join(both)}")
    for each in ours:
        schema = schema.add(each)
    judging = judge_partitions(ready, column=column, keep=keep, full=full, assessor=assessor)
    wanted = dict.fromkeys((*keep, column))
    return frame.select(*wanted).mapInArrow(judging, schema)


def judge_partitions(
    ready: Ready,
    *,
    column: str = COLUMN,
    keep: Sequence[str] = (),
    full: bool = False,
    assessor: "AssessorFile | None" = None,
) -> Partitions:
    """Return a function from batches of rows to batches of answers, for `DataFrame.mapInArrow`.

    Answers have the columns of `keep`, then those of `SCHEMA`.
    """
    judge = Judge(ready, Form.FULL if full else Form.BRIEF, assessor)
    return _Partitions(judge, column, tuple(keep))


@dataclass(frozen=True, slots=True)
class _Partitions:
    """What judges a partition; it is sent to the machine that has it."""

    judge: Judge
    column: str
    keep: tuple[str, ...]

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        pyarrow = import_module("pyarrow")
        names, kinds = _columns(pyarrow, full=self.judge.form is Form.FULL)
        for batch in batches:
            cells = batch.column(self.column).cast(pyarrow.large_binary()).to_pylist()
            answers = [self._answer(cell or b"") for cell in cells]
            kept = [batch.column(name) for name in self.keep]
            columns = zip(*answers, strict=True) if answers else [()] * len(names)
            made = [pyarrow.array(each, kind) for each, kind in zip(columns, kinds, strict=True)]
            yield pyarrow.RecordBatch.from_arrays([*kept, *made], [*self.keep, *names])

    def _answer(self, data: bytes) -> tuple[object, ...]:
        source = Source(name=self.column, data=data, format="json", digest="")
        try:
            return self._assessed(source)
        except IllFormed as problems:
            told = [problem_told(each) for each in problems.diagnostics]
        except Exception:
            # ours, and of this one submission: the others are still judged
            told = [problem_told(bug(source)), {"trace": traceback.format_exc()}]
        nothing = [None] * (len(Verdict) + 4)
        row = (*nothing, json.dumps(told, ensure_ascii=False))
        return (*row, None) if self.judge.form is Form.FULL else row

    def _assessed(self, source: Source) -> tuple[object, ...]:
        judge = self.judge
        sent: Head
        if judge.form is Form.FULL:
            sent = submission = source.decode()
            answer = judge.assessed(source, submission)
            told = judge.of_answer(answer)
        else:
            told, sent = judge.told(source)
        asked = judge.ready.plan.requirements
        verdicts = [each[0] for each in told.found if each is not None]
        findings = [
            {"requirement": asked[place].id, "verdict": str(each[0]), "reason": each[1]}
            for place, each in enumerate(told.found)
            if each is not None and each[0] in _WAITING
        ]
        row = (sent.submission, str(told.verdict), told.reason,
               *[verdicts.count(each) for each in Verdict], findings, None)  # fmt: skip
        if judge.form is not Form.FULL:
            return row
        return (*row, with_choice(answer, sent, judge.ready.plan).to_json().decode())


def _columns(pyarrow: Any, *, full: bool) -> tuple[list[str], list[Any]]:
    """Return the columns of `SCHEMA` as Arrow has them."""
    text = pyarrow.string()
    finding = pyarrow.struct([("requirement", text), ("verdict", text), ("reason", text)])
    columns = {
        "id": text, "verdict": text, "reason": text,
        **{str(each): pyarrow.int32() for each in Verdict},
        "findings": pyarrow.list_(finding), "problems": text,
    }  # fmt: skip
    if full:
        columns["assessment"] = text
    return list(columns), list(columns.values())
