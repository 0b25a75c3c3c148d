"""Routes of sync: push and pull, and what a phone fetches beside."""

from __future__ import annotations

from flask import Response, request

from suicha import workdays
from suicha.accounts.guard import Actor, only, signed_in
from suicha.accounts.models import Role
from suicha.db import now, today
from suicha.http import Blueprint, commit_apart
from suicha.photos.operations import pieces
from suicha.spot_checks.queries import DESK
from suicha.sync import feed, operations, pictures, schemas
from suicha.sync.restoring import Known

sync = Blueprint("sync")


@sync.post(
    "/sync/push",
    guard=only(Role.INSPECTOR),
    body=schemas.PushShape,
    query=schemas.PushQuery,
    answer=schemas.PushAnswer,
)
def push(actor: Actor, known: Known, pushed: operations.Push) -> dict[str, object]:
    """Take commands in; each is answered, those of two jurisdictions are committed apart."""
    size = len(request.get_data())
    parts = operations.push(actor, pushed, size, epoch=known.epoch)
    answers = (commit_apart(part.at_once, otherwise=part.one_by_one) for part in parts)
    told = {index: verdict for answer in answers for index, verdict in answer.items()}
    return {"verdicts": [told[index] for index in sorted(told)], "server_time": now()}


@sync.get(
    "/sync/pull",
    guard=only(Role.INSPECTOR, *DESK),
    query=schemas.PullQuery,
    answer=schemas.PullAnswer,
)
def pull(actor: Actor, asked: feed.Asked) -> dict[str, object]:
    """Give what one may see and what has changed since the cursor."""
    return vars(feed.pull(actor, asked)) | {"server_time": now()}


@sync.get("/sync/calendar", guard=signed_in, answer=schemas.CalendarShape)
def calendar(_: Actor) -> dict[str, object]:
    """Give the days by which working days are counted, so that a phone can without a network."""
    years = range(today().year - 1, today().year + 2)
    return {"years": [workdays.calendar(year) for year in years]}


@sync.get("/photos/<string(length=64):sha256>/<any(thumb,view):name>", guard=signed_in)
def picture(actor: Actor, sha256: str, name: str) -> Response:
    """Send a rendition to whoever pulls its check, its hazard or the history of its site."""
    answer = Response(pieces(pictures.one(actor, sha256), name), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
