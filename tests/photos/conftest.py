"""An inspector at a check, with a phone that promises and sends."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import text

from suicha import storage, worker
from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person
from suicha.db import db
from suicha.photos import operations
from suicha.photos.models import PhotoKind
from suicha.spot_checks.models import SpotCheck
from tests.client import Client

from .pictures import name, promised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.builders import House

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = TUS | {"Content-Type": "application/offset+octet-stream"}


@dataclass
class Phone:
    """A person's phone: it promises photos of a check and speaks tus."""

    client: Client
    person: Person

    @property
    def actor(self) -> Actor:
        device = db.session.get(Device, self.client.device_id)
        assert device is not None
        return Actor(self.person, device)

    def promise(
        self, check: SpotCheck, *photos: bytes, kind: PhotoKind = PhotoKind.EVIDENCE
    ) -> str:
        """Promise photos as JPEG; give the hash of the last."""
        subject = operations.Subject(check.id, check.jurisdiction_id)
        operations.promise(self.actor, subject, [promised(data) for data in photos], kind)
        db.session.commit()
        return name(photos[-1])

    def head(self, sha256: str, **headers: str) -> TestResponse:
        return self.client.call("HEAD", f"/uploads/{sha256}", headers=TUS | headers)

    def patch(self, sha256: str, data: bytes, offset: int = 0, **rest: Any) -> TestResponse:
        headers = BYTES | {"Upload-Offset": str(offset)} | rest.pop("headers", {})
        path = f"/uploads/{sha256}"
        return self.client.call("PATCH", path, data=data, headers=headers, **rest)

    def offset(self, sha256: str) -> int:
        """How many bytes the server says are there."""
        db.session.rollback()
        answer = self.head(sha256)
        assert answer.status_code == 200, answer.headers
        return int(answer.headers["Upload-Offset"])

    def owed_and_sent(self, check: SpotCheck, data: bytes) -> TestResponse:
        """Promise a photo and send it in one piece."""
        return self.patch(self.promise(check, data), data)


@pytest.fixture(autouse=True)
def _empty_store(house_app: Flask) -> None:
    """Bytes outlive the rows of a test; the next one must not find them."""
    shutil.rmtree(house_app.extensions["settings"].data / "objects", ignore_errors=True)


@pytest.fixture
def on_s3(app: Flask) -> Iterator[None]:
    """An S3 server of moto's in the place of the folder."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    before, (host, port) = storage.store.current, server.get_host_and_port()
    settings = replace(app.extensions["settings"], s3_endpoint=f"{host}:{port}", s3_secure=False)
    storage.init(replace(settings, s3_access_key="testing", s3_secret_key="testing"))
    storage.store().check(make=True)
    yield
    storage.store.current = before
    server.stop()


@pytest.fixture
def check(house: House) -> SpotCheck:
    """A spot check of some site."""
    return spot_check(house)


@pytest.fixture
def phone(house: House, app: Flask) -> Phone:
    """The phone of an inspector."""
    return phone_of(house, app)


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Work everything that is queued."""

    def worked() -> None:
        db.session.rollback()
        worker.run(app.config["SQLALCHEMY_DATABASE_URI"], app.app_context, wait=False)

    return worked


def until(true: Callable[[], bool]) -> None:
    """Wait for something that will be; a minute is for slow machines."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def connections(condition: str) -> int:
    """How many other connections to this database are in that condition just now.

    Asked outside the session: a transaction is shown the same answer until its end.
    """
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    query = f"SELECT count(*) FROM pg_stat_activity WHERE {others} AND {condition}"  # noqa: S608  # the tests' own words
    with db.engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def phone_of(house: House, app: Flask) -> Phone:
    person = house.inspector()
    return Phone(Client(app).sign_in(person.login), person)


def spot_check(house: House) -> SpotCheck:
    number = f"{house.code}-{house.next('spot_check'):06d}"
    return house.keep(
        SpotCheck(
            number=number,
            jurisdiction_id=house.jurisdiction.id,
            site_id=house.site().id,
            item_list_entry_id=house.entry().id,
            checklist_version_ids=[],
            due_on=date(2026, 12, 18),
            due_provisional=False,
        )
    )
