"""Comma-separated files to grids."""

import csv
import io

from conformance.intake.grid import Grid, GridCell
from conformance.intake.problems import Refused

_MOST_ROWS, _MOST_COLUMNS = 50_000, 200
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_csv(data: bytes) -> Grid:
    """Return the rows of a file as a grid; a cell is named by its line."""
    if b"\x00" in data[:4096]:
        raise Refused("format-unknown")
    text = _decoded(data)
    separator = _separator(text)
    rows: list[tuple[GridCell | None, ...]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
        for number, cells in enumerate(reader):
            while cells and not cells[-1].strip():
                cells.pop()
            if number >= _MOST_ROWS or len(cells) > _MOST_COLUMNS:
                raise Refused("table-too-long")
            rows.append(
                tuple(
                    GridCell(
                        text=cell.strip(), top=number, left=column,
                        name=f"line {reader.line_num}, column {column + 1}",
                    ) if cell.strip() else None
                    for column, cell in enumerate(cells)
                )
            )  # fmt: skip
    except csv.Error as error:
        raise Refused("file-damaged", str(error)) from None
    return Grid(rows=tuple(rows))


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("format-unknown")


def _separator(text: str) -> str:
    """Return what separates cells: what most of the first lines have the most of."""
    lines = [line for line in text[:100_000].splitlines()[:50] if line.strip()]
    return max(",;\t|", key=lambda mark: sum(min(line.count(mark), 50) for line in lines))
