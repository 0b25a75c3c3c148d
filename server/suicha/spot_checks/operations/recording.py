"""The verbs of recording: start, answer, supplement, sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha import journal
from suicha.checklists.definition.answers import wrong
from suicha.checklists.queries import items
from suicha.db import db
from suicha.errors import Accepted, refuse
from suicha.photos import operations as photos
from suicha.photos.models import PhotoKind
from suicha.photos.promises import Subject
from suicha.spot_checks import facts, queries
from suicha.spot_checks.holding import assigned
from suicha.spot_checks.models import (
    AnswerSheet,
    Record,
    Signature,
    SignerKind,
    SpotCheck,
    SpotCheckState,
    Supplement,
)
from suicha.spot_checks.operations.counting import count_differences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.accounts.guard import Actor
    from suicha.photos.promises import Promise
    from suicha.spot_checks.commands import Answers, Signing, Stamp, Start, Supplementing
    from suicha.spot_checks.holding import Assigned

    Said = Answers | Supplementing


def start(actor: Actor, args: Start) -> Accepted:
    """Begin a check on site; of several starts the first to arrive stands.

    Raises spot_check.unknown.
    """
    found = assigned(actor, args.spot_check_id)
    check = found.check
    if check.state is SpotCheckState.ASSIGNED:
        check.state = SpotCheckState.STARTED
    check.started_at = check.started_at or args.started_at
    fact = facts.SpotCheckStarted(check.id, check.jurisdiction_id, actor.id, args.started_at)
    journal.record(fact)
    return Accepted(found.flags)


def answer(actor: Actor, args: Answers, stamp: Stamp) -> Accepted:
    """Keep an inspector's answers unless a later sheet of theirs is here already.

    The photos that they promise are owed in any case: what was taken is never lost.
    Raises spot_check.unknown, checklist.unknown, item.unknown, answer.wrong, photo.too_large.
    """
    found = assigned(actor, args.spot_check_id)
    check = found.check
    _judge_items(check, args)
    _promise(actor, check, args.photos)
    if _keep_sheet(actor, found, args, stamp):
        count_differences(check)
        place, version_id = check.jurisdiction_id, args.checklist_version_id
        journal.record(facts.SpotCheckAnswered(check.id, place, actor.id, version_id))
    return Accepted(found.flags)


def supplement(actor: Actor, args: Supplementing, stamp: Stamp) -> Accepted:
    """Keep answers that came after, with their reason, and let them be the inspector's own.

    It is made to come late, so that this is no flag: what differs waits to be decided. The same
    supplement again is told the same success.
    Raises spot_check.unknown, checklist.unknown, item.unknown, answer.wrong, command.id_reused,
    photo.too_large.
    """
    found = assigned(actor, args.spot_check_id)
    check, accepted = found.check, Accepted(found.flags_in_time)
    _judge_items(check, args)
    kept = db.session.get(Supplement, args.supplement_id)
    if kept is not None:
        if not _is_same(actor, args, kept):
            raise refuse("command.id_reused", field="supplement_id")
        return accepted
    db.session.add(_supplement(actor, args, stamp))
    _promise(actor, check, args.photos)
    _keep_sheet(actor, found, args, stamp)
    count_differences(check)
    place, version_id = check.jurisdiction_id, args.checklist_version_id
    fact = facts.SpotCheckSupplemented(check.id, place, actor.id, args.supplement_id, version_id)
    journal.record(fact)
    return accepted


def sign(actor: Actor, args: Signing) -> Accepted:
    """Keep a signature, or a refusal to sign, and promise its image.

    A signature that comes behind its own record is in time: it is flagged only under another.
    Raises spot_check.unknown, command.malformed (no inspector of this check, or
    a party with an account), command.id_reused,
    photo.too_large.
    """
    found = assigned(actor, args.spot_check_id)
    check = found.check
    sent = {seat.inspector_id for seat in queries.seats(check.id)}
    expected = sent if args.signer is SignerKind.INSPECTOR else {None}
    if args.person_id not in expected:
        raise refuse("command.malformed", field="person_id")
    if db.session.get(Signature, args.signature_id) is not None:
        raise refuse("command.id_reused", field="signature_id")
    db.session.add(_signature(args))
    if args.image is not None:
        photos.promise(actor, _subject(check), [args.image], PhotoKind.SIGNATURE)
    place = check.jurisdiction_id
    fact = facts.SpotCheckSigned(check.id, place, actor.id, args.digest, args.signer, args.refused)
    journal.record(fact)
    signed = queries.stood(check.id).where(Record.digest == args.digest)
    in_time = db.session.scalar(signed) is not None
    return Accepted(found.flags_in_time if in_time else found.flags)


def _subject(check: SpotCheck) -> Subject:
    return Subject(check.id, check.jurisdiction_id)


def _promise(actor: Actor, check: SpotCheck, promised: Sequence[Promise]) -> None:
    photos.promise(actor, _subject(check), promised, PhotoKind.EVIDENCE)


def _judge_items(check: SpotCheck, args: Said) -> None:
    if args.checklist_version_id not in check.checklist_version_ids:
        raise refuse("checklist.unknown", field="checklist_version_id")
    known = items(args.checklist_version_id)
    unknown = sorted(args.answers.keys() - known.keys())
    if unknown:
        raise refuse("item.unknown", field="answers", items=unknown)
    faulty = wrong(list(known.values()), args.answers)
    if faulty:
        raise refuse("answer.wrong", field="answers", items=sorted(faulty), why=faulty)


def _keep_sheet(actor: Actor, found: Assigned, args: Said, stamp: Stamp) -> bool:
    """Let these be the inspector's answers, unless later ones are here: says whether they are."""
    sheet = found.sheets.get(args.checklist_version_id)
    if sheet is None:
        sheet = AnswerSheet(
            spot_check_id=args.spot_check_id,
            checklist_version_id=args.checklist_version_id,
            inspector_id=actor.id,
        )
    elif not _is_later(actor, stamp, sheet):
        return False
    sheet.device_id, sheet.seq, sheet.made_at = actor.device.id, stamp.seq, stamp.made_at
    sheet.answers = args.answers
    db.session.add(sheet)  # only when it is whole: whatever is read next writes it
    found.sheets[args.checklist_version_id] = sheet
    return True


def _is_later(actor: Actor, stamp: Stamp, sheet: AnswerSheet) -> bool:
    """Compare by the device's own count; a new phone counts from 1 again, there only time tells."""
    if sheet.device_id == actor.device.id:
        return stamp.seq > sheet.seq
    return stamp.made_at > sheet.made_at


def _supplement(actor: Actor, args: Supplementing, stamp: Stamp) -> Supplement:
    return Supplement(
        id=args.supplement_id,
        spot_check_id=args.spot_check_id,
        checklist_version_id=args.checklist_version_id,
        inspector_id=actor.id,
        device_id=actor.device.id,
        answers=args.answers,
        reason=args.reason,
        made_at=stamp.made_at,
    )


def _is_same(actor: Actor, args: Supplementing, kept: Supplement) -> bool:
    said = (args.spot_check_id, args.checklist_version_id, args.answers, args.reason)
    was = (kept.spot_check_id, kept.checklist_version_id, kept.answers, kept.reason)
    return kept.inspector_id == actor.id and said == was


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
