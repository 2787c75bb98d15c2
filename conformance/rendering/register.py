"""The register of evidence: each document, what it was admitted for, and what it was not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from conformance.model.assessment import Assessment, Finding, Rejected
from conformance.wording import worded


@dataclass(slots=True)
class Admission:
    """One document of a submission as the findings use it.

    Attributes:
        cited: The findings that it was admitted for, each once.
        rejected: The findings that it was not admitted for, with the refusal.
        places: The places in it that were compared, each once, in the order of the findings.
        unused: How many of its rows answered no requirement.
    """

    name: str
    number: str = ""
    cited: list[Finding] = field(default_factory=list)
    rejected: list[tuple[Finding, Rejected]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    unused: int = 0

    @property
    def idle(self) -> bool:
        """Whether no requirement asked for it."""
        return not (self.cited or self.rejected or self.unused)

    def refusals(self, lang: str) -> Iterator[tuple[str, list[Finding]]]:
        """Yield each reason in words, with the findings that wait for it."""
        reasons: dict[str, list[Finding]] = {}
        for finding, refusal in self.rejected:
            said = worded(refusal.reason, lang, refusal.facts)
            some = reasons.setdefault(said, [])
            if finding not in some:
                some.append(finding)
        yield from reasons.items()


def admissions(assessment: Assessment, sent: Iterable[str] = ()) -> list[Admission]:
    """Return every document that the assessment names or that was sent, by its name."""
    found: dict[str, Admission] = {}

    def named(name: str) -> Admission:
        return found.setdefault(name, Admission(name))

    for finding in assessment.findings:
        for cited in finding.evidence:
            document = named(cited.document)
            document.number = document.number or cited.number or ""
            if finding not in document.cited:
                document.cited.append(finding)
            if cited.locator and cited.locator not in document.places:
                document.places.append(cited.locator)
        for refusal in finding.rejected:
            named(refusal.document).rejected.append((finding, refusal))
    for remark in assessment.unused:
        if remark.document:
            named(remark.document).unused += 1
    for name in sent:
        named(name)
    return [found[name] for name in sorted(found)]


def editions_of(assessment: Assessment) -> dict[str, int]:
    """Return each edition that findings stand on, in the order of its name, with their number."""
    clauses = (finding.clause for finding in assessment.findings if finding.clause)
    return dict(sorted(Counter(clause.partition("#")[0] for clause in clauses).items()))
