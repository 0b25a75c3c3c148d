"""Table of hazards; their history is in the journal, their light is computed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Changed, Keyed, choice, now


class HazardGrade(StrEnum):
    """一般隐患, 重大隐患: the latter is a legal determination by a person (domain.md D1)."""

    GENERAL = "general"
    MAJOR = "major"


class HazardState(StrEnum):
    """登记, then confirmed and being rectified (整改中)."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"


class Hazard(Keyed, Changed, Base):
    """隐患: one finding of a spot check; its id was made on the phone."""

    __tablename__ = "hazards"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), index=True)
    checklist_version_id: Mapped[UUID] = mapped_column(ForeignKey("checklist_versions.id"))
    item_id: Mapped[str] = mapped_column(String(32))
    description: Mapped[str]
    location: Mapped[str] = mapped_column(String(200))
    clause: Mapped[str] = mapped_column(String(200))
    grade: Mapped[HazardGrade] = mapped_column(choice(HazardGrade, "grade"))
    due_on: Mapped[date]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"))
    state: Mapped[HazardState] = mapped_column(
        choice(HazardState, "state"), default=HazardState.REPORTED, index=True
    )
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
