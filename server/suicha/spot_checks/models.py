"""Tables of spot checks: the visit, who was sent, what each recorded, what was signed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from suicha.accounts.models import Person
from suicha.db import Base, Changed, Json, Keyed, choice, now


class SpotCheckState(StrEnum):
    """待检, 进行中, 已提交, 已完成 (submitted, and every promised photo has come)."""

    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    COMPLETE = "complete"


class ResultCategory(StrEnum):
    """检查结果 for sites (domain.md A8)."""

    NO_PROBLEM = "no_problem"
    CORRECTED_ON_SITE = "corrected_on_site"
    RECTIFY_BY_DATE = "rectify_by_date"
    STOP_WORK = "stop_work"
    CASE_FILED = "case_filed"
    TRANSFERRED = "transferred"
    UNCOOPERATIVE = "uncooperative"
    NO_CONSTRUCTION = "no_construction"
    UNREACHABLE = "unreachable"


class SignerKind(StrEnum):
    """Who signs a record."""

    INSPECTOR = "inspector"
    PARTY = "party"


class SpotCheck(Keyed, Changed, Base):
    """抽查: one visit to one site, by the inspectors who were drawn for it."""

    __tablename__ = "spot_checks"
    __table_args__ = (
        Index("ix_spot_checks_differing", "id", postgresql_where=text("open_differences > 0")),
        CheckConstraint("num_nulls(cancelled_at, cancelled_reason) <> 1", "cancelled_with_reason"),
        CheckConstraint("cancelled_reason ~ '^[a-z-]{1,32}$'", "cancelled_reason_is_code"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), index=True)
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("draws.id"), index=True)
    item_list_entry_id: Mapped[UUID] = mapped_column(ForeignKey("item_list_entries.id"))
    checklist_version_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    due_on: Mapped[date]
    due_provisional: Mapped[bool]  # the year's holidays were not published yet
    state: Mapped[SpotCheckState] = mapped_column(
        choice(SpotCheckState, "state"), default=SpotCheckState.ASSIGNED, index=True
    )
    flags: Mapped[list[str]] = mapped_column(ARRAY(String(64)), default=list)
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    # 取消: not a state, for a phone that had not heard of it may bring a record all the same.
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None] = mapped_column(String(32))
    result_category: Mapped[ResultCategory | None] = mapped_column(
        choice(ResultCategory, "result_category")
    )
    receipt: Mapped[str | None] = mapped_column(String(40), unique=True)
    commands_received: Mapped[int] = mapped_column(default=0)  # accepted, of all its inspectors
    open_differences: Mapped[int] = mapped_column(  # undecided; operations.count_differences
        default=0, server_default=text("0")
    )

    assignments: Mapped[list[Assignment]] = relationship(order_by="Assignment.seat")

    @property
    def begun(self) -> bool:
        """Whether anything was recorded at the visit."""
        return self.state is not SpotCheckState.ASSIGNED or self.commands_received > 0


class Assignment(Keyed, Changed, Base):
    """派单: an inspector's seat at a check; revoked with a time, never deleted. Seat 0 leads."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_seat_held",
            "spot_check_id",
            "seat",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    inspector_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    seat: Mapped[int]
    revoked_at: Mapped[datetime | None]

    inspector: Mapped[Person] = relationship(lazy="joined")


class AnswerSheet(Keyed, Changed, Base):
    """The latest answers of one inspector on one checklist; no two persons overwrite each other."""

    __tablename__ = "answer_sheets"
    __table_args__ = (UniqueConstraint("spot_check_id", "checklist_version_id", "inspector_id"),)

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    checklist_version_id: Mapped[UUID] = mapped_column(ForeignKey("checklist_versions.id"))
    inspector_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"))
    seq: Mapped[int]  # counts the commands of one device
    answers: Mapped[Json]  # item id -> {result, deduction, note}
    made_at: Mapped[datetime]
    jurisdiction_id: Mapped[UUID] = column_property(  # by which desks see it; never loaded
        select(SpotCheck.jurisdiction_id)
        .where(SpotCheck.id == spot_check_id)
        .correlate_except(SpotCheck)
        .scalar_subquery(),
        deferred=True,
    )


class Supplement(Keyed, Base):
    """补充: answers that came after, with their reason; its id was made on the phone. A fact."""

    __tablename__ = "supplements"

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    checklist_version_id: Mapped[UUID] = mapped_column(ForeignKey("checklist_versions.id"))
    inspector_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"))
    answers: Mapped[Json]
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)


class Record(Keyed, Changed, Base):
    """A version of a check's closed record; a fact, never updated.

    Version 1 is what the lead's phone closed and everybody signed. A further version either was
    closed by the lead again, and never stands, or was decided (裁定): then it has a reason.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("spot_check_id", "version"),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", "digest_is_hex"),
        CheckConstraint("base_digest ~ '^[0-9a-f]{64}$'", "base_digest_is_hex"),
        CheckConstraint("num_nulls(reason, base_digest, choices) IN (0, 3)", "decided_with_reason"),
    )

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # what was signed: SHA-256 of `text` in UTF-8
    text: Mapped[str]  # canonical JSON, RFC 8785
    score: Mapped[str | None] = mapped_column(String(8))  # of its scored list, for the eye
    findings: Mapped[int]  # hazards that the record names
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str | None] = mapped_column(String(500))
    base_digest: Mapped[str | None] = mapped_column(String(64))  # of the version it was made from
    choices: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))  # deciding.Settled


class Signature(Keyed, Base):
    """签字 under a record's digest, or its refusal with reason and witness; never updated."""

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint(
            "NOT refused OR (refusal_reason <> '' AND witness_name <> '')",
            "refused_with_reason_and_witness",  # 安全生产法 art. 68
        ),
    )

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    signer: Mapped[SignerKind] = mapped_column(choice(SignerKind, "signer"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(100))
    position_title: Mapped[str] = mapped_column(String(100))
    refused: Mapped[bool]
    refusal_reason: Mapped[str | None]
    witness_name: Mapped[str | None] = mapped_column(String(100))
    image_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime]
