"""Editions weighed up, for many submissions at a time: what each has under the one it is judged by.

The rules are those of `checking/editions.py`: of the choices that are open the one is taken whose
requirements all pass, else the one with the most evidence, else the latest.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from conformance.bulk.store.codes import ABSENT, KIND, KINDS, Codes
from conformance.bulk.store.masks import chosen
from conformance.bulk.store.opened import Array
from conformance.checking.editions import uses_of
from conformance.checking.rows import ask_of
from conformance.checking.sheet import MISSING, PASS, Sheet
from conformance.checking.validator import Check
from conformance.model.plan import Ask
from conformance.verdicts import all_of

Meant = tuple[object, ...]
"""What the readings say that are about one requirement."""
Whys = Sequence[tuple[Array, frozenset[str]]]
"""Submissions of which no document is admissible, and what is wrong with these."""


class Said(NamedTuple):
    """What was found of one requirement under one edition; nothing where that does not ask it.

    Attributes:
        evidence: How many places it rests on.
        why: What is wrong with documents where none is admissible.
    """

    code: int = ABSENT
    evidence: int = 0
    why: frozenset[str] | None = None


class Families:
    """What was found of submissions that have the same choices of editions.

    Attributes:
        uses: The choices of the families that leave several, or none.
    """

    def __init__(self, codes: Codes, check: Check, sheet: Sheet) -> None:
        self.codes, self.plan, self.sheet = codes, check.plan, sheet
        self.uses: dict[str, Sequence[int]] = {}
        self._known: dict[str, bool] = {}
        for family in sheet.several:
            self.uses[family.id], self._known[family.id] = uses_of(check.gate, family)
        self._said: dict[int, tuple[Sequence[tuple[Said, ...]], Array]] = {}

    def asks(self, place: int) -> list[Ask]:
        """Return what may be asked at a place."""
        requirement, line = self.plan.requirements[place], self.sheet.lines[place]
        uses = self.uses.get(requirement.family or "")
        if uses is None:
            return [] if line is None else [line.ask]
        return [ask for use in uses if (ask := ask_of(requirement, use)) is not None]

    def add(self, place: int, said: Sequence[tuple[Said, ...]], which: Array) -> None:
        """Add what was found at a place under each choice, and which of it of each submission."""
        self._said[place] = said, which

    def answers(self) -> Iterator[tuple[int, Array, Whys]]:
        """Yield for each place the outcome of each submission, and why none is admissible."""
        members: dict[str, list[int]] = {}
        for place in self._said:
            family = self.plan.requirements[place].family or ""
            if family in self.uses:
                members.setdefault(family, []).append(place)
            else:
                yield place, self._column(place, 0), self._whys(place, 0, None)
        for family, places in members.items():
            if not self.uses[family]:
                code = self.codes.code((MISSING, "no-edition-accepted"))
                for place in places:
                    yield place, np.full_like(self._column(place, None), code), ()
            elif not self._known[family] and len(self.uses[family]) > 1:
                yield from self._agreed(family, places)
            else:
                yield from self._best(family, places)

    def _column(self, place: int, number: int | None) -> Array:
        said, which = self._said[place]
        codes = [ABSENT if number is None else each[number].code for each in said]
        return np.array(codes, np.uint8)[which]

    def _whys(self, place: int, number: int, mask: Array | None) -> Whys:
        said, which = self._said[place]
        return [
            (np.flatnonzero(here if mask is None else here & mask), why)
            for n, each in enumerate(said)
            if (why := each[number].why) is not None
            for here in (which == n,)
        ]

    def _agreed(self, family: str, places: Sequence[int]) -> Iterator[tuple[int, Array, Whys]]:
        """Yield what all choices agree on; of the rest, that the day is not known."""
        last = len(self.uses[family]) - 1
        unknown = self.codes.code((MISSING, "deciding-date-unknown"))
        for place in places:
            columns = [self._column(place, number) for number in range(last + 1)]
            asked = np.bitwise_or.reduce(columns) > 0
            same = np.all([KIND[each] == KIND[columns[0]] for each in columns], axis=0)
            codes = chosen(same, columns[last], np.full_like(columns[0], unknown))
            codes = chosen(asked, codes, np.zeros_like(codes))
            yield place, codes, self._whys(place, last, same)

    def _best(self, family: str, places: Sequence[int]) -> Iterator[tuple[int, Array, Whys]]:
        """Yield what is found under the best choice of each submission."""
        size = len(self._said[places[0]][1])
        best, before = np.zeros(size, np.int64), np.full(size, -1, np.int64)
        for number in range(len(self.uses[family])):
            verdicts, evidence = np.zeros(size, np.uint8), np.zeros(size, np.int64)
            for place in places:
                said, which = self._said[place]
                evidence += np.array([each[number].evidence for each in said])[which]
                if self.plan.requirements[place].mandatory:
                    verdicts |= (1 << KIND[self._column(place, number)]).astype(np.uint8)
            # that all pass comes before any number of places; of equals the last one is taken
            weight = evidence + _ALL_PASS[verdicts]
            best = np.where(weight >= before, number, best)
            before = np.maximum(weight, before)
        for place in places:
            codes = np.zeros(size, np.uint8)
            whys: list[tuple[Array, frozenset[str]]] = []
            for number in range(len(self.uses[family])):
                here = best == number
                codes = chosen(here, self._column(place, number), codes)
                whys += self._whys(place, number, here)
            yield place, codes, whys


def _passes(bits: int) -> bool:
    return all_of(kind for n, kind in enumerate(KINDS) if kind and bits >> n & 1) is PASS


_ALL_PASS = np.array([(1 << 40) * _passes(bits) for bits in range(1 << len(KINDS))])
