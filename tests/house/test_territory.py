"""A city reads its districts' work; only the district's own office acts (domain.md A4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suicha.accounts.models import Role
from suicha.db import db
from suicha.hazards.models import Hazard, HazardState
from suicha.places.models import Jurisdiction
from suicha.publications.models import Publication
from tests.client import Client
from tests.visits import Visit

if TYPE_CHECKING:
    from flask import Flask

    from tests.builders import House


@pytest.fixture
def city(house: House, app: Flask) -> Client:
    """A supervisor of the city above the district."""
    above = house.keep(Jurisdiction(code="330100", name="示范市"))
    house.jurisdiction.parent_id = above.id
    person = house.person(Role.SUPERVISOR)
    person.jurisdiction_id = above.id
    db.session.commit()
    return Client(app).sign_in(person.login)


def test_a_city_reads_a_districts_hazard_but_does_not_confirm_it(
    house: House, city: Client
) -> None:
    hazard = Visit(house).report()
    assert city.get(f"/hazards/{hazard.id}").status_code == 200
    refused = city.post(f"/hazards/{hazard.id}/confirm", {})
    assert (refused.status_code, refused.json["code"]) == (403, "jurisdiction.other")
    db.session.expire_all()
    assert db.session.get_one(Hazard, hazard.id).state is HazardState.REPORTED


def test_a_city_reads_a_districts_check_but_does_not_publish_it(house: House, city: Client) -> None:
    visit = Visit(house)
    visit.complete()
    assert city.get("/publications", state="due").json["total"] == 1
    body = {"spot_check_id": str(visit.check.id), "photos": []}
    refused = city.post("/publications", body)
    assert (refused.status_code, refused.json["code"]) == (403, "jurisdiction.other")
    assert db.session.query(Publication).count() == 0
