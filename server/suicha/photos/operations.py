"""The verbs of photos: promising, taking bytes in, rendering, and copying for the public."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.db import Json, db, now
from suicha.errors import Refusal, refuse
from suicha.photos import headers, imaging, incoming, queries
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse, Rendition
from suicha.photos.promises import File, Owed, Promise, Subject, owed
from suicha.storage import Bucket, store
from suicha.streams import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Select

    from suicha.accounts.guard import Actor
    from suicha.photos.imaging import Picture
    from suicha.streams import Pieces

__all__ = [
    "Promise",
    "PublicCopy",
    "Subject",
    "append",
    "promise",
    "public_copy",
    "render",
    "rendition",
]


@dataclass(frozen=True)
class PhotoReceived(journal.Fact):
    """The bytes of a photo that a check was owed are here, and match their hash."""

    name: ClassVar[str] = "photo.received"
    sha256: str


@dataclass(frozen=True)
class PhotoSetAside(journal.Fact):
    """A photo came, but cannot be shown; `reason` is a refusal code."""

    name: ClassVar[str] = "photo.set_aside"
    sha256: str
    reason: str


@dataclass(frozen=True)
class PublicCopy:
    """A picture that everybody may see: its key in the public bucket, its size in pixels."""

    key: str
    width: int
    height: int


def promise(actor: Actor, subject: Subject, promises: Sequence[Promise], kind: PhotoKind) -> None:
    """Write down what the server is owed from now on; raises photo.too_large.

    The same promise again changes nothing. What is already here counts as received at once.
    """
    files = owed(promises, kind)
    if not files:
        return
    known = _known(actor, {one.file.sha256: one.file for one in files})
    for sha256 in _used(actor, subject, files):
        if sha256 in known:
            _tell(known[sha256], subject, actor.id)


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
    photos = {photo.sha256: photo for photo in db.session.scalars(_locked(query))}
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


def _used(actor: Actor, subject: Subject, files: Sequence[Owed]) -> Sequence[str]:
    """Write down the uses that are new, and name their photos."""
    rows = [
        asdict(subject)
        | {
            "sha256": one.file.sha256,
            "kind": one.kind,
            "original_of": one.original_of,
            "promised_by": actor.id,
            "taken_at": one.promise.taken_at,
            "source": one.promise.source,
            "position": asdict(one.promise.position) if one.promise.position else None,
        }
        for one in files
    ]
    query = insert(PhotoUse).values(rows).on_conflict_do_nothing().returning(PhotoUse.sha256)
    return db.session.scalars(query).all()


def append(actor: Actor, sha256: str, offset: int, piece: bytes) -> int | Refusal:
    """Take the next piece of a promised photo; return how many bytes are here now.

    The last piece joins and verifies them. What is wrong with the whole is returned, so that it
    is committed: photo.hash_mismatch (the upload begins again), photo.not_an_image and
    photo.too_many_pixels (set aside), upload.offset_mismatch (the store lost a piece). Raises
    photo.not_promised, upload.offset_mismatch and photo.too_large.
    """
    photo = db.session.scalar(_locked(queries.promised_by(actor.id, sha256)))
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
    photo.received_at = now()
    photo.state = PhotoState.RECEIVED
    if header is not None:  # the bytes know their format better than the name they came by
        photo.media_type, photo.width, photo.height = header.media_type, header.width, header.height
    fault = imaging.fault(header)
    if fault is not None:
        photo.state, photo.reason = PhotoState.SET_ASIDE, fault
    _tell_all(photo, actor_id)
    return photo.outcome


def render(sha256: str) -> None:
    """Make the renditions of a photo that has come; a file that cannot be decoded is set aside.

    Nothing is locked while it is decoded. Doing it twice changes nothing.
    """
    photo = db.session.get(Photo, sha256)
    if photo is None or photo.state is not PhotoState.RECEIVED:
        return
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(joined(store().get(Bucket.EVIDENCE, sha256)), file)
        _render(sha256, file)


def _render(sha256: str, file: IO[bytes]) -> None:
    file.seek(0)
    try:
        pictures = imaging.renditions(file)
    except imaging.PoisonError as poison:
        _set_aside(sha256, str(poison))
        return
    rows = [_kept(sha256, name, picture) for name, picture in pictures.items()]
    photo = _still_received(sha256)
    if photo is not None:
        db.session.execute(insert(Rendition).values(rows).on_conflict_do_nothing())
        photo.state = PhotoState.RENDERED


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
    return store().get(Bucket.EVIDENCE, _rendered(photo, name).key)


def public_copy(sha256: str) -> PublicCopy:
    """Copy what everybody may see of a photo into the public bucket, named by its own hash.

    It is the re-encoded view, which carries no metadata; nothing of the original file is in it.
    Raises photo.unknown and photo.not_ready.
    """
    view = public_view(sha256)
    key = queries.public_key(view.sha256)
    store().put(Bucket.PUBLIC, key, joined(store().get(Bucket.EVIDENCE, view.key)), "image/jpeg")
    return PublicCopy(key, view.width, view.height)


def public_view(sha256: str) -> Rendition:
    """Give what everybody might see of a photo; raises photo.unknown and photo.not_ready."""
    photo = db.session.get(Photo, sha256)
    if photo is None:
        raise refuse("photo.unknown", sha256=sha256)
    return _rendered(photo, "view")


def _rendered(photo: Photo, name: str) -> Rendition:
    of = Rendition.photo_sha256 == photo.sha256, Rendition.name == name
    found = db.session.scalar(select(Rendition).where(*of))
    if found is None:
        raise refuse("photo.not_ready", sha256=photo.sha256, state=photo.state, reason=photo.reason)
    return found


def _kept(sha256: str, name: str, picture: Picture) -> Json:
    """Store a rendition by its hash, and give its row."""
    digest = hashlib.sha256(picture.data).hexdigest()
    key = f"renditions/{digest}.jpg"
    store().put(Bucket.EVIDENCE, key, BytesIO(picture.data), "image/jpeg")
    size = {"width": picture.width, "height": picture.height}
    return {"photo_sha256": sha256, "name": name, "sha256": digest, "key": key} | size


def _set_aside(sha256: str, reason: str) -> None:
    photo = _still_received(sha256)
    if photo is not None:
        photo.state, photo.reason = PhotoState.SET_ASIDE, reason
        _tell_all(photo, None)


def _still_received(sha256: str) -> Photo | None:
    """Lock a photo that waits to be rendered; None where another worker was faster."""
    waiting = Photo.sha256 == sha256, Photo.state == PhotoState.RECEIVED
    return db.session.scalar(_locked(select(Photo).where(*waiting)))


def _locked(query: Select[Photo]) -> Select[Photo]:
    """Lock rows but not their keys, so that rows which refer to them need not wait; read afresh."""
    locking = query.with_for_update(of=Photo, key_share=True)
    return locking.execution_options(populate_existing=True)


def _tell_all(photo: Photo, actor_id: UUID | None) -> None:
    for use in db.session.scalars(queries.uses_of(photo.sha256)):
        _tell(photo, use, actor_id)


def _tell(photo: Photo, of: Subject | PhotoUse, actor_id: UUID | None) -> None:
    """Write into the journal of a check what became of a photo that it was promised."""
    about = of.spot_check_id, of.jurisdiction_id, actor_id, photo.sha256
    if photo.state is PhotoState.SET_ASIDE:
        journal.record(PhotoSetAside(*about, photo.reason or ""))
    elif photo.came:
        journal.record(PhotoReceived(*about))
