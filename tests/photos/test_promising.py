"""What the server is owed from the moment that a command names it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
from marshmallow import ValidationError
from sqlalchemy import select

from suicha import journal
from suicha.db import db
from suicha.errors import Refusal
from suicha.photos import operations, queries
from suicha.photos.models import MAX_BYTES, Photo, PhotoKind, PhotoState, PhotoUse
from suicha.photos.promises import File
from suicha.photos.schemas import PhotoPromiseShape
from tests.client import Client

from .conftest import BYTES, connections, phone_of, spot_check, until
from .pictures import jpeg, name, promised

if TYPE_CHECKING:
    from flask import Flask

    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House

    from .conftest import Phone


def facts(check: SpotCheck) -> list[tuple[str, str]]:
    """What the journal of a check says of its photos themselves."""
    told = [entry for entry in journal.about([check.id]) if entry.fact.startswith("photo.")]
    return [(entry.fact, entry.body["sha256"]) for entry in told]


def on_the_wire(data: bytes) -> dict[str, object]:
    """A promise as JSON carries it."""
    promise = promised(data)
    return asdict(promise) | {"taken_at": promise.taken_at.isoformat()}


def test_a_promised_photo_is_owed_until_it_comes(phone: Phone, check: SpotCheck) -> None:
    data = jpeg()
    assert queries.all_in(check.id), "nothing is owed yet"
    sha256 = phone.promise(check, data)
    assert queries.counts([check.id]) == {check.id: (0, 1)}
    assert queries.missing(check.id) == [sha256]
    assert phone.patch(sha256, data).status_code == 204
    assert queries.counts([check.id]) == {check.id: (1, 1)}
    assert queries.held(check.id) == [sha256]
    assert queries.all_in(check.id)
    assert facts(check) == [("photo.received", sha256)]


def test_the_same_promise_again_changes_nothing(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(1000)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:300])
    phone.promise(check, data)
    assert phone.offset(sha256) == 300
    assert queries.counts([check.id]) == {check.id: (0, 1)}
    assert len(db.session.scalars(queries.uses_of(sha256)).all()) == 1


def test_an_original_is_owed_apart(phone: Phone, check: SpotCheck) -> None:
    data, original = jpeg(), jpeg(5000)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    promise = promised(data, original=original)
    operations.promise(phone.actor, subject, [promise], PhotoKind.EVIDENCE)
    db.session.commit()
    phone.patch(name(data), data)
    assert queries.counts([check.id]) == {check.id: (1, 1)}
    assert queries.all_in(check.id), "originals follow on their own"
    assert phone.patch(name(original), original).status_code == 204
    assert queries.held(check.id) == sorted([name(data), name(original)])
    use = db.session.scalars(queries.uses_of(name(original))).one()
    assert (use.kind, use.original_of) == (PhotoKind.ORIGINAL, name(data))


def test_a_photo_that_is_here_counts_at_once_for_another_check(
    phone: Phone, check: SpotCheck, house: House, app: Flask
) -> None:
    data = jpeg()
    phone.owed_and_sent(check, data)
    other, elsewhere = phone_of(house, app), spot_check(house)
    sha256 = other.promise(elsewhere, data)
    assert queries.all_in(elsewhere.id)
    assert facts(elsewhere) == [("photo.received", sha256)]
    assert other.offset(sha256) == len(data)


def test_one_photo_in_two_findings_is_counted_once(phone: Phone, check: SpotCheck) -> None:
    data = jpeg()
    phone.promise(check, data)
    phone.promise(check, data, kind=PhotoKind.SIGNATURE)
    assert queries.counts([check.id]) == {check.id: (0, 1)}
    phone.patch(name(data), data)
    assert facts(check) == [("photo.received", name(data))] * 2, "one fact for each use"


def test_where_and_when_it_was_taken_is_kept(phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, jpeg())
    use = db.session.scalars(select(PhotoUse)).one()
    assert (use.sha256, use.source, use.promised_by) == (sha256, "camera", phone.person.id)
    assert use.position == {
        "lat": 30.205,
        "lon": 120.105,
        "accuracy_m": 8.0,
        "fix_age_ms": 1200.0,
        "source": "gps",
    }


def test_a_later_promise_mends_a_wrong_size_until_the_bytes_are_here(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(2000)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    wrong = replace(promised(data), size=3000)
    operations.promise(phone.actor, subject, [wrong], PhotoKind.EVIDENCE)
    db.session.commit()
    sha256 = name(data)
    phone.patch(sha256, data[:700])
    assert phone.head(sha256).headers["Upload-Length"] == "3000"
    phone.promise(check, data)
    assert phone.head(sha256).headers["Upload-Length"] == "2000"
    assert phone.offset(sha256) == 0
    assert phone.patch(sha256, data).status_code == 204
    operations.promise(phone.actor, subject, [wrong], PhotoKind.EVIDENCE)
    db.session.commit()
    assert phone.head(sha256).headers["Upload-Length"] == "2000", "the bytes themselves stand"


@pytest.mark.parametrize("part", ["size", "original.size"])
def test_more_than_25_megabytes_is_refused_and_the_field_named(
    phone: Phone, check: SpotCheck, part: str
) -> None:
    promise = promised(jpeg())
    large = File(name(b"large"), MAX_BYTES + 1, "image/jpeg")
    promise = (
        replace(promise, original=large) if part != "size" else replace(promise, **vars(large))
    )
    subject = operations.Subject(check.id, check.jurisdiction_id)
    with pytest.raises(Refusal) as refused:
        operations.promise(phone.actor, subject, [promise], PhotoKind.EVIDENCE)
    assert (refused.value.code, refused.value.status) == ("photo.too_large", 413)
    assert refused.value.details["field"] == part
    assert db.session.get(Photo, promise.sha256) is None, "nothing is promised by halves"


def test_a_promise_of_25_megabytes_is_taken(phone: Phone, check: SpotCheck) -> None:
    promise = replace(promised(jpeg()), size=MAX_BYTES)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    operations.promise(phone.actor, subject, [promise], PhotoKind.EVIDENCE)
    photo = db.session.get(Photo, promise.sha256)
    assert photo is not None
    assert photo.state is PhotoState.PROMISED


def test_a_promise_is_read_from_the_wire() -> None:
    promise = PhotoPromiseShape().load(on_the_wire(jpeg()))
    assert isinstance(promise, operations.Promise)
    assert promise.sha256 == name(jpeg())
    assert promise.position is not None
    assert promise.position.source == "gps"


@pytest.mark.parametrize("base_first", [True, False])
def test_a_marked_copy_names_what_it_was_drawn_on_whichever_comes_first(
    phone: Phone, check: SpotCheck, *, base_first: bool
) -> None:
    base = promised(jpeg(900), original=jpeg(5000))
    copy = replace(promised(jpeg(901)), marked_of=base.sha256)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    for promise in (base, copy) if base_first else (copy, base):
        operations.promise(phone.actor, subject, [promise], PhotoKind.EVIDENCE)
        db.session.commit()
    uses = db.session.scalars(select(PhotoUse)).all()
    assert {(use.sha256, use.kind, use.marked_of) for use in uses} == {
        (base.sha256, PhotoKind.EVIDENCE, None),
        (base.original.sha256 if base.original else "", PhotoKind.ORIGINAL, None),
        (copy.sha256, PhotoKind.EVIDENCE, base.sha256),
    }
    assert queries.counts([check.id]) == {check.id: (0, 2)}, "a copy is owed as any photo is"


def test_a_marked_copy_of_a_picture_that_never_comes_is_taken(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(902)
    copy = replace(promised(data), marked_of="e" * 64)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    operations.promise(phone.actor, subject, [copy], PhotoKind.EVIDENCE)
    db.session.commit()
    assert phone.patch(name(data), data).status_code == 204
    assert queries.all_in(check.id)


def test_a_promise_of_an_older_app_marks_nothing() -> None:
    for wire in ({}, {"marked_of": None}):
        said = on_the_wire(jpeg()) | wire
        if not wire:
            del said["marked_of"]
        promise = PhotoPromiseShape().load(said)
        assert isinstance(promise, operations.Promise)
        assert promise.marked_of is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", "A" * 64),
        ("sha256", "a" * 63),
        ("sha256", "a" * 64 + "\n"),
        ("sha256", "../../etc/passwd"),
        ("size", 0),
        ("size", -1),
        ("size", 1.5),
        ("size", "12"),
        ("media_type", "image/svg+xml"),
        ("media_type", "text/html"),
        ("taken_at", "2026-11-20T02:00:00"),
        ("taken_at", "yesterday"),
        ("source", "screen"),
        ("position", {"lat": 91, "lon": 0}),
        ("original", {"sha256": "a" * 64}),
        ("exif", "anything"),
        ("marked_of", ""),
        ("marked_of", "A" * 64),
        ("marked_of", 7),
    ],
)
def test_a_malformed_promise_names_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as wrong:
        PhotoPromiseShape().load(on_the_wire(jpeg()) | {field: value})
    assert field in wrong.value.messages_dict


def test_a_promise_made_while_the_bytes_arrive_is_told_of_them(
    phone: Phone, check: SpotCheck, house: House, app: Flask
) -> None:
    data, elsewhere = jpeg(), spot_check(house)
    sha256, sending = phone.promise(check, data), phone.client.tokens
    subject = operations.Subject(elsewhere.id, elsewhere.jurisdiction_id)
    operations.promise(phone.actor, subject, [promised(data)], PhotoKind.EVIDENCE)

    def send() -> int:
        headers = BYTES | sending | {"Upload-Offset": "0"}
        path = f"/api/v1/uploads/{sha256}"
        return app.test_client().patch(path, data=data, headers=headers).status_code

    with ThreadPoolExecutor(1) as other:
        sent = other.submit(send)
        try:
            until(lambda: connections("wait_event_type = 'Lock'") == 1)
        finally:
            db.session.commit()
        assert sent.result(60) == 204
    assert facts(check) == facts(elsewhere) == [("photo.received", sha256)]


def test_a_promise_makes_no_door_for_others(
    phone: Phone, check: SpotCheck, house: House, app: Flask
) -> None:
    sha256 = phone.promise(check, jpeg())
    stranger = Client(app).sign_in(house.person().login)
    answer = stranger.call("HEAD", f"/uploads/{sha256}", headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 404


def test_whoever_names_somebody_elses_photo_wrongly_does_not_stop_its_upload(
    phone: Phone, check: SpotCheck, house: House, app: Flask
) -> None:
    data = jpeg(2000)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:700])
    other = phone_of(house, app)
    subject = operations.Subject(check.id, check.jurisdiction_id)
    wrong = replace(promised(data), size=1)
    operations.promise(other.actor, subject, [wrong], PhotoKind.RECHECK)
    db.session.commit()
    assert phone.head(sha256).headers["Upload-Length"] == "2000"
    assert phone.offset(sha256) == 700
