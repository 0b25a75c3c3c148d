"""`python -m tests.journeys.later DAYS`: what the worker does of itself so many days from now.

A sealed draw comes out weeks after it is made, which no journey can wait for. This is the same
code on the same database, with another clock.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta

import time_machine

from suicha import config, embedded, worker
from suicha.db import db, now
from suicha.factory import create_app
from suicha.publications import draw_pages


def main(days: int) -> None:
    """Publish the sealed draws that are due by then."""
    settings = config.load()
    with embedded.running(settings.data) as url:
        app = create_app(replace(settings, database_url=url))
        with app.app_context(), time_machine.travel(now() + timedelta(days=days)):
            unseal()


def unseal() -> None:
    for plan in draw_pages.unsealed():
        worker.DEEDS["publications.render_draw"](str(plan))
    db.session.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
