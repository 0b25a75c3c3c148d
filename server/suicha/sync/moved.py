"""What changed in a window, table by table, before anybody asks who sees it.

No planner knows how few rows are newer than a cursor: it guesses a share of the table, and reads
millions to find three. So the ends of the indexes on `changed` are read first, and the keys found
there lead every other question. A pull with nothing new asks nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, String, any_, cast, false, literal, select, true, union_all

from suicha.db import Base, db
from suicha.sync.kinds import KINDS
from suicha.sync.sight import table_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select, SQLColumnExpression, Table

MOST_KEYS = 2000  # of one table; beyond, its rows are found by the range alone


@dataclass(frozen=True)
class Moved:
    """The keys of the rows that changed, by table; a table that is not named has none."""

    keys: dict[str, list[Any]]  # Any: UUIDs, and the hashes of photos

    def any_of(self, tables: Collection[str]) -> bool:
        """Whether anything changed in one of these tables."""
        return not self.keys.keys().isdisjoint(tables)

    def leads(self, changed: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Narrow to the rows that changed, where they are few enough to be named."""
        name = table_of(changed)
        keys = self.keys.get(name)
        if keys is None:
            return false()
        if len(keys) > MOST_KEYS:
            return true()
        key = _key(Base.metadata.tables[name])
        return key == any_(literal(keys, ARRAY(key.type)))


def moved(since: int, upto: int) -> Moved:
    """Find what changed in [since, upto), by the end of each index; from the beginning, do not."""
    if since == 0:
        return Moved({})
    names = sorted(frozenset[str]().union(*(kind.tables for kind in KINDS)))
    parts = [_keys(Base.metadata.tables[name], since, upto) for name in names]
    keys: dict[str, list[Any]] = defaultdict(list)
    for name, key in db.session.execute(union_all(*parts)):
        keys[name].append(key)
    return Moved(dict(keys))


def _keys(table: Table, since: int, upto: int) -> Select[str, str]:
    """Select the keys of what changed in one table: ordered, so that the index is read."""
    changed = table.c.changed
    query = select(literal(table.name).label("name"), cast(_key(table), String).label("key"))
    query = query.where(changed >= since, changed < upto).order_by(changed)
    return select(query.limit(MOST_KEYS + 1).subquery())


def _key(table: Table) -> ColumnElement[Any]:
    (key,) = table.primary_key.columns
    return key
