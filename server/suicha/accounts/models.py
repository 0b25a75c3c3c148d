"""Tables of accounts, and the rules that one row can judge."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.db import Base, Changed, Keyed, choice, now, today
from suicha.places.models import Agency, Jurisdiction


class Role(StrEnum):
    """What a person is here; one person has one role."""

    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    WITNESS = "witness"
    CONTRACTOR = "contractor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class RevokedBecause(StrEnum):
    """Why a device was signed out where nobody gave a reason of their own."""

    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"
    PERSON_ENDED = "person_ended"
    CAME_BY_FILE = "came_by_file"  # known only from an outbox that came by file


class CardState(StrEnum):
    """Whether an inspector may be drawn (可抽, 休假, 外派, 注销)."""

    AVAILABLE = "available"
    ON_LEAVE = "on_leave"
    SECONDED = "seconded"
    CANCELLED = "cancelled"


class Guessed:
    """How often a wrong password was tried for a login, whether or not somebody has it."""

    wrong_passwords: Mapped[int] = mapped_column(default=0)
    wrong_at: Mapped[datetime | None]  # the last of them
    locked_until: Mapped[datetime | None]


class Person(Keyed, Guessed, Changed, Base):
    """Somebody who can sign in. No ID-card number, no telephone: nothing here needs them (PIPL)."""

    __tablename__ = "people"

    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    password_hash: Mapped[str]
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    end_reason: Mapped[str | None]

    jurisdiction: Mapped[Jurisdiction] = relationship(lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
    card: Mapped[Card | None] = relationship(back_populates="person", lazy="joined")

    @property
    def card_number(self) -> str | None:
        """执法证号, where the person holds a card."""
        return self.card.number if self.card else None


class UnknownLogin(Guessed, Base):
    """A login that nobody has, named by its hash: a stranger may have typed a password there.

    Counted as a person's is, so that being locked out does not tell whether a login exists.
    """

    __tablename__ = "unknown_logins"

    login_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong_at: Mapped[datetime | None] = mapped_column(index=True)


class Card(Keyed, Changed, Base):
    """执法证: one line of the inspectors' register."""

    __tablename__ = "cards"
    __table_args__ = (
        CheckConstraint("number ~ '^[A-Za-z0-9._-]{1,64}$'", "number_is_drawable"),  # draw.md §0
        CheckConstraint("ended_on IS NULL OR state = 'cancelled'", "ended_when_cancelled"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    card_type: Mapped[str] = mapped_column(String(64), server_default="", default="")  # 证件类型
    valid_to: Mapped[date]
    specialties: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    # 执法区域, by GB/T 2260
    areas: Mapped[list[str]] = mapped_column(
        ARRAY(String(6)), server_default=text("'{}'"), default=list
    )
    state: Mapped[CardState] = mapped_column(choice(CardState, "state"))
    state_reason: Mapped[str | None]
    ended_on: Mapped[date | None]  # 注销日期

    person: Mapped[Person] = relationship(back_populates="card")
    recusals: Mapped[list[Recusal]] = relationship(order_by="Recusal.tag")

    @property
    def is_expired(self) -> bool:
        """Whether the card holds no longer today."""
        return self.valid_to < today()

    @property
    def recusals_in_force(self) -> list[Recusal]:
        """What keeps the inspector from objects today."""
        return [one for one in self.recusals if one.ended_at is None]

    @property
    def recusals_total(self) -> int:
        """How many those are."""
        return len(self.recusals_in_force)


class Recusal(Keyed, Base):
    """回避: a tag that keeps an inspector from an object (draw.md §1); the reason stays inside.

    Ended, never deleted. Who added one is unknown of those from before it was noted.
    """

    __tablename__ = "recusals"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", "ended_with_a_reason"),
    )

    card_id: Mapped[UUID] = mapped_column(ForeignKey("cards.id"), index=True)
    tag: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    end_reason: Mapped[str | None]


class Device(Keyed, Base):
    """A phone or browser that signed in; its refresh token rotates and can be revoked.

    `previous_token` is the grace: the old refresh token works until the new one has been used
    once, so that a lost answer locks nobody out (sync.md, On the phone).
    """

    __tablename__ = "devices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    current_token: Mapped[UUID | None]
    previous_token: Mapped[UUID | None]
    signed_in_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    revoke_reason: Mapped[str | None]  # a person's words, or a word of RevokedBecause

    def revoke(self, by: UUID, reason: str) -> None:
        """Sign the device out; what was revoked before stays as it was."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by, self.revoke_reason = now(), by, reason
