"""Checks in an inspector's hand: locked, and read with what the verbs of commands ask of them.

A push may hold all its checks at once (`hold`): what a transaction holds, its verbs need neither
lock nor read again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, exists, select

from suicha.db import db
from suicha.errors import refuse
from suicha.spot_checks.models import AnswerSheet, Assignment, SpotCheck
from suicha.spot_checks.queries import CLOSED

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import SessionTransaction

    from suicha.accounts.guard import Actor

REVOKED = "assignment.revoked"
LATE = "spot_check.already_submitted"
LEAD = 0  # the seat of whoever closes the record


@dataclass(frozen=True)
class Assigned:
    """A check that an inspector was sent to, as the actor of a command finds it.

    `flags` is what a person should look at when the command is accepted all the same (sync.md,
    refuse little): `assignment.revoked`, `spot_check.already_submitted`. `sheets` are the
    inspector's own by checklist version; a verb that adds one puts it there.
    """

    check: SpotCheck
    lead: bool
    flags: tuple[str, ...]
    sheets: dict[UUID, AnswerSheet]

    @property
    def flags_in_time(self) -> tuple[str, ...]:
        """The flags of what may well come after the submission."""
        return tuple(flag for flag in self.flags if flag != LATE)


@dataclass(frozen=True)
class InHand:
    """A check, locked, with an inspector's own seats and sheets.

    `seats` tells by number when each was revoked, if it was.
    """

    check: SpotCheck
    seats: dict[int, list[datetime | None]]
    sheets: dict[UUID, AnswerSheet]

    def as_found(self) -> Assigned:
        """Judge by the seats that count: a lead's before others, those held before revoked ones."""
        every = [revoked_at for of_seat in self.seats.values() for revoked_at in of_seat]
        counting = self.seats.get(LEAD) or every
        flags = () if None in counting else (REVOKED,)
        late = (LATE,) if self.check.state in CLOSED else ()
        return Assigned(self.check, LEAD in self.seats, (*flags, *late), self.sheets)


# Made once: to build them costs as much as to ask them. Checks that an inspector was ever sent to,
# in the order of their ids; NO KEY UPDATE, so that rows which only refer to a check need not wait.
CHECKS = any_(bindparam("checks", type_=ARRAY(Uuid())))
LOCK = (
    select(SpotCheck)
    .where(SpotCheck.id == CHECKS)
    .where(
        exists().where(
            Assignment.spot_check_id == SpotCheck.id,
            Assignment.inspector_id == bindparam("inspector"),
        )
    )
    .order_by(SpotCheck.id)
    .with_for_update(of=SpotCheck, key_share=True)
    .execution_options(populate_existing=True)
)
# An inspector's own seats at checks, each beside each of their own sheets.
OWN = (
    select(Assignment.spot_check_id, Assignment.seat, Assignment.revoked_at, AnswerSheet)
    .outerjoin(
        AnswerSheet,
        and_(
            AnswerSheet.spot_check_id == Assignment.spot_check_id,
            AnswerSheet.inspector_id == Assignment.inspector_id,
        ),
    )
    .where(Assignment.inspector_id == bindparam("inspector"))
    .where(Assignment.spot_check_id == CHECKS)
    .execution_options(populate_existing=True)
)

_hands: WeakKeyDictionary[SessionTransaction, dict[UUID, InHand]] = WeakKeyDictionary()


def hold(actor: Actor, spot_check_ids: Collection[UUID]) -> None:
    """Take an inspector's checks in hand until the transaction ends; leave those of others."""
    taken = _taken(actor, spot_check_ids)
    if transaction := db.session().get_transaction():
        _hands[transaction] = taken


def lock(actor: Actor, spot_check_ids: Collection[UUID]) -> None:
    """Lock an inspector's checks in the order of `hold`, so that two pushes never cross."""
    db.session.execute(LOCK, {"inspector": actor.id, "checks": list(spot_check_ids)})


def held(spot_check_id: UUID) -> InHand | None:
    """Give a check that this transaction has in hand."""
    transaction = db.session().get_transaction()
    return _hands.get(transaction, {}).get(spot_check_id) if transaction else None


def assigned(actor: Actor, spot_check_id: UUID) -> Assigned:
    """A check for an inspector's command, locked until the commit; raises spot_check.unknown."""
    found = held(spot_check_id) or _taken(actor, [spot_check_id]).get(spot_check_id)
    if found is None:
        raise refuse("spot_check.unknown", field="spot_check_id")
    return found.as_found()


def _taken(actor: Actor, spot_check_ids: Collection[UUID]) -> dict[UUID, InHand]:
    """Lock checks, then read afresh what belongs to them: two inspectors may push at once."""
    asked = {"inspector": actor.id, "checks": list(spot_check_ids)}
    found = {one.id: InHand(one, defaultdict(list), {}) for one in db.session.scalars(LOCK, asked)}
    asked["checks"] = list(found)
    for spot_check_id, seat, revoked_at, sheet in db.session.execute(OWN, asked):
        in_hand = found[spot_check_id]
        in_hand.seats[seat].append(revoked_at)
        if sheet is not None:
            in_hand.sheets[sheet.checklist_version_id] = sheet
    return found
