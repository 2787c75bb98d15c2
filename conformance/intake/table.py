"""A table as it was found: columns that mean something, rows of cells with their places."""

from dataclasses import dataclass, replace

from conformance.intake.headings import Meaning, Role
from conformance.intake.page import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The text of one cell, and where it stands: a box on a page, or the name of a cell.

    `carried` says that the text stands in a merged cell of which this row is a part.
    """

    text: str
    box: Box | None = None
    name: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: its heading, and what that means."""

    text: str
    meaning: Meaning

    @property
    def role(self) -> Role:
        """What it holds."""
        return self.meaning.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a cell, or None, for each column.  `number` counts from 1 within the table."""

    cells: tuple[Cell | None, ...]
    number: int

    def text(self, index: int) -> str:
        """Return the text of a cell; empty where there is none."""
        cell = self.cells[index]
        return "" if cell is None else cell.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    `page` or `sheet` say where it is, `number` counts the tables of the document.  `units` is the
    unit that a line above or below the table gives for all of it.  `ruled` tables had a grid, whose
    columns stood between `edges`.  `beyond` are lines below its end that look like rows of it.
    """

    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    page: int | None = None
    sheet: str | None = None
    number: int = 1
    units: str | None = None
    ruled: bool = False
    edges: tuple[float, ...] = ()
    beyond: tuple[str, ...] = ()

    def columns(self, *roles: Role) -> list[int]:
        """Return the columns that have one of the roles, from the left."""
        return [index for index, field in enumerate(self.fields) if field.role in roles]

    def with_fields(self, fields: tuple[Field, ...]) -> "Table":
        """Return the table with its columns understood in another way."""
        return replace(self, fields=fields)
