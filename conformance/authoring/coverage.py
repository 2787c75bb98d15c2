"""Coverage: what a spec does with every clause of the editions that it builds on.

A clause is covered where a requirement of the plan stands on it, tightened where
that requirement is stricter, excepted where the spec leaves it out with a reason.
A requirement without a clause is the spec's own: no standard stands behind it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from conformance.compiler.resolve import LEGAL
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue, Clause
from conformance.model.plan import Ask, Left, Plan, Requirement, Title

FORMAT = "conformance-coverage/1"


class Status(StrEnum):
    """What a spec does with a clause."""

    COVERED = "covered"
    TIGHTENED = "tightened"
    EXCEPTED = "excepted"
    NOT_COVERED = "not-covered"
    OUT_OF_SCOPE = "out-of-scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredClause:
    """One clause of one edition, and what becomes of it.

    Attributes:
        law: Whether it has legal force.
        requirement: The requirement that stands on it; None where there is none.
        because: In which way it is excepted, and `why`; the reason of a tightening, too.
        open: What is not established; such a clause is covered and never passed.
    """

    number: str
    title: Title
    force: str
    law: bool
    status: Status
    requirement: str | None = None
    because: str | None = None
    why: str | None = None
    route: str | None = None
    open: str | None = None
    provenance: str | None = None


@dataclass(frozen=True, slots=True)
class CoveredEdition:
    """One edition with its clauses, in the order of its catalogue."""

    standard: str
    title: Title
    force: str
    clauses: tuple[CoveredClause, ...]

    def counts(self, *, law: bool) -> Counter[Status]:
        """Return how many clauses, with legal force or without, have each status."""
        return Counter(each.status for each in self.clauses if each.law is law)


@dataclass(frozen=True, slots=True)
class OwnRequirement:
    """A requirement without a clause: the spec's own, with what it rests on."""

    name: str
    title: Title
    basis: str
    regulation: str | None
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a spec does with its standards, and what it asks beside."""

    spec: str
    title: Title
    editions: tuple[CoveredEdition, ...]
    own: tuple[OwnRequirement, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the coverage as plain mappings and lists; absent values are left out."""
        import dataclasses

        def plain(value: Any) -> Any:
            if isinstance(value, Title):
                return {"zh": value.zh, "en": value.en}
            if dataclasses.is_dataclass(value):
                named = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
                return {name: plain(each) for name, each in named.items() if each is not None}
            return [plain(each) for each in value] if isinstance(value, tuple) else value

        return {"format": FORMAT, **plain(self)}


def coverage(library: Library, plan: Plan) -> Coverage:
    """Return what a plan does with every clause of its editions; included specs count."""
    taken = {
        ask.clause: (requirement, ask)
        for requirement in plan.requirements
        for ask in requirement.asks
        if ask.clause is not None
    }
    left = {each.clause: each for each in plan.left_out}
    catalogues = (library.catalogues[name].model for name in plan.editions)
    editions = tuple(
        CoveredEdition(
            each.standard,
            Title(each.title.zh, each.title.en),
            each.force,
            tuple(_clauses(each, plan, taken, left)),
        )
        for each in sorted(catalogues, key=lambda each: each.standard)
    )
    return Coverage(f"{plan.spec}@{plan.version}", plan.title, editions, tuple(_own(library, plan)))


def _clauses(
    catalogue: Catalogue,
    plan: Plan,
    taken: dict[str, tuple[Requirement, Ask]],
    left: dict[str, Left],
) -> Iterator[CoveredClause]:
    for number, clause in catalogue.clauses.items():
        name = f"{catalogue.standard}#{number}"
        force = clause.force or catalogue.force
        requirement, ask = taken.get(name, (None, None))
        exception = left.get(name)
        status = _status(clause, catalogue, plan, ask, exception)
        yield CoveredClause(
            number=number,
            title=Title(clause.title.zh, clause.title.en),
            force=force,
            law=force in LEGAL,
            status=status,
            requirement=requirement.id if requirement else None,
            because=exception.because if exception and status is Status.EXCEPTED else None,
            why=(ask.tightened if ask else None) or (exception.why if exception else None),
            route=exception.route if exception else None,
            open=clause.open,
            provenance=clause.provenance or catalogue.provenance,
        )


def _status(
    clause: Clause, catalogue: Catalogue, plan: Plan, ask: Ask | None, exception: Left | None
) -> Status:
    if ask is not None:
        return Status.COVERED if ask.tightened is None else Status.TIGHTENED
    if exception is not None:
        return Status.EXCEPTED
    scope = clause.scope or catalogue.scope
    return Status.OUT_OF_SCOPE if scope and plan.spec not in scope else Status.NOT_COVERED


def _own(library: Library, plan: Plan) -> Iterator[OwnRequirement]:
    source = library.spec(f"{plan.spec}@{plan.version}")
    written = source.model.requirements if source is not None else {}
    for requirement in plan.requirements:
        if all(ask.clause is None for ask in requirement.asks):
            own = written.get(requirement.id)
            yield OwnRequirement(
                requirement.id,
                requirement.title,
                requirement.basis,
                own.regulation if own is not None else None,
                requirement.mandatory,
            )
