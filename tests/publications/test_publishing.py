"""A supervisor publishes complete checks, each once; what is missing is named."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.journal import about
from suicha.photos.models import PhotoState
from suicha.places.models import DatedSetting
from suicha.publications.models import Publication
from suicha.spot_checks.models import SpotCheckState
from suicha.workdays import add_working_days
from tests.builders import House
from tests.client import Client
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def publish(desk: Client, visit: Visit, *photos: str) -> Any:  # Any: an answer with JSON
    return desk.post("/publications", {"spot_check_id": str(visit.check.id), "photos": photos})


def due(desk: Client, **query: Any) -> Any:  # Any: JSON
    return desk.get("/publications", state="due", **query).json


def test_a_complete_check_is_due_within_twenty_working_days(house: House, desk: Client) -> None:
    visit = Visit(house)
    hazard = visit.complete(picture())
    sha256 = hazard.photos[0].sha256
    visit.check.completed_at = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # 20 November in China
    db.session.commit()
    item = due(desk)["items"][0]
    assert (item["number"], item["site_name"]) == (visit.check.number, visit.site.name)
    assert item["completed_on"] == "2026-11-20"
    assert item["publish_by"] == str(add_working_days(date(2026, 11, 20), 20).on)
    assert (item["state"], item["published_at"], item["path"]) == ("due", None, None)
    assert item["photos"] == [{"sha256": sha256, "hazard_id": str(hazard.id), "marked_of": None}]
    assert item["missing"] == []


def test_the_offices_own_number_of_days_holds(house: House, desk: Client) -> None:
    setting = DatedSetting(
        jurisdiction_id=house.jurisdiction.id,
        key="publication.working_days",
        value={"number": 5},
        valid_from=date(2026, 1, 1),
        legal_basis="本局规定",
    )
    house.keep(setting)
    Visit(house).complete()
    assert due(desk)["items"][0]["working_days_left"] == 5


def test_publishing_moves_a_check_from_one_list_to_the_other(house: House, desk: Client) -> None:
    visit = Visit(house)
    sha256 = visit.complete(picture()).photos[0].sha256
    answer = publish(desk, visit, sha256, sha256)
    assert answer.status_code == 201
    assert (answer.json["state"], answer.json["path"]) == ("published", None)
    assert [photo["sha256"] for photo in answer.json["photos"]] == [sha256]
    assert due(desk)["total"] == 0
    published = desk.get("/publications", state="published").json
    assert [item["number"] for item in published["items"]] == [visit.check.number]
    entry = about([visit.check.id])[-1]
    assert (entry.fact, entry.body) == ("publication.published", {"photos": [sha256]})
    jobs = db.session.scalars(text("SELECT task_name FROM procrastinate_jobs")).all()
    assert "publications.render" in jobs


def test_a_check_is_published_once(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.complete()
    assert publish(desk, visit).status_code == 201
    again = publish(desk, visit)
    assert (again.status_code, again.json["code"]) == (409, "publication.exists")


def test_of_two_supervisors_at_once_one_is_told_that_it_is_out(house: House, app: Flask) -> None:
    visit = Visit(house)
    visit.complete()
    desks = [Client(app).sign_in(house.person(Role.SUPERVISOR).login) for _ in range(2)]
    body = {"spot_check_id": str(visit.check.id), "photos": []}
    gate, told = threading.Barrier(2), []

    def ask(desk: Client) -> None:
        gate.wait()
        told.append(desk.post("/publications", body).status_code)

    threads = [threading.Thread(target=ask, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [201, 409]


def test_a_check_without_its_record_is_refused_and_told_why(house: House, desk: Client) -> None:
    visit = Visit(house)
    visit.begin()
    answer = publish(desk, visit)
    assert (answer.status_code, answer.json["code"]) == (409, "spot_check.not_complete")
    assert answer.json["details"]["missing"] == ["record"]


def test_a_check_with_a_photo_still_to_come_is_refused_and_named(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    visit.begin()
    hazard = visit.report(picture())
    visit.submit()
    assert visit.check.state is SpotCheckState.SUBMITTED
    answer = publish(desk, visit)
    assert answer.json["code"] == "spot_check.not_complete"
    assert answer.json["details"]["missing"] == [f"photo:{hazard.photos[0].sha256}"]
    assert due(desk)["total"] == 0, "it is not due before it is complete"


def test_photos_that_wait_for_the_worker_are_counted_apart(house: House, desk: Client) -> None:
    visit = Visit(house)
    photo = visit.complete(picture()).photos[0].photo
    assert due(desk)["items"][0]["photos_in_work"] == 0
    photo.state = PhotoState.RECEIVED
    db.session.commit()
    item = due(desk)["items"][0]
    assert (item["photos"], item["photos_in_work"], item["missing"]) == ([], 1, [])


def test_a_check_whose_record_names_a_hazard_that_never_came_is_refused(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    visit.begin()
    lost = str(uuid7())
    visit.named.append({"id": lost})
    visit.submit()
    assert visit.check.state is SpotCheckState.COMPLETE
    assert due(desk)["items"][0]["missing"] == [f"hazard:{lost}"]
    answer = publish(desk, visit)
    assert answer.json["details"]["missing"] == [f"hazard:{lost}"]


def test_a_photo_of_another_check_cannot_be_published(house: House, desk: Client) -> None:
    foreign = Visit(house).complete(picture(1)).photos[0].sha256
    visit = Visit(house)
    visit.complete(picture(2))
    answer = publish(desk, visit, foreign)
    assert (answer.status_code, answer.json["code"]) == (422, "photo.unknown")
    assert answer.json["details"] == {"field": "photos", "photos": [foreign]}
    assert db.session.scalars(select(Publication)).all() == []


def test_a_foreign_check_is_unknown(house: House, app: Flask) -> None:
    visit = Visit(house)
    visit.complete()
    stranger = Client(app).sign_in(House(code="330108").person().login)
    answer = publish(stranger, visit)
    assert (answer.status_code, answer.json["code"]) == (404, "spot_check.unknown")
    assert due(stranger)["total"] == 0


def test_only_supervisors_publish_and_auditors_may_look(house: House, app: Flask) -> None:
    visit = Visit(house)
    visit.complete()
    auditor = Client(app).sign_in(house.person(Role.AUDITOR).login)
    assert due(auditor)["total"] == 1
    assert publish(auditor, visit).json["code"] == "role.forbidden"
    inspector = Client(app).sign_in(visit.lead.login)
    assert inspector.get("/publications").json["code"] == "role.forbidden"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "spot_check_id"),
        ({"spot_check_id": "x", "photos": []}, "spot_check_id"),
        ({"spot_check_id": str(uuid7()), "photos": ["../../etc/passwd"]}, "photos"),
        ({"spot_check_id": str(uuid7()), "photos": [], "all": True}, "all"),
    ],
)
def test_a_malformed_request_names_its_field(desk: Client, body: object, field: str) -> None:
    answer = desk.post("/publications", body)
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["details"]["field"] == field


def test_both_lists_are_read_page_by_page(house: House, desk: Client) -> None:
    visits = [Visit(house) for _ in range(5)]
    for number, visit in enumerate(visits):
        visit.submit("no_problem")
        visit.check.completed_at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=number % 3)
    db.session.commit()
    assert read(desk, "due") == [visits[n].check.number for n in (0, 3, 1, 4, 2)]
    for visit in visits:
        assert publish(desk, visit).status_code == 201
    assert read(desk, "published") == [visit.check.number for visit in reversed(visits)]


def read(desk: Client, state: str) -> list[str]:
    numbers: list[str] = []
    query: dict[str, str] = {}
    for _ in range(3):
        answer = desk.get("/publications", state=state, limit=2, **query).json
        assert answer["total"] == 5
        numbers += [item["number"] for item in answer["items"]]
        query = {"after": answer["next"]}
    assert answer["next"] is None
    return numbers


@pytest.mark.parametrize("name", [{"a": []}, [1], None, 5])
def test_a_record_that_names_a_hazard_by_no_id_is_missing_it_and_spoils_no_list(
    house: House, desk: Client, name: object
) -> None:
    visit, other = Visit(house), Visit(house)
    other.complete()
    visit.begin()
    visit.named = [{"id": name}]
    visit.submit()
    items = {item["number"]: item for item in due(desk)["items"]}
    assert items.keys() == {visit.check.number, other.check.number}
    assert items[visit.check.number]["missing"] == [f"hazard:{name}"]


def test_what_came_of_a_cancelled_check_is_neither_due_nor_published(
    house: House, desk: Client
) -> None:
    visit = Visit(house)
    visit.complete(picture())
    visit.check.cancelled_at, visit.check.cancelled_reason = visit.check.completed_at, "finished"
    db.session.commit()
    assert due(desk)["total"] == 0
    answer = publish(desk, visit)
    assert (answer.status_code, answer.json["code"]) == (409, "spot_check.cancelled")
