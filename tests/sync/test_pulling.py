"""Pulling: whatever changed comes, whole and once, and what is no longer one's own goes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from suicha.accounts.models import Person, Role
from suicha.db import db, uuid7
from suicha.photos.models import Photo, PhotoState
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party, Site
from suicha.spot_checks.models import Assignment, SpotCheck
from tests.builders import House
from tests.phone import GOOD, Phone, image, record_of, revoke, sent_to
from tests.sync.changes import kinds, named

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json


def finding(check: SpotCheck, version: ChecklistVersion, *photos: Json) -> Json:
    site = db.session.get_one(Site, check.site_id)
    return {
        "hazard_id": str(uuid7()),
        "spot_check_id": str(check.id),
        "checklist_version_id": str(version.id),
        "item_id": f"{version.code}-1",
        "description": "临边防护缺失",
        "location": "3# 楼东侧",
        "clause": "JGJ 59-2011 3.13.3",
        "grade": "general",
        "due_on": "2030-01-31",
        "party_id": str(site.parties[0].id),
        "photos": list(photos),
    }


def test_an_assigned_check_comes_with_all_that_it_needs(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    second = house.inspector()
    check = sent_to(house, phone.person, second, lists=(plain,))
    changes, _ = phone.pull_all()
    assert kinds(changes) == ["checklist", "site", "spot_check", "history"]
    row = named(changes, "spot_check")[str(check.id)]
    assert row is not None
    assert row["checklists"] == [str(plain.id)]
    assert row["lead_id"] == str(phone.person.id)
    assert [one["card_number"] for one in row["inspectors"]] == [
        phone.person.card_number,
        second.card_number,
    ]
    assert row["item_list_entry"]["legal_basis"].startswith("建设工程安全生产管理条例")
    assert (row["state"], row["complete"], row["plan_number"]) == ("assigned", False, None)
    assert row["received"] == {"commands": 0, "photos": [], "receipts": {}}
    site = named(changes, "site")[str(check.site_id)]
    assert site is not None
    assert len(site["parties"]) == 5
    sections = named(changes, "checklist")[str(plain.id)]
    assert sections is not None
    assert len(sections["sections"][0]["items"]) == 2


def test_nothing_comes_again_while_nothing_changes(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    page = phone.pull(cursor)
    assert (page["changes"], page["more"]) == ([], False)


def test_every_command_sends_the_check_again_with_what_was_received(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, lists=(plain,))
    _, cursor = phone.pull_all()
    for count, command in enumerate(
        [
            phone.start(check),
            phone.answer(check, plain, {"PLAIN-1": GOOD}),
            phone.sign(check, "0" * 64, image=image(b"one")),
            phone.submit(record_of(check, plain)),
        ],
        start=1,
    ):
        phone.push(command)
        changes, cursor = phone.pull_all(cursor)
        row = named(changes, "spot_check")[str(check.id)]
        assert row is not None
        assert row["received"]["commands"] == count
        assert row["started_at"] is not None, "a new phone goes on from there"
        assert (row["receipt"] is not None) == (row["state"] == "submitted")


def test_a_photo_that_arrives_sends_its_check_and_its_hazard_again(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, lists=(plain,))
    photo = image(b"a picture", media_type="image/jpeg")
    reported = phone.command("hazard.report", finding(check, plain, photo))
    assert phone.one(reported)["verdict"] == "accepted"
    changes, cursor = phone.pull_all()
    hazard_id = reported["args"]["hazard_id"]
    hazard = named(changes, "hazard")[hazard_id]
    assert hazard is not None
    assert hazard["photos"][0]["state"] == "promised"
    # In bulk, past the ORM: the feed must not depend on who changes a row.
    db.session.execute(update(Photo).values(state=PhotoState.RECEIVED, offset=Photo.size))
    db.session.commit()
    changes, _ = phone.pull_all(cursor)
    assert kinds(changes) == ["spot_check", "hazard"]
    row = named(changes, "spot_check")[str(check.id)]
    assert row is not None
    assert row["received"]["photos"] == [photo["sha256"]]
    hazard = named(changes, "hazard")[hazard_id]
    assert hazard is not None
    assert hazard["photos"][0]["state"] == "received"


def test_a_slow_transaction_is_not_skipped(app: Flask, house: House, phone: Phone) -> None:
    slow_check = sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    with Session(db.engine) as slow:
        touched = update(SpotCheck).where(SpotCheck.id == slow_check.id)
        slow.execute(touched.values(commands_received=7))
        quick_check = sent_to(house, phone.person)
        changes, cursor = phone.pull_all(cursor)
        assert str(slow_check.id) not in named(changes, "spot_check")
        slow.commit()
    db.session.expire_all()  # the other session wrote; a real request begins with nothing in mind
    changes, _ = phone.pull_all(cursor)
    rows = named(changes, "spot_check")
    assert rows.keys() == {str(slow_check.id), str(quick_check.id)}
    row = rows[str(slow_check.id)]
    assert row is not None
    assert row["received"]["commands"] == 7


def test_a_newly_assigned_old_check_comes_whole(
    house: House, app: Flask, plain: ChecklistVersion
) -> None:
    first, later = Phone(app, house.inspector()), Phone(app, house.inspector())
    check = sent_to(house, first.person, lists=(plain,))
    reported = first.command("hazard.report", finding(check, plain))
    first.push(reported)
    changes, cursor = later.pull_all()
    assert changes == []
    db.session.add(Assignment(spot_check_id=check.id, inspector_id=later.person.id, seat=1))
    db.session.commit()
    changes, cursor = later.pull_all(cursor)
    assert kinds(changes) == ["checklist", "site", "spot_check", "hazard", "history"]
    assert all(change["row"] for change in changes)
    assert later.pull_all(cursor)[0] == []


def test_a_revoked_assignment_takes_away_what_nothing_else_gives(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    shared = house.site()
    kept = sent_to(house, phone.person, site=shared, lists=(plain,))
    lost = sent_to(house, phone.person, site=shared, lists=(plain,))
    elsewhere = sent_to(house, phone.person)
    phone.push(phone.command("hazard.report", finding(lost, plain)))
    _, cursor = phone.pull_all()
    revoke(lost, phone.person)
    revoke(elsewhere, phone.person)
    changes, after = phone.pull_all(cursor)
    gone = {(change["kind"], change["id"]) for change in changes if change["row"] is None}
    assert {kind for kind, _ in gone} == {"checklist", "site", "spot_check", "hazard", "history"}
    assert ("spot_check", str(lost.id)) in gone
    assert ("site", str(elsewhere.site_id)) in gone
    assert ("site", str(shared.id)) not in gone
    assert ("checklist", str(plain.id)) not in gone
    assert ("spot_check", str(kept.id)) not in gone
    db.session.execute(update(Site).values(stage="装饰装修"))
    db.session.commit()
    assert kinds(phone.pull_all(after)[0]) == ["site"], "only the one that is still seen"


def test_a_pull_afresh_does_not_tell_of_what_was_revoked_before(house: House, phone: Phone) -> None:
    revoke(sent_to(house, phone.person), phone.person)
    assert phone.pull_all()[0] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_neither_skip_nor_repeat_rows_that_changed_together(
    house: House, phone: Phone, plain: ChecklistVersion, limit: int
) -> None:
    checks = {str(sent_to(house, phone.person, lists=(plain,)).id) for _ in range(5)}
    _, cursor = phone.pull_all()
    db.session.execute(update(SpotCheck).values(due_provisional=True))
    db.session.execute(update(Site).values(stage="主体结构"))
    db.session.commit()
    changes, _ = phone.pull_all(cursor, limit=limit)
    assert len(changes) == 10
    assert len({(change["kind"], change["id"]) for change in changes}) == 10
    assert named(changes, "spot_check").keys() == checks


def test_what_changes_between_two_pages_comes_with_the_next_pull(
    house: House, phone: Phone
) -> None:
    checks = [sent_to(house, phone.person) for _ in range(3)]
    page = phone.pull(limit=7)  # three checklists, three sites, one check
    assert page["more"]
    for check in checks:
        check.due_provisional = True
    db.session.commit()
    rest, cursor = phone.pull_all(page["cursor"])
    again, _ = phone.pull_all(cursor)
    seen = named([*page["changes"], *rest, *again], "spot_check")
    assert seen.keys() == {str(check.id) for check in checks}
    assert all(row and row["due_provisional"] for row in named(again, "spot_check").values())
    assert named(again, "spot_check").keys() == seen.keys()


def test_a_renamed_colleague_sends_the_check_again(house: House, phone: Phone) -> None:
    colleague = house.inspector()
    check = sent_to(house, phone.person, colleague)
    _, cursor = phone.pull_all()
    db.session.get_one(Person, colleague.id).name = "新名字"
    db.session.commit()
    changes, _ = phone.pull_all(cursor)
    row = named(changes, "spot_check")[str(check.id)]
    assert row is not None
    assert row["inspectors"][1]["name"] == "新名字"


def test_a_supervisor_pulls_a_jurisdiction_and_a_city_its_districts(app: Flask) -> None:
    city = House("330100")
    near, far = House("330106"), House("330205")
    near.jurisdiction.parent_id = city.jurisdiction.id
    db.session.commit()
    here, there = sent_to(near, near.inspector()), sent_to(far, far.inspector())
    of_city, of_near = Phone(app, city.person()), Phone(app, near.person())
    for desk in (of_city, of_near):
        rows = named(desk.pull_all()[0], "spot_check")
        assert str(here.id) in rows
        assert str(there.id) not in rows
    assert db.session.get_one(Jurisdiction, near.jurisdiction.id).parent_id
    assert Phone(app, near.person(Role.AUDITOR)).pull()["changes"]
    for role in (Role.WITNESS, Role.CONTRACTOR):
        answer = Phone(app, near.person(role)).client.get("/sync/pull")
        assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_a_renamed_unit_sends_its_site_and_its_hazards_again(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, lists=(plain,))
    report = finding(check, plain)
    phone.push(phone.command("hazard.report", report))
    _, cursor = phone.pull_all()
    party = db.session.get_one(Party, UUID(report["party_id"]))
    party.unit.name = "新名称建设公司"
    db.session.commit()
    changes, cursor = phone.pull_all(cursor)
    assert kinds(changes) == ["site", "hazard"]
    assert all("新名称建设公司" in str(change["row"]) for change in changes)
    party.leader_name = "新负责人"
    db.session.commit()
    assert kinds(phone.pull_all(cursor)[0]) == ["site"]
