"""Lint `limit-never-met`: no possible result is within the limit."""

from collections.abc import Iterator, Mapping

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.possible import Reach, reach_of
from conformance.authoring.views import PlanView, StandardView, Written
from conformance.diagnostics import Diagnostic, Text
from conformance.model.spec import Selection
from conformance.quantities.conditions import FactType


def of_standard(view: StandardView) -> Iterator[Noticed]:
    """Yield the limits of clauses that nothing can meet."""
    yield from _out_of_reach(view.written(), view.types())


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield the limits of own requirements, and the tightened ones, that nothing can meet."""
    yield from _out_of_reach(view.written(), view.types())
    yield from _out_of_reach(_tightened(view), view.types())


def _tightened(view: PlanView) -> Iterator[Written]:
    """Yield each clause with the stricter limit that the spec writes for it."""
    measured = {
        ask.clause: view.library.catalogues[ask.standard].model.clauses[_number(ask.clause)]
        for each in view.requirements
        for ask in each.asks
        if ask.clause is not None and ask.standard is not None
    }
    for index, block in enumerate(view.source.model.builds_on):
        if not isinstance(block, Selection):
            continue
        for number, stricter in block.tighten.items():
            for clause, asked in measured.items():
                if _number(clause) == number and stricter.limit is not None:
                    at = view.place("builds_on", index, "tighten", number)
                    yield Written(number, asked.model_copy(update={"limit": stricter.limit}), at)


def _number(clause: str) -> str:
    return clause.partition("#")[2]


def _out_of_reach(written: Iterator[Written], types: Mapping[str, FactType]) -> Iterator[Noticed]:
    for each in written:
        for text, place in each.limits():
            if reach_of(text, each.asked.measures, types) is Reach.NOTHING:
                yield Noticed(
                    each.name,
                    Diagnostic(
                        LINT.code,
                        Text(
                            f"任何可能的结果都不满足限值 {text!r}",
                            f"no possible result is within the limit {text!r}",
                        ),
                        place.span,
                        Text("检查符号、数值和单位", "look at the sign, the number and the unit"),
                    ),
                )


_BAD = """\
attributes:
  height: {zh: 高度, en: height, a: length}
requirements:
  spacing-of-ours:
    title: {zh: 间距, en: spacing}
    basis: enterprise
    measures: length
    limit: 1.2 * height .. 0.8 * height
"""
LINT = Lint(
    code="limit-never-met",
    what=Text("任何可能的结果都不满足限值", "no possible result is within the limit"),
    why=Text(
        "没有产品能够符合;多为符号写反或两端颠倒",
        "no product can ever conform; most often a sign or the two ends are the wrong way round",
    ),
    remedy=Text(
        "改正符号、两端的次序或数值", "correct the sign, the order of the ends or the number"
    ),
    bad=(_BAD,),
    good=(_BAD.replace("1.2 * height .. 0.8 * height", "0.8 * height .. 1.2 * height"),),
    of_standard=of_standard,
    of_plan=of_plan,
)
