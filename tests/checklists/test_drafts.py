"""An office writes a list: a draft is saved, has faults, is published, and one day retired."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from suicha import journal
from suicha.accounts.models import Role
from suicha.checklists.library import jgj59
from suicha.checklists.operations import publish_version
from suicha.checklists.queries import current_versions
from suicha.db import db, now, today, uuid7
from tests.builders import House
from tests.client import Client

from .lists import every_kind, item

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import Answer

Json = dict[str, Any]  # Any: JSON
DAY = timedelta(days=1)


ANSWERABLE = [one for one in every_kind() if one["kind"] != "photo"]


def section(*items: Json) -> Json:
    return {"id": "s1", "title": "检查项目", "guarantee": False, "items": list(items)}


def definition(*items: Json, **rest: Any) -> Json:  # Any: parts of a definition
    said = {"code": "SG-01", "title": "首次进场", "standard": "", "source": "本站", "split": False}
    return said | {"scored": False, "sections": [section(*items)]} | rest


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    """A supervisor of the district."""
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


@pytest.fixture
def other(house: House) -> House:
    """The next district."""
    return House("330107")


@pytest.fixture
def neighbour(other: House, app: Flask) -> Client:
    """A supervisor there."""
    return Client(app).sign_in(other.person(Role.SUPERVISOR).login)


def begun(desk: Client, *items: Json, **rest: Any) -> Json:  # Any: parts of a definition
    answer = desk.post("/checklist-drafts", {"definition": definition(*items, **rest)})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def saved(desk: Client, draft: Json, *items: Json, **rest: Any) -> Answer:  # Any: see above
    body = {"revision": draft["revision"], "definition": definition(*items, **rest)}
    return desk.post(f"/checklist-drafts/{draft['id']}", body)


def published(desk: Client, draft: Json, **rest: Any) -> Answer:  # Any: what is said of it
    body = {"revision": draft["revision"], "published_on": str(today()), "legal_basis": "局务会"}
    return desk.post(f"/checklist-drafts/{draft['id']}/publish", body | rest)


def current(house: House, code: str = "SG-01") -> list[str]:
    return [one.title for one in current_versions([code], house.jurisdiction.id)]


def test_a_list_is_written_published_and_given_to_checks(house: House, desk: Client) -> None:
    draft = begun(desk)
    assert [fault["code"] for fault in draft["faults"]] == ["list.empty"]
    draft = saved(desk, draft, *ANSWERABLE, scored=True).json
    assert (draft["revision"], draft["faults"], draft["items_total"]) == (2, [], 8)
    version = published(desk, draft).json
    assert (version["version"], version["legal_basis"]) == (1, "局务会")
    items = version["sections"][0]["items"]
    assert [one["no"] for one in items] == list(range(1, 9))
    assert items[2] | {"no": 3, "required": False} == every_kind()[2] | {"no": 3, "required": False}
    assert current(house) == ["首次进场"]
    facts = [fact.fact for fact in journal.about([version["id"], draft["id"]])]
    assert facts == ["checklist.drafted", "checklist.published"]
    assert desk.get("/checklist-drafts").json["items"] == []
    assert saved(desk, draft).json["code"] == "draft.over"


def test_a_lot_is_sampled_by_unverified_tables_until_the_office_says_that_it_compared_them(
    desk: Client,
) -> None:
    band = {"unit": "mm", "lower": "-5", "upper": "8", "readings": 1}
    column = item("柱", "measure", measure=band, lot=True, accept={"counting": "one_stage"})

    def verified(version: Json) -> list[bool]:
        return [one.get("tables_verified", False) for one in version["sections"][0]["items"]]

    first = published(desk, begun(desk, column, item("a"))).json
    assert verified(first) == [False, False]
    copy = desk.post(f"/checklists/{first['id']}/copy", {"code": "SG-01"}).json
    second = published(desk, copy, tables_verified=True).json
    assert verified(second) == [True, False], "only of what samples a lot it says anything"
    assert verified(desk.get(f"/checklists/{first['id']}").json) == [False, False]
    copy = desk.post(f"/checklists/{second['id']}/copy", {"code": "SG-01"}).json
    assert verified(published(desk, copy).json) == [True, False], "what was compared stays so"


def test_a_draft_with_faults_is_kept_and_not_published(house: House, desk: Client) -> None:
    draft = begun(desk, item("a"), item("a"), item("b", points=3))
    answer = published(desk, draft)
    assert (answer.status_code, answer.json["code"]) == (422, "checklist.faulty")
    told = {(fault["item"], fault["code"]) for fault in answer.json["details"]["faults"]}
    assert told == {("a", "item.twice"), ("b", "item.points")}
    assert current(house) == []


def test_two_people_do_not_write_over_each_other(desk: Client) -> None:
    draft = begun(desk, item("a"))
    assert saved(desk, draft, item("a"), title="甲").status_code == 200
    late = saved(desk, draft, item("a"), title="乙")
    assert (late.json["code"], late.json["details"]["revision"]) == ("draft.overtaken", 2)
    assert published(desk, draft).json["code"] == "draft.overtaken"
    assert desk.get(f"/checklist-drafts/{draft['id']}").json["title"] == "甲"


def test_a_code_has_one_draft_at_a_time(desk: Client) -> None:
    draft = begun(desk)
    again = desk.post("/checklist-drafts", {"definition": definition()})
    assert again.json["code"] == "draft.exists"
    assert desk.post(f"/checklist-drafts/{draft['id']}/discard").status_code == 200
    assert begun(desk)["revision"] == 1


def test_an_offices_own_version_takes_the_librarys_place_in_its_district(
    house: House, desk: Client, other: House, neighbour: Client
) -> None:
    library = publish_version(jgj59.table("B1"), today())
    house.keep(library)
    answer = desk.post(f"/checklists/{library.id}/copy", {"code": "JGJ59-B1"})
    draft = answer.json
    assert (draft["base_id"], draft["items_total"]) == (str(library.id), 10)
    assert draft["scheme"]["class_id"] == "safety_management"
    for one in draft["sections"][0]["items"]:
        one["unverified"] = False
    said = {name: draft[name] for name in ("sections", "scored", "split", "scheme", "standard")}
    draft = saved(desk, draft, **said, code="JGJ59-B1", title="安全管理（已核对）").json
    version = published(desk, draft).json
    assert version["version"] == 1
    assert current(house, "JGJ59-B1") == ["安全管理（已核对）"]
    assert current(other, "JGJ59-B1") == ["安全管理"], "what one office says holds for no other"
    listed = {one["id"] for one in desk.get("/checklists").json["items"]}
    assert listed == {str(library.id), version["id"]}
    assert [one["id"] for one in neighbour.get("/checklists").json["items"]] == [str(library.id)]


def test_a_list_comes_into_force_on_its_day(house: House, desk: Client) -> None:
    first = published(desk, begun(desk, item("a"))).json
    tomorrow = today() + DAY
    draft = begun(desk, item("a"), title="明天的")
    assert published(desk, draft, published_on=str(tomorrow)).json["version"] == 2
    assert current(house) == ["首次进场"]
    with time_machine.travel(now() + DAY, tick=False):
        assert current(house) == ["明天的"]
    told = desk.get(f"/checklists/{first['id']}/versions").json
    assert [one["version"] for one in told] == [2, 1]
    past = published(desk, begun(desk, item("a")), published_on=str(today() - DAY))
    assert past.json["code"] == "checklist.date"


def test_a_retired_list_is_given_to_no_new_check_until_it_is_published_again(
    house: House, desk: Client
) -> None:
    version = published(desk, begun(desk, item("a"))).json
    path = f"/checklists/{version['id']}/retire"
    body = {"retired_on": str(today()), "reason": "并入新清单"}
    assert desk.post(path, body).status_code == 200
    assert current(house) == []
    assert desk.post(path, body).json["code"] == "checklist.retired"
    second = published(desk, begun(desk, item("a"), title="又一版")).json
    assert (second["version"], current(house)) == (2, ["又一版"])
    assert desk.post(path, body).json["code"] == "checklist.overtaken"


def test_a_list_that_is_used_or_not_ones_own_is_not_retired(
    house: House, desk: Client, neighbour: Client
) -> None:
    body = {"retired_on": str(today()), "reason": "不用了"}
    library = house.checklist()
    answer = desk.post(f"/checklists/{library.id}/retire", body)
    assert answer.json["code"] == "checklist.library"
    version = published(desk, begun(desk, item("a"))).json
    house.entry(current_versions(["SG-01"], house.jurisdiction.id)[0])
    answer = desk.post(f"/checklists/{version['id']}/retire", body)
    assert (answer.status_code, answer.json["code"]) == (409, "checklist.in_use")
    answer = neighbour.post(f"/checklists/{version['id']}/retire", body)
    assert answer.json["code"] == "jurisdiction.other"


def test_a_neighbour_sees_no_draft_and_changes_none(desk: Client, neighbour: Client) -> None:
    draft = begun(desk, item("a"))
    theirs = neighbour
    assert theirs.get("/checklist-drafts").json["items"] == []
    for answer in (
        theirs.get(f"/checklist-drafts/{draft['id']}"),
        saved(theirs, draft, item("b")),
        published(theirs, draft),
        theirs.post(f"/checklist-drafts/{draft['id']}/discard"),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "draft.unknown")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSPECTOR, Role.CONTRACTOR])
def test_only_who_keeps_the_registers_writes_lists(house: House, app: Flask, role: Role) -> None:
    theirs = Client(app).sign_in(house.person(role).login)
    answer = theirs.post("/checklist-drafts", {"definition": definition()})
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"definition": definition(code="a b")},
        {"definition": definition(title=" ")},
        {"definition": definition(sections="x")},
        {"definition": definition({"id": "a"})},
        {"definition": definition(item("a", kind="video"))},
        {"definition": definition(), "base_id": str(uuid7())},
    ],
)
def test_what_has_no_form_is_refused(desk: Client, said: Json) -> None:
    answer = desk.post("/checklist-drafts", said)
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    db.session.rollback()
