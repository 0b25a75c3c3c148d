"""The pull feed: everything that a person may see and that changed since their cursor (sync.md).

A pull takes what changed in transactions of [since, upto), where `upto` is the oldest transaction
that still ran when the window was opened: whatever commits later, however slow, lies beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import dropwhile, groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import SelectBase, except_, func, literal, select, union, union_all

from suicha.db import Xid8, db
from suicha.errors import refuse
from suicha.sync import sight
from suicha.sync.cursor import Cursor, read_cursor, scope_of
from suicha.sync.kinds import KINDS, Kind
from suicha.sync.models import Epoch
from suicha.sync.moved import Moved, moved
from suicha.sync.sight import Ids, table_of

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
    """The transactions [since, upto) that a pull tells about, to whom, and what moved in them."""

    actor: Actor
    since: int
    upto: int
    moved: Moved

    def holds(self, changed: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Whether a change lies in the window; the keys of what moved, where they are few, lead."""
        return (changed >= self.since) & (changed < self.upto) & self.moved.leads(changed)

    def on(self, kind: Kind, told: tuple[str, ...]) -> Window:
        """Give the window on one kind: from the beginning where that has not been told yet."""
        return self if kind.tag in told else replace(self, since=0)


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
    cursor = read_cursor(asked.cursor, Cursor(str(epoch), scope=scope_of(actor)), horizon)
    upto = cursor.upto or horizon
    window = Window(actor, cursor.since, upto, moved(cursor.since, upto))
    found = _found(window, cursor, asked.limit + 1)
    page, more = found[: asked.limit], len(found) > asked.limit
    following = _following(window, cursor, page[-1] if more else None)
    return Pulled(_changes(page), following.wire(), more, epoch)


def _horizon() -> int:
    """The oldest transaction that is still running: everything before it has ended."""
    xmin = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=Xid8)
    return db.session.scalars(select(xmin)).one()


def _left(window: Window, cursor: Cursor) -> list[Kind]:
    """Name the kinds that this window has not told of yet; raises sync.resync."""
    kinds = list(dropwhile(lambda kind: kind.name != (cursor.kind or KINDS[0].name), KINDS))
    if not kinds:
        raise refuse("sync.resync", kind=cursor.kind)  # a kind that this version no longer knows
    return [kind for kind in kinds if window.actor.role in kind.roles]


def _following(window: Window, cursor: Cursor, last: Found | None) -> Cursor:
    """Give the cursor behind the last row of a page, or behind the window where none is left.

    A kind counts as told when the window has passed it, and none that it never came to: a release
    may add one in the middle of somebody's window.
    """
    left = _left(window, cursor)
    passed = left if last is None else left[: left.index(last.kind)]
    known = {kind.tag for kind in KINDS}
    told = tuple(sorted(known & {*cursor.kinds, *(kind.tag for kind in passed)}))
    cursor = Cursor(cursor.epoch, scope=scope_of(window.actor), kinds=told)
    if last is None:
        return replace(cursor, since=window.upto)
    cursor = replace(cursor, since=window.since, upto=window.upto)
    return replace(cursor, kind=last.kind.name, after=str(last.id))


def _found(window: Window, cursor: Cursor, wanted: int) -> list[Found]:
    """Find up to `wanted` changed rows behind the cursor, kind by kind and by id.

    A row that changes again between two pages leaves the window for the next one, so that the
    order of the others never shifts: nothing is skipped, nothing is sent twice.
    """
    found: list[Found] = []
    for kind in _left(window, cursor):
        after = UUID(cursor.after) if cursor.after and kind.name == cursor.kind else None
        found += _of_kind(window.on(kind, cursor.kinds), kind, after, wanted - len(found))
    return found


def _of_kind(window: Window, kind: Kind, after: UUID | None, wanted: int) -> list[Found]:
    changed = _changed(window, kind)
    if changed is None or wanted == 0:
        return []
    found = changed.subquery()
    query = select(found.c.id, found.c.seen).order_by(found.c.id).limit(wanted)
    if after is not None:
        query = query.where(found.c.id > after)
    return [Found(kind, row_id, seen) for row_id, seen in db.session.execute(query)]


def _changed(window: Window, kind: Kind) -> SelectBase | None:
    """Select (id, seen) of what changed in sight and of what left it; None where nothing did.

    A pull from the beginning takes all that is seen: what is newer than its window comes again.
    """
    seen = sight.seen(window.actor, kind)
    if window.since == 0:
        return _marked(seen, seen=True)
    if not window.moved.any_of(kind.tables):
        return None
    shown = [*_touched(window, kind, seen), *sight.opened(window.actor, kind, window.holds)]
    gone = sight.closed(window.actor, kind, window.holds)
    parts = [_marked(union(*shown), seen=True)] if shown else []
    if gone:
        parts.append(_marked(except_(union(*gone), seen), seen=False))
    return union_all(*parts) if parts else None


def _touched(window: Window, kind: Kind, seen: SelectBase) -> list[Ids]:
    """Select the ids among `seen` of which any source changed in the window."""
    parts = []
    for source in kind.sources:
        row_id, changed = source.selected_columns
        if window.moved.any_of({table_of(changed)}):
            parts.append(
                source.with_only_columns(row_id).where(window.holds(changed), row_id.in_(seen))
            )
    return parts


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
