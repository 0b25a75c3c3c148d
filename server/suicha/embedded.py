"""The Postgres of a newcomer who has installed none: one owner, a private socket, always stopped.

In the data folder lie:

* `postgres/`          the cluster, mode 700; when we are root it belongs to an unprivileged user
* `postgres.lock`      held with flock by the one process that owns the running server
* `postgres.sockets`   a link to the short private folder with the server's socket
* `postgres.log`       the log since the last start; `postgres.log.old` is the one before

Linux only: /proc tells who works in the cluster folder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg

from suicha.postgres_programs import CannotStartError, Programs, programs_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Not tempfile.gettempdir(): TMPDIR may be closed to others, or too long (a socket's path has room
# for 107 bytes).
SOCKETS: Final = Path("/tmp")  # noqa: S108  (mkdtemp makes a fresh folder of mode 700 there)
PORT: Final = "5432"  # only part of the socket's name: nothing listens on the network
NAME: Final = "suicha"
PATIENCE: Final = (
    300.0  # seconds; recovery after a crash may take minutes and must not be cut short
)
STOPPING_PATIENCE: Final = 60.0
PAUSE: Final = 0.03


@dataclass(frozen=True)
class Database:
    """A running server: its SQLAlchemy URL, and its process where it is ours to watch."""

    url: str
    process: subprocess.Popen[bytes] | None


@contextmanager
def running(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Give the SQLAlchemy URL of the Postgres kept in the folder `data`, as `serving` does."""
    with serving(data, settings) as database:
        yield database.url


