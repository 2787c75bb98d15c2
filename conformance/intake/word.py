"""Word documents to grids and lines."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.intake.grid import Grid, GridCell
from conformance.intake.packed import look_into
from conformance.intake.problems import Refused

_MOST_ROWS = 20_000


def read_word(path: Path) -> tuple[list[Grid], list[str]]:
    """Return the tables of a document, and the text of its paragraphs; raises `Refused`."""
    look_into(path)
    import docx

    try:
        document = docx.Document(str(path))
    except (KeyError, ValueError) as error:
        raise Refused("file-damaged") from error
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    texts = [text for part in parts for text in _paragraphs(part)]
    around = _around(document.element.body)
    grids = [
        replace(_grid(table, number), around=around.get(number, ()))
        for number, table in enumerate(document.tables, 1)
    ]
    return grids, texts


def _around(body: Any) -> dict[int, tuple[str, ...]]:
    """Return the paragraphs right above and right below each table."""
    found: dict[int, tuple[str, ...]] = {}
    number, above = 0, ""
    for child in body:
        if child.tag.endswith("}tbl"):
            number += 1
            found[number] = (above,)
            above = ""
        elif child.tag.endswith("}p"):
            text = " ".join(_texts(child)).strip()
            if text and number and len(found[number]) == 1:
                found[number] = (*found[number], text)
            above = text or above
    return found


def _texts(paragraph: Any) -> list[str]:
    return [node.text or "" for node in paragraph.iter() if node.tag.endswith("}t")]


def _paragraphs(part: Any) -> list[str]:
    """Return the lines of the paragraphs, tabs as wide gaps."""
    texts = []
    for paragraph in part.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        text = "".join(
            node.text or "" if node.tag.endswith("}t") else "\t"
            for node in paragraph.iter()
            if node.tag.endswith(("}t", "}tab"))
        )
        texts += [piece.strip() for piece in text.split("\t") if piece.strip()]
    return texts


def _grid(table: Any, number: int) -> Grid:
    rows: list[list[GridCell | None]] = []
    seen: dict[Any, GridCell] = {}
    for r, row in enumerate(table.rows):
        if r >= _MOST_ROWS:
            raise Refused("table-too-long")
        cells: list[GridCell | None] = []
        for c, cell in enumerate(row.cells):
            # merged cells share one element
            known = seen.get(cell._tc)
            if known is None:
                known = GridCell(
                    text="\n".join(p.text for p in cell.paragraphs).strip(),
                    top=r, left=c, name=f"table {number}, row {r + 1}, column {c + 1}",
                )  # fmt: skip
                seen[cell._tc] = known
            cells.append(known)
        rows.append(cells)
    return Grid(rows=_spanned(rows))


def _spanned(rows: list[list[GridCell | None]]) -> tuple[tuple[GridCell | None, ...], ...]:
    """Return rows whose cells know how many places they cover."""
    last: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None:
                bottom, right = last.get(id(cell), (r, c))
                last[id(cell)] = (max(bottom, r), max(right, c))
    fresh: dict[int, GridCell] = {}
    for row in rows:
        for cell in row:
            if cell is not None and id(cell) not in fresh:
                bottom, right = last[id(cell)]
                fresh[id(cell)] = replace(
                    cell, width=right - cell.left + 1, height=bottom - cell.top + 1
                )
    return tuple(tuple(None if cell is None else fresh[id(cell)] for cell in row) for row in rows)
