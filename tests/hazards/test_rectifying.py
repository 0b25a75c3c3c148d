"""The office and the unit responsible work a hazard through, from its confirmation to closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suicha.accounts.models import Role
from suicha.db import db, today, uuid7
from suicha.hazards.facts import HazardConfirmed
from suicha.hazards.models import HazardState, HazardStep, RecheckAssignment
from suicha.hazards.states import MOVES, Deed
from suicha.journal import about, record
from suicha.places.models import Jurisdiction
from suicha.workdays import is_announced
from tests.builders import House
from tests.hazards.cast import Cast, fresh
from tests.phone import image
from tests.visits import picture

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json

DESK = ("confirm", "assign", "extend", "verify", "return", "close")
EVERY = (*DESK, "reply")


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


@pytest.mark.parametrize("state", HazardState)
@pytest.mark.parametrize("deed", EVERY)
def test_a_deed_is_done_from_its_states_alone_and_a_refusal_names_the_state(
    cast: Cast, deed: str, state: HazardState
) -> None:
    hazard = cast.hazard(state)
    move = MOVES[Deed(deed)]
    steps = db.session.query(HazardStep).count()
    answer = cast.do(
        deed,
        hazard.id,
        **({"inspector_ids": [str(cast.visit.lead.id)]} if deed == "assign" else {}),
    )
    if state in move.before:
        assert answer.status_code == 200, answer.json
        assert answer.json["state"] == (move.after or state)
        assert answer.json["steps"][-1]["state"] == answer.json["state"]
        return
    named = "hazard.not_reported" if deed == "confirm" else f"hazard.is_{state}"
    assert (answer.status_code, answer.json["code"]) == (409, named)
    assert answer.json["details"]["state"] == state
    assert fresh(hazard).state is state
    assert db.session.query(HazardStep).count() == steps


def test_the_whole_way_is_told_in_order_with_its_words_and_none_of_them_in_the_journal(
    cast: Cast,
) -> None:
    hazard = cast.hazard(HazardState.RETURNED)
    for deed in ("reply", "verify", "close"):
        detail = cast.do(deed, hazard.id, note=f"话{deed}").json
    told = [event["fact"] for event in detail["timeline"]]
    assert told == [
        "hazard.reported",
        "hazard.confirmed",
        "hazard.replied",
        "hazard.returned",
        "hazard.replied",
        "hazard.verified",
        "hazard.closed",
    ]
    assert [event["note"] for event in detail["timeline"]][2:4] == ["已更换门锁", "照片与部位不符"]
    assert [step["by"] for step in detail["steps"]] == [
        "段科长",
        "承包",
        "段科长",
        "承包",
        "段科长",
        "段科长",
    ]
    journal = str([entry.body for entry in about([hazard.id])])
    assert not any(word in journal for word in ("话", "门锁", "照片", "科长", "承包"))
    assert detail["light"] == {"colour": "none", "reason": "closed"}


@pytest.mark.parametrize("deed", ["verify", "close", "confirm", "reply", "return"])
def test_a_deed_that_is_done_twice_is_refused_the_second_time(cast: Cast, deed: str) -> None:
    before = min(MOVES[Deed(deed)].before)
    hazard = cast.hazard(before)
    assert cast.do(deed, hazard.id).status_code == 200
    assert cast.do(deed, hazard.id).status_code == 409


@pytest.mark.parametrize(
    ("deed", "body", "field"),
    [
        ("extend", {"due_on": "2190-01-05"}, "reason"),
        ("extend", {"due_on": "2190-01-05", "reason": " "}, "reason"),
        ("extend", {"due_on": "soon", "reason": "x"}, "due_on"),
        ("extend", {"due_on": "9999-01-05", "reason": "x"}, "due_on"),
        ("return", {"reason": ""}, "reason"),
        ("return", {"reason": "长" * 501}, "reason"),
        ("verify", {"note": "长" * 501}, "note"),
        ("close", {"note": "a\x00b"}, "note"),
        ("close", {"surprise": 1}, "surprise"),
        ("assign", {}, "inspector_ids"),
        ("assign", {"inspector_ids": ["x"]}, "inspector_ids"),
        ("assign", {"inspector_ids": [str(uuid7()) for _ in range(21)]}, "inspector_ids"),
        ("reply", {"note": "", "photos": []}, "note"),
        ("reply", {"note": "好", "photos": [{"sha256": "no"}]}, "photos"),
    ],
)
def test_a_malformed_deed_names_its_field(cast: Cast, deed: str, body: Any, field: str) -> None:
    who = cast.unit if deed == "reply" else cast.desk
    answer = who.post(f"/hazards/{uuid7()}/{deed}", body)
    assert (answer.status_code, answer.json["details"]["field"]) == (422, field)


@pytest.mark.parametrize("deed", DESK)
def test_only_the_districts_own_office_acts(
    cast: Cast, house: House, app: Flask, deed: str
) -> None:
    before = min(MOVES[Deed(deed)].before)
    hazard = cast.hazard(before)
    city = house.keep(Jurisdiction(code="330100", name="示范市"))
    house.jurisdiction.parent_id = city.id
    above = house.person(Role.SUPERVISOR)
    above.jurisdiction_id = city.id
    db.session.commit()
    refusals = {
        cast.sign_in(above): "jurisdiction.other",
        cast.sign_in(House(code="330108").person()): "hazard.unknown",
        cast.sign_in(house.person(Role.AUDITOR)): "role.forbidden",
        cast.sign_in(cast.visit.lead): "role.forbidden",
        cast.unit: "role.forbidden",
    }
    body = {
        "assign": {"inspector_ids": []},
        "extend": {"due_on": "2190-01-05", "reason": "x"},
        "return": {"reason": "x"},
    }.get(deed, {})
    for client, code in refusals.items():
        assert client.post(f"/hazards/{hazard.id}/{deed}", body).json["code"] == code
    assert fresh(hazard).state is before


def test_only_the_unit_responsible_replies(cast: Cast, house: House) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    rival = house.person(Role.CONTRACTOR)
    others = (party for party in cast.visit.site.parties if party.id != hazard.party_id)
    rival.unit_id = next(others).unit_id
    db.session.commit()
    body = {"note": "已整改", "photos": []}
    refused = cast.sign_in(rival).post(f"/hazards/{hazard.id}/reply", body)
    assert (refused.status_code, refused.json["code"]) == (404, "hazard.unknown")
    for person in (house.person(), cast.visit.lead, house.person(Role.CONTRACTOR)):
        refused = cast.sign_in(person).post(f"/hazards/{hazard.id}/reply", body)
        assert refused.json["code"] in {"role.forbidden", "hazard.unknown"}
    assert fresh(hazard).state is HazardState.CONFIRMED


def test_a_unit_shows_what_it_did_by_photos_that_it_sends_itself(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    content = picture(33)
    promise = image(content, media_type="image/jpeg")
    detail = cast.do("reply", hazard.id, photos=[promise]).json
    assert [one["sha256"] for one in detail["after_photos"]] == [promise["sha256"]]
    assert (detail["photos"], detail["after_photos"][0]["kind"]) == ([], "reply")
    assert detail["steps"][-1]["photos"] == [promise["sha256"]]
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    headers |= {"Content-Type": "application/offset+octet-stream"}
    path = f"/uploads/{promise['sha256']}"
    foreign = cast.desk.call("PATCH", path, data=content, headers=headers)
    assert foreign.json["code"] == "photo.not_promised"
    assert cast.unit.call("PATCH", path, data=content, headers=headers).status_code == 204
    cast.visit.begin()
    cast.visit.submit()
    assert fresh(hazard).spot_check.state == "complete", "a reply is not owed to the check"
    detail = cast.desk.get(f"/hazards/{hazard.id}").json
    assert [one["state"] for one in detail["after_photos"]] == ["received"]


def test_a_unit_cannot_pass_off_or_open_a_photo_of_somebody_else(
    cast: Cast, house: House, app: Flask
) -> None:
    before, foreign = picture(35), picture(36)
    hazard = cast.visit.report(before)
    elsewhere = Cast(house, app)
    theirs = elsewhere.hazard(HazardState.CONFIRMED)
    reply = [image(foreign, media_type="image/jpeg")]
    assert elsewhere.do("reply", theirs.id, photos=reply).status_code == 200
    assert cast.do("confirm", hazard.id).status_code == 200
    for content in (before, foreign):
        promise = image(content, media_type="image/jpeg")
        inside = image(b"own", media_type="image/jpeg", original=_file(promise))
        for photos in ([promise], [inside]):
            refused = cast.do("reply", hazard.id, photos=photos)
            assert (refused.status_code, refused.json["code"]) == (409, "photo.of_another")
            assert refused.json["details"]["photos"] == [promise["sha256"]]
        assert cast.unit.get(f"/photos/{promise['sha256']}/thumb").status_code in {404, 409}
    assert fresh(hazard).after_photos == []


def _file(promise: Json) -> Json:
    return {name: promise[name] for name in ("sha256", "size", "media_type")}


def test_a_picture_is_shown_to_whoever_sees_its_hazard(cast: Cast, house: House) -> None:
    content = picture(34)
    hazard = cast.visit.report(content)
    sha256 = cast.visit.send(content)
    path = f"/hazards/{hazard.id}/photos/{sha256}/thumb"
    assert cast.unit.get(path).mimetype == "image/jpeg"
    assert cast.desk.get(path).status_code == 200
    assert cast.sign_in(house.inspector()).get(path).json["code"] == "hazard.unknown"
    other = cast.visit.report()
    assert cast.desk.get(f"/hazards/{other.id}/photos/{sha256}/thumb").status_code == 404


def test_an_extension_keeps_the_first_due_date_and_its_reason(cast: Cast) -> None:
    first = today() - timedelta(days=20)
    hazard = cast.hazard(HazardState.CONFIRMED)
    hazard.due_on = first
    db.session.commit()
    for days in (5, 9):
        due_on = today() + timedelta(days=days)
        detail = cast.do("extend", hazard.id, due_on=str(due_on)).json
    assert (detail["original_due_on"], detail["due_on"]) == (str(first), str(due_on))
    step = detail["steps"][-1]
    assert (step["due_from"], step["due_on"]) == (str(today() + timedelta(days=5)), str(due_on))
    assert step["note"] == "台风停工"


def test_every_date_of_an_extension_says_whether_its_holidays_are_announced(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    for years in (2, 3):  # of those, nobody has announced any
        due_on = date(today().year + years, 11, 5)
        detail = cast.do("extend", hazard.id, due_on=str(due_on)).json
    this_year = not is_announced(today())
    first, second = (step for step in detail["steps"] if step["step"] == "extended")
    assert [first["due_from_provisional"], first["due_on_provisional"]] == [this_year, True]
    assert [second["due_from_provisional"], second["due_on_provisional"]] == [True, True]
    assert [detail["original_due_provisional"], detail["due_provisional"]] == [this_year, True]


@pytest.mark.parametrize("days", [0, -1])
def test_an_extension_ends_later_than_the_present_date(cast: Cast, days: int) -> None:
    due_on = today() + timedelta(days=10)
    hazard = cast.hazard(HazardState.CONFIRMED, due_on)
    refused = cast.do("extend", hazard.id, due_on=str(due_on + timedelta(days=days)))
    assert (refused.status_code, refused.json["code"]) == (422, "hazard.due_not_later")


def test_an_overdue_hazard_is_not_extended_into_the_past(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    hazard.due_on = today() - timedelta(days=20)
    db.session.commit()
    refused = cast.do("extend", hazard.id, due_on=str(today() - timedelta(days=3)))
    assert refused.json["code"] == "hazard.due_not_later"


def test_a_due_date_in_a_year_whose_holidays_nobody_knows_is_marked(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    assert cast.desk.get(f"/hazards/{hazard.id}").json["due_provisional"] is False
    assert cast.do("extend", hazard.id, due_on="2190-01-05").json["due_provisional"] is True


def test_inspectors_are_assigned_exchanged_and_revoked(cast: Cast, house: House) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    one, other = house.inspector(), house.inspector()
    client = cast.sign_in(one)
    assert client.get(f"/hazards/{hazard.id}").status_code == 404
    detail = cast.do("assign", hazard.id, inspector_ids=[str(one.id)]).json
    assert detail["recheckers"] == [{"id": str(one.id), "name": one.name}]
    assert client.get("/hazards", recheck="mine").json["total"] == 1
    assert cast.phone.client.get("/hazards", recheck="mine").json["total"] == 0, "by the check only"
    assert client.get(f"/hazards/{hazard.id}").status_code == 200
    again = cast.do("assign", hazard.id, inspector_ids=[str(one.id)] * 2).json
    assert len(again["steps"]) == len(detail["steps"]), "the same ones again change nothing"
    detail = cast.do("assign", hazard.id, inspector_ids=[str(other.id)]).json
    assert [each["id"] for each in detail["recheckers"]] == [str(other.id)]
    assert detail["steps"][-1]["inspectors"] == [{"id": str(other.id), "name": other.name}]
    assert client.get(f"/hazards/{hazard.id}").status_code == 404
    assert db.session.query(RecheckAssignment).count() == 2, "revoked, never deleted"
    assert cast.do("assign", hazard.id, inspector_ids=[]).json["recheckers"] == []


def test_nobody_is_assigned_who_is_no_inspector_of_the_district(cast: Cast, house: House) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED)
    foreign = House(code="330108").inspector()
    for person_id in (house.person().id, foreign.id, uuid7()):
        refused = cast.do("assign", hazard.id, inspector_ids=[str(person_id)])
        assert (refused.status_code, refused.json["code"]) == (422, "inspector.unknown")


def test_a_batch_does_what_it_can_and_tells_of_each(cast: Cast) -> None:
    good, late = cast.hazard(), cast.hazard(HazardState.CONFIRMED)
    foreign = uuid7()
    ids = [str(late.id), str(good.id), str(foreign), str(good.id)]
    answer = cast.desk.post(
        "/hazards/batch", {"deed": "confirm", "hazard_ids": ids, "note": "一并"}
    )
    assert answer.status_code == 200, answer.json
    assert answer.json["results"] == [
        {"id": str(late.id), "done": False, "code": "hazard.not_reported"},
        {"id": str(good.id), "done": True, "code": None},
        {"id": str(foreign), "done": False, "code": "hazard.unknown"},
    ]
    assert fresh(good).confirmation_note == "一并"


def test_every_deed_of_the_desk_can_be_done_with_several(cast: Cast, house: House) -> None:
    said: dict[str, Json] = {
        "assign": {"inspector_ids": [str(house.inspector().id)]},
        "extend": {"due_on": "2190-01-05", "reason": "停工"},
        "return": {"reason": "不合格"},
    }
    for deed in DESK:
        before = min(MOVES[Deed(deed)].before)
        ids = [str(cast.hazard(before).id) for _ in range(2)]
        body: Json = {"deed": deed, "hazard_ids": ids} | said.get(deed, {})
        answer = cast.desk.post("/hazards/batch", body)
        assert all(one["done"] for one in answer.json["results"]), (deed, answer.json)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"deed": "extend", "reason": "x"}, "due_on"),
        ({"deed": "extend", "due_on": "2190-01-05"}, "reason"),
        ({"deed": "return"}, "reason"),
        ({"deed": "assign"}, "inspector_ids"),
        ({"deed": "reply"}, "deed"),
        ({"deed": "burn"}, "deed"),
        ({"note": "x"}, "deed"),
        ({"deed": "close", "hazard_ids": []}, "hazard_ids"),
        ({"deed": "close", "hazard_ids": [str(uuid7()) for _ in range(101)]}, "hazard_ids"),
    ],
)
def test_a_batch_that_lacks_what_its_deed_needs_is_refused_whole(
    cast: Cast, body: Any, field: str
) -> None:
    answer = cast.desk.post("/hazards/batch", {"hazard_ids": [str(uuid7())]} | body)
    assert (answer.status_code, answer.json["details"]["field"]) == (422, field)


def test_closed_hazards_leave_the_queue_and_are_found_when_asked_for(cast: Cast) -> None:
    closed, standing = cast.hazard(HazardState.CLOSED), cast.hazard()
    assert [one["id"] for one in cast.desk.get("/hazards").json["items"]] == [str(standing.id)]
    everything = cast.desk.get("/hazards", open="false").json
    assert (everything["total"], len(everything["items"])) == (2, 2)
    assert cast.desk.get("/hazards", state="closed").json["items"][0]["id"] == str(closed.id)
    assert cast.desk.get("/hazards", light="none", open="false").json["total"] == 1


def test_the_queue_is_narrowed_by_district_and_unit_and_says_by_what(
    cast: Cast, house: House, app: Flask
) -> None:
    hazard = cast.hazard()
    cast.hazard(HazardState.CLOSED)
    other = Cast(house, app)
    other.visit.report()
    place, unit_id = str(house.jurisdiction.id), str(hazard.party.unit_id)
    assert cast.desk.get("/hazards", jurisdiction_id=place).json["total"] == 2
    assert cast.desk.get("/hazards", jurisdiction_id=str(uuid7())).json["total"] == 0
    assert [one["id"] for one in cast.desk.get("/hazards", unit_id=unit_id).json["items"]] == [
        str(hazard.id)
    ]
    facets = cast.desk.get("/hazards/facets").json
    assert facets["districts"] == [{"id": place, "name": house.jurisdiction.name, "open": 2}]
    assert {"id": unit_id, "name": hazard.party.unit.name, "open": 1} in facets["units"]
    assert [one["open"] for one in facets["sites"]] == [1, 1]
    own = cast.unit.get("/hazards/facets").json
    assert [one["id"] for one in own["sites"]] == [str(cast.visit.site.id)], "nobody else's"


def test_a_confirmation_by_the_release_before_stays_in_the_timeline(cast: Cast) -> None:
    hazard = cast.hazard()
    hazard.state, hazard.confirmation_note = HazardState.CONFIRMED, "下发通知书"
    record(HazardConfirmed(hazard.id, hazard.jurisdiction_id, None, hazard.spot_check_id))
    db.session.commit()
    told = cast.desk.get(f"/hazards/{hazard.id}").json["timeline"]
    assert (told[-1]["fact"], told[-1]["note"]) == ("hazard.confirmed", "下发通知书")
