"""How far inside the limit each specimen is: worked out once for each different text."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from msgspec.structs import replace

from conformance.bulk.store.arrow import pa
from conformance.bulk.store.check import Answer, Checker
from conformance.bulk.store.opened import Array, Words
from conformance.checking.rows import Row
from conformance.checking.sheet import Answers, Line
from conformance.checking.values import judge_rows, limit_text
from conformance.judging import Determination, Statistic
from conformance.model.submission import Result, Sample, TestReport

RESULT = pa.schema([
    ("n", pa.int64()), ("requirement", pa.string()), ("report", pa.int32()),
    ("specimen", pa.int32()), ("text", pa.string()), ("value", pa.decimal128(38, 12)),
    ("unit", pa.string()), ("limit_text", pa.string()), ("margin", pa.decimal128(38, 12)),
    ("margin_unit", pa.string()), ("share", pa.float64()),
])  # fmt: skip
"""A row for each specimen of what columns hold; `n` numbers the submissions of a store."""
_MOST_KEPT = 1 << 20


@dataclass(frozen=True, slots=True)
class Margin:
    """How far inside the limit (below zero: beyond) a specimen is, and as a share of its end."""

    margin: Decimal | None = None
    unit: str | None = None
    limit: str | None = None
    share: float | None = None


class Results:
    """The specimens of partitions as rows, each with its margin."""

    def __init__(self, checker: Checker) -> None:
        self.checker, self.kernel = checker, checker.kernel
        self._kept: dict[object, Margin] = {}

    def tables(self, answer: Answer, start: int) -> Iterator[Any]:
        """Yield a table for each column of cells; `start` is the number of the first submission."""
        opened = answer.opened
        sheet_of = self.kernel.sheets.of(opened)
        sheets = self.kernel.sheets.sheets
        names = [each.id for each in self.checker.quick.validator.plan.requirements]
        for words in opened.columns:
            if words.meaning.part is not None or words.report < 0:
                continue
            led = self.kernel.rows.shape(words).place
            place = None if led is None or led < 0 else led
            name = None if place is None else names[place]
            lines = [None if place is None else sheet.lines[place] for sheet in sheets]
            for specimen in range(words.width):
                cells = opened.cells.get(f"t{words.number}.{specimen}")
                if cells is None:
                    continue
                manner = opened.cells.get(f"m{words.number}")
                for number in np.unique(sheet_of):
                    for which in range(len(words.meaning.manners)):
                        here = (cells > 0) & (sheet_of == number)
                        if manner is not None:
                            here &= manner == which + 1
                        rows = np.flatnonzero(here)
                        if len(rows):
                            yield self._table(
                                words, which, lines[number], rows + start,
                                cells[rows] - 1, specimen, name,
                            )  # fmt: skip

    def _table(
        self, words: Words, manner: int, line: Line | None, rows: Array, texts: Array,
        specimen: int, name: str | None,
    ) -> Any:  # fmt: skip
        used = np.flatnonzero(np.bincount(texts))
        at = np.searchsorted(used, texts)
        result, count = words.manner(manner)
        written = [words.specimen(int(each)) for each in used]
        margins = [self._margin(line, result, count, each) for each in written]
        decimals = [words.decimal(int(each)) for each in used]
        values = [None if each is None else each[0] for each in decimals]
        units = [None if each is None else each[1] for each in decimals]
        same = len(rows)
        columns = [
            rows, [name] * same, [words.report] * same, [specimen] * same,
            *(
                pa.array(each, field.type).take(pa.array(at))
                for each, field in zip(
                    (
                        [None if each is None else str(each) for each in written], values, units,
                        [each.limit for each in margins], [each.margin for each in margins],
                        [each.unit for each in margins], [each.share for each in margins],
                    ),
                    list(RESULT)[4:],
                    strict=True,
                )
            ),
        ]  # fmt: skip
        return pa.table(columns, schema=RESULT)

    def _margin(
        self, line: Line | None, result: Result, count: str | None, specimen: object
    ) -> Margin:
        """Return the margin of a specimen that is judged by itself."""
        if line is None or line.answers is not Answers.ROWS or not isinstance(specimen, str):
            return Margin()
        if line.held_against.statistic is not Statistic.EACH:
            return Margin()
        row = replace(result, value=specimen, values=None)
        key = (id(line), row.unit, row.verdict, repr(row.uncertainty), row.corrected, specimen)
        found = self._kept.get(key)
        if found is None:
            report = TestReport(id="", sample=Sample(count=count))
            said = judge_rows(line.held_against, line.ask, [Row(report, row, 0, row.clause, None)])
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = _margin_of(said, limit_text(line.held_against))
        return found


def _margin_of(found: Determination, limit: str | None) -> Margin:
    if found.margin is None or found.compared is None:
        return Margin(limit=limit)
    margin = found.margin.value
    unit = found.margin.units[0].symbol if found.margin.units else None
    ends = [
        end
        for piece in getattr(found.criterion.accepted, "values").pieces  # noqa: B009
        for end in (piece.low, piece.high)
        if end is not None
    ]
    value = found.compared.hull().low
    end = min(ends, key=lambda each: abs(each - value)) if ends and value is not None else None
    share = float(margin / abs(end)) if end else None
    return Margin(_decimal(margin), unit, limit, share)


def _decimal(number: Fraction) -> Decimal | None:
    """Return a number with twelve decimals, None where it has more of them."""
    scaled = number * 10**12
    return None if scaled.denominator != 1 else Decimal(scaled.numerator).scaleb(-12)
