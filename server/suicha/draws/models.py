"""Tables of draws: plans, the files frozen before the seed existed, and the result."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha import dr1
from suicha.accounts.models import Person
from suicha.checklists.models import ItemListEntry
from suicha.db import Base, Changed, Json, Keyed, choice, now


class PlanState(StrEnum):
    """草稿, 冻结, 揭示, 抽取; there is no step back (domain.md K)."""

    DRAFT = "draft"
    FROZEN = "frozen"
    REVEALED = "revealed"
    DRAWN = "drawn"


class VoidBecause(StrEnum):
    """作废原因, published: lists in error, steps in error, the plan given up."""

    LISTS = "lists"
    STEPS = "steps"
    GIVEN_UP = "given-up"


class SeatReason(StrEnum):
    """重抽原因: 回避, 不能到岗. Published; dr/1 bars whoever is unavailable from every seat."""

    RECUSAL = "recusal"
    UNAVAILABLE = "unavailable"


class ObjectReason(StrEnum):
    """替换原因: 已竣工, 停工, 未开工, 已移出辖区, 无法联系 (domain.md A4, A8). Published."""

    FINISHED = "finished"
    SUSPENDED = "suspended"
    NOT_STARTED = "not-started"
    MOVED = "moved"
    UNREACHABLE = "unreachable"


class Plan(Keyed, Changed, Base):
    """抽查计划: how many sites of each risk class, in which period, by which entry.

    A void plan keeps its state and its files: everybody can see what was thrown away (draw.md 6).
    """

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint("period_from <= period_to", "period_in_order"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", "approved_by_somebody"),
        CheckConstraint("approved_by <> made_by", "approved_by_another"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", "void_with_a_reason"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    period_from: Mapped[date]
    period_to: Mapped[date]
    item_list_entry_id: Mapped[UUID] = mapped_column(ForeignKey("item_list_entries.id"))
    take: Mapped[Json]  # risk class -> count
    due_working_days: Mapped[int]
    state: Mapped[PlanState] = mapped_column(choice(PlanState, "state"), default=PlanState.DRAFT)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    voided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[VoidBecause | None] = mapped_column(choice(VoidBecause, "void_reason"))
    void_text: Mapped[str | None] = mapped_column(String(500))  # published
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"))  # a void one
    published_at: Mapped[datetime | None]  # when the files of its draw came out

    entry: Mapped[ItemListEntry] = relationship(lazy="joined")
    approver: Mapped[Person | None] = relationship(foreign_keys=approved_by)
    supersedes: Mapped[Plan | None] = relationship(remote_side="Plan.id")
    frozen: Mapped[list[FrozenRosters]] = relationship(order_by="FrozenRosters.frozen_at")
    contributions: Mapped[list[Contribution]] = relationship(order_by="Contribution.key")
    announcements: Mapped[list[Announcement]] = relationship(order_by="Announcement.made_at")
    draws: Mapped[list[Draw]] = relationship(back_populates="plan", order_by="Draw.number")

    @property
    def draw(self) -> Draw | None:
        """The computation that stands: the last one; those before it were set aside."""
        return self.draws[-1] if self.draws else None

    @property
    def approver_name(self) -> str | None:
        """Who approved it."""
        return self.approver.name if self.approver else None

    @property
    def supersedes_number(self) -> str | None:
        """The number of the void plan that it follows."""
        return self.supersedes.number if self.supersedes else None


class Contribution(Keyed, Base):
    """A party's part of the seed: committed first, revealed later (draw.md §2)."""

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint("commitment ~ '^[0-9a-f]{64}$'", "commitment_is_hex"),
        CheckConstraint("nonce IS NULL OR nonce ~ '^([0-9a-f]{64}|-)$'", "nonce_is_hex"),
        UniqueConstraint("plan_id", "key"),
        UniqueConstraint("plan_id", "person_id"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    key: Mapped[str] = mapped_column(String(64))  # "party.witness", …: the id in the manifest
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    commitment: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[datetime] = mapped_column(default=now)
    nonce: Mapped[str | None] = mapped_column(String(64))  # "-": not revealed
    revealed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class Announcement(Keyed, Base):
    """公开随机源的值: what a public source gave, as it was written down; a fact.

    A slip of the pen is mended by another one, after the computation with a repetition of it: the
    last one counts, and all of them are published. `evidence` is where it was announced, or a
    beacon's own proof.
    """

    __tablename__ = "announcements"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    source: Mapped[str] = mapped_column(String(64))  # the id in the manifest
    value: Mapped[str] = mapped_column(String(512))
    evidence: Mapped[str]
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)


