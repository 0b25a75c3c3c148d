"""Alembic's environment: one database, one history, the queue's own tables left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

import suicha.tables
from suicha.db import Base, db

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

TABLES = suicha.tables.ALL


def ours(_item: SchemaItem, name: str | None, *_: object) -> bool:
    """Leave procrastinate's tables out of the comparison: it owns them."""
    return not (name or "").startswith("procrastinate_")


def migrate() -> None:
    """Run the migrations on the application's engine."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=ours,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
