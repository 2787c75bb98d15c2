"""What a store answers: totals, and brief rows as those of a batch.

Of most submissions the same was found: what follows from it is worked out once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from conformance.bulk.brief import (
    COLUMNS,
    Brief,
    Outcome,
    Tail,
    Tally,
    Told,
    csv_lines,
    csv_row,
    json_row,
)
from conformance.bulk.rejects import INTERNAL
from conformance.bulk.store.check import Answer, Checker
from conformance.bulk.store.faults import Faults
from conformance.bulk.summary import Summary

# Each is some kilobytes where much waits; what occurs often is there again at once.
_MOST_KEPT = 1 << 13


class Totals:
    """Totals over partitions, and rows into a file where one is named.

    Attributes:
        summary: As of a batch.
        by_columns: How many were judged from columns.
        by_bytes: Why others were judged from their bytes, and how many.
    """

    def __init__(self, checker: Checker) -> None:
        self.faults = Faults(checker)
        self.brief = Brief(checker.quick.validator.plan)
        self.summary, self.tally = Summary(), Tally()
        self.by_columns, self.by_bytes = 0, Counter[str]()
        self._tails: dict[bytes, Tail] = {}

    def add(self, answers: Iterable[Answer], output: Path | None = None) -> None:
        """Add partitions; rows go to `output`, which is there when all are."""
        if output is None:
            for answer in answers:
                for _ in self._told(answer):
                    pass
        else:
            new = output.with_name(f"{output.name}.rows")
            with ExitStack() as undo:
                undo.callback(new.unlink, missing_ok=True)
                self._write(answers, new, output.suffix)
                if output.suffix == ".parquet":
                    from conformance.bulk.parquet import write_parquet

                    write_parquet(new, output)
                else:
                    new.replace(output)
        self.tally.close(self.summary)

    def _write(self, answers: Iterable[Answer], new: Path, ending: str) -> None:
        row_of = csv_row if ending == ".csv" else json_row
        with new.open("wb") as file:
            if ending == ".csv":
                file.write(csv_lines([COLUMNS]))
            for answer in answers:
                table = answer.opened.submissions("at", "submission")
                places, names = (table.column(n).to_pylist() for n in range(2))
                for row, told, tail in self._told(answer):
                    file.write(row_of(places[row], names[row], told, tail))

    def _told(self, answer: Answer) -> Iterator[tuple[int, Told, Tail]]:
        """Yield what was found of each submission, and count it."""
        self.by_columns += answer.opened.count - len(answer.by_bytes)
        self.by_bytes.update(answer.by_bytes.values())
        self.summary.rejects[INTERNAL] += len(answer.bugs)
        self.summary.rejects += Counter()
        found = np.ascontiguousarray(answer.found.T)
        faults = self.faults.of(answer)
        for row in range(answer.opened.count):
            if row in answer.bugs:
                continue
            tail = self._tail(answer, found[row].tobytes())
            verdict, reason = answer.wholes[answer.whole[row]]
            why = faults[row].__getitem__ if tail.papers else _unasked
            told = Told(verdict, reason, tail.found, why)
            self.tally.add(self.summary, told, tail)
            yield row, told, tail

    def _tail(self, answer: Answer, found: bytes) -> Tail:
        tail = self._tails.get(found)
        if tail is None:
            outcomes: list[Outcome | None] = [answer.codes.outcomes[code] for code in found]
            if len(self._tails) >= _MOST_KEPT:
                self._tails.clear()
            tail = self._tails[found] = self.brief.tail(outcomes)
        return tail


def _unasked(place: int) -> frozenset[str]:
    raise AssertionError(place)
