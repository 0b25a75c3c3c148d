"""Who pulls what: the desk by district, and each role no more than it may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from suicha.db import db, now
from suicha.hazards.models import RecheckAssignment
from suicha.sync.kinds import KINDS
from tests.builders import House
from tests.phone import Phone, revoke, sent_to
from tests.sync.changes import gone, kinds, named
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json

DESK = {"checklist", "site", "spot_check", "answer_sheet", "hazard"}


@pytest.fixture
def city(app: Flask) -> House:
    return House("330100")


def district(code: str, city: House) -> House:
    house = House(code)
    house.jurisdiction.parent_id = city.jurisdiction.id
    db.session.commit()
    return house


def visited(house: House) -> Visit:
    """A closed check with a hazard and its photo."""
    house.made.setdefault("visit", int(house.code))  # checklists are named over all districts
    visit = Visit(house)
    visit.complete(picture(int(house.code) % 200))
    return visit


def pulled(app: Flask, house: House, role: Role) -> list[Json]:
    return Phone(app, house.person(role)).pull_all()[0]


def test_a_city_sees_all_its_districts_and_a_district_its_own(app: Flask, city: House) -> None:
    one, other = district("330106", city), district("330108", city)
    foreign = House("330205")
    visits = {house.code: visited(house) for house in (one, other, foreign)}
    hazards = {code: visit.named[0]["hazard_id"] for code, visit in visits.items()}
    by = {
        house.code: named(pulled(app, house, Role.SUPERVISOR), "hazard").keys()
        for house in (city, one, other, foreign)
    }
    assert by[city.code] == {hazards[one.code], hazards[other.code]}
    for house in (one, other, foreign):
        assert by[house.code] == {hazards[house.code]}
    for kind in ("site", "spot_check"):
        assert len(named(pulled(app, city, Role.SUPERVISOR), kind)) == 2, kind
        assert len(named(pulled(app, one, Role.SUPERVISOR), kind)) == 1, kind


def test_what_happens_in_a_district_comes_to_its_city_and_to_nobody_else(
    app: Flask, city: House
) -> None:
    one, other = district("330106", city), district("330108", city)
    desks = [Phone(app, house.person()) for house in (city, one, other)]
    cursors = [desk.pull_all()[1] for desk in desks]
    visit = visited(one)
    got = [desk.pull_all(cursor)[0] for desk, cursor in zip(desks, cursors, strict=True)]
    for changes in got[:2]:
        assert named(changes, "spot_check").keys() == {str(visit.check.id)}
        assert set(kinds(changes)) <= DESK
    assert set(kinds(got[2])) == {"checklist"}, "checklists are every district's"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.SUPERVISOR, {"checklist", "site", "spot_check", "hazard"}),
        (Role.AUDITOR, {"checklist", "site", "spot_check", "hazard"}),
        (Role.ADMINISTRATOR, {"checklist", "site", "spot_check"}),
    ],
)
def test_a_role_pulls_what_it_may_open(
    app: Flask, house: House, role: Role, expected: set[str]
) -> None:
    visited(house)
    desk = Phone(app, house.person(role))
    assert set(kinds(desk.pull_all()[0])) == expected
    queue = desk.client.get("/hazards").status_code
    assert (queue == 200) is ("hazard" in expected), "a pull is no way around the queue's guard"


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.WITNESS])
def test_who_has_no_business_with_checks_is_refused(app: Flask, house: House, role: Role) -> None:
    answer = Phone(app, house.person(role)).client.get("/sync/pull")
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_no_kind_is_open_to_inspectors_by_an_oversight() -> None:
    for kind in KINDS:
        assert kind.grants or kind.everybodys, kind.name
        assert kind.roles <= {Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR}
    assert {kind.name for kind in KINDS if kind.everybodys} == {"clause"}


def test_an_inspector_sees_a_partners_sheet_and_loses_it_with_the_check(
    app: Flask, house: House
) -> None:
    visit = Visit(house)
    lead, second = Phone(app, visit.lead), Phone(app, visit.second)
    _, cursor = lead.pull_all()
    answers = {f"{visit.scored.code}-2": {"result": "conforming", "deduction": 0, "note": ""}}
    second.push(second.answer(visit.check, visit.scored, answers))
    changes, cursor = lead.pull_all(cursor)
    (sheet,) = named(changes, "answer_sheet").items()
    assert sheet[1] is not None
    assert (sheet[1]["inspector_id"], sheet[1]["answers"]) == (str(visit.second.id), answers)
    revoke(visit.check, visit.lead)
    changes, _ = lead.pull_all(cursor)
    assert ("answer_sheet", sheet[0]) in gone(changes)


def test_a_revoked_assignment_that_is_given_again_comes_again(house: House, phone: Phone) -> None:
    check = sent_to(house, phone.person)
    first, cursor = phone.pull_all()
    revoke(check, phone.person)
    changes, cursor = phone.pull_all(cursor)
    assert gone(changes) == {(change["kind"], change["id"]) for change in first}
    check.assignments[0].revoked_at = None
    db.session.commit()
    changes, cursor = phone.pull_all(cursor)
    assert changes == first


def test_revoked_and_given_again_between_two_pulls_is_no_loss(house: House, phone: Phone) -> None:
    check = sent_to(house, phone.person)
    first, cursor = phone.pull_all()
    revoke(check, phone.person)
    check.assignments[0].revoked_at = None
    db.session.commit()
    assert phone.pull_all(cursor)[0] == first


def test_given_and_revoked_between_two_pulls_leaves_nothing(house: House, phone: Phone) -> None:
    _, cursor = phone.pull_all()
    check = sent_to(house, phone.person)
    revoke(check, phone.person)
    changes, cursor = phone.pull_all(cursor)
    assert all(change["row"] is None for change in changes)
    assert phone.pull_all(cursor)[0] == []


def test_a_picture_is_for_whoever_sees_its_check_its_hazard_or_its_sites_past(
    app: Flask, house: House
) -> None:
    visit = visited(house)
    address = "/photos/" + visit.send(picture(int(house.code) % 200)) + "/thumb"
    stranger = Phone(app, house.inspector())
    assert stranger.client.get(address).status_code == 404
    check = sent_to(house, stranger.person, site=visit.site)
    assert stranger.client.get(address).status_code == 200
    revoke(check, stranger.person)
    assert stranger.client.get(address).status_code == 404
    task = RecheckAssignment(hazard_id=visit.named[0]["hazard_id"], inspector_id=stranger.person.id)
    db.session.add(task)
    db.session.commit()
    assert stranger.client.get(address).status_code == 200
    task.revoked_at = now()
    db.session.commit()
    assert stranger.client.get(address).status_code == 404
    for person in (visit.lead, house.person(Role.SUPERVISOR), house.person(Role.AUDITOR)):
        assert Phone(app, person).client.get(address).status_code == 200, person.role
    for person in (House("330205").person(), house.person(Role.WITNESS)):
        assert Phone(app, person).client.get(address).status_code == 404, person.role
    assert Phone(app, visit.lead).client.get(address.replace("thumb", "file")).status_code == 404
