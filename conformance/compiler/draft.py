"""A plan in the making: what the passes have found so far, and the problems they met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from conformance.diagnostics import Diagnostic, IllFormed, Span
from conformance.library.authored import Source
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue, Clause
from conformance.model.plan import Attribute, Left, PartPlan, Plan, Requirement
from conformance.model.spec import CategorySpec, Exception_, Include, Selection
from conformance.quantities.conditions import Fact, FactType
from conformance.quantities.expressions import Amount


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an authored file; `renamed` maps a model's word to the file's."""

    source: Source[Any]
    path: tuple[str | int, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def below(self, *steps: str | int) -> "Place":
        """Return the place further down."""
        named = tuple(self.renamed.get(s, s) if isinstance(s, str) else s for s in steps)
        return Place(self.source, (*self.path, *named))

    @property
    def span(self) -> Span:
        """The span of the value there, or of the nearest block above."""
        return self.source.span(*self.path)


@dataclass(frozen=True, slots=True)
class Taken:
    """One clause that the spec takes, and by which selection."""

    source: Source[Catalogue]
    number: str
    clause: Clause
    selection: Selection
    index: int
    family: str | None
    use: int | None

    @property
    def line(self) -> str:
        """The name that the clause shares with its other editions: `GB 4706.1#13.2`."""
        return f"{self.source.model.line}#{self.number}"

    @property
    def id(self) -> str:
        """The clause of this edition: `GB/T 4706.1-2024#13.2`."""
        return f"{self.source.model.standard}#{self.number}"

    @property
    def place(self) -> Place:
        """Where the clause stands."""
        return Place(self.source, ("clauses", self.number))


@dataclass(slots=True)
class Draft:
    """What the passes read and write; it lives for one compilation only.

    `types` and `samples` are every name that a condition may use and an amount of
    each quantity, once the pass `declare` has run; `used` gathers the names that
    any requirement uses; `lines` the first edition and family of each standard taken, and whether
    its clauses are named.
    `including` are the specs that this one is included by; `until` the last day of the
    outermost of them, for what is included is in force as long as that is.
    """

    library: Library
    source: Source[CategorySpec]
    problems: list[Diagnostic] = field(default_factory=list)
    catalogues: list[Source[Catalogue]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    excepted: list[tuple[Taken, Exception_]] = field(default_factory=list)
    left_out: list[Left] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    part_facts: dict[str, FactType] = field(default_factory=dict)
    parts: dict[str, PartPlan] = field(default_factory=dict)
    fixed: dict[str, Fact] = field(default_factory=dict)
    requirements: list[Requirement] = field(default_factory=list)
    included_plans: list[tuple[int, Include, Plan]] = field(default_factory=list)
    linked_plans: dict[str, Plan] = field(default_factory=dict)
    including: tuple[str, ...] = ()
    until: str | None = None
    types: dict[str, FactType] = field(default_factory=dict)
    samples: dict[str, Amount] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    lines: dict[str, tuple[str, str | None, bool]] = field(default_factory=dict)

    def report(self, *problems: Diagnostic) -> None:
        """Keep problems."""
        self.problems.extend(problems)

    def all_requirements(self) -> Iterator[Requirement]:
        """Yield the requirements, included ones under the names that they will have."""
        yield from self.requirements
        for _, _, plan in self.included_plans:
            prefix = f"{plan.spec}/"
            for each in plan.requirements:
                group = each.group and msgspec.structs.replace(
                    each.group, members=tuple(prefix + name for name in each.group.members)
                )
                family = None if each.family is None else prefix + each.family
                yield msgspec.structs.replace(each, id=prefix + each.id, group=group, family=family)

    def report_all(self, error: IllFormed) -> None:
        """Keep every problem that an expression raised."""
        self.problems.extend(error.diagnostics)
