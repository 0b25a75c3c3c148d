"""Routes of the way out: the file of an outbox, tried, vouched for, taken in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from flask import request

from suicha.accounts.guard import Actor, desk, only
from suicha.accounts.models import Role
from suicha.http import Blueprint, commit_apart
from suicha.outboxes import operations, queries, schemas
from suicha.outboxes.archive import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from suicha.outboxes.models import OutboxImport
    from suicha.outboxes.schemas import Vouching

outboxes = Blueprint("outboxes")
# Who answers for what inspectors record; whoever keeps accounts need not and cannot.
vouchers = only(Role.SUPERVISOR)


@outboxes.post("/outbox-imports", guard=vouchers, answer=schemas.OutboxImportShape, status=202)
def send(actor: Actor) -> OutboxImport:
    """Send an exported outbox as the body, to be tried; nothing of it is done yet."""
    request.max_content_length = MOST_BYTES
    import_id = commit_apart(partial(operations.begin, actor))
    sha256, size = operations.keep(import_id, cast("BinaryIO", request.stream))
    return operations.receive(actor, import_id, sha256, size)


@outboxes.get("/outbox-imports", guard=desk, answer=schemas.OutboxImportShape, many=True)
def latest(actor: Actor) -> Sequence[OutboxImport]:
    """List the last imports, the newest first, without their reports."""
    return queries.latest(actor)


@outboxes.get("/outbox-imports/<uuid:import_id>", guard=desk, answer=schemas.ReportedImportShape)
def progress(actor: Actor, import_id: UUID) -> OutboxImport:
    """Say how far an import is, and what came or would come of it."""
    return queries.of(actor, import_id)


@outboxes.post(
    "/outbox-imports/<uuid:import_id>/vouch",
    guard=vouchers,
    body=schemas.VouchingShape,
    answer=schemas.ReportedImportShape,
    status=202,
)
def vouch(actor: Actor, vouching: Vouching, import_id: UUID) -> OutboxImport:
    """Answer for a file that was tried, and let it be taken in."""
    return operations.vouch(actor, import_id, vouching.sha256, vouching.reason)
