"""The cursor of a pull: good for one database, and for no more than was asked."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from suicha.db import uuid7
from tests.phone import Phone, sent_to

if TYPE_CHECKING:
    from tests.builders import House


def of_other_database(cursor: str) -> str:
    said = json.loads(base64.urlsafe_b64decode(cursor))
    return base64.urlsafe_b64encode(json.dumps(said | {"epoch": str(uuid7())}).encode()).decode()


def ahead(cursor: str) -> str:
    said = json.loads(base64.urlsafe_b64decode(cursor))
    said["since"] += 10_000_000
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def test_a_cursor_of_another_database_is_answered_with_resync(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    nonsense = base64.urlsafe_b64encode(b'{"epoch": 1, "since": "x"}').decode()
    for foreign in (of_other_database(cursor), ahead(cursor), "nonsense", nonsense, "e30=", "字"):
        answer = phone.client.get("/sync/pull", cursor=foreign)
        assert (answer.status_code, answer.json["code"]) == (409, "sync.resync"), foreign
    assert len(phone.pull_all()[0]) == 4, "the phone then pulls afresh"


def test_a_limit_is_kept(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    assert len(phone.pull(limit=2)["changes"]) == 2
    too_many = phone.client.get("/sync/pull", limit=501)
    assert (too_many.status_code, too_many.json["details"]["field"]) == (422, "limit")
