"""Ruled tables that go on over pages: rows and merged cells that the end of a page cuts."""

from collections.abc import Sequence
from dataclasses import replace

from conformance.intake.headings import Role
from conformance.intake.page import wrapped
from conformance.intake.table import Cell, Row, Table

_NAMES = (Role.ITEM, Role.CLAUSE)
_CARRIED = (*_NAMES, Role.LIMIT, Role.METHOD, Role.UNIT)


def alike(one: Table, other: Table) -> bool:
    """Return whether two tables have the same headings."""
    return [f.text for f in one.fields] == [f.text for f in other.fields]


def joined_over_pages(before: Table, table: Table) -> tuple[Table, Table]:
    """Return a table and the one on the next page under the same headings, what was cut whole."""
    if not before.rows:
        return before, table
    rest = _rest_of_row(before, table)
    if rest is not None:
        before, table = completed(before, rest), replace(table, rows=table.rows[1:])
    else:
        before, table = _whole_cells(before, table)
    return before, _carried_on(before, table)


def completed(table: Table, lead: Sequence[tuple[int, Cell]]) -> Table:
    """Return a table whose last row goes on with the text above the rows of the next page."""
    last = table.rows[-1]
    cells = list(last.cells)
    for index, cell in lead:
        begun = cells[index]
        if begun is not None:
            cells[index] = replace(begun, text=wrapped(begun.text, cell.text))
    return replace(table, rows=(*table.rows[:-1], replace(last, cells=tuple(cells))))


def _rest_of_row(before: Table, table: Table) -> list[tuple[int, Cell]] | None:
    """Return the cells with which the last row of a page goes on; None where it does not.

    A row that was cut between pages has only the rest of its long texts on the second one.
    """
    if len(table.rows) < 2:
        return None
    first, last = table.rows[0], before.rows[-1]
    results = table.columns(Role.VALUE, Role.SPECIMEN, Role.VERDICT, Role.SERIAL)
    clauses = [i for i in table.columns(Role.CLAUSE) if not last.text(i).endswith("-")]
    if any(first.text(index) for index in (*results, *clauses)):
        return None
    return [(index, cell) for index, cell in enumerate(first.cells) if cell is not None]


def _whole_cells(before: Table, table: Table) -> tuple[Table, Table]:
    """Return two tables in which a merged cell has all of its text, if the page cut it in two.

    Then the first rows of the second page lack a name or a limit that all other rows have, and the
    texts they do have are the rest of those above.
    """
    columns = table.columns(*_CARRIED)
    first, last = table.rows[0], before.rows[-1]
    here = [i for i in columns if first.text(i)]
    there = [i for i in columns if last.text(i)]
    if not here or len(here) == len(there) or not set(here) <= set(there):
        return before, table
    above = _alike_rows(before.rows[::-1], here)
    below = _alike_rows(table.rows, here)
    if above + below < 3:
        return before, table
    whole: dict[int, Cell] = {}
    for index in there:
        begun, rest = last.cells[index], first.cells[index]
        assert begun is not None
        text = begun.text if rest is None else wrapped(begun.text, rest.text)
        whole[index] = replace(begun, text=text, carried=True)
    done = (*before.rows[: len(before.rows) - above],
            *(_with(row, whole) for row in before.rows[len(before.rows) - above :]))  # fmt: skip
    more = (*(_with(row, whole) for row in table.rows[:below]), *table.rows[below:])
    return replace(before, rows=done), replace(table, rows=more)


def _alike_rows(rows: Sequence[Row], columns: Sequence[int]) -> int:
    """Return how many rows from the first share its cells in columns."""
    first = [rows[0].cells[index] for index in columns]
    count = 0
    for row in rows:
        same = [row.cells[index] for index in columns]
        if any(a is None or b is None or a.box != b.box for a, b in zip(first, same, strict=True)):
            break
        count += 1
    return count


def _with(row: Row, cells: dict[int, Cell]) -> Row:
    return replace(row, cells=tuple(cells.get(i, cell) for i, cell in enumerate(row.cells)))


def _carried_on(before: Table, table: Table) -> Table:
    """Return a table whose first rows stand in a merged cell that was begun on the page before.

    The cell has its text on the first page alone; rows without any name below it are its own.
    """
    names = table.columns(*_NAMES)
    columns = table.columns(*_CARRIED)
    groups = table.columns(Role.ITEM)[:-1]
    last, rows = before.rows[-1], list(table.rows)
    for number, row in enumerate(rows):
        named = any(row.text(index) for index in names)
        missing = [i for i in (groups if named else columns) if row.cells[i] is None]
        cells = {i: replace(cell, carried=True) for i in missing if (cell := last.cells[i])}
        if not cells:
            break
        rows[number] = _with(row, cells)
    return replace(table, rows=tuple(rows))
