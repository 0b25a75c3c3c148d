"""Reads of checklists and of the item list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from suicha.checklists.definition.items import items_of
from suicha.checklists.models import (
    ChecklistDraft,
    ChecklistRetirement,
    ChecklistVersion,
    ItemListEntry,
)
from suicha.db import db, today
from suicha.errors import refuse
from suicha.paging import Page, Paging, page
from suicha.places.models import Agency
from suicha.places.queries import above

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from suicha.accounts.guard import Actor
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
    """The newest version of every checklist of every office, and of the library's."""
    key = ChecklistVersion.jurisdiction_id, ChecklistVersion.code
    query = select(ChecklistVersion.id).ext(distinct_on(*key))
    last = query.order_by(*key, ChecklistVersion.version.desc())
    return select(ChecklistVersion).where(ChecklistVersion.id.in_(last))


def seen_from(actor: Actor) -> Select[ChecklistVersion]:
    """The newest version of each list that a desk sees: its own, those above and below, ours."""
    places = {*above(actor.person.jurisdiction_id), *actor.jurisdictions}
    place = ChecklistVersion.jurisdiction_id
    return newest().where(or_(place.is_(None), place.in_(places)))


def current_versions(codes: Collection[str], place: UUID) -> list[ChecklistVersion]:
    """The versions of these checklists that a district gives to a check today, in their order.

    Its own goes before that of the city above, and both before the library's.
    """
    nearest: list[UUID | None] = [*above(place), None]
    found: dict[str, ChecklistVersion] = {}
    for version in db.session.scalars(_in_force(codes, nearest)):
        before = found.get(version.code)
        if before is None or _rank(version, nearest) < _rank(before, nearest):
            found[version.code] = version
    return [found[code] for code in codes if code in found]


def in_force_anywhere(code: str) -> list[ChecklistVersion]:
    """Each version of this checklist that some district with an agency gives to a check today.

    Before there is any agency, the library's.
    """
    places = db.session.scalars(select(Agency.jurisdiction_id).distinct()).all()
    if not places:
        return list(
            db.session.scalars(
                _in_force([code], []).order_by(ChecklistVersion.version.desc()).limit(1)
            )
        )
    found = {one.id: one for place in places for one in current_versions([code], place)}
    return list(found.values())


def _in_force(codes: Collection[str], places: Sequence[UUID | None]) -> Select[ChecklistVersion]:
    """The versions of these places that have come into force and were not retired."""
    version, retired = ChecklistVersion, ChecklistRetirement
    of_version = retired.jurisdiction_id == version.jurisdiction_id, retired.code == version.code
    is_over = exists().where(
        *of_version, retired.version >= version.version, retired.retired_on <= today()
    )
    return select(version).where(
        version.code.in_(codes),
        or_(version.jurisdiction_id.is_(None), version.jurisdiction_id.in_(places)),
        version.published_on <= today(),
        ~is_over,
    )


def _rank(version: ChecklistVersion, nearest: Sequence[UUID | None]) -> tuple[int, int]:
    return nearest.index(version.jurisdiction_id), -version.version


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


def known_codes(codes: Collection[str], place: UUID) -> set[str]:
    """Which of these checklists a district can use, now or from a coming day on."""
    version, places = ChecklistVersion, above(place)
    query = select(version.code).where(
        version.code.in_(codes),
        or_(version.jurisdiction_id.is_(None), version.jurisdiction_id.in_(places)),
    )
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
    found: dict[tuple[UUID, str], ChecklistVersion] = {}
    for place in {entry.jurisdiction_id for entry in listed}:
        own = [entry for entry in listed if entry.jurisdiction_id == place]
        codes = {code for entry in own for code in entry.checklist_codes}
        found |= {(place, version.code): version for version in current_versions(codes, place)}
    return [
        ListedEntry(
            entry,
            [
                found[entry.jurisdiction_id, code]
                for code in entry.checklist_codes
                if (entry.jurisdiction_id, code) in found
            ],
        )
        for entry in listed
    ]


def draft(
    jurisdictions: Collection[UUID], draft_id: UUID, *, for_update: bool = False
) -> ChecklistDraft:
    """One draft of these jurisdictions, also one that has ended; raises draft.unknown."""
    query = select(ChecklistDraft).where(ChecklistDraft.jurisdiction_id.in_(jurisdictions))
    query = query.where(ChecklistDraft.id == draft_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise refuse("draft.unknown", field="draft_id")
    return found


def open_drafts(jurisdictions: Collection[UUID]) -> Select[ChecklistDraft]:
    """The lists that these jurisdictions are writing."""
    return select(ChecklistDraft).where(
        ChecklistDraft.jurisdiction_id.in_(jurisdictions),
        ChecklistDraft.published_id.is_(None),
        ChecklistDraft.discarded_at.is_(None),
    )


def open_draft(place: UUID, code: str) -> ChecklistDraft | None:
    """The draft of a list that a district is writing."""
    return db.session.scalar(open_drafts([place]).where(ChecklistDraft.code == code))


def last_published(place: UUID, code: str) -> int | None:
    """The number of the last version that a district published of a list."""
    query = select(func.max(ChecklistVersion.version)).where(
        ChecklistVersion.jurisdiction_id == place, ChecklistVersion.code == code
    )
    return db.session.scalar(query)


def retirement(version: ChecklistVersion) -> ChecklistRetirement | None:
    """When and why a version, or one after it, was retired."""
    retired = ChecklistRetirement
    query = select(retired).where(
        retired.jurisdiction_id == version.jurisdiction_id,
        retired.code == version.code,
        retired.version >= version.version,
    )
    return db.session.scalars(query.order_by(retired.version)).first()


def entries_with(jurisdictions: Collection[UUID], code: str) -> list[str]:
    """The numbers of the entries in force that use a list."""
    query = entries(jurisdictions).where(ItemListEntry.checklist_codes.contains([code]))
    return [entry.number for entry in db.session.scalars(query.order_by(ItemListEntry.number))]


def versions_of(version: ChecklistVersion) -> list[ChecklistVersion]:
    """All versions of the same list, the newest first."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.jurisdiction_id.is_not_distinct_from(version.jurisdiction_id),
        ChecklistVersion.code == version.code,
    )
    return list(db.session.scalars(query.order_by(ChecklistVersion.version.desc())))
