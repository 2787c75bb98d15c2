"""The lines under a head: their words by column, and which of them are rows.

A line is a row where it holds a result; a line that only holds words of the columns of text goes on
with a row.  Anything else ends the table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from conformance.intake.cellwords import is_date, is_reading, is_verdict, may_be_result
from conformance.intake.columns import Cuts, split_at
from conformance.intake.headings import Role, meaning_of
from conformance.intake.page import Box, Word, box_of, joined

RESULTS = {Role.VALUE, Role.SPECIMEN}
SHORT = RESULTS | {Role.VERDICT, Role.LOD, Role.LOQ, Role.BOTH, Role.UNIT, Role.UNCERTAINTY}
NAMES = {Role.ITEM, Role.CLAUSE, Role.SERIAL}
_NOTE = re.compile(r"(?:note|notes|remark|remarks|注|备注|说明)\s*[:：\"“]", re.IGNORECASE)
Placed = dict[int, list[Word]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line under a head: its words by column, and how many words run across a cut."""

    cells: Placed
    words: tuple[Word, ...]
    across: int

    @property
    def box(self) -> Box:
        """The smallest box around its words."""
        return box_of(self.words)

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return median(word.middle for word in self.words)

    @property
    def height(self) -> float:
        """How high its highest word is."""
        return max(word.height for word in self.words)


@dataclass(slots=True)
class Found:
    """The lines of a table, which of them are rows, where it ends, and if anything ended it."""

    kept: list[Line]
    kinds: list[bool]
    end: float = 0.0
    open: bool = True


def rows_among(roles: Sequence[Role], cuts: Cuts, lines: Sequence[Sequence[Word]]) -> Found:
    """Return the lines of the table that stands in columns that are known."""
    found = Found([], [])
    kept, kinds = found.kept, found.kinds
    strange = 0
    pitch: list[float] = []
    heights: list[float] = []
    filled: list[int] = []
    ends = ends_of(cuts, lines)
    placed_lines = [placed(words, cuts, roles, ends) for words in lines]
    for number, line in enumerate(placed_lines):
        is_row = _is_row(line, roles)
        if is_row is None and number + 1 < len(placed_lines):
            half = _half_of(line, placed_lines[number + 1], roles)
            line, is_row = (half, False) if half is not None else (line, None)
        if heights and line.height > 1.5 * median(heights):
            is_row = None  # the title of something else
        last = any(kinds) or None
        if last is not None and is_row:
            white = line.box[1] - kept[-1].box[3]
            if pitch and _is_too_far(line, white, pitch, filled):
                found.open = False
                break
            pitch.append(max(white, 0.0))
        if is_row is None:
            strange += 1
            if last is not None or strange > 3:
                found.open = False
                break
            continue
        kept.append(line)
        kinds.append(is_row)
        if is_row:
            found.end = line.box[3]
            heights.append(line.height)
            filled.append(len(line.cells))
    return found


def _half_of(line: Line, following: Line, roles: Sequence[Role]) -> Line | None:
    """Return a line as the upper half of a wrapped cell, if it stands beside the middle of its row.

    All of it is in the column that the row has nothing in: it only reaches into the next one.
    """
    beside = line.box[1] < following.box[1] < line.box[3] - 1
    first = min(line.cells)
    alone = first not in following.cells and all(
        glued(one, other) for one, other in pairwise(line.words)
    )
    if not beside or not alone or _is_row(following, roles) is not True:
        return None
    return Line({first: list(line.words)}, line.words, 0)


def rows_beyond(
    roles: Sequence[Role], cuts: Cuts, lines: Sequence[Sequence[Word]], found: Found
) -> list[str]:
    """Return the lines below the end of a table that look like its rows: they were not read."""
    filled = [len(line.cells) for line, row in zip(found.kept, found.kinds, strict=True) if row]
    ends = ends_of(cuts, lines)
    beyond = []
    for words in lines:
        line = placed(words, cuts, roles, ends)
        full = len(line.cells) >= max(3, median(filled))
        if line.box[1] > found.end and full and not line.across and _is_row(line, roles):
            beyond.append(joined(words))
    return beyond


def _is_too_far(line: Line, white: float, pitch: Sequence[float], filled: Sequence[int]) -> bool:
    """Return whether a line stands too far below the rows to be one of them.

    A full row may stand farther away, as totals do; one with fewer cells than usual stands nearer.
    """
    full = len(line.cells) >= max(4, median(filled) - 1)
    if len(line.cells) <= 2 and median(filled) >= 4:
        return white > max(1.5 * median(pitch), 0.8 * line.height)
    return white > max(4 * median(pitch), 1.2 * max(pitch), (4.5 if full else 2) * line.height)


