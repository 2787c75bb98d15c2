"""Workbooks to grids: cells as they are shown, merged cells, formulas that have no value.

Nothing is computed, no macro runs, and no link to another workbook is followed: a formula has the
value that was kept in the file, or none.
"""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from conformance.intake.grid import Grid, GridCell
from conformance.intake.packed import look_into
from conformance.intake.problems import Refused
from conformance.intake.sheetxml import SheetNotes, is_link, letters_of, notes_on

MOST_ROWS, MOST_COLUMNS = 5000, 120
# What is put where a formula has no value, so that it is never taken for an empty cell.
NO_VALUE = "#NO-VALUE"
# What is put where a value was worked out from another workbook, which nobody has looked at.
FROM_ELSEWHERE = "#FROM-ANOTHER-FILE"
_FIXED = re.compile(r'^(?:#,##)?0(\.0+)?(?:_\)?\s?)?(?:"[^"]*")?$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The sheets of a workbook, and the cells whose formulas have no value that can be read.

    They stand as code of the problem and name of the cell.
    """

    grids: tuple[Grid, ...]
    valueless: tuple[tuple[str, str], ...] = ()


def read_workbook(path: Path) -> Workbook:
    """Return the sheets of a workbook; raises `Refused`."""
    look_into(path)
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        with zipfile.ZipFile(path) as packed:
            _all_there(packed)
            names = _names_elsewhere(packed.read("xl/workbook.xml"))
            notes = [
                notes_on(packed.read(str(sheet._worksheet_path).lstrip("/")), names)
                for sheet in book.worksheets
            ]
        for sheet, note in zip(book.worksheets, notes, strict=True):
            if note.last_row > MOST_ROWS or note.last_column > MOST_COLUMNS:
                cell = f"{letters_of(note.last_column)}{note.last_row}"
                raise Refused("sheet-too-large", f"{sheet.title}!{cell}")
        mark = FROM_ELSEWHERE if any(note.linked for note in notes) else NO_VALUE
        grids = [
            _grid(sheet, note, mark) for sheet, note in zip(book.worksheets, notes, strict=True)
        ]
    except expat.ExpatError as error:
        raise Refused("file-damaged") from error
    finally:
        book.close()
    return Workbook(grids=tuple(grids), valueless=tuple(_valueless(grids)))


def _all_there(packed: zipfile.ZipFile) -> None:
    """Refuse a workbook without a sheet that it names: what stood there would be lost silently."""
    parts = {part.lower() for part in packed.namelist()}
    for node in _tree(packed.read("xl/_rels/workbook.xml.rels")).iter():
        target = node.get("Target", "").lower()
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if node.get("Type", "").endswith("/worksheet") and part not in parts:
            raise Refused("file-damaged", target)


def _tree(raw: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise Refused("file-damaged") from error


def _names_elsewhere(workbook: bytes) -> frozenset[str]:
    """Return the names that a workbook gives to places in other workbooks."""
    return frozenset(
        node.get("name", "") for node in _tree(workbook).iter()
        if node.tag.endswith("}definedName") and is_link(node.text or "")
    )  # fmt: skip


def _valueless(grids: list[Grid]) -> list[tuple[str, str]]:
    codes = {NO_VALUE: "formula-without-value", FROM_ELSEWHERE: "value-from-another-file"}
    return [
        (codes[cell.text], f"{grid.sheet}!{cell.name}")
        for grid in grids
        for number, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if cell is not None and cell.text in codes and (cell.top, cell.left) == (number, column)
    ]


def _grid(sheet: Any, notes: SheetNotes, mark: str) -> Grid:
    sheet.reset_dimensions()
    bounds = {"max_row": max(notes.last_row, 1), "max_col": max(notes.last_column, 1)}
    rows: list[list[GridCell | None]] = []
    for number, cells in enumerate(sheet.iter_rows(**bounds)):
        row: list[GridCell | None] = []
        for column, cell in enumerate(cells):
            text = _text(cell, (number + 1, column + 1) in notes.formulas, mark)
            name = f"{letters_of(column + 1)}{number + 1}"
            number_kept = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            row.append(
                GridCell(text=text, top=number, left=column, name=name, number=number_kept)
                if text
                else None
            )
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    _merge(rows, notes)
    return Grid(rows=tuple(map(tuple, rows)), sheet=sheet.title)


def _text(cell: Any, formula: bool, mark: str) -> str:
    """Return what a cell shows; `mark` where it was worked out from what is not in the file.

    Where one formula takes a value from another workbook, any other may lead to it.
    """
    value = cell.value
    if formula and (value is None or mark == FROM_ELSEWHERE):
        return mark if value is not None else NO_VALUE
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return _shown(value, str(cell.number_format or "General"))


def _shown(value: object, form: str) -> str:
    """Return a value as the sheet shows it, as long as that shows all of its digits."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value))
    percent = form.endswith("%")
    if percent:
        number, form = number * 100, form[:-1]
    text = f"{number.normalize():f}" if number == number.to_integral() else f"{number:f}"
    fixed = _FIXED.match(form)
    if fixed is not None and fixed[1]:
        quantum = Decimal(1).scaleb(1 - len(fixed[1]))
        if number == number.quantize(quantum):
            # only zeros are added; a value that the format would shorten keeps its digits
            text = f"{number.quantize(quantum):f}"
    return text + (" %" if percent else "")


def _merge(rows: list[list[GridCell | None]], notes: SheetNotes) -> None:
    """Put the cell of a merged range in every place that it covers."""
    for first_place, last_place in notes.merged:
        top, left = first_place[0] - 1, first_place[1] - 1
        bottom, right = last_place[0] - 1, last_place[1] - 1
        if top >= len(rows) or left >= len(rows[top]) or rows[top][left] is None:
            continue
        bottom, right = min(bottom, len(rows) - 1), min(right, MOST_COLUMNS - 1)
        first = rows[top][left]
        assert first is not None
        cell = GridCell(
            text=first.text, top=top, left=left, height=bottom - top + 1,
            width=right - left + 1, name=first.name,
        )  # fmt: skip
        for row in rows[top : bottom + 1]:
            row += [None] * (right + 1 - len(row))
            row[left : right + 1] = [cell] * (right + 1 - left)
