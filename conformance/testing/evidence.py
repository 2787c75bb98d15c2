"""Documents that count: one of each kind that the policies of a plan ask for."""

from collections.abc import Mapping
from datetime import date, timedelta

from conformance.model.plan import Ask, Plan, Requirement
from conformance.quantities.conditions import parse_condition, truth
from conformance.testing.facts import Data, Facts, facts_of, types_of, with_part
from conformance.testing.readings import condition_met, good_reading

TABLED = ("test-report", "audit", "inspection")


def evidence_for(plan: Plan, subject: Mapping[str, object], as_of: date) -> list[Data]:
    """Return documents that show every requirement that such documents can show.

    Left out is what no made document can show: chains, lots, identifiers, linked
    subjects, days between dates, and clauses whose figures are open.
    """
    facts = facts_of(plan, subject, as_of)
    tables: dict[str, list[Data]] = {kind: [] for kind in TABLED}
    others: list[Data] = []
    for requirement in plan.requirements:
        ask = asked_last(plan, requirement)
        if ask is None or ask.open is not None or not _can_be_shown(requirement):
            continue
        kind = _kind_of_rows(plan, requirement)
        if requirement.document or requirement.statement or ask.phrase:
            if _applies(plan, ask, facts):
                others += _documents(requirement, ask, as_of, facts)
        elif kind is not None:
            tables[kind] += _rows(plan, subject, requirement, ask, facts)
        elif _applies(plan, ask, facts):
            others += _covering_certificate(plan, requirement, ask, as_of)
    made = {"test-report": _report, "audit": _audit, "inspection": _inspection}
    first = [make(as_of, tables[kind]) for kind, make in made.items() if tables[kind]]
    return [*(first or [_report(as_of, [])]), *others]


def asked_last(plan: Plan, requirement: Requirement) -> Ask | None:
    """Return what the last choice of editions asks; None where it asks nothing."""
    if requirement.family is None:
        return requirement.asks[0]
    family = next(each for each in plan.families if each.id == requirement.family)
    return next((a for a in requirement.asks if a.use == len(family.uses) - 1), None)


def _can_be_shown(requirement: Requirement) -> bool:
    never = (
        requirement.group, requirement.sampling, requirement.chain, requirement.identifier,
        requirement.days, requirement.linked,
    )  # fmt: skip
    return not any(never)


def _kind_of_rows(plan: Plan, requirement: Requirement) -> str | None:
    """Return the first kind of document with rows that counts for a requirement."""
    kinds = [plan.policies[way].kind for way in requirement.ways if way in plan.policies]
    return next((kind for kind in kinds if kind in TABLED), None)


def _applies(plan: Plan, ask: Ask, facts: Facts) -> bool:
    condition = None if ask.applies is None else parse_condition(ask.applies)
    return truth(condition, facts, types_of(plan)) is not False


def _rows(
    plan: Plan, subject: Mapping[str, object], requirement: Requirement, ask: Ask, facts: Facts
) -> list[Data]:
    """Return one row, or one for each declared part that the requirement is about."""
    if requirement.each is None:
        row = _row(requirement, ask, facts) if _applies(plan, ask, facts) else None
        return [] if row is None else [row]
    rows = []
    parts = subject.get("parts")
    for part in parts if isinstance(parts, list) else []:
        if part["kind"] != requirement.each:
            continue
        known = with_part(facts, part, plan)
        row = _row(requirement, ask, known) if _applies(plan, ask, known) else None
        if row is not None:
            rows.append({**row, "part": part["id"], "locator": f"{requirement.id} {part['id']}"})
    return rows


def _row(requirement: Requirement, ask: Ask, facts: Facts) -> Data | None:
    value = good_reading(ask, facts)
    if value is None:
        return None
    row: Data = {"values": [value] * (ask.specimens or 1), "locator": requirement.id}
    if ask.statistic == "range":
        row["values"] = [value] * max(ask.specimens or 1, 2)
    row |= {"clause": ask.clause} if ask.clause else {"requirement": requirement.id}
    if ask.clause:
        row["item"] = requirement.title.zh
    if ask.conditions:
        row["conditions"] = {each.name: condition_met(each, facts) for each in ask.conditions}
    if ask.method:
        row["method"] = ask.method[0]
    if ask.correction is not None:
        row["corrected"] = "yes"
    if not ask.rule.startswith("simple"):
        row["uncertainty"] = {"value": "0.001 %", "k": "2"}
    return row


