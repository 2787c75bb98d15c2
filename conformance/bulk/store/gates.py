"""Which reports let their rows through: their heads as columns, weighed all at once.

What a head says beside dates is weighed as for a single submission, once for each
different thing said.  Dates are compared as numbers.
"""

from datetime import date

import msgspec
import numpy as np

from conformance.bulk.store.opened import Array, Opened
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


class Gates:
    """The reports of a partition, by their place among the reports of their submission."""

    def __init__(self, opened: Opened, quick: Quick) -> None:
        self.opened, self.quick = opened, quick
        self.as_of = quick.validator.as_of.toordinal()
        self._in_order: dict[tuple[int, int], Array] = {}
        self._barred: dict[tuple[int, int], Array | None] = {}

    def barred(self, gate: Gateway, report: int) -> Array | None:
        """Return which submissions have a report at this place that lets no rows through.

        None where all do.
        """
        key = (id(gate), report)
        if key not in self._barred:
            there = self._head(report, "class") > 0
            barred = there
            if not gate.shut and gate.policy is not None:
                through = self._through(gate.policy, report)
                barred = there & ~(through & self._alive(gate.edition, report))
            self._barred[key] = barred if barred.any() else None
        return self._barred[key]

    def _head(self, report: int, name: str) -> Array:
        found = self.opened.heads.get(f"r{report}.{name}")
        return np.zeros(self.opened.count, np.int32) if found is None else found

    def _through(self, policy: PolicyAsked, report: int) -> Array:
        """Return which reports are in order under a policy, the editions left aside."""
        key = (id(policy), report)
        if key not in self._in_order:
            oldest = self.quick.oldest[policy.age]
            first = 0 if oldest.startswith("0000") else date.fromisoformat(oldest).toordinal()
            good = self._head(report, "good") > 0
            good = good & (self._head(report, "last") <= self.as_of)
            good &= self._head(report, "tested") >= first
            self._in_order[key] = good & self._said(policy, self._head(report, "class"))
        return self._in_order[key]

    def _said(self, policy: PolicyAsked, classes: Array) -> Array:
        """Return which reports are in order by what they say beside dates."""
        said = np.zeros(len(self.opened.classes) + 1, bool)
        used = np.flatnonzero(np.bincount(classes, minlength=len(said)))
        for each in used:
            if each:
                head = msgspec.structs.replace(
                    _REPORT.decode(self.opened.classes[each - 1]), tested_model=_MODEL
                )
                said[each] = report_in_order(head, _SUBJECT, policy, _EVER, _OLDEST)
        return said[classes]

    def _alive(self, edition: Edition | None, report: int) -> Array:
        """Return which reports tested while an edition was alive, and say so."""
        tested = self._head(report, "tested")
        if edition is None:
            return np.ones(len(tested), bool)
        alive: Array = tested > 0
        first = born(edition)
        if first is not None:
            alive = alive & (tested >= date.fromisoformat(first).toordinal())
        if edition.withdrawn is not None:
            alive = alive & (tested <= date.fromisoformat(edition.withdrawn).toordinal())
        return alive
