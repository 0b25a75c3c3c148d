"""The file that a phone exports (docs/decisions/0015): a plain ZIP, read without trusting it.

Nothing of it is ever unpacked to a path, and nothing is read beyond what its place may hold.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import SEEK_END
from typing import IO, TYPE_CHECKING, BinaryIO
from uuid import UUID
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from marshmallow import EXCLUDE, ValidationError, fields, validate

from suicha.errors import refuse
from suicha.fields import HEX, Instant
from suicha.photos import headers
from suicha.photos.models import MAX_BYTES
from suicha.streams import PIECE
from suicha.wire import Loads

if TYPE_CHECKING:
    from suicha.errors import Refusal

FORMAT, VERSION = "suicha-outbox", 1
MOST_BYTES = 4_000_000_000  # beyond, a ZIP needs another shape
MOST_ENTRIES = 20_000
MOST_DIRECTORY = 4 * 1024 * 1024
MOST_MANIFEST = 8 * 1024 * 1024
MOST_SAID = 256 * 1024 * 1024
LONGEST = 1024 * 1024  # a line; a command may have 256 KiB

MANIFEST, COMMANDS = "manifest.json", "commands.jsonl"
NAME = re.compile(rf"{re.escape(MANIFEST)}|{re.escape(COMMANDS)}|photos/[0-9a-f]{{64}}")
LIMITS = {MANIFEST: MOST_MANIFEST, COMMANDS: MOST_SAID}

# APPNOTE 4.3.16: the end of the directory, 22 bytes and a comment; 4.3.15: its locator in ZIP64.
END, LOCATOR, TAIL = b"PK\x05\x06", b"PK\x06\x07", 22 + 65_535


@dataclass(frozen=True)
class Listed:
    """A command by its id and the digest of what it says, as the ledger digests it."""

    id: UUID
    digest: str


@dataclass(frozen=True)
class ListedPhoto:
    """A photo by its hash and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What the file says of itself; nobody has signed it."""

    format: str
    version: int
    app: str
    epoch: UUID | None
    person_id: UUID
    device_id: UUID
    exported_at: datetime
    clock_offset_ms: int
    commands: list[Listed]
    photos: list[ListedPhoto]

    @property
    def offset(self) -> timedelta:
        """How far the phone's clock was behind the server's when it last heard of it."""
        return timedelta(milliseconds=self.clock_offset_ms)


class _Part(Loads[Listed]):
    into = Listed
    id = fields.UUID(required=True)
    digest = fields.String(required=True, validate=HEX)


class _PhotoPart(Loads[ListedPhoto]):
    into = ListedPhoto
    sha256 = fields.String(required=True, validate=HEX)
    size = fields.Integer(required=True, strict=True, validate=validate.Range(1, MAX_BYTES))


class ManifestShape(Loads[Manifest]):
    """`manifest.json`; what a later app says beside, is left alone."""

    class Meta:
        """Let a later app say more."""

        unknown = EXCLUDE

    into = Manifest
    format = fields.String(required=True, validate=validate.Equal(FORMAT))
    version = fields.Integer(required=True, strict=True)
    app = fields.String(required=True, validate=validate.Length(max=40))
    epoch = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True)
    device_id = fields.UUID(required=True)
    exported_at = Instant(required=True)
    clock_offset_ms = fields.Integer(required=True, validate=validate.Range(-(10**13), 10**13))
    commands = fields.List(fields.Nested(_Part), required=True)
    photos = fields.List(fields.Nested(_PhotoPart), required=True)


class Archive:
    """An exported outbox, its shape and its manifest looked at; raises outbox.*."""

    def __init__(self, file: BinaryIO) -> None:
        """Look at the directory and read the manifest."""
        size = _bounded(file)
        with _readable():
            self.zip = ZipFile(file)
        self.entries = _lawful(self.zip.infolist(), size)
        self.manifest = self._manifest()

    def commands(self) -> Iterator[object]:
        """Give the commands as JSON that nobody has looked at; None for a line that is none."""
        with _readable(), self.zip.open(COMMANDS) as file:
            lines = iter(lambda: file.readline(LONGEST), b"")
            yield from (_json(line) for line in lines if line.strip())

    def photos(self) -> set[str]:
        """Name the photos whose bytes are in the file, whatever the manifest says."""
        return {name.rpartition("/")[2] for name in self.entries if name not in LIMITS}

    @contextmanager
    def photo(self, sha256: str) -> Iterator[IO[bytes]]:
        """Open a photo's bytes."""
        with _readable(), self.zip.open(f"photos/{sha256}") as file:
            yield file

    def fault_of(self, photo: ListedPhoto) -> str | None:
        """Judge a photo's bytes by themselves: a refusal code, or None."""
        entry = self.entries.get(f"photos/{photo.sha256}")
        if entry is None:
            return "outbox.missing"
        if entry.file_size != photo.size:
            return "outbox.altered"
        try:
            digest = self._digest(photo.sha256)
            with self.photo(photo.sha256) as file:
                header = headers.header(file)
        except BrokenError:  # its bytes are not what was written: they may have rotten
            return "photo.hash_mismatch"
        return headers.fault(header) if digest == photo.sha256 else "photo.hash_mismatch"

    def _digest(self, sha256: str) -> str:
        digest = hashlib.sha256()
        with self.photo(sha256) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def _manifest(self) -> Manifest:
        with _readable(), self.zip.open(MANIFEST) as file:
            raw = _json(file.read())
        if isinstance(raw, dict) and raw.get("format") == FORMAT and raw.get("version") != VERSION:
            raise refuse("outbox.version", version=str(raw.get("version"))[:40])
        try:
            return ManifestShape.read(raw)
        except ValidationError as error:
            raise unreadable(field=next(iter(error.messages_dict))) from None


