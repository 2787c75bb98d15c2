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

from conformance.intake.grid import Grid, GridCell
from conformance.intake.packed import look_into

MOST_ROWS, MOST_COLUMNS = 5000, 120
# What is put where a formula has no value, so that it is never taken for an empty cell.
NO_VALUE = "#NO-VALUE"
_FIXED = re.compile(r'^(?:#,##)?0(\.0+)?(?:_\)?\s?)?(?:"[^"]*")?$')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_PLACES = re.compile(rb'<c r="([A-Z]+)(\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The sheets of a workbook, and what was left unread in it."""

    grids: tuple[Grid, ...]
    unread: tuple[str, ...] = ()


def read_workbook(path: Path) -> Workbook:
    """Return the sheets of a workbook that are shown; raises `Refused`."""
    look_into(path)
    import openpyxl  # type: ignore[import-untyped]

    shown = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    written = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    grids: list[Grid] = []
    unread: list[str] = []
    with zipfile.ZipFile(path) as packed:
        for sheet, formulas in zip(shown.worksheets, written.worksheets, strict=True):
            part = str(sheet._worksheet_path).lstrip("/")
            raw = packed.read(part)
            beyond = _beyond(raw)
            if beyond:
                unread.append(f"{sheet.title}!{beyond}")
            grids.append(_grid(sheet, formulas, raw))
    shown.close()
    written.close()
    return Workbook(grids=tuple(grids), unread=tuple(unread))


def _beyond(raw: bytes) -> str | None:
    """Return the name of a cell beyond what is read; None where there is none."""
    for found in _PLACES.finditer(raw):
        if int(found[2]) > MOST_ROWS or number_of(found[1].decode()) > MOST_COLUMNS:
            return (found[1] + found[2]).decode()
    return None


def number_of(letters: str) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """Return the letters of a column by its number, from 1.

    >>> letters_of(1), letters_of(27), number_of("AA")
    ('A', 'AA', 27)
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _grid(sheet: Any, formulas: Any, raw: bytes) -> Grid:
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    bounds = {"max_row": _last(raw), "max_col": MOST_COLUMNS}
    rows: list[list[GridCell | None]] = []
    for number, (cells, sources) in enumerate(
        zip(sheet.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=False)
    ):
        row: list[GridCell | None] = []
        for column, (cell, source) in enumerate(zip(cells, sources, strict=False)):
            text = _text(cell, source)
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
    _merge(rows, raw)
    return Grid(rows=tuple(map(tuple, rows)), sheet=sheet.title)


def _last(raw: bytes) -> int:
    """Return the last row that is read."""
    rows = [int(found[2]) for found in _PLACES.finditer(raw)]
    return max([row for row in rows if row <= MOST_ROWS], default=1)


def _text(cell: Any, source: Any) -> str:
    value = cell.value
    if value is None:
        return NO_VALUE if isinstance(source.value, str) and source.value.startswith("=") else ""
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


def _merge(rows: list[list[GridCell | None]], raw: bytes) -> None:
    """Put the cell of a merged range in every place that it covers."""
    for found in _MERGED.finditer(raw):
        left, right = number_of(found[1].decode()) - 1, number_of(found[3].decode()) - 1
        top, bottom = int(found[2]) - 1, int(found[4]) - 1
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
