"""Requirements about documents: what must be there, in force on which day, and what it states.

Where the document itself is the requirement, its validity and status are its
value: a product certificate must be in force on the day of manufacture, a
licence, authorization or declaration on the as-of date.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from conformance.checking.admissibility import issued_later, number_missing, unconfirmed
from conformance.checking.answers import Answer, combined
from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.identity import another_subject
from conformance.checking.registers import looked_up
from conformance.checking.rows import clause_key
from conformance.checking.stated import stated
from conformance.checking.subject import folded
from conformance.model.assessment import Cited, Rejected
from conformance.model.dates import read_date
from conformance.model.plan import ChainAsked, DocumentAsked, PolicyAsked
from conformance.model.submission import (
    Authorization,
    Certificate,
    Declaration,
    Document,
    Licence,
    Part,
)
from conformance.quantities.text import fold_width
from conformance.verdicts import Verdict

PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE


class Shown(Struct, frozen=True):
    """What one document shows of a requirement."""

    verdict: Verdict
    reason: str
    facts: dict[str, str]
    evidence: Cited
    claimed: bool = False


Stated = Certificate | Licence | Authorization | Declaration
"""Documents that have a status beside their dates."""


def cited(document: Document, locator: str | None = None) -> Cited:
    """Return the place of a document."""
    return Cited(document.id, document.number, locator or document.locator)


def rejected(document: Document, refusal: Refusal, locator: str | None = None) -> Rejected:
    """Return a document that was not admitted, with the reason."""
    return Rejected(document.id, refusal.reason, refusal.as_facts, locator)


_DISPUTED = "disputed"
_VALID = {"valid", "in force", "active", "有效"}
_SUSPENDED = {"suspended", "暂停"}
_WITHDRAWN = {"withdrawn", "revoked", "撤销"}
_ENDED = {"cancelled", "expired", "注销", "过期", "失效"}
# of a letter whose signer may take it back: an authorization, a declaration
_TAKEN_BACK = _WITHDRAWN | _ENDED | {"terminated", "终止", "解除", "撤回"}


def _status(gate: Gate, document: Stated) -> tuple[str | None, date | None, bool]:
    """Return the status, the day it was looked up, and whether only the applicant says so.

    Who sends the document and says later that it was suspended or withdrawn is believed before a
    register that was looked up earlier.
    """
    status = fold_width(document.status).strip().lower() if document.status else None
    checked = read_date(document.status_checked) if document.status_checked else None
    found = looked_up(gate, document.number) if document.number else None
    if found is None:
        return status, checked, True
    worse = status is not None and status not in _VALID
    if worse and checked is not None and checked > found[1]:
        return status, checked, True
    if worse and found[0] in _VALID and (checked is None or checked == found[1]):
        # it may have been said after the look-up: neither is known to be the last word
        return _DISPUTED, found[1], False
    return *found, False


def show_document(
    gate: Gate, asked: DocumentAsked, documents: Sequence[Document], part: Part | None
) -> tuple[list[Shown], list[Rejected]]:
    """Return what the documents of the kind that is asked for show, and those set aside."""
    shown, aside = [], []
    for document in documents:
        if document.kind != asked.kind or not _named(asked, document):
            continue
        refusal = (
            issued_later(document, gate.facts.as_of)
            or another_subject(gate, document, part, None)
            or unconfirmed(gate, document, ())
            or standards_missing(gate, asked, document)
            or _category_missing(gate, asked.category, asked.category_of, document)
            or _unnumbered(document)
        )
        value = None if refusal is not None else _value_of(gate, document, asked.on)
        unlooked = asked.source == "register" and value is not None and value.claimed
        if unlooked and value is not None and value.verdict is PASS:
            refusal = refuse("register-not-consulted", found=document.number or document.id)
        if value is None or refusal is not None:
            aside.append(rejected(document, refusal or refuse("kind-not-accepted")))
            continue
        shown.append(value)
    return shown, aside


def best_shown(shown: Sequence[Shown], aside: Sequence[Rejected], kind: str) -> Answer:
    """Return the answer of several documents: one in force is enough, unless one was withdrawn."""
    withdrawn = [each for each in shown if each.reason == "certificate-withdrawn"]
    passing = [each for each in shown if each.verdict is PASS]
    ordered = [*withdrawn, *passing, *(s for s in shown if s.verdict is MISSING), *shown]
    if not ordered:
        return combined((), aside, "document-missing", {"kind": kind})
    first = ordered[0]
    claimed = first.claimed and first.verdict is PASS
    evidence = tuple(dict.fromkeys(each.evidence for each in shown))
    return Answer(first.verdict, first.reason, first.facts, evidence=evidence,
                  rejected=tuple(aside),
                  rests_on=frozenset({"status"}) if claimed else frozenset())  # fmt: skip


def _unnumbered(document: Document) -> Refusal | None:
    """A certificate or licence has a number: a declaration need not have one."""
    return number_missing(document) if isinstance(document, Certificate | Licence) else None


def _named(asked: DocumentAsked, document: Document) -> bool:
    scheme = getattr(document, "scheme", None)
    return asked.scheme is None or folded(scheme).casefold() == folded(asked.scheme).casefold()


def standards_missing(gate: Gate, asked: DocumentAsked, document: Document) -> Refusal | None:
    """A certificate names an edition of every standard that is asked for."""
    named = getattr(document, "standards", None) or ()
    for line in asked.standards:
        if not any(_is_edition(gate, each, line) for each in named):
            return refuse("certificate-covers-other-standards", found=", ".join(named), wanted=line)
    return None


def _category_missing(
    gate: Gate, category: str | None, category_of: str | None, document: Document
) -> Refusal | None:
    """A licence or authorization covers the category, which an attribute may declare."""
    if category_of is not None:
        declared = gate.facts.known.get(category_of)
        if not isinstance(declared, str):
            return refuse("attribute-unknown", detail=category_of)
        category = declared
    categories = getattr(document, "categories", None) or ()
    if category is None or category in categories:
        return None
    return refuse("category-not-covered", found=", ".join(categories), wanted=category)


def _is_edition(gate: Gate, named: str, line: str) -> bool:
    if clause_key(named) == clause_key(line):
        return True
    edition = next(
        (e for e in gate.plan.editions.values() if clause_key(e.id) == clause_key(named)), None
    )
    return edition is not None and edition.line == line


def _value_of(gate: Gate, document: Document, on: str = "manufactured") -> Shown:
    match document:
        case Certificate() if on == "as-of":
            return certificate_value(gate, document, gate.facts.as_of, on_the_day=True)
        case Certificate():
            return certificate_value(gate, document, _release(gate))
        case Licence():
            return certificate_value(gate, document, gate.facts.as_of, on_the_day=True)
        case Declaration(signed=start, expires=end):
            return valid_on(gate, document, start, end)
        case Authorization(valid=valid, signed=signed):
            return valid_on(
                gate,
                document,
                (valid.from_ if valid else None) or signed,
                valid.to if valid else None,
            )
        case _:
            raise AssertionError(document)  # the language knows no other kind here


def _release(gate: Gate) -> date | None:
    """Return the day the goods were made, else imported; None where neither is stated."""
    for name in ("manufactured", "imported"):
        day = gate.facts.known.get(name)
        if isinstance(day, date):
            return day
    return None


def certificate_value(
    gate: Gate, document: Certificate | Licence, day: date | None, *, on_the_day: bool = False
) -> Shown:
    """Return whether a certificate was in force on `day`.

    Later, `cancelled` and `expired` do not touch goods released before; with
    `on_the_day` the status itself is asked for that day.
    """
    status, checked, claimed = _status(gate, document)
    issued = read_date(document.issued) if document.issued else None
    expires = read_date(document.expires) if document.expires else None
    facts = {
        "number": document.number or document.id, "status": status or "",
        "issued": str(issued or ""), "expires": str(expires or ""), "day": str(day or ""),
        "checked": str(checked or ""), "kind": document.kind,
    }  # fmt: skip

    def answer(verdict: Verdict, reason: str) -> Shown:
        return Shown(verdict, reason, facts, cited(document), claimed)

    if status == _DISPUTED:
        facts["status"] = document.status or ""
        return answer(MISSING, "status-disputed")
    if status in _WITHDRAWN:
        return answer(FAIL, "certificate-withdrawn")
    if day is None:
        return answer(MISSING, "deciding-date-unknown")
    if issued is None:
        return answer(MISSING, "issue-date-not-stated")
    if issued > day:
        return answer(FAIL, "certificate-after-manufacture")
    if expires is not None and expires < day:
        return answer(FAIL, "certificate-expired")
    if status in _SUSPENDED:
        return answer(MISSING, "certificate-suspended")
    if status in _ENDED:
        before = expires is not None and expires >= day and status in ("expired", "过期", "失效")
        if before and not on_the_day:
            return answer(PASS, "certificate-in-force")
        return answer(MISSING, "certificate-ended-when")
    if status not in _VALID:
        return answer(MISSING, "status-not-stated")
    looked_up_then = checked is not None and issued <= checked <= gate.facts.as_of
    if not looked_up_then or (checked is not None and checked < day and not on_the_day):
        # "valid" is about the day of the look-up, and says nothing about a later one
        return answer(MISSING, "status-not-looked-up")
    return answer(PASS, "certificate-in-force")


def valid_on(
    gate: Gate, document: Authorization | Declaration, start: str | None, end: str | None
) -> Shown:
    """Return whether a document is valid on the as-of date, both ends included.

    It may have been taken back before its last day: a status found later says nothing yet.
    """
    as_of = gate.facts.as_of
    first, last = read_date(start or ""), read_date(end or "")
    facts = {"issued": str(first or ""), "expires": str(last or ""), "day": str(as_of),
             "number": document.number or document.id}  # fmt: skip
    if first is None:
        return Shown(MISSING, "issue-date-not-stated", facts, cited(document))
    if first > as_of or (last is not None and last < as_of):
        return Shown(FAIL, "document-not-in-force", facts, cited(document))
    status, checked, _ = _status(gate, document)
    told = {**facts, "status": status or "", "checked": str(checked or "")}
    if checked is None or checked <= as_of:
        if status == _DISPUTED:
            told["status"] = document.status or ""
            return Shown(MISSING, "status-disputed", told, cited(document))
        if status in _TAKEN_BACK:
            return Shown(FAIL, "document-revoked", told, cited(document))
        if status is not None and status not in _VALID:
            return Shown(MISSING, "document-suspended", told, cited(document))
    return Shown(PASS, "document-in-force", facts, cited(document))


def certificate_way(
    gate: Gate,
    policy: PolicyAsked,
    document: Certificate,
    standard: str | None,
    part: Part | None,
) -> Shown | Refusal:
    """Return whether a certificate shows a requirement that could be tested instead."""
    if policy.scheme and folded(document.scheme).casefold() != folded(policy.scheme).casefold():
        return refuse("other-scheme", found=document.scheme, wanted=policy.scheme)
    refusal = issued_later(document, gate.facts.as_of) or unconfirmed(gate, document, (policy,))
    # a certificate of the product covers its parts; one of the part, the part
    about = [another_subject(gate, document, each, None) for each in (None, part)]
    refusal = refusal or (None if None in about else about[-1]) or number_missing(document)
    if refusal is not None:
        return refusal
    if policy.covers == "standard":
        named = document.standards or ()
        if standard is None or clause_key(standard) not in {clause_key(each) for each in named}:
            return refuse(
                "certificate-covers-other-standards", found=", ".join(named), wanted=standard
            )
    day = gate.facts.as_of if policy.on == "as-of" else _release(gate)
    shown = certificate_value(gate, document, day, on_the_day=policy.on == "as-of")
    if shown.verdict is PASS and policy.source == "register" and shown.claimed:
        return refuse("register-not-consulted", found=document.number or document.id)
    if shown.verdict is PASS:
        return shown
    # a dead certificate shows nothing about a clause; it does not show that the clause is not met
    return Refusal(shown.reason, tuple(shown.facts.items()))


def show_chain(
    gate: Gate, asked: ChainAsked, documents: Sequence[Document]
) -> tuple[Verdict, str, dict[str, str], list[Cited], list[Rejected]]:
    """Return whether authorizations in force on the as-of date lead unbroken from start to end."""
    links: dict[str, list[Authorization]] = {}
    aside = []
    for document in documents:
        if not isinstance(document, Authorization):
            continue
        refusal = (
            another_subject(gate, document, None, None)
            or unconfirmed(gate, document, ())
            or _bad_link(gate, asked, document)
        )
        if refusal is not None:
            aside.append(rejected(document, refusal))
        elif stated(document.from_) and stated(document.to):
            links.setdefault(folded(document.from_), []).append(document)
    start, end = stated(_party(gate, asked.start)), stated(_party(gate, asked.end))
    root = None
    if asked.rooted_in is not None:
        root, refused = _root(gate, asked.rooted_in, documents)
        aside += refused
        start = root.holder if root is not None else None
    facts = {"start": start or asked.start, "end": end or asked.end}
    if asked.rooted_in is not None and root is None:
        told = {**facts, "wanted": asked.rooted_in}
        return MISSING, "chain-not-rooted", told, [], aside
    if start is None or end is None:
        return MISSING, "party-not-stated", facts, [], aside
    if root is not None and folded(start) == folded(end):
        # the owner of the brand sells by right of his own
        return PASS, "chain-unbroken", facts, [cited(root)], aside
    path = _path(links, folded(start), folded(end))
    if path is None:
        return MISSING, "chain-broken", facts, [], aside
    first = [cited(root)] if root is not None else []
    return PASS, "chain-unbroken", facts, [*first, *map(cited, path)], aside


def _root(
    gate: Gate, scheme: str, documents: Sequence[Document]
) -> tuple[Licence | None, list[Rejected]]:
    """Return the licence in force that shows who owns the brand, and those that do not.

    It names the brand of the subject; whoever holds it stands at the start.
    """
    aside = []
    for document in documents:
        if not isinstance(document, Licence):
            continue
        if folded(document.scheme).casefold() != folded(scheme).casefold():
            continue
        refusal = _no_root(gate, document)
        if refusal is None:
            return document, []
        aside.append(rejected(document, refusal))
    return None, aside


def _no_root(gate: Gate, document: Licence) -> Refusal | None:
    """Return why a licence does not show who owns the brand of the subject."""
    brand = gate.facts.subject.brand
    if not stated(document.brand):
        return refuse("brand-not-stated")
    if not brand or not stated(brand):
        return refuse("brand-not-declared", found=document.brand)
    if folded(document.brand).casefold() != folded(brand).casefold():
        return refuse("wrong-brand", identity=True, found=document.brand, wanted=brand)
    if not stated(document.holder):
        return refuse("holder-not-stated")
    refusal = (
        issued_later(document, gate.facts.as_of)
        or unconfirmed(gate, document, ())
        or number_missing(document)
    )
    if refusal is not None:
        return refusal
    shown = _value_of(gate, document)
    if shown.verdict is PASS:
        return None
    return Refusal(shown.reason, tuple(shown.facts.items()))


def _party(gate: Gate, name: str) -> str | None:
    """Return who stands at the end of a chain: a word of the subject, or a name."""
    subject = gate.facts.subject
    match name.removeprefix("subject."):
        case "brand" | "brand_owner":
            return subject.brand
        case "manufacturer":
            return subject.manufacturer.name if subject.manufacturer else None
        case "merchant" | "subject":
            return subject.name
        case _:
            return name


def _bad_link(gate: Gate, asked: ChainAsked, link: Authorization) -> Refusal | None:
    shown = _value_of(gate, link)
    if shown.verdict is not PASS:
        return Refusal(shown.reason, tuple(shown.facts.items()))
    if asked.dated and not (link.valid and link.valid.from_ and link.valid.to):
        return refuse("link-not-dated", number=link.number or link.id)
    refusal = _category_missing(gate, asked.category, asked.category_of, link)
    if refusal is not None:
        return refusal
    if asked.territory and folded(link.territory) not in map(folded, asked.territory):
        wanted = " / ".join(asked.territory)
        return refuse("territory-not-covered", found=link.territory, wanted=wanted)
    return None


def _path(
    links: dict[str, list[Authorization]], start: str, end: str
) -> list[Authorization] | None:
    """Return the shortest path of authorizations, at least one; None where there is none.

    Being both ends shows nothing by itself: the applicant names the ends.
    """
    reached: dict[str, list[Authorization]] = {}
    waiting: list[tuple[str, list[Authorization]]] = [(start, [])]
    while waiting:
        here, so_far = waiting.pop(0)
        for link in links.get(here, ()):
            there = folded(link.to)
            if there not in reached:
                reached[there] = [*so_far, link]
                waiting.append((there, reached[there]))
    return reached.get(end)
