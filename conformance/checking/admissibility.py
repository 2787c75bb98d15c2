"""The evidence gate: whether a document may speak for a requirement at all.

Each check is a small function that returns None or the reason and its facts.
Identity first: a document about another subject is set aside.  Then what the
spec's evidence policy asks.  Inadmissible evidence is never a pass and never a
fail; bad news in it is looked at elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from conformance.checking.editions import born
from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.prepared import prepared
from conformance.checking.registers import held, not_covered
from conformance.checking.rows import Row, Tabled, clause_key
from conformance.checking.stated import UNKNOWN, has_number, stated
from conformance.checking.subject import Facts, folded
from conformance.model.dates import read_date, read_period
from conformance.model.plan import STATED, Ask, ConditionAsked, Edition, Plan, PolicyAsked
from conformance.model.submission import (
    Document,
    Inspection,
    Laboratory,
    Result,
    TestReport,
)
from conformance.quantities.conditions import names_in, parse_condition, truth
from conformance.quantities.expressions import Unknown
from conformance.quantities.limit import IllFormed, parse_limit, resolve
from conformance.quantities.patterns import pattern
from conformance.quantities.reading import Expects, read_reading
from conformance.quantities.text import fold_width


def inadmissible(gate: Gate, row: Row, ask: Ask, policy: PolicyAsked) -> Refusal | None:
    """Return why a row of a document is not admitted under one policy."""
    return next(_refusals(gate, row, ask, policy), None)


def _refusals(gate: Gate, row: Row, ask: Ask, policy: PolicyAsked) -> Iterator[Refusal]:
    refusal = gate.once(of_document, row.document, policy)
    if refusal is not None:
        yield refusal
    refusal = _edition(gate, row, ask) or row_refusal(row, ask) or _conditions(gate, row, ask)
    if refusal is not None:
        yield refusal
    for refusal in (
        _laboratory(gate, row, policy),
        not_covered(gate, row, ask, policy),
        _confidence(gate, row, policy),
    ):
        if refusal is not None:
            yield refusal


def of_document(gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    """Return why no row of a document is admitted under one policy, whatever the row."""
    for check in (_dates, _age, _completeness, _sample, _count, _conclusion, _number):
        refusal = check(gate, document, policy)
        if refusal is not None:
            return refusal
    return None


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
        issued = document.issued if isinstance(document, Inspection) else None
        named = [("date", document.date), ("issued", issued)]
    days = [(name, day) for name, text in named if text and (day := read_date(text))]
    for (earlier, one), (later, two) in pairwise(days):
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
    tested = _first_tested(gate, document)
    if tested is None:
        return refuse("test-date-not-stated", limit=policy.age)
    if period.after(tested) < gate.facts.as_of:
        return refuse("report-too-old", found=str(tested), limit=policy.age)
    return None


def _first_tested(gate: Gate, document: Tabled) -> date | None:
    """Return the end of testing: for an amendment that of the report that it amends, if earlier."""
    days = [end_of_testing(document)]
    for relation in document.relations:
        days += map(end_of_testing, gate.numbered.get(folded(relation.amends), ()))
    return None if None in days else min(day for day in days if day is not None)


def _completeness(_gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    if document.complete is False:
        return refuse("report-incomplete")
    if document.final is False:
        return refuse("report-not-final")
    if policy.complete and document.complete is None:
        return refuse("completeness-not-stated")
    return None


_CMA = pattern(r"(?!0{12})\d{12}", re.ASCII)
_CNAS = pattern(r"(?:CNAS)?L\d{4,5}", re.ASCII)


def _laboratory(gate: Gate, row: Row, policy: PolicyAsked) -> Refusal | None:
    """Return why the accreditation or approval of who tested does not meet the policy."""
    if policy.laboratory == "any":
        return None
    laboratory = row.document.laboratory if isinstance(row.document, TestReport) else None
    return gate.once(_unaccredited, row.result.subcontractor or laboratory, policy)


def _unaccredited(gate: Gate, laboratory: Laboratory | None, policy: PolicyAsked) -> Refusal | None:
    name = stated(laboratory.name) if laboratory else None
    if laboratory is not None and name is None:
        return refuse("laboratory-not-named", wanted=policy.laboratory)
    held = {
        which: _number_held(gate, laboratory, which, policy.source) for which in ("CMA", "CNAS")
    }
    wanted = re.findall("CMA|CNAS", policy.laboratory)
    if _enough(held, policy.laboratory):
        return None
    dead = next((each for each in wanted if held[each] is False), None)
    if dead is not None:
        return refuse("accreditation-not-valid", found=name, wanted=dead)
    numbers = [(each, _stated(laboratory, each)) for each in wanted if held[each] is None]
    waiting = next((f"{each} {number}" for each, number in numbers if number), None)
    if policy.source == "register" and waiting is not None:
        return refuse("register-not-consulted", found=waiting)
    return refuse("laboratory-not-accredited", found=name, wanted=policy.laboratory)


def _enough(held: Mapping[str, bool | None], laboratory: str) -> bool:
    """Return whether the accreditations that are held are those that a policy asks for."""
    good = [held[each] is True for each in re.findall("CMA|CNAS", laboratory)]
    return all(good) if " and " in laboratory else any(good)


def accredited(cma: str | None, cnas: str | None, laboratory: str) -> bool:
    """Return whether stated accreditations are those that a policy asks for."""
    return _enough({"CMA": _states(cma, _CMA), "CNAS": _states(cnas, _CNAS)}, laboratory)


def _states(text: str | None, number: re.Pattern[str]) -> bool:
    return text is not None and number.fullmatch(folded(text)) is not None


def _stated(laboratory: Laboratory | None, which: str) -> str | None:
    """Return the number of an accreditation where it is stated and has its form."""
    text = None if laboratory is None else laboratory.cma if which == "CMA" else laboratory.cnas
    good = text is not None and _states(text, _CMA if which == "CMA" else _CNAS)
    return text if good else None


def _number_held(gate: Gate, laboratory: Laboratory | None, which: str, source: str) -> bool | None:
    """Return whether an accreditation is stated and no register contradicts; None if not stated.

    Where the spec demands a register, an accreditation nobody looked up is not stated.
    """
    text = _stated(laboratory, which)
    if text is None:
        return None
    looked_up = held(gate, text, which)
    if looked_up is None:
        return None if source == "register" else True
    return looked_up


# Only who is known to be independent counts: whoever else drew the sample may have chosen it.
_THIRD_PARTY = pattern(
    r"third.?party|laborator|\blab\b|authority|inspect|certif|audit"
    r"|第三方|实验室|检测|检验|认证|质检|监管|监督|抽查|抽样机构"
)
_CLIENT = pattern(r"client|applicant|manufacturer|customer|送样|委托|客户|申请|生产|制造|企业")


def _sample(gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    if policy.sample_by is None:
        return None
    sample = document.sample if isinstance(document, TestReport | Inspection) else None
    drawn = stated(sample.drawn_by) if sample else None
    if drawn is None:
        return refuse("sampling-not-stated")
    said = fold_width(drawn).lower()
    party = any(folded(name) in folded(drawn) for name in parties(gate))
    if party or _CLIENT.search(said) or not _THIRD_PARTY.search(said):
        return refuse("sample-drawn-by-client", found=drawn)
    return None


def _count(_gate: Gate, document: Tabled, _policy: PolicyAsked) -> Refusal | None:
    """A sample of no specimens gives no result."""
    sample = document.sample if isinstance(document, TestReport | Inspection) else None
    if sample is None or sample.count is None or is_possible(str(sample.count)):
        return None
    return refuse("sample-count-impossible", found=str(sample.count))


@lru_cache(maxsize=1024)
def is_possible(count: str) -> bool:
    """Return whether a number of specimens is possible: not none, and not fewer."""
    return re.fullmatch(r"-\s*\d+|0+", fold_width(count).strip()) is None


def parties(gate: Gate) -> list[str]:
    """Return the names of those who make, import or sell what is judged."""
    subject = gate.facts.subject
    named = (subject.manufacturer, subject.factory, subject.importer)
    return [name for name in (subject.brand, subject.name, *(n.name for n in named if n)) if name]


def _conclusion(_gate: Gate, document: Tabled, _policy: PolicyAsked) -> Refusal | None:
    """A report that fails as a whole while every row of it passes contradicts itself."""
    if is_open(document.conclusion):
        return refuse("conclusion-open", found=document.conclusion)
    if not fails_as_a_whole(document):
        return None
    return refuse("conclusion-contradicts-rows", found=document.conclusion)


def _number(_gate: Gate, document: Tabled, policy: PolicyAsked) -> Refusal | None:
    """A report of an accredited laboratory has a number (ISO/IEC 17025, 7.8.2.1)."""
    if policy.laboratory == "any" or not isinstance(document, TestReport):
        return None
    return number_missing(document)


def number_missing(document: Document) -> Refusal | None:
    """Return that a document has no number, without which nobody can look it up."""
    return None if has_number(document.number) else refuse("number-not-stated")


_OPEN = pattern(
    r"未完成|待定|尚未|无法判定|不能判定|不作为?判定依据|\bpending\b|\binconclusive\b"
    r"|\bnot\s+(?:yet\s+)?(?:complete|finish)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def is_open(conclusion: str | None) -> bool:
    """Return whether a conclusion says that nothing is concluded yet."""
    return conclusion is not None and _OPEN.search(fold_width(conclusion)) is not None


def fails_as_a_whole(document: Tabled) -> bool:
    """Return whether a document concludes "fail" without saying of any row that it fails."""
    if says(document.conclusion) != "fail":
        return False
    return not any(_row_fails(result) for result in document.results)


def _row_fails(result: Result) -> bool:
    texts = [result.verdict, result.value if isinstance(result.value, str) else None]
    return any(says(text) == "fail" for text in texts)


_FAILS = pattern(
    r"不符合|不合格|不通过|未通过|拒收(?!数)|拒绝接收|\bfail|\bNG\b|\bnot\s+(?:pass|conform|compl)"
    r"|non-?(?:conform|compl)",
    re.IGNORECASE,
)
_NONE_FAILS = pattern(r"(?:未发现|未见|没有|无)(?:不符合|不合格)项?")


@lru_cache(maxsize=2048)
def says(text: str | None) -> str | None:
    """Return what a laboratory's word says: `pass`, `fail`, `not-applicable`, `not-tested`.

    A sentence that says somewhere that something fails is a fail; any other is no word.
    """
    if text is None:
        return None
    said = getattr(read_reading(text, Expects.INSPECTION), "said", None)
    if said is not None:
        return str(said)
    return "fail" if _FAILS.search(_NONE_FAILS.sub("", fold_width(text))) else None


def _edition(gate: Gate, row: Row, ask: Ask) -> Refusal | None:
    """The row is under the edition chosen, or one declared to show this clause, while alive."""
    edition = edition_cited(gate.plan, row, ask)
    return gate.once(_dead, row.document, edition) if isinstance(edition, Edition) else edition


def edition_cited(plan: Plan, row: Row, ask: Ask) -> Edition | Refusal | None:
    """Return the edition that a row is under, why it does not count, or None for no edition."""
    if ask.clause is None:
        return None
    if row.clause is None:
        own = plan.editions.get(ask.standard or "")
        others = [e for e in plan.editions.values() if e.line == (own.line if own else None)]
        if len(others) > 1:
            return refuse("edition-not-stated", wanted=ask.standard)
        return _edition_named(plan, ask.standard, ask)
    found = row.clause.partition("#")[0]
    if clause_key(row.clause) in prepared(ask).clauses:
        return _edition_named(plan, found, ask)
    return refuse("edition-not-accepted", found=found, wanted=ask.standard)


def _edition_named(plan: Plan, standard: str | None, ask: Ask) -> Edition | None:
    key = clause_key(standard or "")
    edition = next((each for each in plan.editions.values() if clause_key(each.id) == key), None)
    if edition is not None and ask.withdrawn is not None and edition.id == ask.standard:
        return _ended(edition, ask.withdrawn)
    return edition


@lru_cache(maxsize=1024)
def _ended(edition: Edition, withdrawn: str) -> Edition:
    """Return an edition as a clause has it that has a last day of its own."""
    return replace(edition, withdrawn=withdrawn)


def _dead(gate: Gate, document: Tabled, edition: Edition) -> Refusal | None:
    tested = end_of_testing(document)
    if tested is None:
        last = read_date(edition.withdrawn or "")
        gone = last is not None and last < gate.facts.as_of
        return refuse("test-date-not-stated", limit=edition.withdrawn) if gone else None
    if edition.withdrawn and tested > (read_date(edition.withdrawn) or tested):
        return refuse(
            "edition-withdrawn", found=f"{edition.id} ({tested})", wanted=edition.withdrawn
        )
    first = born(edition)
    if first and tested < (read_date(first) or tested):
        return refuse("tested-before-edition", found=str(tested), wanted=first)
    return None


def row_refusal(row: Row, ask: Ask) -> Refusal | None:
    """Return why a row does not show what is asked, whatever its document and the product."""
    return _method(row, ask) or _deviations(row)


def _method(row: Row, ask: Ask) -> Refusal | None:
    """A stated method must be the clause's; a row that cites the clause need not repeat it."""
    if not ask.method:
        return None
    stated = row.result.method
    if stated is None:
        return None if row.clause is not None else refuse("method-not-stated", wanted=ask.method[0])
    if any(_same_method(stated, method) for method in ask.method):
        return None
    return refuse("method-differs", found=stated, wanted=", ".join(ask.method))


