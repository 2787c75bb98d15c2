"""The evidence gate: whether a document may speak for a requirement at all.

Each check is a small function that returns None or the reason and its facts.
Identity first: a document about another subject is set aside.  Then what the
spec's evidence policy asks.  Inadmissible evidence is never a pass and never a
fail; bad news in it is looked at elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from conformance.checking.rows import Row, Tabled, clause_key
from conformance.checking.subject import Facts, folded, same_model
from conformance.model.assessor import AssessorFile
from conformance.model.dates import read_date, read_period
from conformance.model.plan import Ask, Edition, Plan, PolicyAsked
from conformance.model.submission import (
    Audit,
    Certificate,
    Covered,
    Document,
    Inspection,
    Laboratory,
    Marking,
    Part,
    TestReport,
)
from conformance.quantities.limit import IllFormed, parse_limit
from conformance.quantities.reading import Expects, read_reading


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document or row is not admitted; `identity` where it is about something else."""

    reason: str
    facts: tuple[tuple[str, str], ...] = ()
    identity: bool = False

    @property
    def as_facts(self) -> dict[str, str]:
        """The facts as a mapping."""
        return dict(self.facts)


@dataclass(frozen=True)
class Gate:
    """What every check may look at."""

    plan: Plan
    facts: Facts
    assessor: AssessorFile
    parts: dict[str, Part]


def refuse(reason: str, *, identity: bool = False, **facts: str | None) -> Refusal:
    """Return a refusal with the facts that are known."""
    told = tuple((name, text) for name, text in facts.items() if text)
    return Refusal(reason, told, identity)


# ---- identity


def another_subject(
    gate: Gate, document: Document, part: Part | None, ask: Ask | None
) -> Refusal | None:
    """Return why a document is about another subject than the one that is judged."""
    subject = gate.facts.subject
    brand = document.brand
    wanted_brand = (part.brand if part else None) or subject.brand
    if brand and wanted_brand and folded(brand).casefold() != folded(wanted_brand).casefold():
        return refuse("wrong-brand", identity=True, found=brand, wanted=wanted_brand)
    if document.lot and subject.lot and folded(document.lot) != folded(subject.lot):
        return refuse("wrong-lot", identity=True, found=document.lot, wanted=subject.lot)
    match document:
        case TestReport() | Inspection():
            return _wrong_factory(gate, document.factory) or _wrong_model(gate, document, part, ask)
        case Certificate(models=models, factory=factory, holder=holder):
            return (
                _wrong_holder(gate, holder)
                or _wrong_factory(gate, factory)
                or _wrong_models(gate, models, part)
            )
        case Audit(site=site):
            return _wrong_factory(gate, site)
        case Marking(model=model):
            return _wrong_models(gate, (model,) if model else None, part, optional=True)
        case _:
            return None


def _wrong_factory(gate: Gate, found: str | None) -> Refusal | None:
    factory = gate.facts.subject.factory
    wanted = factory.name if factory else None
    if found and wanted and folded(found) != folded(wanted):
        return refuse("wrong-factory", identity=True, found=found, wanted=wanted)
    return None


def _wrong_holder(gate: Gate, holder: str | None) -> Refusal | None:
    maker = gate.facts.subject.manufacturer
    wanted = maker.name if maker else None
    if holder and wanted and folded(holder) != folded(wanted):
        return refuse("wrong-holder", identity=True, found=holder, wanted=wanted)
    return None


def _wanted_model(gate: Gate, part: Part | None) -> str | None:
    """Return the model that a document must be about: the part's own, else the product's."""
    return (part.model if part else None) or gate.facts.subject.model


def _wrong_models(
    gate: Gate, models: Sequence[str] | None, part: Part | None, *, optional: bool = False
) -> Refusal | None:
    wanted = _wanted_model(gate, part)
    if not models:
        return None if optional else refuse("model-not-stated", wanted=wanted)
    if wanted is None:
        return refuse("subject-model-not-stated", found=", ".join(models))
    if any(same_model(model, wanted) for model in models):
        return None
    return refuse("wrong-model", identity=True, found=", ".join(models), wanted=wanted)


def _wrong_model(
    gate: Gate, report: TestReport | Inspection, part: Part | None, ask: Ask | None
) -> Refusal | None:
    """Return why a report is about another model: neither tested nor covered."""
    tested, wanted = report.tested_model, _wanted_model(gate, part)
    if tested is None:
        return refuse("model-not-stated", wanted=wanted)
    if wanted is None:
        return refuse("subject-model-not-stated", found=tested)
    if same_model(tested, wanted):
        return None
    covers: Sequence[Covered] = report.covers if isinstance(report, TestReport) else ()
    covered = next((each for each in covers if same_model(each.model, wanted)), None)
    if covered is None:
        return refuse("wrong-model", identity=True, found=tested, wanted=wanted)
    if covered.differences is None:
        return refuse("differences-not-stated", found=tested, wanted=wanted)
    touched = [each for each in covered.differences if ask is None or each in ask.uses]
    if touched:
        return refuse("difference-affects-clause", found=tested, wanted=wanted,
                      difference=", ".join(touched))  # fmt: skip
    return None


