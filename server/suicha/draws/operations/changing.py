"""The verbs after a draw: a seat is drawn anew, an object is replaced; nobody else is moved.

Both are worked by dr/1 from the seed of the draw (draw.md 5.1), on what earlier changes left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import dr1, journal
from suicha.accounts.models import Card
from suicha.db import db
from suicha.dr1.changes import ObjectChange, SeatChange
from suicha.draws import facts, limits, queries, results
from suicha.draws.models import DrawChange
from suicha.draws.operations.assigning import assign_checks
from suicha.draws.operations.planning import standing_draw
from suicha.errors import refuse
from suicha.sites.models import Site
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.operations import cancel, reseat

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.dr1.changes import Change
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


@dataclass(frozen=True)
class Replacement:
    """Which object cannot be checked and why: `reason` is published, `note` stays inside.

    No object comes back into a draw, so that its id says what was seen: sent twice, it is told
    that the object was replaced.
    """

    object_id: str
    reason: str
    note: str


def redraw(actor: Actor, plan_id: UUID, wanted: Redraw) -> Plan:
    """Draw a seat anew: its holder leaves, the lot of the same seed says who comes.

    Raises not_found, plan.void, plan.not_drawn, object.replaced, seat.unknown, seat.overtaken,
    seat.closed.
    """
    plan = queries.locked(actor, plan_id)
    drawn = standing_draw(plan)
    change = _redrawn(plan, drawn, wanted)
    if change.before != wanted.holder:
        raise refuse("seat.overtaken", field="holder")
    check = _check(drawn, wanted.object_id)
    reseat(actor, check.id, wanted.slot, _person(change.now))
    made = DrawChange(slot=wanted.slot, left=change.before, came=change.now)
    _keep(actor, drawn, wanted, made)
    said = (wanted.object_id, wanted.slot, wanted.reason, change.before, change.now)
    journal.record(facts.SeatRedrawn(plan.id, plan.jurisdiction_id, actor.id, *said))
    return plan


def replace(actor: Actor, plan_id: UUID, wanted: Replacement) -> Plan:
    """Replace an object by the next of its stratum: its check is cancelled, another is assigned.

    Where the stratum holds no other, the seats are freed and that is said. What comes may have had
    its checks of the year by now: that changes nothing, and is told (docs/decisions/0016).
    Raises not_found, plan.void, plan.not_drawn, object.replaced, object.unknown, spot_check.begun,
    spot_check.cancelled.
    """
    plan = queries.locked(actor, plan_id)
    drawn = standing_draw(plan)
    change = _replaced(plan, drawn, wanted)
    cancel(actor, _check(drawn, wanted.object_id).id, wanted.reason)
    made = DrawChange()
    if change.now is not None:
        made.new_object_id, made.new_ticket = change.now.id, change.now.ticket.hex()
        made.new_team = list(change.team)
        assign_checks(plan, drawn, {change.now.id: change.team})
    _keep(actor, drawn, wanted, made)
    said = (wanted.object_id, wanted.reason, made.new_object_id, *_beside_cap(plan, drawn, made))
    journal.record(facts.ObjectReplaced(plan.id, plan.jurisdiction_id, actor.id, *said))
    return plan


def _beside_cap(plan: Plan, drawn: Draw, made: DrawChange) -> tuple[int | None, int | None]:
    """Count the checks of what came in, beside the cap: neither can change who comes (5.1)."""
    if made.new_object_id is None:
        return None, None
    site_id = _check(drawn, made.new_object_id).site_id
    return limits.checks_had(limits.of(plan))[site_id], limits.cap_of(plan)


def _redrawn(plan: Plan, drawn: Draw, wanted: Redraw) -> SeatChange:
    request = dr1.Request(wanted.object_id, wanted.slot, wanted.reason)
    change = _worked(plan, drawn, request, "seat.unknown")
    assert isinstance(change, SeatChange)  # noqa: S101  # asked for a seat
    return change


def _replaced(plan: Plan, drawn: Draw, wanted: Replacement) -> ObjectChange:
    request = dr1.Request(wanted.object_id, None, wanted.reason)
    change = _worked(plan, drawn, request, "object.unknown")
    assert isinstance(change, ObjectChange)  # noqa: S101  # asked for an object
    return change


def _worked(plan: Plan, drawn: Draw, request: dr1.Request, unknown: str) -> Change:
    """Work all requests so far and this one; what it gives is the last."""
    if any(one.object_id == request.object_id and one.slot is None for one in drawn.changes):
        raise refuse("object.replaced", field="object_id")
    try:
        return results.changes(plan, drawn, request).changes[-1]
    except dr1.InputError as error:
        raise refuse(unknown, field="object_id", reason=error.reason) from error


def _keep(actor: Actor, drawn: Draw, wanted: Redraw | Replacement, made: DrawChange) -> None:
    made.number = len(drawn.changes) + 1
    made.object_id, made.reason, made.note = wanted.object_id, wanted.reason, wanted.note.strip()
    made.made_by = actor.id
    drawn.changes.append(made)
    db.session.flush()


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
