"""Reads of the objects' register."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload

from suicha.db import db
from suicha.errors import refuse
from suicha.paging import Page, Paging, page
from suicha.sites.models import Party, RiskClass, Site, Unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute


class InForce(StrEnum):
    """Which rows of a register are asked for."""

    ALL = "all"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True)
class SiteFilters:
    """Which sites are asked for: part of a name, permit number, address or unit; a risk class."""

    q: str = ""
    risk_class: RiskClass | None = None
    show: InForce = InForce.ALL
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class UnitFilters:
    """Which units are asked for: part of a name or code."""

    q: str = ""
    show: InForce = InForce.ALL
    after: UUID | None = None
    limit: int = 50


def within(jurisdictions: Collection[UUID]) -> Select[Site]:
    """The sites of these jurisdictions, with their parties; ended ones too."""
    query = select(Site).where(Site.jurisdiction_id.in_(jurisdictions))
    return query.options(selectinload(Site.parties))


def sites(jurisdictions: Collection[UUID], filters: SiteFilters) -> Page[Site]:
    """List sites in the order in which they were entered."""
    query = within(jurisdictions)
    if filters.q:
        names = (Site.name, Site.permit_number, Site.address)
        at_site = exists().where(
            Party.site_id == Site.id,
            Party.ended_on.is_(None),
            Party.unit_id == Unit.id,
            or_(*_holding(filters.q, Unit.name, Unit.uscc)),
        )
        query = query.where(or_(*_holding(filters.q, *names), at_site))
    if filters.risk_class is not None:
        query = query.where(Site.risk_class == filters.risk_class)
    if filters.show is not InForce.ALL:
        ended = Site.ended_on.is_not(None)
        query = query.where(ended if filters.show is InForce.ENDED else ~ended)
    return page(query, Site, Paging(filters.after, filters.limit))


def site(jurisdictions: Collection[UUID], site_id: UUID, *, for_update: bool = False) -> Site:
    """One site of these jurisdictions; raises site.unknown."""
    query = within(jurisdictions).where(Site.id == site_id)
    if for_update:
        query = query.with_for_update(of=Site).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("site.unknown", field="site_id")
    return found


def units(filters: UnitFilters) -> Page[Unit]:
    """List units: they are everybody's, an enterprise builds in many districts."""
    query = select(Unit)
    if filters.q:
        query = query.where(or_(*_holding(filters.q, Unit.name, Unit.uscc)))
    if filters.show is not InForce.ALL:
        ended = Unit.ended_on.is_not(None)
        query = query.where(ended if filters.show is InForce.ENDED else ~ended)
    return page(query, Unit, Paging(filters.after, filters.limit))


def unit(unit_id: UUID, *, for_update: bool = False) -> Unit:
    """One unit; raises unit.unknown."""
    found = db.session.get(Unit, unit_id, with_for_update=for_update or None)
    if found is None:
        raise refuse("unit.unknown", field="unit_id")
    return found


def builds_at(unit_id: UUID) -> frozenset[UUID]:
    """Where a unit is a party at sites in force: their jurisdictions."""
    query = select(Site.jurisdiction_id).join(Party, Party.site_id == Site.id).distinct()
    query = query.where(Party.unit_id == unit_id)
    return frozenset(
        db.session.scalars(query.where(Party.ended_on.is_(None), Site.ended_on.is_(None)))
    )


def _holding(part: str, *columns: InstrumentedAttribute[str]) -> list[ColumnElement[bool]]:
    return [column.icontains(part, autoescape=True) for column in columns]
