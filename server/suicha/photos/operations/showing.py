"""The verb of showing a photo to everybody: a picture of its own, without what is covered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha.apart import apart
from suicha.db import db
from suicha.errors import refuse
from suicha.photos import covers as covering
from suicha.photos import imaging, queries
from suicha.photos.models import Photo, PublicPicture, Rendition
from suicha.storage import Bucket, store
from suicha.streams import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.photos.covers import Cover


@dataclass(frozen=True)
class PublicCopy:
    """A picture that everybody may see: its key in the public bucket, its size in pixels.

    `painted` says whether its covers are in its bytes; a preview draws them over the picture.
    """

    key: str
    width: int
    height: int
    covers: Sequence[Cover] = ()
    painted: bool = True


def public_copy(sha256: str, covers: Sequence[Cover] = ()) -> PublicCopy:
    """Put what everybody may see of a photo into the public bucket, named by its own hash.

    It is the re-encoded view, which carries no metadata, with the covers painted in: nothing of
    the original file is in it, and nothing of what they hide. Which evidence it shows is written
    down beside its hash. Again it gives the same. Raises photo.unknown and photo.not_ready.
    """
    view = public_view(sha256)
    if not covers:
        _put(view.sha256, joined(store().get(Bucket.EVIDENCE, view.key)).read())
        _note(view, view.sha256, covers)
        return PublicCopy(queries.public_key(view.sha256), view.width, view.height)
    shown = _shown_before(sha256, covers)
    if shown is None:
        data = joined(store().get(Bucket.EVIDENCE, view.key)).read()
        painted = apart(imaging.covered, data, [cover.box for cover in covers])
        shown = hashlib.sha256(painted.data).hexdigest()
        _put(shown, painted.data)
        _note(view, shown, covers)
    return PublicCopy(queries.public_key(shown), view.width, view.height, covers)


def public_view(sha256: str) -> Rendition:
    """Give what everybody might see of a photo; raises photo.unknown and photo.not_ready."""
    photo = db.session.get(Photo, sha256)
    if photo is None:
        raise refuse("photo.unknown", sha256=sha256)
    return queries.rendered(photo, "view")


def _shown_before(sha256: str, covers: Sequence[Cover]) -> str | None:
    """Name the picture that was painted for the same covers, where it is still public.

    Another release's encoder may paint other bytes: what is out stays what it was.
    """
    same = PublicPicture.photo_sha256 == sha256, PublicPicture.covers == covering.as_json(covers)
    query = select(PublicPicture.sha256).where(*same).order_by(PublicPicture.made_at.desc())
    found = db.session.scalars(query.limit(1)).first()
    if found is None or store().stat(Bucket.PUBLIC, queries.public_key(found)) is None:
        return None
    return found


def _put(sha256: str, data: bytes) -> None:
    store().put(Bucket.PUBLIC, queries.public_key(sha256), BytesIO(data), "image/jpeg")


def _note(view: Rendition, sha256: str, covers: Sequence[Cover]) -> None:
    """Write the picture's hash down beside that of the evidence, once."""
    row = {
        "photo_sha256": view.photo_sha256,
        "sha256": sha256,
        "covers": covering.as_json(covers),
        "width": view.width,
        "height": view.height,
    }
    db.session.execute(insert(PublicPicture).values(row).on_conflict_do_nothing())
