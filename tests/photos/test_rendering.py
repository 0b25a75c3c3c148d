"""What the worker makes of a photo: renditions without metadata, or a file set aside."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import select, text

from suicha import journal, storage
from suicha.apart import apart
from suicha.db import db, uuid7
from suicha.errors import Refusal
from suicha.photos import operations, queries
from suicha.photos.models import Photo, PhotoKind, PhotoState, Rendition
from suicha.photos.operations import rendering
from suicha.storage import Bucket, store

from .conftest import spot_check
from .pictures import drawn, encoded, jpeg, name, png_that_says

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House

    from .conftest import Phone

    Work = Callable[[], None]

SECRET = b"GPS 30.2050 120.1050 taken by Zhang San"


def picture(check: SpotCheck, sha256: str, size: str = "view") -> Image.Image:
    return Image.open(BytesIO(b"".join(operations.rendition(check.id, sha256, size))))


def photo(sha256: str) -> Photo:
    db.session.rollback()
    found = db.session.get(Photo, sha256, populate_existing=True)
    assert found is not None
    return found


def colour(image: Image.Image, x: float, y: float) -> str:
    """Name the colour at a place, given as parts of width and height."""
    pixel = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(pixel, tuple)
    red, green, blue = (int(value) > 128 for value in pixel)
    return {(1, 0, 0): "red", (0, 0, 1): "blue", (1, 1, 1): "white"}[(red, green, blue)]


def with_metadata(width: int = 64, height: int = 48, turn: int = 1) -> bytes:
    """A JPEG with position, device, comment and colour profile in it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = turn, "Maker", SECRET
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(drawn(width, height), exif=exif, comment=SECRET, icc_profile=SECRET * 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_gets_a_thumb_and_a_view(
    phone: Phone, check: SpotCheck, work: Work, kind: str
) -> None:
    data = encoded(drawn(2400, 1800), kind)
    phone.owed_and_sent(check, data)
    work()
    assert photo(name(data)).state is PhotoState.RENDERED
    for size, edges in {"view": (2048, 1536), "thumb": (320, 240)}.items():
        image = picture(check, name(data), size)
        assert (image.format, image.size) == ("JPEG", edges)
        assert colour(image, 0.1, 0.1) == "red"
        assert colour(image, 0.9, 0.9) == "blue"


def test_a_rendition_is_stored_by_its_own_hash(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    work()
    rows = db.session.scalars(select(Rendition)).all()
    assert {row.name for row in rows} == {"thumb", "view"}
    for row in rows:
        assert row.key == f"renditions/{row.sha256}.jpg"
        assert name(storage.read(Bucket.EVIDENCE, row.key)) == row.sha256


def test_a_small_photo_is_not_blown_up(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    work()
    assert picture(check, name(data)).size == (64, 48)


def test_no_metadata_comes_along(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = with_metadata()
    assert SECRET in data
    phone.owed_and_sent(check, data)
    work()
    for size in ("thumb", "view"):
        made = b"".join(operations.rendition(check.id, name(data), size))
        assert b"Zhang" not in made
        assert b"Exif" not in made
        assert not Image.open(BytesIO(made)).getexif()
        assert set(Image.open(BytesIO(made)).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
        }


def test_the_text_of_a_png_does_not_come_along(phone: Phone, check: SpotCheck, work: Work) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET.decode())
    data = encoded(drawn(), "PNG", pnginfo=words)
    phone.owed_and_sent(check, data)
    work()
    assert b"Zhang" not in b"".join(operations.rendition(check.id, name(data), "view"))


def test_a_signature_without_a_background_is_shown_on_white(
    phone: Phone, check: SpotCheck, work: Work
) -> None:
    ink = Image.new("RGBA", (80, 40), (0, 0, 0, 0))
    ink.paste((255, 0, 0, 255), (0, 0, 40, 20))
    data = encoded(ink, "PNG")
    phone.patch(phone.promise(check, data, kind=PhotoKind.SIGNATURE), data)
    work()
    image = picture(check, name(data))
    assert (colour(image, 0.1, 0.1), colour(image, 0.9, 0.9)) == ("red", "white")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_rendered(
    phone: Phone, check: SpotCheck, work: Work, mode: str
) -> None:
    data = encoded(drawn(mode="I").convert("I;16") if mode == "I;16" else drawn(mode=mode), "PNG")
    phone.owed_and_sent(check, data)
    work()
    assert photo(name(data)).state is PhotoState.RENDERED


def test_a_photo_of_a_printer_is_rendered(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = encoded(drawn(mode="CMYK"))
    phone.owed_and_sent(check, data)
    work()
    assert colour(picture(check, name(data)), 0.1, 0.1) == "red"


def test_broken_metadata_hides_no_sound_photo(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = encoded(drawn(), exif=b"Exif\0\0broken beyond reading")
    phone.owed_and_sent(check, data)
    work()
    assert photo(name(data)).state is PhotoState.RENDERED


def cut_off() -> bytes:
    whole = encoded(drawn(600, 400), quality=95)
    return whole[: len(whole) // 2]


def second_header() -> bytes:
    """A PNG whose second header says more than its first."""
    small, large = png_that_says(10, 10), png_that_says(9000, 9000)
    return small[:33] + large[8:]


@pytest.mark.parametrize(
    "poison",
    [
        cut_off(),
        png_that_says(6000, 6000),
        encoded(drawn(), "WEBP")[:40],
        jpeg()[:200],
    ],
    ids=["cut off", "little said to be much", "webp of nothing", "headers only"],
)
def test_a_poison_file_is_set_aside_and_stops_nobody(
    phone: Phone, check: SpotCheck, work: Work, poison: bytes
) -> None:
    sound = jpeg()
    assert phone.owed_and_sent(check, poison).status_code == 204
    phone.owed_and_sent(check, sound)
    work()
    found = photo(name(poison))
    assert (found.state, found.reason) == (PhotoState.SET_ASIDE, "photo.not_an_image")
    assert photo(name(sound)).state is PhotoState.RENDERED
    assert "photo.set_aside" in [entry.fact for entry in journal.about([check.id])]
    left = db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"))
    assert left == 0, "nothing is tried again for ever"
    assert queries.all_in(check.id)
    assert storage.read(Bucket.EVIDENCE, name(poison)) == poison


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_second_header_does_not_smuggle_pixels_in(
    phone: Phone, check: SpotCheck, work: Work
) -> None:
    data = second_header()
    phone.owed_and_sent(check, data)
    work()
    found = photo(name(data))
    assert (found.state, found.reason) == (PhotoState.SET_ASIDE, "photo.too_many_pixels")


def test_rendering_twice_changes_nothing(phone: Phone, check: SpotCheck, work: Work) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    phone.promise(check, data, kind=PhotoKind.SIGNATURE)  # a second fact, a second job
    work()
    operations.render(name(data))
    db.session.commit()
    assert len(db.session.scalars(select(Rendition)).all()) == 2


def test_two_workers_at_one_photo_do_no_harm(
    phone: Phone, check: SpotCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)

    def overtaken(work: Callable[..., object], *args: object) -> object:
        monkeypatch.setattr(rendering, "apart", apart)
        operations.render(name(data))
        db.session.commit()
        return apart(work, *args)

    monkeypatch.setattr(rendering, "apart", overtaken)
    operations.render(name(data))
    db.session.commit()
    assert photo(name(data)).state is PhotoState.RENDERED
    assert len(db.session.scalars(select(Rendition)).all()) == 2


def test_a_photo_that_nobody_sent_yet_is_left_alone(phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, jpeg())
    operations.render(sha256)
    operations.render("0" * 64)
    assert photo(sha256).state is PhotoState.PROMISED


def test_a_photo_that_kills_the_decoder_is_set_aside(
    phone: Phone, check: SpotCheck, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    monkeypatch.setattr(rendering, "apart", lambda *_: apart(os._exit, 1))
    work()
    found = photo(name(data))
    assert (found.state, found.reason) == (PhotoState.SET_ASIDE, "photo.too_heavy")


def test_a_missing_file_is_the_stores_trouble_and_condemns_no_photo(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    store().delete(Bucket.EVIDENCE, name(data))
    with pytest.raises(FileNotFoundError):
        operations.render(name(data))
    assert photo(name(data)).state is PhotoState.RECEIVED


def test_a_rendition_is_given_only_for_its_check(
    phone: Phone, check: SpotCheck, house: House, work: Work
) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    with pytest.raises(Refusal, match=r"photo\.not_ready"):
        operations.rendition(check.id, name(data), "view")
    work()
    for other in (spot_check(house).id, uuid7()):
        with pytest.raises(Refusal, match="not_found"):
            operations.rendition(other, name(data), "view")


def test_the_public_sees_a_copy_named_by_its_own_hash(
    phone: Phone, check: SpotCheck, work: Work
) -> None:
    data = with_metadata(2400, 1800, turn=6)
    phone.owed_and_sent(check, data)
    with pytest.raises(Refusal, match=r"photo\.not_ready"):
        operations.public_copy(name(data))
    work()
    first, again = operations.public_copy(name(data)), operations.public_copy(name(data))
    assert first == again
    made = storage.read(Bucket.PUBLIC, first.key)
    assert first.key == f"photos/{name(made)}.jpg"
    assert (first.width, first.height) == Image.open(BytesIO(made)).size == (1536, 2048)
    assert b"Zhang" not in made
    assert b"Exif" not in made
    assert name(data) not in first.key, "the public name does not tell the original's"


def test_a_photo_that_is_set_aside_or_unknown_is_never_public(
    phone: Phone, check: SpotCheck
) -> None:
    data = b"<html>"
    phone.owed_and_sent(check, data)
    with pytest.raises(Refusal, match=r"photo\.not_ready"):
        operations.public_copy(name(data))
    with pytest.raises(Refusal, match=r"photo\.unknown"):
        operations.public_copy("0" * 64)
