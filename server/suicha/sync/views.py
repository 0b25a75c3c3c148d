"""Routes of sync: push and pull."""

from __future__ import annotations

from flask import request

from suicha.accounts.guard import Actor, only
from suicha.accounts.models import Role
from suicha.db import now
from suicha.http import Blueprint, commit_apart
from suicha.spot_checks.queries import DESK
from suicha.sync import feed, operations, schemas

sync = Blueprint("sync")


@sync.post(
    "/sync/push", guard=only(Role.INSPECTOR), body=schemas.PushShape, answer=schemas.PushAnswer
)
def push(actor: Actor, pushed: operations.Push) -> dict[str, object]:
    """Take commands in; each is answered, those of two jurisdictions are committed apart."""
    deeds = operations.push(actor, pushed, size=len(request.get_data()))
    told = {index: verdict for deed in deeds for index, verdict in commit_apart(deed).items()}
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
