"""The answer: findings, and the verdict of the whole that follows from them and nothing else.

Findings are light: a reason code and the facts that its sentence names.  The
sentences are made when they are read, from the one table of wording.
"""

from collections.abc import Callable, Mapping
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


def _no() -> bool:
    return False


# A field that is worked out when it is first read has a factory for its default, not a value: so
# the class has no attribute of that name, and `__getattr__` is asked for it.
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
    clause: str | None = field(default_factory=_none)
    facts: dict[str, str] = field(default_factory=dict)
    limit: str | None = field(default_factory=_none)
    measured: tuple[str, ...] = field(default_factory=tuple)
    margin: str | None = field(default_factory=_none)
    rule: str | None = field(default_factory=_none)
    rounding: str | None = field(default_factory=_none)
    evidence: tuple[Cited, ...] = field(default_factory=tuple)
    rejected: tuple[Rejected, ...] = field(default_factory=tuple)
    parts: tuple[PartFinding, ...] = field(default_factory=tuple)
    provenance: str | None = field(default_factory=_none)
    rests_on: tuple[str, ...] = field(default_factory=tuple)
    core: bool = field(default_factory=_no)
    law: bool = field(default_factory=_no)
    basis: str = field(default_factory=lambda: "standard")
    disagreement: bool = field(default_factory=_no)
    disposition: str | None = field(default_factory=_none)
    otherwise: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        head: Mapping[str, object],
        verdict: Verdict,
        reason: str,
        said: object,
        place: int | None = None,
    ) -> "Finding":
        """Return the finding on the requirement of `head`, the rest to be worked out when read.

        Every other field is an attribute of `said`; with a place, of what
        `said.said(place)` returns, which is asked once.
        """
        finding = _new(cls)
        # the finding is frozen for everybody else
        _set(finding, "__dict__", {
            **head, "verdict": verdict, "reason": reason, "_said": said, "_place": place,
        })  # fmt: skip
        return finding

    def __getattr__(self, name: str) -> Any:
        """Return a field that is worked out, and keep it."""
        known = self.__dict__
        if name not in _FIELDS or "_said" not in known:
            raise AttributeError(name)
        if known["_place"] is not None:
            known["_said"], known["_place"] = known["_said"].said(known["_place"]), None
        found = known[name] = getattr(known["_said"], name)
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
        data: dict[str, Any] = msgspec.to_builtins(self.shown())
        return data

    def shown(self) -> dict[str, Any]:
        """Return what is shown of the finding; places and parts are still structs."""
        data: dict[str, Any] = {}
        for name, default in _SHOWN:
            value = getattr(self, name)
            if value != default:
                data[name] = value
        data["message"] = self.message
        needed = self.needed
        if needed["zh"] or needed["en"]:
            data["needed"] = needed
        if "rejected" in data:
            data["rejected"] = [
                {
                    **msgspec.to_builtins(each),
                    "message": {x: worded(each.reason, x, each.facts) for x in ("zh", "en")},
                }
                for each in self.rejected
            ]
        return data


_new, _set = object.__new__, object.__setattr__
_FIELDS = frozenset(each.name for each in fields(Finding))
_DEFAULTS = {
    each.name: each.default_factory()
    for each in fields(Finding)
    if each.default_factory is not MISSING
}
# A field without a default is always shown.
_SHOWN = tuple((each.name, _DEFAULTS.get(each.name, ...)) for each in fields(Finding))


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


@dataclass(frozen=True, kw_only=True)
class Assessment:
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
    unused: tuple[Remark, ...] = field(default_factory=tuple)
    upcoming: tuple[Upcoming, ...] = field(default_factory=tuple)
    remarks: tuple[Remark, ...] = field(default_factory=tuple)
    sections: tuple[tuple[str, Sentences], ...] = field(default_factory=tuple)
    left_out: tuple[LeftOut, ...] = field(default_factory=tuple)
    terms: dict[str, Sentences] = field(default_factory=dict)
    spec_title: Sentences = field(default_factory=dict)
    tool: dict[str, str] = field(default_factory=dict)
    reason: str | None = field(default_factory=_none)
    strict: bool = field(default_factory=_no)

    @classmethod
    def of(cls, verdict: Verdict, reason: str | None, later: object) -> "Assessment":
        """Return the assessment whose other fields are attributes of `later`, read when asked.

        `later.written()` returns those that are written already, for JSON.
        """
        assessment = _new(cls)
        _set(assessment, "__dict__", {"verdict": verdict, "reason": reason, "_later": later})
        return assessment

    def __getattr__(self, name: str) -> Any:
        """Return a field that is worked out, and keep it."""
        known = self.__dict__
        if name not in _PARTS or "_later" not in known:
            raise AttributeError(name)
        found = known[name] = getattr(known["_later"], name)
        return found

    def __getstate__(self) -> dict[str, object]:
        """Return the fields, for another process; nothing is left to be worked out."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

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
        data: dict[str, Any] = msgspec.to_builtins(self._shown({}))
        return data

    def _shown(self, written: Mapping[str, object]) -> dict[str, Any]:
        """Return the parts in their order; those that are `written` are not worked out."""
        data = {
            name: written[name] if name in written else part(self)
            for name, part in _WRITTEN.items()
        }
        return {name: value for name, value in data.items() if value is not None}

    def to_json(self, *, indent: int = 0) -> bytes:
        """Return JSON; the same assessment gives the same bytes."""
        later = self.__dict__.get("_later")
        raw = msgspec.json.encode(self._shown({} if later is None else later.written()))
        return msgspec.json.format(raw, indent=indent) if indent else raw

    @classmethod
    def from_json(cls, data: bytes) -> "Assessment":
        """Return the assessment that `to_json` wrote; sentences are made anew."""
        return msgspec.json.decode(data, type=cls)


def why_none(finding: Finding) -> frozenset[str]:
    """Return the reasons of the documents at fault, each once; else that of the finding."""
    return frozenset([each.reason for each in finding.rejected]) or frozenset([finding.reason])


_PARTS = frozenset(each.name for each in fields(Assessment))
# The published format: each part in its order, and how it is shown.
_WRITTEN: dict[str, Callable[[Assessment], object]] = {
    "format": lambda _: FORMAT,
    "verdict": lambda a: str(a.verdict),
    "reason": lambda a: a.reason,
    "spec": lambda a: a.spec,
    "submission": lambda a: a.submission,
    "subject": lambda a: a.subject,
    "as_of": lambda a: a.as_of,
    "strict": lambda a: a.strict or None,
    "counts": lambda a: a.counts,
    "findings": lambda a: [finding.shown() for finding in a.findings],
    "unused": lambda a: [remark.as_data() for remark in a.unused],
    "upcoming": lambda a: a.upcoming,
    "remarks": lambda a: [remark.as_data() for remark in a.remarks],
    "sections": lambda a: a.sections,
    "left_out": lambda a: a.left_out,
    "terms": lambda a: a.terms,
    "spec_title": lambda a: a.spec_title,
    "tool": lambda a: a.tool,
}