# ---- admissibility


def inadmissible(gate: Gate, row: Row, ask: Ask, policy: PolicyAsked) -> Refusal | None:
    """Return why a row of a document is not admitted under one policy."""
    return next(_refusals(gate, row, ask, policy), None)


def _refusals(gate: Gate, row: Row, ask: Ask, policy: PolicyAsked) -> Iterator[Refusal]:
    document = row.document
    for check in (_dates, _age, _completeness, _laboratory, _sample, _conclusion):
        refusal = check(gate, document, policy)
        if refusal is not None:
            yield refusal
    for look in (_edition, _method, _deviations, _conditions):
        refusal = look(gate, row, ask)
        if refusal is not None:
            yield refusal
    refusal = _confidence(gate, row, policy)
    if refusal is not None:
        yield refusal


def issued_later(document: Document, as_of: date) -> Refusal | None:
    """Return that a document did not exist on the as-of date."""
    for name in ("issued", "signed", "date"):
        text = getattr(document, name, None)
        day = read_date(text) if text else None
        if day is not None and day > as_of:
            return refuse("issued-after-as-of", found=text)
    return None


def _dates(gate: Gate, document: Tabled, _policy: PolicyAsked) -> Refusal | None:
    """Dates must be possible: received, tested, issued, in this order, and none in the future."""
    if isinstance(document, TestReport):
        tested = document.tested
        named = [
            ("received", document.received),
            ("tested.from", tested.from_ if tested else None),
            ("tested.to", tested.to if tested else None),
            ("issued", document.issued),
        ]
    else:
        named = [("date", document.date)]
    days = [(name, day) for name, text in named if text and (day := read_date(text))]
    for (earlier, one), (later, two) in zip(days, days[1:], strict=False):
        if one > two:
            return refuse("dates-impossible", first=f"{earlier} {one}", second=f"{later} {two}")
    if days and days[-1][1] > gate.facts.as_of:
        return refuse("issued-after-as-of", found=str(days[-1][1]))
    return None


def end_of_testing(document: Tabled) -> date | None:
    """Return the last day of testing or the day of the visit; None where not stated."""
    if isinstance(document, TestReport):
        text = document.tested.to or document.tested.from_ if document.tested else None
    else:
        text = document.date
    return read_date(text) if text else None


