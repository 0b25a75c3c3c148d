"""After a draw a seat is drawn anew, by the same seed: nobody else is moved, and all see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from suicha import dr1, storage, worker
from suicha.accounts.models import Role
from suicha.db import db
from suicha.dr1 import alone
from suicha.draws.models import DrawChange
from suicha.journal import Entry
from suicha.spot_checks.models import Assignment, SpotCheck, SpotCheckState
from suicha.storage import Bucket, FolderStore
from tests.builders import House
from tests.client import Client

from .ceremonies import Ceremony, code

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

WHY = {"reason": "recusal", "note": "与施工单位项目经理有亲属关系"}


@pytest.fixture(autouse=True)
def shelf(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the public reads."""
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))
    return tmp_path / Bucket.PUBLIC


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def redraw(ceremony: Ceremony, plan: Any, **given: Any) -> Any:  # Any: JSON both ways
    line = plan["draw"]["drawn"][0]
    body = {"object_id": line["object_id"], "slot": 0, **WHY} | given
    seats = dict(enumerate(line["inspectors"]))
    seen = seats.get(body["slot"]) if isinstance(body["slot"], int) else None
    body = {"holder": seen["card_number"] if seen else None} | body
    return ceremony.office.post(f"/plans/{plan['id']}/redraw", body)


def held(spot_check_id: str) -> dict[int, Any]:
    query = select(Assignment).where(
        Assignment.spot_check_id == spot_check_id, Assignment.revoked_at.is_(None)
    )
    return {each.seat: each.inspector_id for each in db.session.scalars(query)}


def test_the_seat_goes_to_another_and_nobody_else_is_moved(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    first, *others = plan["draw"]["drawn"]
    left = {line["spot_check_id"]: held(line["spot_check_id"]) for line in others}
    lead, second = (held(first["spot_check_id"])[seat] for seat in (0, 1))

    answer = redraw(ceremony, plan)
    assert answer.status_code == 200, answer.json
    after = answer.json["draw"]

    now = held(first["spot_check_id"])
    assert now[0] not in {lead, second}
    assert now[1] == second
    assert {check: held(check) for check in left} == left
    assert after["drawn"][0]["inspectors"][0] == after["changes"][0]["now"]
    assert after["changes"][0]["before"] == first["inspectors"][0]
    assert after["drawn"][1:] == others
    assert after["changes"][0]["note"] == WHY["note"]
    assert after["result_sha256"] == plan["draw"]["result_sha256"]


def test_the_same_request_twice_changes_the_seat_once(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    first = redraw(ceremony, plan).json["draw"]
    assert code(redraw(ceremony, plan)) == (409, "seat.overtaken")
    after = ceremony.office.get(f"/plans/{plan['id']}").json["draw"]
    assert after["changes"] == first["changes"]
    assert after["drawn"] == first["drawn"]


def test_a_district_changes_no_draw_of_another(ceremony: Ceremony, app: Flask) -> None:
    plan = ceremony.drawn()
    ceremony.office = Client(app).sign_in(House("330107").person(Role.SUPERVISOR).login)
    assert redraw(ceremony, plan).status_code == 404


def test_a_seat_that_nobody_can_take_stays_empty(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    for _ in range(2):
        plan = redraw(ceremony, plan).json
    first = plan["draw"]["drawn"][0]
    assert [each["now"] is None for each in plan["draw"]["changes"]] == [False, True]
    assert first["inspectors"][0] is None
    assert set(held(first["spot_check_id"])) == {1}


def test_everybody_computes_it_again_from_the_public_files(ceremony: Ceremony, shelf: Path) -> None:
    plan = redraw(ceremony, ceremony.drawn()).json
    redraw(ceremony, plan, slot=1, reason="unavailable", note="病假")
    assert worker.FOLLOWS["plan.seat_redrawn"] == ("publications.render_draw",)
    worker.DEEDS["publications.render_draw"](plan["id"])
    folder = shelf / "draws" / plan["number"]

    changes = (folder / "changes.txt").read_text().splitlines()
    assert [line.split("\t")[3] for line in changes[1:]] == ["recusal", "unavailable"]
    assert dr1.verify_folder(folder)
    assert alone.main("verify", folder).startswith("ok ")
    told = b"".join(path.read_bytes() for path in shelf.rglob("*") if path.is_file())
    assert WHY["note"].encode() not in told


def test_it_is_told_as_a_fact_without_the_offices_words(ceremony: Ceremony) -> None:
    redraw(ceremony, ceremony.drawn())
    facts = ("plan.seat_redrawn", "spot_check.reseated")
    told = list(db.session.scalars(select(Entry).where(Entry.fact.in_(facts))))
    assert {entry.fact for entry in told} == set(facts)
    assert all(WHY["note"] not in str(entry.body) for entry in told)
    assert db.session.scalars(select(DrawChange.number)).all() == [1]


def test_the_witness_sees_the_change_and_not_the_offices_words(ceremony: Ceremony) -> None:
    plan = redraw(ceremony, ceremony.drawn()).json
    (seen,) = ceremony.witness.get(f"/plans/{plan['id']}").json["draw"]["changes"]
    assert seen == plan["draw"]["changes"][0] | {"note": None}


def test_a_seat_that_was_not_drawn_is_refused(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    assert code(redraw(ceremony, plan, object_id="nobody")) == (422, "seat.unknown")
    assert code(redraw(ceremony, plan, slot=2)) == (422, "seat.unknown")
    assert db.session.scalars(select(DrawChange)).all() == []


def test_nothing_changes_before_the_draw(ceremony: Ceremony) -> None:
    plan = ceremony.revealed()
    body = {"object_id": "A", "slot": 0, "holder": None, **WHY}
    answer = ceremony.office.post(f"/plans/{plan['id']}/redraw", body)
    assert code(answer) == (409, "plan.not_drawn")


def test_the_inspectors_of_a_submitted_check_stay(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    check = db.session.get_one(SpotCheck, plan["draw"]["drawn"][0]["spot_check_id"])
    check.state = SpotCheckState.SUBMITTED
    db.session.commit()
    before = held(str(check.id))
    assert code(redraw(ceremony, plan)) == (409, "seat.closed")
    assert held(str(check.id)) == before
    assert db.session.scalars(select(DrawChange)).all() == []


@pytest.mark.parametrize(
    "given", [{"note": " "}, {"reason": "whim"}, {"slot": -1}, {"slot": "0"}, {"object_id": ""}]
)
def test_a_request_says_which_seat_and_why(ceremony: Ceremony, given: dict[str, Any]) -> None:
    assert code(redraw(ceremony, ceremony.drawn(), **given)) == (422, "request.invalid")


@pytest.mark.parametrize("role", [Role.WITNESS, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_only_the_office_draws_anew(
    ceremony: Ceremony, house: House, app: Flask, role: Role
) -> None:
    plan = ceremony.drawn()
    ceremony.office = Client(app).sign_in(house.person(role).login)
    assert code(redraw(ceremony, plan)) == (403, "role.forbidden")
