"""Reads of places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from suicha.db import db
from suicha.errors import refuse
from suicha.places.models import Agency, DatedSetting, Jurisdiction

# Used where an office has set nothing of its own; domain.md names the sources.
DEFAULTS: dict[str, int] = {
    "publication.working_days": 20,  # 政府信息公开条例 art. 26
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


@dataclass(frozen=True)
class Series:
    """One number of several offices, as it changed: (jurisdiction, valid from, number), by day."""

    key: str
    steps: list[tuple[UUID, date, int]]

    def at(self, jurisdiction_id: UUID, on: date) -> int:
        """Return the number that holds on a day, or our default."""
        holding = [n for place, since, n in self.steps if place == jurisdiction_id and since <= on]
        return holding[-1] if holding else DEFAULTS[self.key]


def series(jurisdiction_ids: Collection[UUID], key: str) -> Series:
    """Read a number of several offices at once, as a list needs it."""
    query = (
        select(DatedSetting)
        .where(DatedSetting.jurisdiction_id.in_(jurisdiction_ids), DatedSetting.key == key)
        .order_by(DatedSetting.valid_from)
    )
    found = db.session.scalars(query)
    return Series(
        key, [(one.jurisdiction_id, one.valid_from, int(one.value["number"])) for one in found]
    )


def number_in_force(jurisdiction_id: UUID, key: str, on: date) -> int:
    """Return the number that holds on a day, from the office's dated settings or our default."""
    return series([jurisdiction_id], key).at(jurisdiction_id, on)
