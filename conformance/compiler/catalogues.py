"""What is wrong with a catalogue by itself, whichever spec takes from it."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import msgspec

from conformance.compiler.asks import read_ask
from conformance.compiler.draft import Draft, Place
from conformance.compiler.facts import declare
from conformance.compiler.resolve import LEGAL
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.library.authored import Source
from conformance.library.library import Library
from conformance.model.catalogue import Catalogue
from conformance.model.plan import Requirement, Title
from conformance.model.spec import CategorySpec
from conformance.quantities.conditions import FactType


def check_catalogue(library: Library, source: Source[Catalogue]) -> tuple[Diagnostic, ...]:
    """Return every problem of a catalogue: its terms, each clause, and what clauses refer to."""
    draft = Draft(library, _no_spec(source))
    draft.catalogues.append(source)
    declare(draft)
    for number, clause in source.model.clauses.items():
        read_ask(draft, clause, Place(source, ("clauses", number)), "simple", "full-value")
    check_clauses(draft, source, source.model.clauses)
    return _in_order(draft.problems)


def types_of_catalogue(library: Library, source: Source[Catalogue]) -> Mapping[str, FactType]:
    """Return every fact that a condition of the catalogue may name, with its type."""
    draft = Draft(library, _no_spec(source))
    draft.catalogues.append(source)
    declare(draft)
    return draft.types


def requirements_of_catalogue(
    library: Library, source: Source[Catalogue]
) -> tuple[tuple[Requirement, ...], Mapping[str, FactType]]:
    """Return what a catalogue asks, clause by clause, and the facts that its conditions name.

    Raises `IllFormed` with every problem of the catalogue.
    """
    draft, catalogue = Draft(library, _no_spec(source)), source.model
    draft.catalogues.append(source)
    declare(draft)
    found = []
    for number, clause in catalogue.clauses.items():
        ask = read_ask(draft, clause, Place(source, ("clauses", number)), "simple", "full-value")
        if ask is None:
            continue
        force = clause.force or catalogue.force
        ask = msgspec.structs.replace(
            ask, clause=f"{catalogue.standard}#{number}", standard=catalogue.standard,
            implied_by=clause.implied_by, law=force in LEGAL, force=force,
            in_force=clause.in_force, withdrawn=clause.withdrawn,
            provenance=clause.provenance or catalogue.provenance,
        )  # fmt: skip
        name = clause.name or f"{catalogue.line}#{number}"
        title = Title(clause.title.zh, clause.title.en)
        found.append(Requirement(name, title, "all", (ask,), each=clause.each))
    if draft.problems:
        raise IllFormed(_in_order(draft.problems))
    return tuple(found), draft.types


def _in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda each: each.span))


def _no_spec(source: Source[Catalogue]) -> Source[CategorySpec]:
    title = {"zh": "无", "en": "none"}
    spec = CategorySpec.model_validate(
        {"spec": "none", "version": "0.0.0", "title": title, "sections": {"all": title}}
    )
    return Source(spec, source.root, source.file, source.text)


def check_clauses(draft: Draft, source: Source[Catalogue], numbers: Iterable[str]) -> None:
    """Report clauses that precede their standard, or are implied by what is not there."""
    catalogue = source.model
    for number in numbers:
        clause, at = catalogue.clauses[number], Place(source, ("clauses", number))
        if clause.in_force and catalogue.in_force and clause.in_force < catalogue.in_force:
            draft.report(
                Diagnostic(
                    "clause-before-standard",
                    Text(
                        f"条款 {number} 自 {clause.in_force} 起实施,"
                        f"而标准自 {catalogue.in_force} 起才实施",
                        f"clause {number} is in force from {clause.in_force}, "
                        f"its standard only from {catalogue.in_force}",
                    ),
                    at.below("in_force").span,
                    Text(
                        "只在条款晚于标准实施时写 in_force",
                        "write in_force only where the clause comes later",
                    ),
                    ((Text("标准的实施日", "the standard's day"), source.span("in_force")),),
                )
            )
        for index, other in enumerate(clause.implied_by):
            _check_implication(draft, other, at.below("implied_by", index))


def _check_implication(draft: Draft, clause: str, at: Place) -> None:
    """Report a clause of an edition in the library that this edition does not have."""
    edition, sign, number = clause.partition("#")
    known = draft.library.catalogues.get(edition)
    if sign and known is None:
        return  # of an edition that nobody has written down yet
    if known is not None and number in known.model.clauses:
        return
    near = get_close_matches(number, known.model.clauses if known else (), n=1)
    draft.report(
        Diagnostic(
            "unknown-clause",
            Text(f"没有条款 {clause!r}", f"there is no clause {clause!r}"),
            at.span,
            Text(f"是否为 {edition}#{near[0]}?", f"did you mean {edition}#{near[0]}?")
            if near
            else Text("写作 XS 100-2020#4.2", "write it as XS 100-2020#4.2"),
            ((Text("条款库", "the catalogue"), known.span()),) if known else (),
        )
    )
