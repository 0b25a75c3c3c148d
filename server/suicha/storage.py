"""The object store: put, get, stat, delete and list, on any S3 or on a folder."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from minio import Minio
from minio.error import S3Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suicha.config import Settings

PIECE = 256 * 1024
# S3 wants parts of at least 5 MiB; an object of unknown length is streamed in parts of this size.
PART = 8 * 1024 * 1024


class Bucket(StrEnum):
    """What is kept apart: originals, what everybody may read, and uploads under way."""

    EVIDENCE = "evidence"
    PUBLIC = "public"
    INCOMING = "incoming"


@dataclass(frozen=True)
class Stat:
    """What is known of an object: its key and its size in bytes."""

    key: str
    size: int


class Store(Protocol):
    """An object store. Keys are `/`-separated ASCII; `get` and `delete` of nothing: see each."""

    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> int:
        """Store the rest of `body` whole or not at all; return its size in bytes."""

    def get(self, bucket: Bucket, key: str) -> Iterator[bytes]:
        """Give the bytes in pieces; raises FileNotFoundError."""

    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Say how large an object is; None where there is none."""

    def delete(self, bucket: Bucket, key: str) -> None:
        """Remove an object; removing nothing is fine."""

    def list(self, bucket: Bucket, prefix: str) -> list[Stat]:
        """Name the objects below a prefix, in order of their keys."""

    def check(self) -> None:
        """Raise when the store cannot be used (for /readyz)."""


class FolderStore:
    """Objects as files below one folder; what a newcomer gets."""

    def __init__(self, root: Path) -> None:
        """Keep the folder; it is made with the first object."""
        self.root = root

    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> int:
        """Write beside, flush to disk, then rename: a crash leaves no half object."""
        path = self._path(bucket, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        try:
            size = _write_down(beside, body)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return size

    def get(self, bucket: Bucket, key: str) -> Iterator[bytes]:
        """Open now, so that a missing object is told before the first byte."""
        return _pieces(self._path(bucket, key).open("rb"))

    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Ask the file system."""
        path = self._path(bucket, key)
        return Stat(key, path.stat().st_size) if path.is_file() else None

    def delete(self, bucket: Bucket, key: str) -> None:
        """Unlink the file."""
        self._path(bucket, key).unlink(missing_ok=True)

    def list(self, bucket: Bucket, prefix: str) -> list[Stat]:
        """Walk the prefix's folder."""
        base = self.root / bucket
        folder = self._path(bucket, prefix) if prefix else base
        files = (path for path in folder.rglob("*") if path.is_file())
        stats = (
            Stat(path.relative_to(base).as_posix(), path.stat().st_size)
            for path in files
            if not path.name.startswith(".")
        )
        return sorted(stats, key=lambda stat: stat.key)

    def check(self) -> None:
        """Write, as an upload would."""
        self.put(Bucket.INCOMING, "readyz", BytesIO(b"ok"), "text/plain")

    def _path(self, bucket: Bucket, key: str) -> Path:
        path = (self.root / bucket / key).resolve()
        if not path.is_relative_to((self.root / bucket).resolve()):
            raise FileNotFoundError(key)
        return path


class S3Store:
    """Objects in any plain S3 (Garage, SeaweedFS, RustFS, Ceph RGW, MinIO)."""

    def __init__(self, client: Minio, names: dict[Bucket, str]) -> None:
        """Keep the client and the buckets' names."""
        self.client = client
        self.names = names

    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> int:
        """Stream in parts; S3 shows an object only when it is whole."""
        counted = _Counted(body)
        self.client.put_object(
            self.names[bucket],
            key,
            counted,  # type: ignore[arg-type]  # the SDK only calls read()
            length=-1,
            part_size=PART,
            content_type=media_type,
        )
        return counted.size

    def get(self, bucket: Bucket, key: str) -> Iterator[bytes]:
        """Ask for the object now, so that a missing one is told before the first byte."""
        try:
            answer = self.client.get_object(self.names[bucket], key)
        except S3Error as error:
            raise FileNotFoundError(key) from error
        return _drained(answer)

    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Ask for the object's head."""
        try:
            found = self.client.stat_object(self.names[bucket], key)
        except S3Error as error:
            if error.code in {"NoSuchKey", "NoSuchObject"}:
                return None
            raise
        return Stat(key, found.size or 0)

    def delete(self, bucket: Bucket, key: str) -> None:
        """Remove the object; S3 says yes to a missing one."""
        self.client.remove_object(self.names[bucket], key)

    def list(self, bucket: Bucket, prefix: str) -> list[Stat]:
        """List by prefix."""
        found = self.client.list_objects(self.names[bucket], prefix=prefix, recursive=True)
        return [Stat(item.object_name or "", item.size or 0) for item in found]

    def check(self) -> None:
        """Ask for every bucket; a missing one is made, which needs the right to."""
        for name in self.names.values():
            if not self.client.bucket_exists(name):
                self.client.make_bucket(name)


class _Counted:
    """Counts what is read through it: a stream does not say its length beforehand."""

    def __init__(self, body: BinaryIO) -> None:
        self.body, self.size = body, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.body.read(size)
        self.size += len(piece)
        return piece


class _Handle:
    """The store of this process, set once by `init`, as `db` is."""

    current: Store | None = None

    def __call__(self) -> Store:
        if self.current is None:
            raise RuntimeError("storage.init() was not called")
        return self.current


store = _Handle()


def init(settings: Settings) -> None:
    """Choose S3 or the folder, by `S3_ENDPOINT`."""
    if settings.s3_endpoint is None:
        store.current = FolderStore(settings.data / "objects")
        return
    client = Minio(
        settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        secure=settings.s3_secure,
    )
    names = {
        Bucket.EVIDENCE: settings.bucket_evidence,
        Bucket.PUBLIC: settings.bucket_public,
        Bucket.INCOMING: settings.bucket_incoming,
    }
    store.current = S3Store(client, names)


def read(bucket: Bucket, key: str) -> bytes:
    """Give a small object whole; raises FileNotFoundError."""
    return b"".join(store().get(bucket, key))


def _write_down(path: Path, body: BinaryIO) -> int:
    with path.open("wb") as file:
        while piece := body.read(PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _drained(answer: BinaryIO) -> Iterator[bytes]:
    try:
        while piece := answer.read(PIECE):
            yield piece
    finally:
        answer.close()
