"""Routes of plans and draws."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.draws import operations, queries, schemas
from suicha.draws.models import Plan
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page

if TYPE_CHECKING:
    from suicha.draws.operations import Freeze, NewPlan, Redraw, Replacement
    from suicha.draws.queries import PlanDetail
    from suicha.paging import Page, Paging

draws = Blueprint("draws")

readers = only(Role.SUPERVISOR, Role.WITNESS, Role.AUDITOR, Role.ADMINISTRATOR)
office = only(Role.SUPERVISOR)
witness = only(Role.WITNESS)
ceremony = only(Role.SUPERVISOR, Role.WITNESS)


@draws.get("/plans", guard=readers, query=PagingQuery, answer=schemas.PlanPage)
def list_plans(actor: Actor, asked: Paging) -> Page[PlanDetail]:
    """List the plans, newest first."""
    return page(queries.plans(actor), Plan, asked, newest_first=True).dressed(queries.briefs)


@draws.post("/plans", guard=office, body=schemas.NewPlanShape, answer=schemas.PlanShape, status=201)
def make(actor: Actor, new: NewPlan) -> PlanDetail:
    """Make a plan."""
    return queries.detail(operations.make(actor, new))


@draws.get("/plans/roster", guard=office, answer=schemas.RosterShape)
def roster(actor: Actor) -> dict[str, object]:
    """Say what a plan could draw from."""
    return queries.roster(actor)


@draws.get("/plans/<uuid:plan_id>", guard=readers, answer=schemas.PlanShape)
def plan(actor: Actor, plan_id: UUID) -> PlanDetail:
    """Show a plan."""
    return queries.seen_by(actor, plan_id)


@draws.post(
    "/plans/<uuid:plan_id>/commitment",
    guard=witness,
    body=schemas.CommitmentShape,
    answer=schemas.PlanShape,
)
def commit(actor: Actor, body: dict[str, str], plan_id: UUID) -> PlanDetail:
    """Commit to a number that nobody knows yet."""
    return queries.detail(operations.commit(actor, plan_id, body["commitment"]))


@draws.post(
    "/plans/<uuid:plan_id>/freeze",
    guard=office,
    body=schemas.FreezeShape,
    answer=schemas.PlanShape,
)
def freeze(actor: Actor, wanted: Freeze, plan_id: UUID) -> PlanDetail:
    """Freeze the rosters."""
    return queries.detail(operations.freeze(actor, plan_id, wanted))


@draws.post(
    "/plans/<uuid:plan_id>/reveal",
    guard=ceremony,
    body=schemas.RevealShape,
    answer=schemas.PlanShape,
)
def reveal(actor: Actor, body: dict[str, str | None], plan_id: UUID) -> PlanDetail:
    """Reveal the committed number."""
    return queries.detail(operations.reveal(actor, plan_id, body["nonce"]))


@draws.post(
    "/plans/<uuid:plan_id>/draw", guard=office, body=schemas.DiceShape, answer=schemas.PlanShape
)
def draw(actor: Actor, body: dict[str, str], plan_id: UUID) -> PlanDetail:
    """Draw with the dice that fell."""
    return queries.detail(operations.draw(actor, plan_id, body["dice"]))


@draws.post(
    "/plans/<uuid:plan_id>/redraw", guard=office, body=schemas.RedrawShape, answer=schemas.PlanShape
)
def redraw(actor: Actor, wanted: Redraw, plan_id: UUID) -> PlanDetail:
    """Draw one seat anew; nobody else is moved."""
    return queries.detail(operations.redraw(actor, plan_id, wanted))


@draws.post(
    "/plans/<uuid:plan_id>/replace",
    guard=office,
    body=schemas.ReplacementShape,
    answer=schemas.PlanShape,
)
def replace(actor: Actor, wanted: Replacement, plan_id: UUID) -> PlanDetail:
    """Replace one site that cannot be checked; nobody else is moved."""
    return queries.detail(operations.replace(actor, plan_id, wanted))


@draws.get("/plans/<uuid:plan_id>/files/<name>", guard=readers)
def file(actor: Actor, plan_id: UUID, name: str) -> Response:
    """Give a frozen or drawn file byte for byte, so that anybody can compute again."""
    return Response(queries.file(actor, plan_id, name), mimetype="application/octet-stream")
