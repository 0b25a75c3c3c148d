"""The object store keeps one promise on a folder and on S3."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer
from urllib3 import Timeout

from suicha import config, storage
from suicha.keys import BadKeyError
from suicha.storage import (
    Bucket,
    FolderStore,
    Stat,
    Store,
    UnreachableError,
    store,
)
from suicha.streams import PIECE, joined
from tests.reliability.store_line import StoreLine

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from flask import Flask

    from suicha.config import Settings

LARGE = os.urandom(9 * 1024 * 1024)  # more than one part of S3
KEY_OF_NOTHING = "renditions/nothing.jpg"


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    """An S3 server on a free port."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings that name a store which is empty but for its buckets."""
    settings = config.load({"DATA": str(tmp_path / "数据 one"), "SECRET_KEY": "x"})
    if request.param == "folder":
        return settings
    mark = tmp_path.name.replace("_", "-")[-20:].lower()
    return replace(
        settings,
        s3_endpoint=request.getfixturevalue("s3_endpoint"),
        s3_access_key="testing",
        s3_secret_key="testing",
        s3_secure=False,
        bucket_evidence=f"evidence-{mark}",
        bucket_public=f"public-{mark}",
        bucket_incoming=f"incoming-{mark}",
    )


@pytest.fixture
def objects(settings: Settings) -> Iterator[Store]:
    """The store of these settings, as a process would find it."""
    before = storage.store.current
    storage.init(settings)
    store().check(make=True)
    yield store()
    storage.store.current = before


def keep(key: str, body: bytes = b"bytes", bucket: Bucket = Bucket.EVIDENCE) -> None:
    store().put(bucket, key, BytesIO(body), "image/jpeg")


def broken(first: bytes) -> Generator[bytes, None, None]:
    """Pieces whose source fails after the first."""
    yield first
    raise ConnectionError("the source broke off")


def test_what_was_put_is_got_whole(objects: Store) -> None:
    keep("renditions/a.jpg", b"first")
    assert storage.read(Bucket.EVIDENCE, "renditions/a.jpg") == b"first"
    assert objects.stat(Bucket.EVIDENCE, "renditions/a.jpg") == Stat("renditions/a.jpg", 5)


def test_an_empty_object_is_an_object(objects: Store) -> None:
    keep("empty", b"")
    assert storage.read(Bucket.EVIDENCE, "empty") == b""
    assert objects.stat(Bucket.EVIDENCE, "empty") == Stat("empty", 0)


def test_putting_again_replaces(objects: Store) -> None:
    keep("a", b"a longer first")
    keep("a", b"second")
    assert storage.read(Bucket.EVIDENCE, "a") == b"second"
    assert objects.list(Bucket.EVIDENCE, "a") == [], "an object is no folder"


def test_a_large_object_comes_back_in_small_pieces(objects: Store) -> None:
    keep("large", LARGE)
    pieces = list(objects.get(Bucket.EVIDENCE, "large"))
    assert b"".join(pieces) == LARGE
    assert max(map(len, pieces)) <= PIECE


def test_a_reader_may_stop_early(objects: Store) -> None:
    keep("large", LARGE)
    pieces = objects.get(Bucket.EVIDENCE, "large")
    assert LARGE.startswith(next(pieces))
    pieces.close()
    assert storage.read(Bucket.EVIDENCE, "large") == LARGE


def test_pieces_are_joined_as_a_stream(objects: Store) -> None:
    for number in range(3):
        keep(f"up/{number}", LARGE[number::3], Bucket.INCOMING)
    found = objects.list(Bucket.INCOMING, "up")
    pieces = (piece for stat in found for piece in objects.get(Bucket.INCOMING, stat.key))
    objects.put(Bucket.EVIDENCE, "whole", joined(pieces), "image/jpeg")
    assert storage.read(Bucket.EVIDENCE, "whole") == LARGE[0::3] + LARGE[1::3] + LARGE[2::3]


@pytest.mark.parametrize("size", [0, 10, len(LARGE)])
def test_a_put_that_is_interrupted_leaves_nothing(objects: Store, size: int) -> None:
    with pytest.raises(ConnectionError):
        objects.put(Bucket.EVIDENCE, "up/half", joined(broken(LARGE[:size])), "image/jpeg")
    assert objects.stat(Bucket.EVIDENCE, "up/half") is None
    assert objects.list(Bucket.EVIDENCE, "up") == []


def test_a_put_that_is_interrupted_keeps_what_was_there(objects: Store) -> None:
    keep("up/half", b"before")
    with pytest.raises(ConnectionError):
        objects.put(Bucket.EVIDENCE, "up/half", joined(broken(b"after")), "image/jpeg")
    assert storage.read(Bucket.EVIDENCE, "up/half") == b"before"


def test_a_missing_object_is_told_before_the_first_byte(objects: Store) -> None:
    keep("renditions/a.jpg")
    for key in (KEY_OF_NOTHING, "renditions", "renditions/a.jpg/b"):
        with pytest.raises(FileNotFoundError):
            objects.get(Bucket.EVIDENCE, key)
        assert objects.stat(Bucket.EVIDENCE, key) is None


