"""Where the columns under a head begin and end, and which words stand in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conformance.intake.heads import Head
from conformance.intake.page import Box, Word, lines_of, part_of

_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Cuts:
    """The edges of the columns: one more than there are columns, from the left."""

    edges: tuple[float, ...]

    def column_of(self, x: float) -> int | None:
        """Return the column that a place across the page lies in."""
        for index in range(len(self.edges) - 1):
            if self.edges[index] <= x < self.edges[index + 1]:
                return index
        return None


def cuts_of(
    head: Head, words: Sequence[Word], left: float, right: float, down: Sequence[Box]
) -> Cuts:
    """Return the cuts between columns: where the fewest words are cut, or a rule is drawn.

    `left` and `right` are where the neighbouring tables end and begin.
    """
    boxes = [column.box for column in head.columns]
    # headings stand in their columns whatever the rows below do
    words = [*words, *(word for column in head.columns for word in column.words * 6)]
    edges = [left]
    for this, following in pairwise(boxes):
        edges.append(_cut(this, following, words, down))
    edges.append(right)
    return Cuts(tuple(edges))


def gutter(one: float, other: float, words: Iterable[Word]) -> float:
    """Return the place between two tables that the fewest words cross."""
    return _least(one, other, list(words), prefer=(one + other) / 2)


def _cut(this: Box, following: Box, words: Sequence[Word], down: Sequence[Box]) -> float:
    low, high = (this[0] + this[2]) / 2, (following[0] + following[2]) / 2
    ruled = [rule[0] for rule in down if this[2] - 2 <= rule[0] <= following[0] + 2]
    if ruled:
        return min(ruled, key=lambda x: abs(x - (this[2] + following[0]) / 2))
    return _least(low, high, words, prefer=(this[2] + following[0]) / 2)


def _least(low: float, high: float, words: Sequence[Word], prefer: float) -> float:
    """Return the middle of the widest stretch that the fewest words cover."""
    if high <= low:
        return (low + high) / 2
    count = max(int((high - low) / _STEP), 1)
    cover = [0] * (count + 1)
    for x0, x1, weight in _stretches(words):
        if x1 <= low or x0 >= high:
            continue
        first = max(int((x0 - low) / _STEP + 0.5), 0)
        last = min(int((x1 - low) / _STEP - 0.5), count)
        for index in range(first, last + 1):
            cover[index] += weight
    fewest = min(cover)
    runs: list[tuple[int, int]] = []
    for index, crossed in enumerate(cover):
        if crossed != fewest:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))

    def fit(run: tuple[int, int]) -> float:
        middle = low + (run[0] + run[1]) / 2 * _STEP
        return (run[1] - run[0]) * _STEP - 0.15 * abs(middle - prefer)

    best = max(runs, key=fit)
    return low + (best[0] + best[1]) / 2 * _STEP


def _stretches(words: Sequence[Word]) -> Iterator[tuple[float, float, int]]:
    """Yield what words cover; a space inside a phrase counts half of what a word counts."""
    for line in lines_of(words):
        for word in line:
            yield word.x0, word.x1, 2
        for one, other in pairwise(line):
            if 0 < other.x0 - one.x1 < 0.42 * min(one.height, other.height):
                yield one.x1, other.x0, 1


def split_at(word: Word, edges: Sequence[float], ends: Mapping[float, float]) -> list[Word]:
    """Return a word cut where an edge runs through it between two characters.

    Two cells that touch were printed without a gap: `0.0020.349`.  A word is only cut where the
    edge falls on the gap between two of its characters, or both pieces are whole numbers.  `ends`
    says for an edge where the words on its left end, where they all end at one place.
    """
    for edge in edges:
        if not word.x0 + 1 < edge < word.x1 - 1 or len(word.edges) != len(word.text):
            continue
        target = ends.get(edge, edge)
        at = min(range(1, len(word.text)), key=lambda i: abs(word.edges[i] - target), default=0)
        if not at or abs(word.edges[at] - target) > 0.6 * word.height:
            continue
        at = _between_cells(word.text, at)
        if not at:
            continue
        first = part_of(word, 0, at)
        rest = part_of(word, at, len(word.text))
        return [first, *split_at(rest, edges, ends)]
    return [word]


def _between_cells(text: str, near: int) -> int:
    """Return where, near a place, one cell ends and the next begins; 0 where that is unclear."""
    for at in sorted(range(1, len(text)), key=lambda i: abs(i - near)):
        if abs(at - near) > 2:
            return 0
        one, other = text[:at], text[at:]
        ends = one[-1].isdigit() and one.count(".") == 1 and other.count(".") == 1
        if ends and (other[0].isdigit() or other[0] in "<≤>＜"):
            return at
        if one[-1].islower() and other in ("ND", "NT", "Pass", "Fail", "PASS", "FAIL", "N/A"):
            return at
        if one[-1].islower() and other.startswith("<L"):
            return at
    return 0
