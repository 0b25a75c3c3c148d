"""A sheet taken over into the inspectors' register: all of it, or nothing where a row is at fault.

A login that is new gets an account to which nobody can sign in until an administrator gives it a
password; only an administrator's sheet may hold such rows.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from suicha import journal
from suicha.accounts import sheet as words
from suicha.accounts.facts import (
    CardCorrected,
    CardGiven,
    CardRenewed,
    CardStateChanged,
    PersonAdded,
)
from suicha.accounts.models import Card, CardState, Person, Role
from suicha.accounts.operations.people import LOGIN
from suicha.accounts.passwords import hasher
from suicha.db import db, today, uuid7
from suicha.places.models import Agency
from suicha.sheets import Cells, Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from suicha.accounts.keeper import Keeper, Tell
    from suicha.journal import Fact
    from suicha.sheets import Sheet

AT_ONCE = 1000  # rows between two signs of progress
ALONE = "LOCK TABLE cards IN SHARE ROW EXCLUSIVE MODE"  # against verbs of the desk
UNSAID: dict[str, Any] = {  # Any: columns of a row
    "card_type": "",
    "specialties": [],
    "areas": [],
    "state": CardState.AVAILABLE,
}
FIELDS = ("number", "valid_to", *UNSAID)


@dataclass(frozen=True)
class Register:
    """What a sheet is compared with."""

    keeper: Keeper
    people: dict[str, Person]  # by login, which is one person's in all districts
    holders: dict[str, str]  # the login that holds a card of this number
    agencies: list[Agency]  # of the own district


@dataclass(frozen=True)
class Change:
    """What is to be done about one inspector."""

    cells: Cells
    login: str
    name: str
    agency_id: UUID
    person: Person | None
    values: dict[str, Any]  # Any: columns of a row
    changed: list[str]


def import_inspectors(keeper: Keeper, sheet: Sheet, tell: Tell, *, write: bool) -> Report:
    """Compare a sheet with the register, and take it over with `write` and no fault in it."""
    report = Report(unread=sheet.unread)
    rows = [Cells(row, sheet.heads, report) for row in sheet.rows]
    if write:
        db.session.execute(text(ALONE))
    register = _register(keeper)
    changes: list[Change] = []
    for count, cells in enumerate(_alone(rows), start=1):
        if (change := _compare(register, cells, report)) is not None:
            changes.append(change)
        if count % AT_ONCE == 0:
            tell(count, len(rows))
    tell(len(rows), len(rows))
    if write and not report.faults_total:
        _write(keeper, changes)
    return report


def _register(keeper: Keeper) -> Register:
    people = {one.login: one for one in db.session.scalars(select(Person))}
    return Register(
        keeper=keeper,
        people=people,
        holders={one.card.number: one.login for one in people.values() if one.card},
        agencies=list(
            db.session.scalars(
                select(Agency)
                .where(Agency.jurisdiction_id == keeper.jurisdiction_id)
                .order_by(Agency.id)
            )
        ),
    )


def _alone(rows: list[Cells]) -> Iterator[Cells]:
    """Pass rows on; a login or a number that comes again is a fault of the later row."""
    first: dict[tuple[str, str], int] = {}
    for cells, name in product(rows, ("login", "number")):
        at = first.setdefault((name, cells.raw(name)), cells.row.number)
        if at != cells.row.number and cells.raw(name):
            cells.fault(name, "cell.twice", str(at))
    yield from rows


def _compare(register: Register, cells: Cells, report: Report) -> Change | None:
    login, name = cells.id("login", LOGIN), cells.text("name", 100, needed=True)
    person, agency_id = register.people.get(login), _agency(register, cells)
    said = _said(cells)
    cells.text("state_reason", 500)
    _doubt(register, cells, person)
    card = person.card if person else None
    before = {field: getattr(card, field) for field in FIELDS} if card else UNSAID
    after = {**before, **said}
    changed = [field for field in FIELDS if card is None or before[field] != after[field]]
    if card and card.state is CardState.CANCELLED and changed:
        cells.fault("number", "cell.ended")
    if not cells.is_good or agency_id is None:
        return None
    if not changed:
        report.unchanged += 1
        return None
    report.new += card is None
    report.changed += card is not None
    return Change(cells, login, name, agency_id, person, after, changed)


def _said(cells: Cells) -> dict[str, Any]:  # Any: columns of a row
    """Read the fields that the sheet has columns for."""
    said: dict[str, Any] = {  # Any: columns of a row
        "number": cells.id("number", words.NUMBER),
        "valid_to": cells.day("valid_to", needed=True),
    }
    if cells.has("card_type"):
        said["card_type"] = cells.text("card_type", 64)
    if cells.has("specialties"):
        named = cells.words("specialties", 32)
        said["specialties"] = sorted({words.SPECIALTIES.get(one, one) for one in named})
        if not set(said["specialties"]) <= set(words.SPECIALTIES.values()):
            cells.fault("specialties", "cell.choice", "、".join(words.SPECIALTIES))
    if cells.has("areas"):
        said["areas"] = sorted(set(cells.words("areas", 64)))
        if not all(re.fullmatch("[0-9]{6}", code) for code in said["areas"]):
            cells.fault("areas", "cell.area")
    if cells.has("state"):
        said["state"] = cells.choice("state", words.STATES, CardState.AVAILABLE)
    return said


def _doubt(register: Register, cells: Cells, person: Person | None) -> None:
    """See what a row cannot say of this register, whatever each cell says by itself."""
    if register.holders.get(cells.raw("number"), cells.raw("login")) != cells.raw("login"):
        cells.fault("number", "cell.taken")
    if person is None:
        if register.keeper.role is not Role.ADMINISTRATOR:
            cells.fault("login", "cell.new_person")
    elif person.jurisdiction_id != register.keeper.jurisdiction_id:
        cells.fault("login", "cell.elsewhere")
    elif person.ended_at is not None:
        cells.fault("login", "cell.ended")
    elif person.role is not Role.INSPECTOR:
        cells.fault("login", "cell.not_inspector")
    elif person.name != cells.raw("name"):
        cells.warn("name", "person.other_name", person.name)


def _agency(register: Register, cells: Cells) -> UUID | None:
    """The agency of this name or short name; the only one of the district where none is named."""
    named = cells.raw("agency")
    found = [one for one in register.agencies if named in {"", one.name, one.short_name}]
    if len(found) == 1 or (found and not named):
        return found[0].id
    cells.fault("agency", "cell.agency")
    return None


def _write(keeper: Keeper, changes: list[Change]) -> None:
    # Nobody knows this password; one hash will do, as nothing can be guessed from it.
    unusable = hasher.hash(secrets.token_urlsafe(32))
    facts: list[Fact] = []
    for change in changes:
        person = change.person or _person(keeper, change, unusable)
        if change.person is None:
            fact = PersonAdded(person.id, keeper.jurisdiction_id, keeper.person_id, person.role)
            facts.append(fact)
        facts.extend(_kept(keeper, change, person))
    db.session.flush()
    if facts:
        journal.record_all(facts)


def _person(keeper: Keeper, change: Change, unusable: str) -> Person:
    person = Person(
        id=uuid7(),
        login=change.login,
        name=change.name,
        role=Role.INSPECTOR,
        password_hash=unusable,
        jurisdiction_id=keeper.jurisdiction_id,
        agency_id=change.agency_id,
    )
    db.session.add(person)
    return person


def _kept(keeper: Keeper, change: Change, person: Person) -> Iterator[Fact]:
    """Write a card down; say what has happened to it."""
    place, by, values = keeper.jurisdiction_id, keeper.person_id, change.values
    card = person.card if change.person else None
    if card is None:
        card = Card(id=uuid7(), person_id=person.id, **values)
        db.session.add(card)
        yield CardGiven(card.id, place, by, person.id)
    else:
        for name in change.changed:
            setattr(card, name, values[name])
        yield from _changes(card, change.changed, place, by)
    if "state" in change.changed:
        card.state_reason = change.cells.raw("state_reason") or None
        card.ended_on = today() if card.state is CardState.CANCELLED else None


def _changes(card: Card, changed: list[str], place: UUID, by: UUID | None) -> Iterator[Fact]:
    own = [name for name in changed if name not in {"valid_to", "state"}]
    if own:
        yield CardCorrected(card.id, place, by, own)
    if "valid_to" in changed:
        yield CardRenewed(card.id, place, by, card.valid_to)
    if "state" in changed:
        yield CardStateChanged(card.id, place, by, card.state)
