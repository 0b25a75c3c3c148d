"""Suicha's programs as processes of their own, each ended by its own pid."""

from __future__ import annotations

import os
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
from typing import TYPE_CHECKING

from suicha.config import REPOSITORY
from suicha.postgres_programs import tied_to_us
from tests.house.processes import works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

PATIENCE = 120.0  # seconds, after which something that must come has not come
PAUSE = 0.02
SUICHA = Path(sys.executable).with_name("suicha")


class Part:
    """`suicha serve` or `suicha worker`: a process with children, in a group of its own."""

    def __init__(self, command: str, environment: Mapping[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def begin(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [SUICHA, self.command],
                env=dict(self.environment),
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tied_to_us(signal.SIGKILL),  # noqa: PLW1509  # two system calls, no lock
            )

    def kill(self) -> None:
        """SIGKILL, to the process and to its children at the same moment."""
        members = self.members()
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()
        await_that(lambda: not any(map(works, members)), "a killed process still works")

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait() == 0, f"{self.command} did not end well"

    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def members(self) -> list[int]:
        """The processes of the group."""
        return [pid for pid in map(int, _processes()) if _group(pid) == self.pid]


def _processes() -> list[str]:
    return [path.name for path in Path("/proc").glob("[0-9]*")]


def _group(pid: int) -> int | None:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return None


@dataclass(frozen=True)
class Served:
    """A running server, and its application here."""

    app: Flask
    port: int
    server: Part

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill_what_serves(self) -> None:
        """SIGKILL the process that serves; gunicorn puts another in its place."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        for pid in children.split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.await_ready()

    def await_ready(self) -> None:
        """Wait until it answers."""
        await_that(self._is_ready, "the server does not come up")

    def _is_ready(self) -> bool:
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


@contextmanager
def serving(app: Flask, port: int | None = None) -> Iterator[Served]:
    """Start a server on the database and the folder of this application."""
    port = port or free_port()
    data = app.extensions["settings"].data
    environment = os.environ | {
        "DATA": str(data),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORT": str(port),
        "SERVER_PROCESSES": "1",
    }
    server = Part("serve", environment, data / "server.log")
    try:
        server.begin()
        served = Served(app, port, server)
        served.await_ready()
        yield served
    finally:
        server.end()


def await_that(true: Callable[[], bool], trouble: str) -> None:
    """Wait until it is true."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(trouble)
        time.sleep(PAUSE)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
