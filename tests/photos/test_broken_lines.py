"""The real server on a bad line: cut at any byte, slow, doubled, killed."""

from __future__ import annotations

import http.client
import socket
from concurrent.futures import ThreadPoolExecutor
from select import select
from typing import TYPE_CHECKING

import pytest

from suicha import journal, storage
from suicha.db import db
from suicha.photos.incoming import PIECE
from suicha.storage import Bucket
from tests.serving import serving

from .conftest import BYTES, connections, until
from .pictures import jpeg, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from suicha.spot_checks.models import SpotCheck

    from .conftest import Phone

PHOTO = jpeg(2 * PIECE + 5000)
CUTS = (0, 1, 328, 16_383, 16_384, 16_385, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(PHOTO) - 1)


@pytest.fixture(scope="module")
def port(house_app: Flask) -> Iterator[int]:
    """The port of a server that all tests of this file share."""
    with serving(house_app) as served:
        yield served.port


def begun(port: int, phone: Phone, offset: int, body: bytes) -> socket.socket:
    """Send the head of a PATCH for the rest of the photo, and this much of its body."""
    headers = BYTES | phone.client.tokens | {"Host": "localhost", "Upload-Offset": str(offset)}
    headers |= {"Content-Length": str(len(PHOTO) - offset)}
    lines = [f"PATCH /api/v1/uploads/{name(PHOTO)} HTTP/1.1"]
    lines += [f"{key}: {value}" for key, value in headers.items()]
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
    return line


def patched(port: int, phone: Phone, offset: int = 0) -> int:
    """Send the rest of the photo as a client does; give the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = BYTES | phone.client.tokens | {"Upload-Offset": str(offset)}
    connection.request("PATCH", f"/api/v1/uploads/{name(PHOTO)}", PHOTO[offset:], headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_refusal_is_heard_by_one_who_still_sends(
    port: int, phone: Phone, check: SpotCheck
) -> None:
    """Answered over unread bytes, the line would be reset, and nothing be heard of the offset."""
    phone.promise(check, PHOTO)
    begins = len(PHOTO) - PIECE
    with begun(port, phone, begins, PHOTO[begins : begins + 7]) as line:
        early, _, _ = select([line], [], [], 0.5)  # time enough for one that does not hear us out
        line.sendall(PHOTO[begins + 7 :])
        answer = http.client.HTTPResponse(line)
        answer.begin()
    assert (early, answer.status) == ([], 409)


@pytest.mark.parametrize("cut", CUTS)
def test_an_upload_that_is_cut_continues_where_it_stopped(
    port: int, phone: Phone, check: SpotCheck, cut: int
) -> None:
    sha256 = phone.promise(check, PHOTO)
    begun(port, phone, 0, PHOTO[:cut]).close()
    until(lambda: phone.offset(sha256) == cut)
    assert patched(port, phone, cut) == 204
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO


def test_an_upload_that_is_cut_again_and_again_comes_in_whole(
    port: int, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    here = 0
    for step in (1, 99_999, PIECE, 7, PIECE - 200_000):
        begun(port, phone, here, PHOTO[here : here + step]).close()
        here += step
        until(lambda: phone.offset(sha256) == here)  # noqa: B023  # waited for in this very turn
    assert patched(port, phone, here) == 204
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO


def test_a_connection_that_is_reset_costs_no_piece_that_was_stored(
    port: int, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    line = begun(port, phone, 0, PHOTO[: 2 * PIECE + 10])
    until(lambda: phone.offset(sha256) == 2 * PIECE)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()
    here = phone.offset(sha256)
    assert here >= 2 * PIECE
    until(lambda: patched(port, phone, phone.offset(sha256)) == 204)
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO


def test_a_slow_upload_holds_no_transaction_open(port: int, phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, PHOTO)
    with begun(port, phone, 0, PHOTO[: PIECE + 10]):
        until(lambda: phone.offset(sha256) == PIECE)
        db.session.rollback()
        until(lambda: connections("xact_start IS NOT NULL") == 0)


def test_a_hanging_upload_does_not_keep_the_next_one_out(
    port: int, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    with begun(port, phone, 0, PHOTO[: PIECE + 10]) as hanging:
        until(lambda: phone.offset(sha256) == PIECE)
        assert patched(port, phone, PIECE) == 204
        hanging.shutdown(socket.SHUT_WR)
        hanging.recv(4096)
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO
    assert phone.offset(sha256) == len(PHOTO)


def test_eight_at_once_store_one_photo(port: int, phone: Phone, check: SpotCheck) -> None:
    sha256 = phone.promise(check, PHOTO)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: patched(port, phone), range(8)))
    assert set(statuses) <= {204, 409}, "done, or told to ask where it stands"
    assert phone.offset(sha256) == len(PHOTO)
    assert patched(port, phone) == 204
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO
    assert [entry.fact for entry in journal.about([check.id])] == ["photo.received"]


def test_a_killed_server_loses_less_than_a_piece(
    app: Flask, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    body = PHOTO[: 2 * PIECE + 10]
    with serving(app) as served, begun(served.port, phone, 0, body):
        until(lambda: phone.offset(sha256) == 2 * PIECE)
        served.server.kill()
    assert phone.patch(sha256, PHOTO[2 * PIECE :], 2 * PIECE).status_code == 204
    assert storage.read(Bucket.EVIDENCE, sha256) == PHOTO
