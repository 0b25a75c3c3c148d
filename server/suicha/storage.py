"""The object store: put, get, stat, delete and list, on any S3 or on a folder."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ParamSpec, Protocol, TypeVar

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from suicha.keys import files_below, lawful
from suicha.streams import PIECE, in_pieces, write_down, write_down_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3 import BaseHTTPResponse

    from suicha.config import Settings
    from suicha.streams import Pieces

# S3 wants parts of at least 5 MiB; an object of unknown length is streamed in parts of this size.
PART = 8 * 1024 * 1024

# The SDK's own would hold a thread of the server for half an hour when S3 is silent.
PATIENCE = urllib3.Timeout(connect=3, read=10)
RETRIES = urllib3.Retry(
    total=2,
    backoff_factor=0.2,
    status_forcelist=(500, 502, 503, 504),
    respect_retry_after_header=False,
)

P = ParamSpec("P")
T = TypeVar("T")


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


class UnreachableError(Exception):
    """The store does not do it just now; the same may be asked again."""


class Store(Protocol):
    """An object store; every method raises BadKeyError for a key that is none (keys.py)."""

    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> None:
        """Store the rest of `body` whole or not at all."""

    def get(self, bucket: Bucket, key: str) -> Pieces:
        """Give the bytes in pieces; raises FileNotFoundError before the first."""

    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Say how large an object is; None where there is none."""

    def delete(self, bucket: Bucket, key: str) -> None:
        """Remove an object; removing nothing is fine."""

    def list(self, bucket: Bucket, folder: str | None = None) -> list[Stat]:
        """Name the objects below a folder of the bucket, or in all of it, in order of keys."""

    def walk(self, bucket: Bucket, folder: str | None = None) -> Iterator[Stat]:
        """Name them one by one, in no order, however many they are."""

    def check(self, *, make: bool = False) -> None:
        """Raise when the store cannot be used (for /readyz); with `make`, make missing buckets."""


def _reaching(deed: Callable[P, T]) -> Callable[P, T]:
    """Tell what keeps the store from doing it as the one error that is nobody's fault here.

    A full disk is of that kind, and so is a bucket that may not be written: what failed is to be
    done again, when an operator has made room.
    """

    @wraps(deed)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return deed(*args, **kwargs)
        except (FileNotFoundError, ConnectionError):  # the latter is that of a body's own source
            raise
        except (HTTPError, MinioException, OSError) as error:
            raise UnreachableError from error

    return call


class FolderStore:
    """Objects as files below one folder; what a newcomer gets."""

    def __init__(self, root: Path) -> None:
        """Keep the folder; it is made with the first object."""
        self.root = root

    @_reaching
    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> None:
        """Write beside, flush to disk, then rename: a crash leaves no half object."""
        path = self._path(bucket, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{secrets.token_hex(12)}")
        try:
            write_down(beside, body)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        write_down_names(self.root, path)

    @_reaching
    def get(self, bucket: Bucket, key: str) -> Pieces:
        """Open now, so that a missing object is told before the first byte."""
        try:
            file = self._path(bucket, key).open("rb")
        except (IsADirectoryError, NotADirectoryError):
            raise FileNotFoundError(key) from None
        return in_pieces(file)

    @_reaching
    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Ask the file system."""
        path = self._path(bucket, key)
        return Stat(key, path.stat().st_size) if path.is_file() else None

    @_reaching
    def delete(self, bucket: Bucket, key: str) -> None:
        """Unlink the file, and its folder when that was the last one in it."""
        path = self._path(bucket, key)
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
        if path.parent != self.root / bucket:
            with suppress(OSError):  # not empty, or gone already
                path.parent.rmdir()

    @_reaching
    def list(self, bucket: Bucket, folder: str | None = None) -> list[Stat]:
        """Walk the folder."""
        return sorted(self.walk(bucket, folder), key=lambda stat: stat.key)

    def walk(self, bucket: Bucket, folder: str | None = None) -> Iterator[Stat]:
        """Read the folders as they lie."""
        inside = "" if folder is None else f"{lawful(folder)}/"
        return (Stat(*each) for each in files_below(self.root / bucket / inside, inside))

    def check(self, *, make: bool = False) -> None:
        """Write, as an upload would; folders make themselves."""
        self.put(Bucket.INCOMING, "readyz", BytesIO(b"ok"), "text/plain")

    def _path(self, bucket: Bucket, key: str) -> Path:
        return self.root / bucket / lawful(key)


class S3Store:
    """Objects in any plain S3 (Garage, SeaweedFS, RustFS, Ceph RGW, MinIO)."""

    def __init__(self, client: Minio, names: dict[Bucket, str]) -> None:
        """Keep the client and the buckets' names."""
        self.client = client
        self.names = names

    @_reaching
    def put(self, bucket: Bucket, key: str, body: BinaryIO, media_type: str) -> None:
        """Stream in parts; S3 shows an object only when it is whole."""
        self.client.put_object(
            self.names[bucket],
            lawful(key),
            body,
            length=-1,
            part_size=PART,
            content_type=media_type,
            num_parallel_uploads=1,  # parts in flight are held in memory
        )

    @_reaching
    def get(self, bucket: Bucket, key: str) -> Pieces:
        """Ask for the object now, so that a missing one is told before the first byte."""
        try:
            answer = self.client.get_object(self.names[bucket], lawful(key))
        except S3Error as error:
            if error.code == "NoSuchKey":
                raise FileNotFoundError(key) from error
            raise
        return _drained(answer)

    @_reaching
    def stat(self, bucket: Bucket, key: str) -> Stat | None:
        """Ask for the object's head."""
        try:
            found = self.client.stat_object(self.names[bucket], lawful(key))
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise
        return Stat(key, found.size or 0)

    @_reaching
    def delete(self, bucket: Bucket, key: str) -> None:
        """Remove the object; S3 says yes to a missing one."""
        self.client.remove_object(self.names[bucket], lawful(key))

    @_reaching
    def list(self, bucket: Bucket, folder: str | None = None) -> list[Stat]:
        """S3 gives them in order."""
        return [*self.walk(bucket, folder)]

    def walk(self, bucket: Bucket, folder: str | None = None) -> Iterator[Stat]:
        """List by prefix, in pages; the slash keeps a longer name that begins alike out."""
        prefix = None if folder is None else f"{lawful(folder)}/"
        found = self.client.list_objects(self.names[bucket], prefix=prefix, recursive=True)
        return (Stat(item.object_name or "", item.size or 0) for item in found)

    @_reaching
    def check(self, *, make: bool = False) -> None:
        """Ask for every bucket; a missing one is made only by an operator's command."""
        for name in self.names.values():
            if self.client.bucket_exists(name):
                continue
            if not make:
                raise FileNotFoundError(name)
            self.client.make_bucket(name)


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
        http_client=urllib3.PoolManager(
            timeout=PATIENCE, retries=RETRIES, maxsize=settings.server_threads
        ),
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


def walk(bucket: Bucket) -> Iterator[Stat]:
    """Name all objects of a bucket, as the store does; raises UnreachableError on the way too."""
    each = store().walk(bucket)
    step = _reaching(lambda: next(each, None))
    while (found := step()) is not None:
        yield found


def _drained(answer: BaseHTTPResponse) -> Pieces:
    try:
        while piece := answer.read(PIECE):
            yield piece
    finally:
        answer.close()
        answer.release_conn()
