"""Routes of hazards: the queue, one hazard, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.hazards import facets, history, operations, pair_schemas, queries, reuse, said, schemas
from suicha.http import Blueprint
from suicha.photos.operations import ask_for_original, judge, rendition

if TYPE_CHECKING:
    from suicha.hazards.commands import Batch, Reply, Result, Ruling
    from suicha.hazards.facets import Facets
    from suicha.hazards.history import Detail
    from suicha.hazards.queries import Filters, Page
    from suicha.hazards.reuse import Pair, PairFilters
    from suicha.paging import Page as PageOf

hazards = Blueprint("hazards")
readers = only(Role.SUPERVISOR, Role.AUDITOR, Role.INSPECTOR, Role.CONTRACTOR)
supervisors = only(Role.SUPERVISOR)
lookers = only(Role.SUPERVISOR, Role.AUDITOR)
contractors = only(Role.CONTRACTOR)


@hazards.get(
    "/hazards", guard=readers, query=said.HazardFiltersShape, answer=schemas.HazardPageShape
)
def queue(actor: Actor, filters: Filters) -> Page:
    """List hazards, the earliest due date first."""
    return queries.page(actor, filters)


@hazards.get("/hazards/facets", guard=readers, answer=schemas.HazardFacetsShape)
def narrow(actor: Actor) -> Facets:
    """Say what the queue can be narrowed to."""
    return facets.facets(actor)


@hazards.get("/hazards/<uuid:hazard_id>", guard=readers, answer=schemas.HazardDetailShape)
def detail(actor: Actor, hazard_id: UUID) -> Detail:
    """Give a hazard with its history and evidence."""
    return history.detail(actor, hazard_id)


@hazards.get(
    "/hazards/<uuid:hazard_id>/photos/<string(length=64):sha256>/<any(thumb,view):name>",
    guard=readers,
)
def picture(actor: Actor, hazard_id: UUID, sha256: str, name: str) -> Response:
    """Send a rendition to whoever sees the hazard; only this person may keep it."""
    check_id = queries.shown(actor, hazard_id, sha256)
    answer = Response(rendition(check_id, sha256, name), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@hazards.post(
    "/hazards/<uuid:hazard_id>/photos/<string(length=64):sha256>/original/ask",
    guard=supervisors,
    answer=schemas.HazardDetailShape,
)
def ask_original(actor: Actor, hazard_id: UUID, sha256: str) -> Detail:
    """Ask whoever took a photo for its original, which the phone holds back."""
    spot_check_id = queries.shown(actor, hazard_id, sha256)
    ask_for_original(actor, spot_check_id, sha256, hazard_id)
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/batch",
    guard=supervisors,
    body=said.BatchShape,
    answer=schemas.HazardResultsShape,
)
def batch(actor: Actor, body: Batch) -> dict[str, list[Result]]:
    """Do one deed with several hazards; each is done or refused by itself."""
    return {"results": operations.batch(actor, body)}


@hazards.post(
    "/hazards/<uuid:hazard_id>/confirm",
    guard=supervisors,
    body=said.NoteShape,
    answer=schemas.HazardDetailShape,
)
def confirm(actor: Actor, body: dict[str, str], hazard_id: UUID) -> Detail:
    """Confirm a reported hazard."""
    operations.confirm(actor, hazard_id, body["note"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/assign",
    guard=supervisors,
    body=said.InspectorsShape,
    answer=schemas.HazardDetailShape,
)
def assign(actor: Actor, body: dict[str, list[UUID]], hazard_id: UUID) -> Detail:
    """Say who is to look at a hazard again."""
    operations.assign(actor, hazard_id, body["inspector_ids"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/extend",
    guard=supervisors,
    body=said.ExtensionShape,
    answer=schemas.HazardDetailShape,
)
def extend(actor: Actor, body: dict[str, Any], hazard_id: UUID) -> Detail:  # Any: date and text
    """Give a hazard more time."""
    operations.extend(actor, hazard_id, body["due_on"], body["reason"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/reply",
    guard=contractors,
    body=said.ReplyShape,
    answer=schemas.HazardDetailShape,
)
def reply(actor: Actor, body: Reply, hazard_id: UUID) -> Detail:
    """Say, as the unit responsible, that a hazard is rectified; the photos follow by tus."""
    operations.reply(actor, hazard_id, body)
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/verify",
    guard=supervisors,
    body=said.NoteShape,
    answer=schemas.HazardDetailShape,
)
def verify(actor: Actor, body: dict[str, str], hazard_id: UUID) -> Detail:
    """Find a rectification good."""
    operations.verify(actor, hazard_id, body["note"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/return",
    guard=supervisors,
    body=said.ReasonShape,
    answer=schemas.HazardDetailShape,
)
def send_back(actor: Actor, body: dict[str, str], hazard_id: UUID) -> Detail:
    """Send a rectification back."""
    operations.send_back(actor, hazard_id, body["reason"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/close",
    guard=supervisors,
    body=said.NoteShape,
    answer=schemas.HazardDetailShape,
)
def close(actor: Actor, body: dict[str, str], hazard_id: UUID) -> Detail:
    """Close a verified hazard."""
    operations.close(actor, hazard_id, body["note"])
    return history.detail(actor, hazard_id)


@hazards.post(
    "/hazards/<uuid:hazard_id>/determine",
    guard=supervisors,
    body=said.DeterminingShape,
    answer=schemas.HazardDetailShape,
)
def determine(actor: Actor, body: Ruling, hazard_id: UUID) -> Detail:
    """Decide whether a hazard is major, by which item of the standard."""
    operations.determine(actor, hazard_id, body)
    return history.detail(actor, hazard_id)


@hazards.get(
    "/likeness-flags",
    guard=lookers,
    query=said.PairFiltersShape,
    answer=pair_schemas.FlaggedPairsShape,
)
def pairs(actor: Actor, filters: PairFilters) -> PageOf[Pair]:
    """List pairs of photos that were found alike, the newest first."""
    return reuse.page(actor, filters)


@hazards.get("/likeness-flags/<uuid:flag_id>", guard=lookers, answer=pair_schemas.FlaggedPairShape)
def pair(actor: Actor, flag_id: UUID) -> Pair:
    """Give two photos side by side."""
    return reuse.one(actor, flag_id)


@hazards.post(
    "/likeness-flags/<uuid:flag_id>/judge",
    guard=supervisors,
    body=said.JudgementShape,
    answer=pair_schemas.FlaggedPairShape,
)
def judge_pair(actor: Actor, body: dict[str, Any], flag_id: UUID) -> Pair:  # Any: finding, text
    """Say whether a photo was used again, and why one thinks so."""
    judge(actor, flag_id, body["finding"], body["reason"])
    return reuse.one(actor, flag_id)
