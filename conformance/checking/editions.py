"""Editions: chosen once for a family of standards, by date, and never clause by clause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from conformance.checking.gate import Gate
from conformance.model.assessment import Finding
from conformance.model.dates import read_date
from conformance.model.plan import Edition, FamilyPlan, Requirement
from conformance.quantities.patterns import pattern
from conformance.verdicts import Verdict, all_of


def uses_of(gate: Gate, family: FamilyPlan) -> tuple[list[int], bool]:
    """Return the choices of a family that the deciding date leaves, and whether it is known.

    An edition that the law requires from a day on shuts out the choices without
    it, whatever the spec's transition says.
    """
    day = _deciding_day(gate, family)
    by_document = family.decided_by in ("tested", "issued", "certified")
    uses = []
    for number, use in enumerate(family.uses):
        start, end = read_date(use.start or ""), read_date(use.end or "")
        inside = day is None or ((start is None or day >= start) and (end is None or day <= end))
        if inside and _exists(gate, family, number):
            uses.append(number)
    required = [number for number in uses if _required(gate, family, number)]
    if required and (day is not None or by_document):
        uses = required
    return uses, day is not None or by_document


def _deciding_day(gate: Gate, family: FamilyPlan) -> date | None:
    day = gate.facts.known.get(family.decided_by)
    return day if isinstance(day, date) else None


def _exists(gate: Gate, family: FamilyPlan, number: int) -> bool:
    """Return whether all editions of a choice may be used on the as-of date."""
    for name in family.uses[number].editions:
        edition = gate.plan.editions.get(name)
        first = read_date((edition.accepted_from or born(edition) or "") if edition else "")
        if first is not None and first > gate.facts.as_of:
            return False
    return True


_YEAR = pattern(r"[-:](?P<year>(?:19|20)[0-9]{2})(?![0-9])")


def born(edition: Edition) -> str | None:
    """Return the first day on which an edition may have been there: its issue, else its year's."""
    return edition.issued or _new_year(edition.id)


@lru_cache(maxsize=1024)
def _new_year(edition: str) -> str | None:
    years = [match["year"] for match in _YEAR.finditer(edition)]
    return f"{max(years)}-01-01" if years else None


def _required(gate: Gate, family: FamilyPlan, number: int) -> bool:
    """Return whether a row of the law makes an edition of this choice required for the product."""
    for name in family.uses[number].editions:
        edition = gate.plan.editions.get(name)
        for which, text in edition.required if edition else ():
            day, first = gate.facts.known.get(which), read_date(text)
            if isinstance(day, date) and first is not None and day >= first:
                return True
    return False


def choose_among(
    family: FamilyPlan,
    members: Sequence[Requirement],
    by_use: Mapping[int, Sequence[Finding]],
    *,
    known: bool,
    claimed: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Return the findings of one choice, judged whole.

    Where the deciding date is known, a choice that passes entirely is taken;
    else the one with the most evidence, so that bad news is shown.  Where it is
    not known, a requirement on which the choices disagree is missing evidence.
    """
    if not by_use:
        return [_no_edition(family, each) for each in members]
    if not known and len(by_use) > 1:
        return _agreed(by_use)
    best = max(by_use, key=lambda use: (_passes(by_use[use]), _evidence(by_use[use]), use))
    if not on_a_claim(family, best, claimed):
        return list(by_use[best])
    return [also_resting(finding, family.decided_by) for finding in by_use[best]]


def on_a_claim(family: FamilyPlan, use: int, claimed: frozenset[str]) -> bool:
    """Return whether an earlier edition is used on a date that only the applicant states."""
    return use != len(family.uses) - 1 and family.decided_by in claimed


def also_resting(finding: Finding, claim: str) -> Finding:
    """Return the finding, resting on a claim as well."""
    return replace(finding, rests_on=tuple(sorted({*finding.rests_on, claim})))


def _passes(findings: Sequence[Finding]) -> bool:
    return all_of(f.verdict for f in findings if f.mandatory) is Verdict.PASS


def _evidence(findings: Sequence[Finding]) -> int:
    return sum(len(finding.evidence) for finding in findings)


def _agreed(by_use: Mapping[int, Sequence[Finding]]) -> list[Finding]:
    """Return each requirement's finding where all choices agree, else that the date decides."""
    found: dict[str, list[Finding]] = {}
    for findings in by_use.values():
        for finding in findings:
            found.setdefault(finding.requirement, []).append(finding)
    agreed = []
    for same in found.values():
        last = same[-1]
        if len(same) == len(by_use) and len({each.verdict for each in same}) == 1:
            agreed.append(last)
            continue
        agreed.append(
            replace(
                last, verdict=Verdict.MISSING_EVIDENCE, reason="deciding-date-unknown", facts={}
            )
        )
    return agreed


def _no_edition(family: FamilyPlan, requirement: Requirement) -> Finding:
    return Finding(
        requirement=requirement.id,
        section=requirement.section,
        title={"zh": requirement.title.zh, "en": requirement.title.en},
        mandatory=requirement.mandatory,
        verdict=Verdict.MISSING_EVIDENCE,
        reason="no-edition-accepted",
        facts={"detail": family.title.en},
        core=requirement.core,
    )
