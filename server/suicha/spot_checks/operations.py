"""The verbs of spot checks: assign, start, answer, sign, submit, settle.

The commands of phones refuse little (sync.md): what is late or overtaken is accepted and flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha import journal
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, next_number, now, today
from suicha.errors import Accepted, refuse
from suicha.photos import operations as photos
from suicha.photos.models import PhotoKind
from suicha.photos.promises import Subject
from suicha.photos.queries import all_in
from suicha.spot_checks import facts, queries
from suicha.spot_checks.models import (
    AnswerSheet,
    Assignment,
    Record,
    Signature,
    SignerKind,
    SpotCheck,
    SpotCheckState,
)
from suicha.spot_checks.record import digest_is_right, scores_are_right

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from suicha.accounts.guard import Actor
    from suicha.spot_checks.commands import Answers, Signing, Stamp, Start, Submission

LATE = "spot_check.already_submitted"


@dataclass(frozen=True)
class NewSpotCheck:
    """What a check is made of; `inspector_ids` by seat, None where a seat is still empty."""

    jurisdiction_id: UUID
    site_id: UUID
    draw_id: UUID | None
    item_list_entry_id: UUID
    checklist_version_ids: tuple[UUID, ...]
    due_on: date
    due_provisional: bool
    inspector_ids: tuple[UUID | None, ...]
    number_prefix: str


def assign(new: NewSpotCheck) -> SpotCheck:
    """Make a check of a site and send its inspectors there."""
    number = f"{new.number_prefix}-{today().year}-{next_number('spot_check'):06d}"
    check = SpotCheck(
        number=number,
        jurisdiction_id=new.jurisdiction_id,
        site_id=new.site_id,
        draw_id=new.draw_id,
        item_list_entry_id=new.item_list_entry_id,
        checklist_version_ids=list(new.checklist_version_ids),
        due_on=new.due_on,
        due_provisional=new.due_provisional,
        flags=[],
        assignments=[
            Assignment(inspector_id=inspector_id, seat=seat)
            for seat, inspector_id in enumerate(new.inspector_ids)
            if inspector_id is not None
        ],
    )
    db.session.add(check)
    db.session.flush()
    place = new.jurisdiction_id
    fact = facts.SpotCheckAssigned(check.id, place, None, number, new.site_id, new.due_on)
    journal.record(fact)
    return check


def start(actor: Actor, args: Start) -> Accepted:
    """Begin a check on site; of several starts the first to arrive stands.

    Raises spot_check.unknown.
    """
    found = queries.assigned(actor, args.spot_check_id)
    check = found.check
    if check.state is SpotCheckState.ASSIGNED:
        check.state = SpotCheckState.STARTED
    check.started_at = check.started_at or args.started_at
    fact = facts.SpotCheckStarted(check.id, check.jurisdiction_id, actor.id, args.started_at)
    journal.record(fact)
    return Accepted(found.flags)


def answer(actor: Actor, args: Answers, stamp: Stamp) -> Accepted:
    """Keep an inspector's answers unless a later sheet of theirs is here already.

    Raises spot_check.unknown, checklist.unknown, item.unknown.
    """
    found = queries.assigned(actor, args.spot_check_id)
    check = found.check
    _judge_items(check, args)
    sheet = _own_sheet(actor, args)
    if sheet is None:
        sheet = AnswerSheet(
            spot_check_id=check.id,
            checklist_version_id=args.checklist_version_id,
            inspector_id=actor.id,
        )
        db.session.add(sheet)
    elif not _is_later(actor, stamp, sheet):
        return Accepted(found.flags)
    sheet.device_id, sheet.seq, sheet.made_at = actor.device.id, stamp.seq, stamp.made_at
    sheet.answers = args.answers
    version_id = args.checklist_version_id
    journal.record(facts.SpotCheckAnswered(check.id, check.jurisdiction_id, actor.id, version_id))
    return Accepted(found.flags)


def sign(actor: Actor, args: Signing) -> Accepted:
    """Keep a signature, or a refusal to sign, and promise its image.

    A signature that comes behind its own record is in time: it is flagged only under another.
    Raises spot_check.unknown, command.malformed (no inspector of this check, or
    a party with an account), command.id_reused,
    photo.too_large.
    """
    found = queries.assigned(actor, args.spot_check_id)
    check = found.check
    sent = {seat.inspector_id for seat in queries.seats(check.id)}
    expected = sent if args.signer is SignerKind.INSPECTOR else {None}
    if args.person_id not in expected:
        raise refuse("command.malformed", field="person_id")
    if db.session.get(Signature, args.signature_id) is not None:
        raise refuse("command.id_reused", field="signature_id")
    db.session.add(_signature(args))
    if args.image is not None:
        subject = Subject(check.id, check.jurisdiction_id, None)
        photos.promise(actor, subject, [args.image], PhotoKind.SIGNATURE)
    place = check.jurisdiction_id
    fact = facts.SpotCheckSigned(check.id, place, actor.id, args.digest, args.signer, args.refused)
    journal.record(fact)
    standing = queries.standing_record(check.id)
    in_time = standing is not None and standing.digest == args.digest
    return Accepted(_without_late(found.flags) if in_time else found.flags)


def submit(actor: Actor, args: Submission) -> Accepted:
    """Close the record of a check; it is kept as it was signed, whatever is wrong with it.

    Another record of a check that is closed already becomes a further version, which does not
    replace the first; the same record again is told the same success.
    Raises spot_check.unknown, spot_check.not_lead, command.malformed (another check's record).
    """
    found = queries.assigned(actor, args.spot_check_id)
    check = found.check
    if not found.lead:
        raise refuse("spot_check.not_lead")
    if args.record.spot_check_id != check.id:
        raise refuse("command.malformed", field="record")
    kept = _records(check.id)
    if args.record.text in {record.text for record in kept}:
        return Accepted(_without_late(found.flags), receipt=check.receipt)
    _keep(actor, args, version=len(kept) + 1)
    if not kept:
        _close(check, args)
    fact = facts.SpotCheckSubmitted(
        check.id,
        check.jurisdiction_id,
        actor.id,
        args.digest,
        len(kept) + 1,
        args.record.result_category,
        check.receipt,
    )
    journal.record(fact)
    return Accepted((*found.flags, *_differences(check, args)), receipt=check.receipt)


def settle(spot_check_id: UUID) -> None:
    """Complete a submitted check once every promised picture has come (sync.md, Photos 2)."""
    check = queries.locked(spot_check_id)
    if check.state is not SpotCheckState.SUBMITTED or not all_in(check.id):
        return
    check.state, check.completed_at = SpotCheckState.COMPLETE, now()
    journal.record(facts.SpotCheckCompleted(check.id, check.jurisdiction_id, None))


def count_command(spot_check_id: UUID, flags: Sequence[str]) -> None:
    """Count an accepted command of a check and keep its flags for a person to look at.

    The count is what phones compare their own with, so every command touches the check's row and
    the row is pulled again.
    """
    check = queries.locked(spot_check_id)
    check.commands_received += 1
    check.flags = [*check.flags, *(flag for flag in flags if flag not in check.flags)]


def _judge_items(check: SpotCheck, args: Answers) -> None:
    if args.checklist_version_id not in check.checklist_version_ids:
        raise refuse("checklist.unknown", field="checklist_version_id")
    version = db.session.get_one(ChecklistVersion, args.checklist_version_id)
    unknown = sorted(args.answers.keys() - version.items.keys())
    if unknown:
        raise refuse("item.unknown", field="answers", items=unknown)


def _own_sheet(actor: Actor, args: Answers) -> AnswerSheet | None:
    query = select(AnswerSheet).where(
        AnswerSheet.spot_check_id == args.spot_check_id,
        AnswerSheet.checklist_version_id == args.checklist_version_id,
        AnswerSheet.inspector_id == actor.id,
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _is_later(actor: Actor, stamp: Stamp, sheet: AnswerSheet) -> bool:
    """Compare by the device's own count; a new phone counts from 1 again, there only time tells."""
    if sheet.device_id == actor.device.id:
        return stamp.seq > sheet.seq
    return stamp.made_at > sheet.made_at


def _signature(args: Signing) -> Signature:
    return Signature(
        id=args.signature_id,
        spot_check_id=args.spot_check_id,
        digest=args.digest,
        signer=args.signer,
        person_id=args.person_id,
        name=args.name,
        position_title=args.position_title,
        refused=args.refused,
        refusal_reason=args.refusal_reason,
        witness_name=args.witness_name,
        image_sha256=args.image.sha256 if args.image else None,
        signed_at=args.signed_at,
    )


def _records(spot_check_id: UUID) -> list[Record]:
    query = select(Record).where(Record.spot_check_id == spot_check_id).order_by(Record.version)
    return list(db.session.scalars(query))


def _keep(actor: Actor, args: Submission, version: int) -> None:
    record = Record(
        spot_check_id=args.spot_check_id,
        version=version,
        digest=args.digest,
        text=args.record.text,
        score=args.record.score,
        findings=len(args.record.hazards),
        closed_by=actor.id,
        closed_at=args.submitted_at,
    )
    db.session.add(record)


def _close(check: SpotCheck, args: Submission) -> None:
    check.state, check.submitted_at = SpotCheckState.SUBMITTED, now()
    check.result_category = args.record.result_category
    check.receipt = f"SF-{today().year}-{next_number('receipt'):06d}"


def _differences(check: SpotCheck, args: Submission) -> list[str]:
    """Compare what the phone claims of its record with the record itself."""
    same_result = args.record.result_category is args.result_category
    query = select(ChecklistVersion).where(ChecklistVersion.id.in_(check.checklist_version_ids))
    versions = {version.id: version for version in db.session.scalars(query)}
    flags = {
        "record.digest_differs": digest_is_right(args.record.text, args.digest) and same_result,
        "record.score_differs": scores_are_right(args.record, versions),
    }
    return [flag for flag, right in flags.items() if not right]


def _without_late(flags: Sequence[str]) -> tuple[str, ...]:
    return tuple(flag for flag in flags if flag != LATE)
