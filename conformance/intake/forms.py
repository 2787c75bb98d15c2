"""A filled form back to a submission, every problem named by sheet and cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.diagnostics import Diagnostic, Span, Text
from conformance.intake.formcells import (
    COVER,
    DOCUMENTS,
    NOTE,
    PARTS,
    RESULTS,
    SHEETS,
    STATEMENTS,
    unflat,
)
from conformance.intake.grid import Grid, GridCell
from conformance.quantities.text import fold_width

# What the form itself writes into a row: a row of nothing else was not filled in.
_PRINTED = {
    DOCUMENTS: {"id", "kind", "scheme", "where"},
    RESULTS: {"document", "clause", "requirement", "item", "part"},
    STATEMENTS: {"document", "name"},
}
_FOLDED = ("received", "issued", "expires", "signed", "date", "status_checked", "manufactured",
           "imported", "sold", "from", "to", "complete", "final", "id", "document")  # fmt: skip


@dataclass(slots=True)
class Filled:
    """What a form says: a submission as plain data, problems, and the cell of each pointer."""

    data: dict[str, Any]
    problems: list[Diagnostic] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)


def is_form(grids: Sequence[Grid]) -> bool:
    """Return whether sheets are those of a form."""
    return {COVER, RESULTS} <= {grid.sheet for grid in grids}


def read_form(grids: Sequence[Grid], file: str) -> Filled:
    """Return what a form says.  Rows that nobody filled in are left out."""
    sheets = {grid.sheet: grid for grid in grids}
    filled = Filled({"evidence": []})
    reader = _Reader(file, filled)
    cover, places = unflat({key: text for key, text, _ in reader.cover(sheets[COVER])})
    filled.data = {**cover, "evidence": []}
    for pointer, key in places.items():
        filled.cells[pointer] = reader.at[key]
    parts = list(reader.rows(sheets.get(PARTS), keep_printed=True))
    if parts:
        filled.data.setdefault("subject", {})["parts"] = [
            reader.thing(cells, f"/subject/parts/{n}") for n, cells in enumerate(parts)
        ]
    _documents(reader, sheets, filled)
    return filled


def placed(problem: Diagnostic, filled: Filled, file: str) -> Diagnostic:
    """Return a problem of the submission with the sheet and cell that it is about."""
    pointer = problem.span.pointer
    while pointer and pointer not in filled.cells:
        pointer = pointer.rpartition("/")[0]
    cell = filled.cells.get(pointer, problem.span.pointer)
    return replace(problem, span=Span(file, 0, pointer=cell))


def _documents(reader: "_Reader", sheets: dict[str | None, Grid], filled: Filled) -> None:
    rows = list(reader.rows(sheets.get(DOCUMENTS), keep_printed=True))
    results = list(reader.rows(sheets.get(RESULTS)))
    statements = list(reader.rows(sheets.get(STATEMENTS)))
    asked = [*results, *statements]
    ids = [cells["id"].text for cells in rows if "id" in cells]
    for cells in asked:
        _belongs(reader, cells, ids)
    for cells in rows:
        name = cells["id"].text if "id" in cells else ""
        own = [each for each in results if _document(each) == name]
        said = [each for each in statements if _document(each) == name]
        if not own and not said and set(cells) <= _PRINTED[DOCUMENTS]:
            continue
        at = f"/evidence/{len(filled.data['evidence'])}"
        document = reader.thing(cells, at)
        if own:
            document["results"] = [
                reader.thing({k: c for k, c in each.items() if k != "document"},
                             f"{at}/results/{n}",
                )
                for n, each in enumerate(own)
            ]  # fmt: skip
        if said:
            document["statements"] = _statements(reader, said, f"{at}/statements")
        filled.data["evidence"].append(document)


def _document(cells: dict[str, GridCell]) -> str:
    return fold_width(cells["document"].text) if "document" in cells else ""


def _belongs(reader: "_Reader", cells: dict[str, GridCell], ids: Sequence[str]) -> None:
    name = _document(cells)
    if name in ids:
        return
    first = next(iter(cells.values()))
    if not name and len(ids) == 1:
        cells["document"] = replace(first, text=ids[0])
        return
    listed = ", ".join(ids)
    reader.problem(
        cells.get("document", first), "form-document-unknown",
        Text(f"文件表中没有 {name!r}", f"no document has the id {name!r}"),
        Text(f"填写其中之一:{listed}", f"write one of {listed}"),
    )  # fmt: skip


def _statements(reader: "_Reader", rows: Sequence[dict[str, GridCell]], at: str) -> dict[str, Any]:
    cells = {
        f"statements.{c['name'].text}": c["value"] for c in rows if "name" in c and "value" in c
    }
    tree, places = unflat({key: cell.text for key, cell in cells.items()})
    for pointer, key in places.items():
        reader.filled.cells[at + pointer.removeprefix("/statements")] = reader.name(cells[key])
    said: dict[str, Any] = tree.get("statements", {})
    return said


@dataclass
class _Reader:
    """Reads cells by their keys; what is lost by Excel's habits is a problem."""

    file: str
    filled: Filled
    sheet: str = ""
    at: dict[str, str] = field(default_factory=dict)

    def problem(self, cell: GridCell, code: str, message: Text, help: Text) -> None:
        span = Span(self.file, 0, pointer=self.name(cell))
        self.filled.problems.append(Diagnostic(code, message, span, help))

    def name(self, cell: GridCell) -> str:
        return cell.name or self.sheet

    def cover(self, grid: Grid) -> Iterator[tuple[str, str, GridCell]]:
        """Yield key, text and cell of the cover, which has a thing on each row."""
        for number in range(len(grid.rows)):
            key, cell = grid.text(number, 0).strip(), self.own(grid, number, 3)
            if key and not key.startswith(NOTE) and cell is not None and self.sound(cell):
                self.at[key] = self.name(cell)
                yield key, self.text(key, cell), cell

    def own(self, grid: Grid, row: int, column: int) -> GridCell | None:
        cell = grid.at(row, column)
        if cell is None or not cell.text:
            return None
        return replace(cell, name=f"{grid.sheet}!{cell.name}")

    def text(self, key: str, cell: GridCell) -> str:
        last = key.rpartition(".")[2]
        return fold_width(cell.text).strip() if last in _FOLDED else cell.text

    def rows(
        self, grid: Grid | None, *, keep_printed: bool = False
    ) -> Iterator[dict[str, GridCell]]:
        """Yield the filled rows of a sheet as cells by key."""
        if grid is None or not grid.rows:
            return
        self.sheet = str(grid.sheet)
        top, keys = self.keys(grid)
        for number in range(top + 2, len(grid.rows)):
            cells: dict[str, GridCell] = {}
            for column in range(len(grid.rows[number])):
                cell = self.own(grid, number, column)
                if cell is None:
                    continue
                key = keys.get(column)
                if key is None:
                    self.problem(
                        cell, "form-column-unknown",
                        Text("该列没有键,不会读取", "its column has no key, so it is not read"),
                        Text("移到有标题的列", "move it to a column with a heading"),
                    )  # fmt: skip
                elif not key.startswith(NOTE) and self.sound(cell, number, key):
                    cells[key] = replace(cell, text=self.text(key, cell))
            printed = _PRINTED.get(self.sheet, set())
            if cells and (keep_printed or not set(cells) <= printed):
                yield cells

    def keys(self, grid: Grid) -> tuple[int, dict[int, str]]:
        """Return the row of the keys, and the key of each column."""
        needed = "id" if grid.sheet in (PARTS, DOCUMENTS) else "document"
        for number in range(min(len(grid.rows), 30)):
            found = {
                c: cell.text.strip() for c, cell in enumerate(grid.rows[number])
                if cell is not None and cell.text
            }  # fmt: skip
            if needed in found.values():
                return number, found
        problem = Diagnostic(
            "form-keys-missing",
            Text("键所在的第一行不见了", "the first row, which holds the keys, is gone"),
            Span(self.file, 0, pointer=f"{grid.sheet}!A1"),
            Text("请从新的表格复制该行", "copy that row from a new form"),
        )
        self.filled.problems.append(problem)
        return len(grid.rows), {}

    def sound(self, cell: GridCell, row: int | None = None, key: str = "") -> bool:
        """Return whether a cell holds what was typed; report it where it cannot be known."""
        if cell.number:
            self.problem(
                cell, "form-number",
                Text(f"该格是数值 {cell.text},末尾的零可能已丢失(4.10 变成 4.1)",
                     f"the cell is the number {cell.text}, which may have lost its last zeros "
                     "(4.10 becomes 4.1)"),
                Text("设为文本格式后重新输入", "set its format to text and type it again"),
            )  # fmt: skip
            return False
        if row is not None and cell.top != row and key.startswith("value"):
            self.problem(
                cell, "form-merged",
                Text("结果格被合并,不清楚属于哪一行",
                     "a cell of a result is merged: which row it is of is not clear"),
                Text("取消合并,每行各填", "split it, and fill each row"),
            )  # fmt: skip
            return False
        return True

    def thing(self, cells: dict[str, GridCell], at: str) -> dict[str, Any]:
        """Return the mapping of a row, and keep the cell of each of its values."""
        tree, places = unflat({key: cell.text for key, cell in cells.items()})
        for pointer, key in places.items():
            self.filled.cells[at + pointer] = self.name(cells[key])
        if cells:
            self.filled.cells[at] = self.name(next(iter(cells.values())))
        return tree


__all__ = ["SHEETS", "Filled", "is_form", "placed", "read_form"]
