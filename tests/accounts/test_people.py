"""Administrators take people on, end their accounts and sign lost devices out, with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from suicha.accounts.models import CardState, Device, Person, Role
from suicha.db import db, uuid7
from suicha.journal import Entry, about
from suicha.places.models import Jurisdiction
from suicha.sites.models import Unit
from tests.builders import House
from tests.client import PASSWORD, Answer, Client

if TYPE_CHECKING:
    from flask import Flask

LOST = {"reason": "手机在工地遗失"}
GONE = {"reason": "调离本单位"}


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.ADMINISTRATOR, "admin", "唐宁").login)


def newcomer(house: House, **given: Any) -> dict[str, Any]:  # Any: JSON
    return {
        "login": "newcomer",
        "name": "新来的",
        "role": "inspector",
        "password": PASSWORD,
        "agency_id": str(house.agency.id),
    } | given


def names(answer: Answer) -> list[str]:
    return [item["login"] for item in answer.json["items"]]


def test_people_are_found_by_name_login_and_role(house: House, desk: Client) -> None:
    house.person(Role.SUPERVISOR, "zhoumin", "周敏")
    house.person(Role.INSPECTOR, "lin_xiao", "林晓")
    house.person(Role.INSPECTOR, "linx", "陈岩")
    assert names(desk.get("/people")) == ["admin", "zhoumin", "lin_xiao", "linx"]
    assert names(desk.get("/people", q="周")) == ["zhoumin"]
    assert names(desk.get("/people", q="lin")) == ["lin_xiao", "linx"]
    assert names(desk.get("/people", q="_")) == ["lin_xiao"], "no wildcard"
    assert names(desk.get("/people", role="inspector")) == ["lin_xiao", "linx"]
    first = desk.get("/people", limit=3).json
    assert (first["total"], len(first["items"])) == (4, 3)
    assert names(desk.get("/people", limit=3, after=first["next"])) == ["linx"]


def test_a_long_list_asks_no_more_questions_than_a_short_one(house: House, desk: Client) -> None:
    for _ in range(5):
        house.inspector()
    db.session.remove()
    assert len(desk.get("/people").json["items"]) == 6


def test_only_administrators_act_and_auditors_may_look(house: House, app: Flask) -> None:
    person = house.person(Role.INSPECTOR)
    for role, status in ((Role.AUDITOR, 200), (Role.SUPERVISOR, 403), (Role.INSPECTOR, 403)):
        client = Client(app).sign_in(house.person(role).login)
        for path in ("/people", f"/people/{person.id}"):
            assert client.get(path).status_code == status, (role, path)
        posts = {
            "/people": newcomer(house),
            f"/people/{person.id}/end": GONE,
            f"/people/{person.id}/password": {"password": PASSWORD},
            f"/devices/{client.device_id}/revoke": LOST,
        }
        for path, body in posts.items():
            assert client.post(path, body).json["code"] == "role.forbidden", (role, path)


def test_a_city_looks_after_its_districts_and_no_district_after_another(
    house: House, app: Flask
) -> None:
    city = house.keep(Jurisdiction(code="330100", name="示范市"))
    house.jurisdiction.parent_id = city.id
    above = house.person(Role.ADMINISTRATOR)
    above.jurisdiction_id = city.id
    db.session.commit()
    person = house.person(Role.INSPECTOR)
    stranger = Client(app).sign_in(House(code="330108").person(Role.ADMINISTRATOR).login)
    device = Client(app).sign_in(person.login).device_id
    assert person.login not in names(stranger.get("/people"))
    assert stranger.get(f"/people/{person.id}").json["code"] == "person.unknown"
    assert stranger.post(f"/people/{person.id}/end", GONE).json["code"] == "person.unknown"
    assert stranger.post(f"/devices/{device}/revoke", LOST).json["code"] == "device.unknown"
    given = stranger.post(f"/people/{person.id}/password", {"password": PASSWORD})
    assert given.json["code"] == "person.unknown"
    assert stranger.post("/people", newcomer(house)).json["code"] == "agency.unknown"
    assert Client(app).sign_in(above.login).post(f"/people/{person.id}/end", GONE).json["ended_at"]
    # Whoever stands above is not the district's to end.
    below = Client(app).sign_in(house.person(Role.ADMINISTRATOR).login)
    assert below.post(f"/people/{above.id}/end", GONE).json["code"] == "person.unknown"


def test_a_newcomer_signs_in_and_stands_in_the_journal_without_a_name(
    house: House, desk: Client, app: Flask
) -> None:
    answer = desk.post("/people", newcomer(house))
    assert (answer.status_code, answer.json["role"]) == (201, "inspector")
    assert "password" not in answer.text
    assert answer.json["devices"] == []
    assert Client(app).sign_in("newcomer").get("/me").json["name"] == "新来的"
    person = db.session.scalars(select(Person).where(Person.login == "newcomer")).one()
    entry = about([person.id])[0]
    assert (entry.fact, entry.body) == ("person.added", {"role": "inspector"})
    assert person.jurisdiction_id == house.jurisdiction.id


def test_a_contractor_answers_for_a_unit(house: House, desk: Client) -> None:
    house.site()
    unit = db.session.scalars(select(Unit)).first()
    assert unit is not None
    contractor = newcomer(house, role="contractor")
    for uscc in (None, "", "91350100M000100Y43"):
        refused = desk.post("/people", contractor | {"uscc": uscc})
        assert (refused.status_code, refused.json["code"]) == (422, "unit.unknown")
    answer = desk.post("/people", contractor | {"uscc": unit.uscc})
    assert answer.json["unit"] == {"id": str(unit.id), "name": unit.name, "uscc": unit.uscc}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"login": "admin"}, "login.exists", "login"),
        ({"login": "Li Lei"}, "login.malformed", "login"),
        ({"password": "nine char"}, "password.short", "password"),
        ({"role": "king"}, "request.invalid", "role"),
        ({"name": " "}, "request.invalid", "name"),
        ({"agency_id": str(uuid7())}, "agency.unknown", "agency_id"),
        ({"jurisdiction_id": str(uuid7())}, "request.invalid", "jurisdiction_id"),
    ],
)
def test_a_wrong_newcomer_is_refused_by_its_field(
    house: House, desk: Client, given: dict[str, str], code: str, field: str
) -> None:
    answer = desk.post("/people", newcomer(house, **given))
    assert (answer.json["code"], answer.json["details"]["field"]) == (code, field)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_of_eight_who_ask_for_one_login_at_once_one_has_it(house: House, desk: Client) -> None:
    body = newcomer(house)
    db.session.remove()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: desk.post("/people", body), range(8)))
    told = sorted(answer.json.get("code", "") for answer in answers)
    assert told == ["", *["login.exists"] * 7]


def test_ending_signs_all_devices_out_at_once_and_tells_who_when_and_why(
    house: House, desk: Client, app: Flask
) -> None:
    person = house.inspector()
    phone, tablet = Client(app).sign_in(person.login), Client(app).sign_in(person.login)
    shown = desk.post(f"/people/{person.id}/end", GONE).json
    assert (shown["ended_by"], shown["end_reason"]) == ("唐宁", "调离本单位")
    assert shown["ended_at"] is not None
    told = {(one["revoked_by"], one["revoke_reason"]) for one in shown["devices"]}
    assert told == {("唐宁", "person_ended")}
    for client in (phone, tablet):
        assert client.get("/me").json["code"] == "login.revoked"
        renewed = client.call(
            "POST",
            "/session/refresh",
            headers={"Authorization": f"Bearer {client.tokens['refresh']}"},
        )
        assert renewed.json["code"] == "login.revoked"
    body = {"login": person.login, "password": PASSWORD}
    again = phone.post("/session", body | {"device_name": "t", "transport": "bearer"})
    assert (again.status_code, again.json["code"]) == (401, "login.wrong")
    facts = [(one.fact, one.body.keys() - {"device_id"}) for one in about([person.id])]
    assert ("person.ended", set()) in facts
    assert facts.count(("device.revoked", set())) == 2


def test_an_account_is_ended_once_and_nobody_ends_their_own(house: House, desk: Client) -> None:
    person = house.person(Role.INSPECTOR)
    assert desk.post(f"/people/{person.id}/end", GONE).status_code == 200
    again = desk.post(f"/people/{person.id}/end", GONE)
    assert (again.status_code, again.json["code"]) == (409, "person.ended")
    me = desk.get("/me").json["id"]
    own = desk.post(f"/people/{me}/end", GONE)
    assert (own.status_code, own.json["code"]) == (409, "person.self")
    assert desk.post(f"/people/{uuid7()}/end", GONE).json["code"] == "person.unknown"
    assert desk.get("/me").status_code == 200


def test_a_lost_device_is_signed_out_and_the_others_stay(
    house: House, desk: Client, app: Flask
) -> None:
    person = house.inspector()
    lost, kept = Client(app).sign_in(person.login), Client(app).sign_in(person.login)
    shown = desk.post(f"/devices/{lost.device_id}/revoke", LOST).json
    assert shown["id"] == str(person.id)
    first, last = shown["devices"]
    assert (first["id"], first["revoked_at"]) == (kept.device_id, None)
    assert (last["revoked_by"], last["revoke_reason"]) == ("唐宁", "手机在工地遗失")
    assert lost.get("/me").json["code"] == "login.revoked"
    assert kept.get("/me").status_code == 200
    # Signing in again on the same phone makes a new device: the old one stays revoked.
    body = {"login": person.login, "password": PASSWORD, "device_id": lost.device_id}
    again = lost.post("/session", body | {"device_name": "t", "transport": "bearer"})
    assert again.json["device_id"] != lost.device_id


def test_a_device_is_revoked_once_and_nobody_revokes_the_one_in_hand(
    house: House, desk: Client, app: Flask
) -> None:
    phone = Client(app).sign_in(house.inspector().login)
    assert desk.post(f"/devices/{phone.device_id}/revoke", LOST).status_code == 200
    again = desk.post(f"/devices/{phone.device_id}/revoke", LOST)
    assert (again.status_code, again.json["code"]) == (409, "device.revoked")
    own = desk.post(f"/devices/{desk.device_id}/revoke", LOST)
    assert (own.status_code, own.json["code"]) == (409, "device.own")
    assert desk.post(f"/devices/{uuid7()}/revoke", LOST).json["code"] == "device.unknown"
    other = Client(app).sign_in("admin")
    assert desk.post(f"/devices/{other.device_id}/revoke", LOST).status_code == 200


@pytest.mark.parametrize("reason", ["", " \n", "长" * 501, None, 5])
def test_a_deed_without_a_reason_is_refused(house: House, desk: Client, reason: object) -> None:
    person = house.person(Role.INSPECTOR)
    device = house.keep(Device(person_id=person.id, name="phone"))
    for path in (f"/people/{person.id}/end", f"/devices/{device.id}/revoke"):
        answer = desk.post(path, {"reason": reason})
        assert (answer.status_code, answer.json["details"]["field"]) == (422, "reason")


def test_the_journal_keeps_no_reason_and_no_name(house: House, desk: Client, app: Flask) -> None:
    person = house.inspector()
    phone = Client(app).sign_in(person.login)
    desk.post(f"/devices/{phone.device_id}/revoke", LOST)
    desk.post(f"/people/{person.id}/end", GONE)
    told = str([entry.body for entry in db.session.scalars(select(Entry))])
    assert [each for each in (LOST["reason"], GONE["reason"], person.login) if each in told] == []


def test_whoever_reads_the_registers_reads_which_agencies_there_are(
    house: House, app: Flask
) -> None:
    House(code="330108")
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR):
        listed = Client(app).sign_in(house.person(role).login).get("/agencies").json
        assert [each["jurisdiction_id"] for each in listed] == [str(house.jurisdiction.id)]
    inspector = Client(app).sign_in(house.person(Role.INSPECTOR).login)
    assert inspector.get("/agencies").json["code"] == "role.forbidden"


def test_a_keeper_chooses_among_the_inspectors_of_the_own_district(
    house: House, app: Flask
) -> None:
    one, two, cancelled, ended = (house.inspector() for _ in range(4))
    one.name, two.name = "甲", "乙"
    assert cancelled.card is not None
    cancelled.card.state = CardState.CANCELLED
    db.session.commit()
    House(code="330108").inspector()
    admin = Client(app).sign_in(house.person(Role.ADMINISTRATOR).login)
    admin.post(f"/people/{ended.id}/end", GONE)
    supervisor = Client(app).sign_in(house.person().login)
    listed = supervisor.get("/inspectors").json
    assert {each["id"] for each in listed} == {str(one.id), str(two.id)}
    assert {"name": "甲", "card_number": one.card_number, "agency": house.agency.name}.items() <= (
        next(each for each in listed if each["id"] == str(one.id)).items()
    )
    assert admin.get("/inspectors").json == listed
    auditor = Client(app).sign_in(house.person(Role.AUDITOR).login)
    assert auditor.get("/inspectors").json["code"] == "role.forbidden"
