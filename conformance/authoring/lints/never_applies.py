"""Lint `never-applies`: the condition of a requirement holds for no product."""

from collections.abc import Iterator, Mapping

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView, StandardView, Written
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.quantities.conditions import (
    Fact,
    FactType,
    NotDecidable,
    cells,
    check_condition,
    holds,
    parse_condition,
)


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the clauses whose condition contradicts itself."""
    types = view.types()
    yield from _unreachable(view.written(), types, {})


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield the own requirements whose condition holds for no product of the category.

    A clause that falls away because of what is `fixed` is no mistake: the answer
    shows it as not applicable, with the reason.
    """
    yield from _unreachable(view.written(), view.types(), view.fixed())


def _unreachable(
    written: Iterator[Written], types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Iterator[Noticed]:
    for each in written:
        applies = each.asked.applies
        if applies is not None and never(applies, types, fixed):
            yield Noticed(
                each.name,
                Diagnostic(
                    LINT.code,
                    Text(
                        f"条件 {applies!r} 对任何产品都不成立",
                        f"the condition {applies!r} holds for no product",
                    ),
                    each.place.below("applies").span,
                    Text(
                        "改正条件,或删除该要求", "correct the condition, or remove the requirement"
                    ),
                ),
            )


def never(text: str, types: Mapping[str, FactType], fixed: Mapping[str, Fact]) -> bool:
    """Return whether a condition is known to be false in every cell of the declared facts."""
    try:
        condition = parse_condition(text)
        check_condition(condition, types)
        return all(holds(condition, cell) is False for cell in cells([condition], types, fixed))
    except (IllFormed, NotDecidable):
        return False  # reported where it is read, or not known


_BAD = """\
attributes:
  folding: {zh: 可折叠, en: folding, one_of: [yes, no]}
  height: {zh: 高度, en: height, a: length}
requirements:
  opening-force:
    title: {zh: 展开力, en: opening force}
    basis: enterprise
    measures: force
    limit: <= 50 N
    applies: folding is yes and height < 2 m and height > 3 m
"""
LINT = Lint(
    code="never-applies",
    what=Text(
        "要求的适用条件对任何产品都不成立", "the condition of a requirement holds for no product"
    ),
    why=Text(
        "该要求看似存在,却从不判定任何产品",
        "the requirement seems to be there, and never judges anything",
    ),
    remedy=Text("改正条件,或删除该要求", "correct the condition, or remove the requirement"),
    bad=(_BAD,),
    good=(_BAD.replace("height < 2 m and height > 3 m", "height > 2 m"),),
    of_standard=of_standard,
    of_plan=of_plan,
)
