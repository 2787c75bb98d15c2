"""Numbers that stand for the same: joined from several columns, and counted off from 0."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def distinct(codes: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Return the different ones in ascending order, and which of them each is.

    All are at least 0 and below `most`.
    """
    if most <= 4 * len(codes) + 4096:
        there = np.bincount(codes, minlength=1) > 0
        found = np.flatnonzero(there)
        if len(found) == 1:
            return found, np.zeros(len(codes), np.int64)
        return found, (np.cumsum(there) - 1).take(codes)
    found, which = np.unique(codes, return_inverse=True)
    return found, which.reshape(-1)


def joined(columns: Sequence[tuple[NDArray[Any], int]], count: int) -> tuple[Numbers, Numbers]:
    """Return the rows in which each different combination first stands, and which each row has.

    Each column has its numbers and how many there may be.
    """
    which, most = np.zeros(count, np.int64), 1
    for codes, several in columns:
        if several == 1 or not count:
            continue
        if codes[0] == codes[-1] and (codes == codes[0]).all():
            continue
        codes = codes.astype(np.int64)
        if most * several >= 1 << 62:
            found, which = distinct(which, most)
            most = len(found)
        which, most = which * several + codes, most * several
    found, which = distinct(which, most)
    first = np.zeros(len(found), np.int64)
    # the first of each stands last, and stays
    first[which[::-1]] = np.arange(count - 1, -1, -1)
    return first, which
