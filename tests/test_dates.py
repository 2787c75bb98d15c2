"""Dates and ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.model.dates import Period, months_later, read_date, read_period


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "2026-9-1", "20260901", "2026-09-01T00:00", " 2026-09-01",
     "２０２６-09-01", "0000-01-01", "2026-09-01\n", ""],
)  # fmt: skip
def test_no_other_text_is_a_date(text: str) -> None:
    assert read_date(text) is None


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(9999, 12, 1), 1, date.max),
        (date(1, 1, 2), -1, date.min),
    ],
)
def test_the_same_day_months_later_or_the_last_of_the_month(
    start: date, months: int, end: date
) -> None:
    assert months_later(start, months) == end


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 1200))
def test_later_months_are_never_earlier_days(start: date, months: int) -> None:
    assert months_later(start, months) <= months_later(start, months + 1)
    assert months_later(start, 0) == start


@pytest.mark.parametrize("text", ["0 d", "0 month", "2 year", "-1 d", "1.5 month", "d", "99999 d"])
def test_no_other_text_is_a_period(text: str) -> None:
    assert read_period(text) is None


def test_months_and_days_are_different_kinds() -> None:
    assert read_period("1 month") != read_period("30 d")
    assert read_period("12month") == Period(months=12)


@given(st.integers(1, 9999), st.sampled_from(["month", "d"]))
def test_a_period_is_read_as_it_is_written(number: int, unit: str) -> None:
    assert str(read_period(f"{number} {unit}")) == f"{number} {unit}"


def test_the_last_day_still_counts() -> None:
    assert Period(days=30).after(date(2026, 1, 1)) == date(2026, 1, 1) + timedelta(days=30)
    assert Period(months=1).after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Period(days=1).after(date.max) == date.max
