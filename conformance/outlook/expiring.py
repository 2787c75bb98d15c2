"""What will turn a pass into something else: found by checking again on later days.

An answer can change only on a day that stands somewhere: in the submission, in the
plan, in the assessing side's file, or one of the plan's periods after such a day.
Each of these days and the day after is tried; between them nothing can change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import msgspec

from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.model.assessment import Assessment, Finding
from conformance.model.assessor import AssessorFile
from conformance.model.dates import Period, read_date, read_period
from conformance.model.submission import Submission
from conformance.verdicts import Verdict
from conformance.wording import worded

FORMAT = "conformance-expiring/1"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PERIOD = re.compile(r'"(\d{1,4} ?(?:month|d))"', re.ASCII)
_YEARS = re.compile(r'"(\d{1,3}) ?year"', re.ASCII)
_ONE_DAY = timedelta(days=1)
# A verdict that may be lost.
GOOD = (Verdict.PASS, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Loss:
    """What no longer holds from the day after `last` on, in one submission.

    Attributes:
        last: The last day on which it still holds.
        documents: The documents that it is about; none for a requirement that is new.
        findings: The findings as they are the day after.
        verdict: The whole the day after.
    """

    submission: str
    last: date
    said: dict[str, str]
    documents: tuple[str, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict

    def as_data(self) -> dict[str, Any]:
        """Return the loss as plain data."""
        return {
            "submission": self.submission,
            "last": self.last.isoformat(),
            "message": self.said,
            "documents": list(self.documents),
            "requirements": [each.requirement for each in self.findings],
            "verdict": str(self.verdict),
        }


def losses(
    validator: Validator,
    submission: Submission,
    within: Period,
    assessor: AssessorFile = NOBODY,
    linked: Sequence[Submission] = (),
) -> tuple[Loss, ...]:
    """Return what runs out after the validator's as-of date and inside the period, in order."""
    start, end = validator.as_of, within.after(validator.as_of)
    found: list[Loss] = []
    name = submission.submission or ""
    before = validator.check(submission, "", assessor, linked)
    for day in sorted(_days(validator, (submission, *linked), assessor, start, end)):
        after = on(validator, day).check(submission, "", assessor, linked)
        found += _lost(name, before, after, day - _ONE_DAY)
        before = after
    return tuple(found)


def on(validator: Validator, day: date) -> Validator:
    """Return the same validator for another as-of date; nothing else of it depends on the day."""
    linked = {name: on(each, day) for name, each in validator.linked.items()}
    return replace(validator, as_of=day, linked=linked)


# ---- the days on which an answer may change


def _days(
    validator: Validator,
    submissions: Sequence[Submission],
    assessor: AssessorFile,
    start: date,
    end: date,
) -> set[date]:
    """Return the days after `start`, up to the day after `end`, on which anything may change."""
    plan = validator.plan.to_json().decode()
    said = [plan, *(msgspec.json.encode(each).decode() for each in submissions)]
    if isinstance(assessor, AssessorFile):
        said.append(assessor.model_dump_json())
    named = {day for text in said for each in _DAY.findall(text) if (day := read_date(each))}
    periods = {period for text in _PERIOD.findall(plan) if (period := read_period(text))}
    periods |= {Period(months=12 * int(text)) for text in _YEARS.findall(plan) if int(text)}
    turning = set(named)
    for period in periods:
        turning |= {period.after(day) for day in named}
    # Ends are inclusive: what holds on its last day changes on the day after.
    tried = {day for each in turning for day in (each, _next(each))}
    return {day for day in tried if start < day <= _next(end)}


def _next(day: date) -> date:
    return day if day == date.max else day + _ONE_DAY


# ---- what is lost


def _lost(name: str, before: Assessment, after: Assessment, last: date) -> Iterator[Loss]:
    """Yield what is lost between two days, once for each cause."""
    was = {each.requirement: each for each in before.findings}
    grouped: dict[tuple[tuple[str, ...], str], list[Finding]] = {}
    said: dict[tuple[tuple[str, ...], str], dict[str, str]] = {}
    for finding in after.findings:
        if not finding.mandatory or not _is_lost(was.get(finding.requirement), finding):
            continue
        documents, message = _cause(was.get(finding.requirement), finding)
        key = (documents, message["en"])
        grouped.setdefault(key, []).append(finding)
        said[key] = message
    for key, findings in grouped.items():
        yield Loss(name, last, said[key], key[0], tuple(findings), after.verdict)
    if after.reason and not before.reason:
        message = {lang: worded(after.reason, lang, {}) for lang in ("zh", "en")}
        yield Loss(name, last, message, (), (), after.verdict)


def _is_lost(was: Finding | None, now: Finding) -> bool:
    if now.reason.startswith("group-"):
        return False  # its members say what ran out
    if was is not None and was.disposition and not now.disposition:
        return True
    return now.verdict not in GOOD and (was is None or was.verdict in GOOD)


def _cause(was: Finding | None, now: Finding) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the documents that it is about, and what is said of them."""
    if was is not None and was.disposition and not now.disposition:
        return (), {lang: worded("concession-expired", lang, {"detail": now.requirement})
                    for lang in ("zh", "en")}  # fmt: skip
    new = [each for each in now.rejected if was is None or each not in was.rejected]
    if now.reason == "evidence-not-admissible" and new:
        first = new[0]
        return (first.document,), {
            lang: worded(first.reason, lang, first.facts) for lang in ("zh", "en")
        }
    documents = tuple(dict.fromkeys(each.document for each in now.evidence))
    return documents, dict(now.message)
