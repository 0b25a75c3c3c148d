"""Routes of hazards: the queue, one hazard, confirming it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.hazards import operations, queries, schemas
from suicha.http import Blueprint

if TYPE_CHECKING:
    from suicha.hazards.queries import Detail, Filters, Page

hazards = Blueprint("hazards")
readers = only(Role.SUPERVISOR, Role.AUDITOR, Role.INSPECTOR, Role.CONTRACTOR)
supervisors = only(Role.SUPERVISOR)


@hazards.get(
    "/hazards", guard=readers, query=schemas.HazardFiltersShape, answer=schemas.HazardPageShape
)
def queue(actor: Actor, filters: Filters) -> Page:
    """List hazards, the earliest due date first."""
    return queries.page(actor, filters)


@hazards.get("/hazards/<uuid:hazard_id>", guard=readers, answer=schemas.HazardDetailShape)
def detail(actor: Actor, hazard_id: UUID) -> Detail:
    """Give a hazard with its history and evidence."""
    return queries.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/confirm",
    guard=supervisors,
    body=schemas.ConfirmHazardShape,
    answer=schemas.HazardDetailShape,
)
def confirm(actor: Actor, body: dict[str, str], hazard_id: UUID) -> Detail:
    """Confirm a reported hazard."""
    operations.confirm(actor, hazard_id, body["note"])
    return queries.detail(actor, hazard_id)
