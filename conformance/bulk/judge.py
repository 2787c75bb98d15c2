"""One chunk of submissions to rows of the output, rows of rejects, and totals.

Nothing that a submission contains stops the others: what is ill-formed and what
trips over a bug of ours becomes a reject with its place.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from conformance.bulk.brief import (
    COLUMNS,
    Brief,
    Outcome,
    Tail,
    Tally,
    Told,
    csv_lines,
    csv_row,
    json_row,
    told_of,
)
from conformance.bulk.inputs import Chunk
from conformance.bulk.rejects import bug, place_of, reject_row
from conformance.bulk.summary import Summary
from conformance.checking.chosen import with_choice
from conformance.checking.sources import Source
from conformance.checking.subject import NOBODY
from conformance.diagnostics import Diagnostic, IllFormed
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessment import Assessment
    from conformance.model.assessor import AssessorFile
    from conformance.model.plan import Plan
    from conformance.model.submission import Head, Submission


class Form(StrEnum):
    """What is written of each submission."""

    FULL = "full"
    BRIEF = "brief"
    CSV = "csv"
    PARQUET = "parquet"


FORMS = tuple(Form)


class Found(Protocol):
    """What was found of a submission, requirement by requirement."""

    @property
    def whole(self) -> tuple[Verdict, str | None]:
        """The verdict of the whole, and the reason where it follows from no finding."""

    @property
    def found(self) -> Sequence[Outcome | None]:
        """Verdict and reason for each requirement of the plan."""

    def why(self, place: int) -> frozenset[str]:
        """Return why none of the evidence at a place is admissible, where that is so."""

    @property
    def sent(self) -> "Head":
        """What the submission says beside its evidence."""

    def assessment(self) -> "Assessment":
        """Return the whole assessment."""


class Ready(Protocol):
    """What assesses a submission; it travels to other processes."""

    @property
    def plan(self) -> "Plan":
        """What is asked."""

    def assess(
        self, submission: "Submission", digest: Callable[[], str], assessor: "AssessorFile" = NOBODY
    ) -> "Assessment":
        """Return the assessment; `digest` makes that of the bytes."""

    def found_at(self, source: Source) -> "Found":
        """Return what is found for each requirement, and no assessment yet; raises IllFormed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a chunk: bytes for the output and for the rejects, and totals."""

    rows: bytes
    rejects: bytes
    summary: Summary


@dataclass(frozen=True)
class Judge:
    """Judges chunks, in whatever process it is; `assessor` is the assessing side's own file."""

    ready: Ready
    form: Form
    assessor: "AssessorFile | None" = None

    def __getstate__(self) -> dict[str, object]:
        """Return what travels to another process: not what was kept in this one."""
        return {"ready": self.ready, "form": self.form, "assessor": self.assessor}

    @property
    def heading(self) -> bytes:
        """What the output begins with."""
        return csv_lines([COLUMNS]) if self.form is Form.CSV else b""

    @cached_property
    def _brief(self) -> Brief:
        return Brief(self.ready.plan)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self.ready.plan.requirements)}

    def __call__(self, chunk: Chunk) -> Judged:
        """Return what came of a chunk."""
        taken = _Taken()
        judge = self._full_row if self.form is Form.FULL else self._brief_row
        for source in chunk.sources():
            try:
                row, told, tail = judge(source)
                taken.tally.add(taken.summary, told, tail)
            except IllFormed as problems:
                taken.reject(source, problems.diagnostics)
            except Exception:
                # ours, and of this one submission: the others are still judged
                taken.reject(source, [bug(source)], traceback.format_exc())
            else:
                taken.rows.append(row)
        taken.tally.close(taken.summary)
        return Judged(b"".join(taken.rows), b"".join(taken.rejects), taken.summary)

    def _full_row(self, source: Source) -> tuple[bytes, Told, Tail]:
        sent: Head
        if self.assessor is None:
            found = self.ready.found_at(source)
            answer, told, sent = found.assessment(), _told(found), found.sent
        else:
            sent = submission = source.decode()
            answer = self.assessed(source, submission)
            told = self.of_answer(answer)
        answer = with_choice(answer, sent, self.ready.plan)
        return answer.to_json() + b"\n", told, self._brief.tail(told.found)

    def _brief_row(self, source: Source) -> tuple[bytes, Told, Tail]:
        told, sent = self.told(source)
        tail = self._brief.tail(told.found)
        write = csv_row if self.form is Form.CSV else json_row
        return write(place_of(source), sent.submission, told, tail), told, tail

    def told(self, source: Source) -> "tuple[Told, Head]":
        """Return what is found of a submission, and no more than is asked for, and its head."""
        if self.assessor is None:
            found = self.ready.found_at(source)
            return _told(found), found.sent
        submission = source.decode()
        return self.of_answer(self.assessed(source, submission)), submission

    def assessed(self, source: Source, submission: "Submission") -> "Assessment":
        """Return the whole assessment of a submission."""
        # nobody has to be the very same one, which does not travel to other processes
        assessor = NOBODY if self.assessor is None else self.assessor
        return self.ready.assess(submission, source.digest_at_last, assessor)

    def of_answer(self, answer: "Assessment") -> Told:
        """Return what an assessment says of each requirement."""
        return told_of(answer, self._places)


@dataclass(slots=True)
class _Taken:
    """What has come of a chunk so far."""

    rows: list[bytes] = field(default_factory=list)
    rejects: list[bytes] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    summary: Summary = field(default_factory=Summary)

    def reject(self, source: Source, problems: Sequence[Diagnostic], trace: str = "") -> None:
        self.rejects.append(reject_row(source, problems, trace))
        self.summary.rejects[problems[0].code] += 1


def _told(found: Found) -> Told:
    verdict, reason = found.whole
    return Told(verdict, reason, found.found, found.why)
