"""The faults, each a deed that strikes while phones are busy, and leaves everything mended."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .line import Cut, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .ground import Size
    from .office import Office

SHARE = 0.4  # of the requests that a bad line cuts
NO_LIMIT = resource.RLIM_INFINITY
FULL = 8 * 1024  # bytes: no file may be longer than this on a disk that is full


@dataclass(frozen=True)
class Struck:
    """Whom a fault strikes, while `is_busy` says that the phones have something to send."""

    office: Office
    size: Size
    is_busy: Callable[[], bool]

    def blows(self) -> Iterator[int]:
        """Count the blows, with a rest between them, for as long as there is somebody to hit."""
        for blow in range(self.size.blows):
            if not self.is_busy():
                return
            yield blow
            self.rest(0.1 if self.size.is_small else 1.0)

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.is_busy():
            time.sleep(0.01)

    def await_sight(self, sight: Callable[[], bool]) -> bool:
        """Wait for the moment to strike; False when the phones were done first."""
        while self.is_busy():
            if sight():
                return True
            time.sleep(0.001)
        return False

    def await_photo(self) -> bool:
        """Wait until a photo is under way: before, a store has nothing to fail at."""
        return self.await_sight(lambda: self.office.line.under_way["photo"] > 0)


Deed = Callable[[Struck], int]


@dataclass(frozen=True)
class Fault:
    """A fault by its name in the table; its deed gives the number of blows.

    Some are left to the long proof: another test of their kind is in `make test` already.
    """

    name: str
    deed: Deed
    on_s3: bool = False
    is_only_long: bool = False


def nothing(struck: Struck) -> int:
    return 0


def server_killed(kind: str) -> Deed:
    """Kill the server, all of it, while requests of this kind are under way."""

    def deed(struck: Struck) -> int:
        office, count = struck.office, 0
        for _ in struck.blows():
            if struck.await_sight(lambda: office.line.under_way[kind] > 0):
                office.server.kill()
                office.begin_server()
                count += 1
        return count

    return deed


def worker_killed(struck: Struck) -> int:
    """Kill the worker while it renders; what it was at is left to the next one's rescue."""
    office, count = struck.office, 0
    phones = struck.is_busy
    struck = replace(struck, is_busy=lambda: phones() or office.postgres.has_jobs("todo", "doing"))
    for _ in struck.blows():
        if struck.await_sight(lambda: office.postgres.has_jobs("doing")):
            office.kill_worker(minutes_pass=struck.size.is_small)
            office.worker.begin()
            count += 1
    return count


def postgres_stopped(struck: Struck) -> int:
    """Stop Postgres at once while a transaction has written something."""
    office, count = struck.office, 0
    for _ in struck.blows():
        if struck.await_sight(office.postgres.is_writing):
            office.postgres.crash()
            struck.rest(0.2 if struck.size.is_small else 2.0)
            office.postgres.begin()
            count += 1
    return count


def cut(where: Callable[[Request, random.Random], Cut]) -> Deed:
    """Cut a share of all pushes and uploads at a byte of this class."""

    def deed(struck: Struck) -> int:
        chance = random.Random(7)  # noqa: S311  # the same each time

        def cutter(request: Request) -> Cut | None:
            is_hit = request.kind != "other" and chance.random() < SHARE
            return where(request, chance) if is_hit else None

        with struck.office.line.cutting(cutter):
            while struck.is_busy():
                time.sleep(0.01)
        return struck.office.line.cuts

    return deed


def before(_: Request, __: random.Random) -> Cut:
    return Cut(up=0)


def in_head(request: Request, chance: random.Random) -> Cut:
    return Cut(up=chance.randint(1, request.head - 1))


def in_body(request: Request, chance: random.Random) -> Cut:
    return Cut(up=request.head + chance.randint(0, max(request.body - 1, 0)))


def before_answer(_: Request, __: random.Random) -> Cut:
    return Cut(down=0)


def in_answer(_: Request, chance: random.Random) -> Cut:
    return Cut(down=chance.randint(1, 120))


def folder_gone(struck: Struck) -> int:
    """Take the store's folder away for a while: a file stands where it was."""
    objects, count = struck.office.data / "objects", 0
    for _ in struck.blows():
        struck.await_photo()
        objects.rename(objects.with_name("away"))
        objects.touch()
        struck.rest(0.5)
        objects.unlink()
        objects.with_name("away").rename(objects)
        count += 1
    return count


def folder_full(struck: Struck) -> int:
    """Let no file of server and worker become longer than some bytes, as a full disk does."""
    office, count = struck.office, 0
    for _ in struck.blows():
        struck.await_photo()
        members = [*office.server.members(), *office.worker.members()]
        _limit(members, FULL)
        struck.rest(0.5)
        _limit(members, NO_LIMIT)
        count += 1
    return count


def _limit(processes: list[int], most: int) -> None:
    for pid in processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, NO_LIMIT))


def s3_trouble(trouble: str) -> Deed:
    """Let S3 be in trouble for a while, again and again."""

    def deed(struck: Struck) -> int:
        count = 0
        for _ in struck.blows():
            assert struck.office.s3 is not None
            struck.await_photo()
            with struck.office.s3.trouble(trouble):
                struck.rest(0.5 if struck.size.is_small else 15.0)
            count += 1
        return count

    return deed


FAULTS = (
    Fault("no fault at all", nothing, is_only_long=True),
    Fault("server SIGKILLed mid-push", server_killed("push")),
    Fault("server SIGKILLed mid-photo", server_killed("photo"), is_only_long=True),
    Fault("worker SIGKILLed mid-job", worker_killed),
    Fault("Postgres stopped at once mid-transaction", postgres_stopped),
    Fault("line cut before the request", cut(before)),
    Fault("line cut in the head of the request", cut(in_head)),
    Fault("line cut in the body of the request", cut(in_body)),
    Fault("line cut after the commit, before the answer", cut(before_answer)),
    Fault("line cut in the answer", cut(in_answer)),
    Fault("store (folder) gone", folder_gone),
    Fault("store (folder) full", folder_full),
    Fault("store (S3) refuses connections", s3_trouble("refusing"), on_s3=True, is_only_long=True),
    Fault("store (S3) slow", s3_trouble("slow"), on_s3=True, is_only_long=True),
    Fault("store (S3) full", s3_trouble("full"), on_s3=True, is_only_long=True),
)
