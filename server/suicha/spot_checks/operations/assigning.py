"""The verbs of the house itself: assign, reseat, cancel, settle, count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from suicha import journal
from suicha.db import db, next_number, now, today
from suicha.errors import refuse
from suicha.photos.queries import all_in
from suicha.spot_checks import facts, queries
from suicha.spot_checks.holding import held
from suicha.spot_checks.models import Assignment, SpotCheck, SpotCheckState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from suicha.accounts.guard import Actor


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


def reseat(actor: Actor, spot_check_id: UUID, seat: int, inspector_id: UUID | None) -> None:
    """Let the holder of a seat go and seat another, or nobody; what was recorded stays.

    Raises seat.closed, spot_check.cancelled.
    """
    check = queries.locked(spot_check_id)
    if check.cancelled_at is not None:
        raise refuse("spot_check.cancelled")
    if check.state in queries.CLOSED:
        raise refuse("seat.closed", state=check.state.value)
    for held_seat in check.assignments:
        if held_seat.seat == seat and held_seat.revoked_at is None:
            held_seat.revoked_at = now()
    db.session.flush()  # one seat is held once: the one goes before the other comes
    if inspector_id is not None:
        check.assignments.append(Assignment(inspector_id=inspector_id, seat=seat))
    fact = facts.SpotCheckReseated(check.id, check.jurisdiction_id, actor.id, seat, inspector_id)
    journal.record(fact)


def cancel(actor: Actor, spot_check_id: UUID, reason: str) -> None:
    """Call off a visit that nobody has begun: it ends with a reason, and its seats are free.

    Raises spot_check.begun, spot_check.cancelled.
    """
    check = queries.locked(spot_check_id)
    if check.cancelled_at is not None:
        raise refuse("spot_check.cancelled")
    if check.begun:
        raise refuse("spot_check.begun", state=check.state.value)
    check.cancelled_at, check.cancelled_reason = now(), reason
    for seat in check.assignments:
        seat.revoked_at = seat.revoked_at or check.cancelled_at
    journal.record(facts.SpotCheckCancelled(check.id, check.jurisdiction_id, actor.id, reason))


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
    in_hand = held(spot_check_id)
    check = in_hand.check if in_hand else queries.locked(spot_check_id)
    check.commands_received += 1
    if not set(flags) <= set(check.flags):
        check.flags = [*check.flags, *(flag for flag in flags if flag not in check.flags)]
