"""Background work on Postgres (procrastinate), deferred in the transaction of its cause."""

from __future__ import annotations

import procrastinate
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from suicha.db import db

# Deferring borrows the session's own connection, so this connector is never opened. The worker
# replaces the app's by one that is asynchronous and cannot borrow (worker.py): tasks defer too.
_borrowing = procrastinate.SyncPsycopgConnector()
app = procrastinate.App(connector=_borrowing)

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=4)


def defer(*tasks: tuple[str, str]) -> None:
    """Queue tasks, each with its subject, inside the current transaction.

    They exist if, and only if, the change does.
    """
    db.session.flush()
    connection = db.session.connection().connection.driver_connection
    found = [
        app.configure_task(name, allow_unknown=False).make_new_job(subject=subject)
        for name, subject in tasks
    ]
    JobManager(_borrowing).batch_defer_jobs(found, connection=connection)


def queue_answers() -> bool:
    """Whether the queue's tables can be read (for /readyz)."""
    return db.session.execute(text("SELECT count(*) FROM procrastinate_workers")) is not None


def a_worker_lives() -> bool:
    """Whether a worker has given a sign of life within the last minute; it does so every 10 s."""
    query = text(
        "SELECT EXISTS (SELECT FROM procrastinate_workers"
        " WHERE last_heartbeat > now() - interval '1 minute')"
    )
    return bool(db.session.scalar(query))


def schema() -> str:
    """The DDL of the queue, for the first migration."""
    return SchemaManager.get_schema()
