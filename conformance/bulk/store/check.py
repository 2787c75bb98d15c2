"""A store judged: columns where they suffice, and from its own bytes every other submission."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from conformance.bulk.store.codes import Codes
from conformance.bulk.store.from_bytes import Found, FromBytes
from conformance.bulk.store.judged import Judged, Kernel, Whole
from conformance.bulk.store.manifest import Manifest
from conformance.bulk.store.opened import Array, Opened
from conformance.checking.quick import Quick
from conformance.checking.validator import Validator
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.model.assessor import AssessorFile

NOT_PLAIN, ASSESSOR = "not-plain", "assessor"
"""Why columns do not suffice where the submission itself could be held by them."""


@dataclass(slots=True)
class Answer:
    """What was found of one partition.

    Attributes:
        found: A byte for each requirement and submission; `codes` has what they stand for.
        wholes: The verdicts of the whole that there are; `whole` says which each has.
        by_bytes: Why some submissions were judged from their bytes, by their numbers.
        sheet_of: Which sheet the others have.
        framed: Which of these were judged by their frames.
        faults: Of those judged from their bytes or by their frames, what is wrong with the
            documents, by place, where none is admissible.
        bugs: Submissions that met a bug of ours, with the trace; they have no findings.
    """

    opened: Opened
    codes: Codes
    found: Array
    wholes: list[Whole]
    whole: Array
    by_bytes: dict[int, str]
    sheet_of: Array
    framed: Array
    faults: dict[int, dict[int, frozenset[str]]] = field(default_factory=dict)
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
    What the assessing side says in its own file is in no column: with one, everything is.
    Where there is much to judge from bytes, so many `processes` do it.
    """

    def __init__(
        self,
        validator: Validator,
        *,
        columns: bool = True,
        assessor: "AssessorFile | None" = None,
        processes: int = 1,
    ) -> None:
        self.quick, self.codes = Quick(validator), Codes()
        self.from_bytes = FromBytes(validator, assessor, processes)
        self.kernel = Kernel(self.quick, self.codes)
        self.columns = columns and assessor is None
        self.assessor = assessor

    def check(self, folder: Path, manifest: Manifest) -> Iterator[Answer]:
        """Yield what is found of each partition, in order.

        One at a time: a step takes microseconds, and threads would wait for the interpreter.
        """
        for each in manifest.partitions:
            yield self.partition(Opened(folder / each.name))

    def partition(self, opened: Opened) -> Answer:
        """Return what is found of one partition."""
        judged = self.kernel.judge(opened) if self.columns else self._nothing(opened)
        rows = [int(each) for each in np.flatnonzero(judged.slow)]
        other = NOT_PLAIN if self.assessor is None else ASSESSOR
        why = {row: opened.aside.get(row, other) for row in rows}
        answer = Answer(opened, self.codes, judged.found, judged.wholes, judged.whole, why,
                        judged.sheet_of, judged.framed, judged.faults)  # fmt: skip
        answer.found[:, rows] = 0
        for row, found in self.from_bytes.judged(opened, rows):
            if isinstance(found, str):
                answer.bugs[row] = found
            else:
                self._note(answer, row, found)
        return answer

    def _nothing(self, opened: Opened) -> Judged:
        """Return what columns say where they are not asked."""
        found = np.zeros((len(self.quick.places), opened.count), np.uint8)
        none, every = np.zeros(opened.count, np.uint16), np.ones(opened.count, bool)
        return Judged(found, [], none, every, none, ~every)

    def _note(self, answer: Answer, row: int, said: Found) -> None:
        """Note what was found of a submission by its bytes."""
        for place, outcome in enumerate(said.found):
            if outcome is not None:
                answer.found[place, row] = self.codes.code(outcome)
        if said.whys:
            answer.faults[row] = said.whys
        if said.whole not in answer.wholes:
            answer.wholes.append(said.whole)
        answer.whole[row] = answer.wholes.index(said.whole)
