"""Grids to tables of results: head rows, merged cells, several tables side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conformance.intake.cellwords import is_reading, is_verdict
from conformance.intake.grid import Grid, GridCell
from conformance.intake.headings import Meaning, Role, meaning_of
from conformance.intake.table import Cell, Field, Row, Table
from conformance.intake.unitlines import named_unit
from conformance.intake.units import unit_in

_RESULTS = {Role.VALUE, Role.SPECIMEN, Role.VERDICT}
_CARRIES = {Role.ITEM, Role.CLAUSE, Role.SERIAL, Role.PART, Role.METHOD, Role.UNIT, Role.LIMIT}


@dataclass(frozen=True, slots=True)
class Top:
    """The head rows of a grid, first and last, and what its columns hold."""

    first: int
    last: int
    fields: tuple[tuple[int, Field], ...]


def tables_in(grid: Grid, before: Table | None = None) -> list[Table]:
    """Return the tables of results in a grid.

    `before` is the last table of the page before, with which a grid without a head may go on.
    """
    tops = list(_tops(grid))
    tables: list[Table] = []
    first = tops[0].first if tops else len(grid.rows)
    if before is not None and first:
        like = _as_before(grid, before)
        if like is not None:
            tables += _rows(like, 0, first, tuple(enumerate(before.fields)), before.units)
    for number, top in enumerate(tops):
        end = tops[number + 1].first if number + 1 < len(tops) else len(grid.rows)
        units = _unit_above(grid, top.first)
        for part in _side_by_side(top.fields):
            tables += _rows(grid, top.last + 1, end, part, units)
    return tables


def rows_without_head(grid: Grid, before: Table | None) -> range:
    """Return the rows above the first head, unless they go on with the table before the grid."""
    first = next((top.first for top in _tops(grid)), len(grid.rows))
    goes_on = before is not None and _as_before(grid, before) is not None
    return range(0 if goes_on else first)


def _as_before(grid: Grid, before: Table) -> Grid | None:
    """Return a grid in the columns of the table before it; None where it is another table."""
    if not before.edges or not grid.edges:
        return grid if len(before.fields) == grid.width and not before.edges else None
    ends = (before.edges[0] - grid.edges[0], before.edges[-1] - grid.edges[-1])
    known = all(min(abs(x - edge) for edge in before.edges) < 4 for x in grid.edges)
    if max(map(abs, ends)) > 4 or not known or len(before.edges) != len(before.fields) + 1:
        return None
    places = [
        max(i for i, x in enumerate(grid.edges) if x <= (left + right) / 2)
        for left, right in zip(before.edges, before.edges[1:], strict=False)
    ]
    rows = tuple(tuple(_moved(row[place], places) for place in places) for row in grid.rows)
    return replace(grid, rows=rows, edges=before.edges)


def _moved(cell: GridCell | None, places: Sequence[int]) -> GridCell | None:
    return None if cell is None else replace(cell, left=places.index(cell.left))


def _unit_above(grid: Grid, row: int) -> str | None:
    for above in range(row - 1, max(row - 4, -1), -1):
        for cell in grid.rows[above]:
            unit = named_unit(cell.text) if cell is not None and cell.text else None
            if unit is not None:
                return unit
    return None


# ---- head rows


def _tops(grid: Grid) -> Iterator[Top]:
    row = 0
    while row < len(grid.rows):
        top = _top(grid, row)
        if top is None:
            row += 1
            continue
        yield top
        row = top.last + 1


def _top(grid: Grid, row: int) -> Top | None:
    known = [(_flat(cell), meaning_of(_flat(cell))) for _, cell in _own(grid, row) if cell.text]
    names = {m.role for text, m in known if m is not None and not _bare_number(text, m)}
    if len(known) < 2 or len(names) < 2:
        return None
    last = _last_row(grid, row)
    fields = [(c, _field(grid, row, last, c)) for c in range(grid.width)]
    roles = [field.role for _, field in fields]
    if not any(r in _RESULTS for r in roles) or Role.CONTROL in roles:
        return None
    if not any(r in (Role.ITEM, Role.CLAUSE) for r in roles):
        named = _item_among(grid, row, fields)
        if named is None:
            return None
        fields[named] = (
            fields[named][0], replace(fields[named][1], meaning=Meaning(Role.ITEM))
        )  # fmt: skip
    headed = sum(1 for _, cell in _own(grid, row) if cell.text)
    if sum(1 for _, m in known if m is not None) * 2 < headed:
        return None
    return Top(row, last, tuple(fields))


def _bare_number(text: str, meaning: Meaning) -> bool:
    """Return whether a heading may as well be a cell of a row: a number, or a unit alone."""
    return meaning.role is Role.SPECIMEN or (
        meaning.role is Role.VALUE and meaning.unit is not None and unit_in(text) is not None
    )


def _item_among(grid: Grid, row: int, fields: Sequence[tuple[int, Field]]) -> int | None:
    """Return the first column with a heading that is not known, left of the results."""
    for index, (column, field) in enumerate(fields):
        if field.role in _RESULTS:
            return None
        if field.role is Role.OTHER and meaning_of(field.text) is None and field.text:
            return index if not is_reading(grid.text(row, column)) else None
    return None


def _own(grid: Grid, row: int) -> list[tuple[int, GridCell]]:
    """Return the cells of a row, each once, with the column where it begins."""
    return [
        (c, cell) for c, cell in enumerate(grid.rows[row])
        if cell is not None and cell.left == c
    ]  # fmt: skip


def _last_row(grid: Grid, row: int) -> int:
    """Return the last row of the head that begins in a row."""
    cells = [cell for _, cell in _own(grid, row) if cell.text]
    last = max(
        (cell.top + cell.height - 1 for cell in cells if meaning_of(_flat(cell))), default=row
    )
    wide = [cell for cell in cells if cell.width > 1]
    below = row + 1
    if last > row or below >= len(grid.rows):
        return min(last, row + 2)
    under = [cell for c, cell in _own(grid, below) if cell.text]
    if (
        under
        and all(_goes_with_head(cell) for cell in under)
        and (wide or all(meaning_of(cell.text) for cell in under))
    ):
        return below
    return row


def _goes_with_head(cell: GridCell) -> bool:
    said = meaning_of(_flat(cell))
    return said is not None and not is_verdict(cell.text)


def _flat(cell: GridCell) -> str:
    return " ".join(cell.text.split())


def _field(grid: Grid, first: int, last: int, column: int) -> Field:
    texts: list[str] = []
    for row in range(first, last + 1):
        text = " ".join(grid.text(row, column).split())
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    whole = " ".join(texts)
    meaning = meaning_of(whole)
    if meaning is None or (len(texts) > 1 and meaning.unit is None):
        parts = [m for m in map(meaning_of, texts) if m is not None]
        unit = next((m.unit for m in parts if m.unit), None)
        number = [m for m in parts if m.role is Role.SPECIMEN]
        if number and len(parts) > 1:
            meaning = number[0]
        elif parts and meaning is None:
            chosen = next((m for m in reversed(parts) if not m.unit or len(parts) == 1), parts[0])
            meaning = replace(chosen, unit=chosen.unit or unit)
    return Field(text=whole, meaning=meaning or Meaning(Role.OTHER))


def _side_by_side(fields: Sequence[tuple[int, Field]]) -> list[list[tuple[int, Field]]]:
    parts: list[list[tuple[int, Field]]] = [[]]
    seen: list[Role] = []
    for column, field in fields:
        repeated = field.role in seen and field.role in (Role.ITEM, Role.CLAUSE, Role.SERIAL)
        if repeated and any(role in _RESULTS for role in seen):
            parts.append([])
            seen = []
        parts[-1].append((column, field))
        seen.append(field.role)
    return parts


# ---- rows


def _rows(
    grid: Grid, start: int, end: int, part: Sequence[tuple[int, Field]], units: str | None
) -> list[Table]:
    fields = tuple(field for _, field in part)
    rows: list[Row] = []
    previous: list[Cell | None] = []
    for number in range(start, end):
        if _is_title(grid, number, part) or _repeats_head(grid, number, part):
            continue
        cells = [_cell(grid, number, column, field) for column, field in part]
        if not any(cell is not None for cell in cells):
            continue
        if _only_words(cells, fields) and rows and not _named(cells, fields):
            continue
        rows.append(Row(cells=tuple(cells), number=number - start + 1))
        previous = cells
    del previous
    if not rows:
        return []
    below = next((u for r in range(end - 1, start, -1) for c in grid.rows[r]
                  if c is not None and c.text and (u := named_unit(c.text))), None)  # fmt: skip
    around = next((unit for text in grid.around if (unit := named_unit(text))), None)
    return [
        Table(
            fields=fields, rows=tuple(rows), page=grid.page, sheet=grid.sheet,
            units=units or below or around, ruled=True,
            edges=grid.edges if len(part) == grid.width else (),
        )
    ]  # fmt: skip


def _is_title(grid: Grid, row: int, part: Sequence[tuple[int, Field]]) -> bool:
    """Return whether one merged cell fills the row: the title of a section."""
    texts = {id(cell) for column, _ in part if (cell := grid.at(row, column)) and cell.text}
    cell = grid.at(row, part[0][0])
    return len(texts) == 1 and cell is not None and cell.width >= len(part) > 1


def _repeats_head(grid: Grid, row: int, part: Sequence[tuple[int, Field]]) -> bool:
    texts = [(" ".join(grid.text(row, column).split()), field.text) for column, field in part]
    return all(text == head for text, head in texts) and any(text for text, _ in texts)


def _cell(grid: Grid, row: int, column: int, field: Field) -> Cell | None:
    cell = grid.at(row, column)
    if cell is None or not cell.text.strip():
        return None
    if cell.left != column and field.role is not Role.ITEM:
        # a cell that reaches over from another column is that column's
        return None
    carried = cell.top != row
    if carried and field.role not in _CARRIES and field.role not in _RESULTS:
        return None
    return Cell(text=cell.text.strip(), box=cell.box, name=cell.name, carried=carried)


def _only_words(cells: Sequence[Cell | None], fields: Sequence[Field]) -> bool:
    return not any(
        cell is not None and field.role in _RESULTS
        for cell, field in zip(cells, fields, strict=True)
    )


def _named(cells: Sequence[Cell | None], fields: Sequence[Field]) -> bool:
    return any(
        cell is not None and field.role in (Role.ITEM, Role.CLAUSE)
        for cell, field in zip(cells, fields, strict=True)
    )
