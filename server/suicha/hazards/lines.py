"""The lines of the queue: what a list shows of a hazard, and no more.

To load whole hazards with all that hangs on them took most of the time of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha.db import db
from suicha.hazards.dated import Dated
from suicha.hazards.determined import Determined
from suicha.hazards.models import Hazard
from suicha.hazards.states import HazardState, Severity
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party, Site, Unit
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True)
class Place:
    """The district whose office answers."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Line(Dated, Determined):
    """A hazard, as a list shows it; `thumb` is the first photo that can be shown small."""

    id: UUID
    number: str
    spot_check_id: UUID
    description: str
    location: str
    clause: str
    severity: Severity
    is_major: bool
    major_edition: str | None
    major_item: str | None
    major_reason: str
    state: HazardState
    due_on: date
    district_id: UUID
    district_name: str
    site_name: str
    party_name: str
    spot_check_number: str
    thumb: str | None

    @property
    def district(self) -> Place:
        """The jurisdiction whose office answers for it."""
        return Place(self.district_id, self.district_name)


_THUMB = (
    select(PhotoUse.sha256)
    .join(Photo, Photo.sha256 == PhotoUse.sha256)
    .where(PhotoUse.hazard_id == Hazard.id, PhotoUse.kind == PhotoKind.EVIDENCE)
    .where(Photo.state == PhotoState.RENDERED)
    .order_by(PhotoUse.taken_at, PhotoUse.id)
    .limit(1)
    .correlate(Hazard)
    .scalar_subquery()
)
_LINES = (
    select(
        Hazard.id,
        Hazard.number,
        Hazard.spot_check_id,
        Hazard.description,
        Hazard.location,
        Hazard.clause,
        Hazard.severity,
        Hazard.is_major,
        Hazard.major_edition,
        Hazard.major_item,
        Hazard.major_reason,
        Hazard.state,
        Hazard.due_on,
        Jurisdiction.id.label("district_id"),
        Jurisdiction.name.label("district_name"),
        Site.name.label("site_name"),
        Unit.name.label("party_name"),
        SpotCheck.number.label("spot_check_number"),
        _THUMB.label("thumb"),
    )
    .join(Jurisdiction, Jurisdiction.id == Hazard.jurisdiction_id)
    .join(Site, Site.id == Hazard.site_id)
    .join(Party, Party.id == Hazard.party_id)
    .join(Unit, Unit.id == Party.unit_id)
    .join(SpotCheck, SpotCheck.id == Hazard.spot_check_id)
    .order_by(Hazard.due_on, Hazard.id)
)


def lines(ids: Collection[UUID]) -> list[Line]:
    """Read the lines of these hazards, the earliest due date first."""
    found = db.session.execute(_LINES.where(Hazard.id.in_(ids))).mappings()
    return [Line(**row) for row in found]
