"""The application as an operator's command has it: on its database, in one deed.

What is imported inside is not needed by `suicha run`, which starts at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from suicha import config, embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@contextmanager
def application() -> Iterator[Flask]:
    """Give the application on the named database, or else on the embedded one."""
    from suicha.factory import create_app

    settings = config.load()
    if settings.database_url is not None:
        yield create_app(settings)
        return
    with embedded.running(settings.data) as url:
        yield create_app(replace(settings, database_url=url))


@contextmanager
def deed() -> Iterator[Flask]:
    """Do something in the application and commit it; a refusal is told in its one sentence."""
    from suicha.db import db
    from suicha.errors import Refusal

    with application() as app, app.app_context():
        try:
            yield app
        except Refusal as refusal:
            raise click.ClickException(
                f"{refusal.problem()['message']} {refusal.details}"
            ) from None
        db.session.commit()


def bring_up() -> None:
    """Bring tables, buckets, checklists, clauses and the public index up to this release."""
    import flask_migrate

    from suicha import jobs
    from suicha.checklists.operations import load_clauses, load_library
    from suicha.publications import draw_pages
    from suicha.publications import operations as publications
    from suicha.storage import store

    flask_migrate.upgrade()
    try:
        store().check(make=True)
    except Exception as error:
        raise click.ClickException(f"The object store cannot be used: {error}") from error
    load_library()
    load_clauses()
    publications.render_index()  # /public/ answers before the worker comes round
    draw_pages.render_script(config.load().pwa)
    jobs.defer(*(("publications.render_draw", str(plan)) for plan in draw_pages.frozen_plans()))
