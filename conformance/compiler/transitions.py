"""The pass `transitions`: a spec may shorten what the law grants, and never lengthen it."""

from collections.abc import Iterator
from datetime import timedelta

from conformance.compiler.draft import Draft, Place
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source
from conformance.model.catalogue import Catalogue
from conformance.model.dates import read_date
from conformance.model.spec import Include

LEGAL = ("mandatory", "binding-by-reference")


def check_transitions(draft: Draft) -> None:
    """Report editions that the spec accepts for longer than the law, singly or in a family."""
    spec = draft.source.model
    for name, family in spec.families.items():
        for number, use in enumerate(family.use):
            at = Place(draft.source, ("families", name, "use", number))
            last = min((day for day in (use.until, _until(draft)) if day), default=None)
            for edition in use.editions:
                source = draft.library.catalogues.get(edition)
                if source is not None:
                    own = _own_last_day(draft, source, name)
                    _check_use(draft, source, last, family.decided_by, at, own)
    for index, block in enumerate(spec.builds_on):
        if isinstance(block, Include) or block.standard is None:
            continue
        source = draft.library.catalogues.get(block.standard)
        if source is not None:
            _check_single(draft, source, Place(draft.source, ("builds_on", index, "standard")))


def _until(draft: Draft) -> str | None:
    return draft.until


def _own_last_day(draft: Draft, source: Source[Catalogue], family: str) -> str | None:
    """Return the first last day of the clauses taken, where each has one that is its own."""
    taken = [t for t in draft.taken if t.source is source and t.family == family]
    days = [t.clause.withdrawn for t in taken if t.clause.withdrawn is not None]
    return min(days) if days and len(days) == len(taken) else None


def _check_use(
    draft: Draft,
    source: Source[Catalogue],
    last: str | None,
    decided_by: str,
    at: Place,
    own: str | None,
) -> None:
    """Report the use of a mandatory edition on a day on which it may not be used any more."""
    if source.model.force not in LEGAL:
        return
    days = _last_days(draft, source, decided_by)
    if own is not None:
        days = iter([(own, Text("条款的最后有效日", "the last day of its clauses"), source.span())])
    for day, why, span in days:
        if last is None or last > day:
            until = last or "—"
            draft.report(
                Diagnostic(
                    "grace-longer-than-law",
                    Text(
                        f"{source.model.standard} 最迟可用到 {day},而此处到 {until}",
                        f"{source.model.standard} may be used until {day}, "
                        f"and is accepted here until {until}",
                    ),
                    at.below("until").span,
                    Text(f"写 until: {day} 或更早", f"write until: {day}, or earlier"),
                    ((why, span),),
                )
            )


def _last_days(
    draft: Draft, source: Source[Catalogue], decided_by: str
) -> Iterator[tuple[str, Text, Span]]:
    """Yield each last day on which an edition may be used, with what says so and where."""
    old = source.model
    if old.withdrawn is not None and decided_by in ("manufactured", "imported", "sold"):
        yield old.withdrawn, Text("最后有效日", "its last day"), source.span("withdrawn")
    for newer in draft.library.catalogues.values():
        model = newer.model
        follows = model.standard == old.replaced_by or old.standard in model.replaces
        if not follows or model.force not in LEGAL:
            continue
        for index, row in enumerate(model.required):
            first = read_date(getattr(row, decided_by, None) or "")
            if first is not None:
                last = (first - timedelta(days=1)).isoformat()
                why = Text(f"{model.standard} 的必须执行之日", f"{model.standard} is required")
                yield last, why, newer.span("required", index)


def _check_single(draft: Draft, source: Source[Catalogue], at: Place) -> None:
    """Report one edition, and no family, where the standard has a later edition in force."""
    later = draft.library.catalogues.get(source.model.replaced_by or "")
    until = _until(draft)
    if later is None or later.model.in_force is None:
        return
    if until is not None and until < later.model.in_force:
        return
    draft.report(
        Diagnostic(
            "edition-superseded",
            Text(
                f"{source.model.standard} 被 {later.model.standard} 代替,"
                f"后者自 {later.model.in_force} 起实施",
                f"{source.model.standard} is replaced by {later.model.standard}, "
                f"in force from {later.model.in_force}",
            ),
            at.span,
            Text(
                "写成版本族,说明各版本适用的日期",
                "make a family of both, with the dates for which each is accepted",
            ),
            ((Text("新版本", "the later edition"), later.span()),),
        )
    )
