"""What of a sheet the register says already, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, String, any_, cast, literal, select

from suicha.db import db, uuid7
from suicha.sites.models import Party, PartyRole, Site, Unit, WorkState
from suicha.sites.sheet import ENDING
from suicha.sites.sheet import FIELDS as READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from suicha.sheets import Report
    from suicha.sites.reading import Wanted

FIELDS = (*READ, *ENDING)
# What a new site has where the sheet has no such column.
UNSAID: dict[str, Any] = {  # Any: columns of a row
    "stage": "",
    "supervising_agency": "",
    "risk_tags": [],
    "work_state": WorkState.IN_PROGRESS,
    "valid_from": None,
}


@dataclass(frozen=True)
class KnownUnit:
    """A unit as the register has it, or as it will."""

    id: UUID
    uscc: str
    name: str
    is_ended: bool = False


@dataclass(frozen=True)
class KnownParty:
    """A party of the register, or one that is to come; `stays` says whether it is in force."""

    id: UUID
    site_id: UUID
    unit_id: UUID
    role: PartyRole
    leader_name: str
    stays: bool
    is_new: bool = False

    def row(self, day: date) -> tuple[object, ...]:
        """As the table has it; what goes has ended on this day."""
        return (
            self.id,
            self.site_id,
            self.unit_id,
            self.role.value,
            self.leader_name,
            None if self.stays else day,
        )


@dataclass
class Known:
    """What the register has beside a sheet."""

    sites: Mapping[str, Mapping[str, Any]]  # Any: columns of a row
    elsewhere: frozenset[str]
    units: dict[str, KnownUnit]
    parties: dict[UUID, dict[tuple[PartyRole, UUID], KnownParty]]
    new_units: list[KnownUnit] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What is to be done about one site."""

    id: UUID
    permit_number: str
    is_new: bool
    values: tuple[object, ...]
    fields: list[str]
    parties: list[KnownParty]
    ended_on: date | None  # where it ends by this sheet

    @property
    def changed(self) -> list[str]:
        """Names what changes but for the end, which is a fact of its own."""
        own = [name for name in self.fields if name not in ENDING]
        return [*own, "parties"] if self.parties else own


def known(jurisdiction_id: UUID, found: list[Wanted]) -> Known:
    """Read what the register has of this district, and of the units that the sheet names."""
    query = select(Site.__table__).where(Site.jurisdiction_id == jurisdiction_id)
    sites = {row.permit_number: row._asdict() for row in db.session.execute(query)}
    strange = [one.permit_number for one in found if one.permit_number not in sites]
    abroad = select(Site.permit_number).where(_among(Site.permit_number, strange))
    codes = {party.uscc for one in found for party in one.parties}
    units = select(Unit.id, Unit.uscc, Unit.name, Unit.ended_on.is_not(None))
    named = (KnownUnit(*row) for row in db.session.execute(units.where(_among(Unit.uscc, codes))))
    return Known(
        sites=sites,
        elsewhere=frozenset(db.session.scalars(abroad)),
        units={unit.uscc: unit for unit in named},
        parties=_parties(jurisdiction_id),
    )


def compare(register: Known, one: Wanted, report: Report) -> Change | None:
    """Say what a row changes; count it. What cannot be is in the report."""
    site = register.sites.get(one.permit_number)
    _doubt_row(register, one, site)
    if not one.cells.is_good:
        return None
    before = dict(site) if site else UNSAID | dict.fromkeys(ENDING)
    after = before | one.values
    if one.cells.has("ended_on"):
        after |= {"ended_on": one.ended_on, "ended_reason": one.ended_reason}
    changed = [name for name in FIELDS if site is None or before[name] != after[name]]
    site_id = site["id"] if site else uuid7()
    parties = _kept(register, site_id, one)
    if site and site["ended_on"] and (changed or parties):
        one.cells.fault("permit_number", "cell.ended")
        return None
    if not changed and not parties:
        report.unchanged += 1
        return None
    ends = after["ended_on"] if not (site and site["ended_on"]) else None
    _count(report, is_new=site is None, ends=ends is not None)
    values = tuple(_plain(after[name]) for name in FIELDS)
    return Change(site_id, one.permit_number, site is None, values, changed, parties, ends)


def _count(report: Report, *, is_new: bool, ends: bool) -> None:
    if is_new:
        report.new += 1
    elif ends:
        report.ended += 1
    else:
        report.changed += 1


def _doubt_row(register: Known, one: Wanted, site: object) -> None:
    """See what a row cannot say of this register, whatever each cell says by itself."""
    if one.permit_number in register.elsewhere:
        one.cells.fault("permit_number", "cell.elsewhere")
    for name, field_ in READ.items():
        if site is None and field_.needed and not one.cells.has(name):
            one.cells.fault(name, "cell.missing")
    since = one.values.get("valid_from")
    if one.ended_on is not None and since is not None and one.ended_on < since:
        one.cells.fault("ended_on", "cell.order")


def _kept(register: Known, site_id: UUID, one: Wanted) -> list[KnownParty]:
    """Give the parties that are to be written, of the roles that the sheet has columns for."""
    before = register.parties.get(site_id, {})
    roles = {role for role in PartyRole if one.cells.has(role)}
    found: dict[tuple[PartyRole, UUID], KnownParty] = {}
    for party in one.parties:
        unit = _unit(register, one, party.uscc, party.unit_name, party.role)
        old = before.get((party.role, unit.id))
        found[party.role, unit.id] = KnownParty(
            id=old.id if old else uuid7(),
            site_id=site_id,
            unit_id=unit.id,
            role=party.role,
            leader_name=party.leader_name,
            stays=True,
            is_new=old is None,
        )
    gone = [
        KnownParty(old.id, site_id, old.unit_id, old.role, old.leader_name, stays=False)
        for key, old in before.items()
        if old.role in roles and old.stays and key not in found
    ]
    return [new for key, new in found.items() if new != before.get(key)] + gone


def _unit(register: Known, one: Wanted, uscc: str, name: str, role: PartyRole) -> KnownUnit:
    """Give the unit of a code; one that is known keeps its name, which is told."""
    unit = register.units.get(uscc)
    if unit is None:
        unit = register.units[uscc] = KnownUnit(uuid7(), uscc, name)
        register.new_units.append(unit)
    if unit.is_ended:
        one.cells.fault(f"{role}_uscc", "cell.unit_ended")
    elif unit.name != name:
        one.cells.warn(role, "unit.other_name", unit.name)
    return unit


def _parties(jurisdiction_id: UUID) -> dict[UUID, dict[tuple[PartyRole, UUID], KnownParty]]:
    columns = (Party.id, Party.site_id, Party.unit_id, Party.role, Party.leader_name)
    query = select(*columns, Party.ended_on.is_(None)).join(Site, Site.id == Party.site_id)
    found: dict[UUID, dict[tuple[PartyRole, UUID], KnownParty]] = {}
    for row in db.session.execute(query.where(Site.jurisdiction_id == jurisdiction_id)):
        party = KnownParty(*row)
        found.setdefault(party.site_id, {})[party.role, party.unit_id] = party
    return found


def _among(column: Any, values: Iterable[str]) -> Any:  # Any: SQLAlchemy's expressions
    """One array, not 50,000 parameters."""
    return column == any_(cast(literal(list(values), ARRAY(String)), ARRAY(String)))


def _plain(value: object) -> object:
    return getattr(value, "value", value)  # of a choice
