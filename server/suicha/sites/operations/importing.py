"""A sheet taken over into the objects' register: all of it, or nothing where a row is at fault.

Sites that the sheet does not name stay as they are, and so do columns that it does not have. What
says the same as the register is not touched: phones would pull it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from suicha import bulk, journal
from suicha.db import db, today
from suicha.sheets import Cells, Report
from suicha.sites.comparing import FIELDS, Change, Known, compare, known
from suicha.sites.facts import SiteCorrected, SiteEnded, SiteRegistered, UnitRegistered
from suicha.sites.models import Party, Site, Unit
from suicha.sites.reading import wanted

if TYPE_CHECKING:
    from suicha.accounts.keeper import Keeper, Tell
    from suicha.journal import Fact
    from suicha.sheets import Sheet
    from suicha.sites.reading import Wanted

AT_ONCE = 2000  # rows between two signs of progress
# Against verbs of the desk, for some seconds; readers and phones' pushes go on.
ALONE = "LOCK TABLE sites, parties, units IN SHARE ROW EXCLUSIVE MODE"


def import_sites(keeper: Keeper, sheet: Sheet, tell: Tell, *, write: bool) -> Report:
    """Compare a sheet with the register, and take it over with `write` and no fault in it."""
    report = Report(unread=sheet.unread)
    found = _read(sheet, report, tell)
    if write:
        db.session.execute(text(ALONE))
    register = known(keeper.jurisdiction_id, found)
    changes = [change for one in found if (change := compare(register, one, report))]
    if write and not report.faults_total:
        _write(keeper, register, changes)
    return report


def _read(sheet: Sheet, report: Report, tell: Tell) -> list[Wanted]:
    """Read all rows; a permit number that comes again is a fault of the later row."""
    found: dict[str, Wanted] = {}
    for count, row in enumerate(sheet.rows, start=1):
        one = wanted(Cells(row, sheet.heads, report))
        first = found.setdefault(one.permit_number, one)
        if first is not one and one.permit_number:
            one.cells.fault("permit_number", "cell.twice", str(first.cells.row.number))
        if count % AT_ONCE == 0:
            tell(count, 0)
    tell(len(found), len(found))
    return list(found.values())


def _write(keeper: Keeper, register: Known, changes: list[Change]) -> None:
    bulk.insert(Unit, ("id", "uscc", "name"), [(u.id, u.uscc, u.name) for u in register.new_units])
    columns = ("id", "jurisdiction_id", "permit_number", "boundary", *FIELDS)
    place, bare = keeper.jurisdiction_id, '{"type": "Polygon", "coordinates": []}'
    entered = [one for one in changes if one.is_new]
    rows = [(one.id, place, one.permit_number, bare, *one.values) for one in entered]
    bulk.insert(Site, columns, rows)
    corrected = [one for one in changes if not one.is_new and one.fields]
    bulk.update(Site, ("id", *FIELDS), [(one.id, *one.values) for one in corrected])
    parties = [party for one in changes for party in one.parties]
    columns = ("id", "site_id", "unit_id", "role", "leader_name", "ended_on")
    fresh = [party for party in parties if party.is_new]
    bulk.insert(Party, columns, [party.row(today()) for party in fresh])
    kept = [party.row(today()) for party in parties if not party.is_new]
    bulk.update(Party, columns, kept)
    _tell_journal(keeper, register, changes)


def _tell_journal(keeper: Keeper, register: Known, changes: list[Change]) -> None:
    place, by = keeper.jurisdiction_id, keeper.person_id
    facts: list[Fact] = [UnitRegistered(unit.id, place, by) for unit in register.new_units]
    for one in changes:
        if one.is_new:
            facts.append(SiteRegistered(one.id, place, by))
        elif one.changed:
            facts.append(SiteCorrected(one.id, place, by, one.changed))
        if one.ended_on is not None:
            facts.append(SiteEnded(one.id, place, by, one.ended_on))
    for start in range(0, len(facts), AT_ONCE):
        journal.record_all(facts[start : start + AT_ONCE])