def _age(gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    """The age counts from the end of testing; an amendment does not refresh it."""
    period = read_period(policy.age.lstrip("≤<= ")) if policy.age else None
    if period is None:
        return None
    tested = end_of_testing(document)
    if tested is None:
        return refuse("test-date-not-stated", limit=policy.age)
    if period.after(tested) < gate.facts.as_of:
        return refuse("report-too-old", found=str(tested), limit=policy.age)
    return None


def _completeness(_gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    if document.complete is False:
        return refuse("report-incomplete")
    if document.final is False:
        return refuse("report-not-final")
    if policy.complete and document.complete is None:
        return refuse("completeness-not-stated")
    return None


_CMA = re.compile(r"\d{12}", re.ASCII)
_CNAS = re.compile(r"(?:CNAS)?L\d{4,5}", re.ASCII)
_GOOD_STATUS = {"valid", "in force", "有效", "active"}


def _laboratory(gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    """Return why the laboratory's accreditation or approval does not meet the policy."""
    if policy.laboratory == "any":
        return None
    laboratory = document.laboratory if isinstance(document, TestReport) else None
    name = laboratory.name if laboratory else None
    held = {
        "CMA": _number_held(gate, laboratory, "CMA"),
        "CNAS": _number_held(gate, laboratory, "CNAS"),
    }
    wanted = re.findall("CMA|CNAS", policy.laboratory)
    good = [held[each] is True for each in wanted]
    if all(good) if " and " in policy.laboratory else any(good):
        return None
    dead = next((each for each in wanted if held[each] is False), None)
    if dead is not None:
        return refuse("accreditation-not-valid", found=name, wanted=dead)
    return refuse("laboratory-not-accredited", found=name, wanted=policy.laboratory)


def _number_held(gate: Gate, laboratory: Laboratory | None, which: str) -> bool | None:
    """Return whether an accreditation is stated and no register contradicts; None if not stated."""
    text = None if laboratory is None else laboratory.cma if which == "CMA" else laboratory.cnas
    if text is None:
        return None
    number = folded(text)
    if not (_CMA if which == "CMA" else _CNAS).fullmatch(number):
        return None
    for lookup in gate.assessor.lookups:
        if lookup.register_.upper() == which and folded(lookup.number) == number:
            return lookup.status.strip().lower() in _GOOD_STATUS
    return True


def _sample(_gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    if policy.sample_by is None:
        return None
    sample = document.sample if isinstance(document, TestReport | Inspection) else None
    drawn = sample.drawn_by if sample else None
    if drawn is None:
        return refuse("sampling-not-stated")
    if drawn.strip().lower() in ("client", "manufacturer", "applicant", "送样", "委托方"):
        return refuse("sample-drawn-by-client", found=drawn)
    return None


def _conclusion(_gate: Gate, document: Tabled, _policy: PolicyAsked) -> Refusal | None:
    """A report that fails as a whole while every row of it passes contradicts itself."""
    if says(document.conclusion) != "fail":
        return None
    if any(says(row.verdict) == "fail" for row in document.results):
        return None
    return refuse("conclusion-contradicts-rows", found=document.conclusion)


def says(text: str | None) -> str | None:
    """Return what a laboratory's word says: `pass`, `fail`, `not-applicable`, `not-tested`."""
    if text is None:
        return None
    said = getattr(read_reading(text, Expects.INSPECTION), "said", None)
    return None if said is None else str(said)


def _edition(gate: Gate, row: Row, ask: Ask) -> Refusal | None:
    """The row's edition is the one chosen, or one whose evidence is declared to show this clause."""
    if ask.clause is None:
        return None
    if row.clause is None:
        others = [e for e in gate.plan.editions.values() if _line(gate, ask) == e.line]
        return refuse("edition-not-stated", wanted=ask.standard) if len(others) > 1 else None
    if clause_key(row.clause) == clause_key(ask.clause):
        return _edition_dead(gate, row, ask.standard)
    if clause_key(row.clause) in {clause_key(each) for each in ask.implied_by}:
        return None
    found = row.clause.partition("#")[0]
    return refuse("edition-not-accepted", found=found, wanted=ask.standard)


def _line(gate: Gate, ask: Ask) -> str | None:
    edition = gate.plan.editions.get(ask.standard or "")
    return edition.line if edition else None


def _edition_dead(gate: Gate, row: Row, standard: str | None) -> Refusal | None:
    """Testing must have ended while the edition was alive: issued, and not yet withdrawn."""
    edition: Edition | None = gate.plan.editions.get(standard or "")
    tested = end_of_testing(row.document)
    if edition is None or tested is None:
        return None
    if edition.withdrawn and tested > (read_date(edition.withdrawn) or tested):
        return refuse(
            "edition-withdrawn", found=f"{edition.id} ({tested})", wanted=edition.withdrawn
        )
    if edition.issued and tested < (read_date(edition.issued) or tested):
        return refuse("tested-before-edition", found=str(tested), wanted=edition.issued)
    return None


def _method(_gate: Gate, row: Row, ask: Ask) -> Refusal | None:
    """A stated method must be the clause's; a row that cites the clause need not repeat it."""
    if not ask.method:
        return None
    stated = row.result.method
    if stated is None:
        return None if row.clause is not None else refuse("method-not-stated", wanted=ask.method[0])
    if clause_key(stated) in {clause_key(method) for method in ask.method}:
        return None
    return refuse("method-differs", found=stated, wanted=", ".join(ask.method))


_NO_DEVIATION = {"", "none", "no", "无", "-", "/", "n/a"}


def _deviations(_gate: Gate, row: Row, _ask: Ask) -> Refusal | None:
    stated = row.result.deviations
    if stated is None or stated.strip().lower() in _NO_DEVIATION:
        return None
    return refuse("method-deviation", found=stated)


def _conditions(_gate: Gate, row: Row, ask: Ask) -> Refusal | None:
    """Every condition that the clause fixes is stated, and is the clause's."""
    stated = row.result.conditions or {}
    for name, wanted in ask.conditions:
        found = stated.get(name)
        if found is None:
            return refuse("test-condition-not-stated", condition=name, wanted=wanted)
        if not _meets(found, wanted):
            return refuse("test-condition-differs", condition=name, found=found, wanted=wanted)
    return None


def _meets(found: str, wanted: str) -> bool:
    from conformance.judging import judge

    try:
        parse_limit(wanted)
    except IllFormed:
        return folded(found).casefold() == folded(wanted).casefold()
    return judge(wanted, found).verdict == "pass"


def _confidence(gate: Gate, row: Row, policy: PolicyAsked) -> Refusal | None:
    """A machine-read value needs confidence enough, or a person who compared it."""
    text = row.result.confidence or row.document.confidence
    if text is None:
        return None
    try:
        enough = policy.confidence is not None and Decimal(text) >= Decimal(policy.confidence)
    except InvalidOperation:
        enough = False
    if enough or _confirmed(gate, row):
        return None
    return refuse("extraction-unconfirmed", found=text, wanted=policy.confidence or "1")


def _confirmed(gate: Gate, row: Row) -> bool:
    return any(
        each.document == row.document.id
        and (each.locator is None or each.locator == row.locator)
        and (each.requirement is None or each.requirement == row.result.requirement)
        and folded(each.value) == folded(str(row.result.value))
        for each in gate.assessor.confirmed
    )
