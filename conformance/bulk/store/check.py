"""A store judged: columns where they suffice, and from its own bytes every other submission."""

import os
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from conformance.bulk.store.codes import Codes
from conformance.bulk.store.judged import Judged, Kernel, Whole
from conformance.bulk.store.manifest import Manifest
from conformance.bulk.store.opened import Array, Opened
from conformance.checking.decode import decode
from conformance.checking.quick import Quick
from conformance.checking.validator import Validator
from conformance.verdicts import Verdict

_AT_ONCE = min(4, os.cpu_count() or 1)
NOT_PLAIN = "not-plain"
"""Why columns do not suffice where the submission itself could be held by them."""


@dataclass(slots=True)
class Answer:
    """What was found of one partition.

    Attributes:
        found: A byte for each requirement and submission; `codes` has what they stand for.
        wholes: The verdicts of the whole that there are; `whole` says which each has.
        by_bytes: Why some submissions were judged from their bytes, by their numbers.
        bugs: Submissions that met a bug of ours, with the trace; they have no findings.
    """

    opened: Opened
    codes: Codes
    found: Array
    wholes: list[Whole]
    whole: Array
    by_bytes: dict[int, str]
    bugs: dict[int, str] = field(default_factory=dict)

    def verdicts(self) -> Counter[str]:
        """Return how many submissions have each verdict."""
        counts = np.bincount(self.whole, minlength=len(self.wholes))
        found: Counter[str] = Counter()
        for (verdict, _), count in zip(self.wholes, counts, strict=True):
            found[str(verdict)] += int(count)
        return +found

    def findings(self, row: int) -> Iterator[tuple[int, tuple[Verdict, str]]]:
        """Yield the findings on a submission: the place in the plan, and the outcome."""
        for place, code in enumerate(self.found[:, row]):
            if code:
                yield place, self.codes.outcome(code)


class Checker:
    """Judges the partitions of a store under one spec and as-of date.

    With `columns` False everything is judged from its bytes, which is what tests compare with.
    """

    def __init__(self, validator: Validator, *, columns: bool = True) -> None:
        self.quick, self.codes = Quick(validator), Codes()
        self.kernel = Kernel(self.quick, self.codes)
        self.columns = columns

    def check(self, folder: Path, manifest: Manifest) -> Iterator[Answer]:
        """Yield what is found of each partition, in order; several are judged at a time."""
        # numpy lets go of the interpreter while it counts
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting: deque[Future[Answer]] = deque()
            for each in manifest.partitions:
                waiting.append(pool.submit(self._named, folder / each.name))
                if len(waiting) > _AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _named(self, folder: Path) -> Answer:
        return self.partition(Opened(folder))

    def partition(self, opened: Opened) -> Answer:
        """Return what is found of one partition."""
        judged = self.kernel.judge(opened) if self.columns else self._nothing(opened)
        rows = [int(each) for each in np.flatnonzero(judged.slow)]
        why = {row: opened.aside.get(row, NOT_PLAIN) for row in rows}
        answer = Answer(opened, self.codes, judged.found, judged.wholes, judged.whole, why)
        for row, data in zip(rows, opened.data(rows), strict=True):
            answer.found[:, row] = 0
            try:
                self._from_bytes(answer, row, data)
            except Exception:
                # ours, and of this one submission: the others are still judged
                answer.bugs[row] = traceback.format_exc()
        return answer

    def _nothing(self, opened: Opened) -> Judged:
        """Return what columns say where they are not asked."""
        found = np.zeros((len(self.quick.places), opened.count), np.uint8)
        return Judged(found, [], np.zeros(opened.count, np.uint16), np.ones(opened.count, bool))

    def _from_bytes(self, answer: Answer, row: int, data: bytes) -> None:
        assessment = self.quick.check(decode(data), lambda: "")
        found = answer.found
        for finding in assessment.findings:
            place = self.quick.places[finding.requirement]
            found[place, row] = self.codes.code((finding.verdict, finding.reason))
        whole = assessment.verdict, assessment.reason
        if whole not in answer.wholes:
            answer.wholes.append(whole)
        answer.whole[row] = answer.wholes.index(whole)
