"""One byte for each submission, chosen by comparing: no branch, no index, a few passes over bytes.

`numpy.where` and a look-up by index take ten times as long as these.
"""

from collections.abc import Sequence

import numpy as np

from conformance.bulk.store.opened import Array

Pieces = Sequence[tuple[int, int]]
"""From which number on there is which byte, in ascending order; before that is the first."""
_MOST = 6
"""With more pieces a look-up is as quick."""


def masked(mask: Array, code: int) -> Array:
    """Return a byte where a mask is true, and 0 elsewhere."""
    return mask.view(np.uint8) * np.uint8(code)


def chosen(mask: Array, yes: Array | int, no: Array) -> Array:
    """Return numbers from `yes` where a mask is true, and from `no` elsewhere."""
    other = no.dtype.type(yes) if isinstance(yes, int) else yes
    every = -(mask.view(np.uint8) if no.itemsize == 1 else mask.astype(no.dtype))
    return np.asarray(no ^ ((no ^ other) & every))


def by_pieces(numbers: Array, pieces: Pieces, most: int) -> Array:
    """Return the byte of each number, none of which is above `most`.

    >>> by_pieces(np.array([0, 3, 9, 4], np.uint16), [(0, 7), (4, 1), (9, 5)], 9).tolist()
    [7, 7, 5, 1]
    """
    told = [each for n, each in enumerate(pieces) if not n or each[1] != pieces[n - 1][1]]
    if len(told) > (2 * _MOST if numbers.itemsize == 1 else _MOST):
        starts = np.array([0, *(start for start, _ in told[1:]), most + 1])
        codes = np.array([code for _, code in told], np.uint8)
        return np.repeat(codes, np.diff(starts)).take(numbers)
    before = told[0][1]
    out = np.full(len(numbers), before, np.uint8)
    for start, code in told[1:]:
        # bytes wrap around, so that a step down is one up
        out += masked(numbers >= start, (code - before) % 256)
        before = code
    return out
