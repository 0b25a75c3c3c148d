"""The calendar that a phone counts working days with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import time_machine

from suicha.accounts.models import Role
from suicha.workdays import add_working_days, calendar, is_working_day
from tests.phone import Phone

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House


def test_it_names_three_years_and_which_of_them_nobody_has_announced(
    app: Flask, house: House
) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 1, tzinfo=UTC), tick=False):
        for role in (Role.INSPECTOR, Role.SUPERVISOR, Role.CONTRACTOR):
            years = Phone(app, house.person(role)).client.get("/sync/calendar").json["years"]
            assert [year["year"] for year in years] == [2025, 2026, 2027]
            assert [year["provisional"] for year in years] == [False, False, True]
    this = years[1]
    assert "2026-10-01" in this["days_off"]
    assert "2026-10-10" in this["days_on"]


def test_a_day_counts_on_the_phone_as_it_counts_here() -> None:
    for year in (2025, 2026, 2027):
        told = calendar(year)
        day = date(year, 1, 1)
        while day.year == year:
            weekday = day.weekday() < 5
            counted = day in told.days_on or (weekday and day not in told.days_off)
            assert counted is is_working_day(day), day
            day += timedelta(days=1)


def test_a_deadline_of_an_unannounced_year_is_marked() -> None:
    assert calendar(2027).provisional
    assert add_working_days(date(2026, 12, 30), 20).provisional
