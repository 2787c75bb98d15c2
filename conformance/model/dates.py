"""Dates, and ages that are counted in months or in days.

An age limit of 24 months and one of 730 days are different kinds: nothing here turns the one
into the other.
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from msgspec import Struct

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PERIOD = re.compile(r"(\d{1,4}) ?(month|d)", re.ASCII)


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """Return the day that `text` writes as `YYYY-MM-DD`; None for any other form or no such day.

    >>> read_date("2026-02-28"), read_date("2026-02-30"), read_date("2026-2-28")
    (datetime.date(2026, 2, 28), None, None)
    """
    if not _ISO.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def months_later(start: date, months: int) -> date:
    """Return the same day `months` later (earlier where negative), or that month's last day.

    Beyond the calendar's first or last year it is the calendar's first or last day.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2024, 2, 29), -12)
    (datetime.date(2026, 2, 28), datetime.date(2023, 2, 28))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


class Period(Struct, frozen=True):
    """A length of time, in months or in days; exactly one of the two is above zero."""

    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """Return the last day of the period that begins on `start`; that day still counts.

        >>> Period(months=24).after(date(2024, 11, 23)), Period(days=30).after(date(2026, 1, 1))
        (datetime.date(2026, 11, 23), datetime.date(2026, 1, 31))
        """
        if self.months:
            return months_later(start, self.months)
        try:
            return start + timedelta(days=self.days)
        except OverflowError:
            return date.max

    def __str__(self) -> str:
        """Return the period as it is written in files."""
        return f"{self.months} month" if self.months else f"{self.days} d"


def read_period(text: str) -> Period | None:
    """Return the period that `text` writes, such as `24 month` or `30 d`; None where it is none.

    >>> read_period("24 month"), read_period("30 d"), read_period("0 d"), read_period("2 year")
    (Period(months=24, days=0), Period(months=0, days=30), None, None)
    """
    written = _PERIOD.fullmatch(text)
    if written is None or int(written[1]) == 0:
        return None
    number = int(written[1])
    return Period(months=number) if written[2] == "month" else Period(days=number)
