"""Relations between reports: a later one may amend, retest or re-inspect an earlier one.

The relation is read in the later document, which must itself be about this
subject.  Where it is not proven, both results stand.
"""

from collections.abc import Sequence

from conformance.checking.admissibility import Gate, another_subject, end_of_testing
from conformance.checking.rows import Matched, Row, Tabled
from conformance.checking.subject import folded
from conformance.model.assessment import Remark
from conformance.model.dates import read_date
from conformance.model.submission import Document, Inspection, Relation, TestReport

Gone = dict[tuple[str, str | None], set[str]]


def superseded(
    gate: Gate, documents: Sequence[Document], matched: Matched
) -> tuple[Gone, list[Remark]]:
    """Return, for each requirement and part, the documents whose rows a later one replaces."""
    by_number = {folded(d.number): d for d in documents if d.number and isinstance(d, Tabled)}
    gone: Gone = {}
    remarks = []
    for later in documents:
        if not isinstance(later, Tabled):
            continue
        for relation in later.relations:
            named = relation.amends or relation.retests or relation.re_inspects
            earlier = by_number.get(folded(named))
            if earlier is None or earlier.id == later.id:
                continue
            problem = _unproven(gate, later, earlier, relation)
            if problem:
                facts = {"detail": problem, "document": earlier.number or earlier.id}
                remarks.append(Remark("supersession-unproven", facts, later.id))
                continue
            _supersede(gone, matched, later, earlier, relation)
    return gone, remarks


def _unproven(gate: Gate, later: Tabled, earlier: Tabled, relation: Relation) -> str | None:
    """Return what keeps the relation from counting, None where it counts."""
    if another_subject(gate, later, None, None) is not None:
        return "subject"
    if later.complete is False or later.final is False:
        return "final"
    if _day(later) is None or _day(earlier) is None or not _day(later) >= _day(earlier):  # type: ignore[operator]
        return "dates"
    if relation.re_inspects is not None:
        return None if relation.ordered_by else "ordered_by"
    same_laboratory = _laboratory(later) == _laboratory(earlier) != ""
    if relation.amends is not None:
        if not same_laboratory:
            return "laboratory"
        return None if _sample(later) == _sample(earlier) != "" else "sample"
    named = {folded(name) for name in gate.assessor.laboratories_for_retest}
    if not same_laboratory and _laboratory(later) not in named:
        return "laboratory"
    return None if relation.changed else "changed"


def _day(document: Tabled) -> object:
    issued = document.issued if isinstance(document, TestReport | Inspection) else None
    return read_date(issued) if issued else end_of_testing(document)


def _laboratory(document: Tabled) -> str:
    laboratory = document.laboratory if isinstance(document, TestReport) else None
    return folded(laboratory.name) if laboratory else ""


def _sample(document: Tabled) -> str:
    sample = document.sample if isinstance(document, TestReport | Inspection) else None
    return folded(sample.number) if sample else ""


def _supersede(
    gone: Gone, matched: Matched, later: Tabled, earlier: Tabled, relation: Relation
) -> None:
    """Replace the earlier rows that the later document repeats, with specimens enough."""
    for requirement, rows in matched.items():
        new = [row for row in rows if row.document.id == later.id]
        old = [row for row in rows if row.document.id == earlier.id]
        for part in {row.part for row in old}:
            again = [row for row in new if row.part == part]
            before = [row for row in old if row.part == part]
            if not again:
                continue
            if relation.retests is not None and _specimens(again) < _specimens(before):
                continue
            gone.setdefault((requirement, part), set()).add(earlier.id)
            gone.setdefault((requirement, None), set()).add(earlier.id)


def _specimens(rows: Sequence[Row]) -> int:
    return sum(len(row.result.values) if row.result.values is not None else 1 for row in rows)
