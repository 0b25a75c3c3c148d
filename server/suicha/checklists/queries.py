"""Reads of checklists and of the item list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_

from suicha.checklists.definition.items import items_of
from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.db import db, today
from suicha.errors import refuse
from suicha.paging import Page, Paging, page
from suicha.places.models import Agency

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from suicha.checklists.definition.items import Item


@dataclass(frozen=True)
class ListedEntry:
    """An entry of the item list with the current versions of its checklists."""

    entry: ItemListEntry
    checklists: Sequence[ChecklistVersion]


def version(version_id: UUID) -> ChecklistVersion:
    """One version, current or not: checks keep the one they began with; raises not_found."""
    found = db.session.get(ChecklistVersion, version_id)
    if found is None:
        raise refuse("not_found", field="version_id")
    return found


@lru_cache(maxsize=256)
def items(version_id: UUID) -> Mapping[str, Item]:
    """The items of a version by their ids; remembered, for a version is a fact."""
    sections = db.session.get_one(ChecklistVersion, version_id).sections
    return {item.id: item for item in items_of(sections)}


def newest() -> Select[ChecklistVersion]:
    """The newest version of every checklist."""
    highest = select(ChecklistVersion.code, func.max(ChecklistVersion.version))
    code_and_version = tuple_(ChecklistVersion.code, ChecklistVersion.version)
    return select(ChecklistVersion).where(
        code_and_version.in_(highest.group_by(ChecklistVersion.code))
    )


def current_versions(codes: Collection[str]) -> list[ChecklistVersion]:
    """The newest versions of these checklists, in the order of `codes`."""
    query = newest().where(ChecklistVersion.code.in_(codes))
    found = {version.code: version for version in db.session.scalars(query)}
    return [found[code] for code in codes if code in found]


@dataclass(frozen=True)
class EntryFilters:
    """Which entries are asked for: part of a number or name; those of the past too."""

    q: str = ""
    past: bool = False
    after: UUID | None = None
    limit: int = 50


def item_list(jurisdictions: Collection[UUID], filters: EntryFilters) -> Page[ItemListEntry]:
    """List the item list of these jurisdictions: what is in force today, or all there ever was."""
    query = entries(jurisdictions)
    if filters.past:
        query = select(ItemListEntry).where(ItemListEntry.jurisdiction_id.in_(jurisdictions))
    if filters.q:
        columns = (ItemListEntry.number, ItemListEntry.name)
        query = query.where(or_(*(one.icontains(filters.q, autoescape=True) for one in columns)))
    return page(query, ItemListEntry, Paging(filters.after, filters.limit))


def entry(
    jurisdictions: Collection[UUID], entry_id: UUID, *, for_update: bool = False
) -> ItemListEntry:
    """One entry of these jurisdictions, of whatever version; raises entry.unknown."""
    query = select(ItemListEntry).where(ItemListEntry.jurisdiction_id.in_(jurisdictions))
    query = query.where(ItemListEntry.id == entry_id)
    if for_update:
        query = query.with_for_update(of=ItemListEntry)
        query = query.execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("entry.unknown", field="entry_id")
    return found


def last_version(jurisdiction_id: UUID, number: str) -> ItemListEntry | None:
    """The newest version of a district's entry, also one that has ended."""
    query = select(ItemListEntry).where(ItemListEntry.jurisdiction_id == jurisdiction_id)
    query = query.where(ItemListEntry.number == number)
    return db.session.scalars(query.order_by(ItemListEntry.version.desc())).first()


def agency_of(jurisdiction_id: UUID, agency_id: UUID) -> Agency | None:
    """The agency of this id, if it is one of this district's."""
    found = db.session.get(Agency, agency_id)
    return found if found and found.jurisdiction_id == jurisdiction_id else None


def known_codes(codes: Collection[str]) -> set[str]:
    """Which of these checklists there are."""
    query = select(ChecklistVersion.code).where(ChecklistVersion.code.in_(codes))
    return set(db.session.scalars(query))


def entries(jurisdictions: Collection[UUID]) -> Select[ItemListEntry]:
    """The entries of these jurisdictions' item lists that are in force today."""
    return select(ItemListEntry).where(
        ItemListEntry.jurisdiction_id.in_(jurisdictions),
        ItemListEntry.valid_from <= today(),
        (ItemListEntry.valid_to.is_(None)) | (ItemListEntry.valid_to >= today()),
    )


def with_checklists(listed: Sequence[ItemListEntry]) -> list[ListedEntry]:
    """Add to entries the current versions of their checklists."""
    codes = {code for entry in listed for code in entry.checklist_codes}
    found = {version.code: version for version in current_versions(codes)}
    return [
        ListedEntry(entry, [found[code] for code in entry.checklist_codes if code in found])
        for entry in listed
    ]
