"""Strangers' tus clients, tus-js-client and tuspy: interrupted, wrong, late, and alike."""

from __future__ import annotations

import json
import os
import subprocess
from hashlib import sha256 as hashed
from typing import IO, TYPE_CHECKING, Any

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed
from tusclient.fingerprint.interface import Fingerprint
from tusclient.storage.filestorage import FileStorage

from suicha import storage
from suicha.config import REPOSITORY
from suicha.photos import incoming
from suicha.storage import Bucket
from tests.serving import serving

from .pictures import jpeg, name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from tusclient.uploader import Uploader

    from suicha.spot_checks.models import SpotCheck

    from .conftest import Phone

CHUNK = 256 * 1024
PHOTO = jpeg(5 * CHUNK + 77)
# Of the same size, and alike in their first 64 KiB: what both clients look at by themselves.
TWIN = PHOTO[:-1] + b"\1"
# As the Makefile has it: our own Node, else the machine's.
PATH = f"{REPOSITORY}/.setup/node/bin:{os.environ.get('PATH', '')}"


@pytest.fixture(scope="module")
def port(house_app: Flask) -> Iterator[int]:
    with serving(house_app) as served:
        yield served.port


class ByHash(Fingerprint):  # type: ignore[misc]  # tuspy is untyped
    """What a client should know a photo by."""

    def get_fingerprint(self, fs: IO[bytes]) -> str:
        return hashed(fs.read()).hexdigest()


class Strangers:
    """Both clients, for one phone's person."""

    def __init__(self, port: int, phone: Phone, folder: Path) -> None:
        self.phone, self.folder = phone, folder
        self.endpoint = f"http://127.0.0.1:{port}/api/v1/uploads"
        self.headers = {"Authorization": phone.client.tokens["Authorization"]}

    def file(self, data: bytes) -> Path:
        path = self.folder / f"{name(data)}.jpg"
        path.write_bytes(data)
        return path

    def tuspy(self, data: bytes, **given: Any) -> Uploader:  # Any: tuspy's options
        """An uploader that finds its earlier uploads again, by hash."""
        options = {
            "chunk_size": CHUNK,
            "metadata": {"sha256": name(data)},
            "store_url": True,
            "url_storage": FileStorage(str(self.folder / "tuspy.json")),
            "fingerprinter": ByHash(),
            "retry_delay": 0,
        }
        client = TusClient(self.endpoint, headers=self.headers)
        return client.uploader(str(self.file(data)), **options | given)

    def tus_js(self, data: bytes, **given: Any) -> tuple[str, list[str]]:  # Any: JSON
        """Let tus-js-client upload; give the outcome and the answers it heard."""
        asked = {
            "endpoint": self.endpoint,
            "headers": self.headers,
            "file": str(self.file(data)),
            "urls": str(self.folder / "tus-js.json"),
            "chunk": CHUNK,
            "retries": [0, 0, 0],
            "during_creation": False,
        }
        script = REPOSITORY / "tests" / "photos" / "tus_client.mjs"
        command = ["node", str(script), json.dumps(asked | given)]
        environment = os.environ | {"PATH": PATH}
        told = subprocess.check_output(command, cwd=REPOSITORY / "pwa", env=environment)
        answer = json.loads(told)
        return answer["outcome"], answer["heard"]


@pytest.fixture
def strangers(port: int, phone: Phone, tmp_path: Path) -> Strangers:
    return Strangers(port, phone, tmp_path)


def kept(data: bytes) -> bool:
    return storage.read(Bucket.EVIDENCE, name(data)) == data


