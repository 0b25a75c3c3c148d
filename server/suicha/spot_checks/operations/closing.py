"""The verb of closing: submit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import journal
from suicha.checklists.models import ChecklistVersion
from suicha.db import db, next_number, now, today
from suicha.errors import Accepted, refuse
from suicha.photos.queries import names_of
from suicha.spot_checks import facts
from suicha.spot_checks.holding import assigned
from suicha.spot_checks.models import Record, SpotCheck, SpotCheckState
from suicha.spot_checks.operations.counting import count_differences
from suicha.spot_checks.record import (
    answers_are_right,
    digest_is_right,
    is_complete,
    photos_named,
    scores_are_right,
)

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.spot_checks.commands import Submission


def submit(actor: Actor, args: Submission) -> Accepted:
    """Close the record of a check; it is kept as it was signed, whatever is wrong with it.

    Another record of a check that is closed already becomes a further version, which does not
    replace the first; the same record again is told the same success.
    Raises spot_check.unknown, spot_check.not_lead, command.malformed (another check's record).
    """
    found = assigned(actor, args.spot_check_id)
    check = found.check
    if not found.lead:
        raise refuse("spot_check.not_lead")
    if args.record.spot_check_id != check.id:
        raise refuse("command.malformed", field="record")
    kept = _records(check.id)
    if args.record.text in {record.text for record in kept}:
        return Accepted(found.flags_in_time, receipt=check.receipt)
    _keep(actor, args, version=len(kept) + 1)
    if not kept:
        _close(check, args)
        count_differences(check)
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
        "record.answers_wrong": answers_are_right(args.record, versions),
        "record.incomplete": is_complete(args.record, versions),
        "record.photos_unknown": photos_named(args.record, versions) <= names_of(check.id),
    }
    return [flag for flag, right in flags.items() if not right]
