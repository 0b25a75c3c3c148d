"""Migrations make exactly the tables of the models, along one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from suicha.config import REPOSITORY
from suicha.db import Base, db
from suicha.jobs import schema

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.schema import SchemaItem

    from tests.builders import House


def ours(_item: SchemaItem, name: str | None, *_: object) -> bool:
    return not (name or "").startswith("procrastinate_")


def test_there_is_one_head_and_numbers_follow_each_other() -> None:
    script = ScriptDirectory(str(REPOSITORY / "migrations"))
    numbers = sorted(revision.revision for revision in script.walk_revisions())
    assert len(script.get_heads()) == 1
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_migrations_make_the_tables_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_synced_table_keeps_its_place_in_the_feed(app: Flask) -> None:
    synced = {table.name for table in Base.metadata.sorted_tables if "changed" in table.columns}
    assert synced == _tables_with("touch_changed")


def test_no_synced_row_can_be_deleted(app: Flask, house: House) -> None:
    synced = {table.name for table in Base.metadata.sorted_tables if "changed" in table.columns}
    assert synced == _tables_with("synced_rows_stay")
    house.site()
    with pytest.raises(DatabaseError, match="they end, and are never deleted"):
        db.session.execute(text("DELETE FROM parties"))


def test_facts_have_no_column_that_changes(app: Flask) -> None:
    facts = _tables_with("facts_stay")
    assert {"journal", "ledger", "records", "signatures", "draws", "frozen_rosters"} <= facts


def test_the_queues_tables_are_those_of_its_library(app: Flask) -> None:
    with db.engine.connect() as connection:
        query = text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%'")
        for name in connection.scalars(query):
            assert f"CREATE TABLE {name}" in schema()


def _tables_with(trigger: str) -> set[str]:
    query = text(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgname = :trigger"
    )
    return set(db.session.scalars(query, {"trigger": trigger}))
