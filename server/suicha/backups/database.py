"""The database: out of one snapshot, and back in one transaction with its new epoch."""

from __future__ import annotations

import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from sqlalchemy import text

from suicha.backups.folder import BackupError, Part, written
from suicha.db import db
from suicha.postgres_programs import Pipes, start_client
from suicha.streams import in_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg
    from sqlalchemy import Connection

RESTORED: Final = Path(__file__).with_name("restored.sql")
EMPTIED: Final = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
# pg_restore 18 says this to servers of 15 and 16 too, which do not know it.
UNKNOWN_BEFORE_17: Final = b"SET transaction_timeout = 0;\n"
# How far each kind of number is moved on: what was given between the backup and the loss may stand
# on paper and on phones, and must not come to mean another record.
SKIPPED: Final = {
    "hazard_number": 10_000,
    "photo_receipt_number": 100_000,
    "plan_number": 100,
    "receipt_number": 10_000,
    "spot_check_number": 10_000,
}
# A backup of an earlier release lacks the later ones; its migrations make them.
SKIP: Final = """
DO $$ BEGIN IF to_regclass('public.{name}') IS NOT NULL THEN
    PERFORM setval('{name}', greatest(last_value, {given})
        + greatest({least}, least(last_value / 10, 100 * {least}))) FROM {name};
END IF; END $$;
"""
NAMED: Final = """
    SELECT sha256 FROM photos WHERE state <> 'promised' AND reason IS DISTINCT FROM 'photo.expired'
    UNION SELECT r.key FROM renditions r
    JOIN photos p ON p.sha256 = r.photo_sha256 AND p.state = 'rendered'
"""
TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
LOOKS, PAUSE = 20, 0.1  # seconds: as long as a busy machine takes to end a connection
OTHERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Seen:
    """What one snapshot of the database holds; `named` are keys of evidence."""

    snapshot: str
    revision: str
    epoch: str
    rows: dict[str, int]
    named: set[str]


@contextmanager
def seen() -> Iterator[Seen]:
    """Look at the database as it is now, until the block ends; the server goes on meanwhile.

    The transaction only reads and gets no number of its own: it holds no phone's pull back.
    """
    with db.engine.connect() as connection:
        reading = connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        yield Seen(
            snapshot=_one(reading, "SELECT pg_export_snapshot()"),
            revision=_one(reading, "SELECT version_num FROM alembic_version"),
            epoch=_one(reading, "SELECT id::text FROM epoch"),
            rows=counted(reading),
            named=set(reading.scalars(text(NAMED))),
        )


def counted(connection: Connection) -> dict[str, int]:
    """Count the rows of every table."""
    names = list(connection.scalars(text(TABLES)))
    query = "SELECT count(*) FROM public.{}"
    quoted = connection.dialect.identifier_preparer.quote
    return {name: connection.scalar(text(query.format(quoted(name)))) or 0 for name in names}


