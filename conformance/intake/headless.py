"""Rows of results in a grid that no head row explains, and that go on with no table before it.

What such columns hold is a guess, and a guess is no evidence; but a failure may stand there, so
their places are said, for a person to read.
"""

from collections.abc import Iterator

from conformance.intake.cellwords import is_date, is_mark, is_number, is_sure_verdict
from conformance.intake.grid import Grid
from conformance.intake.gridtables import rows_without_head
from conformance.intake.labels import field_of
from conformance.intake.table import Table
from conformance.intake.units import unit_in

_OF_NUMBERS = "0123456789.,<>≤≥＜＞~±+- "


def headless(grid: Grid, before: Table | None = None) -> Iterator[str]:
    """Yield the places of rows that look like results and stand in no table.

    `before` is the table with which the grid may go on, as for `tables_in`.
    """
    for number in rows_without_head(grid, before):
        texts = _texts(grid, number)
        if _looks_like_a_result(texts):
            place = f"page {grid.page}" if grid.page else (grid.sheet or "document")
            yield f"{place}, row {number + 1} of a table without a head: {' '.join(texts)}"


def _texts(grid: Grid, number: int) -> list[str]:
    """Return the texts of a row, that of a merged cell once."""
    cells = [c for i, c in enumerate(grid.rows[number]) if c is not None and c.left == i]
    return [" ".join(cell.text.split()) for cell in cells if cell.text.strip()]


def _looks_like_a_result(texts: list[str]) -> bool:
    """Return whether a name stands at the left, and a result somewhere to the right of it.

    >>> _looks_like_a_result(["铅", "95 mg/kg"]), _looks_like_a_result(["1", "Lead", "ND"])
    (True, True)
    >>> _looks_like_a_result(["报告编号", "2026-001"]), _looks_like_a_result(["Page", "1"])
    (False, False)
    """
    if len(texts) < 2 or any(map(_is_label, texts)):
        return False
    named = next((i for i, text in enumerate(texts) if not is_number(text)), len(texts))
    return any(_is_result(text, many=len(texts) > 2) for text in texts[named + 1 :])


def _is_label(text: str) -> bool:
    return text.endswith((":", "：")) or field_of(text) is not None


def _is_result(text: str, *, many: bool) -> bool:
    """Return whether a cell is a result; in a row of two cells a bare number is none."""
    if is_sure_verdict(text) or is_mark(text):
        return True
    if not is_number(text) or is_date(text):
        return False
    return many or unit_in(text.lstrip(_OF_NUMBERS)) is not None
