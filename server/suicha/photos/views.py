"""Routes of photos: tus 1.0.0 (sync.md, Photos 3); a promised photo is a resource at once."""

from __future__ import annotations

from collections import deque
from functools import partial
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING

from flask import Response, request, url_for
from werkzeug.exceptions import ClientDisconnected

from suicha.accounts.guard import Actor, signed_in
from suicha.errors import Refusal, refuse
from suicha.http import Blueprint, anyone, commit_apart
from suicha.photos import operations, queries, schemas, tus
from suicha.photos.incoming import PIECE
from suicha.photos.models import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suicha.photos.models import Photo

READ = 16 * 1024  # bytes; what a connection that breaks off takes along is less than this
HEARD_OUT = 1024 * 1024  # bytes that are read for nothing, so that a refusal is heard

uploads = Blueprint("uploads")


# First: Flask answers OPTIONS itself for every other rule of the same address.
@uploads.route("OPTIONS", "/uploads", guard=anyone, status=204)
@uploads.route("OPTIONS", "/uploads/<sha256>", guard=anyone, status=204)
def options(_: None, sha256: str = "") -> Response:
    """Say what of tus is spoken here."""
    spoken = {"Tus-Extension": tus.EXTENSIONS, "Tus-Max-Size": str(MAX_BYTES)}
    return Response(status=204, headers=spoken)


@uploads.get("/originals/asked", guard=signed_in, answer=schemas.AskedShape)
def asked(actor: Actor) -> dict[str, list[str]]:
    """Name the originals of one's own that a phone is to send whatever it waits for."""
    return {"sha256s": queries.asked_of(actor.id)}


@uploads.route("HEAD", "/uploads/<sha256>", guard=signed_in)
def head(actor: Actor, sha256: str) -> Response:
    """Say how many bytes of a promised photo are here."""
    _speak_tus()
    photo = queries.upload(actor.id, sha256)
    return Response(headers={"Upload-Offset": f"{photo.offset}", "Upload-Length": f"{photo.size}"})


@uploads.route("PATCH", "/uploads/<sha256>", guard=signed_in, status=204)
def patch(actor: Actor, sha256: str) -> Response | Refusal:
    """Take the bytes that follow those which are here; what comes before a cut is kept."""
    _speak_tus()
    _speak_bytes()
    return _answered(_take(actor, sha256, _number("Upload-Offset")), 204)


@uploads.post("/uploads/<sha256>", guard=signed_in, status=204)
def override(actor: Actor, sha256: str) -> Response | Refusal:
    """Take a PATCH that says so in X-HTTP-Method-Override: some gateways let no PATCH through."""
    if request.headers.get("X-HTTP-Method-Override") != "PATCH":
        raise refuse("request.method")
    return patch(actor, sha256)


@uploads.post("/uploads", guard=signed_in, status=201)
def create(actor: Actor) -> Response | Refusal:
    """Point to a photo that was promised, and take its first bytes if they come along.

    Asked again, it says where the upload stands: a creation whose answer was lost is none.
    """
    _speak_tus()
    photo = queries.upload(actor.id, _named())
    photo.expect_length(_number("Upload-Length"))
    return _answered(_first_bytes(actor, photo), 201, photo.sha256)


def _first_bytes(actor: Actor, photo: Photo) -> int | Refusal:
    """Take the bytes that come along with a creation, if there are any and none are here yet."""
    if photo.offset or not request.headers.get("Content-Type"):
        return photo.outcome
    _speak_bytes()
    return _take(actor, photo.sha256, 0)


def _take(actor: Actor, sha256: str, offset: int) -> int | Refusal:
    """Store the body piece by piece, each committed by itself; return the bytes that are here.

    No row is locked and no transaction open while the network is slow: an open one would hold
    back the change feed of everybody (sync.md, Pulling).
    """
    photo = commit_apart(partial(queries.upload, actor.id, sha256))
    outcome = photo.outcome
    if photo.came:
        return outcome
    photo.expect(offset, request.content_length or 0)
    for piece in _pieces():
        outcome = commit_apart(partial(operations.append, actor, sha256, offset, piece))
        if isinstance(outcome, Refusal):
            break
        offset = outcome
    return outcome


def _pieces() -> Iterator[bytes]:
    """Give the body in pieces; a connection that breaks off ends it and takes nothing back."""
    request.max_content_length = MAX_BYTES + 1  # one more, to see that there is more
    piece = bytearray()
    while read := _read():
        piece += read
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _read() -> bytes:
    try:
        return request.stream.read(READ)
    except (ClientDisconnected, OSError):
        return b""


def _answered(outcome: int | Refusal, status: int, sha256: str | None = None) -> Response | Refusal:
    if isinstance(outcome, Refusal):
        return outcome
    response = Response(status=status, headers={"Upload-Offset": f"{outcome}"})
    if sha256 is not None:
        response.location = url_for(".head", sha256=sha256)
    return response


def _speak_tus() -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise refuse("upload.version", field="Tus-Resumable", version=tus.VERSION)


def _speak_bytes() -> None:
    if request.mimetype != tus.MEDIA_TYPE:
        raise refuse("upload.wrong_type", field="Content-Type")


def _number(header: str) -> int:
    number = tus.number(request.headers.get(header))
    if number is None:
        raise refuse("request.invalid", field=header)
    return number


def _named() -> str:
    """Read the hash of the photo from `Upload-Metadata`."""
    try:
        return tus.metadata(request.headers.get("Upload-Metadata", ""))["sha256"]
    except (KeyError, ValueError):
        raise refuse("request.invalid", field="Upload-Metadata") from None


@uploads.smorest.after_request  # type: ignore[untyped-decorator]  # flask-smorest is untyped
def _hear_out(response: Response) -> Response:
    """Read what is still on its way before a refusal, within bounds.

    Answered and closed over unread bytes, the line is reset (RFC 9112, 9.6), and the client hears
    of a broken line instead of what was wrong.
    """
    request.max_content_length = HEARD_OUT + READ
    short = (request.content_length or 0) <= HEARD_OUT
    if short and response.status_code >= HTTPStatus.BAD_REQUEST:
        deque(islice(iter(_read, b""), HEARD_OUT // READ), maxlen=0)
    return response


@uploads.smorest.after_request  # type: ignore[untyped-decorator]  # flask-smorest is untyped
def _say_version(response: Response) -> Response:
    """Name the version in every answer, refusals too, as tus asks."""
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = tus.VERSION
    return response
