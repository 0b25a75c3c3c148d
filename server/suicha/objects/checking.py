"""The check of objects: what is missing, orphaned or altered; it changes neither side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import filterfalse
from typing import TYPE_CHECKING

from sqlalchemy import text

from suicha.db import db
from suicha.objects import comparing
from suicha.objects.listing import DROP, done, listed
from suicha.storage import Bucket, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Row


class Kind(StrEnum):
    """What is wrong with an object."""

    MISSING = "missing"  # the database names it, the store lacks it
    ORPHANED = "orphaned"  # the store has it, no row names it
    ALTERED = "altered"  # its size or bytes are not those that were received or made


@dataclass(frozen=True)
class Finding:
    """One object that is not as it should be; key and reason tell nothing of any person."""

    kind: Kind
    bucket: str
    key: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What was looked at; photos are counted by how many uses refer to each."""

    objects: int
    read: int  # objects whose bytes were hashed
    photos: int
    unused: int
    shared: int  # photos with more than one use
    most_uses: int


def checked(tell: Callable[[Finding], None], *, read: bool = False) -> Report:
    """Compare store and database both ways; with `read`, hash every object that names its bytes.

    The store is listed first: whatever comes meanwhile is in the store before its row is committed.
    What seems missing is asked for once more.
    """
    with db.engine.connect() as connection:
        objects = listed(connection)
        for finding in filterfalse(_is_there, _found(connection)):
            tell(finding)
        hashed = sum(_compare(*each, tell) for each in _addressed(connection)) if read else 0
        with connection.begin():
            report = Report(objects, hashed, *connection.execute(text(comparing.USES)).one())
        done(connection, DROP)
    return report


def _found(connection: Connection) -> Iterator[Finding]:
    questions = (
        (Kind.MISSING, comparing.MISSING),
        (Kind.MISSING, comparing.PIECES),
        (Kind.ORPHANED, comparing.ORPHANED),
        (Kind.ALTERED, comparing.SIZES),
    )
    for kind, question in questions:
        with connection.begin():  # it only reads: no phone's pull waits for it
            rows = connection.execute(text(question).execution_options(yield_per=1000))
            yield from (Finding(kind, *row) for row in rows)


def _is_there(finding: Finding) -> bool:
    """Ask again for what is missing: it may have come after the listing. Pieces are many keys."""
    if finding.kind is not Kind.MISSING or finding.bucket == Bucket.INCOMING:
        return False
    return store().stat(Bucket(finding.bucket), finding.key) is not None


def _addressed(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Give bucket, key and hash of what says or has its hash, in the order of keys."""
    last = {"bucket": "", "key": ""}
    while rows := _page(connection, last):
        yield from ((bucket, key, digest) for bucket, key, digest in rows if digest is not None)
        last = {"bucket": rows[-1][0], "key": rows[-1][1]}


def _page(connection: Connection, last: dict[str, str]) -> list[Row[str, str, str | None]]:
    with connection.begin():
        return [*connection.execute(text(comparing.HASHES), last)]


def _compare(bucket: str, key: str, expected: str, tell: Callable[[Finding], None]) -> bool:
    """Read an object and tell where it is another; say whether it was there to be read."""
    digest = sha256()
    try:
        for piece in store().get(Bucket(bucket), key):
            digest.update(piece)
    except FileNotFoundError:  # it went after the listing: taken back, or expired
        return False
    if digest.hexdigest() != expected:
        reason = f"its bytes have the hash {digest.hexdigest()}"
        tell(Finding(Kind.ALTERED, bucket, key, reason))
    return True
