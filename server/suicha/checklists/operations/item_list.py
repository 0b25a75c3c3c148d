"""The verbs of the item list (抽查事项清单): an entry is added, followed by a version, ended."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from suicha import journal
from suicha.checklists import queries
from suicha.checklists.facts import ItemAdded, ItemCorrected, ItemEnded
from suicha.checklists.models import ItemKind, ItemListEntry
from suicha.db import db, today
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What may be corrected of an entry; a version without `valid_from` holds from today on."""

    name: str
    kind: ItemKind
    legal_basis: str
    agency_id: UUID
    object: str
    ratio: str
    frequency: str
    method: str
    content: str
    checklist_codes: list[str]
    valid_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewEntry(Correction):
    """An entry as the office enters it; its number names it in the district."""

    number: str


SAID = tuple(one.name for one in fields(Correction) if one.name != "valid_from")


def add_entry(actor: Actor, new: NewEntry) -> ItemListEntry:
    """Add an entry to the list of the actor's own district.

    Raises entry.exists, agency.unknown, checklist.none_such.
    """
    place = actor.person.jurisdiction_id
    key = func.hashtextextended(f"entry {place} {new.number}", 0)  # of two at once, one is told
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    if queries.last_version(place, new.number) is not None:
        raise refuse("entry.exists", field="number")
    entry = _version(actor, new, new.number, 1)
    journal.record(ItemAdded(entry.id, place, actor.id))
    return entry


def correct_entry(actor: Actor, entry_id: UUID, correction: Correction) -> ItemListEntry:
    """Follow an entry by a version that says something else; say the same, and nothing is done.

    What rests on the version before stays with it. Raises entry.unknown, jurisdiction.other,
    entry.ended, entry.overtaken, entry.valid_from, agency.unknown, checklist.none_such.
    """
    entry = _newest(actor, entry_id)
    since = correction.valid_from or max(today(), entry.valid_from)
    if since < entry.valid_from:
        raise refuse("entry.valid_from", field="valid_from")
    changed = [name for name in SAID if getattr(entry, name) != getattr(correction, name)]
    if not changed:
        return entry
    entry.valid_to = since - timedelta(days=1)
    db.session.flush()
    version = _version(actor, correction, entry.number, entry.version + 1, since)
    fact = ItemCorrected(version.id, version.jurisdiction_id, actor.id, version.version, changed)
    journal.record(fact)
    return version


def end_entry(actor: Actor, entry_id: UUID, reason: str, on: date | None = None) -> ItemListEntry:
    """Take an entry off the list; `on` is its last day, today where none is given.

    Raises entry.unknown, jurisdiction.other, entry.ended, entry.overtaken, entry.last_day.
    """
    entry = _newest(actor, entry_id)
    last = on or today()
    if last < entry.valid_from:
        raise refuse("entry.last_day", field="valid_to")
    entry.valid_to, entry.ended_reason = last, reason
    journal.record(ItemEnded(entry.id, entry.jurisdiction_id, actor.id, last))
    return entry


def _newest(actor: Actor, entry_id: UUID) -> ItemListEntry:
    """The newest version of an entry, locked; an older one stays as it is."""
    entry = queries.entry(actor.jurisdictions, entry_id, for_update=True)
    actor.act_in(entry.jurisdiction_id)
    newest = queries.last_version(entry.jurisdiction_id, entry.number)
    if newest is not None and newest.id != entry.id:
        raise refuse("entry.overtaken")
    if entry.ended_reason is not None:
        raise refuse("entry.ended")
    return entry


def _version(
    actor: Actor, said: Correction, number: str, version: int, since: date | None = None
) -> ItemListEntry:
    place = actor.person.jurisdiction_id
    if queries.agency_of(place, said.agency_id) is None:
        raise refuse("agency.unknown", field="agency_id")
    lost = set(said.checklist_codes) - queries.known_codes(said.checklist_codes, place)
    if lost:
        raise refuse("checklist.none_such", field="checklist_codes", codes=sorted(lost))
    entry = ItemListEntry(
        jurisdiction_id=place,
        number=number,
        version=version,
        valid_from=since or said.valid_from or today(),
        published_on=today(),
        **{name: getattr(said, name) for name in SAID},
    )
    db.session.add(entry)
    db.session.flush()
    return entry
