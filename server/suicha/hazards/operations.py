"""The verbs of hazards: from the report on site to the closing at the desk, and their lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from suicha import journal
from suicha.db import Json, db, now
from suicha.errors import Accepted, Refusal, refuse
from suicha.hazards import facts, judging, lights, queries
from suicha.hazards.commands import RecheckResult, Result
from suicha.hazards.light import RULE
from suicha.hazards.models import Hazard, HazardLight, HazardStep, RecheckAssignment, StepKind
from suicha.hazards.states import MOVES, Deed
from suicha.photos import operations as photos
from suicha.photos.models import PhotoKind
from suicha.photos.promises import Subject
from suicha.spot_checks.holding import assigned
from suicha.spot_checks.operations import count_differences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.hazards.commands import Batch, HazardReport, Recheck, Reply, Ruling, Said

STEPS = {
    Deed.CONFIRM: StepKind.CONFIRMED,
    Deed.ASSIGN: StepKind.ASSIGNED,
    Deed.EXTEND: StepKind.EXTENDED,
    Deed.REPLY: StepKind.REPLIED,
    Deed.VERIFY: StepKind.VERIFIED,
    Deed.RETURN: StepKind.RETURNED,
    Deed.CLOSE: StepKind.CLOSED,
    Deed.DETERMINE: StepKind.DETERMINED,
}
MOST_LIGHTS = 5000  # noted in one transaction: a long one would hold back the change feed


def report(actor: Actor, args: HazardReport) -> Accepted:
    """Report a hazard of a check that is or was this person's, and promise its photos.

    Raises spot_check.unknown, checklist.unknown, item.unknown, party.unknown,
    hazard.due_before_check, hazard.exists, determination.… or photo.too_large. A report is never
    replaced: what was signed for stays, and a correction will be a supplement of its own.
    """
    found = assigned(actor, args.spot_check_id)
    check = found.check
    hazard = judging.reported(actor, check, args)
    db.session.add(hazard)
    db.session.flush()
    count_differences(check)
    photos.promise(actor, _subject(hazard), args.photos, PhotoKind.EVIDENCE)
    about = hazard.id, hazard.jurisdiction_id, actor.id, hazard.spot_check_id
    said = hazard.severity, hazard.is_major, hazard.major_item, hazard.due_on
    journal.record(facts.HazardReported(*about, *said))
    _light_first(hazard)
    if hazard.determination:
        _step(actor, hazard, Deed.DETERMINE, hazard.major_reason, **judging.determined(hazard))
    return Accepted(flags=found.flags)


def confirm(actor: Actor, hazard_id: UUID, note: str) -> None:
    """Confirm a reported hazard; raises hazard.unknown, jurisdiction.other, hazard.not_reported."""
    hazard = _in_hand(actor, hazard_id, Deed.CONFIRM)
    hazard.confirmed_by, hazard.confirmed_at = actor.id, now()
    hazard.confirmation_note = note
    _step(actor, hazard, Deed.CONFIRM, note)
    _tell(actor, hazard, facts.HazardConfirmed)


def assign(actor: Actor, hazard_id: UUID, inspector_ids: Collection[UUID]) -> None:
    """Say who is to look at an open hazard again: these inspectors, and nobody else.

    The same ones again change nothing. Raises hazard.unknown, jurisdiction.other, hazard.is_closed
    or inspector.unknown (no inspector of this district).
    """
    hazard = _in_hand(actor, hazard_id, Deed.ASSIGN)
    wanted = judging.inspectors(hazard, inspector_ids)
    held = queries.held(hazard.id)
    if wanted == held.keys():
        return
    for person_id in held.keys() - wanted:
        held[person_id].revoked_at = now()
    db.session.add_all(
        RecheckAssignment(hazard_id=hazard.id, inspector_id=person_id, assigned_by=actor.id)
        for person_id in sorted(wanted - held.keys())
    )
    _step(actor, hazard, Deed.ASSIGN, inspector_ids=sorted(str(one) for one in wanted))
    _tell(actor, hazard, facts.HazardAssigned, len(wanted))


def extend(actor: Actor, hazard_id: UUID, due_on: date, reason: str) -> None:
    """Give a confirmed hazard more time; the first due date, the reason and past lights stay.

    Raises hazard.unknown, jurisdiction.other, hazard.is_reported, hazard.is_closed or
    hazard.due_not_later.
    """
    hazard = _in_hand(actor, hazard_id, Deed.EXTEND)
    judging.later(hazard, due_on)
    before = hazard.due_on
    hazard.original_due_on = hazard.original_due_on or before
    hazard.due_on = due_on
    _step(actor, hazard, Deed.EXTEND, reason, due_from=str(before), due_on=str(due_on))
    _tell(actor, hazard, facts.HazardExtended, before, due_on)


def reply(actor: Actor, hazard_id: UUID, said: Reply) -> None:
    """Say, as the unit responsible, that a hazard is rectified, and promise photos of it.

    Raises hazard.unknown (also where it is another unit's), hazard.is_…, photo.of_another or
    photo.too_large.
    """
    hazard = queries.one(actor, hazard_id, for_update=True)
    judging.state(hazard, Deed.REPLY)
    judging.own_photos(actor, said.photos)
    photos.promise(actor, _subject(hazard), said.photos, PhotoKind.REPLY)
    _step(actor, hazard, Deed.REPLY, said.note, photos=[one.sha256 for one in said.photos])
    _tell(actor, hazard, facts.HazardReplied)


def recheck(actor: Actor, args: Recheck) -> Accepted:
    """Keep what an inspector saw when looking again; late or overtaken, it is kept and flagged.

    Where nothing stands against it, it decides: passed is verified, failed is returned. Raises
    hazard.unknown, command.id_reused (the recheck's id) or photo.too_large.
    """
    flags = judging.sent(actor, args)
    hazard = queries.locked(args.hazard_id)
    if db.session.get(HazardStep, args.recheck_id) is not None:
        raise refuse("command.id_reused", field="recheck_id")
    overtaken = judging.overtaken(hazard, args.rechecked_at)
    if not overtaken:
        _move(hazard, Deed.PASS if args.result is RecheckResult.PASSED else Deed.FAIL)
    photos.promise(actor, _subject(hazard), args.photos, PhotoKind.RECHECK)
    step = HazardStep(id=args.recheck_id, step=StepKind.RECHECKED, note=args.note)
    _keep(actor, hazard, step, judging.body(args))
    _tell(actor, hazard, facts.HazardRechecked, args.result, hazard.state)
    return Accepted((*flags, *overtaken))


def verify(actor: Actor, hazard_id: UUID, note: str) -> None:
    """Find a rectification good; raises hazard.unknown, jurisdiction.other or hazard.is_…."""
    hazard = _in_hand(actor, hazard_id, Deed.VERIFY)
    _step(actor, hazard, Deed.VERIFY, note)
    _tell(actor, hazard, facts.HazardVerified)


def send_back(actor: Actor, hazard_id: UUID, reason: str) -> None:
    """Return a rectification with a reason; raises as verify does."""
    hazard = _in_hand(actor, hazard_id, Deed.RETURN)
    _step(actor, hazard, Deed.RETURN, reason)
    _tell(actor, hazard, facts.HazardReturned)


def close(actor: Actor, hazard_id: UUID, note: str) -> None:
    """Close a verified hazard (销号); raises as verify does."""
    hazard = _in_hand(actor, hazard_id, Deed.CLOSE)
    _step(actor, hazard, Deed.CLOSE, note)
    _tell(actor, hazard, facts.HazardClosed)


def determine(actor: Actor, hazard_id: UUID, ruling: Ruling) -> None:
    """重大隐患认定: decide whether an open hazard is major, by which item; what was said stays.

    To name the item that is owed asks for no reason; every other decision does. Raises
    hazard.unknown, jurisdiction.other, hazard.is_closed or determination.….
    """
    hazard = _in_hand(actor, hazard_id, Deed.DETERMINE)
    judging.ruling(hazard, ruling)
    hazard.is_major = ruling.is_major
    hazard.major_edition = ruling.edition if ruling.is_major else None
    hazard.major_item = ruling.item_id
    hazard.major_reason = ruling.reason if ruling.is_major else ""
    hazard.determined_by, hazard.determined_at = actor.id, now()
    _step(actor, hazard, Deed.DETERMINE, ruling.reason, **judging.determined(hazard))
    _tell(actor, hazard, facts.HazardDetermined, hazard.is_major, hazard.major_item)


AT_THE_DESK: dict[Deed, Callable[[Actor, UUID, Said], None]] = {
    Deed.CONFIRM: lambda actor, one, said: confirm(actor, one, said.note),
    Deed.ASSIGN: lambda actor, one, said: assign(actor, one, said.inspector_ids),
    Deed.EXTEND: lambda actor, one, said: extend(actor, one, said.due_on, said.reason),
    Deed.VERIFY: lambda actor, one, said: verify(actor, one, said.note),
    Deed.RETURN: lambda actor, one, said: send_back(actor, one, said.reason),
    Deed.CLOSE: lambda actor, one, said: close(actor, one, said.note),
}


def batch(actor: Actor, asked: Batch) -> list[Result]:
    """Do one deed with several hazards, each in a savepoint; results in the order asked.

    Done in the order of their ids: two batches that share hazards never wait for each other.
    """
    results = {one: _try(actor, asked, one) for one in sorted(set(asked.hazard_ids))}
    return [results[one] for one in dict.fromkeys(asked.hazard_ids)]


def note_lights(hazard_ids: Collection[UUID] | None = None, most: int = MOST_LIGHTS) -> int:
    """Write down each light that is not what was last noted; return how many there were.

    A verb names the hazards that it holds. Without them it goes through all that are open: what
    it finds it locks, and looks again, so that no deed that commits in between is told twice.
    """
    db.session.flush()
    found = lights.changed(hazard_ids, most)
    if hazard_ids is None:
        found = lights.changed(lights.locked([one.id for one in found]), most)
    if not found:
        return 0
    db.session.execute(insert(HazardLight), [_noted(one) for one in found])
    journal.record_all([_light_changed(one) for one in found])
    return len(found)


def _light_first(hazard: Hazard) -> None:
    """Note the light with which a hazard begins: nothing was noted before."""
    begun = (hazard.id, hazard.jurisdiction_id, hazard.is_major, hazard.state, hazard.due_on)
    first = lights.Due(*begun, n=0, before=None)
    db.session.add(HazardLight(**_noted(first)))
    journal.record(_light_changed(first))


def _light_changed(one: lights.Due) -> facts.HazardLightChanged:
    told = (one.before, one.light.colour, one.light.reason, RULE)
    return facts.HazardLightChanged(one.id, one.jurisdiction_id, None, *told)


def _noted(one: lights.Due) -> Json:
    return {
        "hazard_id": one.id,
        "n": one.n + 1,
        "colour": one.light.colour,
        "reason": one.light.reason,
        "rule": RULE,
        "due_on": one.due_on,
    }


def _try(actor: Actor, asked: Batch, hazard_id: UUID) -> Result:
    try:
        with db.session.begin_nested():
            AT_THE_DESK[asked.deed](actor, hazard_id, asked.said)
    except Refusal as refusal:
        return Result(hazard_id, done=False, code=refusal.code)
    return Result(hazard_id, done=True)


def _in_hand(actor: Actor, hazard_id: UUID, deed: Deed) -> Hazard:
    """Load a hazard for a deed of the desk, locked until the commit."""
    hazard = queries.one(actor, hazard_id, for_update=True)
    actor.act_in(hazard.jurisdiction_id)
    judging.state(hazard, deed)
    note_lights([hazard.id])  # what the days made of it: a deed must not hide that it was red
    return hazard


def _step(actor: Actor, hazard: Hazard, deed: Deed, note: str = "", **body: object) -> None:
    """Move a hazard and keep what was said with it."""
    _move(hazard, deed)
    _keep(actor, hazard, HazardStep(step=STEPS[deed], note=note), body)


def _move(hazard: Hazard, deed: Deed) -> None:
    hazard.state = MOVES[deed].after or hazard.state


def _keep(actor: Actor, hazard: Hazard, step: HazardStep, body: Json) -> None:
    step.hazard_id, step.by, step.state, step.body = hazard.id, actor.id, hazard.state, body
    db.session.add(step)


def _tell(actor: Actor, hazard: Hazard, fact: Callable[..., journal.Fact], *public: object) -> None:
    """Write the fact of a deed, and what the light has become by it."""
    about = hazard.id, hazard.jurisdiction_id, actor.id, hazard.spot_check_id
    journal.record(fact(*about, *public))
    note_lights([hazard.id])


def _subject(hazard: Hazard) -> Subject:
    return Subject(hazard.spot_check_id, hazard.jurisdiction_id, hazard.id)
