"""The cursor of a pull: good for one database, and for no more than was asked."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.sites.models import Site
from suicha.sync.cursor import FIRST_KINDS
from tests.builders import House
from tests.phone import Phone, sent_to
from tests.sync.changes import kinds, named

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json


def said_by(cursor: str) -> Json:
    said: Json = json.loads(base64.urlsafe_b64decode(cursor))
    return said


def saying(cursor: str, **other: object) -> str:
    """The cursor, but for this."""
    return base64.urlsafe_b64encode(json.dumps(said_by(cursor) | other).encode()).decode()


def of_first_release(cursor: str) -> str:
    """The cursor as release 0.1.0 wrote it: no word of kinds, nor of whose it is."""
    said = {name: said_by(cursor)[name] for name in ("epoch", "since", "upto", "kind", "after")}
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def asked_to_resync(phone: Phone, cursor: str) -> bool:
    answer = phone.client.get("/sync/pull", cursor=cursor)
    return (answer.status_code, answer.json.get("code")) == (409, "sync.resync")


def test_a_cursor_of_another_database_is_answered_with_resync(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    nonsense = base64.urlsafe_b64encode(b'{"epoch": 1, "since": "x"}').decode()
    other_database = saying(cursor, epoch=str(uuid7()))
    beyond = saying(cursor, since=said_by(cursor)["since"] + 10_000_000)
    for foreign in (other_database, beyond, "nonsense", nonsense, "e30=", "字"):
        assert asked_to_resync(phone, foreign), foreign
    assert len(phone.pull_all()[0]) == 4, "the phone then pulls afresh"


def test_a_limit_is_kept(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    assert len(phone.pull(limit=2)["changes"]) == 2
    too_many = phone.client.get("/sync/pull", limit=501)
    assert (too_many.status_code, too_many.json["details"]["field"]) == (422, "limit")


def test_a_cursor_that_is_not_what_it_should_be_is_answered_with_resync(
    house: House, phone: Phone
) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    for wrong in (
        {"kinds": None},
        {"kinds": [1]},
        {"scope": 1},
        {"since": -1},
        {"since": True},
        {"upto": False},
        {"since": 5, "upto": 4},
        {"after": "x"},
        {"kind": "a kind that was taken away"},
        {"more": 1},
    ):
        assert asked_to_resync(phone, saying(cursor, **wrong)), wrong


def test_a_window_beyond_the_horizon_is_answered_with_resync(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    cursor = phone.pull(limit=1)["cursor"]
    upto = said_by(cursor)["upto"]
    assert asked_to_resync(phone, saying(cursor, upto=upto + 10_000_000))


def test_a_pull_that_is_cut_goes_on_where_it_was(house: House, phone: Phone) -> None:
    for _ in range(3):
        sent_to(house, phone.person)
    first = phone.pull(limit=5)
    lost = phone.pull(first["cursor"], limit=5)  # its answer never came
    again = phone.pull(first["cursor"], limit=5)
    assert again["changes"] == lost["changes"]
    rest, cursor = phone.pull_all(again["cursor"], limit=5)
    everything = [*first["changes"], *again["changes"], *rest]
    assert everything == phone.pull_all()[0]
    assert phone.pull_all(cursor)[0] == []


def test_a_pull_that_is_cut_for_days_misses_nothing(house: House, phone: Phone) -> None:
    kept = [sent_to(house, phone.person) for _ in range(3)]
    page = phone.pull(limit=5)
    db.session.execute(update(Site).values(stage="装饰装修"))
    new = sent_to(house, phone.person)
    rest, cursor = phone.pull_all(page["cursor"], limit=2)
    later, _ = phone.pull_all(cursor)
    changes = [*page["changes"], *rest, *later]
    sites = named(changes, "site")
    assert sites.keys() == {str(check.site_id) for check in (*kept, new)}
    stages = {row["stage"] for site_id, row in sites.items() if row and site_id != str(new.site_id)}
    assert stages == {"装饰装修"}
    assert str(new.id) in named(changes, "spot_check")


def test_a_kind_that_a_release_adds_comes_to_phones_that_have_pulled_for_long(
    house: House, phone: Phone
) -> None:
    check = sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    assert phone.pull_all(cursor)[0] == []
    changes, cursor = phone.pull_all(of_first_release(cursor))
    # What the first release told differently comes again too: the same id in its new shape.
    assert kinds(changes) == ["checklist", "spot_check", "history"]
    assert named(changes, "history").keys() == {str(check.site_id)}
    assert phone.pull_all(cursor)[0] == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_release_in_the_middle_of_a_window_skips_no_kind(
    house: House, phone: Phone, limit: int
) -> None:
    check = sent_to(house, phone.person)
    page = phone.pull(limit=limit)
    rest, cursor = phone.pull_all(of_first_release(page["cursor"]), limit=limit)
    later, cursor = phone.pull_all(cursor, limit=limit)
    changes = [*page["changes"], *rest, *later]
    assert set(kinds(changes)) == {"checklist", "site", "spot_check", "history"}
    assert str(check.site_id) in named(changes, "history")
    assert phone.pull_all(cursor)[0] == []


def test_a_cursor_names_what_it_has_told(house: House, phone: Phone) -> None:
    _, cursor = phone.pull_all()
    told = said_by(cursor)["kinds"]
    assert "history.2" in told
    assert len(told) > len(FIRST_KINDS)
    assert len(cursor) < 700, "it travels in an address"


def test_a_cursor_is_one_persons(house: House, app: Flask) -> None:
    mine, theirs = Phone(app, house.inspector()), Phone(app, house.inspector())
    _, cursor = mine.pull_all()
    assert asked_to_resync(theirs, cursor)


def test_who_gets_another_district_or_another_role_pulls_afresh(app: Flask) -> None:
    city, one, other = House("330100"), House("330106"), House("330108")
    one.jurisdiction.parent_id = city.jurisdiction.id
    db.session.commit()
    old = sent_to(other, other.inspector())
    desk = Phone(app, city.person())
    _, cursor = desk.pull_all()
    other.jurisdiction.parent_id = city.jurisdiction.id
    db.session.commit()
    assert asked_to_resync(desk, cursor), "nothing of the district's has changed, but it is seen"
    changes, cursor = desk.pull_all()
    assert str(old.id) in named(changes, "spot_check")
    desk.person.role = Role.ADMINISTRATOR
    db.session.commit()
    assert asked_to_resync(desk, cursor)
