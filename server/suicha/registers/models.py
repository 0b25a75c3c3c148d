"""The table of imports: a file of a register, tried first, then taken over whole or not at all."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from suicha.db import Base, Json, Keyed, choice, now


class Register(StrEnum):
    """一单两库: the objects, the inspectors, the item list."""

    SITES = "sites"
    INSPECTORS = "inspectors"
    ITEMS = "items"


class ImportState(StrEnum):
    """Where an import stands; a file that nobody took over expires within a day or so."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    REFUSED = "refused"  # rows are at fault: nothing was changed
    EXPIRED = "expired"


class RegisterImport(Keyed, Base):
    """导入: one file, its dry run and what came of it. The file itself lies in `incoming`."""

    __tablename__ = "register_imports"

    register: Mapped[Register] = mapped_column(choice(Register, "register"))
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(choice(ImportState, "state"))
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]  # known when the file has been read
    report: Mapped[Json | None]

    @property
    def key(self) -> str:
        """Its file's key in `incoming`; of no name that somebody gave it."""
        return f"register-imports/{self.id}"
