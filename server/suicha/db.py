"""The database handle and the column types that make wrong values impossible to store."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Enum, MetaData, Uuid, cast, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, UserDefinedType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from sqlalchemy import ColumnElement, Dialect
    from sqlalchemy.sql.elements import BindParameter

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

Json = dict[str, Any]  # Any: a JSON document, whose shape its marshmallow schema has checked


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the house's clock stand at a past moment: how the demo's history is lived through."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def now() -> datetime:
    """Return this moment in UTC; the one clock that the verbs read."""
    return _moment.get() or datetime.now(UTC)


def uuid7() -> UUID:
    """Return a fresh UUIDv7 (RFC 9562 §5.7): sorted by time, so that indexes grow at their end.

    12 bits hold the parts of the millisecond (§6.2, method 3): rows made in one go keep their
    order, in which lists show them.
    """
    millis, nanos = divmod(_nanoseconds(), 1_000_000)
    value = millis << 80 | 0x7 << 76 | (nanos * 4096 // 1_000_000) << 64 | 0b10 << 62
    return UUID(int=value | secrets.randbits(62))


def _nanoseconds() -> int:
    """Since 1970, by the house's clock; where it stands, the true parts of a second keep order."""
    moment = _moment.get()
    if moment is None:
        return time.time_ns()
    return int(moment.timestamp()) * 1_000_000_000 + time.time_ns() % 1_000_000_000


def today() -> date:
    """Return the office's date: deadlines are days in China, which knows no summer time."""
    return now().astimezone(CHINA).date()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive datetimes on the way in, gives UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a datetime without a zone: nobody could say later which instant it was."""
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC, whatever zone the session of the database speaks."""
        return value if value is None else value.astimezone(UTC)


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id: the version of a row in the pull feed (sync.md)."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in DDL."""
        return "xid8"

    def bind_expression(self, bindvalue: BindParameter[int]) -> ColumnElement[int]:
        """Cast what is bound: PostgreSQL has no implicit cast from bigint to xid8."""
        return cast(bindvalue, self)

    def bind_processor(self, dialect: Dialect) -> Callable[[int | None], str | None]:
        """Bind as text, which is how PostgreSQL reads an xid8."""
        return lambda value: None if value is None else str(value)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[str | None], int | None]:
        """Read as an integer; xid8 arrives as text."""
        return lambda value: None if value is None else int(value)


ischema_names["xid8"] = Xid8  # so that reflection knows it too


class Base(DeclarativeBase):
    """The base of all tables: named constraints, UTC instants, native UUIDs, JSONB."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, UUID: Uuid(), dict[str, Any]: JSONB}


class Keyed:
    """A row named by a UUIDv7."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)


class Changed:
    """A synced row: `changed` is the transaction that touched it last, kept by a trigger.

    The trigger `touch_changed` (migration 0001) sets it on every update, so that bulk statements
    are covered too; `tests/house` checks that no such table lacks it.
    """

    changed: Mapped[int] = mapped_column(
        Xid8, server_default=text("pg_current_xact_id()"), index=True
    )


def choice(kind: type[StrEnum], name: str) -> Enum:
    """Return a column type that stores the values of `kind` under a check constraint."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


# Only `db.session` and `db.engine` are used: the tables' Base stays SQLAlchemy's own.
# expire_on_commit: what a view returns may still be read after the commit.
db = SQLAlchemy(session_options={"expire_on_commit": False})


def next_number(kind: str) -> int:
    """Return the next number of a kind: "hazard", "plan", "receipt" or "spot_check".

    A sequence, not a counter row: numbers may have gaps, but no check waits for another's commit.
    """
    return int(db.session.scalar(select(func.nextval(f"{kind}_number"))) or 0)
