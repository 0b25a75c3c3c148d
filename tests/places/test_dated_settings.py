"""An office sets its numbers from a day on, by a rule; what held before stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from suicha.accounts.models import Role
from suicha.db import db, today
from suicha.journal import Entry
from suicha.places.defaults import DEFAULTS
from suicha.places.models import DatedSetting
from suicha.places.queries import number_in_force, series
from tests.builders import House
from tests.client import Client

if TYPE_CHECKING:
    from flask import Flask

RULE = "示范区双随机抽查实施细则 第八条"


@pytest.fixture
def administrator(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.ADMINISTRATOR).login)


def new(**given: Any) -> dict[str, Any]:  # Any: JSON
    body = {"key": "draw.yearly_cap", "number": 3, "valid_from": str(today()), "legal_basis": RULE}
    return body | given


def one(listed: Any, key: str = "draw.yearly_cap") -> Any:  # Any: JSON
    return next(each for each in listed if each["key"] == key)


def told(answer: Any) -> tuple[int, str, str]:  # Any: an answer with JSON
    return answer.status_code, answer.json["code"], answer.json["details"]["field"]


def test_an_office_that_has_set_nothing_is_told_our_defaults_and_their_source(
    administrator: Client,
) -> None:
    listed = administrator.get("/settings").json
    assert [each["key"] for each in listed] == list(DEFAULTS)
    for each in listed:
        ours = DEFAULTS[each["key"]]
        assert each["in_force"] == {
            "number": ours.number,
            "valid_from": None,
            "legal_basis": ours.source,
            "is_default": True,
        }
        assert each["least"] <= each["in_force"]["number"] <= each["most"]
        assert each["coming"] == each["past"] == []


def test_a_number_of_today_holds_at_once_with_its_basis(
    house: House, administrator: Client
) -> None:
    answer = administrator.post("/settings", new(legal_basis=f"  {RULE} "))
    assert answer.status_code == 201, answer.json
    assert one(answer.json)["in_force"] == {
        "number": 3,
        "valid_from": str(today()),
        "legal_basis": RULE,
        "is_default": False,
    }
    assert number_in_force(house.jurisdiction.id, "draw.yearly_cap", today()) == 3
    yesterday = today() - timedelta(days=1)
    assert number_in_force(house.jurisdiction.id, "draw.yearly_cap", yesterday) == 2


def test_a_number_is_followed_by_a_later_one_and_stays(house: House, administrator: Client) -> None:
    first, second = today(), today() + timedelta(days=30)
    administrator.post("/settings", new())
    listed = administrator.post("/settings", new(number=1, valid_from=str(second))).json
    assert one(listed)["in_force"]["number"] == 3
    assert [each["number"] for each in one(listed)["coming"]] == [1]
    held = series([house.jurisdiction.id], "draw.yearly_cap")
    days = (first, second - timedelta(days=1), second)
    assert [held.at(house.jurisdiction.id, day) for day in days] == [3, 3, 1]


def test_what_held_before_is_listed_the_latest_first(house: House, administrator: Client) -> None:
    for number, since in ((1, date(2025, 1, 1)), (4, date(2026, 1, 1)), (5, date(2026, 2, 1))):
        house.keep(
            DatedSetting(
                jurisdiction_id=house.jurisdiction.id,
                key="draw.yearly_cap",
                value={"number": number},
                valid_from=since,
                legal_basis=RULE,
            )
        )
    found = one(administrator.get("/settings").json)
    assert found["in_force"]["number"] == 5
    assert [each["number"] for each in found["past"]] == [4, 1]


@pytest.mark.parametrize(
    ("given", "status", "code", "field"),
    [
        ({"number": 0}, 422, "setting.bounds", "number"),
        ({"number": 13}, 422, "setting.bounds", "number"),
        ({"number": 10**30}, 422, "setting.bounds", "number"),
        ({"key": "draw.ratio.A", "number": 101}, 422, "setting.bounds", "number"),
        ({"key": "draw.ratio.A", "number": -1}, 422, "setting.bounds", "number"),
        ({"number": 2.5}, 422, "request.invalid", "number"),
        ({"number": None}, 422, "request.invalid", "number"),
        ({"key": "draw.ratio.E"}, 422, "request.invalid", "key"),
        ({"legal_basis": " \n "}, 422, "request.invalid", "legal_basis"),
        ({"legal_basis": "法" * 501}, 422, "request.invalid", "legal_basis"),
        ({"valid_from": "2026-02-30"}, 422, "request.invalid", "valid_from"),
        ({"valid_from": "9999-12-31"}, 422, "request.invalid", "valid_from"),
        ({"valid_from": "2020-01-01"}, 422, "setting.past", "valid_from"),
    ],
)
def test_a_slip_is_refused_by_its_field(
    administrator: Client, given: dict[str, object], status: int, code: str, field: str
) -> None:
    assert told(administrator.post("/settings", new(**given))) == (status, code, field)
    assert db.session.scalar(select(func.count(DatedSetting.id))) == 0


def test_yesterday_is_over(administrator: Client) -> None:
    yesterday = str(today() - timedelta(days=1))
    answer = administrator.post("/settings", new(valid_from=yesterday))
    assert told(answer) == (422, "setting.past", "valid_from")


def test_a_day_takes_one_number_and_the_first_of_it_stays(administrator: Client) -> None:
    administrator.post("/settings", new())
    answer = administrator.post("/settings", new(number=1))
    assert told(answer) == (409, "setting.exists", "valid_from")
    assert one(administrator.get("/settings").json)["in_force"]["number"] == 3


def test_a_number_cannot_be_altered_even_in_the_database(administrator: Client) -> None:
    administrator.post("/settings", new())
    setting = db.session.scalars(select(DatedSetting)).one()
    setting.value = {"number": 12}
    with pytest.raises(Exception, match="facts"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_sets_a_number(house: House, app: Flask, role: Role) -> None:
    somebody = Client(app).sign_in(house.person(role).login)
    answer = somebody.post("/settings", new())
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_whoever_reads_the_registers_reads_the_settings(
    house: House, app: Flask, role: Role
) -> None:
    assert Client(app).sign_in(house.person(role).login).get("/settings").status_code == 200


def test_each_district_has_its_own(house: House, administrator: Client, app: Flask) -> None:
    administrator.post("/settings", new())
    other = House(code="330108")
    stranger = Client(app).sign_in(other.person(Role.ADMINISTRATOR).login)
    assert one(stranger.get("/settings").json)["in_force"]["is_default"] is True
    assert stranger.post("/settings", new(number=1)).status_code == 201
    assert number_in_force(house.jurisdiction.id, "draw.yearly_cap", today()) == 3
    assert number_in_force(other.jurisdiction.id, "draw.yearly_cap", today()) == 1


def test_a_number_is_in_the_journal(administrator: Client) -> None:
    administrator.post("/settings", new())
    setting = db.session.scalars(select(DatedSetting)).one()
    entry = db.session.scalars(select(Entry).where(Entry.subject_id == setting.id)).one()
    body = {"key": "draw.yearly_cap", "number": 3, "valid_from": str(today())}
    assert (entry.fact, entry.body) == ("setting.dated", body)
