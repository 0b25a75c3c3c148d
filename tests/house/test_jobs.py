"""Jobs that fail, wait, or lose their worker: each is done in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from procrastinate.jobs import Job
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from suicha import deeds, jobs, worker
from suicha.db import db
from suicha.storage import UnreachableError

if TYPE_CHECKING:
    from flask import Flask

LEFT = text(
    "INSERT INTO procrastinate_jobs"
    " (queue_name, task_name, queueing_lock, args, status, attempts) VALUES ('default', :task,"
    " :lock, CAST(:args AS jsonb), CAST(:status AS procrastinate_job_status), :tries)"
    " RETURNING id"
)
# Not all: what is due every minute may be queued at any moment, also behind a worker that goes.
STAND = text("SELECT id FROM procrastinate_jobs WHERE id = ANY(:ids)")
WAITS = text(
    "SELECT status::text, attempts, scheduled_at > now() FROM procrastinate_jobs WHERE id = :id"
)


def left(task: str, status: str, *, lock: str | None = None, tries: int = 0) -> int:
    """A job as a killed worker leaves it, of no worker any more; told is its id."""
    args = '{"timestamp": 1}' if lock else '{"subject": ""}'
    given = {"task": task, "lock": lock, "args": args, "status": status, "tries": tries}
    made = db.session.execute(LEFT, given).scalar_one()
    db.session.commit()
    return int(made)


def stand(*ids: int) -> list[int]:
    return list(db.session.scalars(STAND, {"ids": list(ids)}))


def work(app: Flask) -> None:
    worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)


def job(attempts: int) -> Job:
    return Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


def test_what_a_killed_worker_was_at_is_done_by_the_next(app: Flask) -> None:
    killed = left("hazards.note_lights", "doing")
    work(app)
    assert stand(killed) == []


def test_a_rescue_that_was_killed_itself_keeps_nothing_from_being_rescued(app: Flask) -> None:
    killed = left("jobs.rescue", "doing", lock="jobs.rescue")
    waiting = left("jobs.rescue", "todo", lock="jobs.rescue")
    another = left("hazards.note_lights", "doing")
    work(app)
    assert stand(killed, waiting, another) == []


def test_what_may_have_killed_its_worker_waits_before_it_may_again(app: Flask) -> None:
    killed = left("hazards.note_lights", "doing", tries=3)
    work(app)
    assert db.session.execute(WAITS, {"id": killed}).all() == [("todo", 4, True)]


@pytest.mark.parametrize("away", [UnreachableError(), OperationalError("", {}, OSError())])
def test_a_job_waits_for_a_part_that_is_away_as_long_as_it_takes(away: Exception) -> None:
    for attempts in (0, 8, 1000):
        assert deeds.RETRY.get_retry_decision(exception=away, job=job(attempts)) is not None


def test_a_job_that_fails_by_itself_is_given_up_after_eight_attempts() -> None:
    fault = ValueError()
    assert deeds.RETRY.get_retry_decision(exception=fault, job=job(7)) is not None
    assert deeds.RETRY.get_retry_decision(exception=fault, job=job(jobs.MOST_ATTEMPTS)) is None
