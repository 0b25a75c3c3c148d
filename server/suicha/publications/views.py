"""Routes of publications: what is due and what is out, and publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.http import Blueprint
from suicha.publications import operations, queries, schemas

if TYPE_CHECKING:
    from suicha.publications.operations import Publish
    from suicha.publications.queries import Filters, Item, Page

publications = Blueprint("publications")


@publications.get(
    "/publications",
    guard=only(Role.SUPERVISOR, Role.AUDITOR),
    query=schemas.PublicationFiltersShape,
    answer=schemas.PublicationPageShape,
)
def lists(actor: Actor, filters: Filters) -> Page:
    """List what is due for publication, or what is out."""
    return queries.page(actor, filters)


@publications.post(
    "/publications",
    guard=only(Role.SUPERVISOR),
    body=schemas.PublishShape,
    answer=schemas.PublicationShape,
    status=201,
)
def publish(actor: Actor, body: Publish) -> Item:
    """Publish a completed check."""
    operations.publish(actor, body)
    return queries.item(actor, body.spot_check_id)
