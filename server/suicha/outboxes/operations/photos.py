"""Photos of a file, taken in as an upload's pieces are: promised, sized, hashed, looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from suicha.errors import Refusal
from suicha.outboxes.operations.author import Import, author_of
from suicha.outboxes.report import Line, Outcome
from suicha.photos import operations as photos
from suicha.photos import queries
from suicha.photos.incoming import PIECE

if TYPE_CHECKING:
    from suicha.outboxes.archive import Archive, ListedPhoto, Manifest
    from suicha.outboxes.operations.working import Apart
    from suicha.photos.models import Photo

# The phone sends the same photo at this moment, or the pieces of an earlier upload were others.
PASSING = {"upload.offset_mismatch", "photo.hash_mismatch"}


def standing(of: Import, archive: Archive, one: ListedPhoto, fault: str | None) -> Line:
    """Say what would become of a photo, once the commands of its file are done."""
    try:
        photo = _owed(of, archive.manifest, one)
    except Refusal as refusal:
        return _line(one, Outcome.REFUSED, refusal.code)
    if photo.came:
        return _line(one, Outcome.KNOWN, photo.reason)
    return _line(one, Outcome.REFUSED if fault else Outcome.ACCEPTED, fault)


def sent(of: Import, archive: Archive, one: ListedPhoto, apart: Apart) -> Line:
    """Take a photo in, unless it is here; what is wrong with its bytes is found before."""
    try:
        line = apart(partial(standing, of, archive, one, None))
        if line.outcome is not Outcome.ACCEPTED:
            return line
        if fault := archive.fault_of(one):
            return _line(one, Outcome.REFUSED, fault)
        told = _append(of, archive, one, apart)
        if isinstance(told, Refusal) and told.code in PASSING:
            told = _append(of, archive, one, apart)
    except Refusal as refusal:
        outcome = Outcome.RETRY if refusal.code in PASSING else Outcome.REFUSED
        return _line(one, outcome, refusal.code)
    if isinstance(told, Refusal):
        return _line(one, Outcome.REFUSED, told.code)
    return _line(one, Outcome.ACCEPTED)


def _append(of: Import, archive: Archive, one: ListedPhoto, apart: Apart) -> int | Refusal:
    """Send what is not here yet, each piece committed by itself."""
    begun = apart(lambda: _owed(of, archive.manifest, one).offset)
    told: int | Refusal = begun
    with archive.photo(one.sha256) as file:
        file.seek(begun)
        while isinstance(told, int) and (piece := file.read(PIECE)):
            told = apart(partial(_take, of, archive.manifest, one.sha256, told, piece))
    return told


def _take(of: Import, manifest: Manifest, sha256: str, offset: int, piece: bytes) -> int | Refusal:
    return photos.append(author_of(of, manifest), sha256, offset, piece)


def _owed(of: Import, manifest: Manifest, one: ListedPhoto) -> Photo:
    """Find the author's promise; raises photo.not_promised, upload.length_mismatch."""
    photo = queries.upload(author_of(of, manifest).id, one.sha256)
    photo.expect_length(one.size)
    return photo


def _line(one: ListedPhoto, outcome: Outcome, code: str | None = None) -> Line:
    return Line("photo", one.sha256, outcome, code)
