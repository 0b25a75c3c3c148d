"""Alembic's environment: one database, one history, the queue's own tables left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy import engine_from_config, pool

import suicha.tables
from suicha.db import Base, db

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

TABLES = suicha.tables.ALL


def ours(
    item: SchemaItem, name: str | None, kind: str, reflected: bool, _: object
) -> bool:  # alembic calls it so
    """Leave procrastinate's tables out of the comparison: it owns them."""
    return not (name or "").startswith("procrastinate_")


def migrate() -> None:
    """Run the migrations on the application's engine, or on the one that a test hands over."""
    connectable = context.config.attributes.get("connection") or _engine()
    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=ours,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def _engine():  # noqa: ANN202  # an Engine either way
    if context.config.get_main_option("sqlalchemy.url"):
        section = context.config.get_section(context.config.config_ini_section, {})
        return engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    return db.engine


migrate()
