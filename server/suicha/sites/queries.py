"""Reads of the objects' register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from suicha.sites.models import Site

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def within(jurisdictions: Collection[UUID]) -> Select[Site]:
    """The sites of these jurisdictions, with their parties; ended ones too."""
    query = select(Site).where(Site.jurisdiction_id.in_(jurisdictions))
    return query.options(selectinload(Site.parties))
