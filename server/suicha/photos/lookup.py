"""Which of all kept photos may be alike: their keys in the memory of the worker, searched whole.

A photo takes 120 bytes here: eleven keys and its name. A search reads them all; nothing is sorted
and nothing is missed. Before each, what other workers have kept meanwhile is read after.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from suicha.db import Xid8, db
from suicha.photos.likeness import FEWEST, FRAMES, unpacked
from suicha.photos.models import PhotoLikeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from suicha.photos.likeness import Keys

    Halves = tuple[NDArray[np.uint32], NDArray[np.uint32]]
    Room = tuple[NDArray[np.generic], ...]

BLOCK = 65_536  # photos, whose halves of one frame fit into a core's own memory
# Of 64 bits, and of those 32 of the lowest frequencies, which are compared first.
MOST_AWAY, MOST_AWAY_FIRST = 14, 8
MOST = 100  # what is proven of one photo, the nearest first
AT_ONCE = 10_000
NAME = 32  # bytes

# The whole of one in a frame of the other: whichever of them was cut.
PAIRINGS = [(0, frame) for frame in range(len(FRAMES))]
PAIRINGS += [(frame, 0) for frame in range(1, len(FRAMES))]


class Block:
    """Some photos: the halves of their keys by frame, and their names."""

    def __init__(self) -> None:
        """Take room for a block of photos."""
        self.count = 0
        self.firsts = np.empty((len(FRAMES), BLOCK), dtype=np.uint32)
        self.seconds = np.empty((len(FRAMES), BLOCK), dtype=np.uint32)
        self.names = np.empty((BLOCK, NAME), dtype=np.uint8)

    def add(self, sha256: str, keys: Keys) -> None:
        """Add a photo."""
        at = self.count
        self.firsts[:, at], self.seconds[:, at] = halves(keys)
        self.names[at] = np.frombuffer(bytes.fromhex(sha256), dtype=np.uint8)
        self.count += 1

    def near(self, asked_for: Halves, room: Room) -> dict[str, int]:
        """Name those whose keys are near, each with the bits that differ."""
        found: dict[str, int] = {}
        firsts, seconds = asked_for
        differing, bits, few = (part[: self.count] for part in room)
        for asked, kept in PAIRINGS:
            np.bitwise_xor(self.firsts[kept, : self.count], firsts[asked], out=differing)
            np.bitwise_count(differing, out=bits)
            at = np.flatnonzero(np.less_equal(bits, MOST_AWAY_FIRST, out=few))
            away = bits[at] + np.bitwise_count(self.seconds[kept, at] ^ seconds[asked])
            for one in np.flatnonzero(away <= MOST_AWAY):
                name = self.names[at[one]].tobytes().hex()
                found[name] = min(int(away[one]), found.get(name, MOST_AWAY))
        return found


class Lookup:
    """All photos of one database that show enough to be compared; one thread at a time."""

    def __init__(self) -> None:
        """Begin empty: the first search reads everything."""
        self._turn = Lock()
        # Taken once: to ask the system for it anew in each block took half of a search.
        self._room = tuple(np.empty(BLOCK, dtype=kind) for kind in (np.uint32, np.uint8, np.bool_))
        self._forget()

    @property
    def size(self) -> int:
        """How many bytes of memory the photos take that have been read."""
        a_photo = 8 * len(FRAMES) + NAME
        return a_photo * BLOCK * len(self._blocks)

    def near(self, keys: bytes) -> list[str]:
        """Name the photos that may be alike, the nearest first, of all that are committed."""
        with self._turn:
            self._read_on()
            return self.search(unpacked(keys))

    def search(self, keys: Keys) -> list[str]:
        """Search what has been read."""
        asked = halves(keys)
        found: dict[str, int] = {}
        for block in self._blocks:
            found |= block.near(asked, self._room)
        return sorted(found, key=lambda name: found[name])[:MOST]

    def add(self, sha256: str, keys: Keys) -> None:
        """Add a photo that has been read."""
        if not self._blocks or self._blocks[-1].count == BLOCK:
            self._blocks.append(Block())
        self._blocks[-1].add(sha256, keys)

    def _forget(self) -> None:
        self._blocks: list[Block] = []
        self._since = 0
        self._ahead: dict[str, bytes] = {}

    def _read_on(self) -> None:
        """Read what was committed since, by the rule of the change feed (sync.md, Pulling).

        Of transactions beyond the oldest that still runs, what is committed is read too, and
        remembered, because it will be read again.
        """
        oldest = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=Xid8())
        upto = db.session.scalars(select(oldest)).one()
        if upto < self._since:  # another database, or one restored from before
            self._forget()
        ahead = {}
        for sha256, keys, changed in _kept_since(self._since):
            if self._ahead.get(sha256) != keys:
                self.add(sha256, unpacked(keys))
            if changed >= upto:
                ahead[sha256] = keys
        self._since, self._ahead = upto, ahead


def halves(keys: Keys) -> Halves:
    """Cut keys in two: the bits of the lower frequencies, and the others."""
    return (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32)


def _kept_since(since: int) -> Iterator[tuple[str, bytes, int]]:
    columns = PhotoLikeness.sha256, PhotoLikeness.keys, PhotoLikeness.changed
    query = select(*columns).where(PhotoLikeness.changed >= since, PhotoLikeness.detail >= FEWEST)
    for row in db.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield row.sha256, row.keys, row.changed


_lookups: dict[str, Lookup] = {}
_opening = Lock()


def lookup() -> Lookup:
    """Give the lookup of the database that is asked; kept as long as the worker runs."""
    with _opening:
        return _lookups.setdefault(str(db.engine.url), Lookup())
