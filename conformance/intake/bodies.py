"""The rows under a head, where no grid is drawn around every cell.

A line is a row where it holds a result; a line that only holds words of the columns of text goes on
with the row that it stands nearest to.  Anything else ends the table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from conformance.intake.cellwords import (
    is_date,
    is_reading,
    is_sure_verdict,
    is_verdict,
    may_be_result,
)
from conformance.intake.columns import Cuts, cuts_of, gutter, split_at
from conformance.intake.headings import Meaning, Role, meaning_of
from conformance.intake.heads import Column, Head
from conformance.intake.page import Box, Page, Word, box_of, joined, lines_of
from conformance.intake.table import Cell, Field, Row, Table

_RESULTS = {Role.VALUE, Role.SPECIMEN}
_SHORT = _RESULTS | {Role.VERDICT, Role.LOD, Role.LOQ, Role.BOTH, Role.UNIT, Role.UNCERTAINTY}
_NAMES = {Role.ITEM, Role.CLAUSE, Role.SERIAL}
_NOTE = re.compile(r"(?:note|notes|remark|remarks|注|备注|说明)\s*[:：\"“]", re.IGNORECASE)
Placed = dict[int, list[Word]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line under a head: its words by column, and how many words run across a cut."""

    cells: Placed
    words: tuple[Word, ...]
    across: int

    @property
    def box(self) -> Box:
        return box_of(self.words)

    @property
    def middle(self) -> float:
        return median(word.middle for word in self.words)

    @property
    def height(self) -> float:
        return max(word.height for word in self.words)


def region_of(head: Head, heads: Sequence[Head], page: Page, words: Sequence[Word]) -> list[Word]:
    """Return the words that may belong to the table under a head."""
    below = [w for w in words if w.middle > head.bottom]
    rights = [other for other in heads if other.x0 > head.x1 - 2 and _beside(head, other)]
    lefts = [other for other in heads if other.x1 < head.x0 + 2 and _beside(head, other)]
    right = min((gutter(head.x1, o.x0, below) for o in rights), default=page.width)
    left = max((gutter(o.x1, head.x0, below) for o in lefts), default=0.0)
    bottom = min(
        (o.top for o in heads if o.top > head.bottom and o.x0 < right and o.x1 > left),
        default=page.height,
    )
    return [w for w in below if left <= (w.x0 + w.x1) / 2 < right and w.middle < bottom - 1]


def _beside(head: Head, other: Head) -> bool:
    return other is not head and abs(other.top - head.top) < 420


@dataclass(frozen=True, slots=True)
class Body:
    """A table as it was read, where it ends on its page, and whether it may go on on the next.

    `lead` is text that stands above its first row, without one of its own.
    """

    table: Table
    end: float
    columns: tuple[Column, ...]
    cuts: Cuts
    open: bool
    top: float
    lead: tuple[tuple[int, Cell], ...] = ()


def body_of(head: Head, region: Sequence[Word], page: Page) -> Body | None:
    """Return the table under a head; None without a row."""
    if not region:
        return None
    left = min(min(w.x0 for w in region), head.x0) - 1
    right = max(max(w.x1 for w in region), head.x1) + 1
    bottom = max(w.bottom for w in region)
    down = [r for r in page.down if r[1] < head.bottom + 30 and r[3] > head.bottom + 5]
    cuts = cuts_of(head, _likely(region), left, right, down)
    area = (left, head.bottom, right, bottom)
    # once it is known which lines are rows, the columns are cut by those alone
    found = _rows_and_more([c.role for c in head.columns], cuts, lines_of(region))
    if found.kept:
        rows = [word for line in found.kept for word in line.words]
        cuts = cuts_of(head, rows, left, right, down)
    return rows_under(head.columns, cuts, lines_of(region), page, area)


def _likely(region: Sequence[Word]) -> list[Word]:
    """Return the words of the lines that may be rows, for finding where the columns are cut."""
    kept: list[Word] = []
    for line in lines_of(region)[:60]:
        glued = sum(
            1 for one, other in pairwise(line)
            if other.x0 - one.x1 < 0.4 * other.height
        )  # fmt: skip
        if glued <= len(line) // 2 + 1:
            kept += line
    return kept or list(region)


