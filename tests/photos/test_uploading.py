"""Sending photos by tus 1.0.0: resumable, verified, and told the same each time."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from suicha import journal, storage
from suicha.accounts.models import Role
from suicha.db import db
from suicha.photos import incoming, operations, queries
from suicha.photos.models import MAX_BYTES, Photo, PhotoState
from suicha.storage import Bucket, store
from tests.client import Client

from .conftest import BYTES, TUS, Phone, phone_of
from .pictures import drawn, encoded, jpeg, name, png_that_says

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from werkzeug.test import TestResponse

    from suicha.spot_checks.models import SpotCheck
    from tests.builders import House


def code(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    assert set(answer.json) == {"code", "message", "details"}
    return answer.status_code, answer.json["code"]


def photo(sha256: str) -> Photo:
    db.session.rollback()
    found = db.session.get(Photo, sha256, populate_existing=True)
    assert found is not None
    return found


def evidence(data: bytes) -> bytes:
    return storage.read(Bucket.EVIDENCE, name(data))


def create(
    phone: Phone, data: bytes, body: bytes = b"", headers: dict[str, str] | None = None
) -> TestResponse:
    pair = f"filename d29ybGQ=,sha256 {b64encode(name(data).encode()).decode()}"
    given = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": pair} | (headers or {})
    return phone.client.call("POST", "/uploads", data=body, headers=given)


def test_a_promised_photo_is_a_resource_at_once(phone: Phone, check: SpotCheck) -> None:
    answer = phone.head(phone.promise(check, jpeg(700)))
    assert answer.status_code == 200
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("0", "700")
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_photo_is_sent_in_pieces_and_joined(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(5000)
    sha256 = phone.promise(check, data)
    for start, end in ((0, 1), (1, 2000), (2000, 4999), (4999, 5000)):
        answer = phone.patch(sha256, data[start:end], start)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))
        assert answer.data == b""
    assert evidence(data) == data
    assert store().list(Bucket.INCOMING, sha256) == [], "the pieces are gone"
    found = photo(sha256)
    assert (found.state, found.width, found.height) == (PhotoState.RECEIVED, 64, 48)
    assert found.received_at is not None


def test_what_comes_whole_is_never_kept_as_a_piece(
    phone: Phone, check: SpotCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = jpeg(5000)
    sha256 = phone.promise(check, data)
    monkeypatch.setattr(incoming, "add", lambda *_: pytest.fail("kept as a piece"))
    answer = phone.patch(sha256, data)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "5000")
    assert evidence(data) == data


def test_what_comes_whole_behind_a_lost_commit_replaces_its_pieces(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(5000)
    sha256 = phone.promise(check, data)
    incoming.add(sha256, 0, data[:700])  # stored, and then the server died before its commit
    assert phone.patch(sha256, data).status_code == 204
    assert evidence(data) == data
    assert store().list(Bucket.INCOMING, sha256) == []


def test_a_piece_is_kept_under_its_offset(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(5000)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:1200])
    phone.patch(sha256, data[1200:1300], 1200)
    keys = [stat.key for stat in store().list(Bucket.INCOMING, sha256)]
    assert keys == [f"{sha256}/000000000000", f"{sha256}/000000001200"]


def test_a_photo_larger_than_a_piece_never_is_in_memory_whole(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(2 * incoming.PIECE + 77)
    sha256 = phone.promise(check, data)
    assert phone.patch(sha256, data[:-7]).status_code == 204
    sizes = [stat.size for stat in store().list(Bucket.INCOMING, sha256)]
    assert sizes == [incoming.PIECE, incoming.PIECE, 70]
    assert phone.patch(sha256, data[-7:], len(data) - 7).status_code == 204
    assert evidence(data) == data


def test_a_photo_of_25_megabytes_is_taken(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(MAX_BYTES)
    assert phone.owed_and_sent(check, data).status_code == 204
    assert photo(name(data)).state is PhotoState.RECEIVED


def test_a_retry_of_a_finished_upload_is_told_the_same_success(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    first = phone.patch(sha256, data)
    for again in (phone.patch(sha256, data), phone.patch(sha256, b"", 900)):
        assert (again.status_code, again.headers["Upload-Offset"]) == (204, "900")
        assert again.headers["Upload-Offset"] == first.headers["Upload-Offset"]
    assert phone.offset(sha256) == 900
    assert len(journal.about([check.id])) == 1, "it was received once"


def test_an_empty_piece_stores_nothing(phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, jpeg(900))
    answer = phone.patch(sha256, b"")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "0")
    assert store().list(Bucket.INCOMING, sha256) == []


def test_a_wrong_offset_is_refused_and_the_right_one_named(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:400])
    for offset in (0, 399, 401):
        answer = phone.patch(sha256, data[offset:], offset)
        assert code(answer) == (409, "upload.offset_mismatch")
        assert answer.json is not None
        assert answer.json["details"] == {"field": "Upload-Offset", "offset": 400}
    assert phone.offset(sha256) == 400


def test_more_bytes_than_promised_are_refused(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    assert code(phone.patch(sha256, data + b"!")) == (413, "photo.too_large")
    assert code(phone.patch(sha256, bytes(MAX_BYTES + 1))) == (413, "photo.too_large")
    assert phone.offset(sha256) == 0
    assert phone.patch(sha256, data).status_code == 204


def test_more_bytes_than_promised_are_refused_though_no_length_was_said(
    phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, jpeg(900))
    terminated = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    stream = BytesIO(bytes(MAX_BYTES + 1))
    answer = phone.patch(sha256, b"", input_stream=stream, environ_overrides=terminated)
    assert code(answer) == (413, "photo.too_large")
    assert phone.offset(sha256) == 0


def test_bytes_that_do_not_match_are_thrown_away_and_sent_again(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:400])
    answer = phone.patch(sha256, b"x" * 500, 400)
    assert code(answer) == (422, "photo.hash_mismatch")
    assert phone.offset(sha256) == 0
    assert store().list(Bucket.INCOMING, sha256) == []
    assert store().stat(Bucket.EVIDENCE, sha256) is None
    assert journal.about([check.id]) == []
    assert phone.patch(sha256, data).status_code == 204
    assert evidence(data) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!doctype html><script>alert(1)</script>", "photo.not_an_image"),
        (b"\xff\xd8\xff", "photo.not_an_image"),
        (b"GIF89a" + bytes(100), "photo.not_an_image"),
        (encoded(drawn(), "BMP"), "photo.not_an_image"),
        (b"x", "photo.not_an_image"),
        (png_that_says(20_000, 20_000), "photo.too_many_pixels"),
        (png_that_says(0, 20), "photo.not_an_image"),
    ],
)
def test_what_is_no_photo_is_set_aside_with_its_reason_and_kept(
    phone: Phone, check: SpotCheck, data: bytes, reason: str
) -> None:
    sha256 = phone.promise(check, data)
    assert code(phone.patch(sha256, data)) == (422, reason)
    found = photo(sha256)
    assert (found.state, found.reason) == (PhotoState.SET_ASIDE, reason)
    assert evidence(data) == data, "what an inspector recorded is never lost"
    assert code(phone.patch(sha256, data)) == (422, reason), "a retry is told the same"
    [entry] = journal.about([check.id])
    assert (entry.fact, entry.body) == ("photo.set_aside", {"sha256": sha256, "reason": reason})
    assert queries.all_in(check.id), "it came: a check must not stay incomplete for ever"


def test_sixty_megapixels_are_taken(phone: Phone, check: SpotCheck) -> None:
    data = png_that_says(10_000, 6_000)
    assert phone.owed_and_sent(check, data).status_code == 204
    data = png_that_says(10_000, 6_001)
    assert code(phone.owed_and_sent(check, data)) == (422, "photo.too_many_pixels")


def test_a_sound_photo_under_a_wrong_format_is_taken_for_what_it_is(
    phone: Phone, check: SpotCheck
) -> None:
    data = encoded(drawn(), "PNG")
    assert phone.owed_and_sent(check, data).status_code == 204
    assert photo(name(data)).media_type == "image/png"


def test_nobody_sends_what_was_not_promised(phone: Phone) -> None:
    data = jpeg()
    for sha256 in (name(data), "nonsense", "0" * 64):
        assert phone.head(sha256).status_code == 404
        assert code(phone.patch(sha256, data)) == (404, "photo.not_promised")
    assert code(create(phone, data)) == (404, "photo.not_promised")
    assert store().stat(Bucket.EVIDENCE, name(data)) is None


def test_nobody_sends_what_another_promised(
    phone: Phone, check: SpotCheck, house: House, app: Flask
) -> None:
    data = jpeg()
    sha256 = phone.promise(check, data)
    others = phone_of(house, app), Phone(Client(app).sign_in(house.person().login), phone.person)
    for other in others:
        assert other.head(sha256).status_code == 404
        assert code(other.patch(sha256, data)) == (404, "photo.not_promised")
        assert code(create(other, data)) == (404, "photo.not_promised")
    assert phone.offset(sha256) == 0


def test_another_role_sends_what_it_promised_itself(
    check: SpotCheck, house: House, app: Flask
) -> None:
    person = house.person(Role.CONTRACTOR)
    contractor = Phone(Client(app).sign_in(person.login), person)
    assert contractor.owed_and_sent(check, jpeg()).status_code == 204


def test_who_is_not_signed_in_sends_nothing(app: Flask, phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, jpeg())
    stranger = Client(app)
    assert stranger.call("HEAD", f"/uploads/{sha256}", headers=TUS).status_code == 401
    answer = stranger.call("PATCH", f"/uploads/{sha256}", headers=BYTES | {"Upload-Offset": "0"})
    assert code(answer) == (401, "login.required")


@pytest.mark.parametrize("version", ["", "0.2.2", "1.0", "2.0.0"])
def test_another_version_of_the_protocol_is_refused(
    phone: Phone, check: SpotCheck, version: str
) -> None:
    sha256 = phone.promise(check, jpeg())
    answers = [
        phone.patch(sha256, jpeg(), headers={"Tus-Resumable": version}),
        create(phone, jpeg(), headers={"Tus-Resumable": version}),
    ]
    for answer in answers:
        assert code(answer) == (412, "upload.version")
        assert answer.headers["Tus-Version"] == "1.0.0"
    assert phone.head(sha256, **{"Tus-Resumable": version}).status_code == 412
    assert phone.offset(sha256) == 0


@pytest.mark.parametrize("media_type", ["", "image/jpeg", "application/json"])
def test_another_content_type_is_refused(phone: Phone, check: SpotCheck, media_type: str) -> None:
    sha256 = phone.promise(check, jpeg())
    answer = phone.patch(sha256, jpeg(), headers={"Content-Type": media_type})
    assert code(answer) == (415, "upload.wrong_type")
    assert phone.offset(sha256) == 0


@pytest.mark.parametrize("offset", ["", "-1", "1e3", "０", "9" * 16, "0x0", " "])
def test_an_offset_that_is_no_number_is_refused(
    phone: Phone, check: SpotCheck, offset: str
) -> None:
    sha256 = phone.promise(check, jpeg())
    raw = {"HTTP_UPLOAD_OFFSET": offset.encode().decode("latin-1")}
    answer = phone.patch(sha256, jpeg(), environ_overrides=raw)
    assert code(answer) == (422, "request.invalid")
    assert answer.json is not None
    assert answer.json["details"]["field"] == "Upload-Offset"


def test_a_patch_may_come_as_a_post(phone: Phone, check: SpotCheck) -> None:
    data = jpeg()
    path = f"/uploads/{phone.promise(check, data)}"
    headers = BYTES | {"Upload-Offset": "0"}
    assert code(phone.client.call("POST", path, data=data, headers=headers))[0] == 405
    headers |= {"X-HTTP-Method-Override": "PATCH"}
    answer = phone.client.call("POST", path, data=data, headers=headers)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(data)))


@pytest.mark.parametrize("path", ["/uploads", "/uploads/" + "0" * 64])
def test_the_server_says_what_it_speaks(app: Flask, path: str) -> None:
    answer = Client(app).call("OPTIONS", path)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload"
    assert answer.headers["Tus-Max-Size"] == "25000000"


def test_a_creation_points_to_what_was_promised(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    answer = create(phone, data)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    assert answer.headers["Location"] == f"/api/v1/uploads/{sha256}"


def test_a_creation_brings_bytes_along(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    typed = {"Content-Type": BYTES["Content-Type"]}
    first = create(phone, data, data[:500], typed)
    assert (first.status_code, first.headers["Upload-Offset"]) == (201, "500")
    again = create(phone, data, data[:500], typed)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "500"), "an answer was lost"
    assert phone.patch(sha256, data[500:], 500).status_code == 204
    done = create(phone, data, data[:500], typed)
    assert (done.status_code, done.headers["Upload-Offset"]) == (201, "900")


def test_a_creation_is_refused_where_it_is_wrong(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    phone.promise(check, data)
    length = create(phone, data, headers={"Upload-Length": "901"})
    assert code(length) == (409, "upload.length_mismatch")
    for field, value in {
        "Upload-Length": "",
        "Upload-Metadata": "sha256 ***",
    }.items():
        answer = create(phone, data, headers={field: value})
        assert code(answer) == (422, "request.invalid")
        assert answer.json is not None
        assert answer.json["details"]["field"] == field
    for pair in ("", "name d29ybGQ=", "sha256 d29y bGQ=", "sha256 /w=="):
        assert code(create(phone, data, headers={"Upload-Metadata": pair}))[0] == 422
    typed = create(phone, data, data, {"Content-Type": "image/jpeg"})
    assert code(typed) == (415, "upload.wrong_type")


def test_a_photo_goes_through_s3_as_through_a_folder(
    phone: Phone, check: SpotCheck, on_s3: None, work: Callable[[], None]
) -> None:
    data = jpeg(incoming.PIECE + 5000)
    sha256 = phone.promise(check, data)
    assert phone.patch(sha256, data[:700]).status_code == 204
    assert phone.patch(sha256, data[700:], 700).status_code == 204
    assert evidence(data) == data
    assert store().list(Bucket.INCOMING, sha256) == []
    work()
    assert photo(sha256).state is PhotoState.RENDERED
    assert storage.read(Bucket.PUBLIC, operations.public_copy(sha256).key).startswith(b"\xff\xd8")


def test_a_piece_that_a_crash_left_is_overwritten(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    incoming.add(sha256, 0, bytes(700))  # stored, and then the server died before its commit
    incoming.add(sha256, 300, bytes(600))
    assert phone.offset(sha256) == 0
    phone.patch(sha256, data[:200])
    phone.patch(sha256, data[200:300], 200)
    assert phone.patch(sha256, data[300:], 300).status_code == 204
    assert evidence(data) == data


def test_a_crash_after_joining_costs_nothing(phone: Phone, check: SpotCheck) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    phone.patch(sha256, data[:400])
    incoming.discard(sha256)  # joined, its pieces gone, and then the server died before its commit
    store().put(Bucket.EVIDENCE, sha256, BytesIO(data), "image/jpeg")
    assert phone.offset(sha256) == 400
    assert phone.patch(sha256, data[400:], 400).status_code == 204
    assert photo(sha256).state is PhotoState.RECEIVED


def test_an_upload_whose_pieces_were_lost_goes_back_to_what_is_there(
    phone: Phone, check: SpotCheck
) -> None:
    data = jpeg(900)
    sha256 = phone.promise(check, data)
    for start in (0, 300):
        phone.patch(sha256, data[start : start + 300], start)
    store().delete(Bucket.INCOMING, f"{sha256}/000000000300")
    answer = phone.patch(sha256, data[600:], 600)
    assert code(answer) == (409, "upload.offset_mismatch")
    assert phone.offset(sha256) == 300
    assert phone.patch(sha256, data[300:], 300).status_code == 204
    assert evidence(data) == data
