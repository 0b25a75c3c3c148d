"""`suicha …`: the commands of an operator."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import flask_migrate
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from suicha import config, create_app, demo, embedded, supervisor, worker
from suicha.accounts.models import Role
from suicha.accounts.operations import NewPerson, add_person
from suicha.db import db
from suicha.places.models import Agency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from suicha.config import Settings


@click.group()
def main() -> None:
    """随查: spot checks of a construction authority."""


@main.command()
def run() -> None:
    """Start everything on this machine: database, demo authority, server and worker."""
    settings = config.load()
    sys.exit(supervisor.run(settings.data, settings.port, settings.database_url))


@main.command()
def serve() -> None:
    """Serve the API, the PWA and the public pages."""
    with _application() as app:
        settings: Settings = app.extensions["settings"]
        _Server(app, settings).run()


@main.command(name="worker")
@click.option("--once", is_flag=True, help="Work what is queued, then stop.")
def work(*, once: bool) -> None:
    """Work the background jobs."""
    with _application() as app:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        worker.run(url, app.app_context, wait=not once)


@main.command(name="demo")
def load_demo() -> None:
    """Bring the tables up, load the demo authority where it is missing, print its logins."""
    with _application() as app, app.app_context():
        flask_migrate.upgrade()
        settings: Settings = app.extensions["settings"]
        logins = demo.load(settings.data)
        db.session.commit()
        click.echo(logins)


@main.group(name="db")
def database() -> None:
    """Look after the database."""


@database.command()
def upgrade() -> None:
    """Bring the tables up to this release."""
    with _application() as app, app.app_context():
        flask_migrate.upgrade()


@main.group()
def user() -> None:
    """Look after accounts."""


@user.command()
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", required=True, help="The agency's short name (机关代字).")
@click.password_option(help="Asked for when it is not given; never a default.")
def add(login: str, name: str, role: str, agency: str, password: str) -> None:
    """Add an account."""
    with _application() as app, app.app_context():
        found = db.session.scalar(select(Agency).where(Agency.short_name == agency))
        if found is None:
            raise click.UsageError(f"there is no agency {agency!r}")
        new = NewPerson(login, name, Role(role), password, found.jurisdiction_id, found.id)
        add_person(new)
        db.session.commit()
        click.echo(f"added {login} ({role})")


@main.command()
def openapi() -> None:
    """Print the contract of the API; needs no database."""
    settings = replace(config.load(), database_url=None)
    app = create_app(settings)
    with app.test_request_context():
        document = app.test_client().get("/api/v1/openapi.json").get_json()
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))


@contextmanager
def _application() -> Iterator[Flask]:
    """Give the application on the named database, or else on the embedded one."""
    settings = config.load()
    if settings.database_url is not None:
        yield create_app(settings)
        return
    with embedded.running(settings.data) as url:
        yield create_app(replace(settings, database_url=url))


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn, set up from our settings instead of from a file of its own."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"0.0.0.0:{self.settings.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 1)
        self.cfg.set("threads", self.settings.server_threads)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("keepalive", 30)

    def load(self) -> Flask:
        return self.app
