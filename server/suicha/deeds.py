"""How a task of the worker is done: in an application context, as a request is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import OperationalError

from suicha import jobs
from suicha.db import db
from suicha.storage import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

T = TypeVar("T")
Tasks = list[tuple[str, str]]  # each with its subject

RETRY = jobs.Patience(OperationalError, UnreachableError)
DEEDS: dict[str, Callable[[str], None]] = {}  # what each task does, without its commit

contexts: list[Callable[[], AbstractContextManager[object]]] = []  # the last is that of the worker


def task(name: str) -> Callable[[Callable[[str], None]], Callable[[str], None]]:
    """Register a task: it runs in an application context; returning commits, raising undoes."""

    def register(deed: Callable[[str], None]) -> Callable[[str], None]:
        DEEDS[name] = deed

        @jobs.app.task(name=name, retry=RETRY)
        def run(subject: str) -> None:
            with contexts[-1]():
                commit(lambda: deed(subject))

        return deed

    return register


def every(cron: str, name: str) -> Callable[[Callable[[], Tasks]], Callable[[], Tasks]]:
    """Register what the days bring about by themselves: tasks, each with its subject; UTC."""

    def register(due: Callable[[], Tasks]) -> Callable[[], Tasks]:
        @jobs.app.periodic(cron=cron)
        @jobs.app.task(name=name, queueing_lock=name)
        def look(timestamp: int) -> None:
            with contexts[-1]():
                if tasks := due():
                    commit(lambda: jobs.defer(*tasks))

        return due

    return register


def commit(deed: Callable[[], T]) -> T:
    """Do something in a transaction: returning commits, raising undoes."""
    try:
        done = deed()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return done
