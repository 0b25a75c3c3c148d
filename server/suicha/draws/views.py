"""Routes of plans and draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from flask import Response

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.draws import (
    ceremony_schemas,
    details,
    empty_seats,
    operations,
    proposing,
    queries,
    rehearsal_schemas,
    rehearsing,
    schemas,
)
from suicha.draws.models import Plan
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page

if TYPE_CHECKING:
    from suicha.draws.details import PlanDetail
    from suicha.draws.empty_seats import Asked, Explained
    from suicha.draws.models import VoidBecause
    from suicha.draws.operations import Announced, NewPlan, Redraw, Repeat, Replacement
    from suicha.draws.proposing import Roster, RosterAsked
    from suicha.draws.rehearsing import Rehearsed
    from suicha.draws.seeding import Freeze
    from suicha.paging import Page, Paging

draws = Blueprint("draws")

readers = only(Role.SUPERVISOR, Role.WITNESS, Role.AUDITOR, Role.ADMINISTRATOR)
office = only(Role.SUPERVISOR)
witness = only(Role.WITNESS)
ceremony = only(Role.SUPERVISOR, Role.WITNESS)


class Void(TypedDict):
    """Why a plan is void."""

    reason: VoidBecause
    text: str


@draws.get("/plans", guard=readers, query=PagingQuery, answer=ceremony_schemas.PlanPage)
def list_plans(actor: Actor, asked: Paging) -> Page[PlanDetail]:
    """List the plans, newest first."""
    return page(queries.plans(actor), Plan, asked, newest_first=True).dressed(details.briefs)


@draws.post(
    "/plans",
    guard=office,
    body=schemas.NewPlanShape,
    answer=ceremony_schemas.PlanShape,
    status=201,
)
def make(actor: Actor, new: NewPlan) -> PlanDetail:
    """Make a plan."""
    return details.told_to(actor, operations.make(actor, new))


@draws.get(
    "/plans/roster", guard=office, query=schemas.RosterAskedShape, answer=schemas.RosterShape
)
def roster(actor: Actor, asked: RosterAsked) -> Roster:
    """Say what a plan could draw from, by its item and its period."""
    return proposing.roster(actor, asked)


@draws.get("/plans/<uuid:plan_id>/roster", guard=office, answer=schemas.RosterShape)
def roster_of(actor: Actor, plan_id: UUID) -> Roster:
    """Say what a plan would be frozen with now."""
    return proposing.roster_of(actor, plan_id)


@draws.get("/plans/<uuid:plan_id>", guard=readers, answer=ceremony_schemas.PlanShape)
def plan(actor: Actor, plan_id: UUID) -> PlanDetail:
    """Show a plan."""
    return details.seen_by(actor, plan_id)


@draws.post("/plans/<uuid:plan_id>/approval", guard=office, answer=ceremony_schemas.PlanShape)
def approve(actor: Actor, plan_id: UUID) -> PlanDetail:
    """Approve a plan that somebody else made."""
    return details.told_to(actor, operations.approve(actor, plan_id))


@draws.get("/plans/<uuid:plan_id>/rehearsal", guard=office, answer=rehearsal_schemas.RehearsalShape)
def rehearse(actor: Actor, plan_id: UUID) -> Rehearsed:
    """Play a plan with invented seeds; nothing is kept of it."""
    return rehearsing.rehearse(actor, plan_id)


@draws.get(
    "/plans/<uuid:plan_id>/empty-seats",
    guard=readers,
    query=rehearsal_schemas.AskedShape,
    answer=rehearsal_schemas.ExplainedShape,
)
def explain(actor: Actor, asked: Asked, plan_id: UUID) -> Explained:
    """Say of every inspector why they could not take a seat that the draw left empty."""
    return empty_seats.explain(actor, plan_id, asked)


@draws.post(
    "/plans/<uuid:plan_id>/commitment",
    guard=witness,
    body=ceremony_schemas.CommitmentShape,
    answer=ceremony_schemas.PlanShape,
)
def commit(actor: Actor, body: dict[str, str], plan_id: UUID) -> PlanDetail:
    """Commit to a number that nobody knows yet."""
    said = body["party"], body["commitment"]
    return details.told_to(actor, operations.commit(actor, plan_id, *said))


@draws.post(
    "/plans/<uuid:plan_id>/freeze",
    guard=office,
    body=ceremony_schemas.FreezeShape,
    answer=ceremony_schemas.PlanShape,
)
def freeze(actor: Actor, wanted: Freeze, plan_id: UUID) -> PlanDetail:
    """Freeze the rosters."""
    return details.told_to(actor, operations.freeze(actor, plan_id, wanted))


@draws.post(
    "/plans/<uuid:plan_id>/reveal",
    guard=ceremony,
    body=ceremony_schemas.RevealShape,
    answer=ceremony_schemas.PlanShape,
)
def reveal(actor: Actor, body: dict[str, str | None], plan_id: UUID) -> PlanDetail:
    """Reveal a committed number."""
    return details.told_to(actor, operations.reveal(actor, plan_id, body["nonce"]))


@draws.post(
    "/plans/<uuid:plan_id>/announced",
    guard=office,
    body=ceremony_schemas.AnnouncedShape,
    answer=ceremony_schemas.PlanShape,
)
def announce(actor: Actor, said: Announced, plan_id: UUID) -> PlanDetail:
    """Write down what a public source gave."""
    return details.told_to(actor, operations.announce(actor, plan_id, said))


@draws.post(
    "/plans/<uuid:plan_id>/draw",
    guard=office,
    body=ceremony_schemas.ComputeShape,
    answer=ceremony_schemas.PlanShape,
)
def draw(actor: Actor, body: dict[str, str | None], plan_id: UUID) -> PlanDetail:
    """Compute the draw."""
    return details.told_to(actor, operations.draw(actor, plan_id, body["seal"]))


@draws.post(
    "/plans/<uuid:plan_id>/repeat",
    guard=office,
    body=ceremony_schemas.RepeatShape,
    answer=ceremony_schemas.PlanShape,
)
def repeat(actor: Actor, wanted: Repeat, plan_id: UUID) -> PlanDetail:
    """Set a computation aside whose public value was transcribed wrongly, and compute again."""
    return details.told_to(actor, operations.repeat(actor, plan_id, wanted))


@draws.post(
    "/plans/<uuid:plan_id>/void",
    guard=office,
    body=ceremony_schemas.VoidShape,
    answer=ceremony_schemas.PlanShape,
)
def void(actor: Actor, body: Void, plan_id: UUID) -> PlanDetail:
    """Declare a plan void."""
    return details.told_to(actor, operations.void(actor, plan_id, body["reason"], body["text"]))


@draws.post(
    "/plans/<uuid:plan_id>/redraw",
    guard=office,
    body=schemas.RedrawShape,
    answer=ceremony_schemas.PlanShape,
)
def redraw(actor: Actor, wanted: Redraw, plan_id: UUID) -> PlanDetail:
    """Draw one seat anew; nobody else is moved."""
    return details.told_to(actor, operations.redraw(actor, plan_id, wanted))


@draws.post(
    "/plans/<uuid:plan_id>/replace",
    guard=office,
    body=schemas.ReplacementShape,
    answer=ceremony_schemas.PlanShape,
)
def replace(actor: Actor, wanted: Replacement, plan_id: UUID) -> PlanDetail:
    """Replace one site that cannot be checked; nobody else is moved."""
    return details.told_to(actor, operations.replace(actor, plan_id, wanted))


@draws.get("/plans/<uuid:plan_id>/files/<name>", guard=readers)
def file(actor: Actor, plan_id: UUID, name: str) -> Response:
    """Give a frozen or drawn file byte for byte, so that anybody can compute again."""
    return Response(queries.file(actor, plan_id, name), mimetype="application/octet-stream")
