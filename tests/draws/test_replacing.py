"""After a draw a site that cannot be checked gives way to the next of its class, and all see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from suicha import dr1, storage, worker
from suicha.accounts.models import Person, Role
from suicha.db import db
from suicha.dr1 import alone
from suicha.draws.models import DrawChange, ObjectReason
from suicha.journal import Entry
from suicha.spot_checks.models import SpotCheck, SpotCheckState
from suicha.storage import Bucket, FolderStore
from tests.builders import House
from tests.client import Client
from tests.phone import Phone

from .ceremonies import Ceremony, code
from .test_redrawing import held, redraw

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

WHY = {"reason": "suspended", "note": "因资金问题停工，建设单位来函说明"}


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def replace(ceremony: Ceremony, plan: Any, object_id: str, **given: Any) -> Any:  # Any: JSON
    body = {"object_id": object_id, **WHY} | given
    return ceremony.office.post(f"/plans/{plan['id']}/replace", body)


def line_of(plan: Any, object_id: str) -> Any:
    return next(line for line in plan["draw"]["drawn"] if line["object_id"] == object_id)


def in_class(plan: Any, stratum: str) -> Any:
    """The last line of a class that is not replaced."""
    lines = plan["draw"]["drawn"]
    return [one for one in lines if one["stratum"] == stratum and not one["replaced"]][-1]


def check_of(line: Any) -> SpotCheck:
    return db.session.get_one(SpotCheck, line["spot_check_id"])


def downloaded(ceremony: Ceremony, plan: Any, folder: Path) -> Path:
    """Fetch every file of a plan, as a stranger would, into a folder named after it."""
    folder = folder / plan["number"]
    folder.mkdir()
    names = ("manifest.json", "objects.tsv", "inspectors.tsv", "contributions.tsv")
    for name in (*names, "result.txt", "requests.tsv", "changes.txt"):
        answer = ceremony.office.get(f"/plans/{plan['id']}/files/{name}")
        assert answer.status_code == 200, name
        (folder / name).write_bytes(answer.data)
    return folder


def test_the_next_site_of_the_class_comes_and_nobody_else_is_moved(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    first, *others = plan["draw"]["drawn"]
    left = {line["spot_check_id"]: held(line["spot_check_id"]) for line in others}
    drawn = {line["object_id"] for line in plan["draw"]["drawn"]}

    answer = replace(ceremony, plan, first["object_id"])
    assert answer.status_code == 200, answer.json
    gone, *stayed, came = answer.json["draw"]["drawn"]
    assert stayed == others
    assert {check: held(check) for check in left} == left
    assert (gone["replaced"], gone["inspectors"]) == (True, [])
    assert (came["replaces"], came["stratum"]) == (first["object_id"], first["stratum"])
    assert came["object_id"] not in drawn
    (change,) = answer.json["draw"]["changes"]
    assert (change["kind"], change["slot"]) == ("object", None)
    assert (change["object_id"], change["new_object_id"]) == (gone["object_id"], came["object_id"])
    assert (change["reason"], change["note"]) == (WHY["reason"], WHY["note"])
    assert answer.json["draw"]["result_sha256"] == plan["draw"]["result_sha256"]


def test_the_check_is_cancelled_and_another_is_due_as_if_it_had_been_drawn(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.drawn()
    first = plan["draw"]["drawn"][0]
    after = replace(ceremony, plan, first["object_id"]).json
    assert check_of(first).cancelled_reason == WHY["reason"]
    assert held(first["spot_check_id"]) == {}

    came = after["draw"]["drawn"][-1]
    check = check_of(came)
    assert check.cancelled_at is None
    assert (came["number"], came["due_on"]) == (check.number, str(check.due_on))
    assert (check.due_on, check.checklist_version_ids) == (
        check_of(first).due_on,
        check_of(first).checklist_version_ids,
    )
    cards = [seat.inspector.card_number for seat in check.assignments]
    assert cards == [seat["card_number"] for seat in came["inspectors"]]
    assert len(set(cards)) == 2


def test_phones_hear_of_it_by_the_next_pull(ceremony: Ceremony, app: Flask) -> None:
    plan = ceremony.drawn()
    first = plan["draw"]["drawn"][0]
    lead = db.session.get_one(Person, held(first["spot_check_id"])[0])
    phone = Phone(app, lead)
    _, cursor = phone.pull_all()
    after = replace(ceremony, plan, first["object_id"]).json
    changes, _ = phone.pull_all(cursor)
    told = {(each["kind"], each["id"]): each["row"] for each in changes}
    assert told["spot_check", first["spot_check_id"]] is None

    came = after["draw"]["drawn"][-1]
    new_lead = db.session.get_one(Person, held(came["spot_check_id"])[0])
    rows, _ = Phone(app, new_lead).pull_all()
    ids = {each["id"] for each in rows if each["kind"] in {"spot_check", "site"}}
    assert {came["spot_check_id"], came["site"]["id"]} <= ids


def test_the_same_request_twice_replaces_once(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    object_id = plan["draw"]["drawn"][0]["object_id"]
    first = replace(ceremony, plan, object_id).json["draw"]
    assert code(replace(ceremony, plan, object_id)) == (409, "object.replaced")
    after = ceremony.office.get(f"/plans/{plan['id']}").json["draw"]
    assert (after["changes"], after["drawn"]) == (first["changes"], first["drawn"])
    assert len(list(db.session.scalars(select(SpotCheck)))) == 4


def test_where_the_class_holds_no_other_the_seats_are_freed_and_that_is_said(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.drawn()
    plan = replace(ceremony, plan, in_class(plan, "B")["object_id"]).json
    last = in_class(plan, "B")
    answer = replace(ceremony, plan, last["object_id"], reason="finished")
    assert answer.status_code == 200, answer.json
    draw = answer.json["draw"]
    assert draw["changes"][-1]["new_object_id"] is None
    assert [one["replaced"] for one in draw["drawn"] if one["stratum"] == "B"] == [True, True]
    assert check_of(last).cancelled_reason == "finished"
    assert len(draw["drawn"]) == 4


def test_everybody_computes_a_mixture_again_from_the_files(
    ceremony: Ceremony, tmp_path: Path, shelf: Path
) -> None:
    plan = ceremony.drawn()
    a, b = (in_class(plan, stratum)["object_id"] for stratum in "AB")
    plan = redraw(ceremony, plan).json
    plan = replace(ceremony, plan, a).json
    came = plan["draw"]["drawn"][-1]
    lead = came["inspectors"][0]["card_number"]
    plan = redraw(ceremony, plan, object_id=came["object_id"], holder=lead).json
    plan = replace(ceremony, plan, b, reason="finished").json
    plan = replace(ceremony, plan, in_class(plan, "B")["object_id"], reason="moved").json
    plan = replace(ceremony, plan, came["object_id"], reason="unreachable").json
    kinds = [change["kind"] for change in plan["draw"]["changes"]]
    assert kinds == ["seat", "object", "seat", "object", "object", "object"]

    worker.DEEDS["publications.render_draw"](plan["id"])
    public = shelf / "draws" / plan["number"]
    for folder in (downloaded(ceremony, plan, tmp_path), public):
        assert dr1.verify_folder(folder)
        assert alone.main("verify", folder).startswith("ok ")
        changes = (folder / "changes.txt").read_text().splitlines()[1:]
        assert [change.split("\t")[0] for change in changes] == kinds
    told = b"".join(path.read_bytes() for path in public.rglob("*") if path.is_file())
    assert WHY["note"].encode() not in told


def test_the_desk_shows_what_the_files_say(ceremony: Ceremony, tmp_path: Path) -> None:
    plan = ceremony.drawn()
    a = in_class(plan, "A")["object_id"]
    plan = replace(ceremony, redraw(ceremony, plan).json, a).json
    came = plan["draw"]["drawn"][-1]
    lead = came["inspectors"][0]["card_number"]
    plan = redraw(ceremony, plan, object_id=came["object_id"], holder=lead).json
    lines = (downloaded(ceremony, plan, tmp_path) / "changes.txt").read_text().splitlines()[1:]
    _, second, third = (line.split("\t") for line in lines)
    shown = line_of(plan, came["object_id"])
    assert second[3:5] == [came["object_id"], came["ticket"]]
    assert second[5:] == [seat["card_number"] for seat in came["inspectors"]]
    seats = [seat["card_number"] if seat else "-" for seat in shown["inspectors"]]
    assert seats == [third[5], second[6]]


def test_a_seat_of_a_replaced_site_is_not_drawn_anew(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"])
    assert code(redraw(ceremony, plan)) == (409, "object.replaced")


@pytest.mark.parametrize("state", [SpotCheckState.STARTED, SpotCheckState.SUBMITTED])
def test_a_site_whose_visit_has_begun_stays(ceremony: Ceremony, state: SpotCheckState) -> None:
    plan = ceremony.drawn()
    first = plan["draw"]["drawn"][0]
    check_of(first).state = state
    db.session.commit()
    before = held(first["spot_check_id"])
    assert code(replace(ceremony, plan, first["object_id"])) == (409, "spot_check.begun")
    assert held(first["spot_check_id"]) == before
    assert db.session.scalars(select(DrawChange)).all() == []
    assert len(list(db.session.scalars(select(SpotCheck)))) == 3


def test_a_site_that_was_not_drawn_is_refused(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    drawn = {line["object_id"] for line in plan["draw"]["drawn"]}
    spare = next(site for site in ceremony.sites if site.permit_number not in drawn)
    for object_id in ("nobody", spare.permit_number, "\t", "-"):
        assert code(replace(ceremony, plan, object_id)) == (422, "object.unknown")
    assert db.session.scalars(select(DrawChange)).all() == []


def test_nothing_is_replaced_before_the_draw(ceremony: Ceremony) -> None:
    assert code(replace(ceremony, ceremony.revealed(), "A")) == (409, "plan.not_drawn")


def test_a_district_replaces_nothing_in_a_draw_of_another(ceremony: Ceremony, app: Flask) -> None:
    plan = ceremony.drawn()
    ceremony.office = Client(app).sign_in(House("330107").person(Role.SUPERVISOR).login)
    assert replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"]).status_code == 404


@pytest.mark.parametrize("role", [Role.WITNESS, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_only_the_office_replaces(ceremony: Ceremony, house: House, app: Flask, role: Role) -> None:
    plan = ceremony.drawn()
    ceremony.office = Client(app).sign_in(house.person(role).login)
    object_id = plan["draw"]["drawn"][0]["object_id"]
    assert code(replace(ceremony, plan, object_id)) == (403, "role.forbidden")


@pytest.mark.parametrize(
    "given",
    [
        {"note": " "},
        {"note": "长" * 501},
        {"reason": "whim"},
        {"reason": "recusal"},
        {"reason": None},
        {"object_id": ""},
        {"object_id": 7},
        {"object_id": "x" * 65},
        {"slot": 0},
    ],
)
def test_a_request_says_which_site_and_why(ceremony: Ceremony, given: dict[str, Any]) -> None:
    plan = ceremony.drawn()
    object_id = plan["draw"]["drawn"][0]["object_id"]
    answer = replace(ceremony, plan, **{"object_id": object_id} | given)
    assert code(answer) == (422, "request.invalid")


def test_it_is_told_as_a_fact_without_the_offices_words(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    object_id = plan["draw"]["drawn"][0]["object_id"]
    came = replace(ceremony, plan, object_id).json["draw"]["drawn"][-1]["object_id"]
    facts = ("plan.object_replaced", "spot_check.cancelled")
    told = list(db.session.scalars(select(Entry).where(Entry.fact.in_(facts))))
    assert {entry.fact for entry in told} == set(facts)
    assert all(WHY["note"] not in str(entry.body) for entry in told)
    (said,) = (entry.body for entry in told if entry.fact == "plan.object_replaced")
    assert (said["object_id"], said["new_object_id"]) == (object_id, came)
    assert worker.FOLLOWS["plan.object_replaced"] == ("publications.render_draw",)


def test_the_witness_sees_the_change_and_not_the_offices_words(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    plan = replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"]).json
    (seen,) = ceremony.witness.get(f"/plans/{plan['id']}").json["draw"]["changes"]
    assert seen == plan["draw"]["changes"][0] | {"note": None}


def test_reasons_are_codes_of_the_published_files() -> None:
    for reason in ObjectReason:
        assert dr1.write_requests([dr1.Request("A", None, reason)])


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"came": "1"}, "objects_no_holder"),
        ({"slot": 0, "new_object_id": "B", "new_ticket": "0", "new_team": []}, "seats_no_object"),
        ({"new_object_id": "B"}, "new_object_whole"),
        ({"slot": None, "number": 2}, "object_replaced"),
    ],
)
def test_no_half_change_can_be_kept(ceremony: Ceremony, columns: dict[str, Any], rule: str) -> None:
    plan = ceremony.drawn()
    replace(ceremony, plan, plan["draw"]["drawn"][0]["object_id"])
    kept = db.session.scalars(select(DrawChange)).one()
    rest = {"number": 2, "object_id": "B", "reason": "moved", "note": "x"}
    if rule == "object_replaced":
        rest["object_id"] = kept.object_id
    db.session.add(DrawChange(draw_id=kept.draw_id, made_by=kept.made_by, **rest | columns))
    with pytest.raises(IntegrityError, match=rule):
        db.session.flush()
    db.session.rollback()
