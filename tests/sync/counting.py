"""How often something is written down, as the database tells."""

from __future__ import annotations

from sqlalchemy import func, select

from suicha.db import db
from suicha.journal import Entry
from suicha.sync.models import LedgerEntry


def facts(name: str) -> int:
    """How often a fact is in the journal."""
    return db.session.scalar(select(func.count()).where(Entry.fact == name)) or 0


def in_ledger() -> int:
    """How many commands have their verdict."""
    return db.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
