"""The verb of asking for an original that a phone holds back (sync.md, Photos 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.db import db, now
from suicha.errors import refuse
from suicha.photos.models import OriginalRequest, PhotoKind, PhotoUse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True)
class OriginalAsked(journal.Fact):
    """The office has asked for the original of a photo; its phone waits for nothing any more."""

    name: ClassVar[str] = "original.asked"
    sha256: str


def ask_for_original(
    actor: Actor, spot_check_id: UUID, sha256: str, hazard_id: UUID | None = None
) -> None:
    """Ask for the original of a photo; asked again, or when it is here, changes nothing.

    It shows a hazard of the check, or without one it answers an item.
    Raises jurisdiction.other, original.none.
    """
    query = select(PhotoUse).where(
        PhotoUse.spot_check_id == spot_check_id,
        PhotoUse.hazard_id.is_not_distinct_from(hazard_id),
        PhotoUse.original_of == sha256,
        PhotoUse.kind == PhotoKind.ORIGINAL,
        PhotoUse.jurisdiction_id.in_(actor.jurisdictions),
    )
    uses = list(db.session.scalars(query))
    if not uses:
        raise refuse("original.none")
    for use in uses:
        actor.act_in(use.jurisdiction_id)
        if not use.came:
            _ask(actor, use)


def _ask(actor: Actor, use: PhotoUse) -> None:
    row = {
        "use_id": use.id,
        "jurisdiction_id": use.jurisdiction_id,
        "asked_by": actor.id,
        "asked_at": now(),
    }
    asking = insert(OriginalRequest).values(row).on_conflict_do_nothing()
    if db.session.scalar(asking.returning(OriginalRequest.id)) is not None:
        about = use.spot_check_id, use.jurisdiction_id, actor.id
        journal.record(OriginalAsked(*about, use.sha256))
