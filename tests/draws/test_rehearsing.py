"""Before it freezes, the office rehearses a plan; nothing comes of it but an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from suicha.accounts.models import CardState, Role
from suicha.db import Base, db
from suicha.dr1.rehearsal import Load
from suicha.draws.rehearsing import Share, Spread, spread
from suicha.sites.models import Category, RiskClass
from tests.builders import House
from tests.client import Client

from .ceremonies import Ceremony, code

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask


@pytest.fixture
def ceremony(house: House, app: Flask) -> Ceremony:
    return Ceremony(house, app)


def rehearse(client: Client, plan: Any) -> Any:  # Any: JSON both ways
    return client.get(f"/plans/{plan['id']}/rehearsal")


def rows() -> dict[str, int]:
    """Count every row of every table."""
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return counts


def test_the_office_learns_chances_loads_and_candidates(ceremony: Ceremony) -> None:
    answer = rehearse(ceremony.office, ceremony.plan().json)
    assert answer.status_code == 200, answer.json
    told = answer.json
    assert (told["runs"], told["inspectors"]) == (200, 3)
    assert told["classes"] == [
        {
            "risk_class": "A",
            "take": 2,
            "available": 3,
            "chances": [{"weight": 1, "sites": 3, "drawn": 400}],
        },
        {
            "risk_class": "B",
            "take": 1,
            "available": 2,
            "chances": [{"weight": 1, "sites": 2, "drawn": 200}],
        },
    ]
    assert told["spread"] == {"least": 2, "most": 2, "shares": [{"seats": 2, "inspectors": 3}]}
    assert told["empty"] == [{"seats": 0, "runs": 200}]
    civil, anybody = told["kinds"]
    assert (anybody["skill"], civil["skill"]) == ("*", "civil")
    assert civil == {
        "category": "building",
        "skill": "civil",
        "sites": 5,
        "fewest": 3,
        "most": 3,
        "without": 0,
        "short_runs": 0,
        "most_empty": 0,
        "example": None,
    }


def test_a_plan_that_cannot_be_filled_is_warned_of_with_its_cause(
    ceremony: Ceremony, house: House
) -> None:
    site = house.site(RiskClass.C, category=Category.MUNICIPAL)
    only = house.inspector("municipal")
    house.recusal(only, f"o:{site.permit_number}")
    told = rehearse(ceremony.office, ceremony.plan(take={"C": 1}).json).json
    assert told["empty"] == [{"seats": 1, "runs": 200}]
    (short,) = (kind for kind in told["kinds"] if kind["short_runs"])
    assert (short["category"], short["skill"]) == ("municipal", "municipal")
    assert (short["short_runs"], short["most_empty"], short["without"]) == (200, 1, 1)
    assert short["example"] == {
        "object_id": site.permit_number,
        "slot": 0,
        "skill": "municipal",
        "seated": 1,
        "unskilled": 2,
        "recused": 1,
        "full": 0,
        "reach": 0,
    }


def test_without_inspectors_every_seat_stays_empty(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    for inspector in ceremony.inspectors:
        assert inspector.card is not None
        inspector.card.state = CardState.ON_LEAVE
    db.session.commit()
    told = rehearse(ceremony.office, plan).json
    assert (told["inspectors"], told["spread"]) == (0, None)
    assert told["empty"] == [{"seats": 6, "runs": 200}]


def test_a_class_that_has_shrunk_is_told_as_it_is(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    for site in ceremony.sites[3:]:
        site.ended_on, site.ended_reason = date(2026, 11, 20), "竣工"
    db.session.commit()
    told = rehearse(ceremony.office, plan).json
    assert told["classes"][1] == {"risk_class": "B", "take": 1, "available": 0, "chances": []}


def test_nothing_is_written_and_the_draw_goes_its_way(ceremony: Ceremony) -> None:
    path = f"/plans/{ceremony.committed()['id']}"
    plan = ceremony.office.get(path).json
    before = rows()
    first = rehearse(ceremony.office, plan).json
    assert rehearse(ceremony.office, plan).json == first
    assert rows() == before
    assert ceremony.office.get(path).json == plan
    frozen = ceremony.office.post(f"{path}/freeze", {})
    assert frozen.status_code == 200


def test_a_frozen_plan_is_rehearsed_no_more(ceremony: Ceremony) -> None:
    plan = ceremony.frozen()
    answer = rehearse(ceremony.office, plan)
    assert code(answer) == (409, "plan.rehearsal_over")
    assert answer.json["details"] == {"state": "frozen"}
    ceremony.dice(ceremony.revealed(plan))
    assert code(rehearse(ceremony.office, plan)) == (409, "plan.rehearsal_over")


def test_only_the_own_office_rehearses(ceremony: Ceremony, house: House, app: Flask) -> None:
    plan = ceremony.plan().json
    stranger = Client(app).sign_in(House(code="330108").person(Role.SUPERVISOR).login)
    assert code(rehearse(stranger, plan)) == (404, "not_found")
    assert code(rehearse(ceremony.witness, plan)) == (403, "role.forbidden")
    above = House(code="330100")
    house.jurisdiction.parent_id = above.jurisdiction.id
    db.session.commit()
    city = Client(app).sign_in(above.person(Role.SUPERVISOR).login)
    assert code(rehearse(city, plan)) == (403, "jurisdiction.other")
    missing = {"id": "01900000-0000-7000-8000-000000000000"}
    assert code(rehearse(ceremony.office, missing)) == (404, "not_found")


def test_a_line_that_would_stop_the_freezing_stops_the_rehearsal(ceremony: Ceremony) -> None:
    plan = ceremony.plan().json
    inspector = ceremony.inspectors[0]
    assert inspector.card is not None
    inspector.card.specialties = ["土建"]  # draw.md §1: skills are ASCII
    db.session.commit()
    answer = rehearse(ceremony.office, plan)
    assert code(answer) == (422, "plan.freeze_refused")
    assert "inspectors.tsv" in answer.json["details"]["reasons"][0]


def test_the_spread_tells_averages_and_no_names() -> None:
    loads = (Load("a", 0, 1, 100), Load("b", 2, 4, 599), Load("c", 3, 3, 600))
    told = spread(loads, 200)
    assert told == Spread(least=0, most=4, shares=[Share(1, 1), Share(3, 2)])


def drawn_with_a_gap(ceremony: Ceremony) -> Any:
    """All sites drawn; of three inspectors only the first may take a civil seat, not everywhere."""
    for inspector in ceremony.inspectors[1:]:
        assert inspector.card is not None
        inspector.card.specialties = ["quality"]
    db.session.commit()
    ceremony.house.recusal(ceremony.inspectors[0], f"o:{ceremony.sites[0].permit_number}")
    frozen = ceremony.frozen(take={"A": 3, "B": 2})
    return ceremony.dice(ceremony.revealed(frozen)).json


def test_why_a_seat_of_the_draw_is_empty_is_told_in_numbers_and_by_name(
    ceremony: Ceremony,
) -> None:
    plan = drawn_with_a_gap(ceremony)
    (gap,) = plan["draw"]["unfilled"]
    place = {"object_id": ceremony.sites[0].permit_number, "slot": 0}
    assert gap == place | {
        "skill": "civil",
        "seated": 1,
        "unskilled": 1,
        "recused": 1,
        "full": 0,
        "reach": 0,
    }
    for reader in (ceremony.office, ceremony.witness):
        told = reader.get(f"/plans/{plan['id']}/empty-seats", **place).json
        first = ceremony.inspectors[0]
        assert first.card is not None
        assert told["recused"] == [{"card_number": first.card.number, "name": first.name}]
        named = [seat["card_number"] for cause in ("seated", "unskilled") for seat in told[cause]]
        assert sorted(named) == [
            one.card.number for one in ceremony.inspectors[1:] if one.card is not None
        ]
        assert "亲属" not in str(told)  # the reason of a recusal stays inside


def test_a_seat_that_is_not_empty_has_nothing_to_explain(ceremony: Ceremony, app: Flask) -> None:
    plan = drawn_with_a_gap(ceremony)
    path = f"/plans/{plan['id']}/empty-seats"
    number = ceremony.sites[0].permit_number
    assert code(ceremony.office.get(path, object_id=number, slot=1)) == (404, "not_found")
    assert code(ceremony.office.get(path, object_id="nobody", slot=0)) == (404, "not_found")
    draft = ceremony.plan().json
    undrawn = f"/plans/{draft['id']}/empty-seats"
    assert code(ceremony.office.get(undrawn, object_id=number, slot=0)) == (404, "not_found")
    stranger = Client(app).sign_in(House(code="330108").person(Role.SUPERVISOR).login)
    assert code(stranger.get(path, object_id=number, slot=0)) == (404, "not_found")


@pytest.mark.parametrize("asked", [{}, {"object_id": "A"}, {"object_id": "A", "slot": -1}])
def test_half_a_question_is_refused(ceremony: Ceremony, asked: dict[str, object]) -> None:
    plan = ceremony.plan().json
    answer = ceremony.office.get(f"/plans/{plan['id']}/empty-seats", **asked)
    assert code(answer) == (422, "request.invalid")
