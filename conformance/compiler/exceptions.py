"""The pass `exceptions`: a clause with legal force leaves the verdict only in a way that holds.

`condition-false` is proved over every product of the category; a route that
stands for a clause must itself be mandatory, and is proved to apply to every
product that the clause applies to.  `outside-claim` needs no proof: the answer
says in its headline that it is no statement of conformity.
"""

from collections.abc import Mapping

from conformance.compiler.asks import described
from conformance.compiler.draft import Draft, Place, Taken
from conformance.compiler.facts import every_type
from conformance.compiler.resolve import LEGAL
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.model.plan import Ask, Requirement
from conformance.model.spec import Exception_
from conformance.quantities.conditions import (
    Fact,
    NotDecidable,
    cells,
    check_condition,
    holds,
    parse_condition,
)


def check_exceptions(draft: Draft) -> None:
    """Report every exception from a clause with legal force that does not hold."""
    requirements = {each.id: each for each in draft.all_requirements()}
    for taken, excepted in draft.excepted:
        if not _has_force(taken):
            continue
        at = Place(draft.source, ("builds_on", taken.index, "except", taken.number))
        if excepted.because == "condition-false" and not _never_applies(draft, taken):
            draft.report(_not_proven(taken, at))
        if excepted.because == "evidenced-by-other-route":
            route = requirements.get(excepted.route or "")
            if route is None:
                continue  # reported among the demands
            if not route.mandatory:
                draft.report(_route_optional(taken, excepted, at))
            elif (gap := _gap_of(draft, taken, route, requirements)) is not None:
                draft.report(_route_leaves_gap(taken, excepted, gap, at))
    for taken in draft.taken:
        if taken.selection.level == "recommended" and _has_force(taken):
            draft.report(_law_recommended(taken, Place(draft.source, ("builds_on", taken.index))))


def _has_force(taken: Taken) -> bool:
    return (taken.clause.force or taken.source.model.force) in LEGAL


def _never_applies(draft: Draft, taken: Taken) -> bool:
    """Return whether the clause's condition is false for every product of the category."""
    if taken.clause.applies is None:
        return False
    types = draft.types
    try:
        condition = parse_condition(taken.clause.applies)
        check_condition(condition, types)
        return all(
            holds(condition, cell) is False for cell in cells([condition], types, draft.fixed)
        )
    except (IllFormed, NotDecidable):
        return False


def _gap_of(
    draft: Draft, taken: Taken, route: Requirement, requirements: Mapping[str, Requirement]
) -> Text | None:
    """Return a product to which the clause applies and the route does not; None for proved."""
    everyone = Text("每件产品", "every product")
    law = taken.clause.applies
    try:
        condition = None if law is None else parse_condition(law)
        texts = {law, *_conditions_of(route, requirements)} - {None}
        used = [parse_condition(text) for text in sorted(text for text in texts if text)]
        for cell in cells(used, every_type(draft), draft.fixed):
            if condition is not None and holds(condition, cell) is False:
                continue
            if not _applies(draft, taken, route, requirements, cell):
                product = described(cell)
                if product == "—":
                    return everyone
                return Text(f"{product} 的产品", f"a product with {product}")
    except (IllFormed, NotDecidable):
        return Text("条件中有属性之间的比较的产品", "products whose facts are compared")
    return None


def _conditions_of(route: Requirement, requirements: Mapping[str, Requirement]) -> set[str | None]:
    found = {ask.applies for ask in route.asks}
    for name in route.group.members if route.group else ():
        if name in requirements and name != route.id:
            found |= {ask.applies for ask in requirements[name].asks}
    return found


def _applies(
    draft: Draft,
    taken: Taken,
    route: Requirement,
    requirements: Mapping[str, Requirement],
    product: Mapping[str, Fact],
) -> bool:
    """Return whether the route is asked of a product; a group, where one of its members is."""
    asks = list(route.asks)
    if route.family is not None and route.family == taken.family:
        asks = [ask for ask in asks if ask.use == taken.use]
    elif route.family is not None:
        uses = draft.source.model.families[route.family].use if _is_own(draft, route) else ()
        if len(asks) < len(uses):
            return False  # of some editions only
    here = bool(asks) and all(_asked(ask, taken, product) for ask in asks)
    if route.group is None or not here:
        return here
    members = (requirements[name] for name in route.group.members if name in requirements)
    return any(
        all(_asked(ask, taken, product) for ask in member.asks)
        for member in members
        if member.id != route.id
    )


def _is_own(draft: Draft, route: Requirement) -> bool:
    return route.family in draft.source.model.families


def _asked(ask: Ask, taken: Taken, product: Mapping[str, Fact]) -> bool:
    """Return whether one edition asks it of a product, from no later a day than the clause."""
    if ask.in_force is not None and ask.in_force > (taken.clause.in_force or ""):
        return False
    return ask.applies is None or holds(parse_condition(ask.applies), product) is True


def _route_leaves_gap(taken: Taken, excepted: Exception_, gap: Text, at: Place) -> Diagnostic:
    return Diagnostic(
        "route-leaves-gap",
        Text(
            f"条款 {taken.id} 适用于{gap.zh},而其他途径 {excepted.route!r} 对其不适用",
            f"clause {taken.id} applies to {gap.en}, and the other route {excepted.route!r} "
            "does not",
        ),
        at.below("route").span,
        Text(
            "放宽该要求的 applies,或选用该条款",
            "widen `applies` of that requirement, or take the clause itself",
        ),
        ((Text("条款", "the clause"), taken.place.span),),
    )


def _not_proven(taken: Taken, at: Place) -> Diagnostic:
    return Diagnostic(
        "exception-not-proven",
        Text(
            f"无法证明条款 {taken.id} 的条件对本品类恒不成立",
            f"it is not proved that the condition of {taken.id} is false for every product",
        ),
        at.span,
        Text(
            "在 fixed 中写明使条件不成立的属性;否则写 because: outside-claim",
            "fix the fact that makes it false under `fixed`; else write because: outside-claim",
        ),
        ((Text("条款", "the clause"), taken.place.span),),
    )


def _route_optional(taken: Taken, excepted: Exception_, at: Place) -> Diagnostic:
    return Diagnostic(
        "route-not-mandatory",
        Text(
            f"条款 {taken.id} 的其他途径 {excepted.route!r} 只是推荐",
            f"the other route of {taken.id}, {excepted.route!r}, is only recommended",
        ),
        at.span,
        Text("写一项必须满足的要求", "name a mandatory requirement"),
    )


def _law_recommended(taken: Taken, at: Place) -> Diagnostic:
    return Diagnostic(
        "law-recommended",
        Text(
            f"条款 {taken.id} 有强制力,不能作为推荐",
            f"clause {taken.id} has legal force and cannot be a recommendation",
        ),
        at.below("level").span,
        Text("去掉 level: recommended", "remove level: recommended"),
        ((Text("条款", "the clause"), taken.place.span),),
    )
