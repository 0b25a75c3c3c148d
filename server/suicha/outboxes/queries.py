"""Reads of outbox imports: each district its own, a city those of its districts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from suicha.db import db
from suicha.errors import refuse
from suicha.outboxes.models import OutboxImport, OutboxState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor

WAITING = (OutboxState.RECEIVING, OutboxState.CHECKING, OutboxState.CHECKED)
MOST = 100


def of(actor: Actor, import_id: UUID) -> OutboxImport:
    """One import that the actor may see; raises import.unknown."""
    query = select(OutboxImport).where(OutboxImport.id == import_id)
    query = query.where(OutboxImport.jurisdiction_id.in_(actor.jurisdictions))
    found = db.session.scalar(query)
    if found is None:
        raise refuse("import.unknown", field="import_id")
    return found


def own(actor: Actor, import_id: UUID) -> OutboxImport:
    """One import of the actor's own district, locked; raises import.unknown."""
    query = select(OutboxImport).where(OutboxImport.id == import_id)
    query = query.where(OutboxImport.jurisdiction_id == actor.person.jurisdiction_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("import.unknown", field="import_id")
    return found


def latest(actor: Actor) -> Sequence[OutboxImport]:
    """The last imports that came whole, the newest first, without their reports."""
    query = select(OutboxImport).where(OutboxImport.jurisdiction_id.in_(actor.jurisdictions))
    query = query.where(OutboxImport.state != OutboxState.RECEIVING)
    query = query.order_by(OutboxImport.id.desc()).limit(MOST)
    return db.session.scalars(query.options(defer(OutboxImport.report))).all()


def waiting_since(jurisdiction_id: UUID, moment: datetime) -> Sequence[OutboxImport]:
    """The imports of a district that nobody vouched for since then."""
    query = select(OutboxImport).where(OutboxImport.jurisdiction_id == jurisdiction_id)
    query = query.where(OutboxImport.state.in_(WAITING), OutboxImport.made_at < moment)
    return db.session.scalars(query.with_for_update(skip_locked=True)).all()
