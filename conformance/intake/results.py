"""Rows of tables to results: item, value, unit, limits, the laboratory's verdict, and how sure.

Everything is the text that stands there.  Nothing is converted, and nothing is guessed: what does
not fit lowers the confidence and says why.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conformance.intake.cellwords import is_date, is_mark, is_number, is_reading, is_verdict
from conformance.intake.headings import Role
from conformance.intake.page import Box
from conformance.intake.table import Cell, Field, Row, Table
from conformance.intake.units import unit_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One result as it was read, with its place and how sure the reading is."""

    item: str
    value: str | None
    values: tuple[str, ...] = ()
    unit: str | None = None
    lod: str | None = None
    loq: str | None = None
    limit: str | None = None
    lod_unit: str | None = None
    limit_unit: str | None = None
    verdict: str | None = None
    clause: str | None = None
    part: str | None = None
    method: str | None = None
    uncertainty: str | None = None
    also: str | None = None
    page: int | None = None
    sheet: str | None = None
    table: int = 1
    row: int = 1
    cell: str | None = None
    box: Box | None = None
    confidence: str = "0.95"
    doubts: tuple[str, ...] = ()


def nameless(table: Table) -> Iterator[str]:
    """Yield the places of rows that have a result and no name: they are for a person to read."""
    table = understood(table)
    names = table.columns(Role.ITEM, Role.CLAUSE)
    results = table.columns(Role.VALUE, Role.SPECIMEN)
    for row in table.rows:
        said = [row.text(index) for index in results if row.text(index)]
        if said and not any(row.text(index) for index in names):
            place = f"page {table.page}" if table.page else (table.sheet or "document")
            yield f"{place}, table {table.number}, row {row.number}: {' '.join(said)}"


def results_of(table: Table) -> Iterator[ReadRow]:
    """Yield the results of a table, those of a row from the left."""
    table = understood(table)
    for row in table.rows:
        yield from _results(table, row)


# ---- what a column holds, by what stands in it


def understood(table: Table) -> Table:
    """Return the table with its columns understood by their cells, where headings are not enough.

    Two columns may both be headed *Result*: one of numbers, one of verdicts.
    """
    fields = list(table.fields)
    results = table.columns(Role.VALUE)
    judged = [
        i for i in results if _mostly(table, i, is_verdict) and not _mostly(table, i, is_number)
    ]
    if len(judged) > 1 and len(judged) == len(results):
        # nothing was measured: the first is the result, as its place and its unit say
        judged = [i for i in judged[1:] if not fields[i].meaning.unit]
    measured = [i for i in results if i not in judged]
    if measured and not table.columns(Role.VERDICT):
        for index in judged:
            if not fields[index].meaning.unit:
                fields[index] = _as(fields[index], Role.VERDICT)
    elif measured:
        for index in judged:
            if not fields[index].meaning.unit and _all_judged(table, index):
                fields[index] = _as(fields[index], Role.VERDICT)
    for index in results:
        if index in measured and _mostly(table, index, is_date):
            fields[index] = _as(fields[index], Role.OTHER)
    names = table.columns(Role.ITEM)
    for before, index in pairwise(names):
        # one heading over neighbouring columns names a group, and what is in it
        one = table.ruled and index == before + 1 and fields[index].text == fields[names[0]].text
        if not one:
            fields[index] = _as(fields[index], Role.OTHER)
    return table.with_fields(tuple(fields))


def _as(field: Field, role: Role) -> Field:
    from dataclasses import replace

    return replace(field, meaning=replace(field.meaning, role=role))


def _mostly(table: Table, index: int, test: object) -> bool:
    texts = [row.text(index) for row in table.rows if row.text(index)]
    return bool(texts) and sum(map(test, texts)) * 2 > len(texts)  # type: ignore[call-overload]


def _all_judged(table: Table, index: int) -> bool:
    return all(is_verdict(row.text(index)) for row in table.rows if row.text(index))


# ---- one row


def _results(table: Table, row: Row) -> Iterator[ReadRow]:
    def first(*roles: Role) -> tuple[str, Field] | tuple[None, None]:
        for index in table.columns(*roles):
            if row.text(index):
                return row.text(index), table.fields[index]
        return None, None

    item = _named(table, row)
    clause, _ = first(Role.CLAUSE)
    if not item and not clause:
        return
    verdict, _ = first(Role.VERDICT)
    lod, loq = _detection(table, row)
    limit, _ = first(Role.LIMIT)
    unit_cell, _ = first(Role.UNIT)
    also = next(
        (row.text(i) for i in table.columns(Role.OTHER) if row.text(i)
         and not is_reading(row.text(i))), None
    )  # fmt: skip
    common: dict[str, object] = {
        "item": (item or "").strip(), "clause": clause, "lod": lod, "loq": loq,
        "limit": limit or None,
        "lod_unit": _unit_of(table, row, Role.LOD, Role.LOQ, Role.BOTH),
        "limit_unit": _unit_of(table, row, Role.LIMIT), "part": first(Role.PART)[0],
        "method": first(Role.METHOD)[0], "uncertainty": first(Role.UNCERTAINTY)[0],
        "also": also, "page": table.page, "sheet": table.sheet, "table": table.number,
        "row": row.number,
    }  # fmt: skip
    specimens = [i for i in table.columns(Role.SPECIMEN) if row.text(i)]
    if specimens:
        texts = tuple(row.text(i) for i in specimens)
        cell = row.cells[specimens[0]]
        yield _row(table, common, " / ".join(texts), texts, cell, unit_cell, verdict, None)
        return
    filled = [i for i in table.columns(Role.VALUE) if row.text(i)]
    for index in filled:
        cell = row.cells[index]
        yield _row(
            table, common, row.text(index), (), cell, unit_cell, verdict, table.fields[index]
        )
    if not filled and verdict and is_verdict(verdict):
        cell = row.cells[table.columns(Role.VERDICT)[0]]
        yield _row(table, common, None, (), cell, unit_cell, verdict, None)


