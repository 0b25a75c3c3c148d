"""Tables of checklists: versions are facts, published once and never changed."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from suicha.checklists.definition import Definition
from suicha.checklists.definition.faults import Fault, faults
from suicha.db import Base, Changed, Json, Keyed, choice, now
from suicha.places.models import Agency

SAID = tuple(one.name for one in fields(Definition))


class ChecklistVersion(Keyed, Changed, Base):
    """One published version of a checklist, in force from `published_on` on.

    Without a jurisdiction it is the library's, for all; an office's own list of the same code
    takes its place there. `scheme` says how a table counts in a whole site (library/jgj59.py).
    `sections` is `[{id, title, guarantee, items: […]}]`, its items as definition/shapes.py has
    them.
    """

    __tablename__ = "checklist_versions"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "code", "version", postgresql_nulls_not_distinct=True),
    )

    jurisdiction_id: Mapped[UUID | None] = mapped_column(ForeignKey("jurisdictions.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(String(200))
    source: Mapped[str]
    scored: Mapped[bool]
    split: Mapped[bool]  # whether guarantee items (保证项目) are told apart, JGJ 59 4.0.1
    published_on: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(server_default="", default="")
    scheme: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    sections: Mapped[list[Json]] = mapped_column(JSONB)

    @property
    def definition(self) -> Definition:
        """What it says."""
        return Definition(**{name: getattr(self, name) for name in SAID})

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


class ChecklistRetirement(Keyed, Base):
    """废止: from a day on an office's list is not given to any new check; a fact.

    It holds for its version and those before; a later version brings the list back.
    """

    __tablename__ = "checklist_retirements"
    __table_args__ = (UniqueConstraint("jurisdiction_id", "code", "version"),)

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    code: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    retired_on: Mapped[date]
    reason: Mapped[str]
    retired_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))


class ChecklistDraft(Keyed, Base):
    """草稿: a list that an office is writing; it ends by being published or discarded.

    `revision` counts its savings, so that two people do not write over each other.
    """

    __tablename__ = "checklist_drafts"
    __table_args__ = (
        CheckConstraint("num_nonnulls(published_id, discarded_at) <= 1", "one_end"),
        Index(
            "uq_checklist_drafts_open",
            "jurisdiction_id",
            "code",
            unique=True,
            postgresql_where=text("published_id IS NULL AND discarded_at IS NULL"),
        ),
    )

    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdictions.id"))
    code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(String(200))
    source: Mapped[str]
    scored: Mapped[bool]
    split: Mapped[bool]
    scheme: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))
    sections: Mapped[list[Json]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(default=1)
    base_id: Mapped[UUID | None] = mapped_column(ForeignKey("checklist_versions.id"))
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    published_id: Mapped[UUID | None] = mapped_column(ForeignKey("checklist_versions.id"))
    discarded_at: Mapped[datetime | None]

    @property
    def definition(self) -> Definition:
        """What it says so far."""
        return Definition(**{name: getattr(self, name) for name in SAID})

    @property
    def faults(self) -> list[Fault]:
        """What keeps it from being published."""
        return faults(self.definition)

    @property
    def items_total(self) -> int:
        """How many items it has."""
        return sum(len(section["items"]) for section in self.sections)


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
