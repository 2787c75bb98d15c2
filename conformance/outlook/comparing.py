"""Two assessments of one subject: what changed, and which of their inputs it came from.

An answer follows from what was submitted, the spec, the as-of date, strict mode, the
program and the assessing side's own file, and from nothing else.  Where one of them
differs, it is the cause.  Where several do, a finding is put down to those whose
traces it shows, and to all of them where it shows none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.model.assessment import Assessment, Finding
from conformance.rendering.said import document_text, subject_name

FORMAT = "conformance-comparison/1"
# What a finding shows of each input, by the names of its fields.
_OF_EVIDENCE = ("measured", "evidence", "rejected")
_OF_SPEC = ("limit", "clause", "rule", "rounding", "provenance", "mandatory")
_SHOWN = (*_OF_EVIDENCE, *_OF_SPEC, "rests_on")
OF_THE_DATE = frozenset(
    {
        "report-too-old", "edition-withdrawn", "document-not-in-force", "certificate-expired",
        "concession-expired", "issued-after-as-of", "spec-not-in-force", "no-edition-accepted",
        "accreditation-not-valid", "edition-not-accepted",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one requirement; None before where it is new, after where it is gone."""

    before: Finding | None
    after: Finding | None
    causes: tuple[str, ...]

    @property
    def finding(self) -> Finding:
        """The finding as it is, or last was."""
        found = self.after or self.before
        assert found is not None
        return found

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """Yield the field, what it was and what it is, for what differs."""
        if self.before is None or self.after is None:
            return
        if self.before.reason != self.after.reason:
            yield "reason", self.before.reason, self.after.reason
        for name in _SHOWN:
            was, now = _text(self.before, name), _text(self.after, name)
            if was != now:
                yield name, was, now


def _text(finding: Finding, name: str) -> str:
    match name:
        case "evidence":
            return "; ".join(document_text(each) for each in finding.evidence)
        case "rejected":
            return "; ".join(f"{each.document}: {each.reason}" for each in finding.rejected)
        case "measured":
            return "; ".join(finding.measured)
        case "rests_on":
            return ", ".join(finding.rests_on)
        case "mandatory":
            return "yes" if finding.mandatory else "no"
        case _:
            return getattr(finding, name) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two assessments with what changed, in the order of the later plan, what is gone last."""

    before: Assessment
    after: Assessment
    causes: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether neither the whole nor any finding changed."""
        return not self.changes and self.before.verdict == self.after.verdict

    def as_data(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "format": FORMAT,
            "before": _head(self.before),
            "after": _head(self.after),
            "causes": list(self.causes),
            "changes": [
                {
                    "requirement": each.finding.requirement,
                    "before": None if each.before is None else str(each.before.verdict),
                    "after": None if each.after is None else str(each.after.verdict),
                    "causes": list(each.causes),
                    "differences": {
                        name: {"before": was, "after": now} for name, was, now in each.differences()
                    },
                }
                for each in self.changes
            ],
        }


def _head(assessment: Assessment) -> dict[str, Any]:
    return {
        "verdict": str(assessment.verdict), "as_of": assessment.as_of,
        "spec": assessment.spec, "submission": assessment.submission,
    }  # fmt: skip


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Return what changed from one assessment to the other; raises `IllFormed` for two subjects."""
    if _identity(before) != _identity(after):
        raise IllFormed([_two_subjects(before, after)])
    causes = _causes(before, after)
    was = {each.requirement: each for each in before.findings}
    now = {each.requirement: each for each in after.findings}
    pairs = [(was.get(name), finding) for name, finding in now.items()]
    gone = [(finding, None) for name, finding in was.items() if name not in now]
    changes = [
        Change(before=one, after=other, causes=_causes_of(one, other, causes))
        for one, other in (*pairs, *gone)
        if one is None or other is None or _differ(one, other)
    ]
    if not causes and (changes or before.verdict != after.verdict):
        causes = ("assessor",)
        changes = [Change(before=each.before, after=each.after, causes=causes) for each in changes]
    return Comparison(before=before, after=after, causes=causes, changes=tuple(changes))


def _identity(assessment: Assessment) -> tuple[str, ...]:
    subject = assessment.subject
    named = tuple(subject.get(name, "") for name in ("kind", "brand", "model"))
    spec = assessment.spec.get("id", "")
    return (spec, *named) if any(named[1:]) else (spec, *named, subject.get("name", ""))


def _two_subjects(before: Assessment, after: Assessment) -> Diagnostic:
    one, other = (f"{subject_name(each)} ({each.spec.get('id', '')})" for each in (before, after))
    return Diagnostic(
        "subject-differs",
        Text(f"两次判定的对象或规范不同:{one};{other}",
             f"the assessments are of two subjects or specs: {one}; {other}"),
        Span("compare", 0),
        Text("请给出同一对象、同一规范的两次判定",
             "name two assessments of one subject against one spec"),
    )  # fmt: skip


def _causes(before: Assessment, after: Assessment) -> tuple[str, ...]:
    pairs = (
        ("evidence", before.submission.get("digest"), after.submission.get("digest")),
        ("spec", before.spec.get("digest"), after.spec.get("digest")),
        ("date", before.as_of, after.as_of),
        ("strict", before.strict, after.strict),
        ("tool", before.tool.get("version"), after.tool.get("version")),
    )
    return tuple(name for name, one, other in pairs if one != other)


def _differ(one: Finding, other: Finding) -> bool:
    names = ("verdict", "reason", "disposition", *_SHOWN)
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _causes_of(
    one: Finding | None, other: Finding | None, causes: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the inputs whose traces a change shows; all that differ where it shows none."""
    if len(causes) < 2:
        return causes
    if one is None or other is None:
        shown = {"spec"} if "spec" in causes else {"date"}
    else:
        shown = _shown_by(one, other)
    return tuple(name for name in causes if name in shown) or causes


def _shown_by(one: Finding, other: Finding) -> set[str]:
    """Return the inputs whose traces a changed finding shows."""
    shown = set()
    told = {one.reason, other.reason} | {r.reason for r in (*one.rejected, *other.rejected)}
    if told & OF_THE_DATE:
        shown.add("date")
    if "clause-unverified" in told:
        shown.add("strict")
    # What is not admitted for its date has no figures any more, which says nothing of its own.
    for cause, names in (("evidence", _OF_EVIDENCE), ("spec", _OF_SPEC)):
        pairs = [(_text(one, name), _text(other, name)) for name in names]
        if any(was != now and (not shown or (was and now)) for was, now in pairs):
            shown.add(cause)
    return shown