def rows_under(
    columns: Sequence[Column],
    cuts: Cuts,
    lines: Sequence[Sequence[Word]],
    page: Page,
    area: Box,
) -> Body | None:
    """Return the rows that lines make in columns that are known; None without a row."""
    roles = [column.role for column in columns]
    found = _rows_and_more(roles, cuts, lines)
    kept, kinds = found.kept, found.kinds
    if not any(kinds):
        return None
    groups = _by_rules(kept, kinds, page, area) or _by_nearness(kept, kinds, roles)
    rows = [_merged(group) for group in groups]
    rows, fields = _without_heading(rows, columns)
    table = Table(
        fields=tuple(fields),
        rows=tuple(
            Row(cells=tuple(_cell(row.get(i)) for i in range(len(fields))), number=number)
            for number, row in enumerate(rows, 1)
        ),
        page=page.number,
    )
    lead: Placed = {}
    for line in kept[: kinds.index(True)]:
        for column, words in line.cells.items():
            lead.setdefault(column, []).extend(words)
    return Body(
        table,
        found.end,
        tuple(columns),
        cuts,
        found.open,
        kept[0].box[1],
        tuple((column, cell) for column, words in lead.items() if (cell := _cell(words))),
    )


# ---- which lines are rows


@dataclass(slots=True)
class _Found:
    """The lines of a table, which of them are rows, where it ends, and if anything ended it."""

    kept: list[_Line]
    kinds: list[bool]
    end: float = 0.0
    open: bool = True


def _rows_and_more(roles: Sequence[Role], cuts: Cuts, lines: Sequence[Sequence[Word]]) -> _Found:
    """Return the lines of the table that stands in columns that are known."""
    found = _Found([], [])
    kept, kinds = found.kept, found.kinds
    strange = 0
    pitch: list[float] = []
    heights: list[float] = []
    filled: list[int] = []
    ends = _ends(cuts, lines)
    for words in lines:
        line = _placed(words, cuts, roles, ends)
        is_row = _is_row(line, roles)
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


def _is_too_far(line: _Line, white: float, pitch: Sequence[float], filled: Sequence[int]) -> bool:
    """Return whether a line stands too far below the rows to be one of them.

    A full row may stand farther away, as totals do; one with fewer cells than usual stands nearer.
    """
    full = len(line.cells) >= max(4, median(filled) - 1)
    if len(line.cells) <= 2 and median(filled) >= 4:
        return white > max(1.5 * median(pitch), 0.8 * line.height)
    return white > max(4 * median(pitch), 1.2 * max(pitch), (4.5 if full else 2) * line.height)


def _ends(cuts: Cuts, lines: Sequence[Sequence[Word]]) -> dict[float, float]:
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


def _placed(
    words: Sequence[Word], cuts: Cuts, roles: Sequence[Role], ends: dict[float, float]
) -> _Line:
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
        if first != second and _glued(one, other):
            across += 1
    return _Line(cells, tuple(pieces), across)


def _glued(one: Word, other: Word) -> bool:
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
        if first == second or not _glued(one, other) or is_reading(other.text):
            name = roles[first] is Role.ITEM and roles[second] in (Role.OTHER, Role.ITEM)
            if not (name and first != second and _glued(one, other)):
                continue
        end = index
        while (
            end < len(kept)
            and kept[end][1] == second
            and (end == index or _glued(kept[end - 1][0], kept[end][0]))
        ):
            end += 1
        start = index
        while (
            start
            and kept[start - 1][1] == first
            and (start == index or _glued(kept[start - 1][0], kept[start][0]))
        ):
            start -= 1
        left = kept[index - 1][0].x1 - kept[start][0].x0
        right = kept[end - 1][0].x1 - other.x0
        item = roles[first] is Role.ITEM
        if item or right < 0.4 * left:
            kept[index:end] = [(word, first) for word, _ in kept[index:end]]
    return kept


