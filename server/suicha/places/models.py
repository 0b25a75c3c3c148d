"""Tables of places: who has power where, and by which numbers they work."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Json, Keyed


class Jurisdiction(Keyed, Base):
    """辖区: a district, or the city above it (GB/T 2260 code of six digits)."""

    __tablename__ = "jurisdictions"
    __table_args__ = (CheckConstraint("code ~ '^[0-9]{6}$'", "code_is_gbt2260"),)

    code: Mapped[str] = mapped_column(String(6), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("jurisdictions.id"))


class Agency(Keyed, Base):
    """执法机关: the body that checks; `short_name` is 机关代字 in its document numbers."""

    __tablename__ = "agencies"

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(20))


class DatedSetting(Keyed, Base):
    """A number of the office from a day on, with its legal basis; followed, never changed."""

    __tablename__ = "dated_settings"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "key", "valid_from"),)

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[Json]
    valid_from: Mapped[date]
    legal_basis: Mapped[str]
