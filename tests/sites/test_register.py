"""The objects' register at the desk: who sees which sites, and what is told of each."""

from __future__ import annotations

import pytest

from suicha.accounts.models import Role
from suicha.db import db
from suicha.sites.models import RiskClass
from suicha.sites.schemas import site_row
from tests.builders import House
from tests.client import Client


@pytest.fixture
def other(house: House) -> House:
    """A district beside the first; both have one site."""
    house.site()
    neighbour = House("330107")
    neighbour.site()
    return neighbour


def test_a_district_sees_its_own_sites_only(house: House, other: House, client: Client) -> None:
    answer = client.sign_in(house.person().login).get("/sites").json
    assert answer["total"] == 1
    assert {site["jurisdiction_id"] for site in answer["items"]} == {str(house.jurisdiction.id)}
    assert str(other.jurisdiction.id) not in str(answer)


def test_a_city_sees_the_sites_of_its_districts(house: House, other: House, client: Client) -> None:
    city = House("330100")
    for district in (house, other):
        district.jurisdiction.parent_id = city.jurisdiction.id
    db.session.commit()
    answer = client.sign_in(city.person().login).get("/sites").json
    assert {site["jurisdiction_id"] for site in answer["items"]} == {
        str(house.jurisdiction.id),
        str(other.jurisdiction.id),
    }


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.WITNESS, Role.CONTRACTOR])
def test_only_the_desk_reads_the_register(house: House, client: Client, role: Role) -> None:
    house.site()
    answer = client.sign_in(house.person(role).login).get("/sites")
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_nobody_reads_the_register_without_signing_in(client: Client) -> None:
    answer = client.get("/sites")
    assert (answer.status_code, answer.json["code"]) == (401, "login.required")


def test_a_site_is_told_with_place_and_five_parties(house: House, client: Client) -> None:
    site = house.site(RiskClass.C)
    told = client.sign_in(house.person(Role.AUDITOR).login).get("/sites").json["items"][0]
    assert told["permit_number"] == site.permit_number
    assert told["risk_class"] == "C"
    assert told["position"] == {"lat": 30.205, "lon": 120.105}
    assert told["boundary"] == site.boundary
    assert told["ended_on"] is None
    assert {party["role"] for party in told["parties"]} == {
        "owner",
        "surveyor",
        "designer",
        "builder",
        "supervision",
    }
    assert told["parties"][0]["unit_name"] == site.parties[0].unit.name


def test_the_phone_gets_the_row_of_the_desk_without_what_it_does_not_need(
    house: House, client: Client
) -> None:
    site = house.site()
    told = client.sign_in(house.person().login).get("/sites").json["items"][0]
    row = site_row(site)
    assert row.items() <= told.items()
    assert told.keys() - row.keys() == {
        "supervising_agency",
        "risk_tags",
        "work_state",
        "valid_from",
        "ended_reason",
        "readmitted_reason",
    }


def test_a_mistyped_unit_code_is_told_and_not_refused(house: House, client: Client) -> None:
    site = house.site()
    site.parties[0].unit.uscc = "91350100M000100Y43"
    site.parties[1].unit.uscc = "91350100M000100Y44"
    db.session.commit()
    told = client.sign_in(house.person().login).get("/sites").json["items"][0]
    doubts = {party["uscc"]: party["uscc_doubt"] for party in told["parties"]}
    assert doubts["91350100M000100Y43"] is None
    assert doubts["91350100M000100Y44"] == "check_digit"


def test_sites_come_in_pages_that_miss_none(house: House, client: Client) -> None:
    made = [str(house.site().id) for _ in range(5)]
    client.sign_in(house.person().login)
    first = client.get("/sites", limit=2).json
    second = client.get("/sites", limit=2, after=first["next"]).json
    third = client.get("/sites", limit=2, after=second["next"]).json
    got = [site["id"] for answer in (first, second, third) for site in answer["items"]]
    assert got == made
    assert [answer["total"] for answer in (first, second, third)] == [5, 5, 5]
    assert third["next"] is None


def test_the_last_full_page_names_no_next(house: House, client: Client) -> None:
    house.site()
    house.site()
    assert client.sign_in(house.person().login).get("/sites", limit=2).json["next"] is None


@pytest.mark.parametrize(("field", "value"), [("limit", 201), ("limit", 0), ("after", "no-id")])
def test_a_page_that_cannot_be_is_refused_by_field(
    house: House, client: Client, field: str, value: object
) -> None:
    answer = client.sign_in(house.person().login).get("/sites", **{field: value})
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field
