"""Originals that a phone holds back: the desk asks, and whoever took the photo is told."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from suicha import journal
from suicha.accounts.models import Role
from suicha.db import db
from suicha.photos.models import Photo, PhotoState
from tests.builders import House
from tests.hazards.cast import Cast
from tests.phone import image
from tests.visits import Visit

if TYPE_CHECKING:
    from flask import Flask

    from suicha.db import Json
    from suicha.hazards.models import Hazard
    from tests.client import Answer, Client

ORIGINAL = b"twelve megapixels"
HASH = sha256(ORIGINAL).hexdigest()


@pytest.fixture
def cast(house: House, app: Flask) -> Cast:
    return Cast(house, app)


def promise(name: bytes = b"two megapixels", original: bytes | None = ORIGINAL) -> Json:
    file = original and {
        "sha256": sha256(original).hexdigest(),
        "size": len(original),
        "media_type": "image/jpeg",
    }
    return image(name, original=file)


@pytest.fixture
def hazard(cast: Cast) -> Hazard:
    return cast.hazard(photos=[promise()])


def ask(client: Client, hazard: Hazard, photo: Json | None = None) -> Answer:
    path = f"/hazards/{hazard.id}/photos/{(photo or promise())['sha256']}/original/ask"
    return client.post(path, {})


def asked_of(client: Client) -> list[str]:
    answer = client.get("/originals/asked")
    assert answer.status_code == 200, answer.json
    found: list[str] = answer.json["sha256s"]
    return found


def test_who_took_the_photo_is_told_until_the_original_has_come(cast: Cast, hazard: Hazard) -> None:
    assert asked_of(cast.phone.client) == []
    check = f"/spot-checks/{hazard.spot_check_id}"
    assert cast.desk.get(check).json["originals"] == {"received": 0, "promised": 1}
    answer = ask(cast.desk, hazard)
    assert answer.status_code == 200, answer.json
    (photo,) = answer.json["photos"]
    assert photo["original"]["asked_at"] is not None
    assert asked_of(cast.phone.client) == [HASH]
    photo = db.session.get_one(Photo, HASH)
    photo.state, photo.offset = PhotoState.RECEIVED, photo.size
    db.session.commit()
    assert asked_of(cast.phone.client) == []
    assert cast.desk.get(check).json["originals"] == {"received": 1, "promised": 1}


def test_asking_twice_asks_once(cast: Cast, hazard: Hazard) -> None:
    first, second = ask(cast.desk, hazard), ask(cast.desk, hazard)
    asked = [answer.json["photos"][0]["original"]["asked_at"] for answer in (first, second)]
    assert asked[0] == asked[1]
    facts = [entry.fact for entry in journal.about([hazard.spot_check_id])]
    assert facts.count("original.asked") == 1


def test_what_is_here_is_not_asked_for(cast: Cast, hazard: Hazard) -> None:
    photo = db.session.get_one(Photo, HASH)
    photo.state, photo.offset = PhotoState.RECEIVED, photo.size
    db.session.commit()
    answer = ask(cast.desk, hazard)
    assert answer.status_code == 200, answer.json
    assert answer.json["photos"][0]["original"]["asked_at"] is None


def test_nobody_else_is_told(cast: Cast, hazard: Hazard, house: House) -> None:
    assert ask(cast.desk, hazard).status_code == 200
    other = cast.sign_in(house.person(Role.INSPECTOR, name="别人"))
    assert asked_of(other) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INSPECTOR, Role.CONTRACTOR])
def test_only_a_supervisor_asks(cast: Cast, hazard: Hazard, house: House, role: Role) -> None:
    client = cast.sign_in(house.person(role, name="别人"))
    answer = ask(client, hazard)
    assert (answer.status_code, answer.json["code"]) == (403, "role.forbidden")


def test_a_photo_without_an_original_or_of_another_hazard_is_refused(
    cast: Cast, hazard: Hazard
) -> None:
    plain = promise(b"all that there is", None)
    bare = cast.hazard(photos=[plain])
    answer = ask(cast.desk, bare, plain)
    assert (answer.status_code, answer.json["code"]) == (409, "original.none")
    answer = ask(cast.desk, hazard, plain)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    answer = ask(cast.desk, hazard, {"sha256": "\u3042" * 64})
    assert answer.status_code == 404


def test_another_district_knows_of_none(cast: Cast, app: Flask) -> None:
    there = House("330110", made={"visit": 50})
    abroad = Visit(there).report(photos=[promise(b"elsewhere")])
    answer = ask(cast.desk, abroad, promise(b"elsewhere"))
    assert (answer.status_code, answer.json["code"]) == (404, "hazard.unknown")
