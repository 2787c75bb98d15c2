"""Which lines make one row: by the rules between rows, or by how near they stand."""

from collections.abc import Sequence

from conformance.intake.bodylines import NAMES, Line, Placed
from conformance.intake.cellwords import is_reading
from conformance.intake.headings import Role
from conformance.intake.page import Box, Page, joined

# A rule that closes the last row stands no farther below its words.
_UNDER = 10.0


def rows_of(
    lines: Sequence[Line], kinds: Sequence[bool], roles: Sequence[Role], page: Page, area: Box
) -> list[Placed]:
    """Return the rows that lines make; `kinds` says which of them are rows by themselves."""
    groups = _by_rules(lines, kinds, page, area) or _by_nearness(lines, kinds, roles)
    return [_merged(group) for group in groups]


def _by_rules(
    lines: Sequence[Line], kinds: Sequence[bool], page: Page, area: Box
) -> list[list[Line]] | None:
    """Return the lines grouped by the rules between rows; None where there are no such rules."""
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    tops: dict[int, float] = {}
    for rule in page.across:
        if area[1] - 3 < rule[1] < area[3] + _UNDER and rule[2] > left and rule[0] < right:
            width = min(rule[2], right) - max(rule[0], left)
            tops[round(rule[1])] = tops.get(round(rule[1]), 0.0) + width
    edges = sorted(y for y, width in tops.items() if width > 0.6 * (right - left))
    if len(edges) < 3:
        return None
    groups: dict[int, list[Line]] = {}
    rows: dict[int, int] = {}
    for line, is_row in zip(lines, kinds, strict=True):
        band = sum(1 for edge in edges if edge < line.middle)
        if band in (0, len(edges)) and not is_row and not _touches_row(line, lines, kinds):
            continue  # above the first rule and under the last one is no row's place
        groups.setdefault(band, []).append(line)
        rows[band] = rows.get(band, 0) + is_row
    alone = sum(1 for count in rows.values() if count == 1)
    if alone < 0.7 * sum(kinds):
        return None
    return [group for band, group in sorted(groups.items()) if rows[band]]


def _touches_row(line: Line, lines: Sequence[Line], kinds: Sequence[bool]) -> bool:
    """Return whether a line overlaps a row in height, as the halves of a wrapped cell do."""
    return any(
        is_row and line.box[1] < other.box[3] and line.box[3] > other.box[1]
        for other, is_row in zip(lines, kinds, strict=True)
    )


def _by_nearness(
    lines: Sequence[Line], kinds: Sequence[bool], roles: Sequence[Role]
) -> list[list[Line]]:
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


def _goes_on(line: Line, above: Line, roles: Sequence[Role], start: Line) -> bool:
    """Return whether a line that holds only words of a result goes on with the result above it."""
    if any(roles[index] in NAMES for index in line.cells) or len(line.cells) > 1:
        return False
    near = line.box[1] - above.box[3] < 0.5 * (line.box[3] - line.box[1])
    index = next(iter(line.cells))
    text = joined(line.cells[index])
    return near and index in start.cells and len(start.cells) > 2 and not is_reading(text)


def _home(
    index: int, line: Line, lines: Sequence[Line], starts: Sequence[int], roles: Sequence[Role]
) -> int | None:
    """Return the row that a line of text belongs to; None where it stands by itself."""
    height = line.box[3] - line.box[1]
    above = max((s for s in starts if s < index), default=None)
    below = min((s for s in starts if s > index), default=None)
    up = _gap(lines, above, index) if above is not None else None
    down = _gap(lines, index, below) if below is not None else None
    named = any(roles[column] in NAMES for column in line.cells)
    for start, gap in ((above, up), (below, down)):
        # a row without a name, next to a line that only has one
        near = start is not None and gap is not None and gap < 0.8 * height
        if named and near and not any(roles[c] in NAMES for c in lines[start or 0].cells):
            return start
    if up is None and down is None:
        return None
    if down is None or (up is not None and up < down - 0.12 * height):
        return above if up is not None and up < 0.9 * height else None
    if up is None or down < up - 0.12 * height:
        return below if down < 0.9 * height else None
    return above if _was_full(lines[above], line) and up < 0.9 * height else None  # type: ignore[index]


def _gap(lines: Sequence[Line], one: int, other: int | None) -> float:
    """Return the widest white space between neighbouring lines from one to another."""
    assert other is not None
    return max(
        lines[i + 1].box[1] - lines[i].box[3] for i in range(min(one, other), max(one, other))
    )


def _was_full(row: Line, line: Line) -> bool:
    """Return whether a cell of the row had to be wrapped: its end says so."""
    for column in line.cells:
        text = joined(row.cells.get(column, []) or [])
        if text.endswith(("-", "/", "(", "（", ",", "，", "、", "and", "of", "&", "+")):
            return True
        more = joined(line.cells[column])
        if text and (more[:1].islower() or more[:1] in "(（)）、,，及和或"):
            return True
    return False


def _merged(group: Sequence[Line]) -> Placed:
    cells: Placed = {}
    for line in sorted(group, key=lambda each: each.middle):
        for column, words in line.cells.items():
            cells.setdefault(column, []).extend(words)
    return cells
