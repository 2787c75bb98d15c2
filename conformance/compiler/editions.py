"""Which clauses of several editions are one requirement: those of one name, else of one number."""

from collections.abc import Sequence

from conformance.compiler.draft import Taken


def in_all_editions(taken: Sequence[Taken]) -> list[list[Taken]]:
    """Return the clauses taken, those together that say the same in several editions.

    A later edition renumbers its clauses, and the name of a clause stays: two clauses of a
    family that share a name are one requirement, whatever their numbers.  A clause whose
    name no other edition has goes with the one of its number.
    """
    names = _shared_names(taken)
    groups: dict[tuple[str | None, ...], list[Taken]] = {}
    numbers: dict[str, tuple[str | None, ...]] = {}
    for each in taken:
        name = _name(each)
        if name in names:
            groups.setdefault(name, []).append(each)
            numbers.setdefault(each.line, name)
    found: dict[tuple[str | None, ...], list[Taken]] = {}
    for each in taken:
        key = _name(each) if _name(each) in names else numbers.get(each.line, (each.line,))
        members = groups.get(key, [])
        if _name(each) not in names and any(other.source is each.source for other in members):
            key = (each.line,)
        found.setdefault(key, []).append(each)
    return list(found.values())


def _name(each: Taken) -> tuple[str | None, ...]:
    return (each.family, each.source.model.line, each.clause.name)


def _shared_names(taken: Sequence[Taken]) -> set[tuple[str | None, ...]]:
    """Return the names that several editions of a family give, each of them once."""
    where: dict[tuple[str | None, ...], list[str]] = {}
    for each in taken:
        if each.family is not None and each.clause.name is not None:
            where.setdefault(_name(each), []).append(each.source.model.standard)
    return {name for name, ids in where.items() if len(ids) > 1 and len(set(ids)) == len(ids)}
