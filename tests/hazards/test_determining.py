"""判定重大事故隐患: a decision by a person and exactly one item, apart from severity."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from suicha.accounts.models import Role
from suicha.config import REPOSITORY
from suicha.db import db, today
from suicha.hazards import majors
from suicha.hazards.models import Hazard, HazardState, HazardStep, StepKind
from suicha.journal import about
from suicha.spot_checks.comparisons import hazards_as_recorded
from tests.builders import House
from tests.hazards.cast import Cast, fresh
from tests.phone import Phone
from tests.visits import BY_ITEM

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from suicha.db import Json

FAR = today() + timedelta(days=90)
OTHER = {"edition": "2024", "item_id": "MH2024-17-1", "reason": "作业面随时可能坍塌"}


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


def said(cast: Cast, determination: object, **given: Any) -> Json:  # Any: arguments of a report
    """The verdict on a report by the lead's phone."""
    args = cast.visit.finding(**given) | {"determination": determination}
    return cast.phone.one(cast.phone.command("hazard.report", args))


def determined(hazard_id: UUID) -> list[HazardStep]:
    query = select(HazardStep).where(HazardStep.hazard_id == hazard_id)
    query = query.where(HazardStep.step == StepKind.DETERMINED).order_by(HazardStep.at)
    return list(db.session.scalars(query))


def rule(cast: Cast, hazard: Hazard, **ruling: Any) -> Json:  # Any: fields of a body
    answer = cast.desk.post(f"/hazards/{hazard.id}/determine", ruling)
    assert answer.status_code == 200, answer.json
    shown: Json = answer.json
    return shown


def test_the_list_has_51_items_and_two_articles_that_need_a_reason() -> None:
    found = majors.items().values()
    assert sum(4 <= one.article <= 15 for one in found) == 51
    assert [one.id for one in found if one.needs_reason] == ["MH2024-16-1", "MH2024-17-1"]
    assert majors.items()["MH2024-8-4"].code == "建质规〔2024〕5号 第八条第四项"
    assert majors.items()["MH2024-17-1"].code == "建质规〔2024〕5号 第十七条"


def test_severity_and_determination_are_two_things(cast: Cast) -> None:
    mild = cast.hazard(due_on=FAR, grade="general", determination=BY_ITEM)
    bad = cast.hazard(due_on=FAR, grade="serious")
    assert (mild.severity, mild.is_major, mild.major_item) == ("general", True, "MH2024-8-4")
    assert (bad.severity, bad.is_major, bad.determination) == ("serious", False, None)
    for hazard in (mild, bad):
        cast.do("confirm", hazard.id)
    assert fresh(mild).light.colour == "red"
    assert fresh(bad).light.colour == "green"


def test_who_determined_and_when_is_kept_as_a_fact(cast: Cast) -> None:
    hazard = cast.hazard(determination=OTHER)
    assert hazard.determined_by == cast.visit.lead.id
    assert hazard.determined_at is not None
    (step,) = determined(hazard.id)
    assert (step.by, step.note) == (cast.visit.lead.id, OTHER["reason"])
    assert step.body == {"is_major": True, "edition": "2024", "item_id": "MH2024-17-1"}
    reported = next(one.body for one in about([hazard.id]) if one.fact == "hazard.reported")
    assert (reported["is_major"], reported["major_item"]) == (True, "MH2024-17-1")
    assert OTHER["reason"] not in str([one.body for one in about([hazard.id])])
    with pytest.raises(DatabaseError, match="never"):
        db.session.execute(text("UPDATE hazard_steps SET note = ''"))


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"item_id": ["MH2024-8-4", "MH2024-9-1"]}, "determination.second_item"),
        ({"item_id": []}, "determination.second_item"),
        ({"item_id": "MH2024-8-10"}, "determination.item_unknown"),
        ({"item_id": "MH2022-8-4"}, "determination.item_unknown"),
        ({"edition": "2022"}, "determination.edition"),
        ({"item_id": "MH2024-16-1"}, "determination.reason_missing"),
        ({"item_id": "MH2024-17-1", "reason": ""}, "determination.reason_missing"),
        ({"item_id": 8}, "command.malformed"),
        ({"also": "MH2024-9-1"}, "command.malformed"),
    ],
)
def test_what_is_not_one_known_item_is_refused_and_nothing_is_kept(
    cast: Cast, named: Json, code: str
) -> None:
    verdict = said(cast, BY_ITEM | named)
    assert (verdict["verdict"], verdict["code"]) == ("refused", code)
    assert not db.session.scalars(select(Hazard)).all()


