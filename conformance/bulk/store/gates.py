"""Which reports let their rows through: their heads as columns, weighed all at once.

What a head says beside dates is weighed as for a single submission, once for each
different thing said.  Dates are compared as numbers.
"""

from datetime import date

import msgspec
import numpy as np

from conformance.bulk.store.opened import Array, Opened, days_of
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
        self.count, self.quick = opened.count, quick
        self.as_of = quick.validator.as_of.toordinal()
        self.classes = opened.classes
        table = opened.documents
        documents = table.column("document").combine_chunks()
        names = documents.dictionary.to_pylist()
        reports = np.asarray(documents.indices) == (
            names.index("test-report") if "test-report" in names else -1
        )
        self._place = np.asarray(table.column("place"))[reports]
        self._row = np.asarray(table.column("row"))[reports]
        self._class = np.asarray(table.column("class"))[reports]
        self._last = days_of(table, "last")[reports]
        self._tested = days_of(table, "tested")[reports]
        self._good = np.asarray(table.column("own")) & np.asarray(table.column("ordered"))
        self._good = self._good[reports] & (self._last <= self.as_of)
        self._at: dict[int, Array] = {}
        self._by_policy: dict[int, Array] = {}
        self._admitted: dict[tuple[int, int], Array] = {}

    def admitted(self, gate: Gateway, report: int) -> Array:
        """Return for each submission whether its report at this place lets rows through."""
        key = (id(gate), report)
        if key not in self._admitted:
            at = self._of(report)
            through = np.zeros(self.count, bool)
            if not gate.shut and gate.policy is not None:
                through[self._row[at]] = self._in_order(gate.policy)[at] & self._alive(
                    gate.edition, at
                )
            self._admitted[key] = through
        return self._admitted[key]

    def _of(self, report: int) -> Array:
        if report not in self._at:
            self._at[report] = np.flatnonzero(self._place == report)
        return self._at[report]

    def _in_order(self, policy: PolicyAsked) -> Array:
        """Return which reports are in order under a policy, the editions left aside."""
        if id(policy) not in self._by_policy:
            oldest = self.quick.oldest[policy.age]
            first = 0 if oldest.startswith("0000") else date.fromisoformat(oldest).toordinal()
            said = np.zeros(len(self.classes), bool)
            for each in np.unique(self._class):
                head = msgspec.structs.replace(
                    _REPORT.decode(self.classes[each]), tested_model=_MODEL
                )
                said[each] = report_in_order(head, _SUBJECT, policy, _EVER, _OLDEST)
            good = self._good & (self._tested >= first)
            self._by_policy[id(policy)] = good & said[self._class]
        return self._by_policy[id(policy)]

    def _alive(self, edition: Edition | None, at: Array) -> Array:
        """Return which reports tested while an edition was alive, and say so."""
        tested = self._tested[at]
        if edition is None:
            return np.ones(len(tested), bool)
        alive: Array = tested > 0
        first = born(edition)
        if first is not None:
            alive = alive & (tested >= date.fromisoformat(first).toordinal())
        if edition.withdrawn is not None:
            alive = alive & (tested <= date.fromisoformat(edition.withdrawn).toordinal())
        return alive
