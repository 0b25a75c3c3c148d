"""Table of publications."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Changed, Keyed, now


class Publication(Keyed, Changed, Base):
    """公示: a completed check that the public may read; `path` comes when the page is rendered."""

    __tablename__ = "publications"

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    photos: Mapped[list[str]] = mapped_column(ARRAY(String(64)))  # sha256 of evidence chosen
    published_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
    path: Mapped[str | None] = mapped_column(String(200))
    page_sha256: Mapped[str | None] = mapped_column(String(64))
    rendered_at: Mapped[datetime | None]
