"""Tables of publications: what is out, and every version of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.accounts.models import Person
from suicha.db import Base, Changed, Json, Keyed, choice, now


class PublicationState(StrEnum):
    """待公示, 已公示, 已撤回."""

    DUE = "due"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionKind(StrEnum):
    """公示, 更正, 撤回: what a version did to the page."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Publication(Keyed, Changed, Base):
    """公示: a completed check that the public may read; `path` comes when the page is rendered.

    `version` is the newest of its versions, `photos` those which that one shows.
    """

    __tablename__ = "publications"

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    photos: Mapped[list[str]] = mapped_column(ARRAY(String(64)))  # sha256 of evidence chosen
    published_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
    path: Mapped[str | None] = mapped_column(String(200))
    page_sha256: Mapped[str | None] = mapped_column(String(64))
    rendered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class PublicationVersion(Keyed, Base):
    """One version of a page: who put it out, of which record, and why; a fact, never updated.

    `record_digest` pins the page to the record that was published: one that is decided anew
    later changes nothing in public until somebody corrects the page.
    """

    __tablename__ = "publication_versions"
    __table_args__ = (
        UniqueConstraint("publication_id", "version"),
        CheckConstraint("kind = 'published' OR reason <> ''", "changed_with_a_reason"),
    )

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publications.id"))
    version: Mapped[int]
    kind: Mapped[VersionKind] = mapped_column(choice(VersionKind, "kind"))
    photos: Mapped[list[str]] = mapped_column(ARRAY(String(64)))
    record_digest: Mapped[str | None] = mapped_column(String(64))
    # What of its photos is covered: rectangles by the hash of the evidence (photos/covers.py).
    covers: Mapped[dict[str, list[Json]]] = mapped_column(
        JSONB, default=dict, server_default=text("'{}'")
    )
    result_category: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(default="")  # told to the public
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(lazy="joined", viewonly=True)

    @property
    def photos_shown(self) -> int:
        """How many photos the version shows."""
        return len(self.photos)
