"""`suicha run` with stand-ins for its parts: started in order, ended in order, whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from suicha.embedded import running

from .processes import await_end, await_words, works

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNNER = """
import pathlib, sys
from suicha import supervisor
supervisor.GRACE, supervisor.PORT_PATIENCE = 2.0, 0.2
data, port, url, first, server, worker = sys.argv[1:]
python = lambda code: (sys.executable, "-c", code)
then = {"server": python(server), "worker": python(worker)}
programme = supervisor.Programme([python(first)], then)
sys.exit(supervisor.run(pathlib.Path(data), int(port), url or None, programme))
"""
NOTE_PID = """
import os, pathlib, signal, sys, time
pathlib.Path(os.environ["DATA"], "{name}.pid").write_text(str(os.getpid()))
"""
ELSEWHERE = "postgresql://db.example/suicha"
FIRST = "print('logins: anna / secret')"
SERVER = (
    NOTE_PID.format(name="server")
    + """
import socket
listening = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
while True:
    listening.accept()[0].close()
"""
)
WORKER = NOTE_PID.format(name="worker") + "time.sleep(600)"
WORKER_THAT_WRITES_AT_ITS_END = (
    NOTE_PID.format(name="worker")
    + """
import psycopg
def write(*_):
    with psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE last_words AS SELECT 'done' AS word")
    sys.exit()
signal.signal(signal.SIGTERM, write)
print("worker ready", flush=True)
signal.pause()
"""
)
READER = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", "")) as connection:
    print("last word:", *connection.execute("SELECT word FROM last_words").fetchone(), flush=True)
"""
WORKER_THAT_WILL_NOT_STOP = (
    NOTE_PID.format(name="worker")
    + "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
)


PARTS = ("server", "worker")


class House:
    """A `suicha run` in a process of its own."""

    def __init__(self, data: Path, **parts: str) -> None:
        data.mkdir(exist_ok=True)
        self.data = data
        self.port = parts.get("port") or free_port()
        chosen = [
            parts.get("first", FIRST),
            parts.get("server", SERVER),
            parts.get("worker", WORKER),
        ]
        self.notes = [data / f"{name}.pid" for name in PARTS if f"{name}.pid" in "".join(chosen)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUNNER, str(data), self.port, parts.get("url", ""), *chosen],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str) -> str:
        assert self.process.stdout is not None
        read = ""
        for line in self.process.stdout:
            read += line
            if words in line:
                return read
        raise AssertionError(f"{words!r} never came, but: {read}")

    def await_address(self) -> str:
        """Wait for the address and for the note of every part: they start side by side."""
        read = self.read_until(f"http://127.0.0.1:{self.port}/")
        await_words(*self.notes)
        return read

    def end(self, sign: signal.Signals) -> str:
        """Send the signal and return the last words."""
        self.process.send_signal(sign)
        return self.process.communicate(timeout=60)[0]

    def parts(self) -> dict[str, int]:
        notes = [*self.data.glob("*.pid"), self.data / "postgres" / "postmaster.pid"]
        return {note.stem: int(note.read_text().split("\n")[0]) for note in notes if note.exists()}


@contextmanager
def house(data: Path, **parts: str) -> Iterator[House]:
    started = House(data, **parts)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end(signal.SIGTERM)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return str(listening.getsockname()[1])


def test_the_address_and_the_logins_are_told_once_the_server_answers(tmp_path: Path) -> None:
    with house(tmp_path) as started:
        assert "logins: anna / secret" in started.await_address()
        socket.create_connection(("127.0.0.1", int(started.port))).close()
        assert set(started.parts()) == {"server", "worker", "postmaster"}


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_part(tmp_path: Path, sign: signal.Signals) -> None:
    with house(tmp_path) as started:
        started.await_address()
        parts = started.parts()
        started.end(sign)
        assert started.process.returncode == 0
        assert [name for name, pid in parts.items() if works(pid)] == []


def test_the_database_stops_last(tmp_path: Path) -> None:
    with house(tmp_path, worker=WORKER_THAT_WRITES_AT_ITS_END) as started:
        started.read_until("worker ready")
        started.end(signal.SIGTERM)
    with (
        running(tmp_path, {"fsync": "off"}) as url,
        house(tmp_path, url=url, worker=READER) as again,
    ):
        assert "last word: done" in again.read_until("last word")


def test_a_signal_during_the_first_commands_stops_too(tmp_path: Path) -> None:
    first = NOTE_PID.format(name="first") + "print(1, file=sys.stderr, flush=True); time.sleep(600)"
    with house(tmp_path, first=first) as started:
        started.read_until("1")
        parts = started.parts()
        started.end(signal.SIGTERM)
        assert set(parts) == {"first", "postmaster"}
        assert [name for name, pid in parts.items() if works(pid)] == []


def test_a_part_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    with house(tmp_path, url=ELSEWHERE, worker=WORKER_THAT_WILL_NOT_STOP) as started:
        started.await_address()
        parts = started.parts()
        started.end(signal.SIGTERM)
        assert started.process.returncode == 0
        assert [name for name, pid in parts.items() if works(pid)] == []


def test_the_death_of_one_part_stops_the_others_and_is_told(tmp_path: Path) -> None:
    with house(tmp_path) as started:
        started.await_address()
        parts = started.parts()
        os.kill(parts["worker"], signal.SIGKILL)
        words, _ = started.process.communicate(timeout=60)
        assert "the worker ended with code -9" in words
        assert started.process.returncode == 1
        assert [name for name, pid in parts.items() if works(pid)] == []


def test_a_first_command_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with house(
        tmp_path, url=ELSEWHERE, first="print('no such table'); raise SystemExit(3)"
    ) as started:
        words, _ = started.process.communicate(timeout=60)
        assert "no such table" in words
        assert "ended with code 3" in words
        assert started.process.returncode == 1
        assert started.parts() == {}


def test_no_part_outlives_a_kill_and_the_next_start_works(tmp_path: Path) -> None:
    with house(tmp_path, worker=WORKER_THAT_WILL_NOT_STOP) as started:
        started.await_address()
        parts = started.parts()
        started.end(signal.SIGKILL)
        await_end(*parts.values())
    with house(tmp_path) as again:
        again.await_address()


def test_a_port_in_use_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        with house(tmp_path, port=port) as started:
            words, _ = started.process.communicate(timeout=60)
    assert f"port {port}: Address already in use" in words
    assert f"PORT={int(port) + 1}" in words
    assert started.process.returncode == 1


def test_a_named_database_is_used_and_none_is_started(tmp_path: Path) -> None:
    first = "import os; print('on', os.environ['DATABASE_URL'])"
    with house(tmp_path, url=ELSEWHERE, first=first) as started:
        assert f"on {ELSEWHERE}" in started.await_address()
        assert set(started.parts()) == {"server", "worker"}
