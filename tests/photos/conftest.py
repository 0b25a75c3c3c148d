"""An inspector at a check, with a phone that promises and sends."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from suicha import worker
from suicha.accounts.guard import Actor
from suicha.accounts.models import Device, Person
from suicha.db import db
from suicha.photos import operations
from suicha.photos.models import PhotoKind
from suicha.spot_checks.models import SpotCheck
from tests.client import Client

from .pictures import name, promised

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return Actor(self.person, device, frozenset({self.person.jurisdiction_id}))

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
