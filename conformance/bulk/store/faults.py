"""What is wrong with documents where none is admissible, of submissions judged from columns.

Whatever has a say in it stands in columns: what is asked, what documents say, on which sides of
the days that count theirs lie, which rows there are and by which method.  Of submissions alike in
all of this one is judged the quick way, and tells of the others, too.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from conformance.bulk.store.check import Answer, Checker
from conformance.bulk.store.distinct import joined
from conformance.bulk.store.opened import Array, Opened, Words
from conformance.bulk.store.papers import OWN, SIDES
from conformance.bulk.store.rows import REFUSED
from conformance.checking.decode import decode
from conformance.checking.editions import born
from conformance.checking.quick import Quick
from conformance.checking.sheet import keep

Why = dict[int, frozenset[str]]
"""Reasons of the documents at fault, by place."""
_IN_ORDER = 3


class _Column(NamedTuple):
    """Numbers of submissions, how many there may be, and what each stands for in any partition."""

    codes: Array
    most: int
    means: Callable[[int], object]


class Faults:
    """Tells of the submissions of partitions what is wrong with their documents."""

    def __init__(self, checker: Checker) -> None:
        self.quick, self.kernel, self.codes = checker.quick, checker.kernel, checker.codes
        self.as_of = self.quick.validator.as_of.toordinal()
        self.days = _days(self.quick)
        self._kept: dict[object, Why] = {}

    def of(self, answer: Answer) -> dict[int, Why]:
        """Return why no document is admissible, for each submission and place of which it holds."""
        told = dict(answer.faults)
        refused = self.codes.of.get(REFUSED)
        if refused is None:
            return told
        places = np.array(self.quick.mandatory)
        at: Array = answer.found[places] == refused
        at[:, list(answer.by_bytes)] = False
        at[:, answer.framed] = False
        rows = np.flatnonzero(at.any(axis=0))
        if not len(rows):
            return told
        columns = list(self._columns(answer, rows, places, at[:, rows]))
        first, which = joined([(each.codes, each.most) for each in columns], len(rows))
        whys = []
        for n in first.tolist():
            key = tuple([each.means(int(each.codes[n])) for each in columns])
            row = int(rows[n])
            if key not in self._kept:
                asked = places[at[:, row]].tolist()
                keep(self._kept, key, self._asked(answer.opened, row, asked))
            whys.append(self._kept[key])
        told |= {row: whys[n] for row, n in zip(rows.tolist(), which.tolist(), strict=True)}
        return told

    def _asked(self, opened: Opened, row: int, places: Sequence[int]) -> Why:
        """Return what the quick way says of one submission at some places."""
        (data,) = opened.data([row])
        found = self.quick.found(decode(data), lambda: "")
        return {place: found.why(place) for place in places}

    # ---- what has a say in it

    def _columns(self, answer: Answer, rows: Array, places: Array, at: Array) -> list[_Column]:
        opened, papers = answer.opened, self.kernel.papers
        patterns, which = np.unique(np.packbits(at, axis=0).T, axis=0, return_inverse=True)
        sent = [tuple([opened.classes[each] for each in some]) for some in opened.papers_sent]
        columns = [
            _Column(which.reshape(-1), len(patterns), lambda n: patterns[n].tobytes()),
            _Column(answer.sheet_of[rows], len(self.kernel.sheets.sheets), _itself),
            _Column(opened.papers[rows], len(sent), sent.__getitem__),
            *(_Column(side[rows], SIDES, _named(name))
              for name, side in papers.sides(opened).items()),
        ]  # fmt: skip
        others = np.array([not all(each.startswith(OWN) for each in some) for some in sent])
        odd = others[opened.papers[rows]]
        for report in range(_reports(opened)):
            columns += self._of_report(opened, report, rows)
            head = _Head(opened, report, rows)
            odd |= (head("class") > 0) & (head("good") != _IN_ORDER)
        asked = set(places[at.any(axis=1)].tolist())
        for words in opened.columns:
            if words.meaning.framed:
                continue
            if self.kernel.rows.shape(words).place in asked:
                columns.append(_manner(opened, words, rows))
        return [*columns, _alone(opened, rows, odd)]

    def _of_report(self, opened: Opened, report: int, rows: Array) -> Iterator[_Column]:
        """Yield what the head of a report says, and on which sides of the days that count it is."""
        head = _Head(opened, report, rows)
        says = [None, *opened.classes]
        yield _Column(head("class"), len(says), lambda n: (report, says[n]))
        yield _Column((head("last") > self.as_of).view(np.uint8), 2, _itself)
        sides = sum(np.searchsorted(self.days, head("tested"), each) for each in ("left", "right"))
        yield _Column(np.asarray(sides), 2 * len(self.days) + 1, _itself)


class _Head:
    """What the head of a report says, of some submissions."""

    def __init__(self, opened: Opened, report: int, rows: Array) -> None:
        self.opened, self.report, self.rows = opened, report, rows

    def __call__(self, name: str) -> Array:
        found = self.opened.heads.get(f"r{self.report}.{name}")
        return np.zeros(len(self.rows), np.int32) if found is None else found[self.rows]


def _reports(opened: Opened) -> int:
    """Return how many reports a submission has at most."""
    return next(n for n in range(len(opened.heads) + 1) if f"r{n}.class" not in opened.heads)


def _alone(opened: Opened, rows: Array, odd: Array) -> _Column:
    """Return what makes submissions like no other: those with odd names or dates in documents."""
    return _Column(
        np.where(odd, np.arange(1, len(rows) + 1), 0), len(rows) + 1,
        lambda n: (str(opened.folder), int(rows[n - 1])) if n else None,
    )  # fmt: skip


def _manner(opened: Opened, words: Words, rows: Array) -> _Column:
    """Return by which method, and with which deviations, rows of a column were tested."""
    cells = opened.cells.get(f"m{words.number}")
    if cells is None:
        cells = opened.cells.get(f"t{words.number}.0")
        manner = np.zeros(len(rows), np.uint8) if cells is None else (cells[rows] > 0)
    else:
        manner = cells[rows]
    first = words.manner(0)[0]
    numbers: dict[object, int] = {None: 0}
    of = [0]
    for result, _ in words.meaning.manners:
        of.append(numbers.setdefault((result.method, result.deviations), len(numbers)))
    told = list(numbers)
    about = (words.report, first.clause, first.requirement, first.item)
    return _Column(np.array(of)[manner.astype(np.int64)], len(told), lambda n: (*about, told[n]))


def _days(quick: Quick) -> Array:
    """Return the days about which it counts on which side of them something was tested."""
    editions = quick.validator.plan.editions.values()
    ends = [day for each in editions for day in (born(each), each.withdrawn) if day]
    for requirement in quick.validator.plan.requirements:
        ends += [ask.withdrawn for ask in requirement.asks if ask.withdrawn]
    oldest = [each for each in quick.oldest.values() if not each.startswith("0000")]
    # 1: whether it is stated at all
    return np.array(sorted({1, *(date.fromisoformat(day).toordinal() for day in (*ends, *oldest))}))


def _itself(number: int) -> object:
    return number


def _named(name: str) -> Callable[[int], object]:
    return lambda number: number and (name, number)