class FrozenRosters(Keyed, Base):
    """The files of one freezing, byte for byte; a fact, never updated. The latest one counts."""

    __tablename__ = "frozen_rosters"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    frozen_at: Mapped[datetime] = mapped_column(default=now)
    frozen_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    objects: Mapped[str]
    inspectors: Mapped[str]
    exclusions: Mapped[str | None]  # null: frozen by a release that knew of none
    manifest: Mapped[str]
    manifest_sha256: Mapped[str] = mapped_column(String(64))


class Draw(Keyed, Base):
    """抽取: what the seed gave; a fact, never updated. Of several for a plan the last one stands.

    One that was computed from a wrong transcription stays, set aside by the one that follows it,
    which says of which source and why (`mended_…`, published).
    """

    __tablename__ = "draws"
    __table_args__ = (
        # Whoever knows of no second computation writes number 1, and writes it once.
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number >= 1", "number_from_1"),
        CheckConstraint(
            "num_nonnulls(mended_source, mended_text) = CASE WHEN number = 1 THEN 0 ELSE 2 END",
            "repeated_with_reason",
        ),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    frozen_id: Mapped[UUID] = mapped_column(ForeignKey("frozen_rosters.id"))
    contributions: Mapped[Json]  # {"values": [[id, value], …]} in manifest order
    seed: Mapped[str] = mapped_column(String(64))
    result: Mapped[str]
    result_sha256: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime] = mapped_column(default=now)
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    mended_source: Mapped[str | None] = mapped_column(String(64))  # the id in the manifest
    mended_text: Mapped[str | None] = mapped_column(String(500))

    plan: Mapped[Plan] = relationship(back_populates="draws")
    person: Mapped[Person] = relationship()
    changes: Mapped[list[DrawChange]] = relationship(order_by="DrawChange.number")


class DrawChange(Keyed, Base):
    """抽取后变更: a seat that was drawn anew, or an object that was replaced (draw.md 5.1); a fact.

    What has no `slot` is an object; no object is replaced twice, and none comes in twice. `left`
    and `came` tell who had and has the seat, `new_…` what came for the object, in card and permit
    numbers; null where nobody and nothing was left. The note stays inside.
    """

    __tablename__ = "draw_changes"
    __table_args__ = (
        UniqueConstraint("draw_id", "number"),
        UniqueConstraint("draw_id", "new_object_id"),
        Index(
            "uq_draw_changes_object_replaced",
            "draw_id",
            "object_id",
            unique=True,
            postgresql_where=text("slot IS NULL"),
        ),
        CheckConstraint('slot IS NOT NULL OR num_nonnulls("left", came) = 0', "objects_no_holder"),
        CheckConstraint(
            "slot IS NULL OR num_nonnulls(new_object_id, new_ticket, new_team) = 0",
            "seats_no_object",
        ),
        CheckConstraint(
            "num_nulls(new_object_id, new_ticket, new_team) IN (0, 3)", "new_object_whole"
        ),
    )

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draws.id"))
    number: Mapped[int]  # from 1, in the order in which the requests are worked
    object_id: Mapped[str] = mapped_column(String(64))
    slot: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(500))
    left: Mapped[str | None] = mapped_column(String(64))
    came: Mapped[str | None] = mapped_column(String(64))
    new_object_id: Mapped[str | None] = mapped_column(String(64))
    new_ticket: Mapped[str | None] = mapped_column(String(64))
    new_team: Mapped[list[str | None] | None] = mapped_column(ARRAY(String(64)))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def kind(self) -> str:
        """What changed, as requests.tsv says it."""
        return dr1.OBJECT if self.slot is None else dr1.SEAT
