"""All tables of the pages of one document, those that go on over pages among them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from conformance.intake.bodies import Body, body_of, region_of, rows_under
from conformance.intake.grid import ruled_grids
from conformance.intake.gridtables import tables_in
from conformance.intake.heads import Head, heads_of
from conformance.intake.overpages import alike, completed, joined_over_pages
from conformance.intake.page import Box, Page, Word, joined, lines_of
from conformance.intake.table import Cell, Row, Table
from conformance.intake.tokens import tokens_of
from conformance.intake.transposed import lying_tables
from conformance.intake.unitlines import unit_beside


def tables_of(pages: Sequence[Page]) -> list[Table]:
    """Return the tables of all pages, numbered through the document."""
    found: list[Table] = []
    furniture = _furniture(pages)
    unfinished: list[tuple[Body, Table]] = []
    ruled: Table | None = None
    for page in pages:
        words = _without(page, furniture)
        tables, boxes = _of_grids(page, ruled)
        if tables and ruled is not None and alike(tables[0], ruled):
            found[found.index(ruled)], tables[0] = joined_over_pages(ruled, tables[0])
        found += tables
        if tables:
            ruled = tables[-1]
        elif ruled is not None and page.number - (ruled.page or 0) > _LONGEST_GAP:
            ruled = None
        words = [word for word in words if not _inside(word, boxes)]
        heads = heads_of(words)
        first = min((head.top for head in heads), default=page.height)
        still: list[tuple[Body, Table]] = []
        for begun, table in unfinished:
            more = _continued(begun, table, page, words, first)
            if more is not None:
                place = found.index(table)
                found[place] = completed(table, more.lead)
                found.append(more.table)
                if more.open:
                    still.append((more, more.table))
        unfinished = still if not heads else []
        for head in heads:
            if not head.results:
                continue
            body = body_of(head, region_of(head, heads, page, words), page)
            if body is None:
                continue
            area = (head.x0, head.top, head.x1, head.bottom)
            table = replace(body.table, units=unit_beside(page.words, area, body.end))
            found.append(table)
            if body.open and not any(o.top > head.top and _over(o, head) for o in heads):
                unfinished.append((body, table))
        found += lying_tables(page, words)
    return _with_units_of_all(
        [replace(table, number=number) for number, table in enumerate(found, 1)]
    )


# A head alone may stand at the end of a page: a table goes on after one page without its rows.
_LONGEST_GAP = 1


def _with_units_of_all(tables: list[Table]) -> list[Table]:
    """Return tables of which those that go on over pages have the unit that one of them gives.

    Several may go on side by side under the same headings: then all of them have to agree.
    """
    pages = sorted({table.page for table in tables if table.page is not None})
    turns = [(page, page + 1) for page in pages]
    for one, other in [*turns[::-1], *((after, before) for before, after in turns)]:
        ends = _at_turn(tables, min(one, other))
        units = {tables[i].units for i in ends if tables[i].page == other} - {None}
        for index in ends:
            if tables[index].page == one and tables[index].units is None and len(units) == 1:
                tables[index] = replace(tables[index], units=next(iter(units)))
    return tables


def _at_turn(tables: Sequence[Table], page: int) -> list[int]:
    """Return the tables that stand last on a page and first on the next one, under one head."""
    last = [i for i, table in enumerate(tables) if table.page == page]
    first = [i for i, table in enumerate(tables) if table.page == page + 1]
    if not last or not first or not alike(tables[last[-1]], tables[first[0]]):
        return []
    head = tables[first[0]]
    ends = takewhile(lambda i: alike(tables[i], head), reversed(last))
    begins = takewhile(lambda i: alike(tables[i], head), first)
    return [*ends, *begins]


def _of_grids(page: Page, before: Table | None) -> tuple[list[Table], list[Box]]:
    """Return the tables that rules draw, and the boxes that they fill."""
    tables: list[Table] = []
    boxes: list[Box] = []
    for grid in ruled_grids(page, page.words):
        found = tables_in(grid, tables[-1] if tables else before)
        if found and grid.box is not None:
            area = grid.box
            units = unit_beside(page.words, area, area[3])
            tables += [replace(t, units=t.units or units) for t in found]
            boxes.append(area)
    return tables, boxes


def _inside(word: Word, boxes: Sequence[Box]) -> bool:
    return any(
        box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.middle <= box[3]
        for box in boxes
    )


def _over(one: Head, other: Head) -> bool:
    return one.x0 < other.x1 and one.x1 > other.x0


def _continued(
    body: Body, table: Table, page: Page, words: Sequence[Word], first: float
) -> Body | None:
    """Return the rows with which a table goes on at the top of the next page, without a head."""
    left, right = body.cuts.edges[0], body.cuts.edges[-1]
    region = [w for w in words if left <= (w.x0 + w.x1) / 2 < right and w.bottom < first]
    area = (left, 0.0, right, first)
    more = rows_under(body.columns, body.cuts, lines_of(region), page, area)
    if more is None or not _fits(more.table, table):
        return None
    if more.top > min(word.top for word in region) + 2:
        return None  # something else stands above them
    last = table.rows[-1]
    if any(_LABELLED.search(c.text) or last.cells[i] is None for i, c in more.lead):
        return None
    rows = more.table.rows
    if more.lead:
        # a cell that was begun on the page before: it is no part of the first row here
        rows = (_without_lead(rows[0], dict(more.lead)), *rows[1:])
    return replace(more, table=replace(more.table, rows=rows, units=table.units))


_LABELLED = re.compile("[:：]")


def _without_lead(row: Row, lead: dict[int, Cell]) -> Row:
    cells = tuple(
        replace(cell, text=cell.text.removeprefix(lead[i].text).strip())
        if cell is not None and i in lead and cell.text != lead[i].text
        else cell
        for i, cell in enumerate(row.cells)
    )
    return replace(row, cells=cells)


def _fits(more: Table, table: Table) -> bool:
    """Return whether the rows fill the same columns as the table that they may go on with."""

    def filled(part: Table) -> set[int]:
        half = len(part.rows) / 2
        return {
            i for i in range(len(part.fields)) if sum(bool(r.text(i)) for r in part.rows) > half
        }

    return len(more.fields) == len(table.fields) and filled(more) == filled(table)


# ---- what stands on every page


def _furniture(pages: Sequence[Page]) -> frozenset[tuple[str, int]]:
    """Return the lines that stand at one height on several pages: letterheads and feet."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        keys = {
            (_key(line), round(line[0].top / 3))
            for line in lines_of(page.words)
            if not 0.2 < line[0].top / page.height < 0.88 and not _is_heading(line)
        }
        seen.update(keys)
    return frozenset(key for key, count in seen.items() if count > max(1, len(pages) // 2))


def _is_heading(line: Sequence[Word]) -> bool:
    """Return whether a line is the head of a table, which repeats where the table goes on."""
    return sum(token.meaning is not None for token in tokens_of(line)) > 1


def _key(line: Sequence[Word]) -> str:
    return re.sub(r"\d+", "0", joined(line))


def _without(page: Page, furniture: frozenset[tuple[str, int]]) -> list[Word]:
    kept: list[Word] = []
    for line in lines_of(page.words):
        if not {(_key(line), round(line[0].top / 3) + d) for d in (-1, 0, 1)} & furniture:
            kept += line
    return kept
