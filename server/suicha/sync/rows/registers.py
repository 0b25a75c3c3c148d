"""Rows of the registers: checklists, clauses and sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from suicha.checklists.models import ChecklistVersion, Clause
from suicha.checklists.schemas import ClauseShape, checklist_row
from suicha.db import db
from suicha.sites.models import Site
from suicha.sites.schemas import site_row

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from suicha.db import Json


def checklists(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Whole versions of checklists."""
    query = select(ChecklistVersion).where(ChecklistVersion.id.in_(ids))
    return {version.id: checklist_row(version) for version in db.session.scalars(query)}


def clauses(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Clauses of the library."""
    shape, query = ClauseShape(), select(Clause).where(Clause.id.in_(ids))
    return {clause.id: shape.dump(clause) for clause in db.session.scalars(query)}


def sites(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Sites with their parties."""
    query = select(Site).where(Site.id.in_(ids)).options(selectinload(Site.parties))
    return {site.id: site_row(site) for site in db.session.scalars(query)}
