"""What is different for a while after `suicha restore`: phones offer again what they kept.

They come in any order. What one phone says may rest on what another has yet to offer again, or on
a deed of the desk that has to be done again: so it is asked to wait, and not refused for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from suicha.db import db, now
from suicha.errors import refuse
from suicha.journal import Entry
from suicha.sync.models import Epoch

if TYPE_CHECKING:
    from datetime import datetime

RESTORED = "database.restored"  # written by backups/restored.sql
OFFERED_FOR = timedelta(days=14)  # how long phones keep what was accepted (pwa store/outbox.ts)
MAY_STILL_COME = {"spot_check.unknown", "spot_check.not_lead", "hazard.unknown"}


@dataclass(frozen=True)
class Known:
    """Which database a phone takes this one to be: the epoch of its last pull."""

    epoch: UUID | None


def expect_epoch(known: UUID) -> None:
    """See that a phone knows this database; raises sync.resync.

    It would else send its newest commands before those that the restore has lost. Apps of release
    0.1.0 do not say what they know.
    """
    epoch = db.session.scalars(select(Epoch.id)).one()
    if known != epoch:
        raise refuse("sync.resync", epoch=str(epoch))


def may_still_come(code: str, made_at: datetime) -> bool:
    """Say whether what a command of before a restore rests on may come back in these days."""
    if code not in MAY_STILL_COME:
        return False
    restored_at = db.session.scalar(select(func.max(Entry.at)).where(Entry.fact == RESTORED))
    return restored_at is not None and made_at < restored_at and now() < restored_at + OFFERED_FOR
