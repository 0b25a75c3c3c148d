"""The verbs of hazards: reporting on site, confirming at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from suicha import journal
from suicha.checklists.models import ChecklistVersion
from suicha.db import CHINA, db, next_number, now, today
from suicha.errors import Accepted, refuse
from suicha.hazards import queries
from suicha.hazards.models import Hazard
from suicha.hazards.states import HazardGrade, HazardState
from suicha.photos import operations as photos
from suicha.photos.models import PhotoKind
from suicha.photos.promises import Promise, Subject
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party
from suicha.spot_checks import queries as spot_checks

if TYPE_CHECKING:
    from datetime import date

    from suicha.accounts.guard import Actor
    from suicha.spot_checks.models import SpotCheck


@dataclass(frozen=True)
class HazardReported(journal.Fact):
    """An inspector reported a hazard on site."""

    name: ClassVar[str] = "hazard.reported"
    spot_check_id: UUID
    grade: HazardGrade
    due_on: date


@dataclass(frozen=True)
class HazardConfirmed(journal.Fact):
    """A supervisor confirmed a hazard: its rectification is due."""

    name: ClassVar[str] = "hazard.confirmed"
    spot_check_id: UUID


@dataclass(frozen=True)
class HazardReport:
    """The command hazard.report: one finding, as it was written on site."""

    hazard_id: UUID
    spot_check_id: UUID
    checklist_version_id: UUID
    item_id: str
    description: str
    location: str
    clause: str
    grade: HazardGrade
    due_on: date
    party_id: UUID
    photos: list[Promise]


def report(actor: Actor, args: HazardReport) -> Accepted:
    """Report a hazard of a check that is or was this person's, and promise its photos.

    Raises spot_check.unknown, checklist.unknown, item.unknown, party.unknown,
    hazard.due_before_check, hazard.exists or photo.too_large. A report is never replaced: what
    was signed for stays, and a correction will be a supplement of its own.
    """
    assigned = spot_checks.assigned(actor, args.spot_check_id)
    check = assigned.check
    _judge(check, args)
    hazard = _hazard(actor, check, args)
    db.session.add(hazard)
    db.session.flush()
    subject = Subject(check.id, check.jurisdiction_id, hazard.id)
    photos.promise(actor, subject, args.photos, PhotoKind.EVIDENCE)
    fact = HazardReported(
        hazard.id, check.jurisdiction_id, actor.id, check.id, hazard.grade, hazard.due_on
    )
    journal.record(fact)
    return Accepted(flags=assigned.flags)


def confirm(actor: Actor, hazard_id: UUID, note: str) -> None:
    """Confirm a reported hazard; raises hazard.unknown, jurisdiction.other, hazard.not_reported.

    The note stays with the hazard and out of the journal, which could never lose a name again.
    """
    hazard = queries.one(actor, hazard_id, for_update=True)
    actor.act_in(hazard.jurisdiction_id)
    if hazard.state is not HazardState.REPORTED:
        raise refuse("hazard.not_reported", state=hazard.state)
    hazard.state = HazardState.CONFIRMED
    hazard.confirmed_by, hazard.confirmed_at = actor.id, now()
    hazard.confirmation_note = note
    fact = HazardConfirmed(hazard.id, hazard.jurisdiction_id, actor.id, hazard.spot_check_id)
    journal.record(fact)


def _judge(check: SpotCheck, args: HazardReport) -> None:
    """Refuse what does not hang together; everything else on site is the inspector's to say."""
    if args.checklist_version_id not in check.checklist_version_ids:
        raise refuse("checklist.unknown", field="checklist_version_id")
    checklist = db.session.get_one(ChecklistVersion, args.checklist_version_id)
    if args.item_id not in checklist.items:
        raise refuse("item.unknown", field="item_id")
    party = db.session.get(Party, args.party_id)
    if party is None or party.site_id != check.site_id:
        raise refuse("party.unknown", field="party_id")
    checked_on = check.started_at.astimezone(CHINA).date() if check.started_at else today()
    if args.due_on < checked_on:
        raise refuse("hazard.due_before_check", field="due_on", checked_on=str(checked_on))
    if db.session.get(Hazard, args.hazard_id) is not None:
        raise refuse("hazard.exists", field="hazard_id")


def _hazard(actor: Actor, check: SpotCheck, args: HazardReport) -> Hazard:
    place = db.session.get_one(Jurisdiction, check.jurisdiction_id)
    return Hazard(
        id=args.hazard_id,
        number=f"{place.code}-{today().year}-H{next_number('hazard'):06d}",
        jurisdiction_id=check.jurisdiction_id,
        spot_check_id=check.id,
        site_id=check.site_id,
        checklist_version_id=args.checklist_version_id,
        item_id=args.item_id,
        description=args.description,
        location=args.location,
        clause=args.clause,
        grade=args.grade,
        due_on=args.due_on,
        party_id=args.party_id,
        reported_by=actor.id,
    )
