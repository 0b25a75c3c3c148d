"""What the journals of checks are told of a photo, under the lock of its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from suicha import journal
from suicha.db import db
from suicha.photos import queries
from suicha.photos.models import Photo, PhotoState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select

    from suicha.photos.models import PhotoUse
    from suicha.photos.promises import Subject


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
class PhotoLikened(journal.Fact):
    """What a photo is like was kept; it is compared with all that came before."""

    name: ClassVar[str] = "photo.likened"
    sha256: str


def locked(query: Select[Photo]) -> Select[Photo]:
    """Lock rows but not their keys, so that rows which refer to them need not wait; read afresh."""
    locking = query.with_for_update(of=Photo, key_share=True)
    return locking.execution_options(populate_existing=True)


def tell_all(photo: Photo, actor_id: UUID | None) -> None:
    """Tell every check that was promised a photo what became of it."""
    for use in db.session.scalars(queries.uses_of(photo.sha256)):
        tell(photo, use, actor_id)


def tell(photo: Photo, of: Subject | PhotoUse, actor_id: UUID | None) -> None:
    """Write into the journal of a check what became of a photo that it was promised."""
    about = of.spot_check_id, of.jurisdiction_id, actor_id, photo.sha256
    if photo.state is PhotoState.SET_ASIDE:
        journal.record(PhotoSetAside(*about, photo.reason or ""))
    elif photo.came:
        journal.record(PhotoReceived(*about))
