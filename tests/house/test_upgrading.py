"""Migrations from every release: its rows stay, and its own statements still run afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import flask_migrate
import psycopg
import pytest
from sqlalchemy import make_url, text

from suicha import config, worker
from suicha.accounts.models import Person, Role
from suicha.db import db
from suicha.factory import create_app
from suicha.spot_checks.models import SpotCheck
from tests.client import Client
from tests.conftest import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

RELEASES = {"0.1.0": "0001"}  # each release and its last migration
ROWS = Path(__file__).with_name("releases")
LATE_ANSWERS = """
    UPDATE answer_sheets SET answers = jsonb_build_object(
        'LIST-1', jsonb_build_object('result', 'nonconforming', 'deduction', 0, 'note', '后补'),
        'LIST-2', jsonb_build_object('result', 'not_applicable', 'deduction', 0, 'note', ''))
"""


@pytest.fixture
def empty(cluster: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own that has no table yet."""
    url = new_database(cluster, "suicha_upgrading")
    app = create_app(replace(config.load({"DATA": str(tmp_path)}), database_url=url))
    app.testing = True
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def write(release: str, app: Flask) -> None:
    """Run the statements by which a release wrote its rows."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute((ROWS / f"{release}.sql").read_bytes())


def counted() -> dict[str, int]:
    """Rows by table; what a migration itself brings is not counted."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    names = [
        name
        for name in db.session.scalars(text(tables))
        if not name.startswith("procrastinate") and name != "alembic_version"
    ]
    found = {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in names}  # noqa: S608  # names from the catalogue
    db.session.rollback()
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize("release", RELEASES)
def test_the_rows_of_a_release_are_carried_up(empty: Flask, release: str) -> None:
    flask_migrate.upgrade(revision=RELEASES[release])
    write(release, empty)
    before = counted()
    flask_migrate.upgrade()
    after = counted()
    assert {name: after.get(name) for name in before} == before
    look_at_everything(empty)


@pytest.mark.parametrize("release", RELEASES)
def test_a_release_still_writes_after_the_tables_were_brought_up(
    empty: Flask, release: str
) -> None:
    """While servers are exchanged one by one, the old ones work on the new tables."""
    flask_migrate.upgrade()
    write(release, empty)
    look_at_everything(empty)


def test_what_an_earlier_release_left_undecided_is_counted(empty: Flask) -> None:
    """It closed checks and let others answer behind them; nobody counted what differs."""
    flask_migrate.upgrade(revision=RELEASES["0.1.0"])
    write("0.1.0", empty)
    flask_migrate.upgrade()
    db.session.execute(text(LATE_ANSWERS))
    db.session.commit()
    db.session.remove()
    worker.run(empty.config["SQLALCHEMY_DATABASE_URI"], empty.app_context, wait=False)
    assert counts() == {"330106-2026-000006": 2}


@pytest.mark.parametrize("first", ["0001", "head"])
def test_the_photos_of_a_release_have_receipts_in_their_order(empty: Flask, first: str) -> None:
    """Those that came before the tables knew receipts, and those that an old server takes in."""
    flask_migrate.upgrade(revision=first)
    write("0.1.0", empty)
    flask_migrate.upgrade()
    come = text("SELECT receipt FROM photos WHERE received_at IS NOT NULL ORDER BY received_at")
    receipts = list(db.session.scalars(come))
    assert receipts == [f"ZP-2026-{number:07d}" for number in range(1, len(receipts) + 1)]
    assert len(receipts) > 1
    waiting = text("SELECT count(receipt) FROM photos WHERE received_at IS NULL")
    assert db.session.scalar(waiting) == 0
    following = db.session.scalar(text("SELECT nextval('photo_receipt_number')"))
    assert following == len(receipts) + 1


def counts() -> dict[str, int]:
    """Open differences, by the number of the check."""
    query = db.select(SpotCheck.number, SpotCheck.open_differences)
    return dict(db.session.execute(query.where(SpotCheck.open_differences > 0)).all())


def look_at_everything(app: Flask) -> None:
    """Read what the office reads; the rows of a release must make sense to this one."""
    person = db.session.scalars(db.select(Person).where(Person.role == Role.SUPERVISOR)).first()
    assert person is not None
    desk = Client(app).sign_in(person.login)
    hazards = desk.get("/hazards").json
    assert sorted(one["state"] for one in hazards["items"]) == ["confirmed", "reported"]
    assert desk.get(f"/hazards/{hazards['items'][0]['id']}").status_code == 200
    checks = desk.get("/spot-checks").json["items"]
    assert len(checks) == 6
    for check in checks:
        assert desk.get(f"/spot-checks/{check['id']}").status_code == 200
    published = desk.get("/publications", state="published").json["items"]
    assert [one["path"] for one in published] != [None]
    assert desk.get("/plans").json["items"][0]["state"] == "drawn"
    pulled = desk.get("/sync/pull").json
    assert pulled["changes"]
    assert not pulled["more"]
