"""What is known of a photo: each doubt where it holds, and none where it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL.ExifTags import GPS
from sqlalchemy import select

from suicha.db import db
from suicha.photos import operations
from suicha.photos.evidence import Doubt, Evidence, Written, evidence
from suicha.photos.exif import Exif
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse
from suicha.sites.boundary import Grounds, Whereabouts
from suicha.sites.models import Site

from .pictures import SOMEWHERE, drawn, encoded, name, promised, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from suicha.spot_checks.models import SpotCheck

    from .conftest import Phone

FIX = {"lat": 30.2, "lon": 120.1, "accuracy_m": 8.0, "fix_age_ms": 500.0, "source": "gps"}
AT = datetime(2026, 11, 20, 6, tzinfo=UTC)  # of the photo; a run may take long
INSIDE, FAR = Whereabouts(inside=True, distance_m=0), Whereabouts(inside=False, distance_m=12_000)
MONTH, HOUR = timedelta(days=30), timedelta(hours=1)


def seen(**given: Any) -> Evidence:  # Any: columns of a use and parts of the evidence
    """A photo from the camera, at the site, during the check; but for what is given."""
    state = given.pop("state", PhotoState.RENDERED)
    parts: dict[str, Any] = {"original": None, "place": INSIDE, "written": None}
    parts |= {"since": AT - HOUR}
    parts |= {part: given.pop(part) for part in set(parts) & given.keys()}
    columns: dict[str, Any] = {"source": "camera", "position": FIX, "clock_offset_ms": 300}
    use = PhotoUse(**{"taken_at": AT} | columns | given)
    use.photo = Photo(state=state)
    return Evidence(use, **parts)


def file_said(place: Whereabouts | None = None, **given: Any) -> Written:  # Any: fields of Exif
    return Written(Exif(**given), place)


def near(metres: float) -> Whereabouts:
    return Whereabouts(inside=False, distance_m=metres)


@pytest.mark.parametrize(
    ("given", "doubts"),
    [
        ({}, []),
        ({"state": PhotoState.SET_ASIDE}, [Doubt.SET_ASIDE]),
        ({"source": "album", "position": None, "place": None}, [Doubt.ALBUM]),
        ({"position": None, "place": None}, [Doubt.NO_FIX]),
        ({"clock_offset_ms": 601_000}, [Doubt.CLOCK_OFF]),
        ({"clock_offset_ms": -601_000}, [Doubt.CLOCK_OFF]),
        ({"clock_offset_ms": 599_000}, []),
        ({"clock_offset_ms": None}, []),
        ({"position": FIX | {"accuracy_m": 100.0}}, []),
        ({"position": FIX | {"accuracy_m": 100.5}}, [Doubt.FIX_INACCURATE]),
        ({"position": FIX | {"fix_age_ms": 120_000.0}}, []),
        ({"position": FIX | {"fix_age_ms": 120_001.0}}, [Doubt.FIX_OLD]),
        ({"place": near(7)}, []),  # the fix may be off by as much
        ({"place": near(9)}, [Doubt.OUTSIDE]),
        ({"place": Whereabouts(inside=None, distance_m=900)}, []),  # nobody drew the boundary
        ({"written": file_said()}, []),
        ({"written": file_said(near(90))}, []),
        ({"written": file_said(FAR)}, [Doubt.FILE_ELSEWHERE]),
        ({"written": file_said(taken_at=AT)}, []),
        ({"written": file_said(taken_at=AT + HOUR)}, [Doubt.FILE_OTHER_TIME]),
        (
            {"written": file_said(FAR, taken_at=AT - MONTH)},
            [Doubt.FILE_ELSEWHERE, Doubt.FILE_OTHER_TIME, Doubt.TAKEN_BEFORE],
        ),
        ({"taken_at": AT - MONTH}, [Doubt.TAKEN_BEFORE]),
        ({"taken_at": AT - MONTH, "since": None}, []),
        ({"since": AT + timedelta(minutes=9)}, []),
    ],
)
def test_each_doubt_is_told_where_it_holds(given: dict[str, Any], doubts: list[Doubt]) -> None:
    assert seen(**given).doubts == doubts


def taken_at_the_site(
    phone: Phone, check: SpotCheck, data: bytes, original: bytes | None = None
) -> PhotoUse:
    """Promise a photo of a check, with its original, and give its use."""
    operations.promise(
        replace(phone.actor, clock_behind=timedelta(seconds=90)),
        operations.Subject(check.id, check.jurisdiction_id),
        [promised(data, original=original)],
        PhotoKind.EVIDENCE,
    )
    db.session.commit()
    return db.session.scalars(select(PhotoUse).filter_by(sha256=name(data))).one()


def exif_of(lat: float) -> bytes:
    """A picture whose camera says that it stood there."""
    north = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (lat, 0.0, 0.0)}
    east = {GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (120.0, 6.0, 18.0)}
    return encoded(drawn(), exif=written(gps=north | east))


def grounds_of(check: SpotCheck) -> Grounds:
    return db.session.get_one(Site, check.site_id).grounds


def test_the_file_is_read_from_the_original_once_it_has_come(
    phone: Phone, check: SpotCheck, work: Callable[[], None]
) -> None:
    sent, original = encoded(drawn()), exif_of(31.0)
    use = taken_at_the_site(phone, check, sent, original)
    use_id, grounds = use.id, grounds_of(check)
    assert use.clock_offset_ms == 90_000

    def told() -> Evidence:
        db.session.expire_all()
        return evidence([db.session.get_one(PhotoUse, use_id)], grounds, None)[0]

    before = told()
    assert before.written is None, "no file has come"
    assert before.original is not None
    assert before.original.use.state is PhotoState.PROMISED
    phone.patch(name(sent), sent)
    work()
    assert told().written == Written(Exif(), None), "a rendition carries nothing"
    phone.patch(name(original), original)
    work()
    after = told()
    assert after.written is not None
    assert after.written.exif.lat == pytest.approx(31.0)
    assert after.written.place is not None
    assert after.written.place.distance_m > 80_000
    assert Doubt.FILE_ELSEWHERE in after.doubts


def test_of_many_photos_each_gets_its_own_original(phone: Phone, check: SpotCheck) -> None:
    pairs = [(encoded(drawn(64 + n)), exif_of(20.0 + n)) for n in range(3)]
    uses = [taken_at_the_site(phone, check, *pair) for pair in pairs]
    found = evidence(uses, grounds_of(check), None)
    assert [one.original and one.original.use.sha256 for one in found] == [
        name(original) for _, original in pairs
    ]
    assert evidence([], grounds_of(check), None) == []


def test_where_the_phone_stood_is_told_in_metres(phone: Phone, check: SpotCheck) -> None:
    site = db.session.get_one(Site, check.site_id)
    site.boundary = {"type": "Polygon", "coordinates": []}
    use = taken_at_the_site(phone, check, encoded(drawn()))
    place = evidence([use], site.grounds, None)[0].place
    assert place is not None
    assert place.inside is None
    expected = Grounds(site.lat, site.lon, site.boundary).whereabouts(SOMEWHERE.lat, SOMEWHERE.lon)
    assert place == expected