@pytest.mark.parametrize("determination", [None, BY_ITEM, OTHER])
def test_a_report_with_one_item_or_none_is_accepted(cast: Cast, determination: object) -> None:
    assert said(cast, determination)["verdict"] == "accepted"
    hazard = db.session.scalars(select(Hazard)).one()
    assert hazard.is_major == (determination is not None)


def test_the_grade_of_an_old_app_is_serious_and_major_with_its_item_owed(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED, FAR, grade="major")
    assert (hazard.severity, hazard.is_major) == ("serious", True)
    assert hazard.determination is None
    assert fresh(hazard).light.colour == "red"
    assert not determined(hazard.id), "nobody has named an item"
    line = cast.desk.get("/hazards", is_major="true").json["items"][0]
    assert (line["is_major"], line["determination"], line["severity"]) == (True, None, "serious")


def test_the_item_that_is_owed_is_supplied_without_a_reason_and_once(cast: Cast) -> None:
    hazard = cast.hazard(grade="major")
    shown = rule(cast, hazard, is_major=True, item_id="MH2024-8-4")
    assert shown["determination"] == BY_ITEM
    again = cast.desk.post(
        f"/hazards/{hazard.id}/determine", {"is_major": True, "item_id": "MH2024-9-1"}
    )
    assert (again.status_code, again.json["code"]) == (422, "determination.reason_missing")
    assert len(determined(hazard.id)) == 1


def test_the_office_decides_either_way_and_the_light_follows(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CONFIRMED, FAR)
    why = "塔式起重机力矩限制器已拆除"
    shown = rule(cast, hazard, is_major=True, item_id="MH2024-8-4", reason=why)
    assert (shown["light"]["colour"], shown["state"]) == ("red", "confirmed")
    lights = [one["to"] for one in shown["light_history"]]
    back = rule(cast, hazard, is_major=False, reason="经检测限制器有效")
    assert (back["light"]["colour"], back["is_major"], back["determination"]) == (
        "green",
        False,
        None,
    )
    assert [one["to"] for one in back["light_history"]] == [*lights, "green"]
    assert back["steps"][-1]["step"] == "determined"
    told = [(one["is_major"], one["item_id"], one["note"]) for one in back["steps"][-2:]]
    assert told == [(True, "MH2024-8-4", why), (False, None, "经检测限制器有效")]
    facts = [one.body for one in about([hazard.id]) if one.fact == "hazard.determined"]
    assert [one["is_major"] for one in facts] == [True, False]


@pytest.mark.parametrize(
    ("ruling", "code"),
    [
        ({"is_major": False}, "determination.reason_missing"),
        ({"is_major": False, "reason": "  "}, "determination.reason_missing"),
        ({"is_major": True, "item_id": "MH2024-8-4"}, "determination.reason_missing"),
        ({"is_major": True, "reason": "危险"}, "determination.second_item"),
        ({"is_major": True, "reason": "危险", "item_id": "8-4"}, "determination.item_unknown"),
        ({"is_major": False, "reason": "否", "item_id": "MH2024-8-4"}, "request.invalid"),
        ({"reason": "否"}, "request.invalid"),
    ],
)
def test_a_ruling_says_what_it_must(cast: Cast, ruling: Json, code: str) -> None:
    hazard = cast.hazard()
    answer = cast.desk.post(f"/hazards/{hazard.id}/determine", ruling)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert not determined(hazard.id)


