"""Real Postgres for every test: a cluster and a database for each worker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import flask_migrate
import hypothesis
import psycopg
import pytest
from sqlalchemy import make_url

from suicha import config, embedded, storage, tables
from suicha.db import Base, db
from suicha.factory import create_app

from .builders import House
from .client import Client

# A slow machine is no fault: no test asserts a time, also not by hypothesis's deadline.
hypothesis.settings.register_profile("suicha", deadline=None)
hypothesis.settings.load_profile("suicha")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

# A test's database may forget: these make commits cheap. Faults are tested with fsync on.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # no test is the one beside which it ran
}
KEPT = {"epoch", "alembic_version"}
assert tables.ALL
EMPTIED = [table.name for table in Base.metadata.sorted_tables if table.name not in KEPT]
# Rows go one by one: a TRUNCATE makes every file anew, and costs more than most tests. As a
# replica, the server asks neither foreign keys nor what keeps facts from being deleted.
EMPTYING = ";".join(
    [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in (*EMPTIED, "procrastinate_jobs")),  # noqa: S608  # our own names
    ]
)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of this worker's own: a snapshot's xmin reaches over all databases of one."""
    with embedded.running(tmp_path_factory.mktemp("cluster"), settings=FORGETFUL) as url:
        yield url


def new_database(cluster_url: str, name: str, template: str = "template1") -> str:
    """Make a database in a cluster, empty or as another that nobody uses, and give its URL."""
    cluster = make_url(cluster_url)
    plain = cluster.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return cluster.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def house_app(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a migrated database."""
    url = new_database(cluster, "suicha_tests")
    data = tmp_path_factory.mktemp("data")
    app = create_app(replace(config.load({"DATA": str(data)}), database_url=url))
    app.testing = True
    with app.app_context():
        flask_migrate.upgrade()
    return app


@pytest.fixture
def app(house_app: Flask) -> Iterator[Flask]:
    """The application in a context, with every table emptied after the test."""
    storage.init(house_app.extensions["settings"])  # another application may have chosen another
    with house_app.app_context():
        yield house_app
        db.session.rollback()
        db.session.remove()
        with db.engine.begin() as connection:
            connection.exec_driver_sql(EMPTYING)


@pytest.fixture
def house(app: Flask) -> House:
    """A district with an agency, its people, sites and checklists, built as tests need them."""
    return House()


@pytest.fixture
def client(app: Flask) -> Client:
    """A Bearer client that nobody has signed in yet."""
    return Client(app)
