"""What was at a site before: it comes whole, follows what happens, and goes with the task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from suicha.accounts.models import Person
from suicha.checklists.operations import load_clauses
from suicha.db import db, now
from suicha.hazards.models import Hazard, HazardState, RecheckAssignment
from suicha.spot_checks.models import Assignment
from tests.phone import GOOD, Phone, sent_to
from tests.sync.changes import gone, kinds, named, only
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from tests.builders import House


@pytest.fixture
def visit(house: House) -> Visit:
    """A closed check with one open hazard and its photo, of a site that nobody is sent to now."""
    visit = Visit(house)
    visit.complete(picture())
    return visit


def close(hazard: Hazard) -> None:
    db.session.execute(
        update(Hazard).where(Hazard.id == hazard.id).values(state=HazardState.CLOSED)
    )
    db.session.commit()


def hazard_of(visit: Visit) -> Hazard:
    return db.session.get_one(Hazard, visit.named[0]["hazard_id"])


def recheck(hazard: Hazard, inspector: Person) -> RecheckAssignment:
    task = RecheckAssignment(hazard_id=hazard.id, inspector_id=inspector.id)
    db.session.add(task)
    db.session.commit()
    db.session.expire_all()  # a real request begins with nothing in mind
    return task


def test_a_newly_assigned_old_site_comes_whole(house: House, phone: Phone, visit: Visit) -> None:
    load_clauses()
    db.session.commit()
    changes, cursor = phone.pull_all()
    assert set(kinds(changes)) == {"clause"}, "the library is everybody's"
    check = sent_to(house, phone.person, site=visit.site, lists=(visit.scored,))
    changes, cursor = phone.pull_all(cursor)
    assert kinds(changes) == ["checklist", "site", "spot_check", "history"]
    assert only(changes, "checklist")["id"] == str(visit.scored.id)
    assert only(changes, "site")["id"] == str(visit.site.id)
    assert only(changes, "spot_check")["id"] == str(check.id)
    history = only(changes, "history")
    hazard = hazard_of(visit)
    assert history["id"] == history["site_id"] == str(visit.site.id)
    assert [one["id"] for one in history["hazards"]] == [str(hazard.id)]
    assert history["hazards"][0]["party_name"] == "builder公司"
    (past,) = history["checks"]
    assert (past["number"], past["findings"]) == (visit.check.number, 1)
    assert past["result_category"] == "rectify_by_date"
    assert past["inspectors"] == ["欧阳主办", "司马协办"]
    answer = past["answers"][visit.scored.code][f"{visit.scored.code}-1"]
    assert answer == {"result": "nonconforming", "deduction": 2, "note": ""}
    assert past["hazards"] == [
        {
            "id": str(hazard.id),
            "number": hazard.number,
            "item_id": hazard.item_id,
            "description": hazard.description,
            "state": "confirmed",
            "grade": "general",
            "severity": "general",
            "is_major": False,
        }
    ]
    (photo,) = past["photos"]
    assert photo["hazard_id"] == str(hazard.id)
    assert phone.client.get(f"/photos/{photo['sha256']}/thumb").data[:2] == b"\xff\xd8"
    assert phone.pull_all(cursor)[0] == []


def test_the_last_five_checks_come_the_newest_first(house: House, phone: Phone) -> None:
    site = house.site()
    numbers = []
    for _ in range(6):
        visit = Visit(house, site)
        visit.complete()
        numbers.append(visit.check.number)
    sent_to(house, phone.person, site=site)
    history = only(phone.pull_all()[0], "history")
    assert [check["number"] for check in history["checks"]] == numbers[:0:-1]
    assert len(history["hazards"]) == 6, "what is open stays in sight, however old"


def test_a_site_that_nobody_has_checked_says_so(house: House, phone: Phone) -> None:
    check = sent_to(house, phone.person)
    told = {"id": str(check.site_id), "site_id": str(check.site_id), "hazards": [], "checks": []}
    assert only(phone.pull_all()[0], "history") == told


def test_history_follows_what_happens_to_it(house: House, phone: Phone, visit: Visit) -> None:
    sent_to(house, phone.person, site=visit.site)
    _, cursor = phone.pull_all()
    close(hazard_of(visit))
    changes, cursor = phone.pull_all(cursor)
    history = only(changes, "history")
    assert history["hazards"] == []
    assert history["checks"][0]["hazards"][0]["state"] == "closed"
    visit.lead.name = "改名"
    db.session.commit()
    changes, cursor = phone.pull_all(cursor)
    assert only(changes, "history")["checks"][0]["inspectors"][0] == "改名"
    another = Visit(house, visit.site)
    another.begin()
    another.report(picture(90))
    another.send(picture(90))
    changes, cursor = phone.pull_all(cursor)
    assert changes == [], "nothing is the past before it is closed"
    another.submit()
    changes, cursor = phone.pull_all(cursor)
    history = only(changes, "history")
    assert history["checks"][0]["number"] == another.check.number
    assert len(history["checks"][0]["photos"]) == 1


def test_a_photo_comes_to_history_when_it_is_rendered(house: House, phone: Phone) -> None:
    visit = Visit(house)
    visit.begin()
    visit.report(picture())
    visit.submit()
    sent_to(house, phone.person, site=visit.site)
    changes, cursor = phone.pull_all()
    assert only(changes, "history")["checks"][0]["photos"] == []
    sha256 = visit.send(picture())
    changes, cursor = phone.pull_all(cursor)
    assert [one["sha256"] for one in only(changes, "history")["checks"][0]["photos"]] == [sha256]


def test_what_one_records_now_does_not_send_the_past_again(
    house: House, phone: Phone, visit: Visit, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, site=visit.site, lists=(plain,))
    _, cursor = phone.pull_all()
    phone.push(phone.start(check), phone.answer(check, plain, {"PLAIN-1": GOOD}))
    changes, _ = phone.pull_all(cursor)
    assert "history" not in kinds(changes)


def test_the_past_goes_when_there_is_nothing_left_to_do(house: House, app: Flask) -> None:
    visit = Visit(house)
    phone = Phone(app, visit.lead)
    visit.begin()
    hazard = visit.report()
    changes, cursor = phone.pull_all()
    assert set(kinds(changes)) == {"checklist", "site", "spot_check", "hazard", "history"}
    visit.submit()
    changes, cursor = phone.pull_all(cursor)
    assert gone(changes) == {("history", str(visit.site.id))}, "the check itself stays"
    again = sent_to(house, visit.lead, site=visit.site, lists=(visit.scored,))
    changes, cursor = phone.pull_all(cursor)
    assert only(changes, "history")["hazards"][0]["id"] == str(hazard.id)
    assert str(again.id) in named(changes, "spot_check")


def test_a_re_check_brings_its_hazard_with_all_it_needs_and_takes_it_away(
    house: House, phone: Phone, visit: Visit
) -> None:
    _, cursor = phone.pull_all()
    hazard = hazard_of(visit)
    task = recheck(hazard, phone.person)
    changes, cursor = phone.pull_all(cursor)
    assert kinds(changes) == ["checklist", "site", "hazard", "history"]
    assert only(changes, "hazard")["recheckers"] == [{"id": str(phone.person.id), "name": "甲"}]
    assert phone.pull_all(cursor)[0] == []
    phone.person.name = "新名"
    db.session.commit()
    db.session.expire_all()
    changes, cursor = phone.pull_all(cursor)
    assert only(changes, "hazard")["recheckers"][0]["name"] == "新名"
    task.revoked_at = now()
    db.session.commit()
    changes, cursor = phone.pull_all(cursor)
    assert gone(changes) == {
        ("checklist", str(visit.scored.id)),
        ("site", str(visit.site.id)),
        ("hazard", str(hazard.id)),
        ("history", str(visit.site.id)),
    }
    assert len(changes) == 4
    recheck(hazard, phone.person)
    changes, _ = phone.pull_all(cursor)
    assert len(changes) == 4
    assert gone(changes) == set(), "given again, it comes again"


def test_a_re_check_that_is_done_leaves_the_hazard_and_takes_the_past(
    phone: Phone, visit: Visit
) -> None:
    hazard = hazard_of(visit)
    recheck(hazard, phone.person)
    _, cursor = phone.pull_all()
    close(hazard)
    changes, _ = phone.pull_all(cursor)
    assert gone(changes) == {("history", str(visit.site.id))}
    assert only(changes, "hazard")["state"] == "closed"


def test_of_two_ways_to_see_something_one_is_enough(
    house: House, phone: Phone, visit: Visit
) -> None:
    check = sent_to(house, phone.person, site=visit.site, lists=(visit.scored,))
    task = recheck(hazard_of(visit), phone.person)
    _, cursor = phone.pull_all()
    task.revoked_at = now()
    db.session.commit()
    changes, cursor = phone.pull_all(cursor)
    assert gone(changes) == {("hazard", str(task.hazard_id))}
    recheck(hazard_of(visit), phone.person)
    _, cursor = phone.pull_all(cursor)
    seat = update(Assignment).where(Assignment.spot_check_id == check.id)
    db.session.execute(seat.values(revoked_at=now()))
    db.session.commit()
    changes, _ = phone.pull_all(cursor)
    assert gone(changes) == {("spot_check", str(check.id))}


def test_nobody_sees_the_past_of_a_site_they_are_not_sent_to(
    house: House, phone: Phone, visit: Visit
) -> None:
    elsewhere = sent_to(house, phone.person).site_id
    rows = named(phone.pull_all()[0], "history")
    assert rows.keys() == {str(elsewhere)}
