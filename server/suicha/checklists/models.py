"""Tables of checklists: versions are facts, published once and never changed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.db import Base, Changed, Json, Keyed, choice
from suicha.places.models import Agency


class ChecklistVersion(Keyed, Changed, Base):
    """One published version of a checklist.

    `sections` is `[{id, title, guarantee, items: […]}]`, its items as definition/shapes.py has
    them.
    """

    __tablename__ = "checklist_versions"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(String(200))
    source: Mapped[str]
    scored: Mapped[bool]
    split: Mapped[bool]  # whether guarantee items (保证项目) are told apart, JGJ 59 4.0.1
    published_on: Mapped[date]
    sections: Mapped[list[Json]] = mapped_column(JSONB)

    @property
    def items(self) -> dict[str, Json]:
        """All items by id."""
        return {item["id"]: item for section in self.sections for item in section["items"]}

    @property
    def unverified(self) -> bool:
        """Whether any item still needs a check against a licensed copy of the standard."""
        return self.items_unverified > 0

    @property
    def items_unverified(self) -> int:
        """How many items still need that check."""
        return sum(item["unverified"] for item in self.items.values())

    @property
    def items_total(self) -> int:
        """How many items it has."""
        return len(self.items)


class Clause(Keyed, Changed, Base):
    """条款: what a finding may name as its basis; `text` is in our own words, for search."""

    __tablename__ = "clauses"

    code: Mapped[str] = mapped_column(String(200), unique=True)  # as a finding quotes it
    standard: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    major: Mapped[bool]  # names a major hazard (重大事故隐患)
    unverified: Mapped[bool]  # nobody has compared it with a licensed copy yet


class ItemKind(StrEnum):
    """事项类别: 一般检查事项 (its ratio is limited) or 重点检查事项 (safety, quality: no cap)."""

    GENERAL = "general"
    KEY = "key"


class ItemListEntry(Keyed, Base):
    """抽查事项清单: a matter that may be checked at random, with its legal basis (domain.md A2).

    A correction is a further version: plans and checks keep the one that they rest on.
    """

    __tablename__ = "item_list_entries"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "number", "version"),
        CheckConstraint("ended_reason IS NULL OR valid_to IS NOT NULL", "ended_on_a_day"),
    )

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    number: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(server_default="1", default=1)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ItemKind] = mapped_column(
        choice(ItemKind, "kind"), server_default=ItemKind.GENERAL.value, default=ItemKind.GENERAL
    )
    legal_basis: Mapped[str]
    object: Mapped[str] = mapped_column(String(200))
    ratio: Mapped[str] = mapped_column(String(100))
    frequency: Mapped[str] = mapped_column(String(100))
    method: Mapped[str] = mapped_column(String(100))
    content: Mapped[str]
    checklist_codes: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    published_on: Mapped[date | None]
    ended_reason: Mapped[str | None]

    agency: Mapped[Agency] = relationship(lazy="joined")

    @property
    def agency_name(self) -> str:
        """抽查主体: who checks."""
        return self.agency.name
