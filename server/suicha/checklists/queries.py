"""Reads of checklists and of the item list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select, tuple_

from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.db import db, today
from suicha.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID


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
def item_ids(version_id: UUID) -> frozenset[str]:
    """The ids of the items of a version; remembered, for a version is a fact."""
    return frozenset(db.session.get_one(ChecklistVersion, version_id).items)


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
