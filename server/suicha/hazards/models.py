"""Tables of hazards: what was found, who looks again, what was done about it, what it showed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from suicha.accounts.models import Person
from suicha.db import Base, Changed, Json, Keyed, choice, now
from suicha.hazards.dated import Dated
from suicha.hazards.determined import Determined
from suicha.hazards.light import Colour, Reason
from suicha.hazards.states import HazardState, Severity
from suicha.photos.models import PhotoKind, PhotoState, PhotoUse
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party, Site
from suicha.spot_checks.models import SpotCheck
from suicha.workdays import is_announced

__all__ = [
    "Hazard",
    "HazardLight",
    "HazardState",
    "HazardStep",
    "RecheckAssignment",
    "Severity",
    "StepKind",
]


class StepKind(StrEnum):
    """What was done about a hazard, in the past tense of its verb."""

    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    EXTENDED = "extended"
    REPLIED = "replied"
    RECHECKED = "rechecked"
    VERIFIED = "verified"
    RETURNED = "returned"
    CLOSED = "closed"
    DETERMINED = "determined"


class RecheckAssignment(Keyed, Changed, Base):
    """复查派单: who is to look at a hazard again; revoked with a time, never deleted."""

    __tablename__ = "recheck_assignments"
    __table_args__ = (
        Index(
            "uq_recheck_assignments_held",
            "hazard_id",
            "inspector_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    hazard_id: Mapped[UUID] = mapped_column(ForeignKey("hazards.id"), index=True)
    inspector_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]

    # The name alone: a list of hazards need not load whole accounts.
    name: Mapped[str] = column_property(
        select(Person.name).where(Person.id == inspector_id).scalar_subquery()
    )


class HazardStep(Keyed, Base):
    """One thing done about a hazard, with the words that went with it; a fact, never updated.

    The words stay here and out of the journal, which could never lose a name again. `body` holds
    what is the step's own: days, inspectors, photos, the result of a re-check.
    """

    __tablename__ = "hazard_steps"

    hazard_id: Mapped[UUID] = mapped_column(ForeignKey("hazards.id"), index=True)
    step: Mapped[StepKind] = mapped_column(choice(StepKind, "step"))
    state: Mapped[HazardState] = mapped_column(choice(HazardState, "state"))  # after it
    note: Mapped[str] = mapped_column(String(2000), default="")
    by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    body: Mapped[Json] = mapped_column(default=dict)

    @property
    def said_at(self) -> datetime:
        """When it was said: of a re-check, when the inspector stood there."""
        at = self.body.get("rechecked_at")
        return datetime.fromisoformat(at) if at else self.at

    @property
    def inspector_ids(self) -> list[UUID]:
        """Who was to look again from then on."""
        return [UUID(each) for each in self.body.get("inspector_ids", [])]


class HazardLight(Base):
    """One change of a hazard's light, with its reason and its rule; a fact, never updated.

    Written by the house alone, from the rule. `n` counts the changes of one hazard from 1: the
    key lets nobody write the same change twice, and no clock can turn the order around.
    """

    __tablename__ = "hazard_lights"

    hazard_id: Mapped[UUID] = mapped_column(ForeignKey("hazards.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[Colour] = mapped_column(choice(Colour, "colour"))
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))
    rule: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date]  # as it was then: an extension does not rewrite why it was red
    at: Mapped[datetime] = mapped_column(default=now)


class Hazard(Dated, Determined, Keyed, Changed, Base):
    """隐患: one finding of a spot check; its id was made on the phone."""

    __tablename__ = "hazards"
    __table_args__ = (
        # The queue is read by due date, all of it or by state; the id makes the order total.
        Index(None, "jurisdiction_id", "due_on", "id"),
        Index(None, "jurisdiction_id", "state", "due_on", "id"),
        # A city reads those of many districts; all count their lights, without the rows.
        Index("ix_hazards_open", "due_on", "id", postgresql_where=text("state <> 'closed'")),
        Index("ix_hazards_tally", "jurisdiction_id", "state", "is_major", "due_on"),
        Index(
            "ix_hazards_grams",
            text("hazard_grams(description, location, clause, number)"),
            postgresql_using="gin",
        ),
        CheckConstraint(
            "num_nonnulls(major_edition, major_item) <> 1 AND (major_item IS NULL OR is_major)",
            name="one_item_of_a_major",
        ),
        CheckConstraint(
            "num_nonnulls(determined_by, determined_at) <> 1"
            " AND (major_item IS NULL OR determined_by IS NOT NULL)",
            name="item_by_a_person",
        ),
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
    severity: Mapped[Severity] = mapped_column(choice(Severity, "severity"))
    is_major: Mapped[bool]
    # Of whoever determined it last; every determination is kept as a step. None where an app of
    # before named no item, or nobody has determined anything.
    major_edition: Mapped[str | None] = mapped_column(String(8))
    major_item: Mapped[str | None] = mapped_column(String(16))
    major_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    determined_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    determined_at: Mapped[datetime | None]
    # What apps and servers of before read and write: "major" or "general". The table's trigger
    # keeps it in step with is_major; nothing here is decided by it.
    grade: Mapped[str] = mapped_column(
        String(32), server_default=FetchedValue(), server_onupdate=FetchedValue()
    )
    due_on: Mapped[date]
    original_due_on: Mapped[date | None]  # what was first set, where it was extended
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
    jurisdiction: Mapped[Jurisdiction] = relationship(lazy="joined", innerjoin=True)
    uses: Mapped[list[PhotoUse]] = relationship(
        primaryjoin=(
            "and_(PhotoUse.hazard_id == Hazard.id,"
            " PhotoUse.kind.in_(['evidence', 'reply', 'recheck']))"
        ),
        order_by=(PhotoUse.taken_at, PhotoUse.id),
        lazy="selectin",
        viewonly=True,
    )
    rechecks: Mapped[list[RecheckAssignment]] = relationship(
        primaryjoin=(
            "and_(RecheckAssignment.hazard_id == Hazard.id, RecheckAssignment.revoked_at == None)"
        ),
        order_by=RecheckAssignment.id,
        lazy="selectin",
        viewonly=True,
    )

    @property
    def district(self) -> Jurisdiction:
        """The jurisdiction whose office answers for it."""
        return self.jurisdiction

    @property
    def original_due_provisional(self) -> bool:
        """Whether it first fell due in a year whose holidays are not announced yet."""
        return self.original_due_on is not None and not is_announced(self.original_due_on)

    @property
    def photos(self) -> list[PhotoUse]:
        """What was seen when it was found."""
        return [use for use in self.uses if use.kind is PhotoKind.EVIDENCE]

    @property
    def after_photos(self) -> list[PhotoUse]:
        """What was seen since: sent with a reply or a re-check."""
        return [use for use in self.uses if use.kind is not PhotoKind.EVIDENCE]

    @property
    def thumb(self) -> str | None:
        """The SHA-256 of the first photo that can be shown small."""
        rendered = (use.sha256 for use in self.photos if use.photo.state is PhotoState.RENDERED)
        return next(rendered, None)
