"""Pull: what an idle phone costs, and one that has a change to fetch, beside all that is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bench import report
from bench.clients import Client, run
from suicha.db import db
from suicha.sync.cursor import Cursor
from suicha.sync.kinds import KINDS
from suicha.sync.models import Epoch

if TYPE_CHECKING:
    from bench.clients import Job
    from bench.office import Office
    from bench.push import Ground

CALLS = 100


def measure(office: Office, ground: Ground, rows: int) -> None:
    """Print the lines for so many rows that changed long ago."""
    report.head(f"pull beside {rows:,} rows that changed long ago")
    for who, person in (("an inspector", ground.people[0]), ("a supervisor", ground.supervisor)):
        client = Client(office, person.login)
        cursor = _now()
        idle = run([(client, [_pull(cursor)] * CALLS)], CALLS)
        report.timed(f"nothing new for {who}", idle, "pulls")
        touch = text("UPDATE sites SET stage = stage WHERE id = :site")
        db.session.execute(touch, {"site": ground.site_id})
        db.session.commit()
        changed = run([(client, [_pull(cursor)] * CALLS)], CALLS)
        report.timed(f"one site changed for {who}", changed, "pulls")


def _now() -> str:
    """Give the cursor of a phone that has pulled everything; a first pull of 1 M rows takes long.

    Its window begins where the database is now, and it has been told of every kind: the cursor
    says so in the open (sync/cursor.py).
    """
    epoch = db.session.scalars(db.select(Epoch.id)).one()
    xmin = db.session.scalar(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))
    db.session.rollback()
    kinds = tuple(sorted(kind.tag for kind in KINDS))
    return Cursor(str(epoch), since=int(xmin or 0), kinds=kinds).wire()


def _pull(cursor: str) -> Job:
    def pull(client: Client) -> None:
        client.json("GET", f"/sync/pull?cursor={cursor}")

    return pull
