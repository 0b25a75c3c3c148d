"""The clock of publication: so many working days after the end of a check (domain.md A9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from suicha.workdays import Deadline, add_working_days, working_days_between

if TYPE_CHECKING:
    from datetime import date


class Alarm(StrEnum):
    """How much of the time is gone: named by the day of twenty on which each begins."""

    DAY_10 = "day_10"
    DAY_15 = "day_15"
    DAY_18 = "day_18"
    OVERDUE = "overdue"


# Parts of twenty: an office with fewer days of its own is warned after the same part of them.
ALARMS = ((18, Alarm.DAY_18), (15, Alarm.DAY_15), (10, Alarm.DAY_10))
WHOLE = 20


@dataclass(frozen=True)
class Clock:
    """Where a check stands on its way to the public; the days count from `completed_on`."""

    completed_on: date
    publish_by: date
    publish_by_provisional: bool
    working_days_left: int
    working_days_used: int


def clock(completed_on: date, days: int, on: date) -> Clock:
    """Say how many of `days` are left on a day: today, or the day of publication."""
    deadline = last_day(completed_on, days)
    return Clock(
        completed_on=completed_on,
        publish_by=deadline.on,
        publish_by_provisional=deadline.provisional,
        working_days_left=working_days_between(on, deadline.on).count,
        working_days_used=working_days_between(completed_on, on).count,
    )


# Kept: the list of what is due is ordered by it, and many checks end on one day.
@cache
def last_day(completed_on: date, days: int) -> Deadline:
    """Return the last day to publish (政府信息公开条例 art. 26)."""
    return add_working_days(completed_on, days)


def alarm(read: Clock) -> Alarm | None:
    """Say how urgent a check is that is still due."""
    if read.working_days_left < 0:
        return Alarm.OVERDUE
    days = read.working_days_used + read.working_days_left
    return next(
        (each for part, each in ALARMS if read.working_days_used * WHOLE >= part * days), None
    )
