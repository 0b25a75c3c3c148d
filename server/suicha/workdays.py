"""Working days and the deadlines counted in them, by the holidays the State Council announces.

The short periods of administrative law are working days (行政处罚法 art. 85). The holidays of a
year are announced late in the year before, with weekends to be worked in exchange. Until the
calendar knows a year, its Mondays to Fridays are taken, and what rests on them is provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


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


def is_announced(day: date) -> bool:
    """Say whether the holidays of this day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Say whether offices work on this day; in a year not announced yet, Monday to Friday."""
    if is_announced(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _SATURDAY


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
    count = sum(is_working_day(day) for day in _days_after(start, end))
    return WorkingDays(count, _is_provisional(start, end))


def _next_working_day(day: date) -> date:
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _is_provisional(start: date, end: date) -> bool:
    return not all(is_announced(day) for day in _days_after(start, end))


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + _ONE_DAY * number for number in range(1, (end - start).days + 1))
