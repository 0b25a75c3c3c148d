"""Reads of photos: what was promised, what has come, and who may send it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, distinct, false, func, or_, select
from sqlalchemy.orm import aliased

from suicha.db import db
from suicha.errors import refuse
from suicha.photos.covers import of_json
from suicha.photos.models import (
    LikenessFlag,
    OriginalRequest,
    Photo,
    PhotoKind,
    PhotoState,
    PhotoUse,
    PublicPicture,
    Rendition,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from suicha.photos.covers import Cover

HASH = re.compile(r"[0-9a-f]{64}")
# A check is complete without its originals: they follow on their own (sync.md, Photos 2).
OWED = (PhotoKind.EVIDENCE, PhotoKind.SIGNATURE)

# A photo set aside has come too: its bytes are kept under their hash, and no phone can send better
# ones under that name. What cannot be shown must not keep a check from being complete for ever.
HERE = Photo.state != PhotoState.PROMISED

# Of a use: a photo that was let go when its time was over had come for it, also when somebody
# promises the same picture anew.
CAME = or_(HERE, and_(Photo.received_at.is_not(None), PhotoUse.promised_at < Photo.promised_at))


def counts(
    spot_check_ids: Collection[UUID], kinds: Collection[PhotoKind] = OWED
) -> dict[UUID, tuple[int, int]]:
    """Say for each check how many photos of these kinds were (received, promised)."""
    query = (
        select(
            PhotoUse.spot_check_id,
            func.count(distinct(PhotoUse.sha256)).filter(CAME),
            func.count(distinct(PhotoUse.sha256)),
        )
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
        .where(PhotoUse.spot_check_id.in_(spot_check_ids), PhotoUse.kind.in_(kinds))
        .group_by(PhotoUse.spot_check_id)
    )
    found = {check: (came, owed) for check, came, owed in db.session.execute(query)}
    return {check: found.get(check, (0, 0)) for check in spot_check_ids}


def held_by(spot_check_ids: Collection[UUID]) -> dict[UUID, dict[str, str | None]]:
    """Name for each check the photos whose bytes are here and match their hash, with receipts.

    Originals too.
    """
    query = (
        select(PhotoUse.spot_check_id, PhotoUse.sha256, Photo.receipt)
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
        .where(PhotoUse.spot_check_id.in_(spot_check_ids), CAME)
        .distinct()
        .order_by(PhotoUse.sha256)
    )
    held: dict[UUID, dict[str, str | None]] = {check: {} for check in spot_check_ids}
    for check, sha256, receipt in db.session.execute(query):
        held[check][sha256] = receipt
    return held


def held(spot_check_id: UUID) -> list[str]:
    """Name the photos of one check whose bytes are here: what its phone need not keep."""
    return list(held_by([spot_check_id])[spot_check_id])


def missing(spot_check_id: UUID) -> list[str]:
    """Name the owed photos of a check that have not come."""
    query = (
        select(PhotoUse.sha256)
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
        .where(PhotoUse.spot_check_id == spot_check_id, PhotoUse.kind.in_(OWED), ~CAME)
        .distinct()
        .order_by(PhotoUse.sha256)
    )
    return list(db.session.scalars(query))


def all_in(spot_check_id: UUID) -> bool:
    """Say whether every owed photo of a check has come; so it is where none is owed."""
    return not missing(spot_check_id)


def names_of(spot_check_id: UUID) -> set[str]:
    """Name every picture that was promised for a check, by its hash."""
    query = select(PhotoUse.sha256).where(PhotoUse.spot_check_id == spot_check_id)
    return set(db.session.scalars(query))


def promised_by(person_id: UUID, sha256: str) -> Select[Photo]:
    """Find a photo for the person who promised it; nobody else may send it."""
    uses = PhotoUse.sha256 == Photo.sha256, PhotoUse.promised_by == person_id
    return select(Photo).where(_is(Photo.sha256, sha256), select(PhotoUse.id).where(*uses).exists())


def upload(person_id: UUID, sha256: str) -> Photo:
    """Give the photo that this person is to send; raises photo.not_promised.

    Who promised something else is told the same as for a photo that nobody promised.
    """
    photo = db.session.scalar(promised_by(person_id, sha256))
    if photo is None:
        raise refuse("photo.not_promised")
    return photo


def uses_of(sha256: str) -> Select[PhotoUse]:
    """Find every promise of a photo."""
    return select(PhotoUse).where(_is(PhotoUse.sha256, sha256))


@dataclass(frozen=True)
class Original:
    """The original of a rendition: promised, or come; `asked_at` once the office has asked."""

    use: PhotoUse
    asked_at: datetime | None


def originals(uses: Collection[PhotoUse]) -> dict[UUID, Original]:
    """Give the promised originals of uses, by the id of the use that shows the rendition."""
    pair = aliased(PhotoUse)
    same = (
        pair.kind == PhotoKind.ORIGINAL,
        pair.original_of == PhotoUse.sha256,
        pair.spot_check_id == PhotoUse.spot_check_id,
        pair.hazard_id.is_not_distinct_from(PhotoUse.hazard_id),
    )
    query = (
        select(PhotoUse.id, pair, OriginalRequest.asked_at)
        .join(pair, and_(*same))
        .outerjoin(OriginalRequest, OriginalRequest.use_id == pair.id)
        .where(PhotoUse.id.in_([use.id for use in uses]))
    )
    return {use_id: Original(owed, at) for use_id, owed, at in db.session.execute(query)}


def asked_of(person_id: UUID) -> list[str]:
    """Name the originals that this person promised, the office has asked for, and never came."""
    query = (
        select(PhotoUse.sha256)
        .join(OriginalRequest, OriginalRequest.use_id == PhotoUse.id)
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
        .where(PhotoUse.promised_by == person_id, ~CAME)
        .distinct()
        .order_by(PhotoUse.sha256)
    )
    return list(db.session.scalars(query))


def flags_of(uses: Collection[PhotoUse]) -> dict[UUID, list[LikenessFlag]]:
    """Give what earlier photos were found alike, by the id of the later use, in that order."""
    query = select(LikenessFlag).where(LikenessFlag.later_use_id.in_([use.id for use in uses]))
    found: dict[UUID, list[LikenessFlag]] = {}
    for flag in db.session.scalars(query.order_by(LikenessFlag.found_at, LikenessFlag.id)):
        found.setdefault(flag.later_use_id, []).append(flag)
    return found


def read_before(reading: int, most: int) -> list[str]:
    """Name rendered photos that were read by a release that read less, the oldest first."""
    behind = Photo.state == PhotoState.RENDERED, Photo.reading < reading
    query = select(Photo.sha256).where(*behind).order_by(Photo.promised_at).limit(most)
    return list(db.session.scalars(query))


def rendered(photo: Photo, name: str) -> Rendition:
    """Give a rendition of a photo; raises photo.not_ready before it is made or after it is gone."""
    of = Rendition.photo_sha256 == photo.sha256, Rendition.name == name
    found = db.session.scalar(select(Rendition).where(*of))
    if found is None or photo.state is not PhotoState.RENDERED:
        raise refuse("photo.not_ready", sha256=photo.sha256, state=photo.state, reason=photo.reason)
    return found


def views(sha256s: Collection[str]) -> dict[str, Rendition]:
    """Give the views of photos by the hash of the photo, where they are made."""
    query = select(Rendition).where(Rendition.name == "view", Rendition.photo_sha256.in_(sha256s))
    return {view.photo_sha256: view for view in db.session.scalars(query)}


def public_key(view_sha256: str) -> str:
    """Name a public copy: by its own hash, not by that of the evidence."""
    return f"photos/{view_sha256}.jpg"


@dataclass(frozen=True)
class Picture:
    """What the public may see of a photo, or might have seen: named by its own hash."""

    photo: str
    sha256: str
    covers: tuple[Cover, ...]


def pictures_of(photos: Collection[str]) -> set[Picture]:
    """Give the pictures that were ever shown of photos."""
    return _pictures(Rendition.photo_sha256.in_(photos), PublicPicture.photo_sha256.in_(photos))


def pictures_named(sha256s: Collection[str]) -> set[Picture]:
    """Find of which photos these pictures are: two may share one, sent with other metadata."""
    return _pictures(Rendition.sha256.in_(sha256s), PublicPicture.sha256.in_(sha256s))


def _pictures(views: ColumnElement[bool], noted: ColumnElement[bool]) -> set[Picture]:
    """Views are among them, of which a release before wrote nothing down."""
    plain = select(Rendition.photo_sha256, Rendition.sha256)
    found = {
        Picture(photo, sha256, ())
        for photo, sha256 in db.session.execute(plain.where(Rendition.name == "view", views))
    }
    rows = db.session.scalars(select(PublicPicture).where(noted))
    return found | {Picture(row.photo_sha256, row.sha256, of_json(row.covers)) for row in rows}


def _is(column: InstrumentedAttribute[str], sha256: str) -> ColumnElement[bool]:
    """Compare with what somebody calls a hash: it may hold what PostgreSQL cannot even read."""
    return column == sha256 if HASH.fullmatch(sha256) else false()
