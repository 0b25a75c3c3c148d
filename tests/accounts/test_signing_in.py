"""Signing in, and everything that keeps others out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine

from suicha.accounts.models import Device, Role
from suicha.db import db, now
from tests.client import PASSWORD, Answer, Client

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House


def attempt(client: Client, login: str, password: str) -> Answer:
    body = {"login": login, "password": password, "device_name": "t", "transport": "bearer"}
    return client.post("/session", body)


def refreshed(client: Client, token: str) -> Answer:
    return client.call("POST", "/session/refresh", headers={"Authorization": f"Bearer {token}"})


def test_a_person_signs_in_and_is_told_who_they_are(house: House, client: Client) -> None:
    person = house.inspector(card="ZJ0001")
    me = client.sign_in(person.login).get("/me").json
    assert (me["login"], me["role"], me["card_number"]) == (person.login, "inspector", "ZJ0001")
    assert me["jurisdiction"]["code"] == "330106"
    assert "password" not in str(me)


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(
    house: House, client: Client
) -> None:
    person = house.person()
    wrong = attempt(client, person.login, "wrong")
    unknown = attempt(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert wrong.json["code"] == "login.wrong"


def test_five_wrong_passwords_lock_for_fifteen_minutes(house: House, client: Client) -> None:
    person = house.person()
    for _ in range(5):
        assert attempt(client, person.login, "wrong").json["code"] == "login.wrong"
    locked = attempt(client, person.login, PASSWORD)
    assert (locked.status_code, locked.json["code"]) == (429, "login.locked")
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1), tick=False):
        assert attempt(client, person.login, PASSWORD).status_code == 200


def test_an_access_token_expires_after_fifteen_minutes(house: House, client: Client) -> None:
    client.sign_in(house.person().login)
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert client.get("/me").json["code"] == "login.expired"


def test_the_old_refresh_token_works_until_the_new_one_was_used(
    house: House, client: Client
) -> None:
    client.sign_in(house.person().login)
    first = client.tokens["refresh"]
    lost = refreshed(client, first).json["refresh_token"]
    second = refreshed(client, first)
    assert second.status_code == 200, "the answer may have been lost: the old one still works"
    third = refreshed(client, second.json["refresh_token"])
    assert third.status_code == 200
    assert refreshed(client, first).json["code"] == "login.revoked"
    assert refreshed(client, lost).json["code"] == "login.revoked"


def test_a_revoked_device_is_out_at_once(house: House, client: Client) -> None:
    client.sign_in(house.person().login)
    device = db.session.get(Device, client.device_id)
    assert device is not None
    device.revoked_at = now()
    db.session.commit()
    assert client.get("/me").json["code"] == "login.revoked"
    assert refreshed(client, client.tokens["refresh"]).json["code"] == "login.revoked"


def test_signing_out_revokes_the_device(house: House, client: Client) -> None:
    client.sign_in(house.person().login)
    assert client.call("DELETE", "/session").status_code == 204
    assert client.get("/me").json["code"] == "login.revoked"


def test_cookies_are_http_only_and_need_the_anti_forgery_header(house: House, app: Flask) -> None:
    person, browser = house.person(), app.test_client()
    body = {"login": person.login, "password": PASSWORD, "device_name": "t", "transport": "cookie"}
    answer = browser.post("/api/v1/session", json=body)
    assert answer.json is not None
    assert answer.json["access_token"] is None
    access = next(c for c in answer.headers.getlist("Set-Cookie") if "access_token_cookie" in c)
    assert "HttpOnly" in access
    assert "SameSite=Strict" in access
    assert browser.get("/api/v1/me").status_code == 200
    refused = browser.delete("/api/v1/session")
    assert refused.json is not None
    assert refused.json["code"] == "login.csrf"
    csrf = browser.get_cookie("csrf_access_token")
    assert csrf is not None
    assert (
        browser.delete("/api/v1/session", headers={"X-CSRF-TOKEN": csrf.value}).status_code == 204
    )


def test_another_persons_device_is_not_taken_over(house: House, app: Flask) -> None:
    one = Client(app).sign_in(house.person().login)
    other = Client(app)
    body = {"login": house.person(Role.WITNESS).login, "password": PASSWORD, "device_name": "t"}
    answer = other.post("/session", body | {"transport": "bearer", "device_id": one.device_id})
    assert answer.status_code == 200
    assert answer.json["device_id"] != one.device_id
