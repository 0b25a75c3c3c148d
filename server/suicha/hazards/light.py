"""The rectification light (整改红黄灯) of domain.md D4: a colour, and why; pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from suicha.hazards.states import IN_WORK, HazardState

RULE = "d4/1"  # raised when the rule changes; every fact of a light names it

SOON = 3  # days before the due date on which the private reminder begins
TWO_WEEKS = 14  # two weekly check points missed in a row
MONTH_AT_MOST = 30  # days overdue after which it is red, however long the month is


class Colour(StrEnum):
    """The four colours, amber a reminder to the office alone; and none, once it is closed."""

    GREEN = "green"
    AMBER = "amber"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


class Reason(StrEnum):
    """Why the light shows its colour; the PWA holds the words."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    OVERDUE_TWO_WEEKS = "overdue_two_weeks"
    OVERDUE_ONE_MONTH = "overdue_one_month"
    MAJOR = "major"
    CLOSED = "closed"


@dataclass(frozen=True)
class Light:
    """What a hazard shows today."""

    colour: Colour
    reason: Reason


@dataclass(frozen=True)
class Bounds:
    """The latest due date of each overdue step today: queries filter by the same dates."""

    red: date
    yellow: date
    overdue: date
    soon: date


@lru_cache(maxsize=8)  # asked for each line of a list, of one day at a time
def bounds(today: date) -> Bounds:
    """Return the due dates at which the light changes today."""
    return Bounds(
        red=_a_month_before(today),
        yellow=today - timedelta(days=TWO_WEEKS),
        overdue=today - timedelta(days=1),
        soon=today + timedelta(days=SOON),
    )


def light(state: HazardState, due_on: date, today: date, *, is_major: bool) -> Light:
    """Return the light of a hazard (domain.md D4); a closed one shows none.

    A major hazard is red from its confirmation until its closing. D4 says nothing of one to
    thirteen days overdue: they stay amber, the private reminder, until the second weekly check
    point is missed.
    """
    if state is HazardState.CLOSED:
        return Light(Colour.NONE, Reason.CLOSED)
    if is_major and state in IN_WORK:
        return Light(Colour.RED, Reason.MAJOR)
    limits = bounds(today)
    steps = (
        (limits.red, Colour.RED, Reason.OVERDUE_ONE_MONTH),
        (limits.yellow, Colour.YELLOW, Reason.OVERDUE_TWO_WEEKS),
        (limits.overdue, Colour.AMBER, Reason.OVERDUE),
        (limits.soon, Colour.AMBER, Reason.DUE_SOON),
    )
    for latest, colour, reason in steps:
        if due_on <= latest:
            return Light(colour, reason)
    return Light(Colour.GREEN, Reason.IN_TIME)


def _a_month_before(today: date) -> date:
    """Return the latest due date that is more than one calendar month, or 30 days, past."""
    for days in range(MONTH_AT_MOST - 1, MONTH_AT_MOST + 1):
        if _a_month_after(today - timedelta(days=days)) < today:
            return today - timedelta(days=days)
    return today - timedelta(days=MONTH_AT_MOST + 1)


def _a_month_after(day: date) -> date:
    """Return the same day of the next month, or that month's last day (民法典 art. 202)."""
    first = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
