"""Verdict and reason as one byte, ordered so that the greatest of several decides.

What does not apply is below a pass, a pass below missing evidence, and that below a fail: the
whole is said by the greatest byte of the mandatory requirements.
"""

from threading import Lock

import numpy as np

from conformance.checking.sheet import Outcome
from conformance.verdicts import Verdict

ABSENT, SLOW = 0, 255
"""No finding; and what only the full way knows."""
_BLOCKS = {
    Verdict.NOT_APPLICABLE: range(1, 32),
    Verdict.PASS: range(32, 64),
    Verdict.MISSING_EVIDENCE: range(64, 192),
    Verdict.FAIL: range(192, SLOW),
}
PASS_FROM, MISSING_FROM, FAIL_FROM = 32, 64, 192
KIND = np.zeros(256, np.uint8)
"""For each byte 0 where absent, then 1 to 4 in the order of the blocks."""
for _number, _block in enumerate(_BLOCKS.values(), 1):
    KIND[_block.start : _block.stop] = _number
KINDS = (None, *_BLOCKS)


class Codes:
    """The bytes of the outcomes that were met; threads may share them."""

    def __init__(self) -> None:
        self.of: dict[Outcome, int] = {}
        self.outcomes: list[Outcome | None] = [None] * 256
        self._lock = Lock()
        self._free = {verdict: iter(block) for verdict, block in _BLOCKS.items()}

    def code(self, outcome: Outcome) -> int:
        """Return the byte of an outcome."""
        found = self.of.get(outcome)
        if found is None:
            with self._lock:
                found = self.of.get(outcome)
                if found is None:
                    # there are fewer reasons than bytes, in each block
                    found = next(self._free[outcome[0]])
                    self.outcomes[found] = outcome
                    self.of[outcome] = found
        return found

    def outcome(self, code: int) -> Outcome:
        """Return the outcome of a byte that stands for one."""
        found = self.outcomes[code]
        if found is None:
            raise AssertionError(code)
        return found
