"""Concessions: a disposition beside a failing finding, which never changes a verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.checking.gate import Gate
from conformance.checking.subject import folded, same_model
from conformance.judging import judge
from conformance.model.assessment import Finding, Remark
from conformance.model.dates import read_date
from conformance.quantities.limit import IllFormed
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessor import Concession


def dispositions(gate: Gate, findings: Sequence[Finding]) -> tuple[list[Finding], list[Remark]]:
    """Return the findings with their dispositions, and what is said of each concession."""
    found = {finding.requirement: finding for finding in findings}
    remarks = []
    for concession in gate.assessor.concessions:
        facts = {"detail": concession.requirement, "expires": str(concession.expires)}
        finding = found.get(concession.requirement)
        problem = _problem(gate, concession, finding)
        if problem is None and finding is not None:
            found[finding.requirement] = replace(finding, disposition="released-under-concession")
        else:
            remarks.append(Remark(problem or "concession-unused", facts))
    return [found[finding.requirement] for finding in findings], remarks


def _problem(gate: Gate, concession: "Concession", finding: Finding | None) -> str | None:
    """Return why a concession has no effect, None where it has."""
    if finding is None:
        return "concession-unknown-target"
    if finding.law:
        return "concession-of-law"
    expires = read_date(str(concession.expires))
    if expires is None or expires < gate.facts.as_of:
        return "concession-expired"
    lot = gate.facts.subject.lot
    other_lot = concession.lot and lot and folded(concession.lot) != folded(lot)
    if other_lot or not same_model(concession.model, gate.facts.subject.model):
        return "concession-other-subject"
    if finding.verdict is not Verdict.FAIL:
        return "concession-unused"
    try:
        covered = judge(concession.range, list(finding.measured)).verdict is Verdict.PASS
    except IllFormed:
        return "concession-unreadable"
    return None if covered else "concession-exceeded"