def test_tuspy_is_interrupted_and_goes_on_where_it_stopped(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    strangers.tuspy(PHOTO).upload(stop_at=2 * CHUNK)
    assert phone.offset(sha256) == 2 * CHUNK
    again = strangers.tuspy(PHOTO, upload_checksum=True)
    assert again.offset == 2 * CHUNK
    again.upload()
    assert kept(PHOTO)


def test_tus_js_client_is_interrupted_and_goes_on_where_it_stopped(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    phone.promise(check, PHOTO)
    assert strangers.tus_js(PHOTO, stop_at=2 * CHUNK)[0] == "stopped"
    outcome, heard = strangers.tus_js(PHOTO)
    assert (outcome, heard[0]) == ("sent", "HEAD 200"), "no second creation"
    assert kept(PHOTO)


def test_a_wrong_offset_is_put_right(strangers: Strangers, phone: Phone, check: SpotCheck) -> None:
    phone.promise(check, PHOTO)
    uploader = strangers.tuspy(PHOTO)
    uploader.upload(stop_at=CHUNK)
    uploader.offset = 7
    with pytest.raises(TusUploadFailed) as failed:
        uploader.upload_chunk()
    assert failed.value.status_code == 409
    uploader.offset, uploader.retries = 7, 1
    uploader.upload()
    assert kept(PHOTO)


def test_a_creation_for_an_upload_that_has_begun_is_no_new_one(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    """Both begin at zero behind a creation; told the offset, they go on there."""
    phone.promise(check, PHOTO)
    strangers.tuspy(PHOTO).upload(stop_at=CHUNK)
    outcome, heard = strangers.tus_js(PHOTO)
    assert (outcome, heard[:3]) == ("sent", ["POST 201", "PATCH 409", "HEAD 200"])
    assert kept(PHOTO)


def test_bytes_that_do_not_match_are_not_kept_and_the_right_ones_are(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    sha256 = phone.promise(check, PHOTO)
    outcome, _ = strangers.tus_js(TWIN, name=sha256)
    assert outcome == "photo.hash_mismatch"
    assert phone.offset(sha256) == 0
    with pytest.raises(TusUploadFailed) as failed:
        strangers.tuspy(TWIN, metadata={"sha256": sha256}).upload()
    assert failed.value.status_code == 422
    strangers.tuspy(PHOTO).upload()
    assert kept(PHOTO)


def test_an_upload_whose_pieces_the_store_has_cleared_away_begins_again(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    """Buckets of uploads under way often have a rule that empties them."""
    phone.promise(check, PHOTO, TWIN)
    for data in (PHOTO, TWIN):
        strangers.tuspy(data).upload(stop_at=2 * CHUNK)
        incoming.discard(name(data))
    strangers.tuspy(PHOTO, retries=1).upload()
    outcome, heard = strangers.tus_js(TWIN)
    assert (outcome, heard.count("PATCH 409")) == ("sent", 2)
    assert kept(PHOTO)
    assert kept(TWIN)


def test_an_address_that_has_expired_is_made_anew(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    phone.promise(check, PHOTO)
    strangers.tus_js(PHOTO, stop_at=CHUNK)
    gone = f"{strangers.endpoint}/{'0' * 64}"
    outcome, heard = strangers.tus_js(PHOTO, expired=gone)
    assert (outcome, heard[:2]) == ("sent", ["HEAD 404", "POST 201"])
    assert kept(PHOTO)


def test_a_creation_brings_the_first_bytes_along(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    phone.promise(check, PHOTO, TWIN)
    outcome, heard = strangers.tus_js(PHOTO, during_creation=True)
    assert (outcome, heard) == ("sent", ["POST 201", *["PATCH 204"] * 5])
    outcome, heard = strangers.tus_js(TWIN, during_creation=True, chunk=len(TWIN))
    assert (outcome, heard) == ("sent", ["POST 201"])
    assert kept(PHOTO)
    assert kept(TWIN)


def test_two_photos_of_one_size_that_begin_alike_do_not_collide(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    phone.promise(check, PHOTO, TWIN)
    for data in (PHOTO, TWIN):
        strangers.tuspy(data).upload(stop_at=CHUNK)
    for data in (TWIN, PHOTO):
        strangers.tuspy(data).upload()
    assert kept(PHOTO)
    assert kept(TWIN)


def test_two_photos_of_one_size_do_not_collide_in_javascript_either(
    strangers: Strangers, phone: Phone, check: SpotCheck
) -> None:
    phone.promise(check, PHOTO, TWIN)
    for data in (PHOTO, TWIN):
        assert strangers.tus_js(data, stop_at=CHUNK)[0] == "stopped"
    for data in (TWIN, PHOTO):
        assert strangers.tus_js(data)[0] == "sent"
    assert kept(PHOTO)
    assert kept(TWIN)
