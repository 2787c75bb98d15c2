"""What a lint looks at: a catalogue, a spec as it is written, and the plan it compiles to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.checking.subject import fact_type
from conformance.compiler.catalogues import types_of_catalogue
from conformance.compiler.draft import Place
from conformance.library.authored import Source
from conformance.library.library import Library
from conformance.model.catalogue import Asked, Catalogue
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.spec import CategorySpec, Include
from conformance.quantities.conditions import DAYS, Fact, FactType


@dataclass(frozen=True, slots=True)
class Written:
    """One requirement as somebody wrote it: a clause of a standard, or a spec's own."""

    name: str
    asked: Asked
    place: Place

    def limits(self) -> Iterator[tuple[str, Place]]:
        """Yield each limit with its place, the rows of a table one by one."""
        if isinstance(self.asked.limit, str):
            yield self.asked.limit, self.place.below("limit")
            return
        for index, row in enumerate(self.asked.limit or ()):
            yield row.limit, self.place.below("limit", index, "is")


@dataclass(frozen=True)
class StandardView:
    """One catalogue, beside the others of its library."""

    library: Library
    source: Source[Catalogue]

    def place(self, *path: str | int) -> Place:
        """Return a place in the file."""
        return Place(self.source, path)

    def written(self) -> Iterator[Written]:
        """Yield the clauses."""
        for number, clause in self.source.model.clauses.items():
            yield Written(number, clause, self.place("clauses", number))

    def types(self) -> Mapping[str, FactType]:
        """Return every fact that a condition of the catalogue may name."""
        return types_of_catalogue(self.library, self.source)


@dataclass(frozen=True, kw_only=True)
class SpecView:
    """One category spec as it is written; `folder` holds its cases, None where it has no place."""

    library: Library
    source: Source[CategorySpec]
    folder: Path | None = None

    def place(self, *path: str | int) -> Place:
        """Return a place in the file."""
        return Place(self.source, path)

    def written(self) -> Iterator[Written]:
        """Yield the spec's own requirements."""
        for name, own in self.source.model.requirements.items():
            yield Written(name, own, self.place("requirements", name))


@dataclass(frozen=True, kw_only=True)
class PlanView(SpecView):
    """A spec that compiles, with its plan."""

    plan: Plan

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The requirements that the spec itself takes or adds; others stand in their own spec."""
        included = tuple(
            f"{block.include}/"
            for block in self.source.model.builds_on
            if isinstance(block, Include)
        )
        return tuple(
            each
            for each in self.plan.requirements
            if not (included and each.id.startswith(included))
        )

    def types(self) -> Mapping[str, FactType]:
        """Return every fact that a condition of the plan may name."""
        return types_of_plan(self.plan)

    def fixed(self) -> Mapping[str, Fact]:
        """Return what is true of every product of the category."""
        types = self.types()
        read = {name: types[name].read(text) for name, text in self.plan.fixed.items()}
        return {name: fact for name, fact in read.items() if fact is not None}

    def place_of(self, requirement: Requirement) -> Place:
        """Return where a requirement is written: in the spec, or in the latest edition taken."""
        clause = requirement.asks[-1].clause
        if clause is None:
            return self.place("requirements", requirement.id)
        return self.place_of_clause(clause)

    def place_of_use(self, requirement: Requirement) -> Place:
        """Return where the spec writes or takes a requirement; that is always in its own file."""
        clauses = {ask.clause for ask in requirement.asks if ask.clause is not None}
        numbers = {clause.partition("#")[2] for clause in clauses}
        for index, block in enumerate(self.source.model.builds_on if clauses else ()):
            if isinstance(block, Include):
                continue
            whole = block.family == requirement.family if block.family else True
            standards = {ask.standard for ask in requirement.asks}
            if not whole or (block.standard and block.standard not in standards):
                continue
            if block.take == "all" or numbers & set(block.take):
                return self.place("builds_on", index)
        return self.place_of(requirement)

    def place_of_clause(self, clause: str) -> Place:
        """Return where a clause of an edition is written."""
        edition, _, number = clause.partition("#")
        source = self.library.catalogues[edition]
        return Place(source, ("clauses", number))


def types_of_plan(plan: Plan) -> dict[str, FactType]:
    """Return every fact that a condition of the plan may name: of the product and of its parts."""
    return {
        **{name: fact_type(attribute) for name, attribute in plan.attributes.items()},
        **{
            f"{kind}.{name}": fact_type(fact)
            for kind, part in plan.parts.items()
            for name, fact in part.facts.items()
        },
        **{day: FactType() for day in DAYS},
    }


def asks_under(requirement: Requirement, uses: Mapping[str, int]) -> Iterator[Ask]:
    """Yield what a requirement asks under the editions chosen: one ask, or none."""
    for ask in requirement.asks:
        if requirement.family is None or ask.use == uses[requirement.family]:
            yield ask
            return
