"""The table of outbox imports: a file from a phone, tried first, then vouched for and taken in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Json, Keyed, choice, now


class OutboxState(StrEnum):
    """Where an import stands; a file for which nobody vouched expires."""

    RECEIVING = "receiving"  # its bytes are on their way, or were cut
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    REFUSED = "refused"  # the file as a whole: nothing was changed
    EXPIRED = "expired"


class OutboxImport(Keyed, Base):
    """导入: one file of one inspector's phone, who vouched for it and why, and what came of it.

    Nobody has signed the file, so anybody could have written it: `vouched_by` answers for it. Of
    what an operator takes in there is neither a sender nor a voucher.
    """

    __tablename__ = "outbox_imports"
    __table_args__ = (
        CheckConstraint("(vouched_by IS NULL) = (reason IS NULL)", "vouched_with_a_reason"),
    )

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))  # whose outbox
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[OutboxState] = mapped_column(choice(OutboxState, "state"))
    vouched_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None] = mapped_column(String(500))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]  # commands and photos
    report: Mapped[Json | None]


def key_of(import_id: UUID) -> str:
    """The file's key in `incoming`; of no name that somebody gave it."""
    return f"outbox-imports/{import_id}"
