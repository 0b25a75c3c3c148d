"""Reads of hazards: the queue, who may see which, and what a verb holds in its hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, false, or_, select, tuple_
from sqlalchemy.orm import aliased

from suicha.accounts.models import Role
from suicha.db import db, today
from suicha.errors import refuse
from suicha.hazards.light import Colour
from suicha.hazards.lights import IS_OPEN, TABLE, MadeOf, shows, tally
from suicha.hazards.lines import Line, lines
from suicha.hazards.models import Hazard, HazardStep, RecheckAssignment, StepKind
from suicha.hazards.searching import mentions
from suicha.hazards.states import OPEN, HazardState
from suicha.sites.models import Party
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from suicha.accounts.guard import Actor

# Steps that answer each other: the latest of them is the last word on a rectification.
WORDS = (StepKind.REPLIED, StepKind.RECHECKED, StepKind.VERIFIED, StepKind.RETURNED)


# Whose turn it is: the office's, or the unit's that rectifies.
WAITS_FOR = {
    Role.SUPERVISOR: {HazardState.REPORTED, HazardState.REPLIED, HazardState.VERIFIED},
    Role.CONTRACTOR: {HazardState.CONFIRMED, HazardState.RETURNED},
}


def unfinished() -> Select[UUID]:
    """Name the hazards that are not closed yet, of all offices."""
    return select(Hazard.id).where(Hazard.state.in_(OPEN))


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to, and where the next page begins."""

    state: HazardState | None = None
    open: bool = True  # without the closed ones, unless a state is asked for
    is_major: bool | None = None
    light: Colour | None = None
    site_id: UUID | None = None
    jurisdiction_id: UUID | None = None
    unit_id: UUID | None = None
    spot_check_id: UUID | None = None
    recheck: str | None = None
    waiting: str | None = None  # for whoever asks
    q: str = ""
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """One page of the queue; `counts` is by light, whatever light is asked for."""

    items: list[Line]
    total: int
    counts: dict[Colour, int]
    next: UUID | None


def visible(actor: Actor) -> Select[Hazard]:
    """Return the hazards that a person may see: by jurisdiction, assignment or own unit."""
    return select(Hazard).where(scope(actor))


def one(actor: Actor, hazard_id: UUID, *, for_update: bool = False) -> Hazard:
    """Return a hazard as it is now; raises hazard.unknown, also where it is another's."""
    query = visible(actor).where(Hazard.id == hazard_id)
    query = query.with_for_update(of=Hazard, key_share=True) if for_update else query
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise refuse("hazard.unknown")
    return found


def locked(hazard_id: UUID) -> Hazard:
    """Return a hazard to be changed by a command, locked until the commit."""
    query = select(Hazard).where(Hazard.id == hazard_id)
    query = query.with_for_update(of=Hazard, key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def held(hazard_id: UUID) -> dict[UUID, RecheckAssignment]:
    """Return by inspector who is to look at a hazard again."""
    query = select(RecheckAssignment).where(RecheckAssignment.hazard_id == hazard_id)
    found = db.session.scalars(query.where(RecheckAssignment.revoked_at.is_(None)))
    return {each.inspector_id: each for each in found}


def last_word(hazard_id: UUID) -> datetime | None:
    """Return when the last word on a rectification was said, by the clock of who said it."""
    query = select(HazardStep).where(HazardStep.hazard_id == hazard_id, HazardStep.step.in_(WORDS))
    return max((step.said_at for step in db.session.scalars(query)), default=None)


def shown(actor: Actor, hazard_id: UUID, sha256: str) -> UUID:
    """Return the check of a photo that a hazard shows; raises hazard.unknown or not_found."""
    hazard = one(actor, hazard_id)
    if sha256 not in {use.sha256 for use in hazard.uses}:
        raise refuse("not_found")
    return hazard.spot_check_id


def page(actor: Actor, filters: Filters) -> Page:
    """Return a page of the queue, the earliest due date first."""
    narrowed = visible(actor).where(*_narrowed(actor, filters))
    among, of = _found(narrowed) if filters.q else (narrowed, TABLE)
    wanted = among.with_only_columns(of.id).order_by(of.due_on, of.id).limit(filters.limit + 1)
    if filters.light is not None:
        wanted = wanted.where(shows(filters.light, of, today()))
    if filters.after is not None:
        wanted = wanted.where(_behind(filters.after, of))
    by_light, ids = tally(among, of, wanted)
    found = lines(ids)
    items = found[: filters.limit]
    return Page(
        items=items,
        total=by_light[filters.light] if filters.light else sum(by_light.values()),
        counts=by_light,
        next=items[-1].id if len(found) > len(items) else None,
    )


def _found(narrowed: Select[Any]) -> tuple[Select[Any], MadeOf]:  # Any: of some columns
    """Search before sorting: read in the order of due dates, every row would be searched."""
    columns = (TABLE.id, TABLE.is_major, TABLE.state, TABLE.due_on)
    found = narrowed.with_only_columns(*columns).cte("found").prefix_with("MATERIALIZED")
    return select(found), MadeOf(found.c.id, found.c.is_major, found.c.state, found.c.due_on)


def scope(actor: Actor) -> ColumnElement[bool]:
    """Return whether a person may see a hazard; a role that is not named sees none."""
    if actor.role in {Role.SUPERVISOR, Role.AUDITOR}:
        return Hazard.jurisdiction_id.in_(actor.jurisdictions)
    if actor.role is Role.INSPECTOR:
        mine = spot_checks.visible(actor).with_only_columns(SpotCheck.id)
        return or_(Hazard.spot_check_id.in_(mine), _to_recheck(actor))
    if actor.role is Role.CONTRACTOR:
        return _of_unit(actor.person.unit_id)
    return false()


def _to_recheck(actor: Actor) -> ColumnElement[bool]:
    own = RecheckAssignment.inspector_id == actor.id, RecheckAssignment.revoked_at.is_(None)
    return Hazard.id.in_(select(RecheckAssignment.hazard_id).where(*own))


def _of_unit(unit_id: UUID | None) -> ColumnElement[bool]:
    return Hazard.party_id.in_(select(Party.id).where(Party.unit_id == unit_id))


def _narrowed(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    wanted = {
        Hazard.state: filters.state,
        Hazard.is_major: filters.is_major,
        Hazard.site_id: filters.site_id,
        Hazard.jurisdiction_id: filters.jurisdiction_id,
        Hazard.spot_check_id: filters.spot_check_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if filters.open and filters.state is None:
        conditions.append(IS_OPEN)
    if filters.unit_id is not None:
        conditions.append(_of_unit(filters.unit_id))
    if filters.waiting is not None:
        conditions.append(Hazard.state.in_(WAITS_FOR.get(actor.role, OPEN)))
    if filters.recheck is not None:
        conditions.append(_to_recheck(actor))
    return [*conditions, *(mentions(word) for word in filters.q.split())]


def _behind(hazard_id: UUID, of: MadeOf) -> ColumnElement[bool]:
    """Go on behind a row by its sort key: no page is lost or doubled when others are added."""
    last = aliased(Hazard)
    key = select(last.due_on, last.id).where(last.id == hazard_id).scalar_subquery()
    return tuple_(of.due_on, of.id) > key
