"""The verb after a draw: one seat is drawn anew, and nobody else is moved (draw.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import dr1, journal
from suicha.accounts.models import Card
from suicha.db import db
from suicha.dr1.changes import SeatChange
from suicha.draws import facts, queries, results
from suicha.draws.models import DrawChange, PlanState
from suicha.errors import refuse
from suicha.sites.models import Site
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import reseat

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.models import Draw, Plan


@dataclass(frozen=True)
class Redraw:
    """Which seat is drawn anew and why: `reason` is published, `note` stays inside.

    `holder` is the card of whoever was seen there: what is sent twice changes the seat once.
    """

    object_id: str
    slot: int
    holder: str | None
    reason: str
    note: str


def redraw(actor: Actor, plan_id: UUID, wanted: Redraw) -> Plan:
    """Draw a seat anew: its holder leaves, the lot of the same seed says who comes.

    Raises not_found, plan.not_drawn, seat.unknown, seat.overtaken,
    seat.closed.
    """
    plan = queries.locked(actor, plan_id)
    if plan.state is not PlanState.DRAWN or plan.draw is None:
        raise refuse("plan.not_drawn", state=plan.state.value)
    change = _worked(plan, plan.draw, wanted)
    if change.before != wanted.holder:
        raise refuse("seat.overtaken", field="holder")
    check = _check(plan.draw, wanted.object_id)
    reseat(actor, check.id, wanted.slot, _person(change.now))
    plan.draw.changes.append(
        DrawChange(
            number=len(plan.draw.changes) + 1,
            object_id=wanted.object_id,
            slot=wanted.slot,
            reason=wanted.reason,
            note=wanted.note.strip(),
            left=change.before,
            came=change.now,
            made_by=actor.id,
        )
    )
    db.session.flush()
    said = (wanted.object_id, wanted.slot, wanted.reason, change.before, change.now)
    journal.record(facts.SeatRedrawn(plan.id, plan.jurisdiction_id, actor.id, *said))
    return plan


def _worked(plan: Plan, drawn: Draw, wanted: Redraw) -> SeatChange:
    """Work all requests so far and this one; what it gives is the last."""
    request = dr1.Request(wanted.object_id, wanted.slot, wanted.reason)
    try:
        change = results.changes(plan, drawn, request).changes[-1]
    except dr1.InputError as error:
        raise refuse("seat.unknown", field="object_id", reason=error.reason) from error
    assert isinstance(change, SeatChange)  # noqa: S101  # asked for a seat
    return change


def _check(drawn: Draw, object_id: str) -> SpotCheck:
    query = (
        select(SpotCheck)
        .join(Site, Site.id == SpotCheck.site_id)
        .where(SpotCheck.draw_id == drawn.id, Site.permit_number == object_id)
    )
    return db.session.scalars(query).one()


def _person(card_number: str | None) -> UUID | None:
    if card_number is None:
        return None
    return db.session.scalars(select(Card.person_id).where(Card.number == card_number)).one()
