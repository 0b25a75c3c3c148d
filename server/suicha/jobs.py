"""Background work on Postgres (procrastinate), deferred in the transaction of its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import procrastinate
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from suicha.db import db

if TYPE_CHECKING:
    from procrastinate.types import JSONValue

# Deferring borrows the session's own connection, so this connector is never opened. The worker
# replaces the app's by one that is asynchronous and cannot borrow (worker.py): tasks defer too.
_borrowing = procrastinate.SyncPsycopgConnector()
app = procrastinate.App(connector=_borrowing)

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=4)


def defer(task_name: str, **args: JSONValue) -> None:
    """Queue a task inside the current transaction: it exists if, and only if, the change does."""
    db.session.flush()
    connection = db.session.connection().connection.driver_connection
    job = app.configure_task(task_name, connection=connection, allow_unknown=False)
    job.job_manager = JobManager(_borrowing)
    job.defer(**args)


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
