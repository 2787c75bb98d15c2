"""The answer: findings, and the verdict of the whole that follows from them and nothing else.

Findings are light: a reason code and the facts that its sentence names.  The
sentences are made when they are read, from the one table of wording.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from typing import Any

import msgspec

from conformance.verdicts import Verdict
from conformance.wording import worded

FORMAT = "conformance-assessment/1"
Sentences = dict[str, str]


class Cited(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a document whose result was compared."""

    document: str
    number: str | None = None
    locator: str | None = None


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document that was not admitted as evidence for a requirement, and why."""

    document: str
    reason: str
    facts: dict[str, str] = {}
    locator: str | None = None


class PartFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """The finding on one part, where a requirement wants a result for each."""

    part: str
    verdict: Verdict
    reason: str
    facts: dict[str, str] = {}


def _none() -> None:
    return None


# Fields that are worked out on first read have a factory for their default, not a value: so the
# class has no attribute of that name, and `__getattr__` is asked for it.
_WORKED_OUT = frozenset({"facts", "limit", "measured", "margin", "rule", "rounding"})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one requirement, with everything a reader needs to check it.

    Attributes:
        facts: What the sentence of the reason names.
        margin: Exact decimal and unit, negative beyond the limit; None for
            grades, phrases and where nothing was compared.
        rests_on: Declared attributes, claimed and not evidenced, without which
            the requirement would apply or have another limit.
        law: Whether the clause has legal force.
        otherwise: Decision rules under which the verdict would differ.
    """

    requirement: str
    section: str
    title: Sentences
    mandatory: bool
    verdict: Verdict
    reason: str
    clause: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    limit: str | None = field(default_factory=_none)
    measured: tuple[str, ...] = field(default_factory=tuple)
    margin: str | None = field(default_factory=_none)
    rule: str | None = field(default_factory=_none)
    rounding: str | None = field(default_factory=_none)
    evidence: tuple[Cited, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    parts: tuple[PartFinding, ...] = ()
    provenance: str | None = None
    rests_on: tuple[str, ...] = ()
    core: bool = False
    law: bool = False
    basis: str = "standard"
    disagreement: bool = False
    disposition: str | None = None
    otherwise: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, head: Mapping[str, object], said: Any, **given: object) -> "Finding":
        """Return the finding on the requirement of `head`, worded out of `said` when it is read.

        `said` has a verdict, a reason, evidence, what was rejected, and by name
        whatever else is worked out.
        """
        finding = cls.__new__(cls)
        finding.__dict__.update(head)
        finding.__dict__.update(
            given, verdict=said.verdict, reason=said.reason, evidence=said.evidence,
            rejected=said.rejected, otherwise={}, _said=said,
        )  # fmt: skip
        return finding

    def __getattr__(self, name: str) -> Any:
        """Return a field that is worked out, and keep it."""
        if name not in _WORKED_OUT or "_said" not in self.__dict__:
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self.__dict__["_said"], name)
        return found

    def __getstate__(self) -> dict[str, object]:
        """Return the fields, for another process; nothing is left to be worked out."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @cached_property
    def message(self) -> Mapping[str, str]:
        """The reason in a sentence, under `zh` and `en`."""
        return {lang: worded(self.reason, lang, self.facts) for lang in ("zh", "en")}

    @cached_property
    def needed(self) -> Mapping[str, str]:
        """What would change the verdict, under `zh` and `en`; empty sentences for a pass."""
        return {lang: worded(self.reason, lang, self.facts, need=True) for lang in ("zh", "en")}

    def as_data(self) -> dict[str, Any]:
        """Return the finding as plain data, with its sentences."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        data: dict[str, Any] = msgspec.to_builtins(
            {name: value for name, value in said.items() if value != _DEFAULTS.get(name, ...)}
        )
        data["message"] = dict(self.message)
        if any(self.needed.values()):
            data["needed"] = dict(self.needed)
        for rejected in data.get("rejected", ()):
            rejected["message"] = {
                lang: worded(rejected["reason"], lang, rejected.get("facts", {}))
                for lang in ("zh", "en")
            }
        return data


_NOTHING: dict[str, object] = {"facts": {}, "measured": (), "otherwise": {}}
_DEFAULTS = {
    each.name: _NOTHING.get(each.name, None if each.default is MISSING else each.default)
    for each in fields(Finding)
    if each.default is not MISSING or each.default_factory is not MISSING
}


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something worth saying that changes no verdict by itself."""

    reason: str
    facts: dict[str, str] = {}
    document: str | None = None
    locator: str | None = None
    requirement: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the remark as plain data, with its sentences."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        data["message"] = {lang: worded(self.reason, lang, self.facts) for lang in ("zh", "en")}
        return data


class Upcoming(msgspec.Struct, frozen=True, omit_defaults=True):
    """A requirement that is not yet in force, with its first day."""

    requirement: str
    title: Sentences
    in_force: str
    clause: str | None = None


class LeftOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause with legal force that the spec leaves out of the verdict, in which way and why.

    With `outside-claim` the assessment is against the spec and no statement of
    conformity with that standard.
    """

    clause: str
    because: str
    why: str


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """The verdict on a whole submission, and all that it rests on.

    Attributes:
        terms: What the claims are called on which findings rest, by their names.
    """

    verdict: Verdict
    spec: dict[str, str]
    submission: dict[str, str]
    subject: dict[str, str]
    as_of: str
    findings: tuple[Finding, ...]
    unused: tuple[Remark, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sections: tuple[tuple[str, Sentences], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    terms: dict[str, Sentences] = {}
    spec_title: Sentences = {}
    tool: dict[str, str] = {}
    reason: str | None = None
    strict: bool = False

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings have each verdict, rest on unverified figures, or on claims."""
        verdicts = [finding.verdict for finding in self.findings]
        return {
            **{str(verdict): verdicts.count(verdict) for verdict in Verdict},
            "unverified-figures": sum(
                f.provenance not in (None, "text") and f.verdict is not Verdict.NOT_APPLICABLE
                for f in self.findings
            ),
            "on-claims": sum(bool(f.rests_on) for f in self.findings),
        }

    def as_data(self) -> dict[str, Any]:
        """Return the assessment as plain data in the order of the published format."""
        data: dict[str, Any] = {
            "format": FORMAT,
            "verdict": str(self.verdict),
            "reason": self.reason,
            "spec": self.spec,
            "submission": self.submission,
            "subject": self.subject,
            "as_of": self.as_of,
            "strict": self.strict or None,
            "counts": self.counts,
            "findings": [finding.as_data() for finding in self.findings],
            "unused": [remark.as_data() for remark in self.unused],
            "upcoming": [msgspec.to_builtins(each) for each in self.upcoming],
            "remarks": [remark.as_data() for remark in self.remarks],
            "sections": [[name, title] for name, title in self.sections],
            "left_out": [msgspec.to_builtins(each) for each in self.left_out],
            "terms": self.terms,
            "spec_title": self.spec_title,
            "tool": self.tool,
        }
        return {name: value for name, value in data.items() if value is not None}

    def to_json(self, *, indent: int = 0) -> bytes:
        """Return JSON; the same assessment gives the same bytes."""
        raw = msgspec.json.encode(self.as_data())
        return msgspec.json.format(raw, indent=indent) if indent else raw

    @classmethod
    def from_json(cls, data: bytes) -> "Assessment":
        """Return the assessment that `to_json` wrote; sentences are made anew."""
        return msgspec.json.decode(data, type=cls)
