"""The verbs of letting photos go when their time is over, and of deleting what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from sqlalchemy import select

from suicha import journal
from suicha.db import db
from suicha.photos import queries, retention
from suicha.photos.models import EXPIRED, Photo, PhotoState, Rendition
from suicha.photos.operations.rendering import alone_with
from suicha.photos.operations.telling import locked
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Select

MOST_EXPIRED: Final = 200


@dataclass(frozen=True)
class PhotoExpired(journal.Fact):
    """A photo was kept as long as the office keeps its kind; hash and receipt stay."""

    name: ClassVar[str] = "photo.expired"
    sha256: str


def expire(unfinished: Select[UUID]) -> int:
    """Let up to MOST_EXPIRED photos go whose time is over; say how many.

    What belongs to one of the hazards `unfinished` stays. The bytes are deleted by a job that
    follows, when this is committed.
    """
    photos = _over(unfinished)
    for photo in photos:
        photo.state, photo.reason = PhotoState.SET_ASIDE, EXPIRED
        for use in db.session.scalars(queries.uses_of(photo.sha256)):
            journal.record(PhotoExpired(use.spot_check_id, use.jurisdiction_id, None, photo.sha256))
    return len(photos)


def _over(unfinished: Select[UUID]) -> list[Photo]:
    """Lock what seems to be over, and look again: a promise may have come before the lock.

    Locked by hash order, as promises do, so that two never wait for each other.
    """
    over = retention.over(unfinished)
    seeming = list(db.session.scalars(over.with_only_columns(Photo.sha256).limit(MOST_EXPIRED)))
    these = select(Photo).where(Photo.sha256.in_(seeming)).order_by(Photo.sha256)
    db.session.scalars(locked(these)).all()
    return list(db.session.scalars(over.where(Photo.sha256.in_(seeming))))


def discard(sha256: str) -> None:
    """Delete the bytes of a photo that was let go, and of its renditions; twice changes nothing.

    Its row stays locked: bytes that are promised again come after this, or were never deleted.
    """
    photo = db.session.scalar(locked(select(Photo).where(Photo.sha256 == sha256)))
    if photo is None or photo.reason != EXPIRED:
        return
    for key in (sha256, *_own_renditions(sha256)):
        store().delete(Bucket.EVIDENCE, key)


def _own_renditions(sha256: str) -> Iterator[str]:
    """Name the renditions that are of no other photo: two may look the same to the byte."""
    own = select(Rendition.key).where(Rendition.photo_sha256 == sha256)
    for key in db.session.scalars(own.order_by(Rendition.name)):
        alone_with(key)
        others = (
            select(Rendition.id)
            .join(Photo, Photo.sha256 == Rendition.photo_sha256)
            .where(Rendition.key == key, Photo.state == PhotoState.RENDERED)
        )
        if db.session.scalar(others.limit(1)) is None:
            yield key
