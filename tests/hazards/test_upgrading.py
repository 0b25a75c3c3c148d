"""Migration 0024: what was major by its grade is major by a column of its own, before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import flask_migrate
import pytest
from sqlalchemy import text

from suicha import config
from suicha.db import db
from suicha.factory import create_app
from suicha.hazards.models import Hazard
from tests.builders import House
from tests.conftest import new_database
from tests.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

# What the release before writes: a grade, and nothing of the columns that it does not know.
WRITTEN = text("""
    INSERT INTO hazards (id, number, jurisdiction_id, spot_check_id, site_id, checklist_version_id,
        item_id, description, location, clause, grade, due_on, party_id, state, reported_by,
        reported_at, confirmation_note)
    SELECT gen_random_uuid(), number || :grade, jurisdiction_id, spot_check_id, site_id,
        checklist_version_id, item_id, description, location, clause, :grade, due_on, party_id,
        state, reported_by, reported_at, confirmation_note
    FROM hazards WHERE id = :id
""")
BEFORE = text("SELECT grade FROM hazards ORDER BY number")
CHANGED = text("SELECT number, changed::text FROM hazards ORDER BY number")


@pytest.fixture
def first(cluster: str, tmp_path: Path) -> Iterator[UUID]:
    """A hazard on a database of its own, which stands at the migration before."""
    url = new_database(cluster, "suicha_majors")
    app = create_app(replace(config.load({"DATA": str(tmp_path)}), database_url=url))
    with app.app_context():
        flask_migrate.upgrade()
        hazard = Visit(House()).report().id
        db.session.remove()  # what is open would hold the migration up
        flask_migrate.downgrade(revision="0023")
        yield hazard
        db.session.remove()
        db.engine.dispose()


def write(first: UUID) -> None:
    for grade in ("general", "major"):
        db.session.execute(WRITTEN, {"id": first, "grade": grade})
    db.session.commit()


def found() -> list[tuple[str, bool, str, str | None]]:
    query = db.select(Hazard.severity, Hazard.is_major, Hazard.grade, Hazard.major_item)
    return [tuple(row) for row in db.session.execute(query.order_by(Hazard.number))]


GENERAL, MAJOR = ("general", False, "general", None), ("serious", True, "major", None)


def test_what_was_major_by_its_grade_still_is(first: UUID) -> None:
    write(first)
    before = db.session.execute(CHANGED).all()
    db.session.commit()
    flask_migrate.upgrade()
    assert found() == [GENERAL, GENERAL, MAJOR]
    assert db.session.execute(CHANGED).all() == before, "no phone pulls its checks again for it"


def test_the_release_before_writes_and_reads_on_the_new_table(first: UUID) -> None:
    flask_migrate.upgrade()
    write(first)
    assert found() == [GENERAL, GENERAL, MAJOR]
    db.session.get_one(Hazard, first).is_major = True
    db.session.commit()
    assert list(db.session.scalars(BEFORE)) == ["major", "general", "major"]
    db.session.remove()
    flask_migrate.downgrade(revision="0023")
    assert list(db.session.scalars(BEFORE)) == ["major", "general", "major"]
