"""Lint `alias-ambiguous`: one item name leads to two requirements that nothing else tells apart."""

from collections.abc import Iterator

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView
from conformance.checking.rows import index_of
from conformance.checking.subject import folded
from conformance.compiler.draft import Place
from conformance.diagnostics import Diagnostic, Text
from conformance.model.plan import Requirement


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield each pair of requirements that share item names, once, with the names.

    The same item required by two standards is no mistake: a report that names
    the clause says which is meant.  An own requirement has no clause to be named.
    """
    shared: dict[tuple[str, str], list[str]] = {}
    for item, requirements in index_of(view.plan).by_item.items():
        for position, one in enumerate(requirements):
            for other in requirements[position + 1 :]:
                if one.each == other.each and _indistinct(one, other):
                    shared.setdefault((one.id, other.id), []).append(item)
    by_id = {each.id: each for each in view.requirements}
    for (first, second), items in shared.items():
        if first in by_id and second in by_id:
            # an own requirement is the one that its author can rename
            one, other = sorted(
                (by_id[first], by_id[second]), key=lambda each: each.basis == "standard"
            )
            yield Noticed(one.id, _problem(view, one, other, items))


def _indistinct(one: Requirement, other: Requirement) -> bool:
    lines = [{(ask.standard or "") for ask in each.asks} for each in (one, other)]
    return "" in lines[0] | lines[1] or bool(lines[0] & lines[1])


def _problem(view: PlanView, one: Requirement, other: Requirement, items: list[str]) -> Diagnostic:
    place = view.place_of(one)
    names = [item for ask in one.asks for item in ask.items if folded(item).casefold() in items]
    names = list(dict.fromkeys(names)) or items
    return Diagnostic(
        LINT.code,
        Text(
            f"项目名 {'、'.join(names)} 既指 {one.id!r} 也指 {other.id!r}",
            f"the item {', '.join(names)} means both {one.id!r} and {other.id!r}",
        ),
        _where(place, names).span,
        Text(
            "从其中一处的 items 中去掉,或写得更具体",
            "take it out of the items of one of them, or write it more precisely",
        ),
        ((Text("另一处", "the other place"), view.place_of(other).below("title").span),),
    )


def _where(place: Place, names: list[str]) -> Place:
    """Return the place of the first shared name among the items, else that of the title."""
    asked = place.source.model
    for step in place.path:
        asked = asked[step] if isinstance(asked, dict) else getattr(asked, str(step))
    items = asked.items
    return (
        place.below("items", items.index(names[0])) if names[0] in items else place.below("title")
    )


_BAD = """\
requirements:
  spacing-of-ours:
    title: {zh: 自有间距, en: spacing of ours}
    items: [踏棍间距, 脚踏间距]
    basis: enterprise
    measures: length
    limit: <= 290 mm
"""
LINT = Lint(
    code="alias-ambiguous",
    what=Text(
        "同一项目名可指两项要求,而别无可区分之处",
        "one item name leads to two requirements that nothing else tells apart",
    ),
    why=Text(
        "报告中只写该名称的行对两者都不能作为证据(ambiguous-row),符合的产品也会证据不足",
        "a row of a report that names only the item is evidence for neither (ambiguous-row), "
        "so that a conforming product lacks evidence",
    ),
    remedy=Text(
        "从其中一处的 items 中去掉该名称,或写得更具体",
        "take the name out of the items of one of them, or write it more precisely",
    ),
    bad=(_BAD,),
    good=(_BAD.replace("踏棍间距, 脚踏间距", "脚踏间距"),),
    of_plan=of_plan,
)
