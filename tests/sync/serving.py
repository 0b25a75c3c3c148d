"""`suicha serve` as a process of its own on the tests' database, and that database's yesterday."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from suicha import backups
from suicha.config import REPOSITORY
from suicha.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PATIENCE = 60  # seconds for a start
BACKUP = "suicha_yesterday"
# Postgres copies a database only while nobody is in it.
COPYING: tuple[LiteralString, ...] = (
    "DROP DATABASE IF EXISTS {to} WITH (FORCE)",
    "ALTER DATABASE {of} ALLOW_CONNECTIONS false",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {name}",
    "CREATE DATABASE {to} TEMPLATE {of}",
    "ALTER DATABASE {of} ALLOW_CONNECTIONS true",
)


@dataclass(frozen=True)
class Served:
    """A running server, its application here, and where it keeps things."""

    app: Flask
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def objects(self) -> Path:
        """The folder of its store."""
        folder: Path = self.app.extensions["settings"].data / "objects"
        return folder

    def kill(self) -> None:
        """SIGKILL the process that serves; gunicorn puts another in its place."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in children.split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.await_ready()

    def await_ready(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while not self._is_ready():
            if time.monotonic() > until:
                raise TimeoutError("the server does not come up")
            time.sleep(0.05)

    def back_up(self) -> None:
        """Keep database and objects as they are now."""
        self._copy_database(to=BACKUP, of=self._name)
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.objects, self._kept)

    def restore(self) -> None:
        """Bring back what was kept, as another database than the phones knew."""
        self._copy_database(to=self._name, of=BACKUP)
        shutil.rmtree(self.objects)
        shutil.copytree(self._kept, self.objects)
        backups.restored()
        db.session.commit()

    def _is_ready(self) -> bool:
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False

    @property
    def _plain(self) -> str:
        url = make_url(self.app.config["SQLALCHEMY_DATABASE_URI"])
        return url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def _name(self) -> str:
        return str(make_url(self._plain).database)

    @property
    def _kept(self) -> Path:
        return self.objects.with_name("objects.yesterday")

    def _copy_database(self, *, to: str, of: str) -> None:
        db.session.rollback()
        db.engine.dispose()
        url = make_url(self._plain).set(database="postgres")
        names = {"to": sql.Identifier(to), "of": sql.Identifier(of), "name": sql.Literal(of)}
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
            for step in COPYING:
                admin.execute(sql.SQL(step).format(**names))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(app: Flask, port: int | None = None) -> Iterator[Served]:
    """Start a server on the database and the folder of this application, ended by its own pid."""
    port = port or free_port()
    settings = app.extensions["settings"]
    environment = os.environ | {
        "DATA": str(settings.data),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORT": str(port),
        "SERVER_PROCESSES": "1",
    }
    program = Path(sys.executable).with_name("suicha")
    process = subprocess.Popen([program, "serve"], env=environment, cwd=REPOSITORY)
    try:
        served = Served(app, port, process)
        served.await_ready()
        yield served
    finally:
        process.terminate()
        process.wait(PATIENCE)
