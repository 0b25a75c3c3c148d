"""Reads of imports: each district its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from suicha.db import db
from suicha.errors import refuse
from suicha.registers.models import ImportState, RegisterImport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Update

    from suicha.accounts.guard import Actor

WAITING = (ImportState.CHECKING, ImportState.CHECKED)


def of(actor: Actor, import_id: UUID, *, for_update: bool = False) -> RegisterImport:
    """One import of one's own district; raises import.unknown."""
    query = select(RegisterImport).where(RegisterImport.id == import_id)
    query = query.where(RegisterImport.jurisdiction_id == actor.person.jurisdiction_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("import.unknown", field="import_id")
    return found


def waiting_since(jurisdiction_id: UUID, moment: datetime) -> Sequence[RegisterImport]:
    """The imports of a district that nobody confirmed since then."""
    query = select(RegisterImport).where(RegisterImport.jurisdiction_id == jurisdiction_id)
    query = query.where(RegisterImport.state.in_(WAITING), RegisterImport.made_at < moment)
    return db.session.scalars(query.with_for_update(skip_locked=True)).all()


def progress(import_id: UUID, done: int, total: int) -> Update:
    """The statement that says how far an import is; whoever works it commits it beside the work."""
    rows = {"rows_done": done} | ({"rows_total": total} if total else {})
    return update(RegisterImport).where(RegisterImport.id == import_id).values(rows)