def _is_row(line: _Line, roles: Sequence[Role]) -> bool | None:
    """Return True for a row, False for more of one, None for what is no part of the table."""
    texts = {index: joined(words) for index, words in line.cells.items()}
    names = [text for index, text in texts.items() if roles[index] in _NAMES]
    first = texts[min(texts)]
    results = [text for i, text in texts.items() if roles[i] in _RESULTS and not is_date(text)]
    sure = sum(is_reading(text) for i, text in texts.items() if roles[i] in _SHORT)
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
    if any(is_date(text) for i, text in texts.items() if roles[i] in _RESULTS):
        return None
    verdicts = [t for i, t in texts.items() if roles[i] is Role.VERDICT and is_verdict(t)]
    if verdicts and names:
        return True
    if any(roles[index] in _SHORT for index in texts) and not verdicts:
        return (
            None
            if not all(is_reading(t) for i, t in texts.items() if roles[i] in _SHORT)
            else False
        )
    return False


# ---- which lines make one row


def _by_rules(
    lines: Sequence[_Line], kinds: Sequence[bool], page: Page, area: Box
) -> list[list[_Line]] | None:
    """Return the lines grouped by the rules between rows; None where there are no such rules."""
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    tops: dict[int, float] = {}
    for rule in page.across:
        if area[1] - 3 < rule[1] < area[3] and rule[2] > left and rule[0] < right:
            width = min(rule[2], right) - max(rule[0], left)
            tops[round(rule[1])] = tops.get(round(rule[1]), 0.0) + width
    edges = sorted(y for y, width in tops.items() if width > 0.6 * (right - left))
    if len(edges) < 3:
        return None
    groups: dict[int, list[_Line]] = {}
    rows: dict[int, int] = {}
    for line, is_row in zip(lines, kinds, strict=True):
        band = sum(1 for edge in edges if edge < line.middle)
        if band in (0, len(edges)) and not is_row:
            continue  # above the first rule and under the last one is no row's place
        groups.setdefault(band, []).append(line)
        rows[band] = rows.get(band, 0) + is_row
    alone = sum(1 for count in rows.values() if count == 1)
    if alone < 0.7 * sum(kinds):
        return None
    return [group for band, group in sorted(groups.items()) if rows[band]]


def _by_nearness(
    lines: Sequence[_Line], kinds: Sequence[bool], roles: Sequence[Role]
) -> list[list[_Line]]:
    """Return each row with the lines that go on with it."""
    starts: list[int] = []
    joins: dict[int, int] = {}
    for index, (line, is_row) in enumerate(zip(lines, kinds, strict=True)):
        if not is_row:
            continue
        if starts and _goes_on(line, lines[index - 1], roles, lines[starts[-1]]):
            joins[index] = starts[-1]
        else:
            starts.append(index)
    groups = {start: [lines[start]] for start in starts}
    for index, start in joins.items():
        groups[start].append(lines[index])
    for index, line in enumerate(lines):
        if kinds[index]:
            continue
        home = _home(index, line, lines, starts, roles)
        if home is not None:
            groups[home].append(line)
    return [groups[start] for start in starts]


def _goes_on(line: _Line, above: _Line, roles: Sequence[Role], start: _Line) -> bool:
    """Return whether a line that holds only words of a result goes on with the result above it."""
    if any(roles[index] in _NAMES for index in line.cells) or len(line.cells) > 1:
        return False
    near = line.box[1] - above.box[3] < 0.5 * (line.box[3] - line.box[1])
    index = next(iter(line.cells))
    text = joined(line.cells[index])
    return near and index in start.cells and len(start.cells) > 2 and not is_reading(text)


