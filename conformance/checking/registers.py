"""What registers say of numbers: status, first and last day, and the scope of a laboratory.

Only the assessing side looks registers up; what a submission says of them is a claim.  Of
several look-ups the last day up to the as-of date counts, and of that day every one.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conformance.checking.gate import Gate, Refusal, refuse
from conformance.checking.rows import Row, clause_key
from conformance.checking.subject import folded
from conformance.model.dates import read_date
from conformance.model.plan import Ask, PolicyAsked
from conformance.model.submission import Laboratory, TestReport
from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width

if TYPE_CHECKING:
    from conformance.model.assessor import Lookup

GOOD_STATUS = {"valid", "in force", "有效", "active"}
_ENDED = {"cancelled", "expired", "注销", "过期", "失效"}
_YEAR = pattern(r"-(?:19|20)\d\d.*")


def looked_up(gate: Gate, number: str, register: str | None = None) -> tuple[str, date] | None:
    """Return what a register said last about a number up to the as-of date, and on which day."""
    found = last_lookups(gate, number, register)
    if not found:
        return None
    said = sorted(fold_width(each.status).strip().lower() for each in found)
    # two look-ups of one day that differ: the worse, whatever their order
    return next((each for each in said if each not in GOOD_STATUS), said[0]), found[0].checked


def last_lookups(gate: Gate, number: str, register: str | None = None) -> "Sequence[Lookup]":
    """Return the look-ups of a number on the last day up to the as-of date."""
    wanted = _plain_number(number)
    found = [
        each
        for each in gate.assessor.lookups
        if _plain_number(each.number) == wanted
        and register in (None, each.register_.upper())
        and each.checked <= gate.facts.as_of
    ]
    last = max((each.checked for each in found), default=None)
    return [each for each in found if each.checked == last]


def _plain_number(number: str) -> str:
    return folded(number).upper().removeprefix("CNAS")


def held(gate: Gate, number: str, register: str) -> bool | None:
    """Return whether an accreditation was held: None where nobody looked it up.

    One that ended since counts where the register says until when: the day of testing decides.
    """
    found = last_lookups(gate, number, register)
    if not found:
        return None
    return all(_held(each) for each in found)


def _held(lookup: "Lookup") -> bool:
    status = fold_width(lookup.status).strip().lower()
    return status in GOOD_STATUS or (status in _ENDED and lookup.until is not None)


def not_covered(gate: Gate, row: Row, ask: Ask, policy: PolicyAsked) -> Refusal | None:
    """Return why what registers say of a laboratory does not cover a row; None where it does.

    With `source: register` they have to say from when, and for which standards, it is accredited.
    """
    if policy.laboratory == "any" or not gate.assessor.lookups:
        return None
    document = row.document
    laboratory = document.laboratory if isinstance(document, TestReport) else None
    laboratory = row.result.subcontractor or laboratory
    if laboratory is None:
        return None
    wanted = [each for each in ("CMA", "CNAS") if each in policy.laboratory]
    found = [_not_covered(gate, laboratory, which, row, ask, policy) for which in wanted]
    refusals = [each for each in found if isinstance(each, Refusal)]
    if not refusals or (None in found and " and " not in policy.laboratory):
        return None
    return refusals[0]


def _not_covered(
    gate: Gate, laboratory: Laboratory, which: str, row: Row, ask: Ask, policy: PolicyAsked
) -> Refusal | bool | None:
    """Return why one accreditation does not cover a row; False where it is not stated at all."""
    number = laboratory.cma if which == "CMA" else laboratory.cnas
    if number is None or (policy.source == "register" and not last_lookups(gate, number, which)):
        return False
    for lookup in last_lookups(gate, number, which):
        refusal = next(_refusals(lookup, which, row, ask, policy, laboratory.name), None)
        if refusal is not None:
            return refusal
    return None


def _refusals(
    lookup: "Lookup", which: str, row: Row, ask: Ask, policy: PolicyAsked, name: str | None
) -> Iterator[Refusal]:
    asked = policy.source == "register"
    lacking = [
        key for key, said in (("from", lookup.from_), ("scope", lookup.scope)) if asked and not said
    ]
    if lacking:
        yield refuse(
            "register-incomplete", found=f"{which} {lookup.number}", wanted=", ".join(lacking)
        )
    tested = _last_day_of_testing(row)
    if lookup.from_ is not None or lookup.until is not None:
        first, last = lookup.from_ or date.min, lookup.until or date.max
        if tested is None:
            yield refuse("test-date-not-stated", limit=f"{which} {lookup.number}")
        elif not first <= tested <= last:
            period = f"{lookup.from_ or '…'} – {lookup.until or '…'}"
            yield refuse(
                "accreditation-not-then", found=name, wanted=which, limit=period, day=str(tested)
            )
    if lookup.scope:
        named = standards_of(row, ask)
        if not named and asked:
            yield refuse("scope-undecided", found=name, wanted=which)
        elif named and not any(_in_scope(each, lookup.scope) for each in named):
            yield refuse("standard-not-in-scope", found=name, wanted=", ".join(named), kind=which)


def _last_day_of_testing(row: Row) -> date | None:
    document = row.document
    tested = document.tested if isinstance(document, TestReport) else None
    text = None if tested is None else tested.to or tested.from_
    return None if text is None else read_date(text)


def standards_of(row: Row, ask: Ask) -> list[str]:
    """Return what a scope may list for a row: the edition that it is under, and its method."""
    edition = row.clause.partition("#")[0] if row.clause is not None else ask.standard
    return [text for text in (edition, row.result.method) if text]


def _in_scope(named: str, scope: Sequence[str]) -> bool:
    """Return whether a scope lists a standard; an entry without a year takes any edition."""
    key = clause_key(named).rstrip("#")
    entries = [clause_key(each).rstrip("#") for each in scope]
    return key in entries or _YEAR.sub("", key) in entries
