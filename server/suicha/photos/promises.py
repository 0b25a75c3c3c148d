"""What a command says when it promises photos, and the files that are owed from then on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.errors import refuse
from suicha.photos.models import MAX_BYTES, PhotoKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True)
class Position:
    """Where a phone was: WGS 84 degrees, metres, milliseconds."""

    lat: float
    lon: float
    accuracy_m: float
    fix_age_ms: float
    source: str


@dataclass(frozen=True)
class File:
    """A file by its hash, its size in bytes and its format."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class Promise(File):
    """A photo that a command names: the rendition, and the original that follows on its own.

    `marked_of` names the picture that a marked copy was drawn on.
    """

    original: File | None
    taken_at: datetime
    source: str
    position: Position | None
    marked_of: str | None = None


@dataclass(frozen=True)
class Subject:
    """What promised photos belong to."""

    spot_check_id: UUID
    jurisdiction_id: UUID
    hazard_id: UUID | None = None


@dataclass(frozen=True)
class Owed:
    """One file of a promise: the rendition, or the original."""

    file: File
    kind: PhotoKind
    promise: Promise
    original_of: str | None = None


def owed(promises: Iterable[Promise], kind: PhotoKind) -> list[Owed]:
    """Give every file that these promises name; raises photo.too_large."""
    files = [file for promise in promises for file in _files(promise, kind)]
    for one in files:
        if one.file.size > MAX_BYTES:
            field = "size" if one.original_of is None else "original.size"
            raise refuse("photo.too_large", field=field, sha256=one.file.sha256, limit=MAX_BYTES)
    return files


def _files(promise: Promise, kind: PhotoKind) -> list[Owed]:
    rendition = Owed(promise, kind, promise)
    if promise.original is None:
        return [rendition]
    return [rendition, Owed(promise.original, PhotoKind.ORIGINAL, promise, promise.sha256)]
