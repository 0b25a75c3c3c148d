"""A sheet taken over into the item list: all of it, or nothing where a row is at fault.

What says something else than the newest version is followed by a further one; an entry with a
last day is ended; entries that the sheet does not name stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from suicha import journal
from suicha.checklists.facts import ItemAdded, ItemCorrected, ItemEnded
from suicha.checklists.models import ChecklistVersion, ItemKind, ItemListEntry
from suicha.checklists.operations.item_list import SAID
from suicha.checklists.sheet import KINDS
from suicha.db import db, today, uuid7
from suicha.places.models import Agency
from suicha.places.queries import above
from suicha.sheets import Cells, Report

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.keeper import Keeper, Tell
    from suicha.journal import Fact
    from suicha.sheets import Sheet

AT_ONCE = 1000  # rows between two signs of progress
ALONE = "LOCK TABLE item_list_entries IN SHARE ROW EXCLUSIVE MODE"  # against verbs of the desk
LONGEST = {
    "name": 200,
    "legal_basis": 2000,
    "object": 200,
    "ratio": 100,
    "frequency": 100,
    "method": 100,
    "content": 5000,
}


@dataclass(frozen=True)
class Listed:
    """What a sheet is compared with."""

    entries: dict[str, ItemListEntry]  # the newest version of each, by number
    agencies: list[Agency]
    codes: frozenset[str]


@dataclass(frozen=True)
class Change:
    """What is to be done about one entry; `last_day` where it ends."""

    number: str
    before: ItemListEntry | None
    values: dict[str, Any]  # Any: columns of a row
    changed: list[str]
    last_day: date | None
    ended_reason: str


def import_items(keeper: Keeper, sheet: Sheet, tell: Tell, *, write: bool) -> Report:
    """Compare a sheet with the item list, and take it over with `write` and no fault in it."""
    report = Report(unread=sheet.unread)
    rows = [Cells(row, sheet.heads, report) for row in sheet.rows]
    if write:
        db.session.execute(text(ALONE))
    listed, first = _listed(keeper.jurisdiction_id), dict[str, int]()
    changes: list[Change] = []
    for count, cells in enumerate(rows, start=1):
        at = first.setdefault(cells.raw("number"), cells.row.number)
        if at != cells.row.number:
            cells.fault("number", "cell.twice", str(at))
        changes += _compare(listed, cells, report)
        if count % AT_ONCE == 0:
            tell(count, len(rows))
    tell(len(rows), len(rows))
    if write and not report.faults_total:
        _write(keeper, changes)
    return report


def _listed(place: UUID) -> Listed:
    query = select(ItemListEntry).where(ItemListEntry.jurisdiction_id == place)
    entries = {one.number: one for one in db.session.scalars(query.order_by(ItemListEntry.version))}
    agencies = select(Agency).where(Agency.jurisdiction_id == place).order_by(Agency.id)
    own = ChecklistVersion.jurisdiction_id.is_(None) | ChecklistVersion.jurisdiction_id.in_(
        above(place)
    )
    codes = frozenset(db.session.scalars(select(ChecklistVersion.code).where(own)))
    return Listed(entries, list(db.session.scalars(agencies)), codes)


def _compare(listed: Listed, cells: Cells, report: Report) -> list[Change]:
    """Give what a row changes, or nothing; count it. What cannot be is in the report."""
    number = cells.text("number", 32, needed=True)
    before = listed.entries.get(number)
    values = (
        {name: getattr(before, name) for name in SAID} if before else {"kind": ItemKind.GENERAL}
    )
    values |= _said(listed, cells, is_new=before is None)
    last_day, reason = cells.day("ended_on"), cells.text("ended_reason", 500)
    if last_day is not None and not reason:
        cells.fault("ended_reason", "cell.missing")
    if last_day is not None and last_day < (before.valid_from if before else today()):
        cells.fault("ended_on", "cell.order")
    changed = [name for name in SAID if before is None or getattr(before, name) != values.get(name)]
    if before and before.ended_reason is not None:
        if changed or last_day != before.valid_to:
            cells.fault("number", "cell.ended")
        last_day = None
    if not cells.is_good:
        return []
    report.new += before is None
    report.ended += before is not None and last_day is not None
    report.changed += before is not None and last_day is None and bool(changed)
    report.unchanged += before is not None and last_day is None and not changed
    return [Change(number, before, values, changed, last_day, reason)]


def _said(listed: Listed, cells: Cells, *, is_new: bool) -> dict[str, Any]:  # Any: columns
    """Read the fields that the sheet has columns for; a new entry needs them all."""
    said: dict[str, Any] = {}  # Any: columns of a row
    for name, most in LONGEST.items():
        if is_new or cells.has(name):
            said[name] = cells.text(name, most, needed=True)
    if cells.has("kind"):
        said["kind"] = cells.choice("kind", KINDS, ItemKind.GENERAL)
    if is_new or cells.has("checklist_codes"):
        said["checklist_codes"] = cells.words("checklist_codes", 32)
        if not listed.codes.issuperset(said["checklist_codes"]):
            cells.fault("checklist_codes", "cell.checklist")
    if is_new or cells.has("agency"):
        said["agency_id"] = _agency(listed, cells)
    return said


def _agency(listed: Listed, cells: Cells) -> UUID | None:
    """The agency of this name or short name; the first of the district where none is named."""
    named = cells.raw("agency")
    found = [one.id for one in listed.agencies if named in {"", one.name, one.short_name}]
    if not found:
        cells.fault("agency", "cell.agency")
    return found[0] if found else None


def _write(keeper: Keeper, changes: list[Change]) -> None:
    place, by = keeper.jurisdiction_id, keeper.person_id
    facts: list[Fact] = []
    for change in changes:
        entry = change.before
        if entry is None or change.changed:
            entry = _version(place, change)
            fact = ItemCorrected(entry.id, place, by, entry.version, change.changed)
            facts.append(fact if change.before else ItemAdded(entry.id, place, by))
        if change.last_day is not None:
            entry.valid_to, entry.ended_reason = change.last_day, change.ended_reason
            facts.append(ItemEnded(entry.id, place, by, change.last_day))
    db.session.flush()
    if facts:
        journal.record_all(facts)


def _version(place: UUID, change: Change) -> ItemListEntry:
    before, since = change.before, today()
    if before is not None:
        since = max(since, before.valid_from)
        before.valid_to = since - timedelta(days=1)
    entry = ItemListEntry(
        id=uuid7(),
        jurisdiction_id=place,
        number=change.number,
        version=before.version + 1 if before else 1,
        valid_from=since,
        published_on=today(),
        **change.values,
    )
    db.session.add(entry)
    return entry
