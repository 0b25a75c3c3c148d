"""Background work on Postgres (procrastinate), deferred in the transaction of its cause."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from suicha.db import db

if TYPE_CHECKING:
    from procrastinate.jobs import Job

log = logging.getLogger(__name__)

# Deferring borrows the session's own connection, so this connector is never opened. The worker
# replaces the app's by one that is asynchronous and cannot borrow (worker.py): tasks defer too.
_borrowing = procrastinate.SyncPsycopgConnector()
app = procrastinate.App(connector=_borrowing)

MOST_ATTEMPTS: Final = 8
LONGEST_WAIT: Final = 600  # seconds until a job is tried again that waits for a part to come back


class Patience(procrastinate.BaseRetryStrategy):
    """A job that fails is tried again later and later, eight times in a day.

    One that fails because another part is away is tried until that part is back, however long that
    takes: given up, it would never be done, and a photo that came would never be seen.
    """

    def __init__(self, *away: type[Exception]) -> None:
        """Name what is raised when a part does not answer."""
        self.away = away

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> procrastinate.RetryDecision | None:
        """Say when a job that failed is tried again; None when it is given up."""
        if isinstance(exception, self.away):
            return procrastinate.RetryDecision(retry_in={"seconds": _wait(job, LONGEST_WAIT)})
        if job.attempts >= MOST_ATTEMPTS:
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": _wait(job)})


async def rescue(manager: JobManager) -> None:
    """Put back the jobs that a killed worker left `doing`: nothing else would ever run them.

    Whose worker gave no sign of life for half a minute counts as killed.
    """
    for job in await manager.get_stalled_jobs():
        with suppress(ConnectorException):  # another worker's rescue was faster
            await _rescue(manager, job)


async def _rescue(manager: JobManager, job: Job) -> None:
    """Put one job back; one that may have killed its worker waits, longer each time.

    A periodic one may stand in the queue again, where there is room for it once: it is dropped.
    """
    if job.queueing_lock:
        await manager.finish_job(job, Status.ABORTED, delete_job=True)
        return
    wait = _wait(job, LONGEST_WAIT) if job.attempts else 0
    await manager.retry_job(job, retry_at=datetime.now(UTC) + timedelta(seconds=wait))
    log.warning("rescued job %s", job.id)


def _wait(job: Job, longest: int | None = None) -> int:
    """Give the seconds until the next attempt: 4, 16, 64, and so on."""
    wait: int = 4 ** (min(job.attempts, MOST_ATTEMPTS) + 1)
    return wait if longest is None else min(wait, longest)


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
