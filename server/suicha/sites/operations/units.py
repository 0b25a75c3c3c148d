"""The verbs of units: entered by their 统一社会信用代码, corrected, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select

from suicha import journal
from suicha.db import db, today
from suicha.errors import refuse
from suicha.sites import queries
from suicha.sites.facts import UnitCorrected, UnitEnded, UnitRegistered
from suicha.sites.models import CreditGrade, Unit

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True, kw_only=True)
class UnitDetails:
    """What may be corrected of a unit."""

    name: str
    credit_grade: CreditGrade | None = None


@dataclass(frozen=True, kw_only=True)
class NewUnit(UnitDetails):
    """A unit as the office enters it; its code names it for ever."""

    uscc: str


def register_unit(actor: Actor, new: NewUnit) -> Unit:
    """Enter a unit; a code that looks mistyped is told, not refused. Raises unit.exists."""
    if _locked(new.uscc) is not None:
        raise refuse("unit.exists", field="uscc")
    return _enter(actor, new)


def unit_of(actor: Actor, uscc: str, name: str) -> Unit:
    """Give the unit of this code, entered by this name where it is new; raises unit.ended."""
    found = db.session.scalar(select(Unit).where(Unit.uscc == uscc)) or _locked(uscc)
    if found is None:
        return _enter(actor, NewUnit(uscc=uscc, name=name))
    if found.ended_on is not None:
        raise refuse("unit.ended", field="uscc", uscc=uscc)
    return found


def correct_unit(actor: Actor, unit_id: UUID, details: UnitDetails) -> Unit:
    """Bring a unit's name and credit grade up to date, wherever it builds.

    Raises unit.unknown, jurisdiction.other (it builds in other districts only), unit.ended.
    """
    unit = _own(actor, unit_id)
    unit.name, unit.credit_grade = details.name, details.credit_grade
    attributes = inspect(unit).attrs
    names = ("name", "credit_grade")
    changed = [name for name in names if attributes[name].history.has_changes()]
    if changed:
        journal.record(UnitCorrected(unit.id, actor.person.jurisdiction_id, actor.id, changed))
    return unit


def end_unit(actor: Actor, unit_id: UUID, reason: str) -> Unit:
    """Take a unit out of the register.

    Raises unit.unknown, jurisdiction.other, unit.ended, unit.at_sites (it is a party somewhere).
    """
    unit = _own(actor, unit_id)
    if queries.builds_at(unit.id):
        raise refuse("unit.at_sites")
    unit.ended_on, unit.ended_reason = today(), reason
    journal.record(UnitEnded(unit.id, actor.person.jurisdiction_id, actor.id))
    return unit


def _enter(actor: Actor, new: NewUnit) -> Unit:
    unit = Unit(uscc=new.uscc, name=new.name, credit_grade=new.credit_grade)
    db.session.add(unit)
    db.session.flush()
    journal.record(UnitRegistered(unit.id, actor.person.jurisdiction_id, actor.id))
    return unit


def _own(actor: Actor, unit_id: UUID) -> Unit:
    """One unit, locked, that builds in the actor's own district, or nowhere."""
    unit = queries.unit(unit_id, for_update=True)
    places = queries.builds_at(unit.id)
    if places and actor.person.jurisdiction_id not in places:
        raise refuse("jurisdiction.other")
    if unit.ended_on is not None:
        raise refuse("unit.ended")
    return unit


def _locked(uscc: str) -> Unit | None:
    """Look for a unit again, alone: of two that enter one code at once, one is told."""
    key = func.hashtextextended(f"unit {uscc}", 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
    return db.session.scalar(select(Unit).where(Unit.uscc == uscc))
