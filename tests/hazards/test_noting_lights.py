"""Each change of a light is a fact, once: by the passing of days, or by a deed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from suicha import jobs, worker
from suicha.db import at, db, today
from suicha.hazards import lights, operations
from suicha.hazards.light import RULE, Colour, light
from suicha.hazards.models import Hazard, HazardLight, HazardState
from suicha.journal import Entry
from tests.hazards.cast import Cast
from tests.hazards.test_queue import many
from tests.visits import BY_ITEM, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.builders import House


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def colours(hazard: Hazard) -> list[str]:
    return [str(each.to) for each in lights.history(hazard.id)]


def noted() -> int:
    number = operations.note_lights()
    db.session.commit()
    return number


def pass_days(start: date, number: int) -> Iterator[int]:
    for days in range(number):
        with at(noon(start + timedelta(days=days))):
            yield noted()


def test_days_pass_and_every_change_is_told_once(cast: Cast) -> None:
    due_on = today() + timedelta(days=10)
    hazard = cast.hazard(HazardState.CONFIRMED, due_on)
    assert colours(hazard) == ["green"]
    assert sum(pass_days(today(), 60)) == 3
    history = lights.history(hazard.id)
    told = [(one.from_, one.to, one.reason) for one in history]
    assert told == [
        (None, "green", "in_time"),
        ("green", "amber", "due_soon"),
        ("amber", "yellow", "overdue_two_weeks"),
        ("yellow", "red", "overdue_one_month"),
    ]
    assert {(one.rule, one.due_on) for one in history} == {(RULE, due_on)}
    query = select(Entry.body).where(Entry.fact == "hazard.light_changed")
    bodies = db.session.scalars(query.order_by(Entry.at)).all()
    assert bodies[-1] == {
        "from": "yellow",
        "to": "red",
        "reason": "overdue_one_month",
        "rule": RULE,
    }
    assert len(bodies) == len(history)


def test_a_red_light_stays_in_the_history_when_the_due_date_is_put_off(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    first = hazard.due_on
    hazard.due_on = today() - timedelta(days=40)
    db.session.commit()
    assert noted() == 1
    later = today() + timedelta(days=30)
    detail = cast.do("extend", hazard.id, due_on=str(later)).json
    assert detail["light"]["colour"] == "green"
    told = [(one["from"], one["to"], one["due_on"]) for one in detail["light_history"]]
    assert told == [
        (None, "amber", str(first)),
        ("amber", "red", str(today() - timedelta(days=40))),
        ("red", "green", str(later)),
    ]


def test_a_deed_does_not_hide_what_the_worker_had_no_time_to_note(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    hazard.due_on = today() - timedelta(days=40)
    db.session.commit()
    cast.do("extend", hazard.id, due_on=str(today() + timedelta(days=30)))
    assert colours(hazard) == ["amber", "red", "green"]


def test_a_deed_notes_at_once_what_the_light_becomes(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CLOSED, today() + timedelta(days=90), determination=BY_ITEM)
    assert colours(hazard) == ["green", "red", "none"]
    assert noted() == 0


def test_what_has_not_changed_is_not_told_again(house: House, app: Flask) -> None:
    many(Visit(house), list(range(-45, 10)))
    assert noted() == 55
    assert noted() == 0


def test_many_are_noted_some_at_a_time(house: House, app: Flask) -> None:
    many(Visit(house), [5] * 7)
    assert [operations.note_lights(most=3) for _ in range(4)] == [3, 3, 1, 0]


def test_a_change_of_a_light_cannot_be_written_twice_or_rewritten(cast: Cast) -> None:
    hazard = cast.hazard()
    rule = {"colour": Colour.RED, "reason": "major", "rule": RULE, "due_on": today()}
    db.session.add(HazardLight(hazard_id=hazard.id, n=1, **rule))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    for table in ("hazard_lights", "hazard_steps"):
        cast.hazard(HazardState.CONFIRMED)
        with pytest.raises(DBAPIError, match="facts"):
            db.session.execute(text(f"UPDATE {table} SET at = now()"))  # noqa: S608  # two names
        db.session.rollback()


def test_a_hazard_in_somebodys_hands_is_left_to_them(cast: Cast) -> None:
    hazard = cast.hazard()
    hazard.due_on = today() - timedelta(days=40)
    db.session.commit()
    with db.engine.connect() as other:
        other.execute(select(Hazard.id).where(Hazard.id == hazard.id).with_for_update())
        assert noted() == 0
    assert noted() == 1


def test_the_worker_notes_the_lights_that_the_days_have_changed(house: House, app: Flask) -> None:
    hazard = many(Visit(house), [-40])[0]
    jobs.defer(("hazards.note_lights", ""))
    db.session.commit()
    url = db.engine.url.render_as_string(hide_password=False)
    worker.run(url, app.app_context, wait=False)
    db.session.expire_all()
    assert colours(hazard) == ["red"]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31), date(2028, 2, 29)])
def test_the_database_sees_the_same_colour_as_the_rule_at_the_ends_of_months(
    house: House, app: Flask, day: date
) -> None:
    made = many(Visit(house), [0] * 90)
    for number, hazard in enumerate(made):
        hazard.due_on = day - timedelta(days=60 - number)
        hazard.is_major = number % 2 == 1
        hazard.state = list(HazardState)[number % len(HazardState)]
    db.session.commit()
    query = select(Hazard, lights.colour(lights.TABLE, day))
    for hazard, shown in db.session.execute(query):
        assert shown == by_rule(hazard, day)
    for wanted in Colour:
        found = db.session.scalars(select(Hazard).where(lights.shows(wanted, lights.TABLE, day)))
        assert {one.id for one in found} == {one.id for one in made if by_rule(one, day) is wanted}


def by_rule(hazard: Hazard, day: date) -> Colour:
    return light(hazard.state, hazard.due_on, day, is_major=hazard.is_major).colour


@given(st.booleans(), st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.dates())
def test_a_closed_hazard_shows_no_light(is_major: bool, today: date, due_on: date) -> None:  # noqa: FBT001  # hypothesis gives it
    shown = light(HazardState.CLOSED, due_on, today, is_major=is_major)
    assert shown.colour is Colour.NONE


@pytest.mark.parametrize("state", HazardState)
def test_a_major_hazard_is_red_from_its_confirmation_until_its_closing(state: HazardState) -> None:
    shown = light(state, date(2027, 1, 1), date(2026, 1, 1), is_major=True).colour
    outside = {HazardState.REPORTED: Colour.GREEN, HazardState.CLOSED: Colour.NONE}
    assert shown is outside.get(state, Colour.RED)