# ---- documents


def _report(as_of: date, rows: list[Data]) -> Data:
    tested = _ago(as_of, 30)
    return {
        "id": "R1", "kind": "test-report", "number": "N-1", "tested_model": "M-1",
        "laboratory": {"name": "Lab", "cma": "200000000000", "cnas": "L1234"},
        "sample": {"drawn_by": "laboratory", "number": "S-1"}, "factory": "Plant",
        "tested": {"from": tested, "to": tested}, "complete": True, "final": True,
        "issued": _ago(as_of, 20), "conclusion": "P", "results": rows,
    }  # fmt: skip


def _audit(as_of: date, rows: list[Data]) -> Data:
    return {
        "id": "A1", "kind": "audit", "number": "N-2", "auditor": "Body", "site": "Plant",
        "date": _ago(as_of, 30), "complete": True, "final": True, "results": rows,
    }  # fmt: skip


def _inspection(as_of: date, rows: list[Data]) -> Data:
    return {
        "id": "I1", "kind": "inspection", "number": "N-3", "inspector": "Body", "lot": "L-1",
        "tested_model": "M-1", "factory": "Plant", "sample": {"drawn_by": "inspection body"},
        "date": _ago(as_of, 10), "issued": _ago(as_of, 9), "complete": True, "final": True,
        "results": rows,
    }  # fmt: skip


def _ago(as_of: date, days: int) -> str:
    return (as_of - timedelta(days=days)).isoformat()


def _documents(requirement: Requirement, ask: Ask, as_of: date, facts: Facts) -> list[Data]:
    """Return the documents that meet a requirement about documents, statements or words."""
    name = requirement.id.replace("/", "-")
    if ask.phrase is not None:
        words = [*ask.phrase.any[:1], *ask.phrase.exactly_one[:1]]
        return [
            {"id": f"M-{name}-{place}", "kind": "marking", "where": place, "shown_by": "photo",
             "model": "M-1", "text": " ".join(words) or "—"}
            for place in ask.phrase.on
        ]  # fmt: skip
    if requirement.statement is not None:
        value = True if ask.expects == "inspection" else good_reading(ask, facts)
        return [_declaration(name, as_of) | {"statements": {requirement.statement: value}}]
    asked = requirement.document
    if asked is None or asked.kind not in ("certificate", "licence", "declaration"):
        return []
    if asked.kind == "declaration":
        return [_declaration(name, as_of)]
    document = _paper(asked.kind, name, as_of)
    if asked.scheme is not None:
        document["scheme"] = asked.scheme
    if asked.kind == "certificate":
        document |= {"models": ["M-1"], "standards": list(asked.standards)}
    category = asked.category or facts.get(asked.category_of or "")
    if asked.kind == "licence" and isinstance(category, str):
        document["categories"] = [category]
    return [document]


def _covering_certificate(
    plan: Plan, requirement: Requirement, ask: Ask, as_of: date
) -> list[Data]:
    """Return a certificate that covers the clause, where a policy takes one for evidence."""
    policies = [plan.policies[way] for way in requirement.ways if way in plan.policies]
    policy = next((each for each in policies if each.kind == "certificate"), None)
    if policy is None or ask.standard is None:
        return []
    document = _paper("certificate", requirement.id.replace("/", "-"), as_of)
    document |= {"models": ["M-1"], "standards": [ask.standard]}
    return [document | ({"scheme": policy.scheme} if policy.scheme else {})]


def _declaration(name: str, as_of: date) -> Data:
    return {
        "id": f"D-{name}", "kind": "declaration", "by": "Maker", "signed": _ago(as_of, 300),
    }  # fmt: skip


def _paper(kind: str, name: str, as_of: date) -> Data:
    return {
        "id": f"C-{name}", "kind": kind, "number": f"X-{name}", "holder": "Maker",
        "issued": _ago(as_of, 300), "expires": (as_of + timedelta(days=300)).isoformat(),
        "status": "valid", "status_checked": _ago(as_of, 1), "factory": "Plant",
    }  # fmt: skip
