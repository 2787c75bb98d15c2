"""Plain decimals of a column: from which number on they are inside a limit, or outside."""

from collections.abc import Callable

import numpy as np

from conformance.bulk.store.opened import Words
from conformance.checking.thresholds import Scaled

UNREAD, OUTSIDE, INSIDE, NONE, PLAIN = range(5)
"""What is known of a text: nothing, on which side of a limit it lies, that there is none, or that
it is a plain decimal where nothing else matters."""
_MOST = np.iinfo(np.int64).max
Marks = list[tuple[int, int]]
"""From which text on there is which mark; texts are counted from 1, 0 is none."""


def marks_of(words: Words, ends: Callable[[str], Scaled | None] | None) -> Marks:
    """Return the marks of a column by the ends of the limit in each unit.

    Without such ends nothing is known of any text.
    """
    meaning = words.meaning
    marks: Marks = []
    for run in meaning.runs if ends is not None else ():
        scaled = None if ends is None else ends(run.unit)
        end = None if scaled is None else scaled[run.decimals]
        start = run.start + 1
        if end is None:
            marks.append((start, UNREAD))
            continue
        digits = words.digits[run.start : run.stop]
        # digits have no sign and fit; so do ends that are cut off there
        least, greatest = [min(max(each, -1), _MOST) for each in end]
        low = start + int(np.searchsorted(digits, least))
        high = start + int(np.searchsorted(digits, greatest, "right"))
        if low >= high:
            marks.append((start, OUTSIDE))
            continue
        marks += [(start, OUTSIDE)] if start < low else []
        marks += [(low, INSIDE)]
        marks += [(high, OUTSIDE)] if high <= run.stop else []
    read = meaning.plain if ends is not None else 0
    return [*marks, (read + 1, UNREAD)] if read < meaning.count else marks
