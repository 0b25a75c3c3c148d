"""The days of the history, counted in working days back from today: true on whatever day it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from suicha.db import CHINA
from suicha.workdays import add_working_days, is_working_day

FURTHEST = 50  # working days that can be counted back
ONE_DAY = timedelta(days=1)

# Calendar days from today between which a due date lies that shows this light (domain.md D4).
LATE = {"soon": (0, 3), "overdue": (-12, -1), "two_weeks": (-27, -15), "one_month": (-45, -33)}


class Days:
    """A calendar that ends yesterday: nothing of the history happens today or in the future."""

    def __init__(self, today: date) -> None:
        """Count the working days before today."""
        self.today = today
        self._back = _working_days_before(today)

    def back(self, days: int) -> date:
        """Return the working day that lies so many working days before today; 1 is the last."""
        return self._back[days - 1]

    def at(self, days: int, clock: str) -> datetime:
        """Return a time of the day, such as "09:30", so many working days back."""
        return datetime.combine(self.back(days), time.fromisoformat(clock), CHINA)

    def midnights(self) -> list[datetime]:
        """Return the first minute of every past day: when the worker looks at the lights."""
        days = (self.today - self._back[-1]).days
        past = (self._back[-1] + ONE_DAY * n for n in range(days))
        return [datetime.combine(day, time(0, 1), CHINA) for day in past]

    def due(self, wanted: str | int) -> date:
        """Return a due date: n working days ahead (back, if negative), or one that is so late."""
        if isinstance(wanted, int):
            ahead = wanted > 0
            return add_working_days(self.today, wanted).on if ahead else self.back(-wanted)
        first, last = LATE[wanted]
        days = [self.today + ONE_DAY * n for n in range(first, last + 1)]
        return next((day for day in days if is_working_day(day)), days[-1])


def _working_days_before(today: date) -> list[date]:
    days: list[date] = []
    day = today - ONE_DAY
    while len(days) < FURTHEST:
        if is_working_day(day):
            days.append(day)
        day -= ONE_DAY
    return days
