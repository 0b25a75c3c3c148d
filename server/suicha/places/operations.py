"""The verbs of places: jurisdictions and agencies are added, never changed here."""

from __future__ import annotations

import re

from sqlalchemy import select

from suicha.db import db
from suicha.errors import refuse
from suicha.places.models import Agency, Jurisdiction


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


def _by_code(code: str) -> Jurisdiction | None:
    return db.session.scalar(select(Jurisdiction).where(Jurisdiction.code == code))
