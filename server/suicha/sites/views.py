"""Routes of the objects' register."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from suicha.accounts.guard import Actor, desk, keepers
from suicha.http import Blueprint
from suicha.sites import operations, queries, schemas

if TYPE_CHECKING:
    from suicha.paging import Page
    from suicha.sites.models import Site, Unit
    from suicha.sites.operations import NewSite, NewUnit, SiteDetails, UnitDetails
    from suicha.sites.queries import SiteFilters, UnitFilters
    from suicha.sites.schemas import Because

sites = Blueprint("sites")


@sites.get("/sites", guard=desk, query=schemas.SiteFiltersShape, answer=schemas.SitePage)
def list_sites(actor: Actor, filters: SiteFilters) -> Page[Site]:
    """List the sites of one's jurisdiction; inspectors get those of their checks by sync."""
    return queries.sites(actor.jurisdictions, filters)


@sites.post(
    "/sites",
    guard=keepers,
    body=schemas.NewSiteShape,
    answer=schemas.RegisteredSiteShape,
    status=201,
)
def register(actor: Actor, new: NewSite) -> Site:
    """Enter a site in one's own district."""
    return operations.register(actor, new)


@sites.get("/sites/<uuid:site_id>", guard=desk, answer=schemas.RegisteredSiteShape)
def site(actor: Actor, site_id: UUID) -> Site:
    """Show one site."""
    return queries.site(actor.jurisdictions, site_id)


@sites.post(
    "/sites/<uuid:site_id>/correct",
    guard=keepers,
    body=schemas.SiteDetailsShape,
    answer=schemas.RegisteredSiteShape,
)
def correct(actor: Actor, details: SiteDetails, site_id: UUID) -> Site:
    """Bring a site's fields and parties up to date."""
    return operations.correct(actor, site_id, details)


@sites.post(
    "/sites/<uuid:site_id>/end",
    guard=keepers,
    body=schemas.SiteEndingShape,
    answer=schemas.RegisteredSiteShape,
)
def end(actor: Actor, because: Because, site_id: UUID) -> Site:
    """Take a site out of the register, with a reason."""
    return operations.end(actor, site_id, because.reason, because.ended_on)


@sites.post(
    "/sites/<uuid:site_id>/readmit",
    guard=keepers,
    body=schemas.WithReasonShape,
    answer=schemas.RegisteredSiteShape,
)
def readmit(actor: Actor, because: Because, site_id: UUID) -> Site:
    """Take a site back that had ended."""
    return operations.readmit(actor, site_id, because.reason)


@sites.get("/units", guard=desk, query=schemas.UnitFiltersShape, answer=schemas.UnitPage)
def list_units(_: Actor, filters: UnitFilters) -> Page[Unit]:
    """List units: an enterprise builds in many districts."""
    return queries.units(filters)


@sites.post(
    "/units", guard=keepers, body=schemas.NewUnitShape, answer=schemas.UnitRowShape, status=201
)
def register_unit(actor: Actor, new: NewUnit) -> Unit:
    """Enter a unit."""
    return operations.register_unit(actor, new)


@sites.get("/units/<uuid:unit_id>", guard=desk, answer=schemas.UnitRowShape)
def unit(_: Actor, unit_id: UUID) -> Unit:
    """Show one unit."""
    return queries.unit(unit_id)


@sites.post(
    "/units/<uuid:unit_id>/correct",
    guard=keepers,
    body=schemas.UnitDetailsShape,
    answer=schemas.UnitRowShape,
)
def correct_unit(actor: Actor, details: UnitDetails, unit_id: UUID) -> Unit:
    """Bring a unit's name and credit grade up to date."""
    return operations.correct_unit(actor, unit_id, details)


@sites.post(
    "/units/<uuid:unit_id>/end",
    guard=keepers,
    body=schemas.WithReasonShape,
    answer=schemas.UnitRowShape,
)
def end_unit(actor: Actor, because: Because, unit_id: UUID) -> Unit:
    """Take a unit out of the register, with a reason."""
    return operations.end_unit(actor, unit_id, because.reason)
