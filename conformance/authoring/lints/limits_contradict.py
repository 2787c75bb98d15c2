"""Lint `limits-contradict`: two requirements on one quantity, and no result meets both."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView
from conformance.checking.rows import index_of
from conformance.compiler.asks import described
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.model.plan import Ask, LimitRow, Requirement
from conformance.quantities.conditions import (
    Fact,
    FactType,
    NotDecidable,
    cells,
    holds,
    parse_condition,
)
from conformance.quantities.limit import Accepted, parse_limit, resolve

_SAME_OF_EACH = ("each", "mean", "min", "max")
"""Statistics that one reading given for every specimen meets or fails alike."""


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield each pair of mandatory requirements with one item name that nothing can meet.

    They are on one quantity where laboratories call it by one name.  Limits computed from
    declared facts are not compared: what is declared may always keep them apart.
    """
    own = {each.id for each in view.requirements}
    seen: set[tuple[str, str]] = set()
    for requirements in index_of(view.plan).by_item.values():
        for one, other in combinations(requirements, 2):
            pair = (one.id, other.id)
            if pair in seen or not own & set(pair) or not _comparable(one, other):
                continue
            seen.add(pair)
            found = _contradiction(view, one, other)
            if found is not None:
                yield Noticed(other.id, _problem(view, one, other, *found))


def _comparable(one: Requirement, other: Requirement) -> bool:
    return one.mandatory and other.mandatory and one.each == other.each


Product = Mapping[str, Fact]


def _contradiction(
    view: PlanView, one: Requirement, other: Requirement
) -> tuple[LimitRow, LimitRow, Product] | None:
    """Return two limits that nothing meets and a product that both hold for."""
    for first, second in product(one.asks, other.asks):
        if one.family == other.family is not None and first.use != second.use:
            continue
        if first.kind != second.kind or not _single(first) or not _single(second):
            continue
        for row, counter in product(first.rows, second.rows):
            if not _disjoint(row.limit, counter.limit):
                continue
            texts = (first.applies, second.applies, row.when, counter.when)
            met = _product_of(texts, view.types(), view.fixed())
            if met is not None:
                return row, counter, met
    return None


def _single(ask: Ask) -> bool:
    return ask.expects == "number" and ask.statistic in _SAME_OF_EACH


def _disjoint(one: str, other: str) -> bool:
    """Return whether no value at all is within both limits."""
    found = []
    for text in (one, other):
        limit = parse_limit(text)
        try:
            accepted = None if limit.attributes else resolve(limit)
        except IllFormed:  # another lint names a limit that accepts nothing
            return False
        if not isinstance(accepted, Accepted):
            return False
        unit = accepted.units[0] if accepted.units else None
        values = accepted.values
        found.append(values if unit is None else values.mapped(unit.factor, unit.offset))
    return found[0].disjoint(found[1])


def _product_of(
    texts: tuple[str | None, ...], types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Product | None:
    """Return a product for which all the conditions hold, None where there is none."""
    conditions = [parse_condition(text) for text in texts if text is not None]
    if not conditions:
        return {}
    try:
        every = list(cells(conditions, types, fixed))
    except NotDecidable:
        return None
    return next((c for c in every if all(holds(each, c) is True for each in conditions)), None)


def _problem(
    view: PlanView,
    one: Requirement,
    other: Requirement,
    row: LimitRow,
    counter: LimitRow,
    met: Product,
) -> Diagnostic:
    zh = f"对 {described(met)} 的产品," if met else ""
    en = f" for a product with {described(met)}" if met else ""
    return Diagnostic(
        LINT.code,
        Text(
            f"{zh}{one.id!r}({row.limit})与 {other.id!r}({counter.limit})不能同时满足",
            f"nothing meets both {one.id!r} ({row.limit}) and {other.id!r} ({counter.limit}){en}",
        ),
        view.place_of_use(other).span,
        LINT.remedy,
        ((Text("另一处", "the other place"), view.place_of(one).span),),
    )


_ONE = """\
standard: XS 1-2024
"""
_OTHER = """\
standard: XS 2-2024
line: XS 2
title: {zh: 窄梯, en: Narrow ladders}
clauses:
  "5.1":
    name: narrow-spacing
    title: {zh: 踏棍间距, en: rung spacing}
    measures: length
    limit: ">= 31 cm"
"""
_SPEC = """\
builds_on:
  - standard: XS 1-2024
  - standard: XS 2-2024
"""
LINT = Lint(
    code="limits-contradict",
    what=Text(
        "同一个量的两项要求互相矛盾",
        "two requirements on one quantity contradict each other",
    ),
    why=Text(
        "没有产品能同时满足两者,因而没有产品能够通过;多为单位或符号写错",
        "no product can meet both, so none can pass; most often a unit or a sign is wrong",
    ),
    remedy=Text(
        "改正其中一个限值,或用条件把两者分开",
        "correct one of the limits, or keep the two apart by conditions",
    ),
    bad=(_ONE, _OTHER, _SPEC),
    good=(_ONE, _OTHER.replace("31 cm", "3 cm"), _SPEC),
    of_plan=of_plan,
)
