"""The verbs by which a file comes, and by which somebody vouches for it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from suicha import journal
from suicha.db import db, now
from suicha.errors import refuse
from suicha.outboxes import queries
from suicha.outboxes.facts import OutboxSent, OutboxVouched
from suicha.outboxes.models import OutboxImport, OutboxState, key_of
from suicha.storage import Bucket, store
from suicha.streams import PIECE, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suicha.accounts.guard import Actor

KEPT = timedelta(days=7)  # a file for which nobody vouches; the phone still has it all


def begin(actor: Actor) -> UUID:
    """Make room for a file that is about to come, and throw old ones away."""
    _expire(actor.person.jurisdiction_id)
    begun = OutboxImport(
        jurisdiction_id=actor.person.jurisdiction_id,
        made_by=actor.id,
        state=OutboxState.RECEIVING,
    )
    db.session.add(begun)
    db.session.flush()
    return begun.id


def keep(import_id: UUID, body: BinaryIO) -> tuple[str, int]:
    """Store the file as it comes, holding a piece of it at a time; give its SHA-256 and size.

    No transaction is open meanwhile: a slow network would hold back the change feed of everybody.
    """
    digest, sizes = hashlib.sha256(), [0]

    def pieces() -> Iterator[bytes]:
        while piece := body.read(PIECE):
            digest.update(piece)
            sizes[0] += len(piece)
            yield piece

    store().put(Bucket.INCOMING, key_of(import_id), joined(pieces()), "application/zip")
    return digest.hexdigest(), sizes[0]


def receive(actor: Actor, import_id: UUID, sha256: str, size: int) -> OutboxImport:
    """Let a file that has come be tried; nothing of it is done yet."""
    found = queries.own(actor, import_id)
    found.sha256, found.size, found.state = sha256, size, OutboxState.CHECKING
    journal.record(OutboxSent(found.id, found.jurisdiction_id, actor.id, sha256))
    return found


def vouch(actor: Actor, import_id: UUID, sha256: str, reason: str) -> OutboxImport:
    """Answer for a file that was tried, and let it be taken in.

    Raises import.unknown, import.other_file, import.not_checked.
    """
    found = queries.own(actor, import_id)
    if found.sha256 != sha256:
        raise refuse("import.other_file", field="sha256")
    if found.state is not OutboxState.CHECKED or found.person_id is None:
        raise refuse("import.not_checked")
    found.state, found.done = OutboxState.APPLYING, 0
    found.vouched_by, found.reason = actor.id, reason
    about = found.id, found.jurisdiction_id, actor.id
    journal.record(OutboxVouched(*about, sha256, found.person_id))
    return found


def _expire(jurisdiction_id: UUID) -> None:
    """Throw files away for which nobody vouched: they show people and places."""
    for old in queries.waiting_since(jurisdiction_id, now() - KEPT):
        old.state = OutboxState.EXPIRED
        store().delete(Bucket.INCOMING, key_of(old.id))
