"""How fast this machine is beside the one of the figures to beat: the same two things on both.

Ratios to another machine's figures say little before they are seen beside these.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from bench import report
from bench.clients import Timed, at_once
from bench.office import await_answer, free_port
from suicha.config import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.office import Office

ROUNDS = 800
COMMITS = {1: 1211, 8: 5330}  # one-row commits/s of so many clients (figures.md)
SERVED = 1821  # answers/s of 8 KB JSON, gunicorn gthread of 4 threads, 4 clients (figures.md)


def measure(office: Office) -> None:
    """Print the lines of this part."""
    report.head("this machine beside that of the figures")
    url = office.environment["DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_commits (n int)")
    for clients, theirs in COMMITS.items():
        found = _together(clients, lambda: _commits(url))
        report.timed(f"one-row commits, {clients} at once", found, "commits", theirs)
    with _serving() as port:
        found = _together(4, lambda: _answers(port))
    report.timed("8 KB of JSON, 4 at once", found, "answers", SERVED)


def _together(clients: int, deed: Callable[[], Iterator[None]]) -> Timed:
    """Let clients do their rounds at once, each round timed."""
    timed = Timed(clients * ROUNDS)

    def go() -> None:
        rounds, began = deed(), time.perf_counter()
        for _ in rounds:
            timed.calls.append(time.perf_counter() - began)
            began = time.perf_counter()

    timed.seconds = at_once([go] * clients)
    return timed


def _commits(url: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as connection:
        for number in range(ROUNDS):
            connection.execute("INSERT INTO bench_commits VALUES (%s)", (number,))
            yield


def _answers(port: int) -> Iterator[None]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(ROUNDS):
        connection.request("GET", "/api/v1/hello")
        connection.getresponse().read()
        yield


@contextmanager
def _serving() -> Iterator[int]:
    port = free_port()
    program = str(Path(sys.executable).with_name("gunicorn"))
    how = ["--worker-class=gthread", "--threads=4", "--keep-alive=30", "--log-level=warning"]
    command = [program, *how, f"--bind=127.0.0.1:{port}", "bench.hello:app"]
    process = subprocess.Popen(command, cwd=REPOSITORY)  # noqa: S603  # ours
    try:
        await_answer(f"http://127.0.0.1:{port}/api/v1/hello")
        yield port
    finally:
        process.terminate()
        process.wait(60)
