"""What the public reads, put where it reads it: one writer at a time, the same bytes again."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import func, select

from suicha.db import db
from suicha.storage import Bucket, store

PAGES_LOCK = 0x5375_6963_6861  # "Suicha": whoever writes public pages waits for the one before


def wait_for_pages() -> None:
    """Hold the lock until the commit: the next one to rewrite the index sees this one's entry."""
    db.session.execute(select(func.pg_advisory_xact_lock(PAGES_LOCK)))


def put(key: str, body: bytes, media_type: str) -> None:
    """Write a public file."""
    store().put(Bucket.PUBLIC, key, BytesIO(body), media_type)


def take_back(key: str) -> None:
    """Remove a public file; one that is not there is fine."""
    store().delete(Bucket.PUBLIC, key)
