"""Explaining one requirement: where it is from, why this limit, what shows it, and its edge.

Everything said is read from the plan and the catalogues, or judged anew; no
sentence about a verdict is written down here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

import msgspec
from msgspec.structs import replace

from conformance.authoring.checklist import evidence_wanted, read_attributes
from conformance.authoring.edges import Judged, judged_edges, judged_words
from conformance.authoring.views import types_of_plan
from conformance.checking.prepared import NoCriterion
from conformance.checking.subject import NOBODY, Facts, gather
from conformance.checking.values import criterion_of
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue, Clause
from conformance.model.plan import Ask, FamilyPlan, LimitRow, Plan, Requirement
from conformance.model.spec import Own
from conformance.model.submission import Submission
from conformance.quantities.conditions import (
    Fact,
    NotDecidable,
    base_units,
    cells,
    holds,
    names_in,
    parse_condition,
)
from conformance.quantities.expressions import Amount
from conformance.quantities.limit import parse_limit

WITHOUT_ROW = ("document", "chain", "sampling", "group", "identifier", "days", "linked")
"""What a requirement may ask for instead of a row of a report."""
_OF_LABORATORIES = ("bare verdict", "not tested")
_TYPICAL = Fraction(1000)
"""Of a fact that only computes a limit, in its base unit, where nobody declared it."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A product for which one row holds, with what is judged of it.

    `product` are the facts by which the limit is chosen or computed; `assumed`
    says that nobody declared them, and they are an example.
    """

    limit: str | None
    product: Mapping[str, Fact]
    assumed: bool
    examples: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What one edition asks in a requirement, with what stands behind it.

    Attributes:
        clause: The clause as the catalogue writes it; None for an own requirement.
        own: The own requirement as the spec writes it; None for a clause, and
            for one that another spec brings along.
        family: The family by which the edition is chosen, where there is one.
    """

    ask: Ask
    catalogue: Catalogue | None
    clause: Clause | None
    own: Own | None
    family: FamilyPlan | None
    evidence: Mapping[str, str]
    worked: tuple[Worked, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A requirement, explained under each of its editions, the latest first."""

    plan: Plan
    requirement: Requirement
    editions: tuple[Explained, ...]


def explain(
    library: Library,
    plan: Plan,
    name: str,
    as_of: date,
    subject: Submission | None = None,
    *,
    example: Submission | None = None,
) -> Explanation:
    """Return the explanation of a requirement, by its name or by a clause that it stands on.

    `subject` may declare facts of a product; of those that it does not declare, the ones of
    the `example` are assumed where they fit.  Raises `IllFormed` for a name that
    the plan does not have.
    """
    requirement = _named(plan, name)
    facts = gather(plan, subject or Submission(), as_of, NOBODY)
    facts = replace(facts, types={**facts.types, **types_of_plan(plan)})
    typical = gather(plan, example, as_of, NOBODY).known if example is not None else {}
    return Explanation(
        plan,
        requirement,
        tuple(
            _explained(library, plan, requirement, ask, facts, typical)
            for ask in reversed(requirement.asks)
        ),
    )


def example_beside(file: str) -> Submission | None:
    """Return the product of the submission that should pass, where a spec brings one along."""
    path = Path(file).parent / "examples" / "pass.yaml"
    try:
        return read_attributes(path.read_bytes(), str(path)) if path.is_file() else None
    except (IllFormed, OSError):
        return None


def _named(plan: Plan, name: str) -> Requirement:
    for requirement in plan.requirements:
        if name == requirement.id or name in {ask.clause for ask in requirement.asks}:
            return requirement
    near = get_close_matches(name, [each.id for each in plan.requirements], n=3)
    raise IllFormed([
        Diagnostic(
            "unknown-requirement",
            Text(
                f"规范 {plan.spec} 没有要求 {name!r}",
                f"the spec {plan.spec} has no requirement {name!r}",
            ),
            Span("requirement", 0),
            Text(f"是否为 {'、'.join(near)}?", f"did you mean {', '.join(near)}?")
            if near
            else Text(
                f"用 conformance specs show {plan.spec} 查看",
                f"conformance specs show {plan.spec} lists them",
            ),
        )
    ])  # fmt: skip


def _explained(
    library: Library,
    plan: Plan,
    requirement: Requirement,
    ask: Ask,
    facts: Facts,
    typical: Mapping[str, Fact],
) -> Explained:
    catalogue = library.catalogues[ask.standard].model if ask.standard else None
    number = (ask.clause or "").partition("#")[2]
    source = library.spec(f"{plan.spec}@{plan.version}")
    own = source.model.requirements.get(requirement.id) if source and catalogue is None else None
    return Explained(
        ask=ask,
        catalogue=catalogue,
        clause=catalogue.clauses[number] if catalogue else None,
        own=own,
        family=next((each for each in plan.families if each.id == requirement.family), None),
        evidence=evidence_wanted(plan, requirement, ask),
        worked=tuple(_worked(plan, requirement, ask, facts, typical)),
    )


def _worked(
    plan: Plan, requirement: Requirement, ask: Ask, facts: Facts, typical: Mapping[str, Fact]
) -> Iterator[Worked]:
    """Yield, for each row of the limit, a product for which it holds and its edge, judged."""
    other = any(getattr(requirement, name) for name in WITHOUT_ROW)
    if other or ask.open is not None:
        return
    if ask.phrase is not None:
        yield Worked(None, {}, False, judged_words(plan, ask, facts))
        return
    for row in ask.rows or (LimitRow(""),):
        product = _product(row, ask, facts, typical)
        if product is None:
            continue
        known = replace(facts, known={**facts.known, **product})
        one_row = _one_row(ask, row)
        criterion = criterion_of(one_row, known)
        if isinstance(criterion, NoCriterion):
            continue
        shown = None if criterion.accepted is None else str(criterion.accepted)
        named = {name: fact for name, fact in known.known.items() if name in _used(row, ask)}
        examples = judged_edges(criterion, one_row)
        if requirement.statement is not None:  # whoever declares has no verdict column
            examples = tuple(e for e in examples if e.edge.shows not in _OF_LABORATORIES)
        yield Worked(shown, named, bool(product), examples)


def _one_row(ask: Ask, row: LimitRow) -> Ask:
    """Return what is asked with one row only, which holds always."""
    rows = (LimitRow(row.limit),) if row.limit else ()
    return msgspec.structs.replace(ask, rows=rows)


def _used(row: LimitRow, ask: Ask) -> set[str]:
    """Return the facts by which the row is chosen and its limit computed."""
    names = set(parse_limit(row.limit, ask.scale).attributes) if row.limit else set()
    for text in (row.when, ask.applies):
        names |= names_in(parse_condition(text)) if text is not None else set()
    return names | ({ask.relative_to} if ask.relative_to else set())


def _product(
    row: LimitRow, ask: Ask, facts: Facts, typical: Mapping[str, Fact]
) -> Mapping[str, Fact] | None:
    """Return facts, beside those declared, of a product for which a row holds; None for none."""
    conditions = [parse_condition(text) for text in (row.when, ask.applies) if text is not None]
    wanted = _used(row, ask) - set(facts.known)
    likely = {name: typical[name] for name in sorted(wanted) if name in typical}
    if set(likely) == wanted and all(holds(c, {**facts.known, **likely}) for c in conditions):
        return likely
    try:
        every = cells(conditions, facts.types, facts.known)
        fitting = (cell for cell in every if all(holds(c, cell) for c in conditions))
        cell = next(_plausible_first(list(fitting)), None)
    except NotDecidable:
        return None
    if cell is None:
        return None
    found = {name: fact for name, fact in cell.items() if name not in facts.known}
    for name in sorted(_used(row, ask) - set(found) - set(facts.known)):
        kind = facts.types[name].kind if name in facts.types else None
        if kind is None:
            return None
        found[name] = typical.get(name) or Amount(_TYPICAL, base_units(kind))
    return found


def _plausible_first(cells_: Sequence[Mapping[str, Fact]]) -> Iterator[Mapping[str, Fact]]:
    """Yield the cells, those without a quantity of nothing at all before the others."""

    def nothing(cell: Mapping[str, Fact]) -> int:
        return sum(isinstance(fact, Amount) and fact.value == 0 for fact in cell.values())

    return iter(sorted(cells_, key=nothing))
