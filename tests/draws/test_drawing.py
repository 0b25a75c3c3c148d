"""A plan goes its one way: committed, frozen, revealed, drawn; and nobody can turn it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from suicha import dr1
from suicha.accounts.models import Role
from suicha.db import CHINA, db, now
from suicha.draws.models import FrozenRosters
from suicha.journal import Entry
from suicha.sites.models import Site
from suicha.spot_checks.models import SpotCheck
from suicha.workdays import add_working_days
from tests.builders import House
from tests.client import Client

from .ceremonies import DICE, NONCE, Ceremony, code

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def test_the_form_of_a_new_plan_is_told_what_each_class_holds(ceremony: Ceremony) -> None:
    answer = ceremony.office.get("/plans/roster")
    assert answer.status_code == 200, answer.json
    assert answer.json["inspectors"] == 3
    told = {
        name: (counts["available"], counts["suggested"])
        for name, counts in answer.json["classes"].items()
    }
    assert told == {"A": (3, 1), "B": (2, 1), "C": (0, 0), "D": (0, 0)}


def test_each_drawn_site_becomes_a_spot_check_with_two_inspectors_and_a_due_date(
    ceremony: Ceremony,
) -> None:
    draw = ceremony.drawn()["draw"]
    assert len(draw["drawn"]) == 3
    assert [line["stratum"] for line in draw["drawn"]].count("A") == 2
    due = add_working_days(date(2026, 11, 20), 10)
    for line in draw["drawn"]:
        check = db.session.get(SpotCheck, line["spot_check_id"])
        assert check is not None
        assert check.number == line["number"]
        assert str(check.site_id) == line["site"]["id"]
        assert check.due_on >= due.on
        assert line["due_on"] == str(check.due_on)
        assert line["due_provisional"] is check.due_provisional
        cards = [seat.inspector.card_number for seat in check.assignments]
        assert cards == [inspector["card_number"] for inspector in line["inspectors"]]
        assert len(set(cards)) == 2
        assert len(check.checklist_version_ids) == 2


def test_anybody_can_compute_the_result_again_from_the_files(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    files = {
        name: ceremony.office.get(f"/plans/{plan['id']}/files/{name}").data
        for name in ("manifest.json", "objects.tsv", "inspectors.tsv", "contributions.tsv")
    }
    lines = files["contributions.tsv"].decode().splitlines()
    values = [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
    assert values == [("party.witness", NONCE), ("dice", DICE.replace(" ", ""))]
    result = dr1.compute(
        files["manifest.json"], files["objects.tsv"], files["inspectors.tsv"], values
    )
    assert result.text == ceremony.office.get(f"/plans/{plan['id']}/files/result.txt").data
    assert result.sha256 == plan["draw"]["result_sha256"]


def test_the_files_name_nobody(ceremony: Ceremony) -> None:
    plan = ceremony.frozen()
    text = ceremony.office.get(f"/plans/{plan['id']}/files/inspectors.tsv").data.decode()
    assert ceremony.inspectors[0].card_number in text
    assert ceremony.inspectors[0].name not in text


def test_more_sites_than_a_class_has_are_refused_by_the_fields_name(ceremony: Ceremony) -> None:
    answer = ceremony.plan(take={"A": 2, "B": 3})
    assert code(answer) == (422, "plan.take_above_class")
    assert answer.json["details"] == {"field": "take.B", "asked": 3, "available": 2}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"take": {}}, "plan.take_nothing"),
        ({"period_to": "2026-11-19"}, "plan.period"),
        ({"take": {"A": -1}}, "request.invalid"),
        ({"take": {"A": 1.5}}, "request.invalid"),
        ({"take": {"E": 1}}, "request.invalid"),
        ({"title": ""}, "request.invalid"),
        ({"due_working_days": 0}, "request.invalid"),
        ({"item_list_entry_id": "01900000-0000-7000-8000-000000000000"}, "item.unknown"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    ceremony: Ceremony, given: dict[str, object], refusal: str
) -> None:
    answer = ceremony.plan(**given)
    assert code(answer) == (422, refusal)
    assert answer.json["details"]["field"]


def test_steps_out_of_order_are_refused(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    path = f"/plans/{plan['id']}"
    assert code(ceremony.office.post(f"{path}/freeze", {})) == (409, "plan.not_approved")
    ceremony.other.post(f"{path}/approval", {})
    assert code(ceremony.office.post(f"{path}/freeze", {})) == (409, "plan.no_commitment")
    assert code(ceremony.office.post(f"{path}/reveal", {"nonce": NONCE})) == (
        409,
        "plan.not_frozen",
    )
    assert code(ceremony.office.post(f"{path}/draw", {})) == (409, "plan.not_frozen")
    frozen = ceremony.frozen()
    path = f"/plans/{frozen['id']}"
    assert code(ceremony.office.post(f"{path}/draw", {})) == (409, "plan.not_revealed")
    assert code(ceremony.announce(frozen)) == (409, "plan.not_revealed")
    late = {"commitment": "0" * 64}
    assert code(ceremony.witness.post(f"{path}/commitment", late)) == (409, "plan.frozen")


def test_there_is_no_second_draw(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    again = ceremony.dice(plan, "27182 81828 45904 52353")
    assert code(again) == (409, "plan.already_drawn")
    assert code(ceremony.office.post(f"/plans/{plan['id']}/freeze", {})) == (
        409,
        "plan.already_drawn",
    )
    assert ceremony.office.get(f"/plans/{plan['id']}").json["draw"] == plan["draw"]


def test_dice_before_their_time_are_refused(ceremony: Ceremony) -> None:
    plan = ceremony.revealed()
    assert code(ceremony.announce(plan)) == (409, "plan.too_early")
    answer = ceremony.office.post(f"/plans/{plan['id']}/draw", {})
    assert code(answer) == (409, "plan.not_announced")
    assert answer.json["details"]["sources"] == ["dice"]


@pytest.mark.parametrize("dice", ["1" * 19, "1" * 21, "1" * 19 + "x", "１" * 20])
def test_anything_but_twenty_digits_is_refused(ceremony: Ceremony, dice: str) -> None:
    answer = ceremony.dice(ceremony.revealed(), dice)
    assert code(answer) == (422, "source.malformed")
    assert answer.json["details"]["field"] == "value"


def test_a_number_that_was_not_committed_is_refused(ceremony: Ceremony) -> None:
    plan = ceremony.frozen()
    answer = ceremony.witness.post(f"/plans/{plan['id']}/reveal", {"nonce": "00" * 32})
    assert code(answer) == (422, "plan.reveal_mismatch")


def test_a_missing_number_is_written_as_a_dash_only_after_its_deadline(ceremony: Ceremony) -> None:
    plan = ceremony.frozen()
    path = f"/plans/{plan['id']}/reveal"
    assert code(ceremony.office.post(path, {"nonce": None})) == (409, "plan.reveal_early")
    with time_machine.travel(now() + timedelta(minutes=4), tick=False):
        assert code(ceremony.office.post(path, {"nonce": NONCE})) == (409, "plan.reveal_late")
        assert ceremony.office.post(path, {"nonce": None}).json["witnesses"][0]["missing"] is True
        ceremony.announce(plan)
        drawn = ceremony.office.post(f"/plans/{plan['id']}/draw", {}).json
    assert drawn["draw"]["contributions"][0] == ["party.witness", "-"]


def test_registers_changed_after_freezing_stop_the_ceremony_before_any_seed_is_known(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.frozen()
    site = db.session.get_one(Site, ceremony.sites[0].id)
    site.ended_on, site.ended_reason = date(2026, 11, 20), "竣工"
    db.session.commit()
    answer = ceremony.witness.post(f"/plans/{plan['id']}/reveal", {"nonce": NONCE})
    assert code(answer) == (409, "roster.changed")
    assert answer.json["details"]["ids"] == [site.permit_number]
    again = ceremony.office.post(f"/plans/{plan['id']}/freeze", {}).json
    assert again["frozen"]["objects"] == plan["frozen"]["objects"] - 1
    revealed = ceremony.witness.post(f"/plans/{plan['id']}/reveal", {"nonce": NONCE})
    assert revealed.json["state"] == "revealed"


def test_registers_changed_after_the_reveal_change_nothing(ceremony: Ceremony) -> None:
    plan = ceremony.revealed()
    site = db.session.get_one(Site, ceremony.sites[0].id)
    site.ended_on, site.ended_reason = date(2026, 11, 20), "竣工"
    db.session.commit()
    drawn = ceremony.dice(plan).json
    assert drawn["frozen"] == plan["frozen"]
    assert len(drawn["draw"]["drawn"]) == 3


def test_frozen_files_cannot_be_altered_even_in_the_database(ceremony: Ceremony) -> None:
    ceremony.frozen()
    frozen = db.session.query(FrozenRosters).one()
    frozen.objects = ""
    with pytest.raises(Exception, match="facts"):
        db.session.flush()
    db.session.rollback()


def test_a_rare_specialty_leaves_a_seat_empty_and_says_who_was_reached(
    house: House, app: Flask
) -> None:
    ceremony = Ceremony(house, app)
    for inspector in ceremony.inspectors[1:]:
        assert inspector.card is not None
        inspector.card.specialties = ["quality"]
    db.session.commit()
    only = ceremony.inspectors[0]
    assert only.card is not None
    house.recusal(only, f"o:{ceremony.sites[0].permit_number}")
    ceremony.sites[:] = ceremony.sites[:1]
    plan = ceremony.revealed(ceremony.frozen(take={"A": 3, "B": 2}))
    draw = ceremony.dice(plan).json["draw"]
    assert [gap["object_id"] for gap in draw["unfilled"]] == [ceremony.sites[0].permit_number]
    assert draw["unfilled"][0]["slot"] == 0
    line = next(
        one for one in draw["drawn"] if one["object_id"] == draw["unfilled"][0]["object_id"]
    )
    assert line["inspectors"][0] is None


def test_every_step_is_in_the_journal(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    facts = db.session.query(Entry).filter_by(subject_id=plan["id"]).order_by(Entry.at).all()
    assert [fact.fact for fact in facts] == [
        "plan.made",
        "plan.approved",
        "plan.committed",
        "plan.frozen",
        "plan.revealed",
        "plan.announced",
        "plan.drawn",
    ]
    assert facts[3].body == {"manifest_sha256": plan["frozen"]["manifest_sha256"]}


def test_another_district_sees_and_changes_nothing(ceremony: Ceremony, app: Flask) -> None:
    plan = ceremony.frozen()
    stranger = Client(app).sign_in(House(code="330108").person(Role.SUPERVISOR).login)
    assert stranger.get("/plans").json["items"] == []
    assert code(stranger.get(f"/plans/{plan['id']}")) == (404, "not_found")
    assert code(stranger.post(f"/plans/{plan['id']}/draw", {})) == (404, "not_found")
    assert code(stranger.post(f"/plans/{plan['id']}/approval", {})) == (404, "not_found")
    void = {"reason": "steps", "text": "程序有误"}
    assert code(stranger.post(f"/plans/{plan['id']}/void", void)) == (404, "not_found")
    assert code(stranger.get(f"/plans/{plan['id']}/files/objects.tsv")) == (404, "not_found")


def test_only_a_witness_commits_and_only_a_supervisor_draws(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    commitment = {"commitment": "0" * 64}
    assert code(ceremony.office.post(f"/plans/{plan['id']}/commitment", commitment)) == (
        403,
        "role.forbidden",
    )
    for verb in ("draw", "announced", "approval", "void"):
        answer = ceremony.witness.post(f"/plans/{plan['id']}/{verb}", {})
        assert code(answer) == (403, "role.forbidden")


def test_a_ceremony_named_in_china_s_time_is_frozen_in_utc(ceremony: Ceremony) -> None:
    plan = ceremony.committed()
    at = (now() + timedelta(hours=1)).replace(microsecond=0)
    body = {"ceremony_at": at.astimezone(CHINA).isoformat()}
    frozen = ceremony.office.post(f"/plans/{plan['id']}/freeze", body).json["frozen"]
    assert frozen["dice_not_before"] == at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    "at",
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "tomorrow"],
)
def test_a_ceremony_that_no_clock_will_show_is_refused(ceremony: Ceremony, at: str) -> None:
    plan = ceremony.committed()
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", {"ceremony_at": at})
    assert code(answer) == (422, "request.invalid")
    assert answer.json["details"]["field"] == "ceremony_at"


@pytest.mark.parametrize(
    ("field", "value"),
    [("period_to", "9999-12-31"), ("period_from", "0001-01-01"), ("title", "  "), ("title", "\0")],
)
def test_a_slip_in_the_form_of_a_plan_is_refused_by_its_field(
    ceremony: Ceremony, field: str, value: str
) -> None:
    answer = ceremony.plan(**{field: value})
    assert code(answer) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field


def test_plans_are_listed_page_by_page_the_newest_first(ceremony: Ceremony) -> None:
    made = [ceremony.plan().json["id"] for _ in range(3)]
    first = ceremony.office.get("/plans", limit=2).json
    rest = ceremony.office.get("/plans", limit=2, after=first["next"]).json
    assert [plan["id"] for plan in first["items"] + rest["items"]] == made[::-1]
    assert (first["total"], rest["next"]) == (3, None)
    assert ceremony.office.get("/plans", limit=-1).status_code == 422


def test_a_line_of_the_registers_that_no_roster_can_hold_is_told_at_freezing(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.committed()
    inspector = ceremony.inspectors[0]
    assert inspector.card is not None
    inspector.card.specialties = ["土建"]  # draw.md §1: skills are ASCII
    db.session.commit()
    answer = ceremony.office.post(f"/plans/{plan['id']}/freeze", {})
    assert code(answer) == (422, "plan.freeze_refused")
    assert "inspectors.tsv" in answer.json["details"]["reasons"][0]
