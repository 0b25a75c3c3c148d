"""Rows of hazards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.hazards.schemas import HazardShape

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from suicha.db import Json


def hazards(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Hazards with their photos."""
    query = select(Hazard).where(Hazard.id.in_(ids))
    return {hazard.id: HazardShape().dump(hazard) for hazard in db.session.scalars(query)}
