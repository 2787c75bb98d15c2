"""A batch from beginning to end: read, judge, write, commit, and go on where one was cut off."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from conformance.bulk.crew import in_order
from conformance.bulk.inputs import Place, read_chunks
from conformance.bulk.journal import (
    Progress,
    journal_of,
    read_journal,
    rejects_of,
    write_journal,
)
from conformance.bulk.judge import Form, Judge
from conformance.bulk.summary import Summary
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

Watch = Callable[[int, float], None]
"""Told how many submissions are done, and which share of the input that is."""


def _unwatched(count: int, share: float) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Submissions at `input`, judged into `output`.

    Attributes:
        identity: What must be the same when a run that was cut off goes on.
        size: About how many bytes are judged in one go.
        every: After how many seconds what was written is committed.
        column: The one of a table that has the submissions, where it is not plain which.
    """

    input: Path
    output: Path
    judge: Judge
    identity: dict[str, object]
    processes: int
    size: int = 1 << 20
    every: float = 1.0
    column: str | None = None

    @property
    def rows(self) -> Path:
        """Where rows are until the last is there: in the output, if that can be gone on with."""
        if self.judge.form is Form.PARQUET:
            return self.output.with_name(f"{self.output.name}.rows")
        return self.output

    def begun(self) -> Progress | None:
        """Return how far an earlier run came; raises IllFormed where it is of something else."""
        path = journal_of(self.output)
        try:
            known = read_journal(path)
        except (OSError, ValueError) as error:
            raise IllFormed(
                [_unfit(path, Text("无法读取", f"it cannot be read: {error}"))]
            ) from None
        if known is None:
            return None
        run, progress = known
        differing = [k for k in {**run, **self.identity} if run.get(k) != self.identity.get(k)]
        if differing:
            zh = ",".join(f"{k}:{run.get(k)} → {self.identity.get(k)}" for k in differing)
            en = ", ".join(f"{k}: {run.get(k)} → {self.identity.get(k)}" for k in differing)
            raise IllFormed(
                [_unfit(path, Text(f"属于另一次运行({zh})", f"it is of another run ({en})"))]
            )
        for file, length in ((self.rows, progress.rows),
                             (rejects_of(self.output), progress.rejects)):  # fmt: skip
            if not file.exists() or file.stat().st_size < length:
                short = Text(f"{file} 比记录的短", f"{file} is shorter than it says")
                raise IllFormed([_unfit(path, short)])
        return progress

    def run(self, begun: Progress | None = None, watch: Watch = _unwatched) -> Summary:
        """Judge everything, or what is left after `begun`, and return the totals of all."""
        journal, rejects = journal_of(self.output), rejects_of(self.output)
        if begun is None:
            # the journal first: until it is gone, what is in the output is no whole answer
            begun = Progress(Place(), 0, 0, Summary())
            write_journal(journal, self.identity, begun)
            for path in (self.rows, rejects):
                path.write_bytes(b"")
        with self.rows.open("r+b") as rows, rejects.open("r+b") as rejected:
            _cut(rows, begun.rows)
            _cut(rejected, begun.rejects)
            if not begun.rows:
                rows.write(self.judge.heading)
            place = self._judge(rows, rejected, begun, watch)
            _commit(rows, rejected, begun, place)
        if not rejects.stat().st_size:
            rejects.unlink()
        if self.rows != self.output:
            from conformance.bulk.parquet import write_parquet

            write_parquet(self.rows, self.output)
        journal.unlink()
        if self.rows != self.output:
            self.rows.unlink()
        return begun.summary

    def _judge(self, rows: BinaryIO, rejected: BinaryIO, progress: Progress, watch: Watch) -> Place:
        """Write what comes of each chunk; return where the input ends."""
        journal, last = journal_of(self.output), monotonic()
        place = progress.place
        chunks = read_chunks(self.input, place, self.size, self.column)
        for chunk, judged in in_order(self.judge, chunks, self.processes):
            rows.write(judged.rows)
            rejected.write(judged.rejects)
            progress.summary.add(judged.summary)
            place = chunk.end
            if monotonic() - last >= self.every:
                _commit(rows, rejected, progress, place)
                write_journal(journal, self.identity, progress)
                last = monotonic()
            watch(progress.summary.count, chunk.share)
        return place

    def with_identity(self, **given: object) -> "Batch":
        """Return the batch with something more, or other, that must be the same."""
        return replace(self, identity={**self.identity, **given})


def _cut(file: BinaryIO, length: int) -> None:
    file.truncate(length)
    file.seek(length)


def _commit(rows: BinaryIO, rejected: BinaryIO, progress: Progress, place: Place) -> None:
    """Bring everything that was written to the disk, and note how much that is."""
    for file in (rows, rejected):
        file.flush()
        os.fsync(file.fileno())
    progress.place, progress.rows, progress.rejects = place, rows.tell(), rejected.tell()


def _unfit(path: Path, message: Text) -> Diagnostic:
    return Diagnostic(
        "journal-differs",
        message,
        Span(str(path), 0),
        Text("照原样再次运行以继续,或加 --restart 从头开始",
             "run it as before to go on, or add --restart to begin anew"),
    )  # fmt: skip
