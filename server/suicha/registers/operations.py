"""The verbs of imports: a file is sent and tried, then taken over whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from sqlalchemy import func, select

from suicha import journal, sheets
from suicha.accounts import sheet as cards_sheet
from suicha.accounts.keeper import Keeper
from suicha.accounts.models import Person
from suicha.accounts.operations.importing import import_inspectors
from suicha.checklists import sheet as items_sheet
from suicha.checklists.operations.importing import import_items
from suicha.db import db, now
from suicha.errors import Refusal, refuse
from suicha.registers import queries
from suicha.registers.facts import ImportApplied, ImportConfirmed, ImportSent
from suicha.registers.models import ImportState, Register, RegisterImport
from suicha.sheets import Column, Fault, Format, Report, Sheet
from suicha.sites import exporting as sites_exporting
from suicha.sites import sheet as sites_sheet
from suicha.sites.operations.importing import import_sites
from suicha.storage import Bucket, read, store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.accounts.keeper import Tell

KEPT = timedelta(days=1)  # a file that nobody confirms


class Importing(Protocol):
    """Compares a sheet with a register, and takes it over with `write`."""

    def __call__(self, keeper: Keeper, sheet: Sheet, tell: Tell, *, write: bool) -> Report:
        """Give the report; with any fault in it nothing was written."""


@dataclass(frozen=True)
class Shelf:
    """What a register is as a sheet: its columns, the way in, the way out."""

    columns: Sequence[Column]
    take: Importing
    lines: Callable[[Collection[UUID]], Iterator[list[str]]]


SHELVES = {
    Register.SITES: Shelf(sites_sheet.COLUMNS, import_sites, sites_exporting.lines),
    Register.INSPECTORS: Shelf(cards_sheet.COLUMNS, import_inspectors, cards_sheet.lines),
    Register.ITEMS: Shelf(items_sheet.COLUMNS, import_items, items_sheet.lines),
}


def send(actor: Actor, register: Register, body: bytes) -> RegisterImport:
    """Take a file in and let it be tried; its heads are looked at at once.

    Raises what `sheets.opened` raises.
    """
    sheets.opened(body, SHELVES[register].columns)
    _expire(actor.person.jurisdiction_id)
    sent = RegisterImport(
        register=register,
        jurisdiction_id=actor.person.jurisdiction_id,
        made_by=actor.id,
        sha256=hashlib.sha256(body).hexdigest(),
        state=ImportState.CHECKING,
    )
    db.session.add(sent)
    db.session.flush()
    store().put(Bucket.INCOMING, sent.key, BytesIO(body), "application/octet-stream")
    journal.record(ImportSent(sent.id, sent.jurisdiction_id, actor.id, register, sent.sha256))
    return sent


def confirm(actor: Actor, import_id: UUID, sha256: str) -> RegisterImport:
    """Let a file be taken over that was tried without a fault.

    Raises import.unknown, import.other_file, import.at_fault, import.not_checked.
    """
    found = queries.of(actor, import_id, for_update=True)
    if found.sha256 != sha256:
        raise refuse("import.other_file", field="sha256")
    if found.state is ImportState.REFUSED:
        raise refuse("import.at_fault")
    if found.state is not ImportState.CHECKED:
        raise refuse("import.not_checked")
    found.state, found.rows_done = ImportState.APPLYING, 0
    fact = ImportConfirmed(found.id, found.jurisdiction_id, actor.id)
    journal.record(fact)
    return found


def work(import_id: UUID, tell: Tell) -> None:
    """Try a file that was sent, or take over one that was confirmed: once, however often asked."""
    key = func.hashtextextended(f"import {import_id}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    found = db.session.get_one(RegisterImport, import_id)
    write = found.state is ImportState.APPLYING
    if not write and found.state is not ImportState.CHECKING:
        return
    report = _done(found, tell, write=write)
    found.report = report.as_json()
    found.state = ImportState.APPLIED if write else ImportState.CHECKED
    if report.faults_total:
        found.state = ImportState.REFUSED
    if found.state is not ImportState.CHECKED:
        store().delete(Bucket.INCOMING, found.key)
    if found.state is ImportState.APPLIED:
        counts = report.new, report.changed, report.unchanged, report.ended
        place = found.jurisdiction_id
        journal.record(ImportApplied(found.id, place, found.made_by, found.register, *counts))


def take_over(
    keeper: Keeper, register: Register, body: bytes, tell: Tell, *, write: bool
) -> Report:
    """Compare a file with a register, and take it over with `write` and no fault in it."""
    shelf = SHELVES[register]
    return shelf.take(keeper, sheets.opened(body, shelf.columns), tell, write=write)


def exported(register: Register, form: Format, jurisdictions: Collection[UUID]) -> BinaryIO:
    """Write a register into a file that is gone when it is closed."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # whoever streams it closes it
    shelf = SHELVES[register]
    sheets.write(file, form, shelf.columns, shelf.lines(jurisdictions))
    file.seek(0)
    return file


def _done(found: RegisterImport, tell: Tell, *, write: bool) -> Report:
    person = db.session.get_one(Person, found.made_by)
    keeper = Keeper(found.jurisdiction_id, person.id, person.role)
    try:
        body = read(Bucket.INCOMING, found.key)
        return take_over(keeper, found.register, body, tell, write=write)
    except Refusal as refusal:  # of the file as a whole, seen on its way through
        report = Report()
        report.fault(Fault(0, "", "", refusal.code))
        return report


def _expire(jurisdiction_id: UUID) -> None:
    """Throw files away that nobody confirmed: they name people."""
    for old in queries.waiting_since(jurisdiction_id, now() - KEPT):
        old.state = ImportState.EXPIRED
        store().delete(Bucket.INCOMING, old.key)
