"""The pass `resolve`: which clauses of which editions the spec takes, and which it leaves out."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from conformance.compiler.draft import Draft, Place, Taken
from conformance.diagnostics import Diagnostic, Text
from conformance.library.authored import Source
from conformance.model.catalogue import Catalogue
from conformance.model.plan import Left
from conformance.model.spec import Include, Selection

LEGAL = ("mandatory", "binding-by-reference")


def resolve(draft: Draft) -> None:
    """Find every edition and clause that the spec names."""
    for index, block in enumerate(draft.source.model.builds_on):
        if isinstance(block, Include):
            continue
        at = Place(draft.source, ("builds_on", index))
        found = list(_editions(draft, block, at))
        for family, use, source in found:
            _check_line(draft, source, family, at, named=block.take != "all")
            if source not in draft.catalogues:
                draft.catalogues.append(source)
            _take(draft, block, index, family, use, source)
        _check_clause_names(draft, block, at, [source for _, _, source in found])


def _editions(
    draft: Draft, block: Selection, at: Place
) -> Iterator[tuple[str | None, int | None, Source[Catalogue]]]:
    """Yield family, choice of the family, and catalogue of each edition the block takes from."""
    if (block.standard is None) == (block.family is None):
        draft.report(
            Diagnostic(
                "standard-or-family",
                Text(
                    "每项须恰好写 standard 或 family 之一", "a block names a standard or a family"
                ),
                at.span,
                Text("例如 standard: GB 4343.1-2024", "such as standard: GB 4343.1-2024"),
            )
        )
        return
    if block.standard is not None:
        source = _catalogue(draft, block.standard, at.below("standard"))
        if source is not None:
            yield None, None, source
        return
    families = draft.source.model.families
    if block.family not in families:
        known = ", ".join(families) or "—"
        draft.report(
            Diagnostic(
                "unknown-family",
                Text(f"没有名为 {block.family!r} 的版本族", f"no family is named {block.family!r}"),
                at.below("family").span,
                Text(f"已有:{known}", f"known are: {known}"),
            )
        )
        return
    for number, use in enumerate(families[block.family].use):
        for which, edition in enumerate(use.editions):
            place = Place(
                draft.source, ("families", block.family, "use", number, "editions", which)
            )
            source = _catalogue(draft, edition, place)
            if source is not None:
                yield block.family, number, source


def _catalogue(draft: Draft, edition: str, at: Place) -> Source[Catalogue] | None:
    known = draft.library.catalogues
    if edition in known:
        return known[edition]
    near = get_close_matches(edition, known, n=1)
    draft.report(
        Diagnostic(
            "edition-unknown",
            Text(f"库中没有版本 {edition!r}", f"the library has no edition {edition!r}"),
            at.span,
            Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
            if near
            else Text("先写该标准的条款库", "write its catalogue first"),
        )
    )
    return None


def _nothing_taken(draft: Draft, source: Source[Catalogue], at: Place) -> None:
    """Report an edition of which `take: all` takes nothing, since its scope names others only."""
    spec, scope = draft.source.model.spec, ", ".join(source.model.scope)
    draft.report(
        Diagnostic(
            "nothing-taken",
            Text(
                f"{source.model.standard} 的适用品类({scope})不含 {spec},没有选用任何条款",
                f"the scope of {source.model.standard} ({scope}) does not name {spec}: "
                "no clause is taken",
            ),
            at.span,
            Text(
                f"在条款库的 scope 中加 {spec},或用 take 列出条款",
                f"add {spec} to the scope of the catalogue, or name the clauses under take",
            ),
            ((Text("条款库", "the catalogue"), source.span("scope")),),
        )
    )


def _take(
    draft: Draft,
    block: Selection,
    index: int,
    family: str | None,
    use: int | None,
    source: Source[Catalogue],
) -> None:
    scopes = [clause.scope or source.model.scope for clause in source.model.clauses.values()]
    mine = draft.source.model.spec
    if block.take == "all" and scopes and all(scope and mine not in scope for scope in scopes):
        _nothing_taken(draft, source, Place(draft.source, ("builds_on", index)))
    before = {(taken.id, taken.use): taken for taken in draft.taken}
    for number, clause in source.model.clauses.items():
        scope = clause.scope or source.model.scope
        if scope and draft.source.model.spec not in scope and block.take == "all":
            continue
        excepted = block.exceptions.get(number)
        if excepted is not None:
            force = clause.force or source.model.force
            name = f"{source.model.standard}#{number}"
            law = force in LEGAL and (not scope or draft.source.model.spec in scope)
            taken = Taken(source, number, clause, block, index, family, use)
            draft.excepted.append((taken, excepted))
            draft.left_out.append(Left(name, excepted.because, excepted.why, law, excepted.route))
        elif block.take == "all" or number in block.take:
            taken = Taken(source, number, clause, block, index, family, use)
            known = before.setdefault((taken.id, use), taken)
            if known is taken:
                draft.taken.append(taken)
            else:
                _taken_twice(draft, taken, known)


def _taken_twice(draft: Draft, taken: Taken, known: Taken) -> None:
    draft.report(
        Diagnostic(
            "clause-taken-twice",
            Text(f"条款 {taken.id} 被选用两次", f"clause {taken.id} is taken twice"),
            draft.source.span("builds_on", taken.index),
            Text("在其中一处的 take 中去掉它", "leave it out of the take of one block"),
            ((Text("另一处", "the other place"), draft.source.span("builds_on", known.index)),),
        )
    )


def _check_line(
    draft: Draft, source: Source[Catalogue], family: str | None, at: Place, *, named: bool
) -> None:
    """Report editions of one standard that are taken side by side and not as a family.

    Families may share a standard where each names the clauses that it takes: a later edition
    may replace an earlier one for some of its clauses only.
    """
    line = source.model.line
    known = draft.lines.setdefault(line, (source.model.standard, family, named))
    apart = named and known[2] and family is not None and known[1] is not None
    if (known[1] != family and not apart) or (family is None and known[0] != source.model.standard):
        draft.report(
            Diagnostic(
                "editions-without-family",
                Text(f"{line} 的不同版本分别被选用", f"editions of {line} are taken side by side"),
                at.span,
                Text("把它们写成一个版本族,在 families 中", "make them one family, under families"),
                ((Text("条款库", "the catalogue"), source.span()),),
            )
        )


_MOST_SHOWN = 8


def _some(known: Iterable[str]) -> str:
    """Return the first names, and that there are more."""
    names = list(dict.fromkeys(known))
    return ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")


def _check_clause_names(
    draft: Draft, block: Selection, at: Place, sources: list[Source[Catalogue]]
) -> None:
    """Report every clause number that no edition of the block has."""
    known = dict.fromkeys(number for source in sources for number in source.model.clauses)
    if not sources:
        return
    named: list[tuple[tuple[str | int, ...], str]] = [
        *((("take", i), number) for i, number in enumerate(block.take) if block.take != "all"),
        *((("except", number), number) for number in block.exceptions),
        *((("tighten", number), number) for number in block.tighten),
        *((("core", i), number) for i, number in enumerate(block.core)),
    ]
    for path, number in named:
        if number in known:
            continue
        near = get_close_matches(number, known, n=1)
        draft.report(
            Diagnostic(
                "unknown-clause",
                Text(f"没有条款 {number!r}", f"there is no clause {number!r}"),
                at.below(*path).span,
                Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?")
                if near
                else Text(
                    f"写条款号,如 {_some(known)}", f"write the number of a clause: {_some(known)}"
                ),
                tuple((Text("条款库", "the catalogue"), source.span()) for source in sources),
            )
        )
