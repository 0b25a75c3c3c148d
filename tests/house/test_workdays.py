"""Deadlines count the days on which offices really work, and say when that is not known yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suicha import workdays
from suicha.workdays import (
    Deadline,
    WorkingDays,
    add_working_days,
    calendar,
    is_announced,
    is_working_day,
    working_days_between,
)

UNKNOWN_YEAR = 2090  # 2090-01-02 is a Monday

days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def test_a_holiday_on_a_weekday_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 10, 1))  # Thursday, National Day


def test_a_weekend_worked_in_exchange_for_a_holiday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 2, 28))  # Saturday, worked for the Spring Festival


def test_an_ordinary_weekend_is_no_working_day() -> None:
    assert not is_working_day(date(2026, 11, 21))


def test_the_day_on_which_a_period_begins_does_not_count() -> None:
    assert add_working_days(date(2026, 11, 20), 1) == Deadline(
        date(2026, 11, 23), provisional=False
    )


def test_a_deadline_steps_over_a_whole_holiday() -> None:
    before_national_day = date(2026, 9, 30)

    assert add_working_days(before_national_day, 1).on == date(2026, 10, 8)


def test_in_a_year_not_announced_yet_other_mondays_to_fridays_are_taken() -> None:
    assert not is_announced(date(UNKNOWN_YEAR, 1, 2))
    assert is_working_day(date(UNKNOWN_YEAR, 1, 2))
    assert not is_working_day(date(UNKNOWN_YEAR, 1, 7))


@pytest.mark.parametrize(("month", "day"), [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)])
def test_in_a_year_not_announced_yet_the_holidays_of_fixed_dates_are_free(
    month: int, day: int
) -> None:
    years = range(UNKNOWN_YEAR, UNKNOWN_YEAR + 7)  # so that each falls on a weekday
    assert not any(is_working_day(date(year, month, day)) for year in years)
    told = calendar(next(y for y in years if date(y, month, day).weekday() < 5))
    assert date(told.year, month, day) in told.days_off


@pytest.mark.parametrize(
    "day",
    [(2, 5), (2, 8), (4, 5), (6, 9), (9, 15)],
    ids=["New Year's Eve", "third of New Year", "Qingming", "Dragon Boat", "Mid-Autumn"],
)
def test_in_a_year_not_announced_yet_the_holidays_of_moon_and_sun_are_free(
    day: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workdays, "_year_is_announced", lambda year: year < 2027)
    assert not is_working_day(date(2027, *day))
    assert add_working_days(date(2027, *day), 1).provisional


def test_a_mistyped_year_is_counted_all_the_same() -> None:
    assert is_working_day(date(9998, 12, 31))
    assert working_days_between(date(2026, 11, 20), date(3026, 12, 31)).provisional


def test_a_deadline_in_a_year_not_announced_yet_is_provisional() -> None:
    start = date(UNKNOWN_YEAR, 1, 2)

    assert add_working_days(start, 5) == Deadline(date(UNKNOWN_YEAR, 1, 9), provisional=True)
    assert working_days_between(start, date(UNKNOWN_YEAR, 1, 9)) == WorkingDays(5, provisional=True)


@pytest.mark.parametrize("number", [0, -1])
def test_a_deadline_lies_ahead(number: int) -> None:
    with pytest.raises(ValueError, match="working days to come"):
        add_working_days(date(2026, 11, 20), number)


def test_a_day_is_no_working_days_from_itself() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20)).count == 0


@given(days, st.integers(1, 40))
def test_a_deadline_is_as_many_working_days_away_as_were_added(start: date, number: int) -> None:
    deadline = add_working_days(start, number)

    assert is_working_day(deadline.on)
    assert working_days_between(start, deadline.on).count == number
    assert working_days_between(deadline.on, start).count == -number


@given(
    st.dates(date(2019, 1, 1), date(2031, 12, 31)), st.dates(date(2019, 1, 1), date(2031, 12, 31))
)
def test_days_counted_by_years_are_the_days_counted_one_by_one(one: date, other: date) -> None:
    start, end = sorted((one, other))
    each = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]

    assert working_days_between(start, end) == WorkingDays(
        sum(is_working_day(day) for day in each),
        provisional=not all(is_announced(day) for day in each),
    )
