"""Background tasks, and the one table that says what follows from which fact."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate
import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.signals import on_stop
from sqlalchemy.orm import Session

from suicha import jobs
from suicha.db import db
from suicha.deeds import DEEDS, Tasks, commit, contexts, every, task
from suicha.hazards import operations as hazards
from suicha.hazards.queries import unfinished
from suicha.outboxes import operations as outboxes
from suicha.photos import operations as photos
from suicha.publications import draw_pages
from suicha.publications import operations as publications
from suicha.registers import operations as registers
from suicha.registers.queries import progress
from suicha.spot_checks import operations as spot_checks

__all__ = ["DEEDS", "FOLLOWS", "SUBJECTS", "follow", "following", "run"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from suicha.journal import Fact

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds until a database that went away is asked again

# fact -> tasks that follow; each gets `subject` (the fact's subject id) and runs at least once.
FOLLOWS: dict[str, tuple[str, ...]] = {
    "hazard.closed": ("publications.render_hazard",),
    "hazard.confirmed": ("publications.render_hazard",),
    "hazard.determined": ("publications.render_hazard",),
    "hazard.extended": ("publications.render_hazard",),
    "outbox_import.sent": ("outboxes.work",),
    "outbox_import.vouched": ("outboxes.work",),
    "photo.expired": ("photos.discard",),
    "photo.likened": ("photos.compare",),
    "photo.received": ("photos.render", "photos.compare", "spot_checks.settle"),
    "photo.set_aside": ("spot_checks.settle",),
    "plan.announced": ("publications.render_draw",),
    "plan.drawn": ("publications.render_draw",),
    "plan.frozen": ("publications.render_draw",),
    "plan.object_replaced": ("publications.render_draw",),
    "plan.repeated": ("publications.render_draw",),
    "plan.revealed": ("publications.render_draw",),
    "plan.seat_redrawn": ("publications.render_draw",),
    "plan.voided": ("publications.render_draw",),
    "publication.corrected": ("publications.render",),
    "publication.published": ("publications.render",),
    "publication.withdrawn": ("publications.render",),
    "register_import.confirmed": ("registers.work",),
    "register_import.sent": ("registers.work",),
    "spot_check.submitted": ("spot_checks.settle",),
}
# Tasks whose subject is another field of the fact than what the fact is about.
SUBJECTS = dict.fromkeys(("photos.render", "photos.compare", "photos.discard"), "sha256")


def follow(fact: Fact) -> None:
    """Queue what follows from a fact, in the fact's own transaction."""
    if tasks := following(fact):
        jobs.defer(*tasks)


def following(fact: Fact) -> Tasks:
    """Name the tasks that follow from a fact, each with its subject."""
    tasks = FOLLOWS.get(fact.name, ())
    return [(task, str(getattr(fact, SUBJECTS.get(task, "subject_id")))) for task in tasks]


@task("photos.render")
def render_photo(subject: str) -> None:
    """Make the renditions of a photo, named by its SHA-256."""
    photos.render(subject)


@task("photos.expire")
def expire_photos(_: str) -> None:
    """Let some photos go whose time is over; their bytes are deleted by what follows."""
    if photos.expire(unfinished()) == photos.MOST_EXPIRED:
        jobs.defer(("photos.expire", ""))


@task("photos.discard")
def discard_photo(subject: str) -> None:
    """Delete the bytes of a photo that was let go, named by its SHA-256."""
    photos.discard(subject)


@task("photos.compare")
def compare_photo(subject: str) -> None:
    """Compare a photo, named by its SHA-256, with all that came before it."""
    photos.compare(subject)


@task("spot_checks.settle")
def settle_spot_check(subject: str) -> None:
    """Complete a submitted check once every promised picture has come."""
    spot_checks.settle(UUID(subject))


@task("spot_checks.recount")
def recount_spot_check(subject: str) -> None:
    """Count anew what is undecided about a check."""
    spot_checks.recount(UUID(subject))


@task("spot_checks.look_through")
def look_through_spot_checks(subject: str) -> None:
    """Let those checks be counted anew that count wrongly; some at a time, behind `subject`."""
    looked = spot_checks.miscounted(UUID(subject) if subject else None)
    recounts = [("spot_checks.recount", str(wrong)) for wrong in looked.wrong]
    if looked.last:
        jobs.defer(*recounts, ("spot_checks.look_through", str(looked.last)))


@task("registers.work")
def work_import(subject: str) -> None:
    """Try a sheet, or take it over; how far it is, is told beside its transaction."""
    registers.work(UUID(subject), lambda done, total: _tell_apart(subject, done, total))


def _tell_apart(subject: str, done: int, total: int) -> None:
    with Session(db.engine) as apart:
        apart.execute(progress(UUID(subject), done, total))
        apart.commit()


