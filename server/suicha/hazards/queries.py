"""Reads of hazards: the queue, one hazard with its history, and who may see which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, tuple_

from suicha import journal
from suicha.accounts.models import Person, Role
from suicha.db import db, today
from suicha.errors import refuse
from suicha.hazards.boundary import contains
from suicha.hazards.light import Colour, bounds
from suicha.hazards.models import Hazard
from suicha.hazards.states import HazardGrade, HazardState
from suicha.sites.models import Party, Site
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.photos.models import PhotoUse

# What a hazard's timeline tells: its own facts, and those of its check that people ask about.
TOLD = ("hazard.reported", "hazard.confirmed", "spot_check.submitted", "publication.published")


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to, and where the next page begins."""

    state: HazardState | None = None
    grade: HazardGrade | None = None
    light: Colour | None = None
    site_id: UUID | None = None
    spot_check_id: UUID | None = None
    q: str = ""
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """One page of the queue; `counts` is by light, whatever light is asked for."""

    items: list[Hazard]
    total: int
    counts: dict[Colour, int]
    next: UUID | None


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    at: datetime
    fact: str
    by: str | None
    note: str


@dataclass(frozen=True)
class Evidence:
    """A photo of a hazard; `inside_boundary` is None where the phone knew no position."""

    use: PhotoUse
    inside_boundary: bool | None


@dataclass(frozen=True)
class Detail:
    """A hazard with its history and evidence."""

    hazard: Hazard
    timeline: list[Event]
    photos: list[Evidence]


def visible(actor: Actor) -> Select[Hazard]:
    """Return the hazards that a person may see: by jurisdiction, assignment or own unit."""
    return select(Hazard).where(_scope(actor))


def one(actor: Actor, hazard_id: UUID, *, for_update: bool = False) -> Hazard:
    """Return a hazard; raises hazard.unknown, also where it is another's."""
    query = visible(actor).where(Hazard.id == hazard_id)
    found = db.session.scalar(query.with_for_update(of=Hazard) if for_update else query)
    if found is None:
        raise refuse("hazard.unknown")
    return found


def page(actor: Actor, filters: Filters) -> Page:
    """Return a page of the queue, the earliest due date first."""
    narrowed = visible(actor).join(Hazard.site).where(*_narrowed(filters))
    counts = _counts(narrowed)
    query = narrowed.order_by(Hazard.due_on, Hazard.id).limit(filters.limit + 1)
    if filters.light is not None:
        query = query.where(_colour(today()) == filters.light)
    if filters.after is not None:
        query = query.where(_behind(filters.after))
    found = list(db.session.scalars(query))
    items = found[: filters.limit]
    return Page(
        items=items,
        total=counts[filters.light] if filters.light else sum(counts.values()),
        counts=counts,
        next=items[-1].id if len(found) > len(items) else None,
    )


def detail(actor: Actor, hazard_id: UUID) -> Detail:
    """Return a hazard with its history and evidence; raises hazard.unknown."""
    hazard = one(actor, hazard_id)
    evidence = [Evidence(use, _inside(use, hazard.site)) for use in hazard.photos]
    return Detail(hazard, _timeline(hazard), evidence)


def _scope(actor: Actor) -> ColumnElement[bool]:
    if actor.role in {Role.SUPERVISOR, Role.AUDITOR}:
        return Hazard.jurisdiction_id.in_(actor.jurisdictions)
    if actor.role is Role.INSPECTOR:
        mine = spot_checks.visible(actor).with_only_columns(SpotCheck.id)
        return Hazard.spot_check_id.in_(mine)
    if actor.role is Role.CONTRACTOR:
        ours = select(Party.id).where(Party.unit_id == actor.person.unit_id)
        return Hazard.party_id.in_(ours)
    return false()


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    wanted = {
        Hazard.state: filters.state,
        Hazard.grade: filters.grade,
        Hazard.site_id: filters.site_id,
        Hazard.spot_check_id: filters.spot_check_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    return [*conditions, *(_mentions(word) for word in filters.q.split())]


def _mentions(word: str) -> ColumnElement[bool]:
    """Find a word anywhere in what people remember of a hazard; `%` and `_` are plain letters."""
    places = (Hazard.description, Hazard.location, Hazard.clause, Hazard.number, Site.name)
    return or_(*(place.icontains(word, autoescape=True) for place in places))


def _counts(narrowed: Select[Hazard]) -> dict[Colour, int]:
    colour = _colour(today()).label("colour")
    query = narrowed.with_only_columns(colour, func.count()).group_by(colour)
    found = dict(db.session.execute(query).all())
    return {name: found.get(name, 0) for name in Colour}


def _colour(day: date) -> ColumnElement[str]:
    """Compute light.light() in the database; a test holds the two together."""
    limits = bounds(day)
    major = and_(Hazard.grade == HazardGrade.MAJOR, Hazard.state == HazardState.CONFIRMED)
    return case(
        (or_(major, Hazard.due_on <= limits.red), Colour.RED.value),
        (Hazard.due_on <= limits.yellow, Colour.YELLOW.value),
        (Hazard.due_on <= limits.soon, Colour.AMBER.value),
        else_=Colour.GREEN.value,
    )


def _behind(hazard_id: UUID) -> ColumnElement[bool]:
    """Go on behind a row by its sort key: no page is lost or doubled when others are added."""
    key = select(Hazard.due_on, Hazard.id).where(Hazard.id == hazard_id).scalar_subquery()
    return tuple_(Hazard.due_on, Hazard.id) > key


def _timeline(hazard: Hazard) -> list[Event]:
    entries = [e for e in journal.about([hazard.id, hazard.spot_check_id]) if e.fact in TOLD]
    people = {entry.actor_id for entry in entries}
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    names: dict[UUID | None, str] = dict(db.session.execute(query).all())
    return [
        Event(
            at=entry.at,
            fact=entry.fact,
            by=names.get(entry.actor_id),
            note=_note(hazard, entry),
        )
        for entry in entries
    ]


def _note(hazard: Hazard, entry: journal.Entry) -> str:
    if entry.fact == "hazard.confirmed":
        return hazard.confirmation_note
    return entry.body.get("receipt") or ""


def _inside(use: PhotoUse, site: Site) -> bool | None:
    if use.position is None:
        return None
    return contains(site.boundary, use.position["lat"], use.position["lon"])
