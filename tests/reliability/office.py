"""An office under fault: its own Postgres, server and worker, each killed and begun by its pid."""

from __future__ import annotations

import os
import shlex
import signal
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import flask_migrate
import psycopg

from suicha import config, embedded, storage
from suicha.db import db
from suicha.factory import create_app
from suicha.postgres_programs import programs_for
from tests.serving import Part, answers, await_that, free_port

from .line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import LiteralString

    from flask import Flask

    from .store_line import StoreLine


class Postgres:
    """The embedded Postgres, which can be stopped in mid-air and begun again in its place."""

    def __init__(self, data: Path, database: embedded.Database) -> None:
        assert database.process is not None
        self.cluster = data.resolve() / "postgres"
        self.plain = database.url.replace("+psycopg", "")
        self.process = database.process

    def crash(self) -> None:
        """Stop it as `pg_ctl stop -m immediate` does: every transaction is broken off."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def begin(self) -> None:
        """Start it as it was started, as `pg_ctl start` does: it replays its log."""
        options = shlex.split((self.cluster / "postmaster.opts").read_text())[3:]
        programs = programs_for(self.cluster)
        with self.cluster.with_suffix(".log").open("ab") as log:
            self.process = programs.start("postgres", options, self.cluster, log)
        await_that(self._answers, "Postgres does not come back")

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def is_writing(self) -> bool:
        """Whether a transaction is open that has written something."""
        return self._finds(
            "SELECT FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )

    def has_jobs(self, *states: str) -> bool:
        """Whether photos wait to be rendered, or are being rendered, by the state of their jobs."""
        query = (
            "SELECT FROM procrastinate_jobs"
            " WHERE task_name = 'photos.render' AND status::text = ANY(%s)"
        )
        return self._finds(query, list(states))

    def _finds(self, query: LiteralString, *values: object) -> bool:
        with psycopg.connect(self.plain, autocommit=True) as connection:
            return connection.execute(query, values).fetchone() is not None

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.plain):
            return True
        return False


@dataclass
class Office:
    """All parts of a running office, and the application that looks into its database."""

    app: Flask
    data: Path
    port: int
    postgres: Postgres
    server: Part
    worker: Part
    line: Line
    s3: StoreLine | None = None

    def begin_server(self) -> None:
        """Start the server, and wait until it listens."""
        self.server.begin()
        await_that(lambda: answers(self.port), "the server does not answer")

    def kill_worker(self, *, minutes_pass: bool) -> None:
        """Kill the worker; with `minutes_pass`, as if its last sign of life were long ago."""
        self.worker.kill()
        if not minutes_pass:
            return
        with psycopg.connect(self.postgres.plain) as connection:
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'"
            )

    def move_to(self, s3: StoreLine) -> None:
        """Keep objects in S3 from now on; server and worker begin anew."""
        self.s3 = s3
        storage.init(config.load({"DATA": str(self.data)} | s3.settings))
        storage.store().check(make=True)
        for part in (self.server, self.worker):
            part.end()
            part.environment = dict(part.environment) | s3.settings
        self.worker.begin()
        self.begin_server()


@contextmanager
def running(data: Path) -> Iterator[Office]:
    """Start everything below a folder of its own; whatever happens, nothing is left running."""
    with ExitStack() as stack:
        database = stack.enter_context(embedded.serving(data))
        postgres = Postgres(data, database)
        stack.callback(postgres.end)
        port = free_port()
        environment = {**os.environ, "DATA": str(data), "DATABASE_URL": database.url}
        environment |= {"PORT": str(port), "SERVER_PROCESSES": "2", "WORKER_THREADS": "2"}
        app = create_app(replace(config.load({"DATA": str(data)}), database_url=database.url))
        stack.enter_context(app.app_context())
        flask_migrate.upgrade()
        storage.store().check(make=True)
        line = Line(port)
        stack.callback(line.close)
        server = Part("serve", environment, data / "server.log")
        worker = Part("worker", environment, data / "worker.log")
        stack.callback(server.end)
        stack.callback(worker.end)
        office = Office(app, data, port, postgres, server, worker, line)
        office.worker.begin()
        office.begin_server()
        stack.callback(db.session.remove)
        yield office
