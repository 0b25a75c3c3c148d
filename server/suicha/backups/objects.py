"""Objects: out of the store into a backup, and back; every one is read again and compared."""

from __future__ import annotations

import mimetypes
import os
import re
from typing import TYPE_CHECKING, Final

from suicha.backups import folder as folders
from suicha.backups.folder import OBJECTS, BackupError
from suicha.keys import KEY
from suicha.objects.listing import PROBE
from suicha.storage import Bucket, store
from suicha.streams import in_pieces, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

# What a key says of its bytes: `<sha256>`, `renditions/<sha256>.jpg`, `photos/<sha256>.jpg`.
ADDRESSED: Final = re.compile(r"(?:renditions/|photos/)?([0-9a-f]{64})(?:\.jpg)?")
UNTYPED: Final = "application/octet-stream"


def copied(to: Path, unchanged_from: Path | None) -> dict[str, str]:
    """Copy all objects into a backup; give their digests by path, and read each back.

    What an older backup holds under the same name and digest is linked, not copied: evidence never
    changes. An object that goes meanwhile, or whose bytes are not what its name says, is left out.
    Raises BackupError where the disk gives other bytes than were written.
    """
    made: dict[str, str] = {}
    for bucket, key in _stored():
        path = f"{OBJECTS}/{bucket}/{key}"
        digest = _linked(to, path, key, unchanged_from) or _copied(to / path, bucket, key)
        if digest is not None:
            made[path] = digest
    for path, digest in made.items():
        found = folders.read_back(to / path)
        if found is None or found.sha256 != digest:
            raise BackupError(f"{to / path} reads otherwise than it was written")
    return made


def lacking(named: Collection[str], made: Collection[str]) -> list[str]:
    """Name those objects of the evidence that a backup should hold and does not."""
    return sorted(key for key in named if f"{OBJECTS}/{Bucket.EVIDENCE}/{key}" not in made)


def given_back(backup: Path, buckets: Collection[Bucket]) -> None:
    """Put the objects of a backup into the store, but those that are there, and read them back.

    What the store has besides stays. Raises BackupError.
    """
    for path, digest in folders.lines(backup).items():
        bucket, key = place(path)
        if bucket in buckets and _digest(bucket, key) != digest:
            _give_back(backup / path, bucket, key, digest)


def place(path: str) -> tuple[Bucket, str]:
    """Read bucket and key out of a line of the list; raises BackupError for any other path."""
    top, _, rest = path.partition("/")
    bucket, _, key = rest.partition("/")
    if top != OBJECTS or bucket not in set(Bucket) or KEY.fullmatch(key) is None:
        raise BackupError(f"{path} is no path of an object")
    return Bucket(bucket), key


def beyond(backup: Path) -> int:
    """Count public files of the store that the backup does not know: published after it."""
    known = set(folders.lines(backup))
    return sum(
        f"{OBJECTS}/{Bucket.PUBLIC}/{stat.key}" not in known for stat in store().list(Bucket.PUBLIC)
    )


def _stored() -> Iterator[tuple[Bucket, str]]:
    every = ((bucket, stat.key) for bucket in Bucket for stat in store().list(bucket))
    return (each for each in every if each != PROBE)


def _linked(to: Path, path: str, key: str, older: Path | None) -> str | None:
    """Link an object that an older backup holds with the bytes that its name promises."""
    says = ADDRESSED.fullmatch(key)
    found = folders.read_back(older / path) if older is not None and says else None
    if found is None or says is None or older is None or found.sha256 != says[1]:
        return None
    folders.make_room((to / path).parent)
    os.link(older / path, to / path)
    return found.sha256


def _copied(path: Path, bucket: Bucket, key: str) -> str | None:
    says = ADDRESSED.fullmatch(key)
    try:
        part = folders.written(path, store().get(bucket, key))
    except FileNotFoundError:
        return None
    if says is not None and part.sha256 != says[1]:
        path.unlink()
        return None
    return part.sha256


def _give_back(file: Path, bucket: Bucket, key: str, digest: str) -> None:
    media_type = mimetypes.guess_type(key)[0] or UNTYPED
    store().put(bucket, key, joined(in_pieces(file.open("rb"))), media_type)
    if _digest(bucket, key) != digest:
        raise BackupError(f"the store gives {bucket}/{key} otherwise than it was put")


def _digest(bucket: Bucket, key: str) -> str | None:
    try:
        return folders.part_of(store().get(bucket, key)).sha256
    except FileNotFoundError:
        return None
