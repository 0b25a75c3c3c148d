"""The cursor of the pull feed: opaque to phones, and good for one database and one person only."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from suicha.errors import refuse

if TYPE_CHECKING:
    from suicha.accounts.guard import Actor

# What a cursor of release 0.1.0 has told of; it did not say so.
FIRST_KINDS = ("checklist", "site", "spot_check", "hazard")


@dataclass(frozen=True)
class Cursor:
    """Where a pull stands: in the window [since, upto) of transactions, behind (kind, after).

    `upto` is None between two windows: the next pull opens one that begins at `since`. `kinds`
    names what has been told from the beginning on: a kind that a new release adds, or writes
    differently, is told from the beginning to phones that have pulled for long. `scope` is who
    sees how far; empty in a cursor of release 0.1.0.
    """

    epoch: str
    since: int = 0
    upto: int | None = None
    kind: str = ""
    after: str = ""
    scope: str = ""
    kinds: tuple[str, ...] = FIRST_KINDS

    def wire(self) -> str:
        """Write the cursor as the phone keeps it."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def scope_of(actor: Actor) -> str:
    """Name who pulls and how far they see.

    When a person gets another role or district, or a city another district, rows come into sight
    and leave it that did not change: no window would tell of them.
    """
    places = sorted(str(place) for place in actor.jurisdictions)
    told = " ".join([str(actor.id), actor.role, *places])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_cursor(text: str | None, begun: Cursor, horizon: int) -> Cursor:
    """Read a phone's cursor, or begin at the beginning; raises sync.resync.

    `begun` is the cursor with which this person would begin in this database. A cursor beyond
    `horizon`, the oldest transaction that still runs, is of a database that was ahead of this one:
    of the time before a restore.
    """
    if not text:
        return begun
    cursor = _decoded(text)
    if cursor is None or cursor.epoch != begun.epoch:
        raise refuse("sync.resync", epoch=begun.epoch)
    if cursor.scope not in {"", begun.scope}:
        raise refuse("sync.resync", epoch=begun.epoch)
    if not 0 <= cursor.since <= (cursor.upto or horizon) <= horizon:
        raise refuse("sync.resync", epoch=begun.epoch)
    return cursor


def _decoded(text: str) -> Cursor | None:
    try:
        said = json.loads(base64.urlsafe_b64decode(text.encode()))
        cursor = Cursor(**said | {"kinds": tuple(said.get("kinds", FIRST_KINDS))})
        UUID(cursor.after or cursor.epoch)
        return cursor if _is_typed(cursor) else None
    except (ValueError, TypeError, AttributeError):
        return None


def _is_typed(cursor: Cursor) -> bool:
    numbers = cursor.since, 0 if cursor.upto is None else cursor.upto
    words = cursor.epoch, cursor.kind, cursor.after, cursor.scope, *cursor.kinds
    return all(type(one) is int for one in numbers) and all(isinstance(one, str) for one in words)
