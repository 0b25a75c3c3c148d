"""The folder of a backup: its manifest, its parts and their digests; begun aside, named last."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from suicha.streams import in_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DUMP: Final = "database.dump"
OBJECTS: Final = "objects"
LIST: Final = "objects.sha256"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.json.sha256"
PARTIAL: Final = ".partial"
VERSION: Final = 1


class BackupError(Exception):
    """Why a backup or a restore is not done, in words for the operator."""


@dataclass(frozen=True)
class Part:
    """One file of a backup: its SHA-256 (hex) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was made, of which release, schema and database.

    `rows` counts each table; `lacking` names objects that the database names and that the store
    did not have, or not with the right bytes, when the backup was made.
    """

    v: int
    made_at: str
    release: str
    revision: str
    epoch: str
    rows: dict[str, int]
    lacking: list[str]
    parts: dict[str, Part]


@contextmanager
def begun(folder: Path) -> Iterator[Path]:
    """Give a folder aside, and let it have its name when all went well; raises BackupError.

    What an interrupted backup left there is cleared. A second one at the same time is refused.
    """
    if folder.exists():
        raise BackupError(f"{folder} exists already: a backup is never written over")
    if not folder.parent.is_dir():
        raise BackupError(f"{folder.parent} is no folder")
    aside = folder.with_name(folder.name + PARTIAL)
    aside.mkdir(mode=0o700, exist_ok=True)
    with _held(aside):
        _clear(aside)
        try:
            yield aside
        except BaseException:
            _clear(aside)
            aside.rmdir()
            raise
        write_names_down(aside)
        aside.rename(folder)
        _sync(folder.parent)


def written(path: Path, pieces: Iterable[bytes]) -> Part:
    """Write a new file that only its owner reads, flush it to disk, and say what was written."""
    digest, size = hashlib.sha256(), 0
    make_room(path.parent)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return Part(digest.hexdigest(), size)


def make_room(folder: Path) -> None:
    """Make a folder with those above it, each closed to others: mkdir's own `parents` are open."""
    if not folder.is_dir():
        make_room(folder.parent)
        folder.mkdir(mode=0o700)


def read_back(path: Path) -> Part | None:
    """Say what a file holds; None where there is none."""
    try:
        return part_of(in_pieces(path.open("rb")))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def part_of(pieces: Iterable[bytes]) -> Part:
    """Digest and count bytes that are read only once."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return Part(digest.hexdigest(), size)


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, and its digest beside it."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    part = written(folder / MANIFEST, [text.encode()])
    written(folder / SEAL, [line(part.sha256, MANIFEST).encode()])


def line(sha256: str, path: str) -> str:
    """Write a line as `sha256sum --check` reads it."""
    return f"{sha256}  {path}\n"


def lines(folder: Path) -> dict[str, str]:
    """Give the digests of all objects of a backup, by their path below its folder."""
    said = (folder / LIST).read_text().splitlines()
    return {path: sha256 for sha256, _, path in (each.partition("  ") for each in said)}


def verified(folder: Path) -> Manifest:
    """Read a whole backup and compare every byte with its digests; raises BackupError."""
    manifest = _manifest(folder)
    for name in (DUMP, LIST):
        if read_back(folder / name) != manifest.parts[name]:
            raise BackupError(f"{folder / name} is damaged or missing")
    for path, sha256 in lines(folder).items():
        found = read_back(folder / path)
        if found is None or found.sha256 != sha256:
            raise BackupError(f"{folder / path} is damaged or missing")
    return manifest


def _manifest(folder: Path) -> Manifest:
    if folder.name.endswith(PARTIAL):
        raise BackupError(f"{folder} is a backup that was not finished")
    try:
        body = (folder / MANIFEST).read_bytes()
        said = (folder / SEAL).read_text()
    except OSError:
        raise BackupError(f"{folder} is no backup: it has no manifest, or not its digest") from None
    except UnicodeDecodeError:
        said = ""
    if said != line(hashlib.sha256(body).hexdigest(), MANIFEST):
        raise BackupError(f"{folder / MANIFEST} is damaged")
    read = json.loads(body)
    if read["v"] != VERSION:
        raise BackupError(f"{folder} was made by another release ({read['release']})")
    parts = {name: Part(**part) for name, part in read["parts"].items()}
    return Manifest(**read | {"parts": parts})


def write_names_down(folder: Path) -> None:
    """Flush all folders below: without it a power cut could take the names of files."""
    for below, _, _ in os.walk(folder):
        _sync(Path(below))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"another backup is being written to {folder}") from None
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    folder.chmod(0o700)
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
