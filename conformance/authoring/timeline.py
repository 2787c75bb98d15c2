"""The timeline of the library: on which day which edition changes, and for which categories."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conformance.diagnostics import IllFormed
from conformance.library.authored import Source
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec, Include
from conformance.quantities.conditions import Fact, FactType, holds, parse_condition

# What happens on one day is told in this order: what goes, what comes, what binds.
ORDER = (
    "accepted", "last-day", "clauses-last-day", "in-force", "clauses-in-force",
    "required-certified", "required-manufactured", "required-imported", "required-sold",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changes on one day.

    Attributes:
        what: One of `ORDER`.
        categories: Those in the standard's scope, and the specs that take it.
        other: The edition that comes instead, or that went; None where not known.
        clauses: The clauses that it is about; empty where it is the whole edition.
        provenance: Where the date comes from.
    """

    day: date
    what: str
    edition: str
    title: Mapping[str, str]
    force: str
    categories: tuple[str, ...]
    other: str | None
    clauses: tuple[str, ...] = ()
    provenance: str


def timeline(
    library: Library, since: date | None = None, category: str | None = None
) -> tuple[Change, ...]:
    """Return what changes from a day on, for one category or for all, day by day."""
    takers = _takers(library)
    found = [
        change
        for source in library.catalogues.values()
        for change in _changes(source.model, takers)
        if (since is None or change.day >= since)
        and (category is None or category in change.categories)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, ORDER.index(each.what), each.edition)))


def categories(library: Library) -> list[str]:
    """Return every category that a standard or a spec is about."""
    scopes = {
        name
        for source in library.catalogues.values()
        for names in (source.model.scope, *(c.scope for c in source.model.clauses.values()))
        for name in names
    }
    return sorted(scopes | set(library.known_specs()))


def _takers(library: Library) -> dict[str, set[str]]:
    """Return the specs that take each edition, themselves or by what they include."""
    found: dict[str, set[str]] = {}
    for name in library.known_specs():
        for edition in _taken(library, name, (), {}):
            found.setdefault(edition, set()).add(name)
    return found


def _taken(
    library: Library, name: str, above: Sequence[str], fixed: Mapping[str, str]
) -> Iterator[str]:
    """Yield the editions that a spec takes and of which some clause may apply to its products.

    What the spec fixes for all products of its category holds for what it includes, too.
    """
    source: Source[CategorySpec] | None = library.spec(name)
    if source is None or name in above:
        return
    spec = source.model
    fixed = {**spec.fixed, **fixed}
    for family in spec.families.values():
        for use in family.use:
            yield from (each for each in use.editions if _may_apply(library, each, fixed))
    for block in spec.builds_on:
        if isinstance(block, Include):
            yield from _taken(library, block.include, (*above, name), fixed)
        elif block.standard is not None and _may_apply(library, block.standard, fixed):
            yield block.standard


def _may_apply(library: Library, edition: str, fixed: Mapping[str, str]) -> bool:
    """Return whether what is fixed leaves a clause of an edition that may apply."""
    source = library.catalogues.get(edition)
    if source is None or not source.model.clauses:
        return True
    facts: dict[str, Fact] = {}
    for name, term in source.model.terms.items():
        fact = FactType(term.one_of).read(fixed[name]) if term.one_of and name in fixed else None
        if fact is not None:
            facts[name] = fact
    return any(
        clause.applies is None or _holds(clause.applies, facts) is not False
        for clause in source.model.clauses.values()
    )


def _holds(text: str, facts: Mapping[str, Fact]) -> bool | None:
    """Return whether a condition holds; None where it is not known, or cannot be read."""
    try:
        return holds(parse_condition(text), facts)
    except IllFormed:  # said by whoever compiles or lints it
        return None


def _changes(model: Catalogue, takers: Mapping[str, set[str]]) -> Iterator[Change]:
    """Yield what the dates of one edition say."""
    before = ", ".join(model.replaces) or None
    whole = tuple(sorted({*model.scope, *takers.get(model.standard, ())}))

    def change(
        what: str,
        day: str,
        other: str | None,
        clauses: tuple[str, ...] = (),
        scope: tuple[str, ...] = whole,
    ) -> Change:
        return Change(
            day=date.fromisoformat(day), what=what, edition=model.standard,
            title={"zh": model.title.zh, "en": model.title.en}, force=model.force,
            categories=scope, other=other, clauses=clauses,
            provenance=model.dates_provenance or model.provenance,
        )  # fmt: skip

    early = model.accepted_from or model.issued
    if early is not None and early != model.in_force:
        yield change("accepted", early, before)
    if model.in_force is not None:
        yield change("in-force", model.in_force, before)
    for row in model.required:
        for name, day in row.model_dump(exclude_none=True).items():
            # whoever takes a standard of free will has no certificate to convert
            scope = tuple(sorted(model.scope)) if name == "certified" and model.scope else whole
            yield change(f"required-{name}", day, before, scope=scope)
    if model.withdrawn is not None:
        yield change("last-day", model.withdrawn, model.replaced_by)
    for what, attribute in (
        ("clauses-in-force", "in_force"),
        ("clauses-last-day", "withdrawn"),
    ):
        days: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for number, clause in model.clauses.items():
            own = getattr(clause, attribute)
            if own is not None:
                days.setdefault((own, clause.scope), []).append(number)
        for (day, scope), numbers in days.items():
            yield change(what, day, None, tuple(numbers), tuple(sorted(scope)) or whole)
