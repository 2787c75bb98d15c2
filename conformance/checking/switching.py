"""Switching between normal and tightened inspection, GB/T 2828.1-2012.

Reduced inspection is never assumed: its table is not established here, and normal
inspection is the severer of the two.
"""

from collections import deque
from collections.abc import Iterable

# two of five or fewer consecutive lots not accepted; five in a row accepted; five not accepted
_WINDOW, _REJECTED_OF_WINDOW = 5, 2
_IN_A_ROW = 5
_MOST_REJECTED = 5


def state_after(lots: Iterable[str]) -> str:
    """Return the state in which the lot after `lots` is inspected, the first of them normally.

    Each lot was `accepted` or not, at its first inspection.

    >>> state_after(["accepted", "rejected", "accepted", "rejected"])
    'tightened'
    >>> state_after(["rejected"] * 2 + ["accepted"] * 5)
    'normal'
    >>> state_after(["rejected"] * 7)
    'discontinued'
    """
    state = "normal"
    recent: deque[bool] = deque(maxlen=_WINDOW)
    in_a_row = rejected = 0
    for lot in lots:
        accepted = lot == "accepted"
        if state == "normal":
            recent.append(accepted)
            if list(recent).count(False) >= _REJECTED_OF_WINDOW:
                state, in_a_row, rejected = "tightened", 0, 0
            continue
        in_a_row = in_a_row + 1 if accepted else 0
        rejected += not accepted
        if rejected >= _MOST_REJECTED:
            return "discontinued"
        if in_a_row >= _IN_A_ROW:
            state = "normal"
            recent.clear()
    return state
