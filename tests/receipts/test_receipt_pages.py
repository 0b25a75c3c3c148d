"""Whoever holds a number learns whether a file is what was received, and nothing else."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from suicha.db import db
from suicha.spot_checks.models import Record
from tests.builders import House
from tests.client import Client
from tests.visits import Visit

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from .conftest import Received

BAD = (
    "",
    "ZP-2026-0000000",
    "ZP-1999-0000001",
    "zp-2026-0000001",
    "SF-2026-000000",
    "sf-2026-000001",
    " SF-2026-000001",
    "SF-2026-000001 ",
    "SF-2026-000001/",
    "SF 2026 000001",
    "SF-2026-٠٠٠٠٠١",
    "ZP-2026-" + "9" * 500,
    "A" * 500,
    "SF-2026-000001\0",
    "..",
    "../SF-2026-000001",
    "../../etc/passwd",
    "SF-2026-000001'; --",
    "<script>alert(1)</script>",
    "%00",
    "files/",
)


def shown(app: Flask, number: str) -> TestResponse:
    return app.test_client().get(f"/r/{number}")


def test_a_photo_is_told_by_hash_size_and_time(app: Flask, received: Received) -> None:
    answer = shown(app, received.number)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    for told in (received.number, received.photo.sha256, str(len(received.image))):
        assert told in answer.text
    assert received.photo.received_at is not None
    assert received.photo.received_at.isoformat() in answer.text


def test_a_record_is_told_by_the_digest_that_was_signed(app: Flask, received: Received) -> None:
    answer = shown(app, received.record)
    record = db.session.scalars(db.select(Record)).one()
    assert f'data-sha256="{record.digest}"' in answer.text
    assert f'data-size="{len(record.text.encode())}"' in answer.text


def test_nothing_else_is_told(app: Flask, received: Received) -> None:
    visit = received.visit
    check = visit.check
    secret = {visit.site.name, visit.site.address, visit.lead.name, visit.second.name}
    secret |= {check.number, str(check.id), str(visit.site.id), visit.named[0]["description"]}
    for number in (received.number, received.record):
        told = shown(app, number).text + Client(app).get(f"/receipts/{number}").text
        assert [word for word in secret if word in told] == []
        assert "<img" not in told


@pytest.mark.parametrize("number", BAD)
def test_any_other_number_gets_one_plain_page(app: Flask, received: Received, number: str) -> None:
    plain = shown(app, "ZP-2026-9999999")
    assert plain.status_code == 404
    assert plain.mimetype == "text/html"
    answer = shown(app, number)
    assert (answer.status_code, answer.text) == (404, plain.text)


def test_a_photo_that_has_not_come_has_no_page(app: Flask, received: Received) -> None:
    assert shown(app, "None").status_code == 404
    assert shown(app, received.photo.sha256).status_code == 404


def test_programs_are_told_the_same(app: Flask, received: Received) -> None:
    client = Client(app)
    told = client.get(f"/receipts/{received.number}").json
    assert set(told) == {"number", "kind", "sha256", "size", "received_at"}
    assert (told["kind"], told["sha256"]) == ("photo", sha256(received.image).hexdigest())
    assert client.get(f"/receipts/{received.record}").json["kind"] == "record"
    for number in BAD:
        assert client.get(f"/receipts/{number}").status_code == 404


def test_the_page_can_send_nothing_anywhere(app: Flask, received: Received) -> None:
    for number in (received.number, "none"):
        answer = shown(app, number)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "connect-src" not in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]* src=)|<style| on[a-z]+=| style=", answer.text)


def test_what_the_page_uses_is_there(app: Flask, received: Received) -> None:
    http = app.test_client()
    for address in re.findall(r'(?:href|src)="(/[^"]+)"', shown(app, received.number).text):
        assert http.get(address).status_code == 200, address
    assert http.get("/r/files/receipt.html").status_code == 404
    assert http.get("/r/files/..%2freceipt.html").status_code == 404


def test_the_file_of_a_record_has_the_digest_that_was_signed(
    app: Flask, received: Received, house: House
) -> None:
    told = Client(app).get(f"/receipts/{received.record}").json
    for login in (house.person(Role.SUPERVISOR).login, received.visit.lead.login):
        answer = Client(app).sign_in(login).get(f"/spot-checks/{received.visit.check.id}/record")
        assert answer.status_code == 200
        assert sha256(answer.data).hexdigest() == told["sha256"]
        assert json.loads(answer.data)["spot_check_id"] == str(received.visit.check.id)
        assert f"{received.record}.json" in answer.headers["Content-Disposition"]


def test_the_file_of_a_record_is_for_those_who_see_the_check(
    app: Flask, received: Received, house: House
) -> None:
    path = f"/spot-checks/{received.visit.check.id}/record"
    assert Client(app).get(path).status_code == 401
    strangers = (house.inspector(), House("330108").person(Role.SUPERVISOR))
    for person in strangers:
        assert Client(app).sign_in(person.login).get(path).json["code"] == "spot_check.unknown"


def test_a_check_that_is_not_closed_has_no_file(app: Flask, house: House) -> None:
    visit = Visit(house)
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    assert desk.get(f"/spot-checks/{visit.check.id}/record").json["code"] == "not_found"
