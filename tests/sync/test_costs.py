"""What a pull costs: nothing new is cheap, much that is old costs nothing, no row asks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update

from suicha.db import db
from suicha.sites.models import Site
from suicha.sync import moved
from tests.house.test_statements import counted
from tests.phone import GOOD, Phone, record_of, sent_to
from tests.sync.changes import kinds, named
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from tests.builders import House

MANY = 3000
COPY = """
INSERT INTO sites (id, jurisdiction_id, permit_number, name, address, stage, risk_class,
                   project_grade, category, lat, lon, boundary)
SELECT gen_random_uuid(), jurisdiction_id, 'P' || n, name, address, stage, risk_class,
       project_grade, category, lat, lon, boundary
FROM sites, generate_series(1, :many) n WHERE id = :site
"""


def sent_by(phone: Phone, cursor: str) -> list[str]:
    db.session.remove()
    with counted() as sent:
        phone.pull(cursor)
    return [statement for statement in sent if "changed" in statement]


def test_a_pull_with_nothing_new_asks_one_question_of_the_rows(house: House, phone: Phone) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    sent = sent_by(phone, cursor)
    assert len([statement for statement in sent if "UNION ALL" in statement]) == 1
    assert not any("anon_1.seen" in statement for statement in sent), sent


def test_what_moved_elsewhere_asks_only_the_kinds_that_it_may_be_part_of(
    house: House, phone: Phone
) -> None:
    sent_to(house, phone.person)
    _, cursor = phone.pull_all()
    house.checklist("ELSEWHERE")
    sent = [one for one in sent_by(phone, cursor) if "anon_1.seen" in one]
    assert len(sent) == 1, "checklists alone"
    assert phone.pull_all(cursor)[0] == []


def test_the_newest_of_many_rows_are_found_by_the_end_of_the_index(
    house: House, phone: Phone
) -> None:
    site = house.site()
    db.session.execute(text(COPY), {"many": MANY, "site": site.id})
    db.session.commit()
    db.session.execute(text("ANALYZE sites"))
    query = "SELECT id FROM sites WHERE changed >= '900000000'::xid8 ORDER BY changed LIMIT 2001"
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {query}")))
    assert "ix_sites_changed" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("most", [0, 1, 2000])
def test_more_moved_than_can_be_named_is_found_all_the_same(
    house: House, phone: Phone, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    checks = [sent_to(house, phone.person) for _ in range(4)]
    _, cursor = phone.pull_all()
    monkeypatch.setattr(moved, "MOST_KEYS", most)
    db.session.execute(update(Site).values(stage="装饰装修"))
    db.session.commit()
    changes, _ = phone.pull_all(cursor, limit=3)
    assert named(changes, "site").keys() == {str(check.site_id) for check in checks}
    assert set(kinds(changes)) == {"site"}


def test_the_past_of_six_sites_costs_as_many_statements_as_that_of_two(
    house: House, app: Flask
) -> None:
    costs = []
    for number in (2, 6):
        phone = Phone(app, house.inspector())
        for shade in range(number):
            visit = Visit(house)
            visit.complete(picture(shade), picture(shade + 100))
            sent_to(house, phone.person, site=visit.site)
        db.session.remove()
        with counted() as sent:
            changes = phone.pull()["changes"]
        assert len(named(changes, "history")) == number
        costs.append(len(sent))
    assert costs[0] == costs[1], sent


def cost_of_answers(house: House, phone: Phone, plain: ChecklistVersion, number: int) -> list[str]:
    checks = [sent_to(house, phone.person, lists=(plain,)) for _ in range(number)]
    pushed = [phone.answer(check, plain, {"PLAIN-1": GOOD}) for check in checks]
    db.session.remove()
    with counted() as sent:
        assert {one["verdict"] for one in phone.push(*pushed)} == {"accepted"}
    return sent


def test_twenty_answers_cost_as_many_statements_as_two(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    cost_of_answers(house, phone, plain, 1)  # the items of a version are remembered
    two, twenty = (cost_of_answers(house, phone, plain, number) for number in (2, 20))
    assert len(two) == len(twenty), twenty


def test_a_push_in_which_nothing_goes_wrong_needs_no_savepoint(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, lists=(plain,))
    pushed = [phone.start(check), phone.answer(check, plain, {"PLAIN-1": GOOD})]
    with counted() as sent:
        phone.push(*pushed)
    assert not any("SAVEPOINT" in statement for statement in sent)
    with counted() as sent:
        phone.push(*pushed, phone.command("spot_check.fly", {}))
    assert any("SAVEPOINT" in statement for statement in sent), "the unknown one is done alone"


def test_what_was_told_before_is_told_again_without_a_lock(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    command = phone.start(sent_to(house, phone.person, lists=(plain,)))
    first = phone.one(command)
    with counted() as sent:
        assert phone.one(command) == first
    assert len(sent) == 2, "who asks, and what is settled"


def test_a_push_of_nothing_asks_only_who_pushes(phone: Phone) -> None:
    db.session.remove()
    with counted() as sent:
        assert phone.push() == []
    assert len(sent) == 1, sent


def test_commands_of_one_check_lock_it_once(
    house: House, phone: Phone, plain: ChecklistVersion
) -> None:
    check = sent_to(house, phone.person, lists=(plain,))
    answers = [phone.answer(check, plain, {"PLAIN-1": GOOD}) for _ in range(3)]
    with counted() as sent:
        phone.push(phone.start(check), *answers, phone.submit(record_of(check, plain)))
    assert len([statement for statement in sent if "FOR NO KEY UPDATE" in statement]) == 1
