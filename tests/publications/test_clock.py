"""The clock of publication warns at half, three quarters and nine tenths of the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.places.models import DatedSetting, Jurisdiction
from suicha.publications.clock import Alarm, alarm, clock
from suicha.workdays import add_working_days
from tests.builders import House
from tests.client import Client
from tests.visits import Visit

if TYPE_CHECKING:
    from flask import Flask

END = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("used", "told"),
    [
        (0, None),
        (9, None),
        (10, Alarm.DAY_10),
        (14, Alarm.DAY_10),
        (15, Alarm.DAY_15),
        (18, Alarm.DAY_18),
        (20, Alarm.DAY_18),
        (21, Alarm.OVERDUE),
    ],
)
def test_warnings_begin_on_the_days_of_the_law(used: int, told: Alarm | None) -> None:
    on = add_working_days(END, used).on if used else END
    read = clock(END, 20, on)
    assert (read.working_days_used, read.working_days_left) == (used, 20 - used)
    assert alarm(read) is told


def test_an_office_with_ten_days_is_warned_after_the_same_part_of_them() -> None:
    told = [alarm(clock(END, 10, add_working_days(END, used).on)) for used in (4, 5, 8, 9, 10, 11)]
    assert told == [
        None,
        Alarm.DAY_10,
        Alarm.DAY_15,
        Alarm.DAY_18,
        Alarm.DAY_18,
        Alarm.OVERDUE,
    ]


def test_a_last_day_in_a_year_that_is_not_announced_is_provisional(
    house: House, app: Flask
) -> None:
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    far, near = Visit(house), Visit(house)
    far.submit("no_problem")
    near.submit("no_problem")
    far.check.completed_at = datetime(2090, 3, 1, tzinfo=UTC)
    near.check.completed_at = datetime(2026, 3, 2, tzinfo=UTC)
    db.session.commit()
    items = desk.get("/publications", state="due").json["items"]
    assert [item["publish_by_provisional"] for item in items] == [False, True]


def test_what_is_due_first_stands_first_whatever_each_office_is_given(
    house: House, app: Flask
) -> None:
    """A city sees two districts; the one with fewer days has less of them left."""
    city = house.keep(Jurisdiction(code="330100", name="示范市"))
    other = House(code="330108", made={"visit": 50})
    house.jurisdiction.parent_id = other.jurisdiction.parent_id = city.id
    hurried = DatedSetting(
        jurisdiction_id=other.jurisdiction.id,
        key="publication.working_days",
        value={"number": 7},
        valid_from=date(2026, 1, 1),
        legal_basis="本局规定",
    )
    house.keep(hurried)
    person = house.person(Role.SUPERVISOR)
    person.jurisdiction_id = city.id
    slow, quick = Visit(house), Visit(other)
    for visit in (slow, quick):
        visit.submit("no_problem")
    slow.check.completed_at = now() - timedelta(days=2)
    db.session.commit()
    desk = Client(app).sign_in(person.login)
    one = desk.get("/publications", limit=1).json
    two = desk.get("/publications", limit=1, after=one["next"]).json
    shown = [page["items"][0]["number"] for page in (one, two)]
    assert shown == [quick.check.number, slow.check.number]
    assert two["next"] is None


def test_a_page_after_one_that_was_just_published_goes_on_where_it_stood(
    house: House, app: Flask
) -> None:
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    visits = [Visit(house) for _ in range(3)]
    for number, visit in enumerate(visits):
        visit.submit("no_problem")
        visit.check.completed_at = now() - timedelta(days=10 - number)
    db.session.commit()
    first = desk.get("/publications", limit=1).json
    body = {"spot_check_id": str(visits[0].check.id), "photos": []}
    assert desk.post("/publications", body).status_code == 201
    second = desk.get("/publications", limit=1, after=first["next"]).json
    assert second["items"][0]["number"] == visits[1].check.number
