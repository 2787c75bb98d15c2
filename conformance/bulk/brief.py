"""Brief rows: what waits for somebody, written from pieces that were written before.

Of most submissions the same was found: what follows from it is worked out once and
kept.  Whatever is kept is bounded, and only says again what would be said anyway.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from conformance.bulk.summary import Cause
from conformance.model.assessment import why_none
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.bulk.summary import Summary
    from conformance.model.assessment import Assessment
    from conformance.model.plan import Plan

Outcome = tuple[Verdict, str]
"""A verdict and the reason for it."""
COLUMNS = ("at", "submission", "verdict", "reason", *map(str, Verdict), "findings")
NOT_ADMITTED, BEYOND = "evidence-not-admissible", "beyond-limit"
_WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
_MOST_KEPT = 2048
_encode = msgspec.json.encode


class Told(msgspec.Struct, frozen=True):
    """What was found of one submission: for each requirement of the plan, None where nothing.

    `why` is asked what is wrong with the documents at a place where none is admissible.
    """

    verdict: Verdict
    reason: str | None
    found: Sequence[Outcome | None]
    why: Callable[[int], frozenset[str]]


def told_of(answer: "Assessment", places: Mapping[str, int]) -> Told:
    """Return what an assessment says of each requirement, by their places in the plan."""
    found: list[Outcome | None] = [None] * len(places)
    findings = {places[each.requirement]: each for each in answer.findings}
    for place, each in findings.items():
        found[place] = (each.verdict, each.reason)
    return Told(answer.verdict, answer.reason, found, lambda place: why_none(findings[place]))


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
        papers: Places where the documents at fault say why, with the requirements.
    """

    found: Sequence[Outcome | None]
    counts: tuple[int, ...]
    json: bytes
    listed: str
    causes: frozenset[Cause]
    places: tuple[tuple[Cause, str], ...]
    papers: tuple[tuple[int, str], ...]


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
        said_why = [
            (place, Cause(str(verdict), reason, self._declared(place, reason)))
            for place, (verdict, reason) in waiting
            if asked[place].mandatory and not reason.startswith("group-")
        ]
        papers = tuple([(p, asked[p].id) for p, cause in said_why if cause.reason == NOT_ADMITTED])
        plain = [(cause, asked[p].id) for p, cause in said_why if cause.reason != NOT_ADMITTED]
        return Tail(
            found=found,
            counts=counts,
            json=b',"counts":%b,"findings":{%b}}\n' % (counted, said),
            listed="; ".join([f"{asked[p].id}: {verdict} {why}" for p, (verdict, why) in waiting]),
            causes=frozenset([cause for cause, _ in plain]),
            places=tuple(plain),
            papers=papers,
        )

    def _declared(self, place: int, reason: str) -> bool:
        """Return whether what falls short of a limit there is a declaration."""
        return reason == BEYOND and self.plan.requirements[place].statement is not None

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


_Same = tuple[Tail, Verdict, str | None, tuple[frozenset[str], ...]]
"""What was told of some submissions, with what is wrong at each of the places of documents."""


def json_row(at: str, name: str | None, told: Told, tail: Tail) -> bytes:
    """Return a row as a line of JSON; what is not there is left out."""
    named = b"" if name is None else b',"submission":' + _encode(name)
    return b'{"at":' + _encode(at) + named + _whole(told.verdict, told.reason) + tail.json


@lru_cache(maxsize=1024)
def _whole(verdict: Verdict, reason: str | None) -> bytes:
    said = b',"verdict":' + _encode(str(verdict))
    return said if reason is None else said + b',"reason":' + _encode(reason)


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


@dataclass(eq=False, slots=True)
class Tally:
    """Counts submissions, those of which the same was told in one go."""

    same: dict[_Same, int] = field(default_factory=dict)

    def add(self, summary: "Summary", told: Told, tail: Tail) -> None:
        """Count one, with the others like it; very many that are unlike are not held."""
        key = (tail, told.verdict, told.reason, tuple([told.why(p) for p, _ in tail.papers]))
        if len(self.same) >= _MOST_KEPT and key not in self.same:
            self.close(summary)
        self.same[key] = self.same.get(key, 0) + 1

    def close(self, summary: "Summary") -> None:
        """Add what was counted to the totals."""
        for each, times in self.same.items():
            _count(summary, each, times)
        self.same.clear()


def _count(summary: "Summary", same: _Same, times: int) -> None:
    """Add submissions to the totals of which the same was told."""
    tail, verdict, reason, whys = same
    summary.verdicts[str(verdict)] += times
    causes = set(tail.causes)
    if reason:
        causes.add(Cause(str(verdict), reason))
    for place in tail.places:
        summary.places[place] += times
    for (_, name), reasons in zip(tail.papers, whys, strict=True):
        for each in reasons:
            cause = Cause(str(Verdict.MISSING_EVIDENCE), each)
            causes.add(cause)
            summary.places[cause, name] += times
    for cause in causes:
        summary.causes[cause] += times
    for action in {each.action for each in causes}:
        summary.actions[action] += times
