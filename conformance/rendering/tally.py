"""Many assessments added up: verdicts, reasons, margins, and what laboratories say of themselves.

One assessment after the other is taken in and let go, so that any number fits.
Totals come from findings and from nothing else.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from conformance.model.assessment import Assessment, Finding
from conformance.quantities.number import exact_text
from conformance.rendering.gauge import gauge_of, quantity
from conformance.rendering.said import spec_name, subject_name
from conformance.verdicts import Verdict
from conformance.wording import in_any_case, worded

FORMAT = "conformance-overview/1"
WAITING = (Verdict.FAIL, Verdict.MISSING_EVIDENCE)
# More submissions than these are counted and not listed one by one.
MOST_LISTED = 500


@dataclass(slots=True)
class Margins:
    """The margins of one requirement over many submissions, in per cent of the limit.

    Attributes:
        percents: Margins relative to the nearest end of the limit; negative is beyond.
        counts: How many findings have each verdict.
    """

    title: Mapping[str, str]
    clause: str | None
    spec: str
    limits: Counter[str] = field(default_factory=Counter)
    percents: list[Fraction] = field(default_factory=list)
    counts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def median(self) -> Fraction:
        """The middle margin, of an even number the mean of the middle two."""
        ordered, half = sorted(self.percents), len(self.percents) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(slots=True)
class Laboratory:
    """What one laboratory's reports were good for.

    Attributes:
        findings: How many findings cite a report of its.
        failed: How many of them fail.
        disagreements: How many in which its own verdict is at odds with its figures.
        requirements: Those in which it is, with their number.
    """

    findings: int = 0
    failed: int = 0
    disagreements: int = 0
    requirements: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Listed:
    """One submission of many."""

    submission: str
    name: str
    spec: str
    verdict: Verdict
    waiting: int


@dataclass(slots=True)
class Tally:
    """What many assessments add up to."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    findings: Counter[Verdict] = field(default_factory=Counter)
    specs: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    margins: dict[tuple[str, str], Margins] = field(default_factory=dict)
    laboratories: dict[str, Laboratory] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    unread: int = 0

    @property
    def count(self) -> int:
        """How many assessments were taken in."""
        return self.verdicts.total()

    def take(self, assessment: Assessment, laboratories: Mapping[str, str] | None = None) -> None:
        """Add one assessment; `laboratories` says whose report each of its documents is."""
        spec = spec_name(assessment)
        self.verdicts[assessment.verdict] += 1
        self.specs[spec, assessment.verdict] += 1
        self.days.add(assessment.as_of)
        waiting = 0
        # A cause counts once for each submission, however many findings wait for it.
        causes = set()
        for finding in assessment.findings:
            self.findings[finding.verdict] += 1
            self._margin(spec, finding)
            self._laboratories(finding, laboratories or {})
            if finding.verdict in WAITING and finding.mandatory:
                waiting += 1
                causes |= {(str(finding.verdict), reason) for reason in _reasons(finding)}
        if assessment.reason:
            causes.add((str(assessment.verdict), assessment.reason))
        self.reasons.update(causes)
        if len(self.listed) < MOST_LISTED:
            self.listed.append(
                Listed(
                    assessment.submission.get("id", ""),
                    subject_name(assessment),
                    spec,
                    assessment.verdict,
                    waiting,
                )
            )

    def _margin(self, spec: str, finding: Finding) -> None:
        percent = relative_margin(finding)
        if percent is None:
            return
        key = (spec.partition("@")[0], finding.requirement)
        found = self.margins.setdefault(key, Margins(finding.title, finding.clause, spec))
        found.percents.append(percent)
        found.limits[finding.limit or ""] += 1
        found.counts[finding.verdict] += 1

    def _laboratories(self, finding: Finding, laboratories: Mapping[str, str]) -> None:
        for name in {laboratories.get(each.document, "") for each in finding.evidence} - {""}:
            laboratory = self.laboratories.setdefault(name, Laboratory())
            laboratory.findings += 1
            laboratory.failed += finding.verdict is Verdict.FAIL
            if finding.disagreement:
                laboratory.disagreements += 1
                laboratory.requirements[finding.requirement] += 1

    def as_data(self) -> dict[str, Any]:
        """Return the totals as plain data, exact and in a fixed order."""
        return {
            "format": FORMAT,
            "assessments": self.count,
            "unreadable": self.unread,
            "as_of": sorted(self.days),
            "verdicts": {str(each): self.verdicts[each] for each in Verdict if self.verdicts[each]},
            "findings": {str(each): self.findings[each] for each in Verdict},
            "reasons": [
                {"verdict": verdict, "reason": reason, "submissions": count}
                for (verdict, reason), count in self.commonest()
            ],
            "margins": [
                {
                    "spec": spec,
                    "requirement": requirement,
                    "count": len(found.percents),
                    "least": f"{percent_text(min(found.percents))} %",
                    "median": f"{percent_text(found.median)} %",
                    "greatest": f"{percent_text(max(found.percents))} %",
                    "fail": found.counts[Verdict.FAIL],
                }
                for (spec, requirement), found in self.closest()
            ],
            "laboratories": [
                {
                    "laboratory": name,
                    "findings": each.findings,
                    "failed": each.failed,
                    "disagreements": each.disagreements,
                }
                for name, each in self.by_disagreement()
            ],
        }

    def commonest(self) -> list[tuple[tuple[str, str], int]]:
        """Return verdict and reason with the number of submissions, the commonest first."""
        return sorted(self.reasons.items(), key=lambda pair: (-pair[1], pair[0]))

    def closest(self) -> list[tuple[tuple[str, str], Margins]]:
        """Return the requirements with their margins, the smallest median first."""
        return sorted(self.margins.items(), key=lambda pair: (pair[1].median, pair[0]))

    def by_disagreement(self) -> list[tuple[str, Laboratory]]:
        """Return the laboratories, those most often at odds with themselves first."""
        return sorted(self.laboratories.items(), key=lambda pair: (-pair[1].disagreements, pair[0]))


def _reasons(finding: Finding) -> set[str]:
    """Return the reasons of a finding, or of its documents at fault; none of a group."""
    if finding.reason.startswith("group-"):
        return set()
    if finding.reason == "evidence-not-admissible" and finding.rejected:
        return {each.reason for each in finding.rejected}
    return {finding.reason}


def relative_margin(finding: Finding) -> Fraction | None:
    """Return the margin in per cent of the nearest end of the limit; None where there is none.

    A limit at zero has no per cent.
    """
    margin = quantity(finding.margin)
    gauge = gauge_of(finding) if margin is not None else None
    if margin is None or gauge is None:
        return None
    figures = [end for mark in gauge.marks for end in mark.ends]
    nearest = min(
        gauge.bounds,
        key=lambda bound: min((abs(bound - each) for each in figures), default=Fraction(0)),
    )
    return None if not nearest else margin.value / abs(nearest) * 100


def percent_text(value: Fraction) -> str:
    """Return per cent with one decimal, exact halves to even.

    >>> percent_text(Fraction(-100, 3))
    '-33.3'
    """
    return exact_text(Fraction(round(value * 10), 10))


def reason_text(reason: str, lang: str) -> str:
    """Return what a reason says of any case: its sentence with an ellipsis for each fact.

    >>> reason_text("wrong-model", "en")
    'it is about the model …; the product is …'
    """
    return worded(reason, lang, in_any_case(reason)).replace("—", "…")