def _same_method(stated: str, wanted: str) -> bool:
    """Return whether a stated method is the wanted one; an undated one takes any edition."""
    one, other = clause_key(stated), clause_key(wanted)
    undated = re.search(r"-(?:19|20)\d\d", other) is None
    return one == other or (undated and re.sub(r"-(?:19|20)\d\d", "", one) == other)


_NO_DEVIATION = {"", "none", "no", "无", "-", "/", "n/a"}


def _deviations(row: Row) -> Refusal | None:
    stated = row.result.deviations
    if stated is None or stated.strip().lower() in _NO_DEVIATION:
        return None
    return refuse("method-deviation", found=stated)


def _conditions(gate: Gate, row: Row, ask: Ask) -> Refusal | None:
    """Every condition that the clause fixes is stated, and is the clause's for this product."""
    if not ask.conditions:
        return None
    part = gate.parts.get(row.part or "")
    facts = gate.facts if part is None else gate.facts.with_part(part, gate.plan)
    given = (row.result.conditions or {}).items()
    stated = {name: text.strip() for name, text in given if not _says_nothing(text)}
    wanted: dict[str, tuple[str, ...]] = {}
    for condition in ask.conditions:
        any_of = _wanted(condition, facts)
        if isinstance(any_of, frozenset):
            lacking = ", ".join(sorted(any_of))
            return refuse("test-condition-unknown", condition=condition.name, wanted=lacking)
        wanted[condition.name] = any_of
    absent = [name for name in wanted if not stated.get(name)]
    differ = [
        name
        for name in wanted
        if name not in absent and not any(_meets(stated[name], w, facts) for w in wanted[name])
    ]
    names = absent or differ  # all of them at once, so that nobody has to ask twice
    if not names:
        return None
    return refuse(
        "test-condition-not-stated" if absent else "test-condition-differs",
        condition=", ".join(names),
        found="; ".join(stated[name] for name in names if stated.get(name)),
        wanted="; ".join(" / ".join(_told(text, facts) for text in wanted[n]) for n in names),
    )


