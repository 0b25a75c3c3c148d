"""A visit that nobody has begun is called off: it leaves the phones and is due nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from suicha.accounts.models import Role
from suicha.db import db
from suicha.errors import Refusal
from suicha.journal import Entry
from suicha.spot_checks.models import SpotCheckState
from suicha.spot_checks.operations import cancel, reseat
from tests.client import Client
from tests.phone import GOOD, record_of
from tests.visits import actor_of

if TYPE_CHECKING:
    from flask import Flask

    from suicha.accounts.guard import Actor
    from suicha.checklists.models import ChecklistVersion
    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House
    from tests.phone import Phone


@pytest.fixture
def office(house: House) -> Actor:
    return actor_of(house.person(Role.SUPERVISOR))


@pytest.fixture
def desk(app: Flask, house: House) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def call_off(office: Actor, check: SpotCheck, reason: str = "finished") -> None:
    cancel(office, check.id, reason)
    db.session.commit()


def numbers(desk: Client, **query: str) -> list[str]:
    return [item["number"] for item in desk.get("/spot-checks", **query).json["items"]]


def test_it_ends_with_a_reason_and_its_seats_are_free(check: SpotCheck, office: Actor) -> None:
    call_off(office, check)
    assert check.cancelled_reason == "finished"
    assert [seat.revoked_at for seat in check.assignments] == [check.cancelled_at] * 2
    fact = db.session.scalars(select(Entry).where(Entry.fact == "spot_check.cancelled")).one()
    assert fact.body["reason"] == "finished"


def test_it_leaves_the_phones_of_both(
    check: SpotCheck, office: Actor, lead: Phone, second: Phone
) -> None:
    cursors = [phone.pull_all()[1] for phone in (lead, second)]
    call_off(office, check)
    for phone, cursor in zip((lead, second), cursors, strict=True):
        changes, _ = phone.pull_all(cursor)
        gone = [(each["kind"], each["id"]) for each in changes if each["row"] is None]
        assert ("spot_check", str(check.id)) in gone
        assert {each["kind"] for each in phone.pull_all()[0]} <= {"clause"}


def test_what_was_recorded_without_the_network_is_kept_and_flagged(
    check: SpotCheck, office: Actor, lead: Phone, plain: ChecklistVersion, desk: Client
) -> None:
    call_off(office, check)
    record = record_of(check, plain)
    verdicts = lead.push(lead.start(check), lead.submit(record))
    assert [each["verdict"] for each in verdicts] == ["accepted", "accepted"]
    assert all("assignment.revoked" in each["flags"] for each in verdicts)
    shown = desk.get(f"/spot-checks/{check.id}").json
    assert shown["cancelled_reason"] == "finished"
    assert shown["record"] is not None
    check.state = SpotCheckState.COMPLETE
    db.session.commit()
    assert desk.get(f"/spot-checks/{check.id}").json["publication_state"] is None


@pytest.mark.parametrize("state", [SpotCheckState.STARTED, SpotCheckState.COMPLETE])
def test_a_visit_that_has_begun_goes_on(
    check: SpotCheck, office: Actor, state: SpotCheckState
) -> None:
    check.state = state
    db.session.commit()
    with pytest.raises(Refusal, match=r"spot_check\.begun"):
        cancel(office, check.id, "finished")


def test_what_a_phone_said_of_it_is_a_beginning(
    check: SpotCheck, office: Actor, lead: Phone, plain: ChecklistVersion
) -> None:
    lead.one(lead.answer(check, plain, {"PLAIN-1": GOOD}))
    assert check.state is SpotCheckState.ASSIGNED
    with pytest.raises(Refusal, match=r"spot_check\.begun"):
        cancel(office, check.id, "finished")


def test_it_is_cancelled_once_and_nobody_is_sent_there_again(
    check: SpotCheck, office: Actor, lead: Phone
) -> None:
    call_off(office, check)
    with pytest.raises(Refusal, match=r"spot_check\.cancelled"):
        cancel(office, check.id, "suspended")
    with pytest.raises(Refusal, match=r"spot_check\.cancelled"):
        reseat(office, check.id, 0, lead.person.id)
    assert check.cancelled_reason == "finished"


def test_the_desk_lists_it_under_its_own_name_and_not_as_to_do(
    check: SpotCheck, office: Actor, desk: Client
) -> None:
    assert numbers(desk, state="assigned") == [check.number]
    call_off(office, check)
    assert numbers(desk, state="assigned") == []
    assert numbers(desk, state="cancelled") == [check.number]
    (item,) = desk.get("/spot-checks").json["items"]
    assert (item["cancelled_reason"], item["inspectors"]) == ("finished", [])
    assert desk.get("/spot-checks", state="gone").status_code == 422


def test_no_check_is_cancelled_without_a_reason(check: SpotCheck) -> None:
    check.cancelled_reason = "finished"
    with pytest.raises(IntegrityError, match="cancelled_with_reason"):
        db.session.commit()
    db.session.rollback()


def test_the_reason_is_a_code(check: SpotCheck, office: Actor) -> None:
    with pytest.raises(IntegrityError, match="cancelled_reason_is_code"):
        cancel(office, check.id, "项目已竣工")
    db.session.rollback()
