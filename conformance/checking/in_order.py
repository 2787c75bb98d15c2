"""Whether the head of a document is in order at first sight: all it says agrees, word for word.

Nothing is refused here.  What is not in order at first sight may still be admissible, with other
spaces in a model or a factory that nobody named; that is for the full way to say.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from conformance.checking.admissibility import accredited, is_open, is_possible, says
from conformance.checking.editions import born
from conformance.checking.rows import clause_key
from conformance.checking.stated import has_number, stated
from conformance.checking.subject import folded, same_model
from conformance.model.dates import Period, read_period
from conformance.model.plan import Edition, PolicyAsked
from conformance.model.submission import (
    Certificate,
    Declaration,
    Document,
    Laboratory,
    Marking,
    ReportHead,
    Sample,
    Subject,
)


@lru_cache(maxsize=4096)
def is_model(name: str) -> bool:
    """Return whether a model has a name at all: one that equals itself as models do."""
    return same_model(name, name)


def about(document: Document | ReportHead, subject: Subject) -> bool:
    """Return whether a document is of no part, and its brand and lot are those of the subject."""
    return (
        document.part is None
        and (document.brand is None or document.brand == subject.brand)
        and (document.lot is None or document.lot == subject.lot)
    )


def of_factory(name: str | None, subject: Subject) -> bool:
    """Return whether a factory, where a document has one, is that of the subject."""
    return name is None or (subject.factory is not None and name == subject.factory.name)


def made_by(name: str | None, subject: Subject) -> bool:
    """Return whether a manufacturer, where a report has one, is that of the subject."""
    manufacturer = subject.manufacturer
    return name is None or (manufacturer is not None and name == manufacturer.name)


def possible(sample: Sample | None) -> bool:
    """Return whether a sample has some specimens, or does not say how many."""
    return sample is None or sample.count is None or is_possible(str(sample.count))


def of_holder(name: str | None, subject: Subject) -> bool:
    """Return whether a holder or signer is the manufacturer of the subject."""
    manufacturer = subject.manufacturer
    return manufacturer is not None and name == manufacturer.name and stated(name) is not None


def report_in_order(
    report: ReportHead, subject: Subject, policy: PolicyAsked, as_of: str, oldest: str
) -> bool:
    """Return whether any row of a report is admissible as far as its head has a say.

    `as_of` and `oldest`, the first day of testing that is young enough, are
    written as dates are: then they compare as texts.
    """
    model, tested, issued = report.tested_model, report.tested, report.issued
    if model is None or model != subject.model or not is_model(model):
        return False
    if not (about(report, subject) and of_factory(report.factory, subject)):
        return False
    if not (made_by(report.manufacturer, subject) and possible(report.sample)):
        return False
    start, end = (None, None) if tested is None else (tested.from_, tested.to)
    last = "0000-00-00"
    for day in (report.received, start, end, issued):
        if day is not None:
            if day < last:
                return False
            last = day
    if last > as_of or (end or start or "0000-00-00") < oldest:
        return False
    if report.complete is False or report.final is False:
        return False
    if policy.complete and report.complete is None:
        return False
    if (
        policy.sample_by is not None
        or says(report.conclusion) == "fail"
        or is_open(report.conclusion)
    ):
        return False
    if policy.laboratory == "any":
        return True
    return has_number(report.number) and _accredited(report.laboratory, policy)


def _accredited(laboratory: Laboratory | None, policy: PolicyAsked) -> bool:
    if laboratory is None or stated(laboratory.name) is None:
        return False
    return _accredited_by(laboratory.cma, laboratory.cnas, policy.laboratory, policy.source)


@lru_cache(maxsize=4096)
def _accredited_by(cma: str | None, cnas: str | None, wanted: str, source: str) -> bool:
    return source != "register" and accredited(cma, cnas, wanted)


def certificate_in_order(certificate: Certificate, subject: Subject, as_of: str) -> bool:
    """Return whether a certificate is of this very product, and issued by the as-of date."""
    models = certificate.models
    return (
        certificate.confidence is None
        and has_number(certificate.number)
        and about(certificate, subject)
        and of_holder(certificate.holder, subject)
        and of_factory(certificate.factory, subject)
        and models is not None
        and subject.model in models
        and is_model(subject.model or "")
        and (certificate.issued is None or certificate.issued <= as_of)
    )


def declaration_in_order(declaration: Declaration, subject: Subject, as_of: str) -> bool:
    """Return whether a declaration is of this very product's manufacturer and in force."""
    models, signed, expires = declaration.models, declaration.signed, declaration.expires
    return (
        declaration.confidence is None
        and about(declaration, subject)
        and of_holder(declaration.by, subject)
        and (not models or (subject.model in models and is_model(subject.model or "")))
        and signed is not None
        and signed <= as_of
        and (expires is None or as_of <= expires)
        and declaration.status is None
    )


def marking_in_order(marking: Marking, subject: Subject) -> bool:
    """Return whether a marking is on this very product, and shown by more than a transcript."""
    model = marking.model
    return (
        marking.confidence is None
        and about(marking, subject)
        and (not model or (model == subject.model and is_model(model)))
        and marking.shown_by in ("photo", "inspection")
    )


def alive(report: ReportHead, edition: Edition) -> bool:
    """Return whether the testing ended while an edition was alive, and both are known."""
    tested, first = report.tested, born(edition)
    end = None if tested is None else tested.to or tested.from_
    return (
        end is not None
        and (edition.withdrawn is None or end <= edition.withdrawn)
        and (first is None or end >= first)
    )


def oldest_day(age: str | None, as_of: date) -> str:
    """Return the first day that is at most as old as `age` on the as-of date, as text.

    An age that is not stated is no age: every day is young enough.
    """
    period = read_period(age.lstrip("≤<= ")) if age else None
    if period is None:
        return "0000-00-00"
    return _first_within(period, as_of).isoformat()


def _first_within(period: Period, as_of: date) -> date:
    """Return the first day whose period has not ended before the as-of date."""
    days = range(date.min.toordinal(), as_of.toordinal() + 1)
    ends: Callable[[int], date] = lambda day: period.after(date.fromordinal(day))  # noqa: E731
    return date.min + timedelta(days=bisect_left(days, as_of, key=ends))


@lru_cache(maxsize=4096)
def scheme_key(scheme: str | None) -> str:
    """Return the name of a scheme for comparison."""
    return folded(scheme).casefold()


@lru_cache(maxsize=4096)
def names_standard(standard: str | None, named: tuple[str, ...]) -> bool:
    """Return whether this very edition is among those that are named."""
    return standard is not None and clause_key(standard) in {clause_key(each) for each in named}
