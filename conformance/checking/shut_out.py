"""Reports that are refused as a whole, so that no row of theirs has to be looked at.

Where every report with a row on a requirement is one of them, none of the evidence is admissible,
whatever the rows say: bad news in it only ever takes a pass away.  A report is refused as a whole
for what it is about, or under the one policy that its rows would be admitted under.
"""

from collections.abc import Callable, Iterable, Set

from conformance.checking.admissibility import issued_later, of_document
from conformance.checking.gate import Gate
from conformance.checking.identity import another_subject
from conformance.checking.sheet import MISSING, Answers, Cell, Line, one
from conformance.model.plan import PolicyAsked
from conformance.model.submission import Document, Result, TestReport

REFUSED = one((MISSING, "evidence-not-admissible"))


def shut_out(
    gate: Gate,
    documents: Iterable[Document],
    places: Set[int],
    cell_of: Callable[[Result], Cell | None],
) -> dict[int, frozenset[str]]:
    """Return the places, of those given, where only refused reports have rows, and why they are.

    Each row of every document has to lead to at most one requirement, and surely to that.
    """
    refused: dict[int, set[str]] = {}
    others: set[int] = set()
    for report in documents:
        if not isinstance(report, TestReport):
            continue
        why: dict[int, str | None] = {}
        for row in report.results:
            cell = cell_of(row)
            if cell is None or cell.place not in places:
                continue
            policy = _only_policy(cell.line)
            reason = None
            if policy is not None:
                if id(policy) not in why:
                    why[id(policy)] = _refused(gate, report, policy)
                reason = why[id(policy)]
            if reason is None:
                others.add(cell.place)
            else:
                refused.setdefault(cell.place, set()).add(reason)
    return {place: frozenset(each) for place, each in refused.items() if place not in others}


def _only_policy(line: Line) -> PolicyAsked | None:
    """Return the only policy that says what shows a requirement; None where it takes more."""
    plain = line.answers is Answers.ROWS and len(line.requirement.ways) == 1
    return line.policy if plain else None


def _refused(gate: Gate, report: TestReport, policy: PolicyAsked) -> str | None:
    """Return why no row of a report is admitted, whatever it says; None where one may be."""
    if report.part is not None or report.relations:
        return None
    refusal = (
        another_subject(gate, report, None, None)
        or issued_later(report, gate.facts.as_of)
        or gate.once(of_document, report, policy)
    )
    return None if refusal is None else refusal.reason
