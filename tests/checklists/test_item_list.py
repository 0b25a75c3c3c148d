"""The item list is kept: entries are added, followed by versions and ended; nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from suicha.accounts.models import Role
from suicha.checklists.models import ItemListEntry
from suicha.db import db, today
from suicha.journal import Entry
from suicha.places.models import Jurisdiction
from tests.builders import House
from tests.client import Client

NOBODY = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    return client.sign_in(house.person().login)


@pytest.fixture
def body(house: House) -> dict[str, Any]:  # Any: JSON
    house.checklist("SAFE")
    return {
        "number": "07",
        "name": "施工现场安全检查",
        "kind": "key",
        "legal_basis": "建设工程安全生产管理条例 第四十条",
        "agency_id": str(house.agency.id),
        "object": "在建工程",
        "ratio": "10%",
        "frequency": "每年不超过 2 次",
        "method": "现场检查",
        "content": "安全生产责任制",
        "checklist_codes": ["SAFE"],
    }


def details(body: dict[str, Any], **other: object) -> dict[str, Any]:  # Any: JSON
    return {name: value for name, value in body.items() if name != "number"} | other


def test_an_entry_is_added_and_in_force_from_today(desk: Client, body: dict[str, Any]) -> None:
    answer = desk.post("/item-list", body)
    assert answer.status_code == 201, answer.json
    told = answer.json
    assert (told["version"], told["valid_from"]) == (1, today().isoformat())
    assert [one["code"] for one in told["checklists"]] == ["SAFE"]
    assert desk.get("/item-list").json["items"] == [told]
    assert desk.get(f"/item-list/{told['id']}").json == told
    again = desk.post("/item-list", body)
    assert (again.status_code, again.json["code"]) == (409, "entry.exists")


def test_a_correction_is_a_further_version_and_the_first_stays(
    desk: Client, body: dict[str, Any]
) -> None:
    first = desk.post("/item-list", body).json
    path = f"/item-list/{first['id']}/correct"
    told = desk.post(path, details(body, ratio="20%")).json
    assert (told["version"], told["ratio"]) == (2, "20%")
    assert [one["id"] for one in desk.get("/item-list").json["items"]] == [told["id"]]
    assert desk.get("/item-list", past=True).json["total"] == 2
    kept = desk.get(f"/item-list/{first['id']}").json
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert (kept["ratio"], kept["valid_to"]) == ("10%", yesterday)
    stale = desk.post(path, details(body, ratio="30%"))
    assert (stale.status_code, stale.json["code"]) == (409, "entry.overtaken")


def test_the_same_again_makes_no_version(desk: Client, body: dict[str, Any]) -> None:
    first = desk.post("/item-list", body).json
    told = desk.post(f"/item-list/{first['id']}/correct", details(body)).json
    assert told == first
    assert db.session.query(ItemListEntry).count() == 1


def test_a_version_may_hold_from_a_later_day_but_not_an_earlier(
    desk: Client, body: dict[str, Any]
) -> None:
    first = desk.post("/item-list", body).json
    path = f"/item-list/{first['id']}/correct"
    early = desk.post(path, details(body, ratio="20%", valid_from="2020-01-01"))
    assert (early.status_code, early.json["code"]) == (422, "entry.valid_from")
    later = (today() + timedelta(days=10)).isoformat()
    desk.post(path, details(body, ratio="20%", valid_from=later))
    assert [one["ratio"] for one in desk.get("/item-list").json["items"]] == ["10%"]


def test_an_entry_ends_with_a_reason_and_stays(desk: Client, body: dict[str, Any]) -> None:
    entry = desk.post("/item-list", body).json
    path = f"/item-list/{entry['id']}"
    early = desk.post(f"{path}/end", {"reason": "依据废止", "valid_to": "2020-01-01"})
    assert (early.status_code, early.json["code"]) == (422, "entry.last_day")
    told = desk.post(f"{path}/end", {"reason": "依据废止"}).json
    assert (told["ended_reason"], told["valid_to"]) == ("依据废止", today().isoformat())
    for deed, sent in (("end", {"reason": "x"}), ("correct", details(body, ratio="x"))):
        answer = desk.post(f"{path}/{deed}", sent)
        assert (answer.status_code, answer.json["code"]) == (409, "entry.ended")
    assert "依据" not in str([one.body for one in db.session.scalars(select(Entry))])


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "request.invalid"),
        ("content", "x" * 5001, "request.invalid"),
        ("kind", "special", "request.invalid"),
        ("agency_id", NOBODY, "agency.unknown"),
        ("checklist_codes", ["NONE"], "checklist.none_such"),
        ("number", "", "request.invalid"),
        ("valid_from", "0001-01-01", "request.invalid"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(
    desk: Client, body: dict[str, Any], field: str, value: object, code: str
) -> None:
    answer = desk.post("/item-list", body | {field: value})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["details"]["field"] == field
    assert db.session.query(ItemListEntry).count() == 0


def test_only_keepers_change_it_and_only_their_own(
    house: House, desk: Client, body: dict[str, Any]
) -> None:
    entry = desk.post("/item-list", body).json
    path = f"/item-list/{entry['id']}/end"
    for role in (Role.INSPECTOR, Role.AUDITOR, Role.WITNESS):
        desk.sign_in(house.person(role).login)
        assert desk.post(path, {"reason": "x"}).json["code"] == "role.forbidden"
    desk.sign_in(House("330107").person().login)
    assert desk.post(path, {"reason": "x"}).json["code"] == "entry.unknown"
    city = House("330100")
    db.session.get_one(Jurisdiction, house.jurisdiction.id).parent_id = city.jurisdiction.id
    db.session.commit()
    desk.sign_in(city.person().login)
    assert desk.post(path, {"reason": "x"}).json["code"] == "jurisdiction.other"
    assert desk.get("/item-list", q="07").json["total"] == 1
    assert desk.get("/item-list", q="99").json["total"] == 0
