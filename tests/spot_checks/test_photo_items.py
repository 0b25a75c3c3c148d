"""Items that are answered with photos: promised with the answers, owed, and shown at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from suicha.accounts.models import Role
from suicha.checklists.operations import publish_version
from suicha.db import db, today
from suicha.photos.models import PhotoKind, PhotoUse
from suicha.photos.queries import counts
from suicha.places.models import Jurisdiction
from tests.builders import House
from tests.checklists.lists import item, listing
from tests.client import Client
from tests.phone import Phone, choice, digest_of, image, record_of, sent_to

if TYPE_CHECKING:
    from flask import Flask

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck

ONE, OTHER = image(b"gate", media_type="image/jpeg"), image(b"fence", media_type="image/jpeg")


def shows(*photos: Json) -> Json:
    """An answer that names these photos."""
    given = {"photos": [photo["sha256"] for photo in photos]}
    return {"p": {"result": "recorded", "deduction": 0, "note": "", "given": given}}


@pytest.fixture
def pictured(house: House) -> ChecklistVersion:
    version = publish_version(listing(item("p", "photo"), scored=False), today())
    house.keep(version)
    return version


@pytest.fixture
def visited(house: House, lead: Phone, pictured: ChecklistVersion) -> SpotCheck:
    return sent_to(house, lead.person, lists=(pictured,))


def uses(check: SpotCheck) -> list[tuple[str, PhotoKind]]:
    query = select(PhotoUse).where(PhotoUse.spot_check_id == check.id, PhotoUse.hazard_id.is_(None))
    return [(use.sha256, use.kind) for use in db.session.scalars(query.order_by(PhotoUse.id))]


def test_photos_of_an_answer_are_owed_once_however_often_they_are_named(
    lead: Phone, visited: SpotCheck, pictured: ChecklistVersion
) -> None:
    first = lead.answer(visited, pictured, shows(ONE), ONE)
    both = lead.answer(visited, pictured, shows(ONE, OTHER), ONE, OTHER)
    assert [one["verdict"] for one in lead.push(first, both)] == ["accepted"] * 2
    evidence = PhotoKind.EVIDENCE
    assert uses(visited) == [(ONE["sha256"], evidence), (OTHER["sha256"], evidence)]
    assert counts([visited.id]) == {visited.id: (0, 2)}


def test_photos_of_answers_that_come_too_late_are_owed_all_the_same(
    lead: Phone, visited: SpotCheck, pictured: ChecklistVersion
) -> None:
    early = lead.answer(visited, pictured, shows(OTHER), OTHER)
    lead.push(lead.answer(visited, pictured, shows(ONE), ONE))
    assert lead.one(early)["verdict"] == "accepted"
    assert len(uses(visited)) == 2
    rows = [one["row"] for one in lead.pull()["changes"] if one["kind"] == "answer_sheet"]
    assert [row["answers"] for row in rows] == [shows(ONE)]


def test_a_supplement_promises_its_photos_too(
    lead: Phone, visited: SpotCheck, pictured: ChecklistVersion
) -> None:
    lead.push(lead.submit(record_of(visited, checklists=[])))
    late = lead.supplement(visited, pictured, shows(ONE), photos=[ONE])
    assert lead.one(late)["verdict"] == "accepted"
    assert [sha256 for sha256, _ in uses(visited)] == [ONE["sha256"]]


@pytest.mark.parametrize("given", [{"size": 26_000_000}, {"sha256": "x"}, {"taken_at": "gestern"}])
def test_a_promise_that_cannot_be_kept_is_refused_and_nothing_is_owed(
    lead: Phone, visited: SpotCheck, pictured: ChecklistVersion, given: Json
) -> None:
    verdict = lead.one(lead.answer(visited, pictured, shows(ONE), ONE | given))
    assert verdict["code"] in {"photo.too_large", "command.malformed"}
    assert uses(visited) == []


@pytest.mark.parametrize(("promised", "flags"), [((ONE,), []), ((), ["record.photos_unknown"])])
def test_a_record_that_names_photos_which_nobody_promised_is_kept_and_flagged(
    lead: Phone,
    visited: SpotCheck,
    pictured: ChecklistVersion,
    promised: tuple[Json, ...],
    flags: list[str],
) -> None:
    sheet = {"id": str(pictured.id), "answers": shows(ONE), "score": None}
    closing = lead.submit(record_of(visited, checklists=[sheet]))
    verdicts = lead.push(
        lead.answer(visited, pictured, shows(*promised) if promised else {}, *promised), closing
    )
    assert verdicts[-1]["verdict"] == "accepted"
    assert verdicts[-1]["flags"] == flags


def test_the_desk_reads_the_answers_of_the_record_that_stands(
    app: Flask, house: House, lead: Phone, visited: SpotCheck, pictured: ChecklistVersion
) -> None:
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    path = f"/spot-checks/{visited.id}/answers"
    lead.push(lead.answer(visited, pictured, shows(ONE), ONE))
    before = desk.get(path).json
    assert before["lists"] == [], "nothing stands before the closing"
    assert [(one["sha256"], one["state"]) for one in before["photos"]] == [
        (ONE["sha256"], "promised")
    ]
    sheet = {"id": str(pictured.id), "answers": shows(ONE), "score": None}
    lead.push(lead.submit(record_of(visited, checklists=[sheet])))
    (told,) = desk.get(path).json["lists"]
    assert (told["title"], told["answers"], told["score"]) == ("清单", shows(ONE), None)
    assert [one["kind"] for one in told["sections"][0]["items"]] == ["photo"]


def test_nobody_else_reads_them(app: Flask, visited: SpotCheck, house: House) -> None:
    path = f"/spot-checks/{visited.id}/answers"
    far = House("330205").person(Role.SUPERVISOR)
    assert Client(app).sign_in(far.login).get(path).status_code == 404
    contractor = house.person(Role.CONTRACTOR)
    assert Client(app).sign_in(contractor.login).get(path).status_code == 403


def test_what_a_partner_gave_is_shown_and_can_be_taken_as_it_was_given(
    app: Flask, house: House, lead: Phone, second: Phone, pictured: ChecklistVersion
) -> None:
    check = sent_to(house, lead.person, second.person, lists=(pictured,))
    closing = lead.submit(record_of(check, checklists=[]))
    lead.push(closing)
    second.push(second.supplement(check, pictured, shows(ONE), photos=[ONE]))
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    (differing,) = desk.get(f"/spot-checks/{check.id}").json["differences"]
    assert (differing["recorded"], differing["answered"]) == (None, shows(ONE)["p"])
    takes = choice(pictured, "p", second, differing["answered"])
    ruling = {
        "base_digest": digest_of(closing),
        "choices": [takes],
        "hazards": [],
        "reason": "补充",
    }
    assert desk.post(f"/spot-checks/{check.id}/decide", ruling).status_code == 200
    (told,) = desk.get(f"/spot-checks/{check.id}/answers").json["lists"]
    assert told["answers"] == shows(ONE)


def test_the_office_asks_for_the_original_of_an_answer_once(
    app: Flask, house: House, lead: Phone, visited: SpotCheck, pictured: ChecklistVersion
) -> None:
    original = {"sha256": "5" * 64, "size": 4_000_000, "media_type": "image/jpeg"}
    lead.push(lead.answer(visited, pictured, shows(ONE), ONE | {"original": original}))
    desk = Client(app).sign_in(house.person(Role.SUPERVISOR).login)
    path = f"/spot-checks/{visited.id}/photos/{ONE['sha256']}/original/ask"
    for _ in range(2):
        (photo,) = desk.post(path).json["photos"]
        assert photo["original"]["asked_at"] is not None
    asked = lead.client.get("/originals/asked").json["sha256s"]
    assert asked == [original["sha256"]]
    none = desk.post(f"/spot-checks/{visited.id}/photos/{'0' * 64}/original/ask")
    assert none.json["code"] == "original.none"
    far = Client(app).sign_in(House("330205").person(Role.SUPERVISOR).login)
    assert far.post(path).json["code"] == "spot_check.unknown"
    city = House("330100")
    db.session.get_one(Jurisdiction, house.jurisdiction.id).parent_id = city.jurisdiction.id
    db.session.commit()
    above = Client(app).sign_in(city.person(Role.SUPERVISOR).login)
    assert above.post(path).json["code"] == "jurisdiction.other"
