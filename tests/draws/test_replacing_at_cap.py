"""A replacement follows the frozen lists: what comes may be at its cap, and that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from suicha import dr1
from suicha.db import db
from suicha.journal import Entry
from suicha.sites.models import RiskClass, Site
from tests.builders import House

from .ceremonies import Ceremony, done
from .test_limits import SPRING, Past, set_number
from .test_replacing import downloaded, in_class, replace

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


@pytest.fixture
def plan(ceremony: Ceremony) -> Any:  # Any: JSON
    return ceremony.drawn()


def reserve(ceremony: Ceremony, plan: Any) -> Site:
    """The one site of class A that was not drawn."""
    drawn = {line["object_id"] for line in plan["draw"]["drawn"]}
    of_class = [one for one in ceremony.sites if one.risk_class is RiskClass.A]
    return next(one for one in of_class if one.permit_number not in drawn)


def replaced(ceremony: Ceremony, plan: Any, checks: int) -> Any:
    """Replace a site of class A by one that has had so many checks since the lists were frozen."""
    past, came = Past(ceremony), reserve(ceremony, plan)
    for _ in range(checks):
        past.check(came, SPRING)
    return done(replace(ceremony, plan, in_class(plan, "A")["object_id"]))


def told(plan: Any) -> list[tuple[str, int, int]]:
    return [(one["object_id"], one["checks"], one["cap"]) for one in plan["over_cap"]]


def test_who_comes_does_not_depend_on_the_cap_and_the_desk_names_cap_and_count(
    ceremony: Ceremony, plan: Any
) -> None:
    assert plan["over_cap"] == []
    came = reserve(ceremony, plan)
    after = replaced(ceremony, plan, checks=2)
    line = after["draw"]["drawn"][-1]
    assert (line["object_id"], line["spot_check_id"] is None) == (came.permit_number, False)
    assert told(after) == [(came.permit_number, 3, 2)]
    assert after["over_cap"][0]["site"] == {"id": str(came.id), "name": came.name}
    assert told(done(ceremony.other.get(f"/plans/{plan['id']}"))) == told(after)


def test_the_journal_has_cap_and_count(ceremony: Ceremony, plan: Any) -> None:
    replaced(ceremony, plan, checks=2)
    said = db.session.scalars(select(Entry).where(Entry.fact == "plan.object_replaced")).one()
    assert (said.body["checks"], said.body["cap"]) == (3, 2)


def test_up_to_the_cap_nothing_is_told(ceremony: Ceremony, plan: Any) -> None:
    after = replaced(ceremony, plan, checks=1)
    assert after["over_cap"] == []
    said = db.session.scalars(select(Entry).where(Entry.fact == "plan.object_replaced")).one()
    assert (said.body["checks"], said.body["cap"]) == (2, 2)


def test_the_cap_that_holds_on_the_plans_first_day_counts(ceremony: Ceremony, plan: Any) -> None:
    set_number(ceremony.house, "draw.yearly_cap", 1)
    assert told(replaced(ceremony, plan, checks=1))[0][1:] == (2, 1)


def test_what_was_replaced_in_its_turn_is_over_nothing(ceremony: Ceremony, plan: Any) -> None:
    after = replaced(ceremony, plan, checks=2)
    object_id = after["draw"]["drawn"][-1]["object_id"]
    assert done(replace(ceremony, after, object_id))["over_cap"] == []
    facts = db.session.scalars(select(Entry).where(Entry.fact == "plan.object_replaced"))
    nothing = [one.body for one in facts if one.body["object_id"] == object_id]
    assert [(one["checks"], one["cap"]) for one in nothing] == [(None, None)]


def test_the_witness_is_told_no_counts(ceremony: Ceremony, plan: Any) -> None:
    replaced(ceremony, plan, checks=2)
    assert done(ceremony.witness.get(f"/plans/{plan['id']}"))["over_cap"] == []


def test_strangers_verify_it_as_any_other(ceremony: Ceremony, plan: Any, tmp_path: Path) -> None:
    after = replaced(ceremony, plan, checks=2)
    folder = downloaded(ceremony, after, tmp_path)
    assert dr1.verify_folder(folder).sha256 == plan["draw"]["result_sha256"]
