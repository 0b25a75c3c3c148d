"""The journal: append-only facts, who did what to which and when; never updated."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Json, Keyed, db, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True)
class Fact:
    """Something that happened, named in the past tense: `hazard.reported`.

    Subclasses set `name` and add their own fields, which must be public facts: the journal is
    never erased, so nothing personal belongs in it beyond the actor's id.
    """

    name: ClassVar[str]
    subject_id: UUID
    jurisdiction_id: UUID | None
    actor_id: UUID | None


class Entry(Keyed, Base):
    """One line of the journal; a trigger refuses UPDATE and DELETE."""

    __tablename__ = "journal"

    at: Mapped[datetime] = mapped_column(default=now)
    fact: Mapped[str] = mapped_column(String(64), index=True)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    jurisdiction_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    body: Mapped[Json]


_followers: list[Callable[[Fact], None]] = []


def follow(then: Callable[[Fact], None]) -> None:
    """Name what is called for each fact, inside the same transaction (worker.py's table)."""
    if then not in _followers:
        _followers.append(then)


@contextmanager
def followed_by(then: Callable[[Fact], None]) -> Iterator[None]:
    """Let `then` alone follow for a while: what follows in the demo's past is done at once."""
    before = _followers[:]
    _followers[:] = [then]
    try:
        yield
    finally:
        _followers[:] = before


def record(fact: Fact) -> None:
    """Write a fact and start what follows from it, in the caller's transaction."""
    db.session.add(Entry(**_columns(fact)))
    for then in _followers:
        then(fact)


def record_all(facts: Sequence[Fact]) -> None:
    """Write many facts at once, and start what follows from each."""
    db.session.execute(insert(Entry), [_columns(fact) for fact in facts])
    for fact in facts:
        for then in _followers:
            then(fact)


def _columns(fact: Fact) -> Json:
    own = [f.name for f in fields(fact) if f.name not in {f.name for f in fields(Fact)}]
    return {
        "fact": fact.name,
        "subject_id": fact.subject_id,
        "jurisdiction_id": fact.jurisdiction_id,
        "actor_id": fact.actor_id,
        # `from_` is `from`: a word of Python's own cannot name a field
        "body": {name.removesuffix("_"): _plain(getattr(fact, name)) for name in own},
    }


def about(subject_ids: Sequence[UUID]) -> list[Entry]:
    """All entries about these subjects, oldest first."""
    query = select(Entry).where(Entry.subject_id.in_(subject_ids)).order_by(Entry.at, Entry.id)
    return list(db.session.scalars(query))


def _plain(value: object) -> object:
    """Give the JSON form of a fact's field."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