def _named(table: Table, row: Row) -> str | None:
    """Return the item; where one heading stands over two columns, a group and what is in it."""
    names = table.columns(Role.ITEM)
    said = dict.fromkeys(row.text(index) for index in names if row.text(index))
    return " ".join(said) or None


def _row(
    table: Table,
    common: dict[str, object],
    value: str | None,
    values: tuple[str, ...],
    cell: Cell | None,
    unit_cell: str | None,
    verdict: str | None,
    field: Field | None,
) -> ReadRow:
    inside = _unit_inside(value or "")
    heading = field.meaning.unit if field is not None else None
    unit = unit_cell or inside or heading or table.units
    if verdict is None and value is not None and is_verdict(value) and not is_mark(value):
        verdict = value
    confidence, doubts = _sureness(common, value, cell, table)
    return ReadRow(
        **common,  # type: ignore[arg-type]
        value=value,
        values=values,
        unit=unit,
        verdict=verdict,
        cell=cell.name if cell is not None else None,
        box=cell.box if cell is not None else None,
        confidence=confidence,
        doubts=doubts,
    )


def _sureness(
    common: dict[str, object], value: str | None, cell: Cell | None, table: Table
) -> tuple[str, tuple[str, ...]]:
    """Return how sure a reading is, and why it is no surer."""
    doubts = []
    if cell is not None and cell.carried:
        doubts.append("merged-cell")
    if not table.ruled and table.page is not None:
        doubts.append("no-grid")
    if value is not None and not is_reading(value):
        doubts.append("value-in-words")
    if not common["item"]:
        doubts.append("no-item")
    cost = {"no-grid": 3, "merged-cell": 2, "value-in-words": 5, "no-item": 10}
    left = 99 - sum(cost[doubt] for doubt in doubts)
    return f"0.{left:02}", tuple(doubts)


def _unit_of(table: Table, row: Row, *roles: Role) -> str | None:
    """Return the unit that limits of a row are in: of their own heading, or of the one result.

    Where a row has results in several units, a limit without one of its own is in none of them.
    """
    headed = {table.fields[i].meaning.unit for i in table.columns(*roles) if row.text(i)}
    if headed - {None}:
        return next(iter(headed - {None})) if len(headed) == 1 else None
    units = {table.fields[i].meaning.unit for i in table.columns(Role.VALUE) if row.text(i)}
    if len(units) > 1:
        return None
    cell = next((row.text(i) for i in table.columns(Role.UNIT) if row.text(i)), None)
    return cell or next(iter(units), None) or table.units


_TWO = re.compile(r"\s*/\s*")


def _detection(table: Table, row: Row) -> tuple[str | None, str | None]:
    """Return the detection and the quantification limit of a row."""
    lod = next((row.text(i) for i in table.columns(Role.LOD) if row.text(i)), None)
    loq = next((row.text(i) for i in table.columns(Role.LOQ) if row.text(i)), None)
    for index in table.columns(Role.BOTH):
        parts = _TWO.split(row.text(index))
        if len(parts) == 2 and all(parts):
            lod, loq = lod or parts[0], loq or parts[1]
    return lod, loq


_INSIDE = re.compile(
    r"^[<>≤≥±+\-−]?\s*[\d.,]+(?:\s*[×xeE]\s*10?[⁰¹²³⁴⁵⁶⁷⁸⁹⁻+\-\d]*)?\s*([^\d\s(].*?)\s*(?:\(.*\))?$"
)


_MARK_AND_UNIT = re.compile(r"^(?:N\.?D\.?|未检出|Not detected)\s+(\S+)$", re.IGNORECASE)


def _unit_inside(value: str) -> str | None:
    """Return the unit that a cell gives behind its number."""
    found = _INSIDE.match(value) or _MARK_AND_UNIT.match(value)
    return unit_in(found[1]) if found else None


def in_document_order(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """Return results by page, table and row."""
    return sorted(rows, key=lambda row: (row.page or 0, row.table, row.row))
