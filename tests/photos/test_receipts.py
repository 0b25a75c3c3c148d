"""Every photo that has come has one receipt, which never changes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from suicha.db import db
from suicha.photos.models import Photo
from tests.visits import Visit, picture

from .conftest import phone_of, spot_check
from .pictures import jpeg, name

if TYPE_CHECKING:
    from flask import Flask

    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House

    from .conftest import Phone


def receipt_of(sha256: str) -> str | None:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Photo, sha256).receipt


def test_a_photo_is_numbered_when_its_bytes_have_come_and_not_before(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(1001)
    sha256 = phone.promise(check, data)
    assert receipt_of(sha256) is None
    assert phone.patch(sha256, data[:100]).status_code == 204
    assert receipt_of(sha256) is None
    with time_machine.travel(datetime(2026, 12, 31, 16, 30, tzinfo=UTC), tick=False):
        phone.client.sign_in(phone.person.login)  # a token of today
        assert phone.patch(sha256, data[100:], 100).status_code == 204
    assert re.fullmatch(r"ZP-2027-\d{7}", receipt_of(sha256) or "")  # the year is China's


def test_bytes_that_do_not_match_have_no_receipt(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(1002)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:-1] + b"x")
    assert receipt_of(sha256) is None


def test_a_file_that_is_set_aside_was_received_all_the_same(phone: Phone, check: SpotCheck) -> None:
    data = b"no picture at all"
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data)
    assert receipt_of(sha256) is not None


def test_a_photo_of_two_checks_has_one_receipt_that_stays(
    phone: Phone, check: SpotCheck, house: House
) -> None:
    data = jpeg(1003)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data)
    first = receipt_of(sha256)
    other = spot_check(house)
    phone.promise(other, data)
    phone.patch(sha256, data)  # offered again
    assert receipt_of(sha256) == first


@pytest.mark.parametrize("changed", ["ZP-2026-0000001", None])
def test_a_receipt_never_changes(phone: Phone, check: SpotCheck, changed: str | None) -> None:
    data = jpeg(1004)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data)
    db.session.rollback()
    with pytest.raises(DatabaseError, match="never changes"):
        db.session.execute(update(Photo).values(receipt=changed))


def test_eight_uploads_at_once_get_eight_receipts(house: House, app: Flask) -> None:
    check = spot_check(house)
    photos = [jpeg(1000 + n) for n in range(8)]
    phones = [phone_of(house, app) for _ in photos]
    for phone, data in zip(phones, photos, strict=True):
        phone.promise(check, data)

    def send(n: int) -> int:
        with app.app_context():
            return phones[n].patch(name(photos[n]), photos[n]).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {204}
    receipts = {receipt_of(name(data)) for data in photos}
    assert len(receipts) == 8
    assert None not in receipts


def test_nobody_waits_for_a_number_that_is_not_committed(app: Flask) -> None:
    with db.engine.connect() as one, db.engine.connect() as other:
        numbers = [
            connection.scalar(text("SELECT nextval('photo_receipt_number')"))
            for connection in (one, other)
        ]
    assert numbers[0] != numbers[1]


def test_a_receipt_has_no_end(app: Flask) -> None:
    """More than ten million photos: the number grows, and is never cut."""
    at = datetime(2026, 11, 28, tzinfo=UTC)
    db.session.execute(text("SELECT setval('photo_receipt_number', 123456789)"))
    photo = Photo(sha256="0" * 64, size=1, media_type="image/jpeg", received_at=at)
    db.session.add(photo)
    db.session.flush()
    assert photo.receipt == "ZP-2026-123456790"


def test_a_phone_pulls_the_receipts_of_its_photos(phone: Phone, house: House) -> None:
    visit = Visit(house)
    visit.begin()
    visit.report(picture(5))
    sha256 = visit.send(picture(5))
    phone.client.sign_in(visit.lead.login)
    (row,) = [
        change["row"]
        for change in phone.client.get("/sync/pull").json["changes"]
        if change["kind"] == "spot_check"
    ]
    assert row["received"]["photos"] == [sha256]
    assert row["received"]["receipts"] == {sha256: receipt_of(sha256)}
