"""Checklists: versions are published once, and what nobody compared is labelled everywhere."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from suicha import journal
from suicha.accounts.models import Role
from suicha.checklists.library import jgj59
from suicha.checklists.models import ChecklistVersion
from suicha.checklists.operations import load_library, publish_version, versions
from suicha.checklists.queries import current_versions
from suicha.checklists.schemas import checklist_row
from suicha.db import db, uuid7
from suicha.errors import Refusal
from tests.builders import House
from tests.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = date(2026, 1, 5)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """See that a fault of this kind keeps a list from being published."""
    with pytest.raises(Refusal) as found:
        yield
    assert found.value.code == "checklist.faulty"
    assert code in {fault["code"] for fault in found.value.details["faults"]}


def test_a_new_version_follows_and_leaves_the_old_one_as_it_was(house: House) -> None:
    first = publish_version(jgj59.table("B1"), PUBLISHED)
    changed = replace(jgj59.table("B1"), title="安全管理（修订）")
    second = publish_version(changed, PUBLISHED)
    db.session.commit()
    assert (first.version, second.version) == (1, 2)
    assert (first.title, second.title) == ("安全管理", "安全管理（修订）")
    assert current_versions(["JGJ59-B1"], house.jurisdiction.id) == [second]
    facts = journal.about([first.id, second.id])
    assert [fact.body for fact in facts] == [
        {"code": "JGJ59-B1", "version": 1},
        {"code": "JGJ59-B1", "version": 2},
    ]


def test_current_versions_come_in_the_order_asked_for(house: House) -> None:
    plain = house.checklist("PLAIN")
    scored = house.checklist("SCORED", scored=True)
    assert current_versions(["SCORED", "PLAIN"], house.jurisdiction.id) == [scored, plain]
    assert current_versions(["PLAIN", "SCORED", "GONE"], house.jurisdiction.id) == [plain, scored]


def test_two_items_of_one_id_are_not_published(house: House) -> None:
    new = jgj59.table("B1")
    with refused("item.twice"):
        publish_version(replace(new, sections=[*new.sections, new.sections[0]]), PUBLISHED)


def test_points_on_a_list_that_does_not_score_are_not_published(house: House) -> None:
    with refused("item.scores_in_plain_list"):
        publish_version(replace(jgj59.table("B1"), scored=False), PUBLISHED)


@pytest.mark.parametrize("number", range(1, 20))
def test_every_table_of_the_standard_is_worth_a_hundred(number: int) -> None:
    new = jgj59.table(f"B{number}")
    points = {
        section["guarantee"]: sum(item["points"] for item in section["items"])
        for section in new.sections
    }
    assert points == ({True: 60, False: 40} if new.split else {False: 100})


def test_unverified_labels_come_through_to_every_view(house: House, client: Client) -> None:
    version = publish_version(jgj59.table("B1"), PUBLISHED)
    house.entry(version)
    client.sign_in(house.person().login)
    whole = client.get(f"/checklists/{version.id}").json
    labels = {
        item["id"]: item["unverified"] for section in whole["sections"] for item in section["items"]
    }
    assert labels == {f"B1-{no}": no > 4 for no in range(1, 11)}
    assert whole["unverified"] is True
    brief = client.get("/checklists").json["items"][0]
    assert (brief["items_total"], brief["items_unverified"]) == (10, 6)
    entry = client.get("/item-list").json["items"][0]
    assert [checklist["unverified"] for checklist in entry["checklists"]] == [True]
    assert checklist_row(version) == whole


def test_a_checked_list_carries_no_label(house: House, client: Client) -> None:
    version = house.checklist()
    told = client.sign_in(house.person().login).get(f"/checklists/{version.id}").json
    assert told["unverified"] is False


def test_an_inspector_reads_the_version_a_check_began_with(house: House, client: Client) -> None:
    first = publish_version(jgj59.table("B1"), PUBLISHED)
    publish_version(jgj59.table("B1"), PUBLISHED)
    db.session.commit()
    told = client.sign_in(house.inspector().login).get(f"/checklists/{first.id}").json
    assert told["version"] == 1


def test_the_list_of_checklists_shows_the_newest_of_each(house: House, client: Client) -> None:
    publish_version(jgj59.table("B1"), PUBLISHED)
    publish_version(jgj59.table("B1"), PUBLISHED)
    publish_version(jgj59.table("B14"), PUBLISHED)
    db.session.commit()
    told = client.sign_in(house.person().login).get("/checklists").json
    assert told["total"] == 2
    assert {(one["code"], one["version"]) for one in told["items"]} == {
        ("JGJ59-B1", 2),
        ("JGJ59-B14", 1),
    }


def test_an_unknown_version_is_not_found(house: House, client: Client) -> None:
    answer = client.sign_in(house.person().login).get(f"/checklists/{uuid7()}")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/item-list", "/checklists"])
def test_only_the_desk_reads_the_lists(house: House, client: Client, path: str) -> None:
    answer = client.sign_in(house.person(Role.CONTRACTOR).login).get(path)
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_a_district_does_not_see_its_neighbours_item_list(house: House, client: Client) -> None:
    House("330107").entry()
    entry = house.entry()
    told = client.sign_in(house.person().login).get("/item-list").json
    assert [one["id"] for one in told["items"]] == [str(entry.id)]
    assert told["items"][0]["agency_name"] == "示范区住建局"


def test_an_entry_that_ended_is_no_longer_offered(house: House, client: Client) -> None:
    entry = house.entry()
    entry.valid_to = date(2026, 1, 2)
    db.session.commit()
    assert client.sign_in(house.person().login).get("/item-list").json["items"] == []


def test_the_library_is_published_once_and_again_where_a_release_says_something_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_library()
    load_library()
    db.session.commit()
    found = db.session.scalars(select(ChecklistVersion)).all()
    assert len(found) == 22
    assert {version.version for version in found} == {1}
    assert current_versions(["JGJ59-B14"], house.jurisdiction.id)[0].scheme == {
        "standard": "jgj59-2011",
        "class_id": "temporary_power",
        "class_name": "施工用电",
        "weight": 10,
    }
    better = replace(jgj59.table("B14"), title="施工用电（勘误）")
    monkeypatch.setattr(versions, "lists", lambda: iter([jgj59.table("B1"), better]))
    load_library()
    assert [one.version for one in current_versions(["JGJ59-B1"], house.jurisdiction.id)] == [1]
    assert [one.title for one in current_versions(["JGJ59-B14"], house.jurisdiction.id)] == [
        "施工用电（勘误）"
    ]
