"""A second person approves a plan, and only a second person declares it void, for all to see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from suicha.db import db
from suicha.draws.models import Plan
from suicha.journal import Entry
from suicha.spot_checks.models import SpotCheck, SpotCheckState

from .ceremonies import Ceremony, code, done

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House

WHY = {"reason": "lists", "text": "名录漏列了三个在建工地"}


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def void(ceremony: Ceremony, plan: Any, **given: Any) -> Any:  # Any: JSON both ways
    return ceremony.other.post(f"/plans/{plan['id']}/void", WHY | given)


def test_nobody_approves_their_own_plan(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    path = f"/plans/{plan['id']}/approval"
    assert code(ceremony.office.post(path, {})) == (409, "plan.own")
    approved = done(ceremony.other.post(path, {}))
    assert approved["approved_by"] == "甲"
    assert code(ceremony.other.post(path, {})) == (409, "plan.already_approved")


def test_a_void_plan_stays_with_its_files_and_reason_and_nothing_more_is_done_to_it(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.frozen()
    gone = done(void(ceremony, plan))
    assert (gone["void_reason"], gone["void_text"]) == ("lists", WHY["text"])
    path = f"/plans/{plan['id']}"
    assert ceremony.office.get(f"{path}/files/objects.tsv").status_code == 200
    for verb, body in (
        ("approval", {}),
        ("freeze", {}),
        ("reveal", {"nonce": None}),
        ("announced", {"source": "dice", "value": "1"}),
        ("draw", {}),
        ("void", WHY),
    ):
        assert code(ceremony.other.post(f"{path}/{verb}", body)) == (409, "plan.void")
    facts = db.session.query(Entry).filter_by(fact="plan.voided").one()
    assert facts.body == {"reason": "lists"}


def test_whoever_made_a_plan_cannot_throw_its_outcome_away(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    answer = ceremony.office.post(f"/plans/{plan['id']}/void", WHY)
    assert code(answer) == (409, "plan.own_void")


def test_a_draft_that_nothing_was_committed_to_may_be_given_up_by_its_maker(
    ceremony: Ceremony,
) -> None:
    plan = ceremony.plan().json
    done(ceremony.office.post(f"/plans/{plan['id']}/void", WHY | {"reason": "given-up"}))


@pytest.mark.parametrize("given", [{"reason": "unwelcome"}, {"text": " "}, {"text": "x" * 501}])
def test_a_void_without_a_reason_is_refused(ceremony: Ceremony, given: dict[str, str]) -> None:
    assert code(void(ceremony, ceremony.frozen(), **given)) == (422, "request.invalid")


def test_one_plan_at_a_time_for_the_same_item_and_days(ceremony: Ceremony) -> None:
    first, second = ceremony.frozen(), ceremony.committed()
    answer = ceremony.office.post(f"/plans/{second['id']}/freeze", {})
    assert code(answer) == (409, "plan.another")
    assert answer.json["details"]["number"] == first["number"]
    ceremony.frozen(period_from="2027-01-01", period_to="2027-03-31")  # other days: no matter
    ceremony.dice(ceremony.revealed(first))
    done(ceremony.office.post(f"/plans/{second['id']}/freeze", {}))


def test_the_plan_after_a_void_one_says_so_in_its_manifest(ceremony: Ceremony) -> None:
    first = ceremony.frozen()
    done(void(ceremony, first))
    second = ceremony.frozen()
    assert second["supersedes"] == first["number"]
    manifest = ceremony.office.get(f"/plans/{second['id']}/files/manifest.json").data
    assert json.loads(manifest)["supersedes"] == first["number"]
    done(void(ceremony, second))
    third = ceremony.frozen()
    assert third["supersedes"] == second["number"]
    assert db.session.query(Plan).count() == 3


def test_a_void_draw_sends_nobody_any_more(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    gone = done(void(ceremony, plan))
    assert gone["draw"]["result_sha256"] == plan["draw"]["result_sha256"]
    checks = db.session.query(SpotCheck).all()
    assert len(checks) == 3
    assert {check.cancelled_reason for check in checks} == {"lists"}
    assert all(seat.revoked_at for check in checks for seat in check.assignments)
    line = plan["draw"]["drawn"][0]
    for verb, body in (
        ("redraw", {"slot": 0, "holder": None, "reason": "recusal"}),
        ("replace", {"reason": "finished"}),
    ):
        asked = body | {"object_id": line["object_id"], "note": "说明"}
        answer = ceremony.office.post(f"/plans/{plan['id']}/{verb}", asked)
        assert code(answer) == (409, "plan.void")


def test_what_was_visited_is_no_longer_void(ceremony: Ceremony) -> None:
    plan = ceremony.drawn()
    db.session.query(SpotCheck).first().state = SpotCheckState.STARTED  # type: ignore[union-attr]  # there are three
    db.session.commit()
    assert code(void(ceremony, plan)) == (409, "plan.visited")
    assert {check.cancelled_at for check in db.session.query(SpotCheck)} == {None}
