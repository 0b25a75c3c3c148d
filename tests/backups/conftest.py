"""An office on a database and a store of its own, which can burn down."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import flask_migrate
import pytest
from moto.server import ThreadedMotoServer

from suicha import config, storage, worker
from suicha.application import bring_up
from suicha.backups import render_again, restore
from suicha.db import db
from suicha.factory import create_app
from tests.builders import House
from tests.conftest import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


class Office:
    """The application of a test, its house, and what its operator does."""

    def __init__(self, app: Flask) -> None:
        self.app, self.house = app, House()

    def work(self) -> None:
        """Work everything that is queued."""
        db.session.rollback()
        url = self.app.config["SQLALCHEMY_DATABASE_URI"]
        worker.run(url, self.app.app_context, wait=False)

    def restore(self, folder: Path, *, replace: bool = True) -> None:
        """What `suicha restore` does."""
        restore(folder, replace=replace)
        bring_up()
        render_again()
        db.session.commit()


def opened(cluster: str, name: str, data: Path, template: str = "template1") -> Flask:
    """The application on a new database, without tables or as the template is."""
    url = new_database(cluster, name, template)
    app = create_app(replace(config.load({"DATA": str(data)}), database_url=url))
    app.testing = True
    return app


@pytest.fixture(scope="session")
def blank(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with tables and no rows, to be copied: to migrate takes seconds."""
    app = opened(cluster, "suicha_blank", tmp_path_factory.mktemp("blank"))
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    return "suicha_blank"


@contextmanager
def at(app: Flask) -> Iterator[Flask]:
    """Work in an application and its store, and leave no connection to its database."""
    with app.app_context():
        storage.init(app.extensions["settings"])
        storage.store().check(make=True)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def office(cluster: str, blank: str, tmp_path: Path) -> Iterator[Office]:
    """An office that nobody else's rows are in."""
    with at(opened(cluster, "suicha_backups", tmp_path / "data", blank)) as app:
        yield Office(app)


@pytest.fixture
def on_s3(office: Office) -> Iterator[None]:
    """An S3 server of moto's in the place of the folder."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"s3_access_key": "testing", "s3_secret_key": "testing", "s3_secure": False}
    settings = replace(office.app.extensions["settings"], s3_endpoint=f"{host}:{port}", **keys)
    storage.init(settings)
    storage.store().check(make=True)
    yield
    server.stop()
