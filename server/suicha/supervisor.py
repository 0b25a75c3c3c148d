"""`suicha run`: database, demo authority, server and worker on one machine, and the end of all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from suicha import embedded
from suicha.postgres_programs import CannotStartError, tied_to_us

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from types import FrameType

    Process = subprocess.Popen[str] | subprocess.Popen[bytes]

GRACE: Final = 20.0  # seconds that a service has to finish what it is at
PORT_PATIENCE: Final = 5.0  # seconds; the workers of a killed server notice within one
PAUSE: Final = 0.1
SUICHA: Final = str(Path(sys.executable).with_name("suicha"))


@dataclass(frozen=True)
class Programme:
    """The commands to run: some to their end, one after the other, then others side by side.

    `environment` is added to theirs; `welcome` is told before the address.
    """

    first: Sequence[Sequence[str]]
    then: Mapping[str, Sequence[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    welcome: str = ""


HOUSE: Final = Programme(
    first=[(SUICHA, "demo")],
    then={"server": (SUICHA, "serve"), "worker": (SUICHA, "worker")},
)


class CannotRunError(Exception):
    """The programme cannot go on, and why, in words for the person who started it."""


class _StopAsked(BaseException):  # no error: `except Exception` must not catch it
    """SIGINT, SIGTERM or SIGHUP came."""


def run(data: Path, port: int, database_url: str | None, programme: Programme = HOUSE) -> int:
    """Run the programme until a signal comes or a part dies; return the exit code, 0 or 1.

    The commands find DATA, PORT and DATABASE_URL in their environment; without `database_url` it
    is the embedded Postgres, which stops last. What the first commands print is shown once the
    server answers. However we die, no command outlives us.
    """
    try:
        with _stop_asked_by_signals():
            _await_free(port)
            _run(data, port, database_url, programme)
    except (CannotRunError, CannotStartError) as error:
        click.echo(f"suicha: {error}", err=True)
        return 1
    except _StopAsked:
        return 0


@contextmanager
def _stop_asked_by_signals() -> Iterator[None]:
    """Raise `_StopAsked` at the first signal; later ones change nothing, the end has begun."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: we outlive the terminal
        signals.append(signal.SIGHUP)

    def ask(_number: int, _frame: FrameType | None) -> NoReturn:
        for sign in signals:
            signal.signal(sign, signal.SIG_IGN)
        raise _StopAsked

    before = {sign: signal.signal(sign, ask) for sign in signals}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def _database(data: Path, url: str | None) -> Iterator[embedded.Database]:
    if url is not None:
        yield embedded.Database(url, process=None)
        return
    with embedded.serving(data) as database:
        yield database


def _run(data: Path, port: int, database_url: str | None, programme: Programme) -> NoReturn:
    with _database(data, database_url) as database:
        settings = {"DATA": str(data), "PORT": str(port), "DATABASE_URL": database.url}
        environment = {**os.environ, **settings, **programme.environment}
        _run_on(database, port, environment, programme)


def _run_on(
    database: embedded.Database, port: int, environment: Mapping[str, str], programme: Programme
) -> NoReturn:
    words = [_finished(command, environment) for command in programme.first]
    with _together(programme.then, environment) as processes:
        if database.process is not None:
            processes["database"] = database.process
        _await_answer(port, processes)
        scheme = "https" if "TLS_CERTIFICATE" in environment else "http"
        address = f"随查 Suicha: {scheme}://127.0.0.1:{port}/  (Ctrl-C: 停止 stop)"
        click.echo("\n".join([*filter(None, [*words, programme.welcome]), address]))
        while True:
            _refuse_dead(processes)
            time.sleep(PAUSE)


def _await_free(port: int) -> None:
    """See that the port is free before anything is started on it; raises `CannotRunError`."""
    deadline = time.monotonic() + PORT_PATIENCE
    while (reason := _why_taken(port)) is not None:
        if time.monotonic() > deadline:
            raise CannotRunError(f"port {port}: {reason}; choose another with PORT={port + 1}")
        time.sleep(PAUSE)


def _why_taken(port: int) -> str | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            return error.strerror
    return None


def _await_answer(port: int, processes: Mapping[str, Process]) -> None:
    while True:
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        _refuse_dead(processes)
        time.sleep(PAUSE)


def _refuse_dead(processes: Mapping[str, Process]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise CannotRunError(f"the {name} ended with code {process.returncode}; all is stopped")


def _finished(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run one command to its end and return what it printed; raises `CannotRunError`."""
    process = _start(command, environment, stdout=subprocess.PIPE)
    try:
        words, _ = process.communicate()
    finally:
        _end([process])
    if process.returncode != 0:
        raise CannotRunError(f"{words}`{' '.join(command)}` ended with code {process.returncode}")
    return words.strip()


@contextmanager
def _together(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]
) -> Iterator[dict[str, Process]]:
    """Start the commands side by side, and end them all in the end."""
    processes = {}
    try:
        for name, command in commands.items():
            processes[name] = _start(command, environment)
        yield dict(processes)
    finally:
        _end(processes.values())


def _start(
    command: Sequence[str], environment: Mapping[str, str], stdout: int | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  (our own commands)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        text=True,
        start_new_session=True,  # Ctrl-C reaches only us, who end the parts in their order
        preexec_fn=tied_to_us(signal.SIGKILL),  # noqa: PLW1509  (two system calls, no lock)
    )


def _end(processes: Collection[subprocess.Popen[str]]) -> None:
    """Ask the processes to end; when their grace is over, kill them with all their children."""
    deadline = time.monotonic() + GRACE
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
