"""Routes of dated settings. Whoever draws reads them; an administrator, who does not, sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.accounts.guard import Actor, desk, only
from suicha.accounts.models import Role
from suicha.http import Blueprint
from suicha.places import operations, queries, schemas

if TYPE_CHECKING:
    from suicha.places.operations import NewNumber
    from suicha.places.queries import Setting

dated_settings = Blueprint("dated_settings")


@dated_settings.get("/settings", guard=desk, answer=schemas.SettingShape, many=True)
def settings(actor: Actor) -> list[Setting]:
    """List the numbers of one's own office: what holds, what will, what did."""
    return queries.settings(actor.person.jurisdiction_id)


@dated_settings.post(
    "/settings",
    guard=only(Role.ADMINISTRATOR),
    body=schemas.NewNumberShape,
    answer=schemas.SettingShape,
    many=True,
    status=201,
)
def set_number(actor: Actor, new: NewNumber) -> list[Setting]:
    """Set a number of one's own office from a day on."""
    operations.set_number(actor.person.jurisdiction_id, actor.id, new)
    return queries.settings(actor.person.jurisdiction_id)
