"""Routes of publications: what is due and what is out; preview, publish, correct, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.http import Blueprint
from suicha.publications import desk, operations, preview, queries, schemas

if TYPE_CHECKING:
    from suicha.publications.desk import Filters, Page
    from suicha.publications.operations import Correct, Publish, Withdraw
    from suicha.publications.preview import Preview
    from suicha.publications.queries import Item

# No script, no form, no stranger's frame. Same origin: the pictures need the office's cookies.
PREVIEW_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

readers = only(Role.SUPERVISOR, Role.AUDITOR)
office = only(Role.SUPERVISOR)

publications = Blueprint("publications")


@publications.get(
    "/publications",
    guard=readers,
    query=schemas.PublicationFiltersShape,
    answer=schemas.PublicationPageShape,
)
def lists(actor: Actor, filters: Filters) -> Page:
    """List what is due for publication, what is out, or what was withdrawn."""
    return desk.page(actor, filters)


@publications.post(
    "/publications",
    guard=office,
    body=schemas.PublishShape,
    answer=schemas.PublicationShape,
    status=201,
)
def publish(actor: Actor, body: Publish) -> Item:
    """Publish a completed check."""
    operations.publish(actor, body)
    return queries.item(actor, body.spot_check_id)


@publications.get(
    "/publications/<uuid:spot_check_id>", guard=readers, answer=schemas.PublicationShape
)
def one(actor: Actor, spot_check_id: UUID) -> Item:
    """Show one check on its way to the public."""
    return queries.item(actor, spot_check_id)


@publications.get(
    "/publications/<uuid:spot_check_id>/preview", guard=readers, query=schemas.PreviewShape
)
def show(actor: Actor, asked: Preview, spot_check_id: UUID) -> Response:
    """Show a page as the public would see it (text/html)."""
    page = preview.page(actor, spot_check_id, asked)
    policy = {"Content-Security-Policy": PREVIEW_POLICY}
    return Response(page, mimetype="text/html", headers=policy)


@publications.post(
    "/publications/<uuid:spot_check_id>/correct",
    guard=office,
    body=schemas.CorrectShape,
    answer=schemas.PublicationShape,
)
def correct(actor: Actor, body: Correct, spot_check_id: UUID) -> Item:
    """Put out a corrected version, with its reason."""
    operations.correct(actor, spot_check_id, body)
    return queries.item(actor, spot_check_id)


@publications.post(
    "/publications/<uuid:spot_check_id>/withdraw",
    guard=office,
    body=schemas.WithdrawShape,
    answer=schemas.PublicationShape,
)
def withdraw(actor: Actor, body: Withdraw, spot_check_id: UUID) -> Item:
    """Take a page back: a notice with the reason stands in its place."""
    operations.withdraw(actor, spot_check_id, body)
    return queries.item(actor, spot_check_id)
