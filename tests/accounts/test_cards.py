"""The inspectors' register is kept: cards, their states, recusals whose reasons stay inside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from suicha.accounts.models import Recusal, Role
from suicha.db import db, today
from suicha.draws import rosters
from suicha.journal import Entry
from suicha.places.models import Jurisdiction
from tests.builders import House
from tests.client import Client

NOBODY = "01900000-0000-7000-8000-000000000000"
BODY: dict[str, Any] = {  # Any: JSON
    "number": "ZF-1",
    "card_type": "行政执法证",
    "valid_to": "2030-12-31",
    "specialties": ["safety", "civil"],
    "areas": ["330106"],
}
DETAILS = {name: BODY[name] for name in ("card_type", "specialties", "areas")}


@pytest.fixture
def desk(house: House, client: Client) -> Client:
    return client.sign_in(house.person().login)


@pytest.fixture
def card(house: House, desk: Client) -> str:
    person = house.person(Role.INSPECTOR)
    answer = desk.post(f"/people/{person.id}/card", BODY)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def facts(name: str) -> list[dict[str, Any]]:  # Any: JSON
    query = select(Entry).where(Entry.fact == name).order_by(Entry.id)
    return [one.body for one in db.session.scalars(query)]


def drawn(house: House) -> bytes:
    return rosters.inspectors(house.jurisdiction.id, date(2030, 1, 1))


def test_an_inspector_gets_a_card_and_may_be_drawn(house: House, desk: Client, card: str) -> None:
    told = desk.get(f"/cards/{card}").json
    assert (told["number"], told["specialties"]) == ("ZF-1", ["civil", "safety"])
    assert (told["state"], told["is_expired"], told["recusals"]) == ("available", False, [])
    assert b"ZF-1\t" in drawn(house)
    assert desk.get("/cards").json["items"][0].keys() == told.keys() - {"state_reason", "recusals"}
    assert len(facts("card.given")) == 1


def test_a_card_is_given_once_to_an_inspector_who_is_there(
    house: House, desk: Client, card: str
) -> None:
    holder = desk.get(f"/cards/{card}").json["person_id"]
    assert desk.post(f"/people/{holder}/card", BODY).json["code"] == "card.held"
    witness = house.person(Role.WITNESS)
    assert desk.post(f"/people/{witness.id}/card", BODY).json["code"] == "card.not_inspector"
    second = house.person(Role.INSPECTOR)
    assert desk.post(f"/people/{second.id}/card", BODY).json["code"] == "card.number_taken"
    assert desk.post(f"/people/{NOBODY}/card", BODY).json["code"] == "person.unknown"


def test_a_card_of_somebody_on_leave_says_why_and_is_not_drawn(house: House, desk: Client) -> None:
    person = house.person(Role.INSPECTOR)
    away = {"state": "on_leave", "state_reason": "产假"}
    told = desk.post(f"/people/{person.id}/card", BODY | away).json
    assert (told["state"], told["state_reason"]) == ("on_leave", "产假")
    assert b"ZF-1\t" not in drawn(house)
    assert facts("card.state_changed") == [{"state": "on_leave"}]


@pytest.mark.parametrize(
    ("state", "reason", "field"),
    [
        ("on_leave", None, "state_reason"),
        ("on_leave", " ", "state_reason"),
        ("available", "没有原因", "state_reason"),
        ("cancelled", "已注销", "state"),
        ("asleep", "x", "state"),
    ],
)
def test_a_new_card_is_not_given_in_a_state_that_cannot_be(
    house: House, desk: Client, state: str, reason: str | None, field: str
) -> None:
    person = house.person(Role.INSPECTOR)
    body = BODY | {"state": state, "state_reason": reason}
    answer = desk.post(f"/people/{person.id}/card", body)
    assert (answer.status_code, answer.json["details"]["field"]) == (422, field)
    assert facts("card.given") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "证 1"),
        ("number", ""),
        ("valid_to", "31.12.2030"),
        ("valid_to", None),
        ("specialties", ["土建"]),
        ("specialties", "civil"),
        ("areas", ["杭州"]),
        ("areas", ["330106"] * 51),
        ("card_type", "x" * 65),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(
    house: House, desk: Client, field: str, value: object
) -> None:
    person = house.person(Role.INSPECTOR)
    answer = desk.post(f"/people/{person.id}/card", BODY | {field: value})
    assert (answer.status_code, answer.json["details"]["field"]) == (422, field)


def test_a_card_is_corrected_and_the_same_again_touches_nothing(desk: Client, card: str) -> None:
    desk.post(f"/cards/{card}/correct", DETAILS | {"specialties": ["quality"]})
    assert facts("card.corrected") == [{"fields": ["specialties"]}]
    changed = text("SELECT changed::text FROM cards")
    before = db.session.scalar(changed)
    desk.post(f"/cards/{card}/correct", DETAILS | {"specialties": ["quality"]})
    assert db.session.scalar(changed) == before
    assert len(facts("card.corrected")) == 1


def test_a_card_is_renewed_to_a_later_day_and_another_number(
    house: House, desk: Client, card: str
) -> None:
    other = house.inspector(card="TAKEN")
    assert other.card is not None
    renew = f"/cards/{card}/renew"
    assert desk.post(renew, {"valid_to": "2030-12-31"}).json["code"] == "card.not_later"
    taken = desk.post(renew, {"valid_to": "2031-12-31", "number": "TAKEN"})
    assert taken.json["code"] == "card.number_taken"
    told = desk.post(renew, {"valid_to": "2031-12-31", "number": "ZF-2"}).json
    assert (told["number"], told["valid_to"]) == ("ZF-2", "2031-12-31")


def test_a_card_that_ran_out_says_so(desk: Client, card: str) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    db.session.execute(text("UPDATE cards SET valid_to = :day"), {"day": yesterday})
    db.session.commit()
    db.session.expire_all()
    assert desk.get("/cards").json["items"][0]["is_expired"] is True


def test_who_is_on_leave_is_not_drawn_and_why_is_not_listed(
    house: House, desk: Client, card: str
) -> None:
    path = f"/cards/{card}/state"
    told = desk.post(path, {"state": "on_leave", "reason": "病假"}).json
    assert (told["state"], told["state_reason"]) == ("on_leave", "病假")
    assert drawn(house) == b""
    assert "病假" not in desk.get("/cards").text
    assert "病假" not in str(facts("card.state_changed"))
    assert desk.post(path, {"state": "on_leave", "reason": "x"}).json["code"] == "card.state_is"
    desk.post(path, {"state": "available", "reason": "销假"})
    assert b"ZF-1" in drawn(house)


def test_a_cancelled_card_is_over_for_good(desk: Client, card: str) -> None:
    told = desk.post(f"/cards/{card}/state", {"state": "cancelled", "reason": "调离"}).json
    assert told["ended_on"] == today().isoformat()
    for deed, body in (
        ("state", {"state": "available", "reason": "x"}),
        ("correct", DETAILS),
        ("renew", {"valid_to": "2040-01-01"}),
        ("recusals", {"tag": "d:330106", "reason": "x"}),
    ):
        assert desk.post(f"/cards/{card}/{deed}", body).json["code"] == "card.cancelled", deed
    assert desk.get("/cards", state="cancelled").json["total"] == 1
    assert desk.get("/cards", state="available").json["total"] == 0


def test_a_recusal_keeps_an_inspector_away_until_it_ends(
    house: House, desk: Client, card: str
) -> None:
    site = house.site()
    tags = [f"e:{site.parties[0].unit.uscc}", f"o:{site.permit_number}", "d:330106"]
    for tag in tags:
        told = desk.post(f"/cards/{card}/recusals", {"tag": tag, "reason": "亲属任职"}).json
    assert {one["tag"] for one in told["recusals"]} == set(tags)
    assert desk.get("/cards").json["items"][0]["recusals_total"] == len(tags)
    assert all(tag.encode() in drawn(house) for tag in tags)
    again = desk.post(f"/cards/{card}/recusals", {"tag": tags[0], "reason": "x"})
    assert (again.status_code, again.json["code"]) == (409, "recusal.exists")
    ending = next(one["id"] for one in told["recusals"] if one["tag"] == tags[0])
    desk.post(f"/recusals/{ending}/end", {"reason": "亲属离职"})
    assert tags[0].encode() not in drawn(house)
    assert tags[1].encode() in drawn(house)
    twice = desk.post(f"/recusals/{ending}/end", {"reason": "x"})
    assert (twice.status_code, twice.json["code"]) == (409, "recusal.ended")
    assert db.session.query(Recusal).count() == 3
    assert "亲属" not in str([one.body for one in db.session.scalars(select(Entry))])
    assert desk.post(f"/cards/{card}/recusals", {"tag": tags[0], "reason": "x"}).status_code == 200


@pytest.mark.parametrize("tag", ["e:91110000101623741K", "d:999999", "o:NONE"])
def test_a_recusal_names_something_that_there_is(desk: Client, card: str, tag: str) -> None:
    answer = desk.post(f"/cards/{card}/recusals", {"tag": tag, "reason": "x"})
    assert (answer.status_code, answer.json["code"]) == (422, "recusal.names_nothing")


@pytest.mark.parametrize("tag", ["", "e:", "x:1", "d:33010", "e:" + "1" * 19, "o:a b", "示"])
def test_a_tag_of_another_form_is_refused(desk: Client, card: str, tag: str) -> None:
    answer = desk.post(f"/cards/{card}/recusals", {"tag": tag, "reason": "x"})
    assert answer.json["details"]["field"] == "tag"


def test_only_who_keeps_the_register_reads_reasons(
    house: House, desk: Client, card: str, client: Client
) -> None:
    client.sign_in(house.person(Role.AUDITOR).login)
    assert client.get("/cards").json["total"] == 1
    assert client.get(f"/cards/{card}").json["code"] == "role.forbidden"
    assert client.post(f"/cards/{card}/correct", DETAILS).json["code"] == "role.forbidden"
    client.sign_in(house.person(Role.INSPECTOR).login)
    assert client.get("/cards").json["code"] == "role.forbidden"


def test_a_neighbours_card_is_unknown_and_a_citys_district_keeps_its_reasons(
    house: House, desk: Client, card: str, client: Client
) -> None:
    recusals = desk.post(f"/cards/{card}/recusals", {"tag": "d:330106", "reason": "x"}).json
    recusal = recusals["recusals"][0]["id"]
    client.sign_in(House("330107").person().login)
    assert client.get("/cards").json["total"] == 0
    assert client.get(f"/cards/{card}").json["code"] == "card.unknown"
    answer = client.post(f"/recusals/{recusal}/end", {"reason": "x"})
    assert (answer.status_code, answer.json["code"]) == (404, "recusal.unknown")
    city = House("330100")
    db.session.get_one(Jurisdiction, house.jurisdiction.id).parent_id = city.jurisdiction.id
    db.session.commit()
    client.sign_in(city.person().login)
    assert client.get("/cards").json["total"] == 1
    assert client.get(f"/cards/{card}").json["code"] == "jurisdiction.other"
    for path, body in (
        (f"/cards/{card}/correct", DETAILS),
        (f"/cards/{card}/recusals", {"tag": "d:330106", "reason": "x"}),
        (f"/recusals/{recusal}/end", {"reason": "x"}),
    ):
        assert client.post(path, body).json["code"] == "jurisdiction.other"


def test_inspectors_are_found_by_name_login_and_number(
    house: House, desk: Client, card: str
) -> None:
    house.inspector(card="X9")
    for part in ("ZF", "inspector1"):
        assert [one["number"] for one in desk.get("/cards", q=part).json["items"]] == ["ZF-1"]