def ends_of(cuts: Cuts, lines: Sequence[Sequence[Word]]) -> dict[float, float]:
    """Return for each cut where the words on its left end, where nearly all end at one place."""
    found: dict[float, list[float]] = {edge: [] for edge in cuts.edges[1:-1]}
    for line in lines:
        for edge in found:
            before = [word.x1 for word in line if edge - 40 < word.x1 <= edge + 1]
            if before:
                found[edge].append(max(before))
    ends = {}
    for edge, rights in found.items():
        if len(rights) > 3:
            middle = median(rights)
            if sum(abs(x - middle) < 0.6 for x in rights) > 0.8 * len(rights):
                ends[edge] = middle
    return ends


def placed(
    words: Sequence[Word], cuts: Cuts, roles: Sequence[Role], ends: dict[float, float]
) -> Line:
    """Return the words of a line by the columns that they stand in."""
    cells: Placed = {}
    across = 0
    inner = cuts.edges[1:-1]
    pieces = [piece for word in words for piece in split_at(word, inner, ends)]
    where: list[tuple[Word, int]] = []
    for piece in pieces:
        column = cuts.column_of((piece.x0 + piece.x1) / 2)
        where.append((piece, column if column is not None else len(cuts.edges) - 2))
    where = _kept_together(where, roles)
    for piece, column in where:
        cells.setdefault(column, []).append(piece)
    for (one, first), (other, second) in pairwise(where):
        if first != second and glued(one, other):
            across += 1
    return Line(cells, tuple(pieces), across)


def glued(one: Word, other: Word) -> bool:
    """Return whether no more than a space stands between two words."""
    return -1 < other.x0 - one.x1 < 0.42 * min(one.height, other.height)


def _kept_together(
    where: Sequence[tuple[Word, int]], roles: Sequence[Role]
) -> list[tuple[Word, int]]:
    """Return words with their columns, where a phrase that runs over a cut stays in one column.

    A long name, or the end of a long requirement, may reach under the next heading.  A reading that
    touches the words on its left is a cell of its own all the same.
    """
    kept = list(where)
    for index in range(1, len(kept)):
        (one, first), (other, second) = kept[index - 1], kept[index]
        if first == second or not glued(one, other) or is_reading(other.text):
            name = roles[first] is Role.ITEM and roles[second] in (Role.OTHER, Role.ITEM)
            if not (name and first != second and glued(one, other)):
                continue
        end = index
        while (
            end < len(kept)
            and kept[end][1] == second
            and (end == index or glued(kept[end - 1][0], kept[end][0]))
        ):
            end += 1
        start = index
        while (
            start
            and kept[start - 1][1] == first
            and (start == index or glued(kept[start - 1][0], kept[start][0]))
        ):
            start -= 1
        left = kept[index - 1][0].x1 - kept[start][0].x0
        right = kept[end - 1][0].x1 - other.x0
        item = roles[first] is Role.ITEM
        if item or right < 0.4 * left:
            kept[index:end] = [(word, first) for word, _ in kept[index:end]]
    return kept


def _is_row(line: Line, roles: Sequence[Role]) -> bool | None:
    """Return True for a row, False for more of one, None for what is no part of the table."""
    texts = {index: joined(words) for index, words in line.cells.items()}
    names = [text for index, text in texts.items() if roles[index] in NAMES]
    first = texts[min(texts)]
    results = [text for i, text in texts.items() if roles[i] in RESULTS and not is_date(text)]
    sure = sum(is_reading(text) for i, text in texts.items() if roles[i] in SHORT)
    if first.endswith((":", "：")) or _NOTE.match(first):
        return None
    if line.across and sure < line.across + 1:
        return None
    headings = [m for m in map(meaning_of, texts.values()) if m is not None]
    if sum(m.role is not Role.SPECIMEN and m.unit is None for m in headings) > 1:
        return None
    if any(map(may_be_result, results)) and (names or sure):
        return True
    if results:
        return None if not any(map(may_be_result, results)) else bool(sure)
    if any(is_date(text) for i, text in texts.items() if roles[i] in RESULTS):
        return None
    verdicts = [t for i, t in texts.items() if roles[i] is Role.VERDICT and is_verdict(t)]
    if verdicts and names:
        return True
    if any(roles[index] in SHORT for index in texts) and not verdicts:
        return (
            None if not all(is_reading(t) for i, t in texts.items() if roles[i] in SHORT) else False
        )
    return False
