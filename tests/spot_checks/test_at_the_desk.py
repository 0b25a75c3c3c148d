"""Spot checks at the desk: who sees which, and what is told of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import text

from suicha.accounts.models import Role
from suicha.db import db, uuid7
from suicha.photos import operations as photos
from suicha.spot_checks.models import SpotCheckState
from suicha.spot_checks.operations import settle
from tests.builders import House
from tests.client import Client
from tests.phone import Phone, digest_of, image, record_of, revoke, sent_to

if TYPE_CHECKING:
    from flask import Flask

    from suicha.spot_checks.models import SpotCheck


def signed_in(app: Flask, house: House, role: Role = Role.SUPERVISOR) -> Client:
    return Client(app).sign_in(house.person(role).login)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), (120, 120, 90)).save(out, "PNG")
    return out.getvalue()


def test_a_supervisor_sees_the_checks_of_the_district_page_by_page_the_newest_first(
    app: Flask, house: House
) -> None:
    inspector = house.inspector()
    checks = [sent_to(house, inspector) for _ in range(3)]
    sent_to(other := House("330205"), other.inspector())
    desk = signed_in(app, house)
    first = desk.get("/spot-checks", limit=2).json
    rest = desk.get("/spot-checks", limit=2, after=first["next"]).json
    assert (first["total"], rest["next"]) == (3, None)
    shown = [one["id"] for one in first["items"] + rest["items"]]
    assert shown == [str(check.id) for check in reversed(checks)]
    line = first["items"][0]
    assert line["lead"] == {"name": inspector.name}
    assert line["photos"] == {"received": 0, "promised": 0}
    assert (line["state"], line["findings"], line["score"]) == ("assigned", None, None)
    assert line["publication_state"] is None


def test_the_list_is_narrowed_by_text_and_district(app: Flask, house: House) -> None:
    inspector = house.inspector()
    inspector.name = "欧阳主办"
    db.session.commit()
    mine, other = sent_to(house, inspector), sent_to(house, house.inspector())
    desk = signed_in(app, house)

    def found(**asked: str) -> set[str]:
        return {one["id"] for one in desk.get("/spot-checks", **asked).json["items"]}

    assert found(q="欧阳") == {str(mine.id)}
    assert found(q=other.number) == {str(other.id)}
    assert found(q=f"{other.number} 欧阳") == set()
    assert found(q="%") == set()
    assert found(jurisdiction_id=str(house.jurisdiction.id)) == {str(mine.id), str(other.id)}
    assert found(jurisdiction_id=str(uuid7())) == set()
    assert found(draw_id=str(uuid7())) == set()
    assert found(differences="open") == set()


def test_the_list_is_narrowed_by_state(app: Flask, house: House) -> None:
    phone = Phone(app, house.inspector())
    started, _ = sent_to(house, phone.person), sent_to(house, phone.person)
    phone.push(phone.start(started))
    found = signed_in(app, house).get("/spot-checks", state="started").json
    assert [one["id"] for one in found["items"]] == [str(started.id)]
    assert signed_in(app, house).get("/spot-checks", state="lost").status_code == 422


def test_an_inspector_sees_only_what_is_still_assigned(app: Flask, house: House) -> None:
    phone = Phone(app, house.inspector())
    kept, lost = sent_to(house, phone.person), sent_to(house, phone.person)
    sent_to(house, house.inspector())
    revoke(lost, phone.person)
    assert [one["id"] for one in phone.client.get("/spot-checks").json["items"]] == [str(kept.id)]
    refused = phone.client.get(f"/spot-checks/{lost.id}")
    assert (refused.status_code, refused.json["code"]) == (404, "spot_check.unknown")


@pytest.mark.parametrize("role", [Role.WITNESS, Role.CONTRACTOR])
def test_a_witness_and_a_contractor_see_no_checks(app: Flask, house: House, role: Role) -> None:
    answer = signed_in(app, house, role).get("/spot-checks")
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_an_unknown_check_and_one_of_another_district_look_alike(app: Flask, house: House) -> None:
    far = House("330205")
    foreign = sent_to(far, far.inspector())
    desk = signed_in(app, house)
    answers = [desk.get(f"/spot-checks/{row}") for row in (foreign.id, uuid7())]
    assert answers[0].json == answers[1].json
    assert answers[0].status_code == 404


def test_a_closed_record_is_shown_with_the_signatures_under_it(app: Flask, house: House) -> None:
    phone = Phone(app, house.inspector())
    table = house.checklist("B1", scored=True)
    check = sent_to(house, phone.person, lists=(table,))
    closing = phone.submit(record_of(check, table, hazards=[{"id": str(uuid7())}]))
    party = {"signer": "party", "person_id": None, "name": "", "image": None, "refused": True}
    refusal = {"refusal_reason": "认为扣分过多", "witness_name": "社区网格员"}
    phone.push(
        phone.sign(check, "0" * 64, image=image(b"of an earlier text")),
        phone.sign(check, digest_of(closing), image=image(b"of this text")),
        phone.sign(check, digest_of(closing), **(party | refusal)),
        closing,
    )
    shown = signed_in(app, house, Role.AUDITOR).get(f"/spot-checks/{check.id}").json
    assert (shown["state"], shown["findings"], shown["score"]) == ("submitted", 1, "80.0")
    assert shown["photos"] == {"received": 0, "promised": 2}
    assert shown["record"]["digest"] == digest_of(closing)
    assert [
        (one["signer"], one["refused"], one["reason"]) for one in shown["record"]["signatures"]
    ] == [
        ("inspector", False, None),
        ("party", True, "认为扣分过多"),
    ]
    assert shown["checklists"] == [{"id": str(table.id), "title": table.title, "scored": True}]
    assert len(shown["site"]["parties"]) == 5
    assert shown["flags"] == []
    assert "社区网格员" not in str(shown)


@pytest.fixture
def signed(app: Flask, house: House) -> tuple[Phone, SpotCheck, str]:
    """A submitted check whose only picture has come but is not rendered."""
    phone = Phone(app, house.inspector())
    check = sent_to(house, phone.person)
    promise = image(picture())
    closing = phone.submit(record_of(check))
    phone.push(phone.sign(check, digest_of(closing), image=promise), closing)
    answer = phone.client.call(
        "PATCH",
        f"/uploads/{promise['sha256']}",
        data=picture(),
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
    )
    assert answer.status_code == 204, answer.json
    return phone, check, promise["sha256"]


def test_a_picture_is_sent_to_whoever_sees_the_check(
    app: Flask, house: House, signed: tuple[Phone, SpotCheck, str]
) -> None:
    phone, check, sha256 = signed
    path = f"/spot-checks/{check.id}/photos/{sha256}"
    early = phone.client.get(f"{path}/thumb")
    assert (early.status_code, early.json["code"]) == (409, "photo.not_ready")
    photos.render(sha256)
    db.session.commit()
    answer = signed_in(app, house).get(f"{path}/view")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert Image.open(BytesIO(answer.data)).format == "JPEG"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    far = House("330205")
    hidden = signed_in(app, far).get(f"{path}/view")
    assert (hidden.status_code, hidden.json["code"]) == (404, "spot_check.unknown")
    for wrong in (f"{path}/whole", f"{path[:-1]}/view", f"{path[:-64]}{'0' * 64}/view"):
        assert signed_in(app, house).get(wrong).status_code in {404, 422}


def test_a_complete_check_is_due_to_be_published(
    app: Flask, house: House, signed: tuple[Phone, SpotCheck, str]
) -> None:
    _, check, _ = signed
    settle(check.id)
    db.session.commit()
    line = signed_in(app, house).get("/spot-checks", state="complete").json["items"][0]
    assert (line["photos"], line["publication_state"]) == ({"received": 1, "promised": 1}, "due")


def test_what_follows_from_a_submission_and_a_photo_is_queued(
    signed: tuple[Phone, SpotCheck, str],
) -> None:
    _, check, _ = signed
    assert check.state is SpotCheckState.SUBMITTED
    query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'spot_checks.settle'"
    assert db.session.scalar(text(query)) == 2
