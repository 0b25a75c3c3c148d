"""Routes of the registers as sheets: import in two steps, export."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, request

from suicha.accounts.guard import Actor, desk, keepers
from suicha.http import Blueprint
from suicha.registers import operations, queries, schemas
from suicha.registers.models import Register
from suicha.sheets import MOST_BYTES, Format
from suicha.streams import in_pieces

if TYPE_CHECKING:
    from suicha.registers.models import RegisterImport
    from suicha.registers.schemas import Confirmation

registers = Blueprint("registers")


@registers.post(
    "/registers/<any(sites, inspectors, items):register>/imports",
    guard=keepers,
    answer=schemas.ImportShape,
    status=202,
)
def send(actor: Actor, register: str) -> RegisterImport:
    """Send a sheet (.xlsx or CSV) as the body, to be tried; nothing is changed yet."""
    request.max_content_length = MOST_BYTES + 1  # one more, to see that there is more
    return operations.send(actor, Register(register), request.get_data(cache=False))


@registers.get("/registers/imports/<uuid:import_id>", guard=keepers, answer=schemas.ImportShape)
def progress(actor: Actor, import_id: UUID) -> RegisterImport:
    """Say how far an import is, and what came of it."""
    return queries.of(actor, import_id)


@registers.post(
    "/registers/imports/<uuid:import_id>/confirm",
    guard=keepers,
    body=schemas.ConfirmationShape,
    answer=schemas.ImportShape,
    status=202,
)
def confirm(actor: Actor, confirmation: Confirmation, import_id: UUID) -> RegisterImport:
    """Take a sheet over that was tried without a fault: all of it, or nothing."""
    return operations.confirm(actor, import_id, confirmation.sha256)


@registers.get(
    "/registers/<any(sites, inspectors, items):register>.<any(xlsx, csv):form>", guard=desk
)
def export(actor: Actor, register: str, form: str) -> Response:
    """Give a register as a sheet, under the heads by which an import recognises it."""
    file = operations.exported(Register(register), Format(form), actor.jurisdictions)
    name = {"Content-Disposition": f'attachment; filename="{register}.{form}"'}
    return Response(in_pieces(file), mimetype=Format(form).media_type, headers=name)
