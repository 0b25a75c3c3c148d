"""What cameras write: read where it makes sense, and never more than a word of theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import ExifTags, Image

from suicha.db import CHINA, db
from suicha.photos import exif, imaging, operations
from suicha.photos.exif import Exif
from suicha.photos.models import Photo, PhotoState

from .pictures import drawn, encoded, name, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.spot_checks.models import SpotCheck

    from .conftest import Phone

BASE, GPS = ExifTags.Base, ExifTags.GPS
NORTH = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (30.0, 12.0, 18.0)}
EAST = {GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (120.0, 6.0, 18.0)}
STAMP = "2026:11:20 14:03:07"


def read(block: Image.Exif, kind: str = "JPEG") -> Exif:
    data = encoded(drawn(), kind, exif=block)
    return exif.read(Image.open(BytesIO(data)), CHINA)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_tells_when_where_and_with_what(kind: str) -> None:
    block = written(
        {BASE.DateTimeOriginal: STAMP, BASE.OffsetTimeOriginal: "+08:00"},
        NORTH | EAST | {GPS.GPSDateStamp: "2026:11:20", GPS.GPSTimeStamp: (6.0, 3.0, 5.0)},
        {BASE.Make: "HUAWEI", BASE.Model: "HUAWEI P40"},
    )
    found = read(block, kind)
    assert found.taken_at == datetime(2026, 11, 20, 6, 3, 7, tzinfo=UTC)
    assert found.zone_said
    assert found.gps_at == datetime(2026, 11, 20, 6, 3, 5, tzinfo=UTC)
    assert (found.lat, found.lon) == pytest.approx((30.205, 120.105))
    assert found.device == "HUAWEI P40"


def test_a_clock_without_a_zone_is_taken_to_show_the_time_of_home() -> None:
    found = read(written({BASE.DateTimeOriginal: STAMP}))
    assert found.taken_at == datetime(2026, 11, 20, 14, 3, 7, tzinfo=CHINA)
    assert not found.zone_said


def test_the_shutter_is_believed_before_the_time_of_the_last_change() -> None:
    first = {BASE.DateTime: "2026:11:25 09:00:00"}
    assert read(written({BASE.DateTimeOriginal: STAMP}, first=first)).taken_at == datetime(
        2026, 11, 20, 14, 3, 7, tzinfo=CHINA
    )
    assert read(written(first=first)).taken_at == datetime(2026, 11, 25, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("side", "expected"), [("N", 30.205), ("S", -30.205), ("s", -30.205), ("", 30.205)]
)
def test_south_is_below_the_equator(side: str, expected: float) -> None:
    found = read(written(gps=NORTH | EAST | {GPS.GPSLatitudeRef: side}))
    assert found.lat == pytest.approx(expected)


@pytest.mark.parametrize(
    "stamp",
    [
        "0000:00:00 00:00:00",
        "2026:13:01 00:00:00",
        "2026:02:30 10:00:00",
        "yesterday",
        "    :  :  ",
    ],
)
def test_a_time_that_never_was_is_none(stamp: str) -> None:
    assert read(written({BASE.DateTimeOriginal: stamp})).taken_at is None


@pytest.mark.parametrize(
    "gps",
    [
        {},
        NORTH,
        NORTH | EAST | {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        NORTH | EAST | {GPS.GPSLongitude: (180.0, 1.0, 0.0)},
        NORTH | {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        NORTH | EAST | {GPS.GPSLatitude: (30.0, 12.0)},
        NORTH | EAST | {GPS.GPSLatitude: 30.0},
    ],
    ids=["nothing", "half", "beyond the pole", "beyond the date line", "null island", "two", "one"],
)
def test_a_place_that_cannot_be_is_none(gps: dict[int, Any]) -> None:
    found = read(written(gps=gps))
    assert (found.lat, found.lon) == (None, None)


def test_a_ratio_of_zero_is_no_number() -> None:
    class Block(dict[int, Any]):
        def get_ifd(self, tag: int) -> dict[int, Any]:
            nan = (float("nan"), 0.0, Fraction(0))
            return {GPS.GPSLatitude: nan, GPS.GPSLongitude: nan, GPS.GPSTimeStamp: nan}

    class Opened:
        def getexif(self) -> Block:
            return Block()

    assert exif.read(Opened(), CHINA) == Exif()  # type: ignore[arg-type]  # no file can be made to say it


def test_a_name_is_short_printable_and_says_the_maker_once() -> None:
    first = {BASE.Make: "Ap\x07ple\0\0rest", BASE.Model: "iPhone 15" + "x" * 500}
    device = read(written(first=first)).device
    assert device is not None
    assert device.startswith("Apple iPhone 15x")
    assert device.isprintable()
    assert len(device) <= 2 * exif.LONGEST + 1


def test_a_picture_without_a_word_tells_nothing() -> None:
    assert read(written()) == Exif()
    assert exif.read(drawn(), CHINA) == Exif()


def test_what_was_read_is_kept_as_json_and_read_back() -> None:
    found = read(written({BASE.DateTimeOriginal: STAMP}, NORTH | EAST, {BASE.Model: "P40"}))
    assert Exif.of_json(found.as_json) == found
    assert Exif.of_json(found.as_json | {"lens": "of a later release"}) == found
    assert Exif().as_json == {}


def test_a_photo_keeps_what_its_camera_wrote(
    phone: Phone, check: SpotCheck, work: Callable[[], None]
) -> None:
    data = encoded(drawn(), exif=written({BASE.DateTimeOriginal: STAMP}, NORTH | EAST))
    bare = encoded(drawn(60, 40))
    phone.owed_and_sent(check, data)
    phone.owed_and_sent(check, bare)
    work()
    kept = db.session.get_one(Photo, name(data)).exif
    assert kept is not None
    assert kept["taken_at"] == "2026-11-20T14:03:07+08:00"
    assert kept["lat"] == pytest.approx(30.205)
    assert db.session.get_one(Photo, name(bare)).exif == {}


def test_a_photo_of_an_earlier_release_is_read_again_and_not_rendered_again(
    phone: Phone, check: SpotCheck, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encoded(drawn(), exif=written({BASE.DateTimeOriginal: STAMP}))
    phone.owed_and_sent(check, data)
    work()
    photo = db.session.get_one(Photo, name(data))
    photo.exif, photo.reading = None, 0
    db.session.commit()
    assert operations.behind() == [photo.sha256]
    monkeypatch.setattr("suicha.photos.operations.rendering._kept", None)  # nothing is stored
    operations.render(photo.sha256)
    db.session.commit()
    assert photo.exif is not None
    assert photo.exif["taken_at"] == "2026-11-20T14:03:07+08:00"
    assert (photo.state, photo.reading) == (PhotoState.RENDERED, imaging.READING)
    assert operations.behind() == []


def test_a_photo_that_was_shown_is_not_set_aside_by_reading_it_again(
    phone: Phone, check: SpotCheck, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encoded(drawn())
    phone.owed_and_sent(check, data)
    work()
    photo = db.session.get_one(Photo, name(data))
    photo.reading = 0
    db.session.commit()

    def poisoned(*_: object) -> None:
        raise imaging.PoisonError("photo.not_an_image")

    monkeypatch.setattr("suicha.photos.operations.rendering.apart", poisoned)
    operations.render(photo.sha256)
    db.session.commit()
    assert photo.state is PhotoState.RENDERED
    assert operations.behind() == []
