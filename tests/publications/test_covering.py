"""Faces and plates are covered before a picture goes out: what is covered is nowhere in public."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import InternalError, ProgrammingError

from suicha import storage
from suicha.accounts.models import Role
from suicha.db import db
from suicha.photos.imaging import COVER
from suicha.photos.models import PublicPicture, Rendition
from suicha.publications import operations
from suicha.publications.models import PublicationVersion
from suicha.storage import Bucket, FolderStore
from tests.builders import House
from tests.client import Answer, Client
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

FACE = {"x": 100, "y": 80, "width": 60, "height": 70}
PLATE = {"x": 300, "y": 400, "width": 340, "height": 80}  # up to the last pixel of 640 by 480
IN_FACE, BESIDE = (130, 115), (400, 200)
SHADE = (120, 120, 90)  # of tests.visits.picture


@pytest.fixture(autouse=True)
def fresh_store(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.store, "current", FolderStore(tmp_path))


@pytest.fixture
def desk(house: House, app: Flask) -> Client:
    return Client(app).sign_in(house.person(Role.SUPERVISOR).login)


def whole(house: House, image: bytes = picture()) -> tuple[Visit, str]:
    """A complete check with one confirmed hazard, and the hash of its one photo."""
    visit = Visit(house)
    visit.complete(image)
    return visit, sha256(image).hexdigest()


def publish(desk: Client, visit: Visit, covers: object, *photos: str) -> Answer:
    body = {"spot_check_id": str(visit.check.id), "photos": photos, "covers": covers}
    return desk.post("/publications", body)


def correct(desk: Client, visit: Visit, covers: object, *photos: str) -> Answer:
    body = {"photos": photos, "covers": covers, "reason": "补充遮挡"}
    return desk.post(f"/publications/{visit.check.id}/correct", body)


def render(visit: Visit) -> str:
    """Let the worker write the page, and give it."""
    operations.render(visit.check.id)
    db.session.commit()
    return storage.read(Bucket.PUBLIC, f"checks/{visit.check.number}.html").decode()


def pictures() -> list[str]:
    """The hashes by which the pictures of the public bucket are named."""
    listed = storage.store().list(Bucket.PUBLIC, "photos")
    return sorted(one.key.removeprefix("photos/").removesuffix(".jpg") for one in listed)


def opened(name: str) -> Image.Image:
    return Image.open(BytesIO(storage.read(Bucket.PUBLIC, f"photos/{name}.jpg")))


def is_near(image: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    """Whether a pixel has this colour, as exactly as JPEG keeps it."""
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def test_what_is_covered_is_painted_over_and_the_rest_stays(house: House, desk: Client) -> None:
    visit, photo = whole(house)
    assert publish(desk, visit, {photo: [FACE, PLATE]}, photo).status_code == 201
    page = render(visit)
    (name,) = pictures()
    image = opened(name)
    assert image.size == (640, 480)
    assert is_near(image, IN_FACE, COVER)
    assert is_near(image, (638, 478), COVER)
    assert is_near(image, BESIDE, SHADE)
    assert f"photos/{name}.jpg" in page
    assert "2 处" in page
    assert not image.getexif()


def test_the_pictures_hash_is_kept_beside_that_of_the_evidence(house: House, desk: Client) -> None:
    visit, photo = whole(house)
    publish(desk, visit, {photo: [FACE]}, photo)
    render(visit)
    kept = db.session.scalars(select(PublicPicture)).one()
    assert (kept.photo_sha256, kept.covers, [kept.sha256]) == (photo, [FACE], pictures())
    data = storage.read(Bucket.PUBLIC, f"photos/{kept.sha256}.jpg")
    assert sha256(data).hexdigest() == kept.sha256
    with pytest.raises((InternalError, ProgrammingError), match="facts"):
        db.session.execute(text("UPDATE public_pictures SET covers = '[]'"))
    db.session.rollback()


def test_an_uncovered_picture_is_written_down_too(house: House, desk: Client) -> None:
    visit, photo = whole(house)
    publish(desk, visit, {}, photo)
    page = render(visit)
    kept = db.session.scalars(select(PublicPicture)).one()
    view = db.session.scalars(select(Rendition.sha256).where(Rendition.name == "view")).one()
    assert (kept.sha256, kept.covers) == (view, [])
    assert "遮挡" not in page


def test_covering_more_takes_the_picture_back_that_showed_it(house: House, desk: Client) -> None:
    visit, photo = whole(house)
    publish(desk, visit, {}, photo)
    render(visit)
    bare = pictures()
    assert correct(desk, visit, {photo: [FACE]}, photo).status_code == 200
    render(visit)
    (covered,) = pictures()
    assert [covered] != bare
    assert is_near(opened(covered), IN_FACE, COVER)
    assert db.session.scalar(text("SELECT count(*) FROM public_pictures")) == 2, "what was out"
    correct(desk, visit, {photo: [FACE, PLATE]}, photo)
    render(visit)
    assert covered not in pictures()
    assert len(pictures()) == 1


def test_a_picture_that_another_page_still_shows_stays(house: House, desk: Client) -> None:
    image = picture()
    (one, photo), (other, same) = whole(house, image), whole(house, image)
    assert photo == same
    for visit in (one, other):
        publish(desk, visit, {photo: [FACE]}, photo)
        render(visit)
    (covered,) = pictures()
    correct(desk, one, {photo: [PLATE]}, photo)
    render(one)
    assert covered in pictures()
    assert len(pictures()) == 2
    desk.post(f"/publications/{other.check.id}/withdraw", {"reason": "撤回"})
    render(other)
    assert covered not in pictures()


def test_rendering_again_gives_the_same_picture(
    house: House, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, photo = whole(house)
    publish(desk, visit, {photo: [PLATE, FACE, FACE]}, photo)
    first = render(visit)
    monkeypatch.setattr("suicha.photos.imaging.QUALITY", 10)  # of another release
    assert render(visit) == first
    version = db.session.scalars(select(PublicationVersion)).one()
    assert version.covers == {photo: [FACE, PLATE]}, "each once, in one order"
    assert len(pictures()) == 1


def test_the_desk_is_told_what_is_covered_and_a_preview_shows_it(
    house: House, desk: Client
) -> None:
    visit, photo = whole(house)
    query = {"photos": photo[:12], "covers": f"{photo[:12]}:100.80.60.70"}
    path = f"/publications/{visit.check.id}/preview"
    shown = desk.get(path, **query)
    assert shown.status_code == 200
    assert '<rect x="100" y="80" width="60" height="70"/>' in shown.text
    assert "covers=" in shown.text, "the twin in the other language covers the same"
    assert pictures() == []
    publish(desk, visit, {photo: [FACE]}, photo)
    assert desk.get(f"/publications/{visit.check.id}").json["covers"] == {photo: [FACE]}
    assert '<rect x="100"' in desk.get(path).text
    assert "<rect" not in render(visit), "on the page it is painted in"


@pytest.mark.parametrize(
    "cover",
    [
        {**FACE, "x": 581},  # 581 + 60 > 640
        {**FACE, "y": 411},
        {"x": 0, "y": 0, "width": 641, "height": 10},
    ],
)
def test_a_cover_outside_of_its_picture_is_refused(
    house: House, desk: Client, cover: dict[str, int]
) -> None:
    visit, photo = whole(house)
    answer = publish(desk, visit, {photo: [cover]}, photo)
    assert (answer.status_code, answer.json["code"]) == (422, "cover.outside")
    assert answer.json["details"] == {"field": "covers", "width": 640, "height": 480}


def test_a_cover_of_a_photo_that_is_not_shown_is_refused(house: House, desk: Client) -> None:
    visit, photo = whole(house)
    for stranger in ("a" * 64, photo):
        answer = publish(desk, visit, {stranger: [FACE]})
        assert (answer.status_code, answer.json["code"]) == (422, "photo.unknown")
        assert answer.json["details"]["field"] == "covers"


@pytest.mark.parametrize(
    "covers",
    [
        [],
        {"x": [FACE]},
        {"a" * 64: FACE},
        {"a" * 64: [{**FACE, "x": -1}]},
        {"a" * 64: [{**FACE, "width": 0}]},
        {"a" * 64: [{**FACE, "height": 1.5}]},
        {"a" * 64: [{"x": 1}]},
        {"a" * 64: [FACE] * 51},
    ],
)
def test_a_malformed_cover_is_refused(house: House, desk: Client, covers: Any) -> None:
    visit, photo = whole(house)
    answer = publish(desk, visit, covers, photo)
    assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("covers", ["x", "01234567:1.2.3", "01234567:-1.2.3.4", "zz:1.2.3.4"])
def test_a_malformed_cover_in_an_address_is_refused(
    house: House, desk: Client, covers: str
) -> None:
    visit, photo = whole(house)
    answer = desk.get(f"/publications/{visit.check.id}/preview", photos=photo, covers=covers)
    assert answer.status_code == 422
