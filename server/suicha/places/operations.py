"""The verbs of places: jurisdictions, agencies and numbers are added, never changed here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from suicha import journal
from suicha.db import db, today, uuid7
from suicha.errors import refuse
from suicha.places.defaults import DEFAULTS
from suicha.places.models import Agency, DatedSetting, Jurisdiction


@dataclass(frozen=True)
class SettingDated(journal.Fact):
    """An office set one of its numbers from a day on."""

    name: ClassVar[str] = "setting.dated"
    key: str
    number: int
    valid_from: date


@dataclass(frozen=True)
class NewNumber:
    """A number of the office, from which day it holds, and by which rule."""

    key: str
    number: int
    valid_from: date
    legal_basis: str


def jurisdiction(code: str, name: str, above: str | None) -> Jurisdiction:
    """Return the jurisdiction of this code, added below `above` where it is new.

    Raises place.code (not six digits), place.unknown (nothing of the code `above`).
    """
    if not re.fullmatch(r"[0-9]{6}", code):
        raise refuse("place.code", field="code")
    found = _by_code(code)
    if found is not None:
        return found
    parent = _by_code(above) if above is not None else None
    if above is not None and parent is None:
        raise refuse("place.unknown", field="above")
    added = Jurisdiction(code=code, name=name, parent_id=parent.id if parent else None)
    db.session.add(added)
    db.session.flush()
    return added


def add_agency(place: Jurisdiction, name: str, short_name: str) -> Agency:
    """Add an agency; raises agency.exists."""
    if db.session.scalar(select(Agency.id).where(Agency.short_name == short_name)) is not None:
        raise refuse("agency.exists", field="short_name")
    added = Agency(jurisdiction_id=place.id, name=name, short_name=short_name)
    db.session.add(added)
    db.session.flush()
    return added


def set_number(jurisdiction_id: UUID, actor_id: UUID, new: NewNumber) -> None:
    """Set a number of an office from a day on: what held before stays, for plans rest on it.

    Raises setting.bounds, setting.past (it would change what has been decided by the number that
    held), setting.exists (one of that day: a wrong one is followed by a further one, not replaced).
    """
    bounds = DEFAULTS[new.key]
    if not bounds.least <= new.number <= bounds.most:
        raise refuse("setting.bounds", field="number", least=bounds.least, most=bounds.most)
    if new.valid_from < today():
        raise refuse("setting.past", field="valid_from")
    setting_id = db.session.scalar(
        insert(DatedSetting)
        .values(
            id=uuid7(),
            jurisdiction_id=jurisdiction_id,
            key=new.key,
            value={"number": new.number},
            valid_from=new.valid_from,
            legal_basis=new.legal_basis.strip(),
        )
        .on_conflict_do_nothing()  # sent twice, or by two at once
        .returning(DatedSetting.id)
    )
    if setting_id is None:
        raise refuse("setting.exists", field="valid_from")
    told = (new.key, new.number, new.valid_from)
    journal.record(SettingDated(setting_id, jurisdiction_id, actor_id, *told))


def _by_code(code: str) -> Jurisdiction | None:
    return db.session.scalar(select(Jurisdiction).where(Jurisdiction.code == code))
