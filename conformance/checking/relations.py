"""Relations between reports: a later one may amend, retest or re-inspect an earlier one.

The relation is read in the later document.  What can be seen of it without
looking at a requirement is proven here once; that the later document is itself
admissible, and repeats the row with specimens enough, is asked for each
requirement.  Where it is not proven, both results stand.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from conformance.checking.admissibility import end_of_testing, parties, says
from conformance.checking.gate import Gate
from conformance.checking.identity import another_subject
from conformance.checking.rows import Row, Tabled
from conformance.checking.stated import stated
from conformance.checking.subject import folded
from conformance.model.assessment import Remark
from conformance.model.dates import read_date
from conformance.model.submission import Audit, Inspection, Relation, TestReport


class Proven(Struct, frozen=True):
    """A relation that counts where the later document is admissible."""

    later: str
    earlier: str
    relation: Relation


def proven_relations(gate: Gate) -> tuple[list[Proven], list[Remark]]:
    """Return the relations between documents that are proven, and what is said of the others."""
    claimed: list[tuple[Tabled, Tabled, Relation]] = []
    # which of several documents with one number is meant, nobody can say
    unclear: set[tuple[str, str]] = set()
    for later in gate.documents:
        for relation in later.relations if isinstance(later, Tabled) else ():
            named = relation.amends or relation.retests or relation.re_inspects
            if isinstance(later, Tabled):
                others = [e for e in gate.numbered.get(folded(named), ()) if e.id != later.id]
                claimed += [(later, earlier, relation) for earlier in others]
                if len(others) > 1:
                    unclear.add((later.id, folded(named)))
    edges = {(later.id, earlier.id) for later, earlier, _ in claimed}
    proven, remarks = [], []
    for later, earlier, relation in claimed:
        cyclic = _reaches(edges, earlier.id, later.id)
        problem = "cyclic" if cyclic else _unproven(gate, later, earlier, relation)
        if (later.id, folded(earlier.number)) in unclear:
            problem = "number"
        if problem is None:
            proven.append(Proven(later.id, earlier.id, relation))
            continue
        facts = {"detail": problem, "document": earlier.number or earlier.id}
        remarks.append(Remark("supersession-unproven", facts, later.id))
    return proven, remarks


def _reaches(edges: Iterable[tuple[str, str]], start: str, end: str) -> bool:
    """Return whether relations lead from one document to another."""
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            waiting += [earlier for later, earlier in edges if later == here]
    return False


def _unproven(gate: Gate, later: Tabled, earlier: Tabled, relation: Relation) -> str | None:
    """Return what keeps the relation from counting, None where it counts."""
    if not _about_this_subject(gate, later):
        return "subject"
    first, second = _day(earlier), _day(later)
    if first is None or second is None or second < first:
        return "dates"
    if relation.re_inspects is not None:
        return None if _independent(gate, relation.ordered_by) else "ordered_by"
    same_laboratory = _laboratory(later) == _laboratory(earlier) != ""
    if relation.amends is not None:
        if not same_laboratory:
            return "laboratory"
        return None if _sample(later) == _sample(earlier) != "" else "sample"
    named = {folded(name) for name in gate.assessor.laboratories_for_retest}
    if not same_laboratory and _laboratory(later) not in named:
        return "laboratory"
    if not relation.results:
        return "results"
    return None if stated(relation.changed) else "changed"


def _about_this_subject(gate: Gate, later: Tabled) -> bool:
    """Return whether a document is about the subject, or about a part that its rows name."""
    named = [later.part] if later.part else [row.part for row in later.results]
    parts = {name or "": gate.parts.get(name or "") for name in (named or [None])}
    return any(another_subject(gate, later, part, None) is None for part in parts.values())


def _independent(gate: Gate, ordered_by: str | None) -> bool:
    """Return whether somebody is named who is not a party to the sale."""
    names = [*parties(gate), "client", "applicant", "manufacturer", "委托方", "申请方"]
    return bool(stated(ordered_by)) and folded(ordered_by) not in {folded(name) for name in names}


def _day(document: Tabled) -> date | None:
    issued = document.issued if isinstance(document, TestReport | Inspection) else None
    return read_date(issued) if issued else end_of_testing(document)


def _laboratory(document: Tabled) -> str:
    """Return who looked: the laboratory, the auditor or the inspector."""
    match document:
        case TestReport(laboratory=laboratory):
            return folded(stated(laboratory.name)) if laboratory else ""
        case Inspection(inspector=inspector):
            return folded(stated(inspector))
        case _:
            return folded(stated(document.auditor))


def _sample(document: Tabled) -> str:
    """Return what was looked at: the number of the sample, or the site of an audit."""
    if isinstance(document, Audit):
        return folded(stated(document.site))
    return folded(stated(document.sample.number)) if document.sample else ""


def replaces(each: Proven, again: Sequence[Row], before: Sequence[Row], requirement: str) -> bool:
    """Return whether admissible rows of the later document replace rows of the earlier one.

    Both are rows of one requirement, by whose name the relation may name them, too.
    """
    named = each.relation.results
    if named is not None and not all(_names(named, row, requirement) for row in before):
        return False
    if {row.part for row in before} - {row.part for row in again}:
        return False
    return each.relation.retests is None or _tested(again) >= _tested(before)


def _names(named: Sequence[str], row: Row, requirement: str) -> bool:
    result = row.result
    wanted = {folded(text).casefold() for text in named}
    own = (row.locator, result.clause, result.requirement, result.item, requirement)
    return any(folded(text).casefold() in wanted for text in own if text)


def _tested(rows: Sequence[Row]) -> int:
    """Return how many specimens have a result; a gap is none."""
    specimens = [specimen for row in rows for specimen in row.specimens]
    gaps = sum(all(not t or says(t) == "not-tested" for t in each) for each in specimens)
    return len(specimens) - gaps
