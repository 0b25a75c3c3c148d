"""The rectification light says by a colour and a reason how late a hazard is (domain.md D4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suicha.hazards.light import Colour, Light, Reason, bounds, light
from suicha.hazards.states import HazardState

TODAY = date(2026, 11, 20)


def shown(days_left: int, today: date = TODAY) -> Light:
    due_on = today + timedelta(days=days_left)
    return light(HazardState.CONFIRMED, due_on, today, is_major=False)


@pytest.mark.parametrize(
    ("days_left", "colour", "reason"),
    [
        (30, Colour.GREEN, Reason.IN_TIME),
        (4, Colour.GREEN, Reason.IN_TIME),
        (3, Colour.AMBER, Reason.DUE_SOON),
        (0, Colour.AMBER, Reason.DUE_SOON),
        (-1, Colour.AMBER, Reason.OVERDUE),
        (-13, Colour.AMBER, Reason.OVERDUE),
        (-14, Colour.YELLOW, Reason.OVERDUE_TWO_WEEKS),
        (-30, Colour.YELLOW, Reason.OVERDUE_TWO_WEEKS),
        (-31, Colour.RED, Reason.OVERDUE_ONE_MONTH),
        (-400, Colour.RED, Reason.OVERDUE_ONE_MONTH),
    ],
)
def test_a_hazard_goes_from_green_to_red_as_days_pass(
    days_left: int, colour: Colour, reason: Reason
) -> None:
    assert shown(days_left) == Light(colour, reason)


def test_after_a_short_february_a_month_is_over_before_thirty_days_are() -> None:
    """Due on 1 February 2026: the month ends on 1 March, which is day 28."""
    assert shown(-28, date(2026, 3, 1)).colour is Colour.YELLOW
    assert shown(-29, date(2026, 3, 2)).colour is Colour.RED


def test_a_major_hazard_is_red_from_its_confirmation_on() -> None:
    due_on = TODAY + timedelta(days=60)
    confirmed = light(HazardState.CONFIRMED, due_on, TODAY, is_major=True)
    assert confirmed == Light(Colour.RED, Reason.MAJOR)
    reported = light(HazardState.REPORTED, due_on, TODAY, is_major=True)
    assert reported.colour is Colour.GREEN


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_bounds_never_cross_on_any_day(today: date) -> None:
    limits = bounds(today)
    assert limits.red < limits.yellow < limits.overdue < today < limits.soon
    assert timedelta(29) <= today - limits.red <= timedelta(31)
