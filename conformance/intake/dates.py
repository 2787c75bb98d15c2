"""Days as documents print them.

`01/07/2022` is the seventh of January or the first of July.  A document settles it where one of its
days cannot be read the other way round, or where its address is one of a country that writes the
month first; otherwise the day stays unread.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from conformance.quantities.text import fold_width

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS = re.compile(
    rf"""
    (?P<y1>\d{{4}})\s*[-/.年]\s*(?P<m1>\d{{1,2}})\s*[-/.月]\s*(?P<d1>\d{{1,2}})\s*日?
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+(?P<m2>{_NAME})\.?,?[\s\-]+(?P<y2>\d{{4}}|\d{{2}})\b
    | (?P<m3>{_NAME})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})
    | (?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y4>\d{{4}}|\d{{2}})(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# An address with a two-letter state and a five-digit post code.
_MONTH_FIRST = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b")


@dataclass(frozen=True, slots=True)
class Order:
    """Which comes first in `01/07/2022`; None where the document does not say, and why."""

    month_first: bool | None
    reason: str


def order_in(texts: Iterable[str]) -> Order:
    """Return the order of day and month in a document."""
    month = day = False
    states = False
    for text in texts:
        states = states or bool(_MONTH_FIRST.search(text))
        for found in _FORMS.finditer(fold_width(text)):
            if found["a"]:
                day = day or int(found["a"]) > 12
                month = month or int(found["b"]) > 12
    if month != day:
        return Order(month, "another-date-settles-order")
    if not month and states:
        return Order(True, "order-by-address")
    return Order(None, "order-of-day-and-month")


def days_in(text: str, order: Order) -> list[date | None]:
    """Return the days that a text names; None for each whose day and month cannot be told apart.

    >>> days_in("22 February 2022, 2026年9月5日", Order(None, ""))
    [datetime.date(2022, 2, 22), datetime.date(2026, 9, 5)]
    >>> days_in("01/07/2022", Order(None, "")), days_in("01/07/2022", Order(True, ""))
    ([None], [datetime.date(2022, 1, 7)])
    """
    days: list[date | None] = []
    for found in _FORMS.finditer(fold_width(text)):
        day = _day(found, order)
        if day is not False:
            days.append(day)
    return days


def _day(found: re.Match[str], order: Order) -> date | Literal[False] | None:
    if found["y1"]:
        parts = found["y1"], found["m1"], found["d1"]
    elif found["y2"]:
        parts = found["y2"], str(_MONTHS[found["m2"].lower()]), found["d2"]
    elif found["y3"]:
        parts = found["y3"], str(_MONTHS[found["m3"].lower()]), found["d3"]
    else:
        first, second = int(found["a"]), int(found["b"])
        month_first = order.month_first
        if first == second:
            month_first = True
        if month_first is None:
            return None
        month, day = (first, second) if month_first else (second, first)
        parts = found["y4"], str(month), str(day)
    year = int(parts[0]) + (2000 if len(parts[0]) == 2 else 0)
    try:
        return date(year, int(parts[1]), int(parts[2]))
    except ValueError:
        return False
