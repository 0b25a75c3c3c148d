"""Reads of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db
from suicha.errors import refuse
from suicha.places.models import Agency, DatedSetting, Jurisdiction

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

# Used where an office has set nothing of its own; domain.md names the sources.
DEFAULTS: dict[str, int] = {
    "publication.working_days": 20,  # 政府信息公开条例 art. 26
    "check.working_days": 20,
    "draw.cap": 8,  # most seats of one inspector in one draw
}


def below(jurisdiction_id: UUID) -> frozenset[UUID]:
    """Return a jurisdiction and all those under it: a city sees its districts."""
    under = select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id).cte(recursive=True)
    under = under.union_all(
        select(Jurisdiction.id).join(under, Jurisdiction.parent_id == under.c.id)
    )
    return frozenset(db.session.scalars(select(under.c.id)))


def agency_named(short_name: str) -> Agency:
    """Return the agency of this short name; raises agency.unknown."""
    found = db.session.scalar(select(Agency).where(Agency.short_name == short_name))
    if found is None:
        raise refuse("agency.unknown", field="agency")
    return found


def number_in_force(jurisdiction_id: UUID, key: str, on: date) -> int:
    """Return the number that holds on a day, from the office's dated settings or our default."""
    query = (
        select(DatedSetting.value)
        .where(
            DatedSetting.jurisdiction_id == jurisdiction_id,
            DatedSetting.key == key,
            DatedSetting.valid_from <= on,
        )
        .order_by(DatedSetting.valid_from.desc())
        .limit(1)
    )
    value = db.session.scalar(query)
    return DEFAULTS[key] if value is None else int(value["number"])
