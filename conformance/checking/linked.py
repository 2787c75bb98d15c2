"""Requirements that another submission has to meet: the factory beside the product.

The other submission is checked against a spec of its own.  It counts where this
one names it and it is about the very subject that this one declares.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from conformance.checking.answers import FAIL, MISSING, PASS, Answer, combined
from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.subject import folded, same_model
from conformance.model.assessment import Assessment, Cited, Finding, Rejected
from conformance.model.plan import LinkedAsked
from conformance.model.submission import Subject, Submission
from conformance.quantities.identifiers import plain_identifier

if TYPE_CHECKING:
    from conformance.model.submission import Organization

Check = Callable[[Submission], Assessment]


def answer_linked(
    gate: Gate, asked: LinkedAsked, named: Sequence[str], sent: Sequence[Submission], check: Check
) -> Answer:
    """Return whether every linked submission about that subject meets its spec."""
    facts = {"detail": asked.spec, "kind": asked.role}
    if not named:
        return Answer(MISSING, "linked-not-named", facts)
    answers: list[Answer] = []
    aside: list[Rejected] = []
    for name in dict.fromkeys(named):
        found = [each for each in sent if folded(each.submission) == folded(name)]
        if len(found) != 1:
            reason = "linked-twice" if found else "linked-not-sent"
            answers.append(Answer(MISSING, reason, {**facts, "number": name}))
            continue
        refusal = _another(gate, asked.role, found[0].subject or Subject())
        if refusal is not None:
            aside.append(Rejected(name, refusal.reason, refusal.as_facts))
            continue
        answers.append(_of(check(found[0]), name, facts))
    # of several sites, each has to conform
    worst = next((a for v in (FAIL, MISSING, PASS) for a in answers if a.verdict is v), None)
    if worst is None:
        return combined((), aside, "linked-not-named", facts)
    evidence = tuple(place for answer in answers for place in answer.evidence)
    rests = frozenset[str]().union(*(answer.rests_on for answer in answers))
    return Answer(worst.verdict, worst.reason, worst.facts, evidence=evidence,
                  rejected=tuple(aside), rests_on=rests)  # fmt: skip


def _of(found: Assessment, name: str, facts: dict[str, str]) -> Answer:
    """Return what the assessment of a linked submission says as a whole."""
    deciding = [f for f in found.findings if f.mandatory and f.verdict is found.verdict]
    told = {**facts, "number": name}
    reason = "linked-conforms"
    if found.verdict is not PASS:
        reason = "linked-fails" if found.verdict is FAIL else "linked-open"
        told["members"] = _names(deciding) or (found.reason or "")
    rests = frozenset(
        f"{name}: {claim}" for finding in found.findings for claim in finding.rests_on
    )
    return Answer(found.verdict, reason, told, evidence=(Cited(name),), rests_on=rests)


def _names(findings: Sequence[Finding], most: int = 5) -> str:
    names = [finding.requirement for finding in findings]
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def _another(gate: Gate, role: str, linked: Subject) -> Refusal | None:
    """Return why a linked subject is not the one that this submission declares."""
    own = gate.facts.subject
    if role == "product":
        if not own.model or not same_model(own.model, linked.model):
            return _other(linked.model, own.model)
        return _other(linked.brand, own.brand) if _differ(linked.brand, own.brand) else None
    party: Organization | None = getattr(own, role)
    if party is None or not party.name or _differ(linked.name, party.name):
        return _other(linked.name, party.name if party else None)
    codes = {plain_identifier(code) for code in (party.uscc, linked.uscc) if code}
    return _other(linked.uscc, party.uscc) if len(codes) > 1 else None


def _differ(one: str | None, other: str | None) -> bool:
    return folded(one).casefold() != folded(other).casefold()


def _other(found: str | None, wanted: str | None) -> Refusal:
    return refuse("linked-other-subject", identity=True, found=found, wanted=wanted)
