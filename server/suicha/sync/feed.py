"""The pull feed: everything that a person may see and that changed since their cursor (sync.md).

A pull takes what changed in transactions of [since, upto), where `upto` is the oldest transaction
that still ran when the window was opened: whatever commits later, however slow, lies beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import SelectBase, func, literal, select, union, union_all

from suicha.accounts.models import Role
from suicha.db import Xid8, db
from suicha.errors import refuse
from suicha.spot_checks.models import Assignment
from suicha.sync.cursor import Cursor, read_cursor
from suicha.sync.kinds import KINDS, Ids, Kind
from suicha.sync.models import Epoch

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, SQLColumnExpression

    from suicha.accounts.guard import Actor
    from suicha.db import Json


@dataclass(frozen=True)
class Asked:
    """What a phone asks for."""

    cursor: str | None
    limit: int


@dataclass(frozen=True)
class Change:
    """A row as it is now, or None where it is no longer this person's to see."""

    kind: str
    id: UUID
    row: Json | None


@dataclass(frozen=True)
class Pulled:
    """One page of changes, and the cursor that continues behind it."""

    changes: list[Change]
    cursor: str
    more: bool
    epoch: UUID


@dataclass(frozen=True)
class Window:
    """The transactions [since, upto) that a pull tells about, and to whom."""

    actor: Actor
    since: int
    upto: int

    def holds(self, changed: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Whether a change lies in the window."""
        return (changed >= self.since) & (changed < self.upto)


@dataclass(frozen=True)
class Found:
    """A row that changed; `seen` tells whether it may be seen now."""

    kind: Kind
    id: UUID
    seen: bool


def pull(actor: Actor, asked: Asked) -> Pulled:
    """Give the next page of changes; raises sync.resync."""
    epoch = db.session.scalars(select(Epoch.id)).one()
    horizon = _horizon()
    cursor = read_cursor(asked.cursor, epoch, horizon)
    window = Window(actor, cursor.since, cursor.upto or horizon)
    found = _found(window, cursor, asked.limit + 1)
    page, more = found[: asked.limit], len(found) > asked.limit
    following = Cursor(cursor.epoch, since=window.upto)
    if more:
        last = page[-1]
        following = Cursor(cursor.epoch, window.since, window.upto, last.kind.name, str(last.id))
    return Pulled(_changes(page), following.wire(), more, epoch)


def _horizon() -> int:
    """The oldest transaction that is still running: everything before it has ended."""
    xmin = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=Xid8)
    return db.session.scalars(select(xmin)).one()


def _found(window: Window, cursor: Cursor, wanted: int) -> list[Found]:
    """Find up to `wanted` changed rows behind the cursor, kind by kind and by id.

    A row that changes again between two pages leaves the window for the next one, so that the
    order of the others never shifts: nothing is skipped, nothing is sent twice.
    """
    kinds = list(dropwhile(lambda kind: kind.name != (cursor.kind or KINDS[0].name), KINDS))
    if not kinds:
        raise refuse("sync.resync", kind=cursor.kind)  # a kind that this version no longer knows
    found: list[Found] = []
    for kind in kinds:
        after = UUID(cursor.after) if cursor.after and kind.name == cursor.kind else None
        found += _of_kind(window, kind, after, wanted - len(found))
    return found


def _of_kind(window: Window, kind: Kind, after: UUID | None, wanted: int) -> list[Found]:
    found = _changed(window, kind).subquery()
    query = select(found.c.id, found.c.seen).order_by(found.c.id).limit(wanted)
    if after is not None:
        query = query.where(found.c.id > after)
    return [Found(kind, row_id, seen) for row_id, seen in db.session.execute(query)]


def _changed(window: Window, kind: Kind) -> SelectBase:
    """Select (id, seen) of what changed in sight and of what left it.

    A pull from the beginning takes all that is seen: what is newer than its window comes again.
    """
    seen = _seen(window.actor, kind)
    if window.since == 0:
        return _marked(seen.distinct(), seen=True)
    touched = _touched(window, kind, seen)
    if window.actor.role is not Role.INSPECTOR:
        return _marked(touched, seen=True)
    new = window.holds(Assignment.changed)
    lost = _sent_to(window.actor, kind).where(Assignment.revoked_at.is_not(None), new)
    return union_all(
        _marked(union(touched, seen.where(new)), seen=True),
        _marked(lost.except_(seen), seen=False),
    )


def _seen(actor: Actor, kind: Kind) -> Ids:
    """Select what somebody sees: an inspector by assignment, the desk by jurisdiction."""
    if actor.role is Role.INSPECTOR:
        return _sent_to(actor, kind).where(Assignment.revoked_at.is_(None))
    query = select(kind.id)
    return query if kind.place is None else query.where(kind.place.in_(actor.jurisdictions))


def _sent_to(actor: Actor, kind: Kind) -> Ids:
    return kind.through.where(Assignment.inspector_id == actor.id)


def _touched(window: Window, kind: Kind, seen: Ids) -> SelectBase:
    """Select the ids among `seen` of which any source changed in the window."""
    parts = []
    for source in kind.sources:
        row_id, changed = source.selected_columns
        parts.append(
            source.with_only_columns(row_id).where(window.holds(changed), row_id.in_(seen))
        )
    return union(*parts)


def _marked(ids: SelectBase, *, seen: bool) -> Ids:
    (row_id,) = ids.subquery().columns
    return select(row_id.label("id"), literal(seen).label("seen"))


def _changes(page: list[Found]) -> list[Change]:
    """Load the rows of a page, one kind at a time."""
    rows: dict[tuple[str, UUID], Json] = {}
    for kind, of_kind in groupby(page, attrgetter("kind")):
        loaded = kind.load([each.id for each in of_kind if each.seen])
        rows |= {(kind.name, row_id): row for row_id, row in loaded.items()}
    return [Change(each.kind.name, each.id, rows.get((each.kind.name, each.id))) for each in page]
