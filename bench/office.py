"""A server of the bench's own: embedded Postgres with fsync on, gunicorn, a worker on demand."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.error import URLError

import flask_migrate

from suicha import config, embedded
from suicha.config import REPOSITORY
from suicha.factory import create_app
from suicha.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask

PATIENCE = 60  # seconds for the server's start


@dataclass(frozen=True)
class Office:
    """A running server, and the application to fill its database with."""

    app: Flask
    port: int
    server: int  # the pid of gunicorn's master
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def worker(self) -> Iterator[int]:
        """Let a worker run as long as this lasts; give its pid."""
        with _process("worker", self.environment) as pid:
            yield pid


@contextmanager
def running() -> Iterator[Office]:
    """Start everything in a folder of its own, and leave nothing behind."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(TemporaryDirectory(prefix="suicha-bench-")))
        url = stack.enter_context(embedded.running(data))
        port = free_port()
        environment = {**os.environ, "DATA": str(data), "PORT": str(port), "DATABASE_URL": url}
        # A process has one store; whoever else works in it wants its own back.
        stack.callback(setattr, store, "current", store.current)
        app = create_app(replace(config.load(environment), database_url=url))
        stack.enter_context(app.app_context())
        flask_migrate.upgrade()
        store().check(make=True)
        server = stack.enter_context(_process("serve", environment))
        await_answer(f"http://127.0.0.1:{port}/readyz")
        yield Office(app, port, server, environment)


@contextmanager
def _process(command: str, environment: Mapping[str, str]) -> Iterator[int]:
    program = Path(sys.executable).with_name("suicha")
    process = subprocess.Popen([program, command], env=environment, cwd=REPOSITORY)  # noqa: S603  # ours
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def await_answer(url: str) -> None:
    """Wait until somebody answers there."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(url):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{url} does not answer")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url).close()  # noqa: S310  # ours
    except URLError:
        return False
    return True


def free_port() -> int:
    """Find a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
