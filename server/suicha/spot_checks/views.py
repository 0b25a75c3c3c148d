"""Routes of spot checks: the desk's list, one check, its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.http import Blueprint
from suicha.paging import page
from suicha.photos.operations import ask_for_original, rendition
from suicha.spot_checks import desk, listing, operations, queries, schemas
from suicha.spot_checks.commands import Ruling
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.said import RulingShape

if TYPE_CHECKING:
    from suicha.paging import Page
    from suicha.spot_checks.listing import ListPaging

spot_checks = Blueprint("spot_checks")
readers = only(Role.INSPECTOR, *queries.DESK)


@spot_checks.get(
    "/spot-checks", guard=readers, query=schemas.ListQuery, answer=schemas.SpotCheckPage
)
def list_spot_checks(actor: Actor, asked: ListPaging) -> Page[desk.Brief]:
    """List the checks of one's jurisdiction, or those that one is sent to, newest first."""
    found = page(listing.listed(actor, asked), SpotCheck, asked, newest_first=True)
    return found.dressed(desk.briefs)


@spot_checks.get("/spot-checks/<uuid:spot_check_id>", guard=readers, answer=schemas.SpotCheckDetail)
def spot_check(actor: Actor, spot_check_id: UUID) -> desk.Detail:
    """Show one check with its record."""
    return desk.detail(actor, spot_check_id)


@spot_checks.get("/spot-checks/<uuid:spot_check_id>/record", guard=readers)
def record_file(actor: Actor, spot_check_id: UUID) -> Response:
    """Give the signed record byte for byte: its SHA-256 is the digest that was signed."""
    check = queries.one(actor, spot_check_id)
    answer = Response(queries.signed_record(check.id).text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{check.receipt}.json"'
    return answer


@spot_checks.get(
    "/spot-checks/<uuid:spot_check_id>/answers", guard=readers, answer=schemas.RecordedLists
)
def answers(actor: Actor, spot_check_id: UUID) -> desk.Recorded:
    """Give the answers of the record that stands, and the photos among them."""
    return desk.recorded(actor, spot_check_id)


@spot_checks.post(
    "/spot-checks/<uuid:spot_check_id>/photos/<string(length=64):sha256>/original/ask",
    guard=only(Role.SUPERVISOR),
    answer=schemas.RecordedLists,
)
def ask_original(actor: Actor, spot_check_id: UUID, sha256: str) -> desk.Recorded:
    """Ask whoever answered an item with a photo for its original, which the phone holds back."""
    ask_for_original(actor, queries.one(actor, spot_check_id).id, sha256)
    return desk.recorded(actor, spot_check_id)


@spot_checks.post(
    "/spot-checks/<uuid:spot_check_id>/decide",
    guard=only(Role.SUPERVISOR),
    body=RulingShape,
    answer=schemas.SpotCheckDetail,
)
def decide(actor: Actor, ruling: Ruling, spot_check_id: UUID) -> desk.Detail:
    """Decide on what differs from the record: a new version stands, the signed one stays."""
    operations.rule(actor, spot_check_id, ruling)
    return desk.detail(actor, spot_check_id)


@spot_checks.get(
    "/spot-checks/<uuid:spot_check_id>/photos/<string(length=64):sha256>/<any(thumb,view):name>",
    guard=readers,
)
def picture(actor: Actor, spot_check_id: UUID, sha256: str, name: str) -> Response:
    """Send a rendition; it never changes, but only this person may keep it."""
    check = queries.one(actor, spot_check_id)
    answer = Response(rendition(check.id, sha256, name), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
