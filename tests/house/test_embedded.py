"""The embedded Postgres, on real processes: it keeps its data, has one owner, always stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from suicha import postgres_programs
from suicha.embedded import running, serving
from suicha.postgres_programs import CannotStartError, programs_for

from .processes import await_end, works

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST = {"fsync": "off"}
OWNER = """
import pathlib, signal, sys
from suicha.embedded import serving
with serving(pathlib.Path(sys.argv[1]), {"fsync": "off"}) as database:
    print(database.url, database.process.pid if database.process else 0, flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another process that has the database open until its stdin ends or a signal comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Note the process; what it says is read by `await_start`."""
        self.process = process
        self.url = ""
        self.postgres = 0

    def await_start(self) -> None:
        assert self.process.stdout is not None
        self.url, postgres = self.process.stdout.readline().split()
        self.postgres = int(postgres)

    def end(self, sign: signal.Signals | None = None) -> None:
        if sign is not None:
            self.process.send_signal(sign)
        self.process.communicate(timeout=60)


@contextmanager
def holder(data: Path) -> Iterator[Holder]:
    command = [sys.executable, "-c", OWNER, str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Holder(process)
        finally:
            process.kill()


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement (written here, never from outside) and return its rows."""
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_a_first_start_gives_an_empty_database_that_knows_chinese(tmp_path: Path) -> None:
    with running(tmp_path, FAST) as url:
        assert execute(url, "SHOW server_encoding") == [("UTF8",)]
        assert execute(url, "SELECT char_length('随查'), lower('É')") == [(2, "é")]
        assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_what_was_written_is_there_after_the_next_start(tmp_path: Path) -> None:
    with running(tmp_path, FAST) as url:
        execute(url, "CREATE TABLE site AS SELECT '滨江中学' AS name")
    with running(tmp_path, FAST) as url:
        assert execute(url, "SELECT name FROM site") == [("滨江中学",)]


def test_the_folder_may_have_spaces_chinese_and_a_name_longer_than_a_socket_allows(
    tmp_path: Path,
) -> None:
    with running(tmp_path / "数据 folder's" / ("长" * 60), FAST) as url:
        assert execute(url, "SELECT 1") == [(1,)]


def test_nothing_listens_on_the_network_and_the_socket_is_private(tmp_path: Path) -> None:
    with running(tmp_path, FAST) as url:
        assert execute(url, "SHOW listen_addresses") == [("",)]
        assert (tmp_path / "postgres.sockets").stat().st_mode & 0o777 == 0o700


def test_fsync_stays_on_unless_a_test_says_otherwise(tmp_path: Path) -> None:
    with running(tmp_path) as url:
        assert execute(url, "SHOW fsync") == [("on",)]


def test_postgres_never_runs_as_root_and_no_folder_is_opened_for_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with serving(closed / "data", FAST) as database:
        assert database.process is not None
        assert Path(f"/proc/{database.process.pid}").stat().st_uid != 0
        assert closed.stat().st_mode & 0o777 == 0o700
        assert (closed / "data").stat().st_uid == os.geteuid()


def test_leaving_stops_postgres_and_removes_its_sockets(tmp_path: Path) -> None:
    with serving(tmp_path, FAST) as database:
        sockets = (tmp_path / "postgres.sockets").readlink()
        assert database.process is not None
    assert not works(database.process.pid)
    assert not sockets.exists()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_owner_stops_postgres_too(tmp_path: Path, sign: signal.Signals) -> None:
    with holder(tmp_path) as owner:
        owner.await_start()
        owner.end(sign)
        await_end(owner.postgres)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
    with running(tmp_path, FAST) as url:
        assert execute(url, "SELECT 1") == [(1,)]


def test_after_a_kill_of_everything_the_next_start_has_the_data(tmp_path: Path) -> None:
    with holder(tmp_path) as owner:
        owner.await_start()
        execute(owner.url, "CREATE TABLE site AS SELECT 7 AS number")
        os.kill(owner.postgres, signal.SIGKILL)
        owner.end(signal.SIGKILL)
        await_end(owner.postgres)
    abandoned = (tmp_path / "postgres.sockets").readlink()
    with running(tmp_path, FAST) as url:
        assert execute(url, "SELECT number FROM site") == [(7,)]
        assert not abandoned.exists()


def test_a_server_left_running_by_a_killed_owner_gets_a_new_owner(tmp_path: Path) -> None:
    with running(tmp_path, FAST) as url:
        execute(url, "CREATE TABLE site AS SELECT 7 AS number")
    cluster = tmp_path / "postgres"
    with (tmp_path / "left.log").open("wb") as log:
        left = programs_for(cluster).start(
            "postgres", ["-c", "listen_addresses=", "-k", "."], cluster, log
        )
    while not (cluster / "postmaster.pid").exists():
        assert left.poll() is None
    with serving(tmp_path, FAST) as database:
        assert left.wait(60) == 0
        assert database.process is not None
        assert execute(database.url, "SELECT number FROM site") == [(7,)]


def test_a_foreign_process_that_got_the_old_number_is_left_in_peace(tmp_path: Path) -> None:
    with running(tmp_path, FAST):
        note = (tmp_path / "postgres" / "postmaster.pid").read_text()
    account = programs_for(tmp_path / "postgres").account
    # The same user as Postgres: only then does Postgres itself mistake it for a running server.
    foreign = subprocess.Popen(["/bin/sleep", "600"], user=account.uid, group=account.gid)
    try:
        stale = "\n".join([str(foreign.pid), *note.split("\n")[1:]])
        (tmp_path / "postgres" / "postmaster.pid").write_text(stale)
        with running(tmp_path, FAST) as url:
            assert execute(url, "SELECT 1") == [(1,)]
        assert foreign.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_of_two_processes_at_once_one_owns_the_server_and_the_other_leaves_it_running(
    tmp_path: Path,
) -> None:
    with holder(tmp_path) as one, holder(tmp_path) as other:
        one.await_start()
        other.await_start()
        guest, owner = sorted((one, other), key=lambda each: each.postgres)
        assert guest.postgres == 0
        assert guest.url == owner.url
        guest.end()
        assert execute(owner.url, "SELECT 1") == [(1,)]
        owner.end()
        assert not works(owner.postgres)


def test_a_start_cut_short_in_initdb_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    with running(tmp_path, FAST) as url:
        assert execute(url, "SELECT 1") == [(1,)]
    assert not (tmp_path / "postgres.new").exists()


def test_a_failed_start_tells_the_last_lines_of_the_log(tmp_path: Path) -> None:
    with pytest.raises(
        CannotStartError, match='invalid value for parameter "shared_buffers": "plenty"'
    ):
        running(tmp_path, {"shared_buffers": "plenty"}).__enter__()


def test_binaries_closed_to_the_user_are_copied_to_where_they_can_be_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = postgres_programs.runs
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # where the copies go must be open, unlike pytest's own folder
        monkeypatch.setattr(postgres_programs, "COPIES", folder / "copies")
        monkeypatch.setattr(
            postgres_programs,
            "runs",
            lambda binaries, account: _is_in(binaries, folder) and runs(binaries, account),
        )
        with running(folder / "data", FAST) as url:
            assert execute(url, "SELECT 1") == [(1,)]
            assert _is_in(programs_for(folder / "data" / "postgres").folder, folder)


def test_binaries_that_can_be_copied_nowhere_are_told_as_such(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres_programs, "COPIES", tmp_path / "copies")
    monkeypatch.setattr(postgres_programs, "runs", lambda _binaries, _account: False)
    with pytest.raises(CannotStartError, match="can run Postgres neither from"):
        programs_for(tmp_path / "postgres")


def _is_in(path: Path, folder: Path) -> bool:
    return folder in path.parents
