"""The cursor of the pull feed: opaque to phones, and good for one database only."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from uuid import UUID

from suicha.errors import refuse


@dataclass(frozen=True)
class Cursor:
    """Where a pull stands: in the window [since, upto) of transactions, behind (kind, after).

    `upto` is None between two windows: the next pull opens one that begins at `since`.
    """

    epoch: str
    since: int = 0
    upto: int | None = None
    kind: str = ""
    after: str = ""

    def wire(self) -> str:
        """Write the cursor as the phone keeps it."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def read_cursor(text: str | None, epoch: UUID, horizon: int) -> Cursor:
    """Read a phone's cursor, or begin at the beginning; raises sync.resync.

    A cursor beyond `horizon`, the oldest transaction that still runs, is of a database that was
    ahead of this one: of the time before a restore.
    """
    if not text:
        return Cursor(str(epoch))
    cursor = _decoded(text)
    if cursor is None or cursor.epoch != str(epoch):
        raise refuse("sync.resync", epoch=str(epoch))
    if not 0 <= cursor.since <= (cursor.upto or horizon) <= horizon:
        raise refuse("sync.resync", epoch=str(epoch))
    return cursor


def _decoded(text: str) -> Cursor | None:
    try:
        cursor = Cursor(**json.loads(base64.urlsafe_b64decode(text.encode())))
        UUID(cursor.after or cursor.epoch)
        return cursor if _is_typed(cursor) else None
    except (ValueError, TypeError, AttributeError):
        return None


def _is_typed(cursor: Cursor) -> bool:
    numbers = cursor.since, cursor.upto or 0
    words = cursor.epoch, cursor.kind, cursor.after
    return all(isinstance(one, int) for one in numbers) and all(
        isinstance(one, str) for one in words
    )
