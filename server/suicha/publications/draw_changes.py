"""What the public page of a draw tells of the changes after it (draw.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import CHINA, db
from suicha.sites.models import Site

if TYPE_CHECKING:
    from suicha.draws.models import Draw, DrawChange


@dataclass(frozen=True)
class ShownChange:
    """A change after the draw, in card numbers for a seat and permit numbers for an object.

    `seat` counts from 1, None where an object was replaced; None is also who left or came where
    nobody did.
    """

    on: str
    seat: int | None
    object_id: str
    site_name: str
    reason: str
    before: str | None
    after: str | None
    new_site_name: str


def shown_changes(draw: Draw) -> list[ShownChange]:
    """Tell the changes of a draw in their order, with the names of their sites."""
    named = {one.object_id for one in draw.changes} | {one.new_object_id for one in draw.changes}
    query = select(Site.permit_number, Site.name).where(Site.permit_number.in_(named - {None}))
    names = dict(db.session.execute(query).all())
    return [_change(one, names) for one in draw.changes]


def _change(one: DrawChange, names: dict[str, str]) -> ShownChange:
    return ShownChange(
        on=one.made_at.astimezone(CHINA).date().isoformat(),
        seat=None if one.slot is None else one.slot + 1,
        object_id=one.object_id,
        site_name=names.get(one.object_id, ""),
        reason=one.reason,
        before=one.left,
        after=one.new_object_id if one.slot is None else one.came,
        new_site_name=names.get(one.new_object_id or "", ""),
    )
