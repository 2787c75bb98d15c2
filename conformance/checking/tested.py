"""Rows of documents as evidence: which are admitted, what they show, bad news in the rest."""

from collections.abc import Sequence

from msgspec import Struct

from conformance.checking.admissibility import fails_as_a_whole, inadmissible, issued_later
from conformance.checking.answers import FAIL, Answer, determined
from conformance.checking.documents import Shown, certificate_way, cited, rejected
from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.identity import another_subject
from conformance.checking.relations import Proven, replaces
from conformance.checking.rows import Row
from conformance.checking.values import facts_of, judge_rows
from conformance.judging import Criterion, Determination
from conformance.model.assessment import Rejected
from conformance.model.plan import Ask, PolicyAsked, Requirement
from conformance.model.submission import Certificate, Document, Part


class Weighed(Struct, frozen=True):
    """What rows show of a requirement, what was set aside, and why that blocks a pass."""

    answers: tuple[Answer, ...]
    aside: tuple[Rejected, ...]
    adverse: dict[str, str] | None


class _Group(Struct, frozen=True):
    """Rows of one document, which are one sample set, with why they are not admitted."""

    rows: list[Row]
    refusal: Refusal | None
    found: Determination


def weigh(
    gate: Gate,
    requirement: Requirement,
    ask: Ask,
    part: Part | None,
    criterion: Criterion,
    rows: Sequence[Row],
    relations: Sequence[Proven],
) -> Weighed:
    """Return what rows show of a requirement."""
    policies = [gate.plan.policies[way] for way in requirement.ways]
    groups = [
        _Group(group, _refusal(gate, group, ask, part, policies), judge_rows(criterion, ask, group))
        for group in _sample_sets(rows)
    ]
    gone = _superseded(groups, relations, requirement.id)
    answers, aside, adverse = [], [], None
    for group in groups:
        first, found = group.rows[0], group.found
        if first.document.id in gone:
            aside.append(Rejected(first.document.id, "superseded", {}, first.locator))
            continue
        if group.refusal is None:
            places = tuple(cited(row.document, row.locator) for row in group.rows)
            answers.append(determined(found, places))
            continue
        aside.append(rejected(first.document, group.refusal, first.locator))
        if adverse is None and _bad_news(gate, group, requirement):
            adverse = {**facts_of(found), "document": first.document.number or first.document.id}
    return Weighed(tuple(answers), tuple(aside), adverse)


def bad_words(gate: Gate, requirement: Requirement, rows: Sequence[Row]) -> dict[str, str] | None:
    """Return the facts of a row that says "fail" of something that no row can show."""
    inspection = Criterion(accepted=None, text="")
    weighed = weigh(gate, requirement, requirement.asks[0], None, inspection, rows, ())
    for answer in weighed.answers:
        if answer.verdict is FAIL:
            return {**answer.facts, "document": answer.evidence[0].document}
    return weighed.adverse


def _sample_sets(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each document; rows in doubt by themselves, to spoil no others."""
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.document.id, row.doubt), []).append(row)
    return list(groups.values())


def _refusal(
    gate: Gate,
    rows: Sequence[Row],
    ask: Ask,
    part: Part | None,
    policies: Sequence[PolicyAsked],
) -> Refusal | None:
    """Return why the rows of a document are not admitted under any policy; identity first."""
    document = rows[0].document
    refusal = another_subject(gate, document, part, ask) or issued_later(document, gate.facts.as_of)
    if refusal is not None:
        return refusal
    if rows[0].doubt is not None:
        item = rows[0].result.item or rows[0].result.clause or rows[0].result.requirement
        told = (("item", item), *rows[0].told)
        return Refusal(rows[0].doubt, tuple((name, text) for name, text in told if text))
    fitting = [policy for policy in policies if policy.kind == document.kind]
    if not fitting:
        return refuse("kind-not-accepted", found=document.kind)
    reasons = [
        next((r for row in rows if (r := inadmissible(gate, row, ask, policy))), None)
        for policy in fitting
    ]
    return None if None in reasons else reasons[0]


def _superseded(
    groups: Sequence[_Group], relations: Sequence[Proven], requirement: str
) -> set[str]:
    """Return the documents whose rows an admitted later document replaces here."""
    by_document = {group.rows[0].document.id: group for group in groups if not group.rows[0].doubt}
    gone = set()
    for relation in relations:
        later, earlier = by_document.get(relation.later), by_document.get(relation.earlier)
        if later is None or earlier is None or later.refusal is not None:
            continue
        if replaces(relation, later.rows, earlier.rows, requirement):
            gone.add(relation.earlier)
    return gone


def _bad_news(gate: Gate, group: _Group, requirement: Requirement) -> bool:
    """Return whether rows that are not admitted would not conform, and nobody dismissed them."""
    document, refusal = group.rows[0].document, group.refusal
    if refusal is None or refusal.identity or refusal.reason == "issued-after-as-of":
        return False
    if group.found.verdict is not FAIL and not fails_as_a_whole(document):
        return False
    return not dismissed(gate, document, requirement)


def dismissed(gate: Gate, document: Document, requirement: Requirement) -> bool:
    """Return whether the assessor dismissed what a document says of a requirement."""
    return any(
        each.document in (document.id, document.number)
        and each.requirement in (None, requirement.id)
        for each in gate.assessor.dismissed
    )


def show_certificates(
    gate: Gate, requirement: Requirement, ask: Ask, part: Part | None
) -> tuple[list[Answer], list[Rejected]]:
    """Return what certificates show of a requirement that names them as a way to evidence."""
    answers, aside = [], []
    for way in requirement.ways:
        policy = gate.plan.policies[way]
        for document in gate.documents if policy.kind == "certificate" else ():
            if not isinstance(document, Certificate):
                continue
            shown = certificate_way(gate, policy, document, ask.standard, part)
            if isinstance(shown, Shown):
                rests = frozenset({"status"}) if shown.claimed else frozenset()
                answers.append(
                    Answer(shown.verdict, "certificate-covers", shown.facts,
                           evidence=(shown.evidence,), rests_on=rests)
                )  # fmt: skip
            else:
                aside.append(rejected(document, shown))
    return answers, aside
