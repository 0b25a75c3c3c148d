"""Fixtures of receipts: a check that was submitted with a photo, and stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from suicha.db import db
from suicha.photos.models import Photo
from tests.photos.conftest import _empty_store, on_s3
from tests.visits import Visit, picture

if TYPE_CHECKING:
    from tests.builders import House

__all__ = ["_empty_store", "on_s3"]


@dataclass
class Received:
    """What an office holds, and under which numbers."""

    visit: Visit
    image: bytes
    photo: Photo

    @property
    def record(self) -> str:
        """The number of the check's record."""
        assert self.visit.check.receipt is not None
        return self.visit.check.receipt

    @property
    def number(self) -> str:
        """The number of the photo."""
        assert self.photo.receipt is not None
        return self.photo.receipt


@pytest.fixture
def received(house: House) -> Received:
    """A check that was submitted, with one photo of a hazard."""
    visit = Visit(house)
    visit.begin()
    visit.report(picture(77))
    sha256 = visit.send(picture(77))
    visit.submit()
    db.session.commit()
    return Received(visit, picture(77), db.session.get_one(Photo, sha256))
