"""The verbs around a plan: make it, approve it, declare it void."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha import journal
from suicha.db import db, next_number, now
from suicha.draws import facts, limits, queries
from suicha.draws.models import Plan, PlanState, VoidBecause
from suicha.errors import refuse
from suicha.spot_checks.operations import cancel

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.models import Draw
    from suicha.places.models import Jurisdiction


@dataclass(frozen=True)
class NewPlan:
    """What a plan says: `take` is a count for each risk class."""

    title: str
    period_from: date
    period_to: date
    item_list_entry_id: UUID
    take: dict[str, int]
    due_working_days: int


def make(actor: Actor, new: NewPlan) -> Plan:
    """Make a plan for the actor's own jurisdiction.

    Raises plan.period, plan.take_nothing, plan.take_above_class, item.unknown.
    """
    if new.period_from > new.period_to:
        raise refuse("plan.period", field="period_to")
    place = actor.person.jurisdiction
    entry = queries.entry(place.id, new.item_list_entry_id)
    scope = limits.Scope(place.id, entry, new.period_from, new.period_to)
    _check_take(new.take, limits.listed(scope).available())
    plan = Plan(
        number=_number(place, new.period_from),
        jurisdiction_id=place.id,
        title=new.title,
        period_from=new.period_from,
        period_to=new.period_to,
        item_list_entry_id=entry.id,
        take=new.take,
        due_working_days=new.due_working_days,
        made_by=actor.id,
    )
    db.session.add(plan)
    db.session.flush()
    journal.record(facts.PlanMade(plan.id, place.id, actor.id, plan.number))
    return plan


def approve(actor: Actor, plan_id: UUID) -> Plan:
    """Approve a plan that somebody else made: nothing is frozen by one person alone.

    Raises plan.void, plan.own, plan.already_approved.
    """
    plan = queries.locked(actor, plan_id)
    refuse_void(plan)
    if plan.made_by == actor.id:
        raise refuse("plan.own")
    if plan.approved_at is not None:
        raise refuse("plan.already_approved")
    plan.approver, plan.approved_at = actor.person, now()
    journal.record(facts.PlanApproved(plan.id, plan.jurisdiction_id, actor.id))
    return plan


def void(actor: Actor, plan_id: UUID, reason: VoidBecause, text: str) -> Plan:
    """Declare a plan void; what was committed to and drawn stays public, with the reason.

    Whoever made a plan cannot throw its outcome away, and what was visited stands: a void would
    be a second try. Raises plan.own_void, plan.void, plan.visited.
    """
    plan = queries.locked(actor, plan_id)
    refuse_void(plan)
    if plan.made_by == actor.id and plan.state is not PlanState.DRAFT:
        raise refuse("plan.own_void")
    if plan.draw is not None:
        cancel_checks(actor, plan.draw, reason.value)
    plan.voided_at, plan.voided_by = now(), actor.id
    plan.void_reason, plan.void_text = reason, text.strip()
    journal.record(facts.PlanVoided(plan.id, plan.jurisdiction_id, actor.id, reason.value))
    return plan


def cancel_checks(actor: Actor, drawn: Draw, reason: str) -> None:
    """Call off the visits of a draw; raises plan.visited when one has begun."""
    checks = list(db.session.scalars(queries.standing_checks(drawn)))
    if any(check.begun for check in checks):
        raise refuse("plan.visited")
    for check in checks:
        cancel(actor, check.id, reason)


def refuse_void(plan: Plan) -> None:
    """Refuse what cannot be done to a void plan."""
    if plan.voided_at is not None:
        raise refuse("plan.void")


def standing_draw(plan: Plan) -> Draw:
    """Give the draw that something is done to; raises plan.void, plan.not_drawn."""
    refuse_void(plan)
    if plan.state is not PlanState.DRAWN or plan.draw is None:
        raise refuse("plan.not_drawn", state=plan.state.value)
    return plan.draw


def _check_take(take: dict[str, int], available: dict[str, int]) -> None:
    if not any(take.values()):
        raise refuse("plan.take_nothing", field="take")
    for risk_class, asked in take.items():
        if asked > available[risk_class]:
            field, there = f"take.{risk_class}", available[risk_class]
            raise refuse("plan.take_above_class", field=field, asked=asked, available=there)


def _number(place: Jurisdiction, day: date) -> str:
    quarter = (day.month + 2) // 3
    return f"{place.code}-{day.year}-Q{quarter}-{next_number('plan'):03d}"
