"""Lint `nothing-mandatory`: for some products a section has nothing that must be met."""

from collections.abc import Iterator, Mapping
from itertools import product

from conformance.authoring.lint import Lint, Noticed
from conformance.authoring.views import PlanView, asks_under
from conformance.compiler.asks import described
from conformance.diagnostics import Diagnostic, Text
from conformance.model.plan import Requirement
from conformance.quantities.conditions import (
    Condition,
    Fact,
    NotDecidable,
    cells,
    holds,
    names_in,
    parse_condition,
)

Conditions = list[Condition] | None
"""Conditions of which one must hold for something to be judged; None where something always is."""


def of_plan(view: PlanView) -> Iterator[Noticed]:
    """Yield each section, with a product for which nothing mandatory in it applies.

    Such a product can never pass: nothing was evaluated in that section.  So it
    is with a core requirement that does not apply.
    """
    for name, _ in view.plan.sections:
        members = [each for each in view.plan.requirements if each.section == name]
        found = _left_out(view, [each for each in members if each.mandatory])
        if found is not None:
            yield Noticed(name, _of_section(view, name, described(found)))
    for requirement in view.requirements:
        found = _left_out(view, [requirement]) if requirement.core else None
        if found is not None:
            yield Noticed(requirement.id, _of_core(view, requirement, described(found)))


def _of_section(view: PlanView, name: str, product: str) -> Diagnostic:
    return Diagnostic(
        LINT.code,
        Text(
            f"对 {product} 的产品,章节 {name!r} 没有任何必须满足的要求",
            f"for a product with {product} the section {name!r} has nothing that must be met",
        ),
        view.place("sections", name).span,
        LINT.remedy,
    )


def _of_core(view: PlanView, requirement: Requirement, product: str) -> Diagnostic:
    return Diagnostic(
        LINT.code,
        Text(
            f"核心要求 {requirement.id!r} 对 {product} 的产品不适用",
            f"the core requirement {requirement.id!r} does not apply to a product with {product}",
        ),
        view.place_of_use(requirement).span,
        Text(
            "去掉 core,或另写一项对所有产品都适用的核心要求",
            "leave core out, or make a requirement core that applies to every product",
        ),
    )


def _left_out(view: PlanView, members: list[Requirement]) -> Mapping[str, Fact] | None:
    """Return a product for which none of the members applies, whichever editions it is under."""
    by_id = {each.id: each for each in view.plan.requirements}
    families = view.plan.families
    for chosen in product(*(range(len(family.uses)) for family in families)):
        uses = {family.id: use for family, use in zip(families, chosen, strict=True)}
        days = _days(view, uses)
        found = [_conditions(each, uses, by_id, set()) for each in members]
        conditions = [condition for each in found if each is not None for condition in each]
        if days is None or None in found or not conditions:
            continue
        cell = _cell_without(view, conditions, days)
        if cell is not None:
            return cell
    return None


Days = Mapping[str, tuple[str | None, str | None]]


def _days(view: PlanView, uses: Mapping[str, int]) -> Days | None:
    """Return the first and last of each deciding date under the editions chosen; None for none.

    The day of sale is the as-of date, on which the spec is in force.
    """
    days: dict[str, tuple[str | None, str | None]] = {"sold": (view.plan.start, view.plan.end)}
    for family in view.plan.families:
        use = family.uses[uses[family.id]]
        first, last = days.get(family.decided_by, (None, None))
        first = max((day for day in (first, use.start) if day), default=None)
        last = min((day for day in (last, use.end) if day), default=None)
        if first is not None and last is not None and first > last:
            return None
        days[family.decided_by] = first, last
    return days


def _cell_without(
    view: PlanView, conditions: list[Condition], days: Days
) -> Mapping[str, Fact] | None:
    """Return facts for which none of the conditions holds, with dates within `days`."""
    named = frozenset[str]().union(*map(names_in, conditions))
    ends = [
        parse_condition(f"{name} from {day}")
        for name, both in days.items()
        for day in both
        if name in named and day is not None
    ]
    try:
        for cell in cells([*conditions, *ends], view.types(), view.fixed()):
            if _within(cell, days) and all(holds(each, cell) is False for each in conditions):
                return cell
    except NotDecidable:
        return None
    return None


def _within(cell: Mapping[str, Fact], days: Days) -> bool:
    for name, (first, last) in days.items():
        day = cell.get(name)
        if day is None:
            continue
        if (first is not None and str(day) < first) or (last is not None and str(day) > last):
            return False
    return True


def _conditions(
    requirement: Requirement,
    uses: Mapping[str, int],
    by_id: Mapping[str, Requirement],
    seen: set[str],
) -> Conditions:
    """Return the conditions of a requirement; of its members, for a group without its own."""
    group = requirement.group
    if group is not None and requirement.asks[0].applies is None and requirement.id not in seen:
        found: list[Condition] = []
        for name in group.members:
            of_member = _conditions(by_id[name], uses, by_id, {*seen, requirement.id})
            if of_member is None:
                return None
            found += of_member
        return found
    conditions = []
    for ask in asks_under(requirement, uses):
        if ask.applies is None:
            return None
        conditions.append(parse_condition(ask.applies))
    return conditions


_BAD = """\
attributes:
  folding: {zh: 可折叠, en: folding, one_of: [yes, no]}
sections:
  all: {zh: 全部, en: All}
  use: {zh: 使用, en: Use}
requirements:
  opening-force:
    title: {zh: 展开力, en: opening force}
    basis: enterprise
    measures: force
    limit: <= 50 N
    applies: folding is yes
    section: use
"""
_GOOD = """\
  weight:
    title: {zh: 质量, en: weight}
    basis: enterprise
    measures: mass
    limit: <= 15 kg
    section: use
"""
LINT = Lint(
    code="nothing-mandatory",
    what=Text(
        "有的产品在某章节中没有任何必须满足的要求",
        "for some products a section has nothing that must be met",
    ),
    why=Text(
        "该类产品在此章节没有任何判定,永远不能得到“符合”(nothing-evaluated)",
        "nothing is evaluated there for such a product, so that it can never pass "
        "(nothing-evaluated)",
    ),
    remedy=Text(
        "在该章节加一项对所有产品都适用的要求,或把要求移到别的章节",
        "add a requirement to the section that applies to every product, "
        "or move its requirements to another section",
    ),
    bad=(_BAD,),
    good=(_BAD + _GOOD,),
    of_plan=of_plan,
)