def dump(snapshot: str, path: Path) -> Part:
    """Write down what a snapshot shows; raises BackupError."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with _started("pg_dump", [*options, _dbname()], stdout=subprocess.PIPE) as program:
        part = written(path, in_pieces(_pipe(program.process.stdout)))
        program.ended()
    with _started("pg_restore", ["--file=/dev/null", str(path)]) as program:  # it can be read
        program.ended()
    return part


def in_use(*, replace: bool) -> bool:
    """See that the database may be filled; tell whether anything of ours is in it.

    Raises BackupError where others work on it, where it holds what is not ours, and, without
    `replace`, where it holds an office's data. A fresh installation holds none.
    """
    db.session.remove()
    db.engine.dispose()  # our own idle connections are no others
    with db.engine.connect() as connection:
        if not _is_alone(connection):
            raise BackupError("others are connected to the database: stop servers and workers")
        rows = counted(connection)
    if not rows:
        return False
    if not {"alembic_version", "epoch", "people"} <= rows.keys():
        raise BackupError("the database holds tables that are not Suicha's; nothing was touched")
    if rows["people"] and not replace:
        raise BackupError("the database is in use; --replace would overwrite it")
    return True


def _is_alone(connection: Connection) -> bool:
    """Whether nobody else is connected; one that has just gone may take a moment to be away."""
    for _ in range(LOOKS):
        if not connection.scalar(text(OTHERS)):
            return True
        connection.rollback()  # within one transaction the same would be seen again
        time.sleep(PAUSE)
    return False


def load(path: Path, made_at: str, *, empty: bool) -> None:
    """Put a dump in the place of what is there, with a new epoch: all of it or nothing.

    Raises BackupError.
    """
    after = restored_sql(made_at, {} if empty else _given())
    db.engine.dispose()
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"]
    with _started("psql", [*options, _dbname()], stdin=subprocess.PIPE) as program:
        script = _pipe(program.process.stdin)
        with suppress(BrokenPipeError), script:  # psql has stopped, and says why
            script.write(f"BEGIN;\n{'' if empty else EMPTIED}".encode())
            _write_script(path, script)
            script.write(f"{after}COMMIT;\n".encode())
        program.ended()


def restored(made_at: str | None = None) -> None:
    """Do what follows a restore on a database that was brought back by other means than ours.

    Through the driver, which takes several statements at once.
    """
    driver = cast("psycopg.Connection", db.session.connection().connection.driver_connection)
    driver.execute(restored_sql(made_at, {}).encode())


def restored_sql(made_at: str | None, given: dict[str, int]) -> str:
    """Write what follows a restore: epoch, places in the feed, numbers, a line in the journal.

    `given` says how far the numbers of the database that is replaced had got.
    """
    told = "NULL" if made_at is None else f"'{made_at}'"
    skips = "".join(
        SKIP.format(name=name, given=given.get(name, 0), least=least)
        for name, least in SKIPPED.items()
    )
    return RESTORED.read_text().replace(":made_at", told) + skips


def _given() -> dict[str, int]:
    query = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
    with db.engine.connect() as connection:
        found = connection.execute(text(query)).all()
    return {name: value for name, value in found if name in SKIPPED}


def _write_script(path: Path, script: IO[bytes]) -> None:
    """Pass on what pg_restore makes of a dump; raises BackupError before the script's COMMIT."""
    options = ["--no-owner", "--no-privileges", "--file=-", str(path)]
    with _started("pg_restore", options, stdout=subprocess.PIPE) as program:
        for number, piece in enumerate(in_pieces(_pipe(program.process.stdout))):
            script.write(piece if number else piece.replace(UNKNOWN_BEFORE_17, b"", 1))
        program.ended()


@dataclass(frozen=True)
class _Program:
    """A program of Postgres's that runs, and where it complains."""

    name: str
    process: subprocess.Popen[bytes]
    complaints: IO[bytes]

    def ended(self) -> None:
        """Wait for the end; raises BackupError with its last words when it was not a good one."""
        status = self.process.wait()
        self.complaints.seek(0)
        words = self.complaints.read().decode(errors="replace").strip().splitlines()[-5:]
        if status != 0:
            raise BackupError("\n".join([f"{self.name} failed ({status}):", *words]))


@contextmanager
def _started(
    name: str,
    arguments: Sequence[str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[_Program]:
    """Start a program of Postgres's on our database; it is stopped when the block raises."""
    password = db.engine.url.password
    with tempfile.TemporaryFile() as complaints:
        pipes = Pipes(complaints, stdin, stdout)
        with start_client(name, arguments, password, pipes) as process, _ending(process):
            yield _Program(name, process, complaints)


@contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        process.kill()
        raise


def _dbname() -> str:
    url = db.engine.url.set(drivername="postgresql", password=None)
    return f"--dbname={url.render_as_string(hide_password=False)}"


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    if pipe is None:
        raise LookupError("started without this pipe")
    return cast("BinaryIO", pipe)


def _one(connection: Connection, query: str) -> str:
    found: str = connection.execute(text(query)).scalar_one()
    return found
