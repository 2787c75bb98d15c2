"""Which reports let their rows through: their heads as columns, weighed all at once.

What a head says beside dates is weighed as for a single submission, once for each
different thing said.  Dates are compared as numbers.
"""

from datetime import date

import msgspec
import numpy as np

from conformance.bulk.store.opened import Array, Opened
from conformance.checking.admissibility import says
from conformance.checking.editions import born
from conformance.checking.in_order import report_in_order
from conformance.checking.quick import Quick
from conformance.checking.sheet import Gateway
from conformance.model.plan import Edition, PolicyAsked
from conformance.model.submission import Subject, TestReport

_REPORT = msgspec.json.Decoder(TestReport)
_MODEL = "M"
_SUBJECT = Subject(model=_MODEL)
_EVER, _OLDEST = "9999-12-31", ""
_OWN, _ORDERED = 1, 2


class Gates:
    """The reports of a partition, by their place among the reports of their submission."""

    def __init__(self, opened: Opened, quick: Quick) -> None:
        self.opened, self.quick = opened, quick
        self.as_of = quick.validator.as_of.toordinal()
        self._in_order: dict[tuple[int, int], tuple[Array, Array]] = {}
        self._barred: dict[tuple[int, int], tuple[Array, Array] | None] = {}

    def barred(self, gate: Gateway, report: int) -> tuple[Array, Array] | None:
        """Return which submissions have a report at this place that lets no rows through.

        Beside it stands of which of these it is certain that the full way refuses the report: what
        is not in order at first sight may still be admissible.  None where all let rows through.
        """
        key = (id(gate), report)
        if key not in self._barred:
            there = self._head(report, "class") > 0
            if gate.policy is None:
                barred, refused = there, np.zeros(len(there), bool)
            else:
                through, refused = self._weighed(gate.policy, report)
                alive, dead = self._alive(gate.edition, report)
                barred = there & ~(through & alive) if not gate.shut else there
                refused = there & (refused | dead) if not gate.shut else there
            self._barred[key] = (barred, refused) if barred.any() else None
        return self._barred[key]

    def _head(self, report: int, name: str) -> Array:
        found = self.opened.heads.get(f"r{report}.{name}")
        return np.zeros(self.opened.count, np.int32) if found is None else found

    def _weighed(self, policy: PolicyAsked, report: int) -> tuple[Array, Array]:
        """Return which reports are in order under a policy, and which are certainly refused.

        Editions are left aside.
        """
        key = (id(policy), report)
        if key not in self._in_order:
            oldest = self.quick.oldest[policy.age]
            first = 0 if oldest.startswith("0000") else date.fromisoformat(oldest).toordinal()
            known = self._head(report, "good")
            dated = (known >= _ORDERED) & (self._head(report, "last") <= self.as_of)
            dated &= self._head(report, "tested") >= first
            good, bad = self._said(policy, self._head(report, "class"))
            self._in_order[key] = dated & good & ((known & _OWN) > 0), ~dated | bad
        return self._in_order[key]

    def _said(self, policy: PolicyAsked, classes: Array) -> tuple[Array, Array]:
        """Return the same by what reports say beside dates."""
        good = np.zeros(len(self.opened.classes) + 1, bool)
        bad = np.zeros(len(good), bool)
        for each in np.flatnonzero(np.bincount(classes, minlength=len(good))).tolist():
            if each:
                said = _REPORT.decode(self.opened.classes[each - 1])
                # whether a report has a number is known of each, as whose it is
                head = msgspec.structs.replace(said, tested_model=_MODEL, number=_MODEL)
                good[each] = report_in_order(head, _SUBJECT, policy, _EVER, _OLDEST)
                # what is left is completeness and accreditation, which nobody looked up
                certain = policy.sample_by is None and says(head.conclusion) != "fail"
                bad[each] = not good[each] and certain
        return good.take(classes), bad.take(classes)

    def _alive(self, edition: Edition | None, report: int) -> tuple[Array, Array]:
        """Return which reports tested while an edition was alive, and which did otherwise."""
        tested = self._head(report, "tested")
        if edition is None:
            return np.ones(len(tested), bool), np.zeros(len(tested), bool)
        known: Array = tested > 0
        alive, first = known, born(edition)
        if first is not None:
            alive = alive & (tested >= date.fromisoformat(first).toordinal())
        if edition.withdrawn is not None:
            alive = alive & (tested <= date.fromisoformat(edition.withdrawn).toordinal())
        return alive, known & ~alive
