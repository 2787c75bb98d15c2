"""On which side of all days that count a day lies; no rule looks at more of it."""

import re
from datetime import date

import numpy as np

from conformance.bulk.store.opened import Array
from conformance.checking.editions import born
from conformance.checking.quick import Quick

_DAY = re.compile(rb"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


class Sides:
    """The days that a plan and the as-of date make count, in ascending order."""

    def __init__(self, quick: Quick) -> None:
        plan = quick.validator.plan
        written = {each.decode() for each in _DAY.findall(plan.to_json())}
        written |= {day for each in plan.editions.values() if (day := born(each)) is not None}
        written |= {each for each in quick.oldest.values() if not each.startswith("0000")}
        days = {each for text in written if (each := _ordinal(text)) is not None}
        # 1: a day that is not stated lies before all others
        self.days = np.array(sorted({1, quick.validator.as_of.toordinal(), *days}))

    def of(self, days: Array) -> Array:
        """Return where days lie: at an even place on a day that counts, at an odd one between."""
        left, right = (np.searchsorted(self.days, days, each) for each in ("left", "right"))
        return np.asarray(left + right)


def _ordinal(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
