"""One file as it was read: what it says of itself, and every result with its place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.intake.grid import Grid, ruled_grids
from conformance.intake.gridtables import tables_in
from conformance.intake.header import Header, header_from
from conformance.intake.headless import headless
from conformance.intake.page import Box, Page, joined, lines_of
from conformance.intake.results import ReadRow, nameless, results_of
from conformance.intake.said import said_in, said_on
from conformance.intake.table import Table
from conformance.intake.tables import tables_of

_KEYS = (
    "page", "sheet", "table", "row", "cell", "box", "clause", "item", "part", "value", "values",
    "unit", "lod", "loq", "limit", "verdict", "method", "uncertainty", "confidence", "doubts",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it was read.

    `unread` names what stands there and was not understood: it is for a person to read.
    `valueless` are cells of a workbook without a value that can be read, each with the code of its
    problem.  `recognised` says that its text, or some of it, was recognised from pictures: none of
    it is sure.
    """

    file: str
    header: Header
    rows: tuple[ReadRow, ...]
    pages: int | None = None
    unread: tuple[str, ...] = field(default=())
    valueless: tuple[tuple[str, str], ...] = field(default=())
    recognised: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the document as `read --format json` writes it."""
        return {
            "file": self.file,
            **({"recognised": True} if self.recognised else {}),
            "header": self.header.as_data(),
            "rows": [_row(row) for row in self.rows],
            **({"unread": list(self.unread)} if self.unread else {}),
        }


def _row(row: ReadRow) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key in _KEYS:
        value = getattr(row, key)
        if key in ("page", "item", "value", "unit", "lod", "loq", "limit", "verdict"):
            data[key] = value
        elif key == "box" and value is not None:
            data[key] = [round(edge, 1) for edge in value]
        elif value not in (None, ()):
            data[key] = list(value) if isinstance(value, tuple) else value
    return data


def from_pages(file: str, pages: Sequence[Page]) -> Document:
    """Return what the pages of a PDF say."""
    said = [each for page in pages for each in said_on(page)]
    grids = [grid for page in pages for grid in ruled_grids(page, page.words)]
    for grid in grids:
        said = [*said_in(grid), *said]
    texts = [joined(line) for page in pages for line in lines_of(page.words)]
    tables = tables_of(pages)
    rows = [row for table in tables for row in results_of(table)]
    unread = tuple(place for table in tables for place in nameless(table))
    unread += tuple(f"page {table.page}: {line}" for table in tables for line in table.beyond)
    unread += tuple(place for grid in grids for place in _headless(grid, tables))
    return Document(
        file=file,
        header=header_from(said, texts),
        rows=tuple(rows),
        pages=len(pages),
        unread=unread,
    )


def _headless(grid: Grid, tables: Sequence[Table]) -> Iterator[str]:
    """Yield the rows of a grid that look like results, where no table was read from it."""
    box, page = grid.box, grid.page or 0
    cells = (c for t in tables if t.page == grid.page for row in t.rows for c in row.cells if c)
    if box is not None and any(_within(cell.box, box) for cell in cells):
        return
    earlier = [table for table in tables if table.ruled and (table.page or 0) < page]
    yield from headless(grid, earlier[-1] if earlier else None)


def _within(inner: Box | None, outer: Box) -> bool:
    if inner is None:
        return False
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def unsure(document: Document, pages: Collection[int], confidence: str) -> Document:
    """Return a document of which some pages were recognised: none of their rows is sure."""
    rows = tuple(
        replace(row, confidence=min(row.confidence, confidence),
                doubts=(*row.doubts, "recognised-text"))
        if row.page in pages
        else row
        for row in document.rows
    )  # fmt: skip
    return replace(document, rows=rows, recognised=True)


def from_grids(file: str, grids: Iterable[Grid], texts: Sequence[str] = ()) -> Document:
    """Return what the sheets of a workbook, or the tables of a document, say."""
    said, found, lines = [], [], list(texts)
    unheaded: list[str] = []
    before = None
    for grid in grids:
        said += list(said_in(grid))
        tables = tables_in(grid, before)
        unheaded += headless(grid, before)
        before = tables[-1] if tables else None
        found += tables
        lines += [cell.text for row in grid.rows for cell in row if cell is not None]
    rows = [
        row
        for number, table in enumerate(found, 1)
        for row in results_of(replace(table, number=number))
    ]
    unread = (*(place for table in found for place in nameless(table)), *unheaded)
    return Document(file=file, header=header_from(said, lines), rows=tuple(rows), unread=unread)