@contextmanager
def serving(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[Database]:
    """Start the Postgres kept in the folder `data`, or join it where another process has done so.

    Who started it stops it: on leaving, on SIGINT, on SIGTERM, and through the kernel when killed
    or when the calling thread ends. Who joined it leaves it running. `settings` are names and
    values of postgresql.conf for the one who starts. Raises `CannotStartError`.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    cluster = data.resolve() / "postgres"
    _require_access(cluster)
    # Read-only is enough for flock, and lets root and the folder's owner take turns.
    lock = os.open(cluster.with_suffix(".lock"), os.O_RDONLY | os.O_CREAT, 0o644)
    with os.fdopen(lock):  # closing it sets it free
        url = _join_or_own(lock, cluster)
        if url is not None:
            yield Database(url, process=None)
            return
        with _sigterm_like_ctrl_c(), _owned(cluster, settings or {}) as database:
            yield database


def _require_access(cluster: Path) -> None:
    if cluster.exists() and not os.access(cluster, os.R_OK | os.W_OK | os.X_OK):
        owner = cluster.stat().st_uid
        raise CannotStartError(
            f"{cluster} belongs to user {owner}: start as that user or as root,"
            " or choose another folder with DATA="
        )


def _join_or_own(lock: int, cluster: Path) -> str | None:
    """Return the URL of the server that another process owns, or None once the lock is ours."""
    deadline = time.monotonic() + PATIENCE
    while not _taken(lock):
        with suppress(OSError, psycopg.OperationalError):
            sockets = cluster.with_suffix(".sockets").readlink()
            _connect(sockets, NAME).close()
            return _url(sockets)
        if time.monotonic() > deadline:
            lock_file = cluster.with_suffix(".lock")
            raise CannotStartError(f"a process holds {lock_file}, but its Postgres does not answer")
        time.sleep(PAUSE)
    return None


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _sigterm_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end the `with` blocks as Ctrl-C does, unless the program handles it itself."""
    handled = signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    if handled or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _owned(cluster: Path, settings: Mapping[str, str]) -> Iterator[Database]:
    """Run the server from start to stop; the lock is ours."""
    _end_leftovers(cluster)
    programs = programs_for(cluster)
    if not cluster.exists():
        _initialise(cluster, programs)
    with _sockets(cluster, programs) as sockets, _log(cluster).open("wb") as log:
        process = programs.start("postgres", _options(sockets, settings), cluster, log)
        try:
            _await_answer(process, sockets, cluster)
            yield Database(_url(sockets), process)
        finally:
            _stop(process)


def _end_leftovers(cluster: Path) -> None:
    """Stop what a killed owner left running, and clear its postmaster.pid.

    The number in it may be anybody's by now: Postgres alone takes a zombie, or a foreign process
    that got the number, for a running server. Removing the file is safe only because nobody works
    in the folder any more: two servers there would destroy it.
    """
    noted = cluster / "postmaster.pid"
    deadline = time.monotonic() + STOPPING_PATIENCE
    asked: set[int] = set()
    while processes := _processes_in(cluster):
        for postmaster in (processes & _noted_number(noted)) - asked:
            os.kill(postmaster, signal.SIGINT)
            asked.add(postmaster)
        if time.monotonic() > deadline:
            raise CannotStartError(f"an earlier Postgres in {cluster} does not stop: {processes}")
        time.sleep(PAUSE)
    noted.unlink(missing_ok=True)


def _noted_number(noted: Path) -> set[int]:
    with suppress(FileNotFoundError, ValueError):  # removed or half written at this moment
        return {int(noted.read_text().split("\n", 1)[0])}
    return set()


def _processes_in(cluster: Path) -> set[int]:
    """Find the Postgres processes that have this cluster for their working directory, as all do."""
    if not cluster.exists():
        return set()
    here = cluster.stat()
    processes = Path("/proc").glob("[0-9]*")
    return {int(process.name) for process in processes if _is_postgres_in(here, process)}


def _is_postgres_in(here: os.stat_result, process: Path) -> bool:
    with suppress(OSError):  # gone meanwhile, a zombie, or another user's
        is_postgres = (process / "exe").readlink().name.startswith("postgres")
        return is_postgres and os.path.samestat((process / "cwd").stat(), here)
    return False


def _initialise(cluster: Path, programs: Programs) -> None:
    """Make the cluster aside and move it into place whole: a start cut short leaves no half."""
    fresh = cluster.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    programs.account.give(fresh)
    # Order and case follow Unicode's code points, the same on every machine. Over the network,
    # should somebody open it, a password would be asked for, and there is none.
    text = [
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
    access = [
        f"--username={NAME}",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-instructions",
    ]
    with _log(cluster).open("wb") as log:
        status = programs.start("initdb", [*text, *access], fresh, log).wait()
    if status != 0:
        raise CannotStartError(_failure("initdb failed", cluster))
    fresh.rename(cluster)


@contextmanager
def _sockets(cluster: Path, programs: Programs) -> Iterator[Path]:
    """Make the server's private socket folder, and a link to it; remove both afterwards."""
    link = cluster.with_suffix(".sockets")
    _remove_sockets(link)
    folder = Path(tempfile.mkdtemp(prefix="suicha-", dir=SOCKETS))
    link.symlink_to(folder)
    programs.account.give(folder)
    try:
        yield folder
    finally:
        _remove_sockets(link)


def _remove_sockets(link: Path) -> None:
    if link.is_symlink():
        shutil.rmtree(link.readlink(), ignore_errors=True)
        link.unlink()


def _options(sockets: Path, settings: Mapping[str, str]) -> list[str]:
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "port": PORT,
        "timezone": "UTC",
        "log_timezone": "UTC",
        **settings,
    }
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def _await_answer(process: subprocess.Popen[bytes], sockets: Path, cluster: Path) -> None:
    """Wait until the server answers, and make our database where it is missing."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError), _connect(sockets, "postgres") as connection:
            _make_database(connection)
            return
        time.sleep(PAUSE)
    raise CannotStartError(_failure("Postgres did not start", cluster))


def _make_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    query = "SELECT FROM pg_database WHERE datname = %s"
    if not connection.execute(query, [NAME]).rowcount:
        connection.execute(f"CREATE DATABASE {NAME}")


def _log(cluster: Path) -> Path:
    """Name a new log, the last one kept beside it."""
    log = cluster.with_suffix(".log")
    if log.exists():
        log.replace(log.with_suffix(".log.old"))
    return log


def _failure(what: str, cluster: Path) -> str:
    log = cluster.with_suffix(".log")
    last = log.read_text(errors="replace").splitlines()[-15:]
    return "\n".join([f"{what}; the last lines of {log}:", *last])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server, its data written out; a second Ctrl-C waits until that is done."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        process.send_signal(signal.SIGINT)  # Postgres calls this the fast shutdown
        process.wait(STOPPING_PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)  # at once; the next start replays the log
        process.wait()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _connect(sockets: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(sockets), port=PORT, user=NAME, dbname=database, autocommit=True
    )


def _url(sockets: Path) -> str:
    return f"postgresql+psycopg://{NAME}@/{NAME}?host={sockets}&port={PORT}"
