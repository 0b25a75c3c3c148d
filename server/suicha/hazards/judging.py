"""What the verbs of hazards judge before they act; nothing here changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, func, select

from suicha.accounts.models import Person, Role
from suicha.checklists.queries import items
from suicha.db import CHINA, db, now, today
from suicha.errors import refuse
from suicha.hazards import majors, queries
from suicha.hazards.commands import Determination
from suicha.hazards.models import Hazard, RecheckAssignment
from suicha.hazards.states import MOVES, Deed, HazardState
from suicha.photos.models import PhotoUse
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party
from suicha.spot_checks import queries as spot_checks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.hazards.commands import HazardReport, Recheck, Ruling
    from suicha.photos.promises import Promise
    from suicha.spot_checks.models import SpotCheck

REVOKED = "assignment.revoked"

# What a report is judged by, in one question; a number that is not used leaves a gap, as any may.
GROUND = select(
    select(Party.site_id).where(Party.id == bindparam("party")).scalar_subquery().label("site_id"),
    exists().where(Hazard.id == bindparam("hazard")).label("exists"),
    select(Jurisdiction.code)
    .where(Jurisdiction.id == bindparam("place"))
    .scalar_subquery()
    .label("code"),
    func.nextval("hazard_number").label("number"),
)


def state(hazard: Hazard, deed: Deed) -> None:
    """Refuse what the table of states does not have; the code names the state that stands."""
    if hazard.state in MOVES[deed].before:
        return
    if deed is Deed.CONFIRM:
        raise refuse("hazard.not_reported", state=hazard.state)
    raise refuse(f"hazard.is_{hazard.state}", state=hazard.state, deed=deed)


def later(hazard: Hazard, due_on: date) -> None:
    """See that an extension gives more time; raises hazard.due_not_later."""
    if due_on <= hazard.due_on or due_on < today():
        raise refuse("hazard.due_not_later", field="due_on", due_on=str(hazard.due_on))


def inspectors(hazard: Hazard, ids: Collection[UUID]) -> set[UUID]:
    """See that these are inspectors of the hazard's district; raises inspector.unknown."""
    query = select(Person.id).where(
        Person.id.in_(ids),
        Person.role == Role.INSPECTOR,
        Person.ended_at.is_(None),
        Person.jurisdiction_id == hazard.jurisdiction_id,
    )
    unknown = set(ids) - set(db.session.scalars(query))
    if unknown:
        raise refuse("inspector.unknown", field="inspector_ids", ids=sorted(map(str, unknown)))
    return set(ids)


def sent(actor: Actor, args: Recheck) -> tuple[str, ...]:
    """See that a person was sent to look again, and lock the check; give what is to be flagged.

    By the check or by an assignment of its own, held or revoked. Raises hazard.unknown. The check
    is locked before the hazard, in the order of every command.
    """
    query = select(Hazard.spot_check_id).where(Hazard.id == args.hazard_id)
    if db.session.scalar(query) != args.spot_check_id:
        raise refuse("hazard.unknown", field="hazard_id")
    spot_checks.locked(args.spot_check_id)
    seats = spot_checks.seats(args.spot_check_id)
    revoked = [
        *(seat.revoked_at for seat in seats if seat.inspector_id == actor.id),
        *_assignments(actor, args.hazard_id),
    ]
    if not revoked:
        raise refuse("hazard.unknown", field="hazard_id")
    return () if None in revoked else (REVOKED,)


def overtaken(hazard: Hazard, rechecked_at: datetime) -> tuple[str, ...]:
    """Say why a re-check no longer decides: the state it met, or what was done since."""
    if hazard.state is HazardState.CLOSED:
        return ("hazard.closed_already",)
    if hazard.state is HazardState.REPORTED:
        return ("hazard.not_confirmed",)
    since = queries.last_word(hazard.id)
    # A clock that runs ahead must not outdo everything that comes after it.
    made_at = min(rechecked_at, now())
    return ("hazard.overtaken",) if since is not None and since > made_at else ()


def own_photos(actor: Actor, promised: Sequence[Promise]) -> None:
    """See that a unit shows pictures that are its own; raises photo.of_another.

    A promise opens a picture to whoever made it, and a hash is no secret: naming the evidence of
    another hazard would show it, naming that of this one would pass it off as the rectification.
    """
    files = {file.sha256 for one in promised for file in (one, one.original) if file}
    query = select(PhotoUse.sha256).join(Person, Person.id == PhotoUse.promised_by)
    others = Person.unit_id.is_distinct_from(actor.person.unit_id)
    theirs = db.session.scalars(query.where(PhotoUse.sha256.in_(files), others)).all()
    if theirs:
        raise refuse("photo.of_another", field="photos", photos=sorted(set(theirs)))


