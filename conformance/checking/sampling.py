"""Acceptance of a lot by attributes: single sampling plans of GB/T 2828.1-2012.

The tables are data beside this module.  A cell that could not be checked against
the standard carries `?` and gives no plan.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from conformance.checking.admissibility import fails_as_a_whole, inadmissible, says
from conformance.checking.answers import FAIL, MISSING, PASS, Answer, combined
from conformance.checking.documents import cited, rejected
from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.identity import another_subject
from conformance.checking.relations import Proven, replaces
from conformance.checking.rows import Row
from conformance.checking.stated import stated
from conformance.checking.subject import folded
from conformance.checking.switching import state_after
from conformance.checking.tested import dismissed
from conformance.model.assessment import Rejected
from conformance.model.plan import Ask, PolicyAsked, Requirement, SamplingAsked
from conformance.model.submission import Inspection
from conformance.quantities.reading import Expects, Form, Measured, read_reading
from conformance.verdicts import Verdict, all_of

TABLES = Path(__file__).parent / "tables"


class LotPlan(Struct, frozen=True):
    """How many to inspect, and the numbers of nonconforming that accept and reject the lot."""

    code: str
    size: int
    accept: int
    reject: int

    def __str__(self) -> str:
        return f"n = {self.size}, Ac = {self.accept}, Re = {self.reject}"


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def code_letter(lot: int, level: str) -> str:
    """Return the code letter for a lot (table 1).

    >>> code_letter(1200, "II"), code_letter(1201, "II")
    ('J', 'K')
    """
    rows = _table("code_letters")
    return next(row[level] for row in reversed(rows) if lot >= int(row["lot_min"]))


def lot_plan(lot: int, level: str, aql: str, state: str = "normal") -> LotPlan | None:
    """Return the single plan for a lot; None where a cell on the way is not established.

    Arrows lead to the first plan below or above, whose sample size it then is; a
    sample as large as the lot is the whole lot.

    >>> str(lot_plan(1000, "II", "1.5")), str(lot_plan(20, "II", "0.65"))
    ('n = 80, Ac = 3, Re = 4', 'n = 20, Ac = 0, Re = 1')
    """
    rows = _table(f"single_{state}")
    if lot < 2:
        return None
    here = next(i for i, row in enumerate(rows) if row["code"] == code_letter(lot, level))
    while 0 <= here < len(rows):
        cell = rows[here][aql]
        if "?" in cell:
            return None
        if "/" in cell:
            accept, reject = map(int, cell.split("/"))
            size = min(int(rows[here]["n"]), lot)
            return LotPlan(rows[here]["code"], size, accept, reject)
        here += 1 if cell == "down" else -1
    return None


def answer_lot(
    gate: Gate,
    requirement: Requirement,
    ask: Ask,
    rows: Sequence[Row],
    relations: Sequence[Proven] = (),
) -> Answer:
    """Return whether every inspection of the lot accepts it, for every class of defect.

    An inspection of the lot resubmitted stands in for the one that rejected it.
    """
    if requirement.sampling is None:
        raise AssertionError(requirement)
    answers: list[Answer] = []
    aside: list[Rejected] = []
    by_document: dict[str, list[Row]] = {}
    for row in rows:
        by_document.setdefault(row.document.id, []).append(row)
    refusals = {name: _refusal(gate, own, ask) for name, own in by_document.items()}
    admitted = {name: own for name, own in by_document.items() if refusals[name] is None}
    gone = {
        each.earlier
        for each in relations
        if each.later in admitted
        and each.earlier in admitted
        and _resubmitted(each, admitted[each.later], admitted[each.earlier], requirement.id)
    }
    for name, own in by_document.items():
        if name in gone:
            continue
        refusal, document = refusals[name], own[0].document
        if refusal is not None or not isinstance(document, Inspection):
            refusal = refusal or refuse("kind-not-accepted", found=document.kind)
            aside.append(rejected(document, refusal))
            if not refusal.identity and not dismissed(gate, document, requirement):
                answers += _bad_news(gate, requirement.sampling, document, own)
            continue
        found = list(_classes(gate, requirement.sampling, document, own))
        found += _failed(document, own)
        verdict = all_of(answer.verdict for answer in found)
        answers.append(next(answer for answer in found if answer.verdict is verdict))
    return _blocked(combined(answers, aside, "no-evidence", {"kind": "inspection"}), answers)


def _resubmitted(
    each: Proven, again: Sequence[Row], before: Sequence[Row], requirement: str
) -> bool:
    """Return whether as many were inspected again as before, and the rows are the same."""
    counts = [
        _count(str(rows[0].document.sample.count))
        if isinstance(rows[0].document, Inspection) and rows[0].document.sample
        else None
        for rows in (again, before)
    ]
    later, earlier = counts
    if later is None or earlier is None or later < earlier:
        return False
    return replaces(each, again, before, requirement)


def _refusal(gate: Gate, rows: Sequence[Row], ask: Ask) -> Refusal | None:
    document = rows[0].document
    refusal = another_subject(gate, document, None, ask)
    if refusal is not None:
        return refusal
    sample = document.sample if isinstance(document, Inspection) else None
    lot = stated(document.lot) or stated(sample.lot if sample else None)
    wanted = stated(gate.facts.subject.lot)
    if lot is None:
        return refuse("lot-not-stated", wanted=wanted)
    if wanted is None:
        return refuse("lot-not-declared", found=lot)
    if folded(lot) != folded(wanted):
        return refuse("wrong-lot", identity=True, found=lot, wanted=wanted)
    policy = PolicyAsked(kind="inspection")
    return next((r for row in rows if (r := inadmissible(gate, row, ask, policy))), None)


def _bad_news(
    gate: Gate, asked: SamplingAsked, document: object, rows: Sequence[Row]
) -> list[Answer]:
    """Return what blocks a pass where an inspection that is not admitted rejects the lot."""
    if not isinstance(document, Inspection):
        return []
    bad = [a for a in _classes(gate, asked, document, rows) if a.verdict is FAIL]
    bad += _failed(document, rows)
    if fails_as_a_whole(document):
        bad.append(Answer(FAIL, "laboratory-failed", {"value": document.conclusion or ""}))
    number = document.number or document.id
    return [
        Answer(MISSING, "adverse-evidence-unresolved", {**answer.facts, "document": number})
        for answer in bad[:1]
    ]


def _failed(document: Inspection, rows: Sequence[Row]) -> Iterator[Answer]:
    """Yield that the inspector says of a row that it fails, whatever was counted."""
    for row in rows:
        if says(row.result.verdict) == "fail":
            facts = {"value": row.result.verdict or ""}
            yield Answer(FAIL, "laboratory-failed", facts, evidence=(cited(document, row.locator),))


def _blocked(answer: Answer, answers: Sequence[Answer]) -> Answer:
    adverse = next((a for a in answers if a.reason == "adverse-evidence-unresolved"), None)
    return adverse if adverse is not None and answer.verdict is PASS else answer


def _classes(
    gate: Gate, asked: SamplingAsked, document: Inspection, rows: Sequence[Row]
) -> Iterator[Answer]:
    """Yield the answer for each class of defect in one inspection."""
    declared = {q for q in (gate.facts.subject.quantity, document.quantity) if q is not None}
    sizes = {str(size) for size in declared}
    place = (cited(document),)
    lot = _count(sizes.pop()) if len(sizes) == 1 else None
    if lot is None:
        said = " / ".join(sorted(str(size) for size in declared))
        yield Answer(MISSING, "lot-size-not-stated", {"value": said}, evidence=place)
        return
    inspected = _count(str(document.sample.count)) if document.sample else None
    state = asked.state
    if state == "by-history":
        if document.history is None:
            yield Answer(MISSING, "lot-history-not-stated", {}, evidence=place)
            return
        state = state_after(document.history)
        if state == "discontinued":
            yield Answer(MISSING, "inspection-discontinued", {}, evidence=place)
            return
    counts = _counts(rows)
    for defect, aql in asked.accept:
        aql = aql.removeprefix("AQL").strip()
        plan = lot_plan(lot, asked.level, aql, state)
        limit = f"{defect}: AQL {aql}" + (f", {plan}" if plan else "")
        # where one class alone is asked for, whatever answers is of that class
        alone = len(asked.accept) == 1
        found = _total(counts) if alone else counts.get(folded(defect).casefold())
        facts = {"limit": limit, "detail": str(lot), "count": str(inspected or ""),
                 "value": f"{defect} {found}" if found is not None else defect}  # fmt: skip
        if plan is None:
            yield Answer(MISSING, "plan-not-established", facts, limit, evidence=place)
            continue
        facts["need"] = str(plan.size)
        verdict, reason = _decided(plan, inspected, found)
        if reason == "defects-not-counted":
            facts["detail"] = defect
        yield Answer(verdict, reason, facts, limit, evidence=place)


def _decided(plan: LotPlan, inspected: int | None, found: int | None) -> tuple[Verdict, str]:
    """Return verdict and reason; more inspected than planned can accept, fewer can reject."""
    if found is None:
        return MISSING, "defects-not-counted"
    if inspected is None:
        return MISSING, "sample-count-not-stated"
    if found >= plan.reject:
        return (MISSING, "sample-too-large") if inspected > plan.size else (FAIL, "lot-rejected")
    if inspected < plan.size:
        return MISSING, "sample-too-small"
    return PASS, "lot-accepted"


def _counts(rows: Sequence[Row]) -> Mapping[str, int | None]:
    """Return the number found of each class, summed over its rows; None where one is no count."""
    counts: dict[str, int | None] = {}
    for row in rows:
        name = folded(row.result.item).casefold()
        texts = row.texts
        number = _count(texts[0]) if len(texts) == 1 else None
        before = counts.get(name, 0)
        counts[name] = None if before is None or number is None else before + number
    return counts


def _total(counts: Mapping[str, int | None]) -> int | None:
    """Return the number found in all, None where one is no count or there is none."""
    numbers = [number for number in counts.values() if number is not None]
    return sum(numbers) if numbers and len(numbers) == len(counts) else None


def _count(text: str) -> int | None:
    """Return a whole number from zero up, None where a text is none."""
    read = read_reading(text, Expects.NUMBER)
    if not isinstance(read, Measured) or read.form is not Form.POINT or read.units:
        return None
    value = read.values.hull().low
    return int(value) if value is not None and value >= 0 and value.denominator == 1 else None
