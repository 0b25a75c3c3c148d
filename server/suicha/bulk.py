"""Many rows at once: COPY in, and one UPDATE from what was copied.

Row by row, a register of 50,000 sites and their 250,000 parties takes minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from psycopg.sql import SQL, Identifier
from sqlalchemy import text

from suicha.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

    from suicha.db import Base

    Row = Sequence[object]


def insert(kind: type[Base], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, in the current transaction; columns that are left out get their defaults."""
    _copy(kind.__tablename__, columns, rows)


def update(kind: type[Base], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Update rows by their id, which is the first of `columns`, in the current transaction."""
    if not rows:
        return
    table, names = kind.__tablename__, ", ".join(columns)
    beside = f"new_{table}"
    # The names are those of the models, never a caller's words.
    make = f"CREATE TEMP TABLE {beside} ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"  # noqa: S608  # see above
    db.session.execute(text(f"DROP TABLE IF EXISTS pg_temp.{beside}"))
    db.session.execute(text(make))
    _copy(beside, columns, rows)
    given = ", ".join(f"{name} = new.{name}" for name in columns[1:])
    change = f"UPDATE {table} SET {given} FROM {beside} new WHERE {table}.id = new.id"  # noqa: S608  # see above
    db.session.execute(text(change))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    db.session.flush()
    connection = cast("Connection", db.session.connection().connection.driver_connection)
    into = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table), SQL(", ").join(map(Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
