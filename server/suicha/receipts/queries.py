"""Reads of receipts: what was received under a number, and nothing of what is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db
from suicha.errors import refuse
from suicha.photos.models import Photo
from suicha.spot_checks.models import Record, SpotCheck
from suicha.spot_checks.queries import SIGNED

if TYPE_CHECKING:
    from datetime import datetime

# As they are printed. Anything else was never given out, and need not be looked for.
RECORDS = re.compile(r"SF-[0-9]{4}-[0-9]{6,12}")
PHOTOS = re.compile(r"ZP-[0-9]{4}-[0-9]{7,12}")


class Kind(StrEnum):
    """What was received: a photo, or the signed record of a check."""

    PHOTO = "photo"
    RECORD = "record"


@dataclass(frozen=True)
class Receipt:
    """What is told of a number to anybody: neither place nor person, and no picture."""

    number: str
    kind: Kind
    sha256: str
    size: int  # bytes
    received_at: datetime


def receipt(number: str) -> Receipt:
    """Find what was received under a number; raises not_found."""
    found = _record(number) if RECORDS.fullmatch(number) else _photo(number)
    if found is None:
        raise refuse("not_found")
    return found


def _photo(number: str) -> Receipt | None:
    query = select(Photo.sha256, Photo.size, Photo.received_at).where(Photo.receipt == number)
    row = db.session.execute(query).one_or_none() if PHOTOS.fullmatch(number) else None
    if row is None or row.received_at is None:
        return None
    return Receipt(number, Kind.PHOTO, row.sha256, row.size, row.received_at)


def _record(number: str) -> Receipt | None:
    """Hash the text as it came: a phone may have claimed another digest, and was flagged for it."""
    query = select(Record.text, Record.received_at).join(
        SpotCheck, SpotCheck.id == Record.spot_check_id
    )
    of = SpotCheck.receipt == number, Record.version == SIGNED
    row = db.session.execute(query.where(*of)).one_or_none()
    if row is None:
        return None
    text = row.text.encode()
    return Receipt(number, Kind.RECORD, sha256(text).hexdigest(), len(text), row.received_at)
