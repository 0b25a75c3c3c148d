"""Bytes under way: pieces of an upload in the store, until they are joined into evidence.

A piece is the object `<sha256>/<offset, 12 digits>` of the bucket `incoming`, so that any server
can take the next one (sync.md, Photos 3). Whoever calls holds the photo's row locked.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

from suicha.storage import Bucket, Stat, store
from suicha.streams import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 1024 * 1024  # bytes that are held in memory, and that a killed server can lose


class HashMismatchError(Exception):
    """The bytes that came are not those that were promised."""


def add(sha256: str, offset: int, piece: bytes) -> None:
    """Store a piece; one that a crash left at this offset is overwritten."""
    key = f"{sha256}/{offset:012d}"
    store().put(Bucket.INCOMING, key, BytesIO(piece), "application/octet-stream")


def chain(sha256: str, size: int) -> list[Stat]:
    """Give the pieces that follow each other without a gap from the first byte on, up to `size`.

    A piece that another attempt left elsewhere is not in it.
    """
    found = {stat.key: stat for stat in store().list(Bucket.INCOMING, sha256)}
    pieces: list[Stat] = []
    offset = 0
    while offset < size and (piece := found.get(f"{sha256}/{offset:012d}")):
        pieces.append(piece)
        offset += piece.size
    return pieces


def join(sha256: str, pieces: Iterable[bytes]) -> None:
    """Join pieces into `evidence/<sha256>` as a stream.

    Raises HashMismatchError, and nothing is stored then.
    """
    body = joined(_checked(sha256, pieces))
    store().put(Bucket.EVIDENCE, sha256, body, "application/octet-stream")


def discard(sha256: str) -> None:
    """Throw the pieces of an upload away."""
    for piece in store().list(Bucket.INCOMING, sha256):
        store().delete(Bucket.INCOMING, piece.key)


def stored(pieces: Iterable[Stat]) -> Iterator[bytes]:
    """Give the bytes of stored pieces."""
    for piece in pieces:
        yield from store().get(Bucket.INCOMING, piece.key)


def _checked(sha256: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass pieces on; what is wrong at their end interrupts the put, so that nothing is stored."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise HashMismatchError