def _says_nothing(text: str) -> bool:
    """Return whether a text states no condition: no letter or digit, or a word for none.

    >>> [_says_nothing(text) for text in ("24 h", "—", "N/A", " 未注明 ", "stated", "40")]
    [False, True, True, True, True, False]
    """
    plain = fold_width(text).strip().casefold()
    return (
        plain == STATED
        or plain in UNKNOWN
        or not any(map(str.isalnum, plain))
        or says(text) in ("not-applicable", "not-tested")
    )


def _told(text: str, facts: Facts) -> str:
    """Return a wanted condition as this product has it: a limit computed from facts as a figure."""
    if text == STATED:
        return "…"
    return str(resolve(parse_limit(text), facts.amounts)) if _attributes(text) else text


def _wanted(condition: ConditionAsked, facts: Facts) -> tuple[str, ...] | frozenset[str]:
    """Return the conditions of the row that holds, or the facts without which none is known."""
    unknown: set[str] = set()
    for row in condition.rows:
        when = None if row.when is None else parse_condition(row.when)
        holds = truth(when, facts.known, facts.types)
        if holds:
            named = {name for text in row.any for name in _attributes(text)}
            return frozenset(named - set(facts.amounts)) or row.any
        if holds is None and when is not None:
            unknown |= names_in(when) - set(facts.known)
    return frozenset(unknown)


