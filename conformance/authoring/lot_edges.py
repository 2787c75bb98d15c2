"""What must come of a lot: a second reading of GB/T 2828.1, apart from the one that judges.

The tables of the standard are data, and read here anew: arrows are followed row by row, and the
severity after earlier lots is found by looking back over each run of them.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache

from conformance.checking.sampling import TABLES

ACCEPTED, REJECTED = "accepted", "rejected"
Row = dict[str, str]


@cache
def rows_of(name: str) -> list[Row]:
    """Return the rows of a table as they lie in its file."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plan_of(lot: int, level: str, aql: str, state: str) -> tuple[int, int, int] | None:
    """Return sample size, acceptance and rejection number; None where a cell is not established.

    >>> plan_of(1000, "II", "1.0", "normal"), plan_of(1000, "II", "0.15", "tightened")
    ((80, 2, 3), (125, 0, 1))
    """
    fitting = [row for row in rows_of("code_letters") if int(row["lot_min"]) <= lot]
    if not fitting:
        return None
    rows = rows_of(f"single_{state}")
    letters = [row["code"] for row in rows]
    return _followed(rows, letters.index(fitting[-1][level]), aql, lot)


def _followed(rows: Sequence[Row], at: int, aql: str, lot: int) -> tuple[int, int, int] | None:
    if at not in range(len(rows)):
        return None
    cell = rows[at][aql]
    if cell in ("down", "up"):
        return _followed(rows, at + 1 if cell == "down" else at - 1, aql, lot)
    accept, slash, reject = cell.partition("/")
    if not slash or not (accept + reject).isdigit():
        return None
    return min(int(rows[at]["n"]), lot), int(accept), int(reject)


def severity_after(history: Sequence[str]) -> str:
    """Return the severity for the lot after a history that begins under normal inspection.

    >>> severity_after([REJECTED, ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED, REJECTED])
    'normal'
    >>> severity_after([REJECTED, REJECTED]), severity_after([REJECTED] * 7)
    ('tightened', 'discontinued')
    """
    for end in range(len(history)):
        if history[max(0, end - 4) : end + 1].count(REJECTED) >= 2:
            return _tightened(history[end + 1 :])
    return "normal"


def _tightened(history: Sequence[str]) -> str:
    for end in range(len(history)):
        if history[: end + 1].count(REJECTED) >= 5:
            return "discontinued"
        if end >= 4 and REJECTED not in history[end - 4 : end + 1]:
            return severity_after(history[end + 1 :])
    return "tightened"


def lots_beside(lot: int, level: str) -> Iterator[int]:
    """Yield lots at both ends of the range that has one code letter, and just outside it."""
    rows = rows_of("code_letters")
    own = [row for row in rows if int(row["lot_min"]) <= lot]
    letter = own[-1][level] if own else None
    sizes = [int(row["lot_min"]) for row in rows if row[level] == letter]
    ends = [int(row["lot_max"]) for row in rows if row[level] == letter and row["lot_max"]]
    for size in (*sizes[:1], *(each - 1 for each in sizes[:1])):
        if size > 1:
            yield size
    for size in ends[-1:]:
        yield size
        yield size + 1