@task("outboxes.work")
def work_outbox(subject: str) -> None:
    """Try an exported outbox, or take it in: some commands, or a photo, in each transaction."""
    outboxes.work(UUID(subject), commit)


@task("publications.render")
def render_publication(subject: str) -> None:
    """Write the public page of a check, and the index."""
    publications.render(UUID(subject))


@task("publications.render_hazard")
def render_publication_of_hazard(subject: str) -> None:
    """Write the public page of a hazard's check again, where it is out."""
    publications.render_hazard(UUID(subject))


@task("publications.render_draw")
def render_public_draw(subject: str) -> None:
    """Publish the files and the page of a draw."""
    draw_pages.render_draw(UUID(subject))


@task("publications.render_index")
def render_public_index(_: str) -> None:
    """Write the public index, also when nothing is published yet."""
    publications.render_index()


@task("hazards.note_lights")
def note_lights(_: str) -> None:
    """Note the lights that the days have changed, some thousands in each transaction."""
    if hazards.note_lights() == hazards.MOST_LIGHTS:
        jobs.defer(("hazards.note_lights", ""))


# Every hour: the day of China begins within one, and an hour that was slept through is made up.
@every("1 * * * *", "hazards.begin_noting")
def begin_noting() -> Tasks:
    """Begin to note the lights."""
    return [("hazards.note_lights", "")]


# A sealed draw comes out by itself on its day: nobody has to remember, and nobody can forget.
@every("*/5 * * * *", "publications.unseal")
def unseal() -> Tasks:
    """Publish the sealed draws whose day has come."""
    return [("publications.render_draw", str(plan)) for plan in draw_pages.unsealed()]


# A date passes by itself too: what was not drawn or told by it is named without anybody's deed.
@every("*/5 * * * *", "publications.name_late")
def name_late() -> Tasks:
    """Write again the pages of draws that the days have overtaken."""
    return [("publications.render_draw", str(plan)) for plan in draw_pages.overtaken()]


# A release that reads more of a photo than the one before gives it to those that came earlier.
@every("*/10 * * * *", "photos.read_again")
def read_again() -> Tasks:
    """Read some photos again that an earlier release rendered."""
    return [("photos.render", sha256) for sha256 in photos.behind()]


# While China sleeps, and the disks have nothing else to do.
@every("17 18 * * *", "photos.begin_expiring")
def begin_expiring() -> Tasks:
    """Begin to let go of the photos whose time is over."""
    return [("photos.expire", "")]


# Before all others: in a long queue, what was rescued should not wait for the rescue as well.
@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="jobs.rescue", queueing_lock="jobs.rescue", priority=1, pass_context=True)
async def rescue(context: procrastinate.JobContext, timestamp: int) -> None:
    """Put back jobs that a killed worker left `doing`: nothing else would ever run them."""
    await jobs.rescue(context.app.job_manager)


def run(
    database_url: str,
    context: Callable[[], AbstractContextManager[object]],
    *,
    threads: int = 1,
    wait: bool = True,
) -> None:
    """Work the queue until a signal comes, or, with `wait=False` and one thread, until it is empty.

    Decoding leaves Python's lock alone, so that some `threads` make use of as many cores.
    """
    contexts.append(context)
    # A fresh installation has a public page, a new release its new look; what servers of an earlier
    # release wrote, perhaps beside those of this one, is counted.
    with context():
        beginning = ("publications.render_index", "hazards.note_lights", "spot_checks.look_through")
        commit(lambda: jobs.defer(*((name, "") for name in beginning)))
    connector = procrastinate.PsycopgConnector(
        conninfo=database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    )
    with jobs.app.replace_connector(connector) as app, suppress(asyncio.CancelledError):
        work = _work(app, threads=threads) if wait else _work_the_queue(app, threads, wait=False)
        asyncio.run(work)


async def _work(app: procrastinate.App, *, threads: int) -> None:
    """Work until a signal comes: a database that goes away and comes back ends no worker."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  # asyncio.run() made one

    def stop() -> None:
        task.cancel()

    with on_stop(stop):
        while True:
            await _work_while_it_answers(app, threads)
            await asyncio.sleep(PAUSE)


async def _work_while_it_answers(app: procrastinate.App, threads: int) -> None:
    try:
        await _work_the_queue(app, threads, wait=True)
    except (ConnectorException, psycopg.OperationalError) as fault:
        log.warning("the database did not answer: %s", type(fault).__name__)


async def _work_the_queue(app: procrastinate.App, threads: int, *, wait: bool) -> None:
    async with app.open_async():
        await jobs.rescue(app.job_manager)
        await app.run_worker_async(
            wait=wait,
            concurrency=threads,
            fetch_job_polling_interval=1.0,
            delete_jobs="successful",
            install_signal_handlers=not wait,  # who waits is stopped by _work()
        )