class BrokenError(Exception):
    """The bytes of an entry cannot be read."""


def unreadable(**details: object) -> Refusal:
    """Refuse a file that is no export, or none any more."""
    return refuse("outbox.unreadable", **details)


def _bounded(file: BinaryIO) -> int:
    """See by its last bytes that the directory fits into memory; give the file's size."""
    size = file.seek(0, SEEK_END)
    if size > MOST_BYTES:
        raise refuse("outbox.too_large", limit=MOST_BYTES)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22 or tail[max(0, at - 20) : at].startswith(LOCATOR):  # noqa: PLR2004  # see END
        raise unreadable()
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > MOST_ENTRIES or length > MOST_DIRECTORY:
        raise refuse("outbox.too_large", entries=count)
    file.seek(0)
    return size


def _lawful(found: list[ZipInfo], size: int) -> dict[str, ZipInfo]:
    """Let only the entries of the format pass, stored as they are and each once.

    Stored, entries that do not overlap are together no larger than the file: no bomb goes off.
    """
    entries = {entry.filename: entry for entry in found}
    for name, entry in entries.items():
        if NAME.fullmatch(name) is None:
            raise unreadable(entry=ascii(name)[:100])
        plain = entry.compress_type == ZIP_STORED and not entry.flag_bits & 1
        if not plain or entry.file_size > LIMITS.get(name, MAX_BYTES):
            raise unreadable(entry=name)
    if len(entries) != len(found) or sum(entry.file_size for entry in found) > size:
        raise unreadable()
    if not entries.keys() >= LIMITS.keys():
        raise unreadable(entry=next(name for name in LIMITS if name not in entries))
    return entries


def _json(line: bytes) -> object:
    try:
        said: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return said


@contextmanager
def _readable() -> Iterator[None]:
    """Tell every way in which a ZIP can be broken as one."""
    try:
        yield
    except (BadZipFile, EOFError, NotImplementedError, struct.error, RuntimeError) as error:
        raise BrokenError from error
