"""The pass `exceptions`: a clause with legal force leaves the verdict only in a way that holds.

`condition-false` is proved over every product of the category; a route that
stands for a clause must itself be mandatory.  `outside-claim` needs no proof:
the answer says in its headline that it is no statement of conformity.
"""

from conformance.compiler.draft import Draft, Place, Taken
from conformance.compiler.resolve import LEGAL
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.model.spec import Exception_
from conformance.quantities.conditions import (
    NotDecidable,
    cells,
    check_condition,
    holds,
    parse_condition,
)


def check_exceptions(draft: Draft) -> None:
    """Report every exception from a clause with legal force that does not hold."""
    mandatory = {each.id for each in draft.requirements if each.mandatory}
    for taken, excepted in draft.excepted:
        if not _has_force(taken):
            continue
        at = Place(draft.source, ("builds_on", taken.index, "except", taken.number))
        if excepted.because == "condition-false" and not _never_applies(draft, taken):
            draft.report(_not_proven(taken, at))
        known = {each.id for each in draft.requirements}
        if excepted.route in known - mandatory:
            draft.report(_route_optional(taken, excepted, at))
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
