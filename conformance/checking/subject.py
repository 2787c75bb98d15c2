"""The subject: its declared facts, typed by the spec, with the source of each."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from conformance.checking.stated import stated
from conformance.model.assessment import Remark
from conformance.model.dates import read_date
from conformance.model.plan import Attribute, Plan
from conformance.model.submission import Part, Subject, Submission
from conformance.quantities.conditions import DAYS, Fact, FactType
from conformance.quantities.expressions import Amount
from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile


class Nobody(Struct, frozen=True):
    """The file of an assessor who says nothing; made without the machinery that reads one."""

    by: None = None
    concessions: tuple[()] = ()
    confirmed: tuple[()] = ()
    dismissed: tuple[()] = ()
    lookups: tuple[()] = ()
    attributes: tuple[()] = ()
    laboratories_for_retest: tuple[()] = ()


NOBODY = cast("AssessorFile", Nobody())
_BETWEEN_DIGITS = pattern(r"(?<=[0-9])[\s\-‐‑‒–—―_\u202f]+(?=[0-9])")


def fact_type(attribute: Attribute) -> FactType:
    """Return what an attribute of the plan may be."""
    return FactType(attribute.choices, attribute.kind, attribute.scale)


def folded(name: str | None) -> str:
    """Return a name for comparison: width, spaces and dashes folded."""
    return "" if name is None else _squeezed(fold_width(name))


def _squeezed(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c not in "-‐‑‒–—―_\u202f")


def same_model(one: str | None, other: str | None) -> bool:
    """Return whether two model names are the same: as names, and in any case.

    What stands between two digits divides numbers and counts: `A-11` is not `A1-1`.
    """
    return model_key(one) == model_key(other) != ""


def model_key(name: str | None) -> str:
    """Return a model for comparison; empty where nothing is stated."""
    text = fold_width(stated(name) or "").casefold()
    return _squeezed(_BETWEEN_DIGITS.sub("|", text))


class Facts(Struct, frozen=True, dict=True):
    """What is known of the subject, from whom, on which day it is judged."""

    subject: Subject
    as_of: date
    known: Mapping[str, Fact]
    types: Mapping[str, FactType]
    claimed: frozenset[str]
    remarks: tuple[Remark, ...]
    contradicted: tuple[str, ...] = ()

    @cached_property
    def amounts(self) -> dict[str, Amount]:
        """The known quantities, for computed limits."""
        return {name: fact for name, fact in self.known.items() if isinstance(fact, Amount)}

    def with_part(self, part: Part, plan: Plan) -> "Facts":
        """Return the facts with those of one part, as `<kind>.<fact>`."""
        kind = plan.parts.get(part.kind or "")
        if kind is None:
            return self
        known, types = dict(self.known), dict(self.types)
        for name, attribute in kind.facts.items():
            full = f"{part.kind}.{name}"
            types[full] = fact_type(attribute)
            fact = read_fact(part.attributes.get(name), types[full])
            if fact is not None:
                known[full] = fact
        return Facts(
            self.subject, self.as_of, known, types, self.claimed | set(types) - set(self.types),
            self.remarks, self.contradicted,
        )  # fmt: skip


def read_fact(value: str | bool | None, kind: FactType) -> Fact | None:
    """Return the fact that a declared value states, None where it states none of its type."""
    if value is None:
        return None
    text = ("yes" if value else "no") if isinstance(value, bool) else value
    return kind.read(fold_width(text)) or kind.read(text)


def gather(plan: Plan, submission: Submission, as_of: date, assessor: "AssessorFile") -> Facts:
    """Return what is known of the subject of a submission.

    What the assessing side sets wins over what the applicant claims; what is
    fixed for the category wins over both, and a claim against it is said.
    """
    subject = submission.subject or Subject()
    types = _types_of(plan)
    known: dict[str, Fact] = {}
    remarks: list[Remark] = []
    contradicted: list[str] = []
    for name, value in subject.attributes.items():
        _declare(name, value, types, known, remarks)
    claimed = set(known)
    for setting in assessor.attributes:
        _declare(setting.name, setting.value, types, known, remarks)
        claimed.discard(setting.name)
    for name, text in plan.fixed.items():
        fact = types[name].read(text)
        if fact is None:
            continue
        if name in known and known[name] != fact:
            contradicted.append(name)
        known[name] = fact
        claimed.discard(name)
    for name, day in _days(subject):
        if day > as_of:
            remarks.append(Remark("date-in-future", {"attribute": name, "value": str(day)}))
            continue
        known[name] = day
        claimed.add(name)
    known.setdefault("sold", as_of)
    return Facts(
        subject, as_of, known, types, frozenset(claimed), tuple(remarks), tuple(contradicted)
    )


# By identity, for hashing a plan costs more than what is saved; an entry holds on to its plan, so
# that no other can come to have its id.
_TYPES: dict[int, tuple[Plan, Mapping[str, FactType]]] = {}
_MOST_PLANS = 64


def _types_of(plan: Plan) -> Mapping[str, FactType]:
    """Return what each attribute may be, and the deciding dates."""
    known = _TYPES.get(id(plan))
    if known is None:
        if len(_TYPES) >= _MOST_PLANS:
            _TYPES.clear()
        types = {name: fact_type(attribute) for name, attribute in plan.attributes.items()}
        known = _TYPES[id(plan)] = (plan, types | {day: FactType() for day in DAYS})
    return known[1]


def _days(subject: Subject) -> Iterator[tuple[str, date]]:
    """Yield the deciding dates that are stated."""
    for name in ("manufactured", "imported", "sold"):
        text = getattr(subject, name)
        day = read_date(text) if text else None
        if day is not None:
            yield name, day


def _declare(
    name: str,
    value: str | bool,
    types: Mapping[str, FactType],
    known: dict[str, Fact],
    remarks: list[Remark],
) -> None:
    if name not in types or name in DAYS:
        near = get_close_matches(name, types, n=1)
        facts = {"attribute": name, "near": near[0] if near else ""}
        remarks.append(Remark("attribute-not-declared", facts))
        return
    fact = read_fact(value, types[name])
    if fact is None:
        choices = ", ".join(types[name].choices)
        facts = {"attribute": name, "value": str(value), "choices": choices}
        remarks.append(Remark("attribute-unreadable", facts))
        known.pop(name, None)
        return
    known[name] = fact