def test_deleting_removes_one_object_and_nothing_is_fine(objects: Store) -> None:
    keep("up/a")
    keep("up/b")
    for key in ("up/a", "up/a", KEY_OF_NOTHING, "up/b/c"):
        objects.delete(Bucket.EVIDENCE, key)
    assert [stat.key for stat in objects.list(Bucket.EVIDENCE, "up")] == ["up/b"]


def test_a_folder_is_gone_with_its_last_object_and_may_come_again(objects: Store) -> None:
    keep("up/a")
    objects.delete(Bucket.EVIDENCE, "up/a")
    assert objects.list(Bucket.EVIDENCE, "up") == []
    keep("up/a")
    assert len(objects.list(Bucket.EVIDENCE, "up")) == 1


def test_a_list_is_in_order_and_of_one_folder(objects: Store) -> None:
    for key in ("up/000000000010", "up/000000000009", "up/deep/0", "upper/0", "up.jpg"):
        keep(key)
    assert objects.list(Bucket.EVIDENCE, "up") == [
        Stat("up/000000000009", 5),
        Stat("up/000000000010", 5),
        Stat("up/deep/0", 5),
    ]
    assert objects.list(Bucket.EVIDENCE, "nothing/here") == []
    assert [stat.key for stat in objects.list(Bucket.EVIDENCE)] == [
        "up.jpg",
        "up/000000000009",
        "up/000000000010",
        "up/deep/0",
        "upper/0",
    ]
    assert objects.list(Bucket.PUBLIC, "up") == [], "buckets are kept apart"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../public/a",
        "up/../../a",
        "up/..",
        "up//a",
        "up/",
        ".hidden",
        "up/./a",
        "a\\b",
        "a\0b",
        "a\n",
        "照片.jpg",
        "a" * 201,
        "/".join("aaaaaaaaa"),
    ],
)
def test_a_key_that_could_lead_elsewhere_is_refused(objects: Store, key: str) -> None:
    for ask in (objects.get, objects.stat, objects.delete, objects.list):
        with pytest.raises(BadKeyError):
            ask(Bucket.EVIDENCE, key)
    with pytest.raises(BadKeyError):
        keep(key)


def test_the_check_says_when_a_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file where the folder should be")
    with pytest.raises(UnreachableError):
        FolderStore(tmp_path / "objects").check()


def test_a_disk_that_is_full_is_told_as_the_stores_trouble_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = FolderStore(tmp_path)
    folder.put(Bucket.EVIDENCE, "a", BytesIO(b"before"), "image/jpeg")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnreachableError):
        folder.put(Bucket.EVIDENCE, "a", BytesIO(b"after"), "image/jpeg")
    assert b"".join(folder.get(Bucket.EVIDENCE, "a")) == b"before"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a"]


def test_the_check_makes_no_bucket_unless_it_is_told_to(s3_endpoint: str, tmp_path: Path) -> None:
    before = storage.store.current
    settings = on_s3(s3_endpoint, config.load({"DATA": str(tmp_path), "SECRET_KEY": "x"}))
    storage.init(replace(settings, bucket_incoming=f"fresh-{uuid4().hex}"))
    store().check(make=True)
    storage.init(replace(settings, bucket_incoming=f"other-{uuid4().hex}"))
    with pytest.raises(FileNotFoundError, match="other-"):
        store().check()
    storage.store.current = before


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 that takes connections and never says a word."""
    monkeypatch.setattr(storage, "PATIENCE", Timeout(connect=1, read=0.1))
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def on_s3(endpoint: str, settings: Settings) -> Settings:
    there = replace(settings, s3_endpoint=endpoint, s3_secure=False)
    return replace(there, s3_access_key="key", s3_secret_key="secret")


@pytest.mark.parametrize("closed", [True, False])
def test_an_s3_that_does_not_answer_is_told_soon(
    tmp_path: Path, silent: str, *, closed: bool
) -> None:
    before = storage.store.current
    settings = config.load({"DATA": str(tmp_path), "SECRET_KEY": "x"})
    storage.init(on_s3("127.0.0.1:9" if closed else silent, settings))
    for ask in (
        lambda: keep("a"),
        lambda: storage.read(Bucket.EVIDENCE, "a"),
        lambda: store().stat(Bucket.EVIDENCE, "a"),
        lambda: store().delete(Bucket.EVIDENCE, "a"),
        lambda: store().list(Bucket.EVIDENCE, "a"),
        store().check,
    ):
        with pytest.raises(UnreachableError):
            ask()
    storage.store.current = before


def test_an_s3_that_is_full_is_told_as_the_stores_trouble(s3_endpoint: str, tmp_path: Path) -> None:
    before = storage.store.current
    line = StoreLine(target=int(s3_endpoint.rpartition(":")[2]))
    settings = config.load({"DATA": str(tmp_path), "SECRET_KEY": "x"})
    storage.init(on_s3(f"127.0.0.1:{line.port}", settings))
    store().check(make=True)
    with line.trouble("full"), pytest.raises(UnreachableError):
        keep("a")
    keep("a")
    storage.store.current = before


def test_who_asks_while_s3_is_silent_is_told_to_try_again(app: Flask, silent: str) -> None:
    storage.init(on_s3(silent, app.extensions["settings"]))
    for path in ("/public/", "/readyz"):
        answer = app.test_client().get(path)
        assert answer.status_code == 503
        assert answer.json is not None
        assert (answer.json["code"], answer.json["details"]) == ("server.busy", {"part": "store"})
