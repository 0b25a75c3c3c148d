"""Table of hazards; their history is in the journal, their light is computed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.db import Base, Changed, Keyed, choice, now, today
from suicha.hazards.light import Light, light
from suicha.hazards.states import HazardGrade, HazardState
from suicha.photos.models import PhotoState, PhotoUse
from suicha.sites.models import Party, Site
from suicha.spot_checks.models import SpotCheck
from suicha.workdays import working_days_between

__all__ = ["Hazard", "HazardGrade", "HazardState"]


class Hazard(Keyed, Changed, Base):
    """隐患: one finding of a spot check; its id was made on the phone."""

    __tablename__ = "hazards"
    __table_args__ = (
        # The queue is read by due date, all of it or by state; the id makes the order total.
        Index(None, "jurisdiction_id", "due_on", "id"),
        Index(None, "jurisdiction_id", "state", "due_on", "id"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), index=True)
    checklist_version_id: Mapped[UUID] = mapped_column(ForeignKey("checklist_versions.id"))
    item_id: Mapped[str] = mapped_column(String(32))
    description: Mapped[str]
    location: Mapped[str] = mapped_column(String(200))
    clause: Mapped[str] = mapped_column(String(200))
    grade: Mapped[HazardGrade] = mapped_column(choice(HazardGrade, "grade"))
    due_on: Mapped[date]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    state: Mapped[HazardState] = mapped_column(
        choice(HazardState, "state"), default=HazardState.REPORTED
    )
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    confirmation_note: Mapped[str] = mapped_column(String(500), default="")

    party: Mapped[Party] = relationship(lazy="joined", innerjoin=True)
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    spot_check: Mapped[SpotCheck] = relationship(lazy="joined", innerjoin=True)
    photos: Mapped[list[PhotoUse]] = relationship(
        primaryjoin="and_(PhotoUse.hazard_id == Hazard.id, PhotoUse.kind == 'evidence')",
        order_by=(PhotoUse.taken_at, PhotoUse.id),
        lazy="selectin",
        viewonly=True,
    )

    @property
    def light(self) -> Light:
        """What it shows today."""
        return light(self.grade, self.state, self.due_on, today())

    @property
    def working_days_left(self) -> int:
        """Working days to the due date, negative when it has passed."""
        return working_days_between(today(), self.due_on).count

    @property
    def thumb(self) -> str | None:
        """The SHA-256 of the first photo that can be shown small."""
        rendered = (use.sha256 for use in self.photos if use.photo.state is PhotoState.RENDERED)
        return next(rendered, None)
