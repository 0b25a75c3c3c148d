"""The verb of rendering, and the reading of what it made."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import nullcontext
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.apart import OverstrainError, apart
from suicha.db import CHINA, Json, db, now
from suicha.errors import refuse
from suicha.photos import imaging, queries
from suicha.photos.models import Photo, PhotoLikeness, PhotoState, PhotoUse, Rendition
from suicha.photos.operations.telling import PhotoLikened, locked, tell_all
from suicha.storage import Bucket, store
from suicha.streams import joined

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from uuid import UUID

    from suicha.photos.imaging import Picture
    from suicha.photos.likeness import Likeness
    from suicha.streams import Pieces


# A picture of 60 megapixels takes a gigabyte to decode: the large ones follow each other.
LARGE = 16_000_000
MOST_AT_ONCE = 200  # so that what comes today does not wait behind years
_large = Lock()


def render(sha256: str) -> None:
    """Make the renditions of a photo that has come; a file that cannot be decoded is set aside.

    What an earlier release rendered is only read again. Nothing is locked while it is decoded.
    Doing it twice changes nothing.
    """
    photo = db.session.get(Photo, sha256)
    if photo is None or not photo.waits(imaging.READING):
        return
    with tempfile.NamedTemporaryFile() as file, _turn(photo):
        shutil.copyfileobj(joined(store().get(Bucket.EVIDENCE, sha256)), file)
        file.flush()
        _render(sha256, Path(file.name))


def behind() -> list[str]:
    """Name some photos that an earlier release rendered, and that `render` would read again."""
    return queries.read_before(imaging.READING, MOST_AT_ONCE)


def _turn(photo: Photo) -> AbstractContextManager[object]:
    pixels = (photo.width or 0) * (photo.height or 0)
    return _large if pixels > LARGE else nullcontext()


def _render(sha256: str, path: Path) -> None:
    try:
        developed = apart(imaging.develop, path, CHINA)
    except imaging.PoisonError as poison:
        _set_aside(sha256, str(poison))
        return
    except OverstrainError:
        _set_aside(sha256, "photo.too_heavy")
        return
    photo = _waiting(sha256)
    if photo is None:
        return
    if photo.state is PhotoState.RECEIVED:
        _keep([_kept(sha256, name, picture) for name, picture in developed.pictures.items()])
    photo.state, photo.reading = PhotoState.RENDERED, imaging.READING
    photo.exif = developed.exif.as_json
    _liken(photo, developed.likeness)


def _liken(photo: Photo, like: Likeness) -> None:
    """Keep what a photo is like; compared is it in a job of its own, when this is committed."""
    db.session.merge(PhotoLikeness(sha256=photo.sha256, **asdict(like)))
    for use in db.session.scalars(queries.uses_of(photo.sha256)):
        journal.record(PhotoLikened(use.spot_check_id, use.jurisdiction_id, None, photo.sha256))


def rendition(spot_check_id: UUID, sha256: str, name: str) -> Pieces:
    """Give the bytes of a JPEG, for whoever may see the check.

    Raises not_found where the photo is not of this check, photo.not_ready before it is rendered.
    """
    use = db.session.scalar(queries.uses_of(sha256).where(PhotoUse.spot_check_id == spot_check_id))
    if use is None:
        raise refuse("not_found")
    return pieces(use.photo, name)


def pieces(photo: Photo, name: str) -> Pieces:
    """Give the bytes of a photo's JPEG, for whoever may see it; raises photo.not_ready."""
    return store().get(Bucket.EVIDENCE, queries.rendered(photo, name).key)


def _keep(rows: list[Json]) -> None:
    """Write the rows; those of a photo that had been let go and came again are of deleted bytes."""
    new = insert(Rendition).values(rows)
    columns = ("sha256", "key", "width", "height", "made_at")
    row = [Rendition.photo_sha256, Rendition.name]
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=row, set_={column: new.excluded[column] for column in columns}
        )
    )


def alone_with(key: str) -> None:
    """Wait until the commit for whoever stores this rendition, or deletes it as nobody's."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def _kept(sha256: str, name: str, picture: Picture) -> Json:
    """Store a rendition by its hash, and give its row."""
    digest = hashlib.sha256(picture.data).hexdigest()
    key = f"renditions/{digest}.jpg"
    alone_with(key)
    store().put(Bucket.EVIDENCE, key, BytesIO(picture.data), "image/jpeg")
    size = {"width": picture.width, "height": picture.height}
    row = {"photo_sha256": sha256, "name": name, "sha256": digest, "key": key}
    return row | size | {"made_at": now()}


def _set_aside(sha256: str, reason: str) -> None:
    """Set a photo aside; what could be shown before, a later decoder's fault does not take away."""
    photo = _waiting(sha256)
    if photo is None:
        return
    photo.reading = imaging.READING
    if photo.state is PhotoState.RECEIVED:
        photo.state, photo.reason = PhotoState.SET_ASIDE, reason
        tell_all(photo, None)


def _waiting(sha256: str) -> Photo | None:
    """Lock a photo that waits to be read; None where another worker was faster."""
    photo = db.session.scalar(locked(select(Photo).where(Photo.sha256 == sha256)))
    return photo if photo and photo.waits(imaging.READING) else None
