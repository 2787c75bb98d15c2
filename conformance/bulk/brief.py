"""Brief rows: what waits for somebody, written from pieces that were written before.

Of most submissions the same was found: what follows from it is worked out once and
kept.  Whatever is kept is bounded, and only says again what would be said anyway.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.bulk.summary import Cause, Summary
    from conformance.model.assessment import Finding
    from conformance.model.plan import Plan

Outcome = tuple[Verdict, str]
"""A verdict and the reason for it."""
COLUMNS = ("at", "submission", "verdict", "reason", *map(str, Verdict), "findings")
_WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
_MOST_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one submission: for each requirement of the plan, None where nothing.

    `finding` is asked for the whole finding at a place, where verdict and reason do not do.
    """

    verdict: Verdict
    reason: str | None
    found: Sequence[Outcome | None]
    finding: "Callable[[int], Finding]"


@dataclass(eq=False, slots=True)
class Tail:
    """What follows from what was found, whoever sent it.

    Attributes:
        found: What it follows from; while it is held, nothing else can come to have its ids.
        counts: How many requirements have each verdict.
        json: The end of a row, from the counts on.
        listed: What waits, in one cell.
        causes: Why mandatory requirements wait.
        places: The same, with the requirements.
        papers: Places where the documents at fault say why.
    """

    found: Sequence[Outcome | None]
    counts: tuple[int, ...]
    json: bytes
    listed: str
    causes: "frozenset[Cause]"
    places: tuple[tuple[str, str, str], ...]
    papers: tuple[int, ...]


@dataclass(eq=False, slots=True)
class Brief:
    """Writes brief rows on submissions to one plan."""

    plan: "Plan"
    tails: dict[tuple[int, ...], Tail] = field(default_factory=dict)
    pieces: dict[tuple[int, Outcome], bytes] = field(default_factory=dict)

    def tail(self, found: Sequence[Outcome | None]) -> Tail:
        """Return what follows from what was found."""
        key = tuple(map(id, found))
        tail = self.tails.get(key)
        if tail is None:
            if len(self.tails) >= _MOST_KEPT:
                self.tails.clear()
            tail = self.tails[key] = self._tail(found)
        return tail

    def _tail(self, found: Sequence[Outcome | None]) -> Tail:
        asked = self.plan.requirements
        verdicts = [each[0] for each in found if each is not None]
        counts = tuple([verdicts.count(each) for each in Verdict])
        waiting = [
            (place, each)
            for place, each in enumerate(found)
            if each is not None and each[0] in _WAITING
        ]
        said = b",".join([self._piece(each) for each in waiting])
        counted = msgspec.json.encode(dict(zip(map(str, Verdict), counts, strict=True)))
        reasons = [
            (place, str(verdict), reason)
            for place, (verdict, reason) in waiting
            if asked[place].mandatory and not reason.startswith("group-")
        ]
        papers = tuple([p for p, _, reason in reasons if reason == "evidence-not-admissible"])
        plain = [each for each in reasons if each[0] not in papers]
        return Tail(
            found=found,
            counts=counts,
            json=b',"counts":%b,"findings":{%b}}\n' % (counted, said),
            listed="; ".join([f"{asked[p].id}: {verdict} {why}" for p, (verdict, why) in waiting]),
            causes=frozenset([(verdict, reason) for _, verdict, reason in plain]),
            places=tuple([(verdict, reason, asked[p].id) for p, verdict, reason in plain]),
            papers=papers,
        )

    def _piece(self, waiting: tuple[int, Outcome]) -> bytes:
        piece = self.pieces.get(waiting)
        if piece is None:
            place, (verdict, reason) = waiting
            if len(self.pieces) >= 4 * _MOST_KEPT:
                self.pieces.clear()
            name = msgspec.json.encode(self.plan.requirements[place].id)
            piece = name + b":" + msgspec.json.encode([str(verdict), reason])
            self.pieces[waiting] = piece
        return piece


def json_row(at: str, name: str | None, told: Told, tail: Tail) -> bytes:
    """Return a row as a line of JSON; what is not there is left out."""
    head: dict[str, Any] = {"at": at, "submission": name, "verdict": str(told.verdict),
                            "reason": told.reason}  # fmt: skip
    if name is None or told.reason is None:
        head = {key: value for key, value in head.items() if value is not None}
    return msgspec.json.encode(head)[:-1] + tail.json


def csv_row(at: str, name: str | None, told: Told, tail: Tail) -> bytes:
    """Return a row for a spreadsheet."""
    return csv_lines([(at, name or "", str(told.verdict), told.reason or "", *tail.counts,
                       tail.listed)])  # fmt: skip


def csv_lines(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows for a spreadsheet, none of whose cells is taken for a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[_cell(c) for c in row] for row in rows])
    return text.getvalue().encode(errors="replace")


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def count(summary: "Summary", told: Told, tail: Tail, times: int = 1) -> None:
    """Add one submission to the totals, or several of which the same was told."""
    summary.verdicts[str(told.verdict)] += times
    causes = set(tail.causes)
    if told.reason:
        causes.add((str(told.verdict), told.reason))
    for verdict, reason, name in tail.places:
        summary.places[verdict, reason, name] += times
    for place in tail.papers:
        finding = told.finding(place)
        # the reasons of the documents at fault, each once
        for why in {each.reason for each in finding.rejected} or {finding.reason}:
            cause = (str(finding.verdict), why)
            causes.add(cause)
            summary.places[*cause, finding.requirement] += times
    for cause in causes:
        summary.causes[cause] += times


@dataclass(eq=False, slots=True)
class Tally:
    """Counts submissions, those of which the same was told in one go."""

    same: dict[tuple[Tail, Verdict, str | None], int] = field(default_factory=dict)

    def add(self, summary: "Summary", told: Told, tail: Tail) -> None:
        """Count one, at once where its documents say why, else with the others like it."""
        if tail.papers:
            count(summary, told, tail)
            return
        key = (tail, told.verdict, told.reason)
        self.same[key] = self.same.get(key, 0) + 1

    def close(self, summary: "Summary") -> None:
        """Add what was counted to the totals."""
        for (tail, verdict, reason), times in self.same.items():
            count(summary, Told(verdict, reason, tail.found, _unasked), tail, times)
        self.same.clear()


def _unasked(place: int) -> "Finding":
    raise AssertionError(place)
