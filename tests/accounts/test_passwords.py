"""Passwords are changed by those who know them; wrong ones tell nothing of who is here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from suicha.accounts.models import Role, UnknownLogin
from suicha.db import db, now
from suicha.journal import about
from tests.client import PASSWORD, Answer, Client

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

NEXT = "another long password"


def attempt(client: Client, login: str, given: str = "wrong") -> Answer:
    body = {"login": login, "password": given, "device_name": "t", "transport": "bearer"}
    return client.post("/session", body)


def change(client: Client, old: str = PASSWORD, new: str = NEXT) -> Answer:
    return client.post("/me/password", {"old": old, "new": new})


def told(answer: Answer) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_name_that_nobody_has_is_locked_as_one_that_somebody_has(
    house: House, client: Client
) -> None:
    known, unknown = house.person().login, "nobody.here"
    with time_machine.travel(now(), tick=False):
        for number in range(8):
            one, other = attempt(client, known), attempt(client, unknown)
            assert (one.status_code, one.json) == (other.status_code, other.json), number
        assert told(one) == (429, "login.locked")


def test_an_unknown_name_is_kept_as_a_hash_and_forgotten_after_a_day(client: Client) -> None:
    attempt(client, "my secret typed into the wrong field")
    kept = db.session.scalars(select(UnknownLogin.login_sha256)).all()
    assert len(kept) == 1
    assert "secret" not in kept[0]
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        attempt(client, "somebody.else")
    assert kept[0] not in db.session.scalars(select(UnknownLogin.login_sha256)).all()


def test_slips_of_another_day_are_not_counted(house: House, client: Client) -> None:
    known, unknown = house.person().login, "nobody.here"
    for _ in range(4):
        attempt(client, known)
        attempt(client, unknown)
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        for login in (known, unknown):
            assert told(attempt(client, login)) == (401, "login.wrong")
            assert told(attempt(client, login)) == (401, "login.wrong")


def test_a_changed_password_signs_the_other_devices_out(house: House, app: Flask) -> None:
    person = house.person()
    here, there = Client(app).sign_in(person.login), Client(app).sign_in(person.login)
    answer = change(here)
    assert (answer.status_code, answer.json["login"]) == (200, person.login)
    assert here.get("/me").status_code == 200
    assert there.get("/me").json["code"] == "login.revoked"
    assert told(attempt(there, person.login, PASSWORD)) == (401, "login.wrong")
    assert attempt(there, person.login, NEXT).status_code == 200
    facts = [one.fact for one in about([person.id])]
    assert facts.count("person.password_changed") == 1
    assert facts.count("device.revoked") == 1


def test_whoever_does_not_know_the_old_password_is_locked_out_too(house: House, app: Flask) -> None:
    client = Client(app).sign_in(house.person().login)
    for _ in range(5):
        refused = change(client, old="wrong")
        assert told(refused) == (422, "password.wrong")
        assert refused.json["details"]["field"] == "old"
    assert told(change(client)) == (429, "login.locked")
    assert attempt(client, "supervisor1.330106", PASSWORD).status_code == 429


def test_a_short_password_is_refused_by_its_field(house: House, app: Flask) -> None:
    client = Client(app).sign_in(house.person().login)
    refused = change(client, new="nine char")
    assert (told(refused), refused.json["details"]["field"]) == ((422, "password.short"), "new")
    assert client.post("/me/password", {"new": NEXT}).json["details"]["field"] == "old"


def test_an_administrator_gives_a_new_password_to_who_forgot_theirs(
    house: House, app: Flask
) -> None:
    desk = Client(app).sign_in(house.person(Role.ADMINISTRATOR, "admin").login)
    person = house.inspector()
    phone = Client(app).sign_in(person.login)
    path = f"/people/{person.id}/password"
    assert told(desk.post(path, {"password": "nine char"})) == (422, "password.short")
    shown = desk.post(path, {"password": NEXT}).json
    assert [one["revoke_reason"] for one in shown["devices"]] == ["password_changed"]
    assert phone.get("/me").json["code"] == "login.revoked"
    assert phone.sign_in(person.login, NEXT).get("/me").status_code == 200
    own = desk.post(f"/people/{desk.get('/me').json['id']}/password", {"password": NEXT})
    assert told(own) == (409, "person.self")
    desk.post(f"/people/{person.id}/end", {"reason": "调离"})
    assert told(desk.post(path, {"password": NEXT})) == (409, "person.ended")
