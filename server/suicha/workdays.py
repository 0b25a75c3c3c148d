"""Working days and the deadlines counted in them, by the holidays the State Council announces.

The short periods of administrative law are working days (行政处罚法 art. 85). The holidays of a
year are announced late in the year before, with weekends to be worked in exchange. Until the
calendar knows a year, its Mondays to Fridays are taken but for the days that the law makes free,
and what rests on them is provisional.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import chinese_calendar
import holidays

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)

# The provisional table: the days of 全国年节及纪念日放假办法 (2024) art. 2. The library works out
# those of the moon and the sun until 2100; the days exchanged for all of them are left open.
_LAST_TABLED = 2100
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period; provisional if it rests on holidays not announced yet."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days; provisional if it rests on holidays not announced yet."""

    count: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What in a year departs from Monday to Friday; provisional until it has been announced."""

    year: int
    provisional: bool
    days_off: tuple[date, ...]  # Mondays to Fridays that are holidays
    days_on: tuple[date, ...]  # Saturdays and Sundays that are worked in exchange


def is_announced(day: date) -> bool:
    """Say whether the holidays of this day's year are known."""
    return _year_is_announced(day.year)


@cache
def calendar(year: int) -> CalendarYear:
    """Return a year's exceptions, by which a phone counts as this module does."""
    new_year = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - new_year).days
    days = [new_year + _ONE_DAY * number for number in range(length)]
    odd = [day for day in days if is_working_day(day) is not (day.weekday() < _SATURDAY)]
    return CalendarYear(
        year=year,
        provisional=not _year_is_announced(year),
        days_off=tuple(day for day in odd if day.weekday() < _SATURDAY),
        days_on=tuple(day for day in odd if day.weekday() >= _SATURDAY),
    )


def is_working_day(day: date) -> bool:
    """Say whether offices work on a day; of a year not announced yet, by the provisional table."""
    if is_announced(day):
        return bool(chinese_calendar.is_workday(day))
    free = (day.month, day.day) in _FIXED or day in _moving(day.year)
    return day.weekday() < _SATURDAY and not free


def add_working_days(start: date, days: int) -> Deadline:
    """Return the working day that is `days` (1 or more, else ValueError) after `start`.

    The day on which a period begins is not counted (民法典 art. 201).
    """
    if days < 1:
        message = f"{days} is not a number of working days to come"
        raise ValueError(message)
    end = start
    for _ in range(days):
        end = _next_working_day(end)
    return Deadline(end, _is_provisional(start, end))


def working_days_between(start: date, end: date) -> WorkingDays:
    """Return the working days after `start`, up to and including `end`; negative backwards.

    So a deadline that `add_working_days` put n days ahead is n days away, and -n when overdue by n.
    """
    if end < start:
        overdue = working_days_between(end, start)
        return WorkingDays(-overdue.count, overdue.provisional)
    years = sum(_in_year(year) for year in range(start.year, end.year))
    count = years + _into_year(end) - _into_year(start)
    return WorkingDays(count, _is_provisional(start, end))


def _next_working_day(day: date) -> date:
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _is_provisional(start: date, end: date) -> bool:
    """Say whether a day after `start`, up to `end`, lies in a year not announced yet."""
    if start == end:
        return False
    years = range((start + _ONE_DAY).year, end.year + 1)
    return not all(_year_is_announced(year) for year in years)


def _into_year(day: date) -> int:
    """Count the working days from New Year up to and including this day."""
    return _so_far(day.year)[(day - date(day.year, 1, 1)).days]


def _in_year(year: int) -> int:
    return _so_far(year)[-1]


# Kept: a list counts for every line, and a mistyped year must not cost it seconds.
@cache
def _so_far(year: int) -> tuple[int, ...]:
    """Count the working days of a year up to and including each of its days."""
    new_year = date(year, 1, 1)
    length = (date(year, 12, 31) - new_year).days + 1
    days = (new_year + _ONE_DAY * number for number in range(length))
    return tuple(accumulate(map(is_working_day, days)))


@cache
def _moving(year: int) -> frozenset[date]:
    """Return a year's holidays with those of no fixed date: Spring Festival, Qingming and so on."""
    if year > _LAST_TABLED:
        return frozenset()
    return frozenset(holidays.country_holidays("CN", years=year, expand=False, observed=False))


@cache
def _year_is_announced(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
