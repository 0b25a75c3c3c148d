"""The verbs of a site: entered, corrected, ended with a reason, readmitted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select

from suicha import journal
from suicha.db import Json, db, today
from suicha.errors import refuse
from suicha.sites import queries
from suicha.sites.boundary import fault_of
from suicha.sites.facts import SiteCorrected, SiteEnded, SiteReadmitted, SiteRegistered
from suicha.sites.models import Category, ProjectGrade, RiskClass, Site, WorkState
from suicha.sites.operations.parties import PartyEntry, keep

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor

UNDRAWN: Json = {"type": "Polygon", "coordinates": []}  # of a site whose boundary nobody has drawn


@dataclass(frozen=True, kw_only=True)
class SiteDetails:
    """What may be corrected of a site; `boundary` None leaves it as it is."""

    name: str
    address: str
    stage: str
    risk_class: RiskClass
    project_grade: ProjectGrade
    category: Category
    lat: float
    lon: float
    parties: list[PartyEntry]
    boundary: Json | None = None
    supervising_agency: str = ""
    risk_tags: list[str]
    work_state: WorkState = WorkState.IN_PROGRESS


@dataclass(frozen=True, kw_only=True)
class NewSite(SiteDetails):
    """A site as the office enters it; its permit number names it for ever."""

    permit_number: str
    valid_from: date | None = None


OWN = tuple(one.name for one in fields(SiteDetails) if one.name not in {"parties", "boundary"})


def register(actor: Actor, new: NewSite) -> Site:
    """Enter a site in the actor's own district.

    Raises boundary.*, site.exists, party.twice, unit.ended.
    """
    _sound(new.boundary)
    _alone(new.permit_number)
    site = Site(
        jurisdiction_id=actor.person.jurisdiction_id,
        permit_number=new.permit_number,
        boundary=new.boundary or UNDRAWN,
        valid_from=new.valid_from or today(),
        **{name: getattr(new, name) for name in OWN},
    )
    db.session.add(site)
    db.session.flush()
    keep(actor, site, new.parties)
    journal.record(SiteRegistered(site.id, site.jurisdiction_id, actor.id))
    return site


def correct(actor: Actor, site_id: UUID, details: SiteDetails) -> Site:
    """Bring a site's fields and parties up to date; what is the same stays untouched.

    Raises site.unknown, jurisdiction.other, site.ended, boundary.*, party.twice, unit.ended.
    """
    site = _own(actor, site_id)
    if site.ended_on is not None:
        raise refuse("site.ended")
    _sound(details.boundary)
    for name in OWN:
        setattr(site, name, getattr(details, name))
    if details.boundary is not None:
        site.boundary = details.boundary
    changed = _changed(site)
    if keep(actor, site, details.parties):
        changed.append("parties")
    if changed:
        journal.record(SiteCorrected(site.id, site.jurisdiction_id, actor.id, changed))
    return site


def end(actor: Actor, site_id: UUID, reason: str, on: date | None = None) -> Site:
    """Take a site out of the register from a day on; nothing of it is deleted.

    Raises site.unknown, jurisdiction.other, site.ended, site.end_day.
    """
    site = _own(actor, site_id)
    if site.ended_on is not None:
        raise refuse("site.ended")
    on = on or today()
    if on > today() or (site.valid_from is not None and on < site.valid_from):
        raise refuse("site.end_day", field="ended_on")
    site.ended_on, site.ended_reason = on, reason
    journal.record(SiteEnded(site.id, site.jurisdiction_id, actor.id, on))
    return site


def readmit(actor: Actor, site_id: UUID, reason: str) -> Site:
    """Take a site back that was ended by mistake, or whose works go on.

    Raises site.unknown, jurisdiction.other, site.not_ended.
    """
    site = _own(actor, site_id)
    if site.ended_on is None:
        raise refuse("site.not_ended")
    site.ended_on = site.ended_reason = None
    site.readmitted_reason = reason
    journal.record(SiteReadmitted(site.id, site.jurisdiction_id, actor.id))
    return site


def _own(actor: Actor, site_id: UUID) -> Site:
    site = queries.site(actor.jurisdictions, site_id, for_update=True)
    actor.act_in(site.jurisdiction_id)
    return site


def _sound(boundary: Json | None) -> None:
    code = None if boundary is None else fault_of(boundary)
    if code is not None:
        raise refuse(code, field="boundary")


def _alone(permit_number: str) -> None:
    """See that no site of any district has this number; of two at once, one is told."""
    key = func.hashtextextended(f"site {permit_number}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    named = select(Site.id).where(Site.permit_number == permit_number)
    if db.session.scalar(named) is not None:
        raise refuse("site.exists", field="permit_number")


def _changed(site: Site) -> list[str]:
    state = inspect(site)
    return [name for name in (*OWN, "boundary") if state.attrs[name].history.has_changes()]
