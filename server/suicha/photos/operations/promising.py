"""The verb of promising: from then on the server knows what it is owed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha.db import db, now
from suicha.photos import queries
from suicha.photos.models import EXPIRED, Photo, PhotoKind, PhotoState, PhotoUse
from suicha.photos.operations.flagging import flag_same_files
from suicha.photos.operations.telling import locked, tell
from suicha.photos.promises import File, Owed, Promise, Subject, owed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from suicha.accounts.guard import Actor

MILLISECOND = timedelta(milliseconds=1)


def promise(actor: Actor, subject: Subject, promises: Sequence[Promise], kind: PhotoKind) -> None:
    """Write down what the server is owed from now on; raises photo.too_large.

    The same promise again changes nothing. What is already here counts as received at once.
    """
    files = owed(promises, kind)
    if not files:
        return
    at = now()
    known = _known(actor, {one.file.sha256: one.file for one in files})
    again = [sha256 for sha256 in _used(actor, subject, files, at) if sha256 in known]
    for sha256 in again:
        _owe_anew(known[sha256], at)
        tell(known[sha256], subject, actor.id)
    flag_same_files(again)


def _owe_anew(photo: Photo, at: datetime) -> None:
    """Let bytes come again that were let go; its uses of before are owed nothing."""
    if photo.reason == EXPIRED:
        photo.state, photo.reason, photo.offset = PhotoState.PROMISED, None, 0
        photo.promised_at = at


def _known(actor: Actor, files: dict[str, File]) -> dict[str, Photo]:
    """Make rows of those files that are new; give the others, locked until the commit.

    The lock orders a promise and the arrival of the same bytes: either the promise sees that they
    are here, or the arrival sees the promise. Locked by hash order, so that two never wait for
    each other.
    """
    rows = [
        {"sha256": sha256, "size": file.size, "media_type": file.media_type}
        for sha256, file in sorted(files.items())
    ]
    db.session.flush()
    making = insert(Photo).values(rows).on_conflict_do_nothing().returning(Photo.sha256)
    known = files.keys() - set(db.session.scalars(making))
    if not known:
        return {}
    query = select(Photo).where(Photo.sha256.in_(known)).order_by(Photo.sha256)
    photos = {photo.sha256: photo for photo in db.session.scalars(locked(query))}
    for sha256, photo in photos.items():
        _correct(actor, photo, files[sha256])
    return photos


def _correct(actor: Actor, photo: Photo, file: File) -> None:
    """Let a later promise mend one's own wrong one, as long as the bytes have not come.

    Somebody else's is left alone: whoever names a hash wrongly must not stop its upload.
    """
    if photo.came or (photo.size, photo.media_type) == (file.size, file.media_type):
        return
    others = queries.uses_of(photo.sha256).where(PhotoUse.promised_by != actor.id)
    if db.session.scalar(others.limit(1)) is None:
        photo.size, photo.media_type, photo.offset = file.size, file.media_type, 0


def _used(actor: Actor, subject: Subject, files: Sequence[Owed], at: datetime) -> Sequence[str]:
    """Write down the uses that are new, and name their photos."""
    behind = None if actor.clock_behind is None else actor.clock_behind // MILLISECOND
    rows = [
        asdict(subject)
        | {
            "sha256": one.file.sha256,
            "kind": one.kind,
            "original_of": one.original_of,
            "marked_of": None if one.original_of else one.promise.marked_of,
            "promised_by": actor.id,
            "promised_at": at,
            "taken_at": one.promise.taken_at,
            "source": one.promise.source,
            "position": asdict(one.promise.position) if one.promise.position else None,
            "clock_offset_ms": behind,
        }
        for one in files
    ]
    query = insert(PhotoUse).values(rows).on_conflict_do_nothing().returning(PhotoUse.sha256)
    return db.session.scalars(query).all()
