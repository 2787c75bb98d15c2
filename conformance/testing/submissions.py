"""Strategies for submissions to one's own spec, of each of five kinds.

A submission is made from the plan, or it is one that the user gives; then one
requirement of it is bent.  What cannot be made or bent is said at once, before
any test runs.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from conformance.model.plan import Plan
from conformance.testing.changes import Change, changes_of
from conformance.testing.evidence import evidence_for
from conformance.testing.facts import Data, subject_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


class Wish(StrEnum):
    """What a drawn submission is to be."""

    PASSING = "passing"
    FAILING = "failing"
    MISSING = "missing"
    BOUNDARY = "boundary"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A submission as plain data, with the requirement that it is about; None for all."""

    data: Data
    wish: Wish
    requirement: str | None = None


class NotPossible(ValueError):
    """Raised where no submission of the kind wished for can be made."""


def passing_submission(
    plan: Plan, as_of: date, attributes: Mapping[str, str] | None = None
) -> Data:
    """Return a submission that shows every requirement that made documents can show.

    `attributes` are declared as given.  What no made document can show (a chain
    of authorizations, a lot, an identifier, a linked subject, an open clause) is
    left out and is then missing evidence.
    """
    subject = subject_of(plan, as_of, attributes or {})
    return {
        "submission": "drawn",
        "spec": plan.spec,
        "subject": subject,
        "evidence": evidence_for(plan, subject, as_of),
    }


def can_be(plan: Plan, wish: Wish, *, as_of: date, base: Data | None = None) -> list[str]:
    """Return the requirements that a submission of the kind wished for can be about."""
    return sorted({change.requirement for change in _changes(plan, wish, as_of, base)})


def submissions(
    plan: Plan,
    wish: Wish = Wish.PASSING,
    *,
    as_of: date,
    requirement: str | None = None,
    base: Data | None = None,
    hostile: "SearchStrategy[str] | None" = None,
) -> "SearchStrategy[Drawn]":
    """Return a strategy for submissions of one kind.

    All but passing ones are bent in one requirement: `requirement`, or any that can
    be; `Drawn.requirement` names it.  `base` is a passing submission of the user's
    own, which is then bent in place of one made from the plan.  `hostile` draws the
    texts that are put for readings.

    Raises `NotPossible` where the requirement cannot be bent so.
    """
    from hypothesis import strategies as st

    if wish is Wish.PASSING:
        return _passing(plan, as_of, base)
    changes = _changes(plan, wish, as_of, base)
    if requirement is not None:
        changes = [each for each in changes if each.requirement == requirement]
    if not changes:
        about = repr(requirement) if requirement else "any requirement"
        raise NotPossible(f"no {wish} submission about {about} can be made from this one")
    start = base if base is not None else passing_submission(plan, as_of)
    texts = hostile if hostile is not None else st.text(max_size=40)

    @st.composite
    def draw_one(draw: Any) -> Drawn:
        change = draw(st.sampled_from(changes))
        data = copy.deepcopy(start)
        change.apply(data, draw(texts) if wish is Wish.HOSTILE else "")
        return Drawn(data, wish, change.requirement)

    return draw_one()


def _changes(plan: Plan, wish: Wish, as_of: date, base: Data | None) -> list[Change]:
    start = base if base is not None else passing_submission(plan, as_of)
    return changes_of(plan, start, as_of, wish.value)


def _passing(plan: Plan, as_of: date, base: Data | None) -> "SearchStrategy[Drawn]":
    """Return a strategy for passing submissions, of products with any of the declared choices."""
    from hypothesis import strategies as st

    if base is not None:
        return st.builds(lambda: Drawn(copy.deepcopy(base), Wish.PASSING))
    choices = {
        name: st.sampled_from(fact.choices)
        for name, fact in plan.attributes.items()
        if fact.choices and name not in plan.fixed
    }
    return st.fixed_dictionaries(choices).map(
        lambda stated: Drawn(passing_submission(plan, as_of, stated), Wish.PASSING)
    )
