"""The objects' register is kept: sites and units are entered, corrected, ended, never deleted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from suicha.accounts.models import Role
from suicha.db import db, today
from suicha.journal import Entry
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party, Site, Unit
from tests.builders import House
from tests.client import Client

NOBODY = "01900000-0000-7000-8000-000000000000"
RING = [[120.1, 30.2], [120.2, 30.2], [120.2, 30.3], [120.1, 30.2]]
BESIDE = [[121.1, 30.2], [121.2, 30.2], [121.2, 30.3], [121.1, 30.2]]
BODY: dict[str, Any] = {  # Any: JSON
    "permit_number": "330106202607010101",
    "name": "示范一号楼",
    "address": "示范路 1 号",
    "stage": "基础",
    "risk_class": "B",
    "project_grade": "A",
    "category": "building",
    "lat": 30.21,
    "lon": 120.12,
    "supervising_agency": "示范区质安站",
    "risk_tags": ["超危大"],
    "work_state": "in_progress",
    "parties": [
        {
            "role": "builder",
            "uscc": "91350100M000100Y43",
            "unit_name": "示范建设公司",
            "leader_name": "张三",
        }
    ],
}
DETAILS = {name: value for name, value in BODY.items() if name != "permit_number"}


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    return client.sign_in(house.person().login)


def facts(name: str) -> list[Entry]:
    query = select(Entry).where(Entry.fact == name).order_by(Entry.id)
    return list(db.session.scalars(query))


def versions() -> set[tuple[object, ...]]:
    query = "SELECT 's', id, changed::text FROM sites UNION ALL SELECT 'p', id, changed::text"
    query += " FROM parties UNION ALL SELECT 'u', id, changed::text FROM units"
    return {tuple(row) for row in db.session.execute(text(query))}


def test_a_site_is_entered_with_its_parties_in_the_own_district(house: House, desk: Client) -> None:
    answer = desk.post("/sites", BODY)
    assert answer.status_code == 201, answer.json
    told = answer.json
    assert told["jurisdiction_id"] == str(house.jurisdiction.id)
    assert (told["risk_tags"], told["supervising_agency"]) == (["超危大"], "示范区质安站")
    assert told["valid_from"] == today().isoformat()
    assert told["boundary"] == {"type": "Polygon", "coordinates": []}
    assert [party["unit_name"] for party in told["parties"]] == ["示范建设公司"]
    assert desk.get(f"/sites/{told['id']}").json == told
    assert len(facts("site.registered")) == len(facts("unit.registered")) == 1


def test_an_administrator_keeps_the_register_too(house: House, client: Client) -> None:
    client.sign_in(house.person(Role.ADMINISTRATOR).login)
    assert client.post("/sites", BODY).status_code == 201


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR, Role.WITNESS, Role.CONTRACTOR])
def test_nobody_else_keeps_it(house: House, client: Client, role: Role) -> None:
    client.sign_in(house.person(role).login)
    for path in ("/sites", f"/sites/{NOBODY}/end", "/units", f"/units/{NOBODY}/correct"):
        assert client.post(path, BODY).json["code"] == "role.forbidden"


def test_a_permit_number_names_one_site_in_all_districts(house: House, desk: Client) -> None:
    House("330107").site(permit_number=BODY["permit_number"])
    answer = desk.post("/sites", BODY)
    assert (answer.status_code, answer.json["code"]) == (409, "site.exists")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("permit_number", "330106 2026"),
        ("permit_number", "证" * 3),
        ("permit_number", "1" * 65),
        ("name", "  "),
        ("name", "楼" * 201),
        ("risk_class", "E"),
        ("lat", 91),
        ("lon", "东"),
        ("work_state", "resumed"),
        ("risk_tags", [""]),
        ("risk_tags", ["a"] * 21),
        ("parties", [{"role": "builder"}]),
        ("parties", [BODY["parties"][0] | {"uscc": "1" * 19}]),
        ("boundary", {"type": "Polygon", "coordinates": [RING[:3]]}),
        ("boundary", {"type": "Polygon", "coordinates": [[[200, 0], *RING[1:3], [200, 0]]]}),
        ("boundary", {"type": "Polygon", "coordinates": [[[0], [1], [2], [0]]]}),
        ("boundary", {"type": "Polygon", "coordinates": [[]]}),
        ("valid_from", "12026-01-01"),
        ("nonsense", 1),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(desk: Client, field: str, value: object) -> None:
    answer = desk.post("/sites", BODY | {field: value})
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field
    assert db.session.query(Site).count() == 0


def test_a_boundary_that_is_not_one_ground_is_neither_entered_nor_corrected(desk: Client) -> None:
    site = desk.post("/sites", BODY).json
    body = {"boundary": {"type": "Polygon", "coordinates": [RING, BESIDE]}}
    entered = desk.post("/sites", BODY | body | {"permit_number": "330106202607010102"})
    corrected = desk.post(f"/sites/{site['id']}/correct", DETAILS | body)
    for answer in (entered, corrected):
        assert (answer.status_code, answer.json["code"]) == (422, "boundary.hole")
        assert answer.json["details"]["field"] == "boundary"
    assert desk.get(f"/sites/{site['id']}").json == site
    assert db.session.query(Site).count() == 1


def test_a_unit_twice_in_one_role_is_refused_and_nothing_stays(desk: Client) -> None:
    answer = desk.post("/sites", BODY | {"parties": BODY["parties"] * 2})
    assert (answer.status_code, answer.json["code"]) == (422, "party.twice")
    assert db.session.query(Site).count() == 0


def test_a_correction_says_which_fields_and_touches_nothing_else(
    house: House, desk: Client
) -> None:
    site = desk.post("/sites", BODY).json
    before = versions()
    body = DETAILS | {"risk_class": "D", "boundary": {"type": "Polygon", "coordinates": [RING]}}
    told = desk.post(f"/sites/{site['id']}/correct", body).json
    assert (told["risk_class"], told["boundary"]["coordinates"]) == ("D", [RING])
    assert facts("site.corrected")[0].body == {"fields": ["risk_class", "boundary"]}
    assert {row[0] for row in versions() - before} == {"s"}


def test_a_correction_that_says_the_same_touches_no_row(desk: Client) -> None:
    site = desk.post("/sites", BODY).json
    before = versions()
    assert desk.post(f"/sites/{site['id']}/correct", DETAILS).json == site
    assert versions() == before
    assert facts("site.corrected") == []


def test_a_unit_that_leaves_a_site_is_ended_there_and_comes_back(desk: Client) -> None:
    site = desk.post("/sites", BODY).json
    other = BODY["parties"][0] | {"uscc": "91110000101623741K", "unit_name": "另一公司"}
    path = f"/sites/{site['id']}/correct"
    told = desk.post(path, DETAILS | {"parties": [other]}).json
    assert [party["unit_name"] for party in told["parties"]] == ["另一公司"]
    back = desk.post(path, DETAILS).json
    assert [party["id"] for party in back["parties"]] == [site["parties"][0]["id"]]
    ended = {party.ended_on for party in db.session.scalars(select(Party))}
    assert ended == {None, today()}
    assert [fact.body["fields"] for fact in facts("site.corrected")] == [["parties"]] * 2


def test_a_known_unit_keeps_its_name(desk: Client) -> None:
    desk.post("/units", {"uscc": "91350100M000100Y43", "name": "本名", "credit_grade": None})
    told = desk.post("/sites", BODY).json
    assert told["parties"][0]["unit_name"] == "本名"


def test_an_ended_site_stays_with_its_reason_and_can_be_readmitted(desk: Client) -> None:
    site = desk.post("/sites", BODY).json
    ended = desk.post(f"/sites/{site['id']}/end", {"reason": "竣工"}).json
    assert (ended["ended_on"], ended["ended_reason"]) == (today().isoformat(), "竣工")
    for deed, body in (("end", {"reason": "又一次"}), ("correct", DETAILS)):
        answer = desk.post(f"/sites/{site['id']}/{deed}", body)
        assert (answer.status_code, answer.json["code"]) == (409, "site.ended")
    assert desk.get("/sites", show="in_force").json["total"] == 0
    assert desk.get("/sites", show="ended").json["total"] == 1
    back = desk.post(f"/sites/{site['id']}/readmit", {"reason": "误办"}).json
    assert (back["ended_on"], back["readmitted_reason"]) == (None, "误办")
    again = desk.post(f"/sites/{site['id']}/readmit", {"reason": "误办"})
    assert (again.status_code, again.json["code"]) == (409, "site.not_ended")
    assert "竣工" not in str([fact.body for fact in facts("site.ended")])


@pytest.mark.parametrize("day", ["2199-01-01", "1999-01-01"])
def test_a_site_does_not_end_in_the_future_or_before_it_began(desk: Client, day: str) -> None:
    site = desk.post("/sites", BODY).json
    answer = desk.post(f"/sites/{site['id']}/end", {"reason": "竣工", "ended_on": day})
    assert (answer.status_code, answer.json["code"]) == (422, "site.end_day")


@pytest.mark.parametrize("reason", ["", "   ", "字" * 501])
def test_a_site_does_not_end_without_a_reason(desk: Client, reason: str) -> None:
    site = desk.post("/sites", BODY).json
    answer = desk.post(f"/sites/{site['id']}/end", {"reason": reason})
    assert answer.json["details"]["field"] == "reason"


def test_a_neighbours_site_is_unknown(house: House, desk: Client) -> None:
    site = House("330107").site()
    assert desk.get(f"/sites/{site.id}").status_code == 404
    for deed, body in (
        ("end", {"reason": "x"}),
        ("correct", DETAILS),
        ("readmit", {"reason": "x"}),
    ):
        answer = desk.post(f"/sites/{site.id}/{deed}", body)
        assert (answer.status_code, answer.json["code"]) == (404, "site.unknown")


def test_a_city_reads_a_districts_site_but_does_not_correct_it(
    house: House, client: Client
) -> None:
    site = house.site()
    city = House("330100")
    db.session.get_one(Jurisdiction, house.jurisdiction.id).parent_id = city.jurisdiction.id
    db.session.commit()
    client.sign_in(city.person().login)
    assert client.get(f"/sites/{site.id}").status_code == 200
    for deed, body in (("end", {"reason": "x"}), ("correct", DETAILS)):
        answer = client.post(f"/sites/{site.id}/{deed}", body)
        assert (answer.status_code, answer.json["code"]) == (403, "jurisdiction.other")


@pytest.mark.parametrize("part", ["示范一号", "330106202607", "示范路", "示范建设", "M000100Y4"])
def test_sites_are_found_by_a_part_of_what_names_them(
    house: House, desk: Client, part: str
) -> None:
    desk.post("/sites", BODY)
    house.site(name="别处", address="别处", permit_number="X1")
    assert [one["name"] for one in desk.get("/sites", q=part).json["items"]] == ["示范一号楼"]
    assert desk.get("/sites", q="%").json["total"] == 0


def test_a_unit_is_entered_corrected_and_ended(desk: Client) -> None:
    body = {"uscc": "91350100M000100Y44", "name": "示范公司", "credit_grade": "B"}
    unit = desk.post("/units", body).json
    assert (unit["uscc_doubt"], unit["credit_grade"]) == ("check_digit", "B")
    assert desk.post("/units", body).json["code"] == "unit.exists"
    path = f"/units/{unit['id']}"
    told = desk.post(f"{path}/correct", {"name": "新名", "credit_grade": None}).json
    assert (told["name"], told["credit_grade"]) == ("新名", None)
    assert desk.get(path).json == told
    assert facts("unit.corrected")[0].body == {"fields": ["name", "credit_grade"]}
    assert desk.post(f"{path}/end", {"reason": "注销"}).json["ended_reason"] == "注销"
    assert desk.post(f"{path}/end", {"reason": "注销"}).json["code"] == "unit.ended"
    answer = desk.post(f"{path}/correct", {"name": "x", "credit_grade": None})
    assert answer.json["code"] == "unit.ended"
    party = BODY["parties"][0] | {"uscc": body["uscc"]}
    assert desk.post("/sites", BODY | {"parties": [party]}).json["code"] == "unit.ended"
    assert desk.get("/units", q="M000100Y44", show="ended").json["total"] == 1
    assert desk.get("/units", show="in_force").json["total"] == 0


def test_a_unit_is_not_ended_while_it_builds(desk: Client) -> None:
    desk.post("/sites", BODY)
    unit = db.session.scalars(select(Unit)).one()
    assert desk.post(f"/units/{unit.id}/end", {"reason": "x"}).json["code"] == "unit.at_sites"


def test_a_unit_that_builds_elsewhere_only_is_not_corrected_here(
    house: House, desk: Client
) -> None:
    unit = House("330107").site().parties[0].unit
    for deed, body in (("correct", {"name": "x", "credit_grade": None}), ("end", {"reason": "x"})):
        answer = desk.post(f"/units/{unit.id}/{deed}", body)
        assert answer.json["code"] in {"jurisdiction.other", "unit.at_sites"}
    assert desk.get(f"/units/{unit.id}").json["name"] == unit.name
    assert desk.post(f"/units/{NOBODY}/end", {"reason": "x"}).json["code"] == "unit.unknown"
    assert desk.get(f"/units/{NOBODY}").json["code"] == "unit.unknown"
