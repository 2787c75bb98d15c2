"""One chunk of submissions to rows of the output, rows of rejects, and totals.

Nothing that a submission contains stops the others: what is ill-formed and what
trips over a bug of ours becomes a reject with its place.
"""

import csv
import io
import json
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from conformance.bulk.inputs import Chunk
from conformance.bulk.summary import Summary
from conformance.checking.chosen import with_choice
from conformance.checking.decode import Source, digest_of
from conformance.checking.subject import NOBODY
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessment import Assessment, Finding
    from conformance.model.assessor import AssessorFile
    from conformance.model.plan import Plan
    from conformance.model.submission import Submission

INTERNAL = "internal"
_WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
_COLUMNS = ("at", "submission", "verdict", "reason", *map(str, Verdict), "findings")


class Form(StrEnum):
    """What is written of each submission."""

    FULL = "full"
    BRIEF = "brief"
    CSV = "csv"
    PARQUET = "parquet"


FORMS = tuple(Form)


class Ready(Protocol):
    """What assesses a submission; it travels to other processes."""

    @property
    def plan(self) -> "Plan":
        """What is asked."""

    def assess(
        self, submission: "Submission", digest: Callable[[], str], assessor: "AssessorFile" = NOBODY
    ) -> "Assessment":
        """Return the assessment; `digest` makes that of the bytes."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a chunk: bytes for the output and for the rejects, and totals."""

    rows: bytes
    rejects: bytes
    summary: Summary


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges chunks, in whatever process it is; `assessor` is the assessing side's own file."""

    ready: Ready
    form: Form
    assessor: "AssessorFile | None" = None

    @property
    def heading(self) -> bytes:
        """What the output begins with."""
        return _csv([_COLUMNS]) if self.form is Form.CSV else b""

    def __call__(self, chunk: Chunk) -> Judged:
        """Return what came of a chunk."""
        taken = _Taken()
        for source in chunk.sources():
            try:
                row = self._row(source, taken)
            except IllFormed as problems:
                taken.reject(source, problems.diagnostics)
            except Exception:
                # ours, and of this one submission: the others are still judged
                taken.reject(source, [_bug(source)], traceback.format_exc())
            else:
                taken.rows.append(row)
        return Judged(b"".join(taken.rows), b"".join(taken.rejects), taken.summary)

    def _row(self, source: Source, taken: "_Taken") -> bytes:
        submission = source.decode()
        digest = partial(digest_of, source.data) if not source.digest else lambda: source.digest
        # nobody has to be the very same one, which does not travel to other processes
        assessor = NOBODY if self.assessor is None else self.assessor
        answer = self.ready.assess(submission, digest, assessor)
        answer = with_choice(answer, submission, self.ready.plan)
        # the row before the totals: a submission that cannot be written counts as a reject alone
        if self.form is Form.FULL:
            row = answer.to_json() + b"\n"
        else:
            row = self._brief(source, submission, answer)
        count(taken.summary, answer)
        return row

    def _brief(self, source: Source, submission: "Submission", answer: "Assessment") -> bytes:
        verdicts = [finding.verdict for finding in answer.findings]
        counts = {str(each): verdicts.count(each) for each in Verdict}
        said = {
            each.requirement: [str(each.verdict), each.reason]
            for each in answer.findings
            if each.verdict in _WAITING
        }
        at = place_of(source)
        if self.form is not Form.CSV:
            row = {"at": at, "submission": submission.submission, "verdict": str(answer.verdict),
                   "reason": answer.reason, "counts": counts, "findings": said}  # fmt: skip
            return msgspec.json.encode({k: v for k, v in row.items() if v is not None}) + b"\n"
        listed = "; ".join(
            f"{name}: {verdict} {reason}" for name, (verdict, reason) in said.items()
        )
        cells = (at, submission.submission or "", answer.verdict, answer.reason or "",
                 *counts.values(), listed)  # fmt: skip
        return _csv([cells])


@dataclass(slots=True)
class _Taken:
    """What has come of a chunk so far."""

    rows: list[bytes] = field(default_factory=list)
    rejects: list[bytes] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)

    def reject(self, source: Source, problems: Sequence[Diagnostic], trace: str = "") -> None:
        row: dict[str, Any] = {"at": place_of(source), "problems": [_told(p) for p in problems]}
        if trace:
            row["trace"] = trace
        # surrogates in names of files have no UTF-8
        self.rejects.append(json.dumps(row, ensure_ascii=True).encode() + b"\n")
        self.summary.rejects[problems[0].code] += 1


def place_of(source: Source) -> str:
    """Return the file, and the line where it has more than one."""
    lines = source.name.endswith((".jsonl", ".gz", ".zst"))
    return f"{source.name}:{source.line}" if lines else source.name


def count(summary: Summary, answer: "Assessment") -> None:
    """Add an assessment to the totals."""
    summary.verdicts[str(answer.verdict)] += 1
    causes = {(str(answer.verdict), answer.reason)} if answer.reason else set()
    for finding in answer.findings:
        if finding.verdict in _WAITING and finding.mandatory:
            for reason in _causes(finding):
                cause = (str(finding.verdict), reason)
                causes.add(cause)
                summary.places[*cause, finding.requirement] += 1
    summary.causes.update(causes)


def _causes(finding: "Finding") -> set[str]:
    """Return the reasons of a finding, or of its documents at fault; none of a group."""
    if finding.reason.startswith("group-"):
        return set()
    if finding.reason == "evidence-not-admissible" and finding.rejected:
        return {each.reason for each in finding.rejected}
    return {finding.reason}


def _told(problem: Diagnostic) -> dict[str, Any]:
    told = {"at": str(problem.span), "code": problem.code, "pointer": problem.span.pointer,
            "message": asdict(problem.message), "help": asdict(problem.help),
            "see": [{"at": str(span), **asdict(note)} for note, span in problem.see]}  # fmt: skip
    empty: tuple[object, ...] = ("", [], {"zh": "", "en": ""})
    return {name: value for name, value in told.items() if value not in empty}


def _bug(source: Source) -> Diagnostic:
    return Diagnostic(
        INTERNAL,
        Text(
            "这是 conformance 的缺陷,不是提交的问题",
            "this is a bug of conformance, not of your input",
        ),
        Span(source.name, source.line),
        Text("请连同此行报告", "report it together with this line"),
    )


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[_cell(c) for c in row] for row in rows])
    return text.getvalue().encode(errors="replace")


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
