"""Submissions judged from their bytes, as a batch judges them, in this process or in several."""

import traceback
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from conformance.bulk.brief import NOT_ADMITTED, Outcome, Told, told_of
from conformance.bulk.crew import in_order
from conformance.bulk.store.opened import Opened
from conformance.checking.decode import decode
from conformance.checking.quick import Quick
from conformance.checking.validator import Validator
from conformance.model.submission import Submission
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

_AT_ONCE = 64
_SURE, _WORTH = 0.3, 3.0
"""After so many seconds it is known how long it takes; for so many, other processes are started."""


class Found(NamedTuple):
    """What was found of one submission.

    Attributes:
        found: Verdict and reason for each requirement.
        whole: Those of the whole.
        whys: What is wrong with the documents, by place, where none is admissible.
    """

    found: Sequence[Outcome | None]
    whole: tuple[Verdict, str | None]
    whys: dict[int, frozenset[str]]


class FromBytes:
    """Judges submissions one by one; what it learns stays in the process it is in."""

    def __init__(
        self, validator: Validator, assessor: "AssessorFile | None", processes: int
    ) -> None:
        self.validator, self.assessor, self.processes = validator, assessor, processes
        self._opened: Opened | None = None

    def __getstate__(self) -> dict[str, object]:
        """Return what travels to another process: not what was learnt in this one."""
        return {"validator": self.validator, "assessor": self.assessor, "_opened": None}

    def judged(self, opened: Opened, rows: Sequence[int]) -> Iterator[tuple[int, Found | str]]:
        """Yield what is found of some submissions of a partition, or the trace of a bug of ours."""
        starts = range(0, len(rows), _AT_ONCE)
        lots = [_Lot(opened.folder, rows[start : start + _AT_ONCE]) for start in starts]
        begun = monotonic()
        for number, lot in enumerate(lots):
            spent = monotonic() - begun
            left = spent / number * (len(lots) - number) if number else 0
            if self.processes > 1 and spent >= _SURE and left >= _WORTH:
                for each, found in in_order(self, lots[number:], self.processes):
                    yield from zip(each.rows, found, strict=True)
                return
            yield from zip(lot.rows, self(lot), strict=True)

    def __call__(self, lot: "_Lot") -> list[Found | str]:
        """Return what is found of each."""
        if self._opened is None or self._opened.folder != lot.lies:
            self._opened = Opened(lot.lies)
        return [self._found(data) for data in self._opened.data(lot.rows)]

    def _found(self, data: bytes) -> Found | str:
        try:
            told = self._told(decode(data))
            whys = {
                place: told.why(place)
                for place, outcome in enumerate(told.found)
                if outcome is not None and outcome[1] == NOT_ADMITTED
            }
            return Found(list(told.found), (told.verdict, told.reason), whys)
        except Exception:
            # ours, and of this one submission: the others are still judged
            return traceback.format_exc()

    @cached_property
    def _quick(self) -> Quick:
        return Quick(self.validator)

    def _told(self, submission: Submission) -> Told:
        """Return what the full way says of a submission, as a batch does."""
        quick = self._quick
        if self.assessor is None:
            found = quick.found(submission, lambda: "")
            return Told(*found.whole, found.found, found.why)
        return told_of(self.validator.check(submission, "", self.assessor), quick.places)


class _Lot(NamedTuple):
    """Some submissions of a partition, by their numbers."""

    lies: Path
    rows: Sequence[int]

    def light(self) -> "_Lot":
        """Return what is sent to another process, which reads them there."""
        return self

    def here(self) -> "_Lot":
        """Return the same: they are read as they are judged."""
        return self
