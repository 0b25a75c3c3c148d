"""Real Postgres for every test: one cluster for the run, one database for each worker."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import flask_migrate
import psycopg
import pytest
from sqlalchemy import make_url, text

from suicha import config, embedded, tables
from suicha.db import Base, db
from suicha.factory import create_app

from .builders import House
from .client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

# A test's database may forget: these make commits cheap. Faults are tested with fsync on.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
KEPT = {"epoch", "alembic_version"}
CLUSTER = pytest.StashKey[contextlib.ExitStack]()
assert tables.ALL


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, in the process that commands the workers."""
    if hasattr(config, "workerinput") or "TEST_CLUSTER" in os.environ:
        return
    stack = config.stash[CLUSTER] = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="suicha-tests-"))
    os.environ["TEST_CLUSTER"] = stack.enter_context(
        embedded.running(Path(folder), settings=FORGETFUL)
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster that this process started."""
    if CLUSTER in config.stash:
        config.stash[CLUSTER].close()


def new_database(name: str) -> str:
    """Make an empty database in the cluster and give its URL."""
    cluster = make_url(os.environ["TEST_CLUSTER"])
    plain = cluster.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return cluster.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def house_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a migrated database of this worker's own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    url = new_database(f"suicha_{worker}_{os.getpid()}")
    data = tmp_path_factory.mktemp("data")
    app = create_app(replace(config.load({"DATA": str(data)}), database_url=url))
    app.testing = True
    with app.app_context():
        flask_migrate.upgrade()
    return app


@pytest.fixture
def app(house_app: Flask) -> Iterator[Flask]:
    """The application in a context, with every table emptied after the test."""
    with house_app.app_context():
        yield house_app
        db.session.rollback()
        db.session.remove()
        with db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(_emptied())} CASCADE"))


def _emptied() -> list[str]:
    ours = [table.name for table in Base.metadata.sorted_tables if table.name not in KEPT]
    return [*ours, "procrastinate_jobs"]


@pytest.fixture
def house(app: Flask) -> House:
    """A district with an agency, its people, sites and checklists, built as tests need them."""
    return House()


@pytest.fixture
def client(app: Flask) -> Client:
    """A Bearer client that nobody has signed in yet."""
    return Client(app)