def test_a_closed_hazard_stays_as_it_was_determined(cast: Cast) -> None:
    hazard = cast.hazard(HazardState.CLOSED, determination=BY_ITEM)
    answer = cast.do("determine", hazard.id)
    assert (answer.status_code, answer.json["code"]) == (409, "hazard.is_closed")
    assert fresh(hazard).is_major


def test_only_a_supervisor_of_the_place_determines(cast: Cast, app: Flask) -> None:
    hazard, path = cast.hazard(), "/hazards/{}/determine"
    ruling = {"is_major": False, "reason": "否"}
    for role in (Role.AUDITOR, Role.INSPECTOR, Role.ADMINISTRATOR):
        who = cast.sign_in(cast.house.person(role))
        assert who.post(path.format(hazard.id), ruling).status_code == 403
    assert cast.unit.post(path.format(hazard.id), ruling).status_code == 403
    elsewhere = House(code="330108")
    stranger = cast.sign_in(elsewhere.person(Role.SUPERVISOR))
    assert stranger.post(path.format(hazard.id), ruling).json["code"] == "hazard.unknown"
    assert not determined(hazard.id)


def test_the_unit_responsible_sees_the_result(cast: Cast) -> None:
    hazard = cast.hazard(determination=BY_ITEM)
    shown = cast.unit.get(f"/hazards/{hazard.id}").json
    assert (shown["is_major"], shown["determination"]) == (True, BY_ITEM)
    assert cast.unit.get("/hazards").json["items"][0]["is_major"]


def test_phones_are_told_both_the_new_words_and_the_grade_that_old_apps_read(cast: Cast) -> None:
    hazard = cast.hazard(determination=BY_ITEM)
    mine = told(cast.phone, hazard)
    assert (mine["severity"], mine["is_major"], mine["grade"]) == ("general", True, "major")
    rule(cast, hazard, is_major=False, reason="否")
    mine = told(cast.phone, hazard)
    assert (mine["is_major"], mine["grade"], mine["determination"]) == (False, "general", None)


def told(phone: Phone, hazard: Hazard) -> Json:
    changes, _ = phone.pull_all(None)
    return next(
        one["row"] for one in changes if one["kind"] == "hazard" and one["id"] == str(hazard.id)
    )


def test_a_version_of_the_record_names_what_was_determined(cast: Cast) -> None:
    with_item = cast.hazard(grade="serious", determination=OTHER)
    owed = cast.hazard(grade="major")
    plain = cast.hazard(grade="serious")
    written = hazards_as_recorded([with_item.id, owed.id, plain.id])
    assert [(one["grade"], one.get("determination")) for one in written] == [
        ("serious", OTHER),
        ("major", None),
        ("serious", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE hazards SET is_major = false",
        "UPDATE hazards SET major_edition = NULL",
        "UPDATE hazards SET determined_by = NULL",
        "UPDATE hazards SET severity = 'major'",
    ],
)
def test_what_would_be_no_determination_cannot_be_stored(cast: Cast, wrong: str) -> None:
    cast.hazard(determination=BY_ITEM)
    with pytest.raises(IntegrityError):
        db.session.execute(text(wrong))
    db.session.rollback()


def test_the_list_on_the_phone_is_the_servers() -> None:
    """The PWA is built without the server's files beside it, so it has a copy."""
    path = REPOSITORY / "pwa/src/hazards/major-list.json"
    listed = [
        (item["id"], article["article"], article["category"], item["code"], item["text"])
        for article in json.loads(path.read_text())
        for item in article["items"]
    ]
    assert listed == [
        (one.id, one.article, list(one.category), one.code.split(" ")[1], list(one.text))
        for one in majors.items().values()
    ]
