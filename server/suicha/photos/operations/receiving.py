"""The verb of taking bytes in, and what is judged of them at once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from suicha.db import db, now
from suicha.errors import Refusal, refuse
from suicha.photos import headers, incoming, queries
from suicha.photos.models import Photo, PhotoState
from suicha.photos.operations.telling import locked, tell_all
from suicha.storage import Bucket, store
from suicha.streams import joined

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


def append(actor: Actor, sha256: str, offset: int, piece: bytes) -> int | Refusal:
    """Take the next piece of a promised photo; return how many bytes are here now.

    The last piece joins and verifies them. What is wrong with the whole is returned, so that it
    is committed: photo.hash_mismatch (the upload begins again), photo.not_an_image and
    photo.too_many_pixels (set aside), upload.offset_mismatch (the store lost a piece). Raises
    photo.not_promised, upload.offset_mismatch and photo.too_large.
    """
    photo = db.session.scalar(locked(queries.promised_by(actor.id, sha256)))
    if photo is None:
        raise refuse("photo.not_promised")
    if photo.came:
        return photo.outcome
    photo.expect(offset, len(piece))
    if len(piece) < photo.size:
        incoming.add(sha256, offset, piece)
    photo.offset += len(piece)
    return photo.offset if photo.offset < photo.size else _finish(photo, actor.id, piece)


def _finish(photo: Photo, actor_id: UUID, last: bytes) -> int | Refusal:
    """Join the pieces, unless a crash came between an earlier joining and its commit.

    What came in one piece is kept at once, and was never stored as a piece.
    """
    if store().stat(Bucket.EVIDENCE, photo.sha256) is None:
        is_whole = len(last) == photo.size
        chain = [] if is_whole else incoming.chain(photo.sha256, photo.size)
        photo.offset = photo.size if is_whole else sum(piece.size for piece in chain)
        if photo.offset != photo.size:
            return refuse("upload.offset_mismatch", field="Upload-Offset", offset=photo.offset)
        try:
            incoming.join(photo.sha256, [last] if is_whole else incoming.stored(chain))
        except incoming.HashMismatchError:
            incoming.discard(photo.sha256)
            photo.offset = 0
            return refuse("photo.hash_mismatch", sha256=photo.sha256)
    incoming.discard(photo.sha256)
    return _arrive(photo, actor_id)


def _arrive(photo: Photo, actor_id: UUID) -> int | Refusal:
    """Judge the header of bytes that match their hash; they are kept whatever they are."""
    with closing(store().get(Bucket.EVIDENCE, photo.sha256)) as pieces:
        header = headers.header(joined(pieces))
    photo.received_at = photo.received_at or now()  # what came again has its receipt already
    photo.state = PhotoState.RECEIVED
    if header is not None:  # the bytes know their format better than the name they came by
        photo.media_type, photo.width, photo.height = header.media_type, header.width, header.height
    fault = headers.fault(header)
    if fault is not None:
        photo.state, photo.reason = PhotoState.SET_ASIDE, fault
    tell_all(photo, actor_id)
    return photo.outcome