def item(said: Determination) -> str:
    """Give the one item that a determination names.

    Raises determination.edition, .second_item, .item_unknown, or .reason_missing where the article
    (16, 17) says too little by itself.
    """
    if said.edition != majors.EDITION:
        raise refuse("determination.edition", field="edition", edition=majors.EDITION)
    if len(said.item_ids) != 1:
        raise refuse("determination.second_item", field="item_id", named=len(said.item_ids))
    found = majors.items().get(said.item_ids[0])
    if found is None:
        raise refuse("determination.item_unknown", field="item_id")
    if found.needs_reason and not said.reason.strip():
        raise refuse("determination.reason_missing", field="reason")
    return found.id


def ruling(hazard: Hazard, said: Ruling) -> None:
    """See that the office's determination names its item, or gives its reason.

    What was determined before is set aside by a reason alone; where an item is owed, none is.
    """
    if said.is_major:
        named = (said.item_id,) if said.item_id else ()
        item(Determination(said.edition, named, said.reason))
    is_owed = hazard.is_major and hazard.major_item is None
    if not (said.is_major and is_owed) and not said.reason.strip():
        raise refuse("determination.reason_missing", field="reason")


def determined(hazard: Hazard) -> Json:
    """Give what a step keeps of a determination."""
    return {
        "is_major": hazard.is_major,
        "edition": hazard.major_edition,
        "item_id": hazard.major_item,
    }


def body(args: Recheck) -> Json:
    """Give what a step keeps of a re-check."""
    return {
        "result": args.result,
        "rechecked_at": min(args.rechecked_at, now()).isoformat(),
        "photos": [one.sha256 for one in args.photos],
    }


def reported(actor: Actor, check: SpotCheck, args: HazardReport) -> Hazard:
    """Give the row of a report, with the next number of its district.

    Refuses what does not hang together; everything else on site is the inspector's to say.
    """
    if args.checklist_version_id not in check.checklist_version_ids:
        raise refuse("checklist.unknown", field="checklist_version_id")
    if args.item_id not in items(args.checklist_version_id):
        raise refuse("item.unknown", field="item_id")
    asked = {"party": args.party_id, "place": check.jurisdiction_id, "hazard": args.hazard_id}
    ground = db.session.execute(GROUND, asked).one()
    if ground.site_id != check.site_id:
        raise refuse("party.unknown", field="party_id")
    checked_on = check.started_at.astimezone(CHINA).date() if check.started_at else today()
    if args.due_on < checked_on:
        raise refuse("hazard.due_before_check", field="due_on", checked_on=str(checked_on))
    if ground.exists:
        raise refuse("hazard.exists", field="hazard_id")
    if args.determination:
        item(args.determination)
    return _new(actor, check, args, f"{ground.code}-{today().year}-H{ground.number:06d}")


def _new(actor: Actor, check: SpotCheck, args: HazardReport, number: str) -> Hazard:
    return Hazard(
        id=args.hazard_id,
        number=number,
        jurisdiction_id=check.jurisdiction_id,
        spot_check_id=check.id,
        site_id=check.site_id,
        checklist_version_id=args.checklist_version_id,
        item_id=args.item_id,
        description=args.description,
        location=args.location,
        clause=args.clause,
        severity=args.grade.severity,
        due_on=args.due_on,
        party_id=args.party_id,
        state=HazardState.REPORTED,
        reported_by=actor.id,
        is_major=args.is_major,
        **_determined(actor, args.determination),
    )


def _determined(actor: Actor, said: Determination | None) -> Json:
    if said is None:
        return {}
    named = {"major_edition": said.edition, "major_item": said.item_ids[0]}
    by = {"determined_by": actor.id, "determined_at": now()}
    return named | by | {"major_reason": said.reason}


def _assignments(actor: Actor, hazard_id: UUID) -> Collection[datetime | None]:
    """Give for each time that this person was to look at a hazard when it was revoked."""
    query = select(RecheckAssignment.revoked_at).where(RecheckAssignment.hazard_id == hazard_id)
    return db.session.scalars(query.where(RecheckAssignment.inspector_id == actor.id)).all()