def _home(
    index: int, line: _Line, lines: Sequence[_Line], starts: Sequence[int], roles: Sequence[Role]
) -> int | None:
    """Return the row that a line of text belongs to; None where it stands by itself."""
    height = line.box[3] - line.box[1]
    above = max((s for s in starts if s < index), default=None)
    below = min((s for s in starts if s > index), default=None)
    up = _gap(lines, above, index) if above is not None else None
    down = _gap(lines, index, below) if below is not None else None
    named = any(roles[column] in _NAMES for column in line.cells)
    for start, gap in ((above, up), (below, down)):
        # a row without a name, next to a line that only has one
        near = start is not None and gap is not None and gap < 0.8 * height
        if named and near and not any(roles[c] in _NAMES for c in lines[start or 0].cells):
            return start
    if up is None and down is None:
        return None
    if down is None or (up is not None and up < down - 0.12 * height):
        return above if up is not None and up < 0.9 * height else None
    if up is None or down < up - 0.12 * height:
        return below if down < 0.9 * height else None
    return above if _was_full(lines[above], line) and up < 0.9 * height else None  # type: ignore[index]


def _gap(lines: Sequence[_Line], one: int, other: int | None) -> float:
    """Return the widest white space between neighbouring lines from one to another."""
    assert other is not None
    return max(
        lines[i + 1].box[1] - lines[i].box[3] for i in range(min(one, other), max(one, other))
    )


def _was_full(row: _Line, line: _Line) -> bool:
    """Return whether a cell of the row had to be wrapped: its end says so."""
    for column in line.cells:
        text = joined(row.cells.get(column, []) or [])
        if text.endswith(("-", "/", "(", "（", ",", "，", "、", "and", "of", "&", "+")):
            return True
        more = joined(line.cells[column])
        if text and (more[:1].islower() or more[:1] in "(（)）、,，及和或"):
            return True
    return False


def _merged(group: Sequence[_Line]) -> Placed:
    cells: Placed = {}
    for line in sorted(group, key=lambda each: each.middle):
        for column, words in line.cells.items():
            cells.setdefault(column, []).extend(words)
    return cells


# ---- columns that nobody headed


def _without_heading(
    rows: list[Placed], columns: Sequence[Column]
) -> tuple[list[Placed], list[Field]]:
    """Return the rows with verdicts and remarks, that stand under no heading, apart."""
    fields = [
        Field(text=column.text, meaning=column.meaning or Meaning(Role.OTHER)) for column in columns
    ]
    rows = [dict(row) for row in rows]
    for index, column in enumerate(columns):
        for row in rows:
            words = row.get(index)
            if words and len(words) > 1 and column.role not in (Role.ITEM, Role.METHOD):
                row[index] = _under(column, words)
    if any(field.role is Role.VERDICT for field in fields):
        return rows, fields
    for index, column in enumerate(columns):
        if column.role in _RESULTS or column.role in _NAMES:
            continue
        last = [row[index][-1] for row in rows if row.get(index)]
        found = [word for word in last if is_sure_verdict(word.text)]
        if len(found) * 2 <= len(last) or not last:
            continue
        at = min(word.x0 for word in found) - 1
        fields.append(Field(text="", meaning=Meaning(Role.VERDICT)))
        for row in rows:
            words = row.get(index, [])
            behind = [word for word in words if word.x0 >= at or word.x1 > at + 4]
            if behind:
                row[len(fields) - 1] = behind
                row[index] = [word for word in words if word not in behind]
                if not row[index]:
                    del row[index]
        break
    return rows, fields


def _under(column: Column, words: Sequence[Word]) -> list[Word]:
    """Return the words of a cell that stand under its heading, if others stand far away."""
    kept: list[Word] = []
    for line in lines_of(words):
        group = [line[0]]
        groups = [group]
        for word in line[1:]:
            if word.x0 - group[-1].x1 > 2.6 * word.height:
                group = []
                groups.append(group)
            group.append(word)
        best = max(groups, key=lambda g: min(column.box[2], g[-1].x1) - max(column.box[0], g[0].x0))
        kept += best if len(groups) > 1 and not is_sure_verdict(groups[-1][0].text) else line
    return kept


def _cell(words: Sequence[Word] | None) -> Cell | None:
    return Cell(text=joined(words), box=box_of(words)) if words else None
