"""Tables of sync: the ledger of commands and the epoch of this database."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Json, Keyed, choice, now


class Verdict(StrEnum):
    """The server's word on a command; `retry` is never stored."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class LedgerEntry(Keyed, Base):
    """One command and its verdict, written with its effect: the same id is never done twice."""

    __tablename__ = "ledger"

    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the command's canonical JSON
    name: Mapped[str] = mapped_column(String(64))
    v: Mapped[int]
    args: Mapped[Json]
    seq: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"))
    # By which import it came, where it came by file: nobody has signed that (outboxes/).
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_imports.id"), index=True)
    spot_check_id: Mapped[UUID | None] = mapped_column(index=True)
    made_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)  # server minus phone, at the push
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict, "verdict"))
    code: Mapped[str | None] = mapped_column(String(64))
    flags: Mapped[list[str]] = mapped_column(ARRAY(String(64)), default=list)
    details: Mapped[Json] = mapped_column(default=dict)
    receipt: Mapped[str | None] = mapped_column(String(40))


class Epoch(Base):
    """One row: which database this is; cursors name it, `suicha restore` will raise it."""

    __tablename__ = "epoch"
    __table_args__ = (CheckConstraint("one", "one_row"),)

    one: Mapped[bool] = mapped_column(Boolean, primary_key=True, default=True)
    id: Mapped[UUID]
