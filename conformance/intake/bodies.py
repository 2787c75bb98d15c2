"""The tables under heads, where no grid is drawn around every cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from conformance.intake.bodylines import Placed, rows_among, rows_beyond
from conformance.intake.bodyrows import rows_of
from conformance.intake.columns import Cuts, cuts_of, gutter
from conformance.intake.heads import Column, Head
from conformance.intake.page import Box, Page, Word, box_of, joined, lines_of
from conformance.intake.table import Cell, Row, Table
from conformance.intake.unheaded import without_heading


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
    found = rows_among([c.role for c in head.columns], cuts, lines_of(region))
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
    found = rows_among(roles, cuts, lines)
    kept, kinds = found.kept, found.kinds
    if not any(kinds):
        return None
    rows = rows_of(kept, kinds, roles, page, area)
    rows, fields = without_heading(rows, columns)
    beyond = () if found.open else tuple(rows_beyond(roles, cuts, lines, found))
    table = Table(
        fields=tuple(fields),
        rows=tuple(
            Row(cells=tuple(_cell(row.get(i)) for i in range(len(fields))), number=number)
            for number, row in enumerate(rows, 1)
        ),
        page=page.number,
        beyond=beyond,
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


def _cell(words: Sequence[Word] | None) -> Cell | None:
    return Cell(text=joined(words), box=box_of(words)) if words else None
