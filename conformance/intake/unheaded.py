"""Verdicts and remarks that stand in a table under no heading, apart from the cells beside them."""

from collections.abc import Sequence

from conformance.intake.bodylines import NAMES, RESULTS, Placed
from conformance.intake.cellwords import is_sure_verdict
from conformance.intake.headings import Meaning, Role
from conformance.intake.heads import Column
from conformance.intake.page import Word, lines_of
from conformance.intake.table import Field


def without_heading(
    rows: list[Placed], columns: Sequence[Column]
) -> tuple[list[Placed], list[Field]]:
    """Return the rows with verdicts and remarks, that stand under no heading, apart."""
    fields = [
        Field(text=column.text, meaning=column.meaning or Meaning(Role.OTHER)) for column in columns
    ]
    rows = [dict(row) for row in rows]
    for index, column in enumerate(columns):
        for row in rows:
            words = row.get(index)
            if words and len(words) > 1 and column.role not in (Role.ITEM, Role.METHOD):
                row[index] = _under(column, words)
    if any(field.role is Role.VERDICT for field in fields):
        return rows, fields
    for index, column in enumerate(columns):
        if column.role in RESULTS or column.role in NAMES:
            continue
        last = [row[index][-1] for row in rows if row.get(index)]
        found = [word for word in last if is_sure_verdict(word.text)]
        if len(found) * 2 <= len(last) or not last:
            continue
        at = min(word.x0 for word in found) - 1
        fields.append(Field(text="", meaning=Meaning(Role.VERDICT)))
        for row in rows:
            words = row.get(index, [])
            behind = [word for word in words if word.x0 >= at or word.x1 > at + 4]
            if behind:
                row[len(fields) - 1] = behind
                row[index] = [word for word in words if word not in behind]
                if not row[index]:
                    del row[index]
        break
    return rows, fields


def _under(column: Column, words: Sequence[Word]) -> list[Word]:
    """Return the words of a cell that stand under its heading, if others stand far away."""
    kept: list[Word] = []
    for line in lines_of(words):
        group = [line[0]]
        groups = [group]
        for word in line[1:]:
            if word.x0 - group[-1].x1 > 2.6 * word.height:
                group = []
                groups.append(group)
            group.append(word)
        best = max(groups, key=lambda g: min(column.box[2], g[-1].x1) - max(column.box[0], g[0].x0))
        kept += best if len(groups) > 1 and not is_sure_verdict(groups[-1][0].text) else line
    return kept
