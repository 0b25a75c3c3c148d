"""Reads of one hazard: what it is, what was done about it, what was seen, and what it showed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import journal
from suicha.accounts.models import Person, Role
from suicha.db import db
from suicha.hazards import lights, queries
from suicha.hazards.models import Hazard, HazardStep, StepKind
from suicha.photos.evidence import evidence
from suicha.workdays import is_announced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.hazards.lights import Change
    from suicha.photos.evidence import Evidence
    from suicha.photos.models import PhotoUse

# What a timeline tells from the journal; the deeds themselves it tells from the steps.
TOLD = frozenset(
    {
        "hazard.reported",
        "spot_check.submitted",
        "publication.published",
        "publication.corrected",
        "publication.withdrawn",
    }
)
CONFIRMED = "hazard.confirmed"


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    at: datetime
    fact: str
    by: str | None
    note: str


@dataclass(frozen=True)
class Named:
    """An inspector by name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Step:
    """Something that was done about a hazard, with what belongs to it."""

    row: HazardStep
    by: str | None
    inspectors: list[Named]

    @property
    def body(self) -> Json:
        """What is the step's own, each part None where it has none."""
        parts = ("due_from", "due_on", "result", "rechecked_at", "is_major", "edition", "item_id")
        return {part: self.row.body.get(part) for part in parts} | {
            "due_from_provisional": _rests_on_unannounced(self.row.body.get("due_from")),
            "due_on_provisional": _rests_on_unannounced(self.row.body.get("due_on")),
            "photos": self.row.body.get("photos", []),
        }


@dataclass(frozen=True)
class Detail:
    """A hazard with its history and evidence."""

    hazard: Hazard
    timeline: list[Event]
    steps: list[Step]
    light_history: list[Change]
    photos: list[Evidence]
    after_photos: list[Evidence]


def _rests_on_unannounced(day: str | None) -> bool:
    """Say whether a step names a date of a year whose holidays are not announced yet."""
    return day is not None and not is_announced(date.fromisoformat(day))


def detail(actor: Actor, hazard_id: UUID) -> Detail:
    """Return a hazard with its history and evidence; raises hazard.unknown."""
    hazard = queries.one(actor, hazard_id)
    rows = _steps(hazard.id)
    entries = _entries(hazard, rows)
    names = _names([*(row.by for row in rows), *_mentioned(rows), *(e.actor_id for e in entries)])
    steps = [_step(row, names) for row in rows]
    told = [Event(e.at, e.fact, names.get(e.actor_id), _note(hazard, e)) for e in entries]
    told += [Event(s.row.at, f"hazard.{s.row.step}", s.by, s.row.note) for s in steps]
    return Detail(
        hazard,
        timeline=sorted(told, key=lambda event: event.at),
        steps=steps,
        light_history=lights.history(hazard.id),
        photos=_known(actor, hazard, hazard.photos),
        after_photos=_known(actor, hazard, hazard.after_photos),
    )


def _known(actor: Actor, hazard: Hazard, uses: list[PhotoUse]) -> list[Evidence]:
    """Say what is known of photos; what an inspector's camera wrote is not a contractor's.

    What was found alike is the office's to look at, and nobody else's to know before.
    """
    known = evidence(uses, hazard.site.grounds, hazard.spot_check.started_at)
    if actor.role not in {Role.SUPERVISOR, Role.AUDITOR}:
        known = [replace(one, flags=()) for one in known]
    if actor.role is Role.CONTRACTOR:
        return [replace(one, written=None) for one in known]
    return known


def _steps(hazard_id: UUID) -> list[HazardStep]:
    query = select(HazardStep).where(HazardStep.hazard_id == hazard_id)
    return list(db.session.scalars(query.order_by(HazardStep.at, HazardStep.id)))


def _entries(hazard: Hazard, rows: Iterable[HazardStep]) -> list[journal.Entry]:
    """Take from the journal what no step tells: also a confirmation by the release before."""
    told = TOLD
    if all(row.step is not StepKind.CONFIRMED for row in rows):
        told = TOLD | {CONFIRMED}
    entries = journal.about([hazard.id, hazard.spot_check_id])
    return [entry for entry in entries if entry.fact in told]


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    query = select(Person.id, Person.name).where(Person.id.in_({one for one in ids if one}))
    return dict(db.session.execute(query).all())


def _mentioned(rows: Iterable[HazardStep]) -> list[UUID]:
    return [one for row in rows for one in row.inspector_ids]


def _step(row: HazardStep, names: Mapping[UUID | None, str]) -> Step:
    inspectors = [Named(one, names[one]) for one in row.inspector_ids]
    return Step(row, names.get(row.by), inspectors)


def _note(hazard: Hazard, entry: journal.Entry) -> str:
    if entry.fact == CONFIRMED:
        return hazard.confirmation_note
    return entry.body.get("receipt") or ""
