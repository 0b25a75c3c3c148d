"""Deciding at the desk: the own district's supervisor, with all that a person needs to see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.places.models import Jurisdiction
from suicha.spot_checks.models import Record
from tests.builders import House
from tests.client import Client
from tests.phone import BAD, GOOD, Phone, choice, digest_of, image, record_of, revoke
from tests.spot_checks.test_two_inspectors import WORSE, finding

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck


@dataclass
class Scene:
    """A signed record from which the partner differs at one item of each list, and a desk."""

    desk: Client
    lead: Phone
    second: Phone
    check: SpotCheck
    base: str
    path: str


@pytest.fixture
def signed(
    lead: Phone, second: Phone, check: SpotCheck, table: ChecklistVersion, plain: ChecklistVersion
) -> str:
    closing = lead.submit(record_of(check, table, plain))
    lead.push(lead.sign(check, digest_of(closing), image=image(b"lead")), closing)
    second.push(
        second.supplement(check, plain, {"PLAIN-2": BAD, "PLAIN-1": GOOD}),
        second.supplement(check, table, {"B1-1": WORSE, "B1-2": GOOD}),
    )
    return digest_of(closing)


@pytest.fixture
def desk(app: Flask, house: House) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR, name="科长").login)


@pytest.fixture
def scene(desk: Client, lead: Phone, second: Phone, check: SpotCheck, signed: str) -> Scene:
    return Scene(desk, lead, second, check, signed, f"/spot-checks/{check.id}")


def ruling(base: str, *choices: Json, **given: object) -> Json:
    body: Json = {"base_digest": base, "choices": list(choices), "hazards": []}
    return body | {"reason": "核对照片后采纳"} | given


def versions(check: SpotCheck) -> list[int]:
    query = select(Record.version).where(Record.spot_check_id == check.id)
    return list(db.session.scalars(query.order_by(Record.version)))


def test_differences_are_shown_by_name_in_the_order_of_the_lists(
    scene: Scene, table: ChecklistVersion, plain: ChecklistVersion
) -> None:
    hazard = finding(scene.check, plain)
    scene.second.push(scene.second.command("hazard.report", hazard))
    shown = scene.desk.get(scene.path).json
    named = [
        (one["list_title"], one["item"]["name"], one["inspector_name"], one["decided"])
        for one in shown["differences"]
    ]
    assert named == [
        (table.title, "检查项 1", scene.second.person.name, None),
        (plain.title, "检查项 2", scene.second.person.name, None),
    ]
    first = shown["differences"][0]
    assert (first["recorded"], first["answered"]) == (BAD, WORSE)
    assert (first["item_id"], first["inspector_id"]) == ("B1-1", str(scene.second.person.id))
    (unrecorded,) = shown["unrecorded_hazards"]
    assert (unrecorded["hazard_id"], unrecorded["decided"]) == (hazard["hazard_id"], None)
    assert unrecorded["description"] == "临边防护缺失"
    assert unrecorded["number"].startswith("330106-")
    assert shown["open_differences"] == 3
    assert scene.desk.get("/spot-checks").json["items"][0]["open_differences"] == 3
    assert scene.desk.get("/spot-checks", differences="open").json["total"] == 1


def test_a_supervisor_decides_and_every_version_is_told(
    scene: Scene, table: ChecklistVersion
) -> None:
    _, cursor = scene.lead.pull_all()
    takes = choice(table, "B1-1", scene.second, WORSE)
    answer = scene.desk.post(f"{scene.path}/decide", ruling(scene.base, takes))
    assert answer.status_code == 200, answer.json
    shown = answer.json
    told = [
        (one["version"], one["by"], one["reason"], one["score"], one["standing"])
        for one in shown["versions"]
    ]
    assert told == [
        (1, scene.lead.person.name, None, "80.0", False),
        (2, "科长", "核对照片后采纳", "0.0", True),
    ]
    assert shown["versions"][0]["digest"] == scene.base
    assert {one["result_category"] for one in shown["versions"]} == {"no_problem"}
    assert shown["record"]["digest"] == shown["versions"][1]["digest"]
    assert shown["score"] == shown["record"]["score"] == "0.0"
    assert [one["digest"] for one in shown["record"]["signatures"]] == [scene.base]
    assert shown["open_differences"] == 1
    changes, _ = scene.lead.pull_all(cursor)
    (row,) = [one["row"] for one in changes if one["kind"] == "spot_check"]
    assert row["record"]["version"] == 2


def test_who_looks_at_what_is_no_longer_so_looks_again(
    scene: Scene, table: ChecklistVersion, plain: ChecklistVersion
) -> None:
    path = f"{scene.path}/decide"
    scene.lead.push(
        scene.lead.decide(scene.check, scene.base, choice(table, "B1-1", scene.second, WORSE))
    )
    late = scene.desk.post(path, ruling(scene.base, choice(plain, "PLAIN-2", scene.second, BAD)))
    assert (late.status_code, late.json["code"]) == (409, "record.overtaken")
    now_standing = late.json["details"]["digest"]
    stale = scene.desk.post(
        path, ruling(now_standing, choice(plain, "PLAIN-2", scene.second, WORSE))
    )
    assert stale.json["code"] == "record.overtaken"
    strange = ruling(now_standing, hazards=[{"hazard_id": str(uuid7()), "take": True}])
    assert scene.desk.post(path, strange).json["code"] == "record.overtaken"
    assert versions(scene.check) == [1, 2]
    again = scene.desk.post(path, ruling(now_standing, choice(plain, "PLAIN-2", scene.second, BAD)))
    assert again.status_code == 200
    assert versions(scene.check) == [1, 2, 3]


def test_the_lead_who_decides_offline_behind_the_desk_is_flagged_and_changes_only_the_rest(
    scene: Scene, table: ChecklistVersion, plain: ChecklistVersion
) -> None:
    leaves = choice(table, "B1-1", scene.second, WORSE, take=False)
    scene.desk.post(f"{scene.path}/decide", ruling(scene.base, leaves))
    offline = scene.lead.decide(
        scene.check,
        scene.base,
        choice(table, "B1-1", scene.second, WORSE),
        choice(plain, "PLAIN-2", scene.second, BAD),
    )
    assert scene.lead.one(offline)["flags"] == ["record.overtaken"]
    shown = scene.desk.get(scene.path).json
    assert [(one["item_id"], one["decided"]) for one in shown["differences"]] == [
        ("B1-1", "left"),
        ("PLAIN-2", "taken"),
    ]
    assert shown["score"] == "80.0"
    assert (shown["open_differences"], shown["flags"]) == (0, ["record.overtaken"])


def test_power_is_territorial_and_only_a_supervisors(
    app: Flask, house: House, scene: Scene, table: ChecklistVersion
) -> None:
    path = f"{scene.path}/decide"
    body = ruling(scene.base, choice(table, "B1-1", scene.second, WORSE))
    city = House("330100")
    place = db.session.get_one(Jurisdiction, house.jurisdiction.id)
    place.parent_id = city.jurisdiction.id
    db.session.commit()
    words = [
        Client(app).sign_in(person.login).post(path, body).json["code"]
        for person in (
            House("330205").person(Role.SUPERVISOR),
            city.person(Role.SUPERVISOR),
            house.person(Role.AUDITOR),
            house.person(Role.ADMINISTRATOR),
            scene.second.person,
        )
    ]
    assert words == [
        "spot_check.unknown",
        "jurisdiction.other",
        *["role.forbidden"] * 3,
    ]
    assert versions(scene.check) == [1]


def test_what_cannot_be_read_is_invalid_and_an_open_check_has_nothing_to_decide(
    desk: Client, house: House, second: Phone, check: SpotCheck, table: ChecklistVersion
) -> None:
    path = f"/spot-checks/{check.id}/decide"
    takes = choice(table, "B1-1", second, WORSE)
    early = desk.post(path, ruling("0" * 64, takes))
    assert (early.status_code, early.json["code"]) == (409, "spot_check.not_submitted")
    bodies: tuple[object, ...] = (
        ruling("0" * 64),
        ruling("0" * 64, takes, takes),
        ruling("0" * 64, takes, reason=""),
        ruling("0" * 64, takes, decided_at="2026-11-20T02:00:00Z"),
        ruling("x", takes),
        [],
    )
    for body in bodies:
        assert desk.post(path, body).status_code == 422
    shown = desk.get(f"/spot-checks/{check.id}").json
    assert (shown["versions"], shown["differences"], shown["open_differences"]) == ([], [], 0)


def test_two_who_decide_at_the_same_time_make_one_version_of_it(
    scene: Scene, table: ChecklistVersion
) -> None:
    takes = choice(table, "B1-1", scene.second, WORSE)
    command = scene.lead.decide(scene.check, scene.base, takes)
    db.session.remove()
    with ThreadPoolExecutor(2) as threads:
        pushed = threads.submit(scene.lead.one, command)
        posted = threads.submit(scene.desk.post, f"{scene.path}/decide", ruling(scene.base, takes))
        verdict, answer = pushed.result(), posted.result()
    assert versions(scene.check) == [1, 2]
    late = verdict["flags"] == ["record.overtaken"], answer.status_code == 409
    assert sorted(late) == [False, True], (verdict, answer.json)


def test_sheets_are_seen_by_whoever_sees_the_check(
    app: Flask, house: House, scene: Scene, table: ChecklistVersion
) -> None:
    def sheets(phone: Phone, cursor: str | None = None) -> tuple[set[str], str]:
        changes, cursor = phone.pull_all(cursor)
        return {one["id"] for one in changes if one["kind"] == "answer_sheet"}, cursor

    seen, cursor = sheets(scene.second)
    assert len(seen) == 2
    assert sheets(Phone(app, house.person(Role.AUDITOR)))[0] == seen
    assert sheets(Phone(app, House("330205").person(Role.AUDITOR)))[0] == set()
    assert sheets(Phone(app, house.inspector()))[0] == set()
    revoke(scene.check, scene.second.person)
    changes, _ = scene.second.pull_all(cursor)
    gone = {one["id"] for one in changes if one["kind"] == "answer_sheet" and one["row"] is None}
    assert gone == seen
