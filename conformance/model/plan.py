"""The plan: everything that a category spec asks, compiled and complete.

A plan is data.  It prints, has a digest, is compared and kept; nothing in it
depends on the day of the assessment.  Limits and conditions are canonical text,
already checked: reading them again cannot fail.
"""

import hashlib
from typing import Any

import msgspec

STATED = "stated"
"""The test condition that any words meet."""


class Plain(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A frozen block of a plan; defaults are left out when it is written."""


class Title(Plain, frozen=True):
    """A title in both languages."""

    zh: str
    en: str


class Attribute(Plain, frozen=True):
    """A declared fact: choices, or a quantity kind, or a scale; none for a date."""

    zh: str
    en: str
    choices: tuple[str, ...] = ()
    kind: str | None = None
    scale: str | None = None
    evidenced: bool = False


class LimitRow(Plain, frozen=True):
    """A limit and the condition under which it is the one; None holds always."""

    limit: str
    when: str | None = None


class ConditionRow(Plain, frozen=True):
    """Test conditions of which any one will do, and when they are the ones; None holds always."""

    any: tuple[str, ...]
    when: str | None = None


class ConditionAsked(Plain, frozen=True):
    """A test condition that the clause fixes; exactly one row holds for a product."""

    name: str
    rows: tuple[ConditionRow, ...]


class Phrases(Plain, frozen=True):
    """Words that a marking shows, on every one of the places."""

    on: tuple[str, ...]
    any: tuple[str, ...] = ()
    exactly_one: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class Ask(Plain, frozen=True):
    """What one edition asks in one requirement.

    Attributes:
        clause: `GB/T 4706.1-2024#13.2`; None for an own requirement.
        use: Which choice of the family it belongs to; None where there is none.
        expects: `number`, `grade`, `stress`, `inspection`, `phrase`, or one of
            the kinds of requirement about documents.
        rows: The limits; exactly one row holds for a product.
        open: What is not established; such a clause is never passed.
        law: Whether the clause has legal force.
    """

    expects: str
    clause: str | None = None
    use: int | None = None
    standard: str | None = None
    applies: str | None = None
    rows: tuple[LimitRow, ...] = ()
    kind: str | None = None
    scale: str | None = None
    phrase: Phrases | None = None
    open: str | None = None
    relative_to: str | None = None
    specimens: int | None = None
    statistic: str = "each"
    at_least: int | None = None
    method: tuple[str, ...] = ()
    conditions: tuple[ConditionAsked, ...] = ()
    correction: str | None = None
    rounding: str = "full-value"
    interval: str | None = None
    rule: str = "simple"
    detection_limit: str | None = None
    max_uncertainty: str | None = None
    judgement: bool = False
    uses: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    law: bool = False
    force: str | None = None
    in_force: str | None = None
    withdrawn: str | None = None
    provenance: str | None = None
    tightened: str | None = None


class DocumentAsked(Plain, frozen=True):
    """A document that is itself the requirement."""

    kind: str
    scheme: str | None = None
    standards: tuple[str, ...] = ()
    category: str | None = None
    category_of: str | None = None
    on: str = "manufactured"
    source: str = "any"


class ChainAsked(Plain, frozen=True):
    """An unbroken chain of authorizations."""

    start: str
    end: str
    category: str | None = None
    category_of: str | None = None
    territory: tuple[str, ...] = ()
    rooted_in: str | None = None
    dated: bool = False


class DigitsAsked(Plain, frozen=True):
    """Characters of an identifier, from a place on, that agree with a declared fact."""

    start: int
    fact: str
    values: tuple[tuple[str, str], ...]


class IdentifierAsked(Plain, frozen=True):
    """An identifier of the subject, or of a kind of document, with its grammar."""

    of: str
    grammar: str
    scheme: str | None = None
    same_as: str | None = None
    digits: DigitsAsked | None = None


class DaysAsked(Plain, frozen=True):
    """The days between two dates, or their share of the time since a third."""

    start: str
    end: str
    out_of: str | None = None


class LinkedAsked(Plain, frozen=True):
    """A linked submission that meets a spec: what its subject is to this one."""

    spec: str
    role: str


class SamplingAsked(Plain, frozen=True):
    """Acceptance of a lot by attributes; class of defect to AQL."""

    level: str
    state: str
    accept: tuple[tuple[str, str], ...]


class GroupAsked(Plain, frozen=True):
    """Requirements combined: `all_of`, `any_of`, `at_least`, `score`."""

    combination: str
    members: tuple[str, ...]
    at_least: int | None = None
    or_all: bool = False
    threshold: str | None = None
    weights: tuple[str, ...] = ()


class Requirement(Plain, frozen=True):
    """One line of the answer."""

    id: str
    title: Title
    section: str
    asks: tuple[Ask, ...]
    mandatory: bool = True
    core: bool = False
    family: str | None = None
    each: str | None = None
    ways: tuple[str, ...] = ()
    statement: str | None = None
    document: DocumentAsked | None = None
    chain: ChainAsked | None = None
    sampling: SamplingAsked | None = None
    identifier: IdentifierAsked | None = None
    days: DaysAsked | None = None
    linked: LinkedAsked | None = None
    group: GroupAsked | None = None
    basis: str = "standard"


class PolicyAsked(Plain, frozen=True):
    """What makes one kind of document admissible."""

    kind: str
    laboratory: str = "any"
    age: str | None = None
    complete: bool = False
    sample_by: str | None = None
    confidence: str | None = None
    scheme: str | None = None
    covers: str = "standard"
    on: str | None = None
    source: str = "any"


class Edition(Plain, frozen=True):
    """The dates of one edition of a standard, as its catalogue states them."""

    id: str
    line: str
    force: str
    issued: str | None = None
    in_force: str | None = None
    accepted_from: str | None = None
    withdrawn: str | None = None
    replaced_by: str | None = None
    required: tuple[tuple[str, str], ...] = ()
    dates_provenance: str | None = None


class UsePlan(Plain, frozen=True):
    """Editions used together, and the deciding dates for which they are accepted."""

    editions: tuple[str, ...]
    start: str | None = None
    end: str | None = None


class FamilyPlan(Plain, frozen=True):
    """A family of standards whose editions are chosen together."""

    id: str
    title: Title
    decided_by: str
    uses: tuple[UsePlan, ...]


class PartPlan(Plain, frozen=True):
    """A kind of repeated part."""

    zh: str
    en: str
    facts: dict[str, Attribute] = {}
    at_least: int = 0


class Left(Plain, frozen=True):
    """A clause that the spec leaves out, in which way and why."""

    clause: str
    because: str
    why: str
    law: bool = False
    route: str | None = None


class Plan(Plain, frozen=True):
    """A compiled category spec; `linked` has the plans of the specs that linked subjects meet.

    `includes` are the ids of the specs whose requirements are here too, as `id/requirement`.
    """

    spec: str
    version: str
    title: Title
    subject: str
    sections: tuple[tuple[str, Title], ...]
    requirements: tuple[Requirement, ...]
    attributes: dict[str, Attribute] = {}
    fixed: dict[str, str] = {}
    parts: dict[str, PartPlan] = {}
    families: tuple[FamilyPlan, ...] = ()
    policies: dict[str, PolicyAsked] = {}
    editions: dict[str, Edition] = {}
    left_out: tuple[Left, ...] = ()
    start: str | None = None
    end: str | None = None
    linked: dict[str, "Plan"] = {}
    includes: tuple[str, ...] = ()

    def is_included(self, name: str) -> bool:
        """Return whether a name comes from a spec that is included, where its cases are."""
        return any(name.startswith(f"{other}/") for other in self.includes)

    def to_json(self) -> bytes:
        """Return the plan as JSON; the same plan gives the same bytes."""
        return msgspec.json.encode(self, order="deterministic")

    @classmethod
    def from_json(cls, data: bytes) -> "Plan":
        """Return the plan that `to_json` wrote."""
        return msgspec.json.decode(data, type=cls)

    @property
    def digest(self) -> str:
        """`sha256:` of the plan's JSON: equal for specs that mean the same."""
        return "sha256:" + hashlib.sha256(self.to_json()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Return the plan as plain mappings and lists."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data
