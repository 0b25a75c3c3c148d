"""The desk works through hazards: everybody sees their own, filtered, page by page."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from suicha.accounts.models import Role
from suicha.db import db, today, uuid7
from suicha.hazards.models import Hazard, HazardState, Severity
from suicha.journal import about
from suicha.places.models import Jurisdiction
from tests.builders import House
from tests.client import Client
from tests.visits import BY_ITEM, Visit, picture

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def many(visit: Visit, days_left: list[int], **given: Any) -> list[Hazard]:  # Any: columns
    """Hazards due in so many days, straight into the table."""
    columns = {
        "jurisdiction_id": visit.check.jurisdiction_id,
        "spot_check_id": visit.check.id,
        "site_id": visit.site.id,
        "checklist_version_id": visit.scored.id,
        "item_id": f"{visit.scored.code}-1",
        "party_id": visit.site.parties[0].id,
        "reported_by": visit.lead.id,
        "description": "临边防护缺失",
        "location": "屋面",
        "clause": "JGJ 80 4.1",
        "severity": Severity.GENERAL,
        "is_major": False,
        "state": HazardState.REPORTED,
    }
    hazards = [
        Hazard(number=f"N{number}", due_on=today() + timedelta(days=days), **columns | given)
        for number, days in enumerate(days_left, start=1)
    ]
    db.session.add_all(hazards)
    db.session.commit()
    return hazards


def test_what_waits_for_whoever_asks_is_for_the_office_or_for_the_unit(
    app: Flask, house: House, desk: Client
) -> None:
    visit = Visit(house)
    hazards = many(visit, list(range(len(HazardState))))
    for hazard, state in zip(hazards, HazardState, strict=True):
        hazard.state = state
    contractor = house.person(Role.CONTRACTOR)
    contractor.unit_id = visit.site.parties[0].unit_id
    db.session.commit()
    waits = [each["state"] for each in desk.get("/hazards", waiting="mine").json["items"]]
    assert waits == ["reported", "replied", "verified"]
    unit = Client(app).sign_in(contractor.login)
    waits = [each["state"] for each in unit.get("/hazards", waiting="mine").json["items"]]
    assert waits == ["confirmed", "returned"]


def numbers(answer: Any) -> list[str]:  # Any: JSON
    return [item["number"] for item in answer["items"]]


def test_a_reported_hazard_stands_in_the_queue_with_what_the_desk_needs(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    hazard = visit.report(picture())
    answer = desk.get("/hazards").json
    assert (answer["total"], answer["next"]) == (1, None)
    item = answer["items"][0]
    assert (item["number"], item["state"]) == (hazard.number, "reported")
    assert (item["site_name"], item["spot_check_number"]) == (visit.site.name, visit.check.number)
    assert item["party_name"] == "builder公司"
    assert item["light"] == {"colour": "amber", "reason": "due_soon"}
    assert item["working_days_left"] == 0
    assert item["thumb"] is None, "nothing has come yet"
    visit.send(picture())
    thumb = desk.get("/hazards").json["items"][0]["thumb"]
    photos = desk.get(f"/hazards/{hazard.id}").json["photos"]
    assert [(thumb, "rendered")] == [(one["sha256"], one["state"]) for one in photos]


def test_six_hundred_hazards_are_read_page_by_page_in_the_order_of_their_due_dates(
    house: House, desk: Client
) -> None:
    made = many(Visit(house), [number % 40 for number in range(600)])
    expected = [h.number for h in sorted(made, key=lambda h: (h.due_on, h.id))]
    read: list[str] = []
    after = None
    for _ in range(4):
        answer = desk.get("/hazards", limit=200, **({"after": after} if after else {})).json
        assert answer["total"] == 600
        read += numbers(answer)
        after = answer["next"]
        if after is None:
            break
    assert read == expected


def test_a_hazard_added_in_between_neither_repeats_nor_hides_others(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    many(visit, [10, 11, 12, 13])
    first = desk.get("/hazards", limit=2).json
    visit.report(due_on=str(today()))
    second = desk.get("/hazards", limit=2, after=first["next"]).json
    assert numbers(first) + numbers(second) == ["N1", "N2", "N3", "N4"]


def test_the_database_counts_the_same_lights_as_the_rule(house: House, desk: Client) -> None:
    visit = Visit(house)
    days = list(range(-45, 10))
    many(visit, days, state=HazardState.CONFIRMED)
    answer = desk.get("/hazards", limit=200).json
    by_rule = Counter(item["light"]["colour"] for item in answer["items"])
    assert answer["counts"] == by_rule
    assert set(by_rule) == {"green", "amber", "yellow", "red"}
    for colour, count in by_rule.items():
        only = desk.get("/hazards", light=colour, limit=200).json
        assert (only["total"], len(only["items"])) == (count, count)
        assert only["counts"] == by_rule, "the chips stay while one of them is chosen"


def test_confirmed_major_hazards_count_as_red(house: House, desk: Client) -> None:
    major = {"is_major": True, "state": HazardState.CONFIRMED}
    many(Visit(house), [30, 30], **major)
    answer = desk.get("/hazards", light="red").json
    assert answer["total"] == 2
    assert {item["light"]["reason"] for item in answer["items"]} == {"major"}


def test_the_queue_is_narrowed_by_state_major_site_and_check(house: House, desk: Client) -> None:
    one, other = Visit(house), Visit(house)
    mine = one.report(grade="general", determination=BY_ITEM)
    other.report(grade="serious")
    for filters in (
        {"is_major": "true"},
        {"site_id": str(one.site.id)},
        {"spot_check_id": str(one.check.id)},
    ):
        assert numbers(desk.get("/hazards", **filters).json) == [mine.number], filters
    assert desk.get("/hazards", state="confirmed").json["total"] == 0
    assert desk.get("/hazards", state="reported").json["total"] == 2
    assert desk.get("/hazards", state="asleep").json["details"]["field"] == "state"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("配电箱", True),
        ("3# 楼", True),
        ("jgj 59", True),
        ("示范1号", True),
        ("配电箱 东侧", True),
        ("配电箱 屋面", False),
        ("100%", False),
        ("%", False),
        ("_", False),
        ("\\", False),
    ],
)
def test_words_are_found_wherever_they_stand_and_signs_are_plain_letters(
    house: House, desk: Client, q: str, *, found: bool
) -> None:
    hazard = Visit(house).report()
    assert (numbers(desk.get("/hazards", q=q).json) == [hazard.number]) is found


def test_a_percent_sign_is_found_where_it_was_written(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.report()
    hazard = visit.report(description="护栏覆盖不足 100%")
    assert numbers(desk.get("/hazards", q="100%").json) == [hazard.number]
    assert numbers(desk.get("/hazards", q=hazard.number).json) == [hazard.number]


def test_nobody_sees_hazards_beyond_their_reach(house: House, app: Flask) -> None:
    visit = Visit(house)
    hazard = visit.report()
    contractor = house.person(Role.CONTRACTOR)
    contractor.unit_id = hazard.party.unit_id
    rival = house.person(Role.CONTRACTOR)
    others = (party for party in visit.site.parties if party.id != hazard.party_id)
    rival.unit_id = next(others).unit_id
    city = Jurisdiction(code="330100", name="示范市")
    db.session.add(city)
    db.session.flush()
    house.jurisdiction.parent_id = city.id
    above = house.person(Role.SUPERVISOR)
    above.jurisdiction_id = city.id
    db.session.commit()
    elsewhere = House(code="330108")
    sees = {
        above.login: True,
        contractor.login: True,
        rival.login: False,
        visit.second.login: True,
        house.inspector().login: False,
        house.person(Role.AUDITOR).login: True,
        elsewhere.person(Role.SUPERVISOR).login: False,
        house.person(Role.CONTRACTOR).login: False,  # of no unit
    }
    for login, expected in sees.items():
        client = Client(app).sign_in(login)
        assert (client.get("/hazards").json["total"] == 1) is expected, login
        one = client.get(f"/hazards/{hazard.id}")
        assert (one.status_code == 200) is expected, login
        if not expected:
            assert (one.status_code, one.json["code"]) == (404, "hazard.unknown")
    for role in (Role.WITNESS, Role.ADMINISTRATOR):
        refused = Client(app).sign_in(house.person(role).login).get("/hazards")
        assert refused.json["code"] == "role.forbidden"


def test_a_detail_tells_site_check_history_and_evidence(house: House, desk: Client) -> None:
    visit = Visit(house)
    image = picture()
    visit.begin()
    hazard = visit.report(image)
    visit.send(image)
    visit.submit()
    detail = desk.get(f"/hazards/{hazard.id}").json
    assert detail["site"]["address"] == visit.site.address
    assert detail["spot_check"]["number"] == visit.check.number
    told = [(event["fact"], event["by"]) for event in detail["timeline"]]
    assert told == [("hazard.reported", "欧阳主办"), ("spot_check.submitted", "欧阳主办")]
    assert detail["timeline"][1]["note"] == visit.check.receipt
    photo = detail["photos"][0]
    assert (photo["inside_boundary"], photo["reason"]) == (True, None)
    assert photo["received_at"] is not None
    assert photo["position"]["accuracy_m"] == 8.0
    assert photo["card_number"] == visit.lead.card_number, "as it stands on the record"
    assert photo["place"] == {"inside": True, "distance_m": 0}
    assert photo["written"]["device"] == "SECRETMAKER"
    assert photo["written"]["place"]["inside"] is True
    assert photo["doubts"] == []


def test_a_detail_and_a_queue_row_tell_a_marked_copy_by_what_it_was_drawn_on(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    args = visit.finding(picture(1), picture(2))
    base, copy = args["photos"]
    copy["marked_of"] = base["sha256"]
    hazard = visit.report(**args)
    photos = desk.get(f"/hazards/{hazard.id}").json["photos"]
    told = [(photo["sha256"], photo["marked_of"]) for photo in photos]
    assert told == [(base["sha256"], None), (copy["sha256"], base["sha256"])]


def test_a_photo_from_outside_the_boundary_is_told_and_one_without_place_is_left_open(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    args = visit.finding(picture(1), picture(2))
    args["photos"][0]["position"] = {**args["photos"][0]["position"], "lat": 31.0}
    args["photos"][0]["taken_at"] = f"{today()}T01:00:00Z"
    args["photos"][1]["position"] = None
    hazard = visit.report(**args)
    photos = desk.get(f"/hazards/{hazard.id}").json["photos"]
    assert [photo["inside_boundary"] for photo in photos] == [False, None]
    assert [photo["doubts"] for photo in photos] == [["outside"], ["no_fix"]]
    assert photos[0]["place"]["distance_m"] > 80_000


def test_what_an_inspectors_camera_wrote_is_not_shown_to_the_unit(
    app: Flask, house: House, desk: Client
) -> None:
    visit = Visit(house)
    image = picture()
    hazard = visit.report(image)
    visit.send(image)
    contractor = house.person(Role.CONTRACTOR)
    contractor.unit_id = hazard.party.unit_id
    db.session.commit()
    path = f"/hazards/{hazard.id}"
    assert desk.get(path).json["photos"][0]["written"] is not None
    assert Client(app).sign_in(contractor.login).get(path).json["photos"][0]["written"] is None


def test_a_supervisor_confirms_a_hazard_once(house: House, desk: Client) -> None:
    hazard = Visit(house).report(determination=BY_ITEM, due_on=str(today() + timedelta(days=20)))
    answer = desk.post(f"/hazards/{hazard.id}/confirm", {"note": "下发责令整改通知书"})
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["light"]["colour"]) == ("confirmed", "red")
    last = answer.json["timeline"][-1]
    assert (last["fact"], last["note"]) == ("hazard.confirmed", "下发责令整改通知书")
    assert "通知书" not in str([entry.body for entry in about([hazard.id])]), "it is never erased"
    again = desk.post(f"/hazards/{hazard.id}/confirm", {})
    assert (again.status_code, again.json["code"]) == (409, "hazard.not_reported")


def test_only_a_supervisor_of_the_place_confirms(house: House, app: Flask) -> None:
    visit = Visit(house)
    hazard = visit.report()
    path = f"/hazards/{hazard.id}/confirm"
    inspector = Client(app).sign_in(visit.lead.login)
    assert inspector.post(path, {}).json["code"] == "role.forbidden"
    stranger = Client(app).sign_in(House(code="330108").person().login)
    assert stranger.post(path, {}).json["code"] == "hazard.unknown"
    own = Client(app).sign_in(house.person().login)
    assert own.post(f"/hazards/{uuid7()}/confirm", {}).json["code"] == "hazard.unknown"
    assert own.get("/hazards/nonsense").json["code"] == "not_found"
    assert own.post(path, {"note": "长" * 501}).json["details"]["field"] == "note"