def _attributes(text: str) -> frozenset[str]:
    try:
        return parse_limit(text).attributes
    except IllFormed:
        return frozenset()


def _meets(found: str, wanted: str, facts: Facts) -> bool:
    """Return whether a stated condition is the wanted one: within a limit, or the same words."""
    from conformance.judging import Criterion, determine

    if wanted == STATED:
        return True
    try:
        accepted = resolve(parse_limit(wanted), facts.amounts)
    except IllFormed:
        return folded(found).casefold() == folded(wanted).casefold()
    if isinstance(accepted, Unknown):
        return False
    criterion = Criterion(accepted=accepted, text=wanted)
    return determine(criterion, [read_reading(found, criterion.expects)]).verdict == "pass"


def _confidence(gate: Gate, row: Row, policy: PolicyAsked) -> Refusal | None:
    """A machine-read value needs confidence enough, or a person who compared it."""
    least = [row.result.confidence, row.document.confidence]
    doubtful = [text for text in least if text is not None and not _sure(text, policy.confidence)]
    if not doubtful or _confirmed(gate, row):
        return None
    return refuse("extraction-unconfirmed", found=doubtful[0], wanted=policy.confidence or "1")


def _sure(text: str, wanted: str | None) -> bool:
    """Return whether a confidence between 0 and 1 reaches the one that is wanted."""
    try:
        return wanted is not None and Decimal(wanted) <= Decimal(text) <= 1
    except InvalidOperation:
        return False


def unconfirmed(gate: Gate, document: Document, policies: Sequence[PolicyAsked]) -> Refusal | None:
    """Return why a machine-read document without rows is not believed."""
    text = document.confidence
    if text is None or any(_sure(text, policy.confidence) for policy in policies):
        return None
    stated = {
        folded(value) for value in (document.number, getattr(document, "text", None)) if value
    }
    if any(
        c.document == document.id and folded(c.value) in stated for c in gate.assessor.confirmed
    ):
        return None
    wanted = next((policy.confidence for policy in policies if policy.confidence), "1")
    return refuse("extraction-unconfirmed", found=text, wanted=wanted)


def _confirmed(gate: Gate, row: Row) -> bool:
    return any(
        each.document == row.document.id
        and (each.locator is None or each.locator == row.locator)
        and (each.requirement is None or each.requirement == row.result.requirement)
        and folded(each.value) == folded("; ".join(row.texts) or row.result.verdict)
        for each in gate.assessor.confirmed
    )
