"""Who is what at a site (五方责任主体): parties are kept with it, ended and never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.db import db, today
from suicha.errors import refuse
from suicha.sites.models import Party, PartyRole, Site
from suicha.sites.operations.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.accounts.guard import Actor


@dataclass(frozen=True)
class PartyEntry:
    """A party as the office enters it.

    A unit that is new gets the name; one that is known keeps its own (`correct_unit` changes it).
    """

    role: PartyRole
    uscc: str
    unit_name: str
    leader_name: str


def keep(actor: Actor, site: Site, wanted: Sequence[PartyEntry]) -> bool:
    """Let a site have these parties and no others; say whether anything changed.

    Hazards and records of before name parties: one that goes is ended, and revived when its unit
    comes back. Raises party.twice, unit.ended.
    """
    if len({(one.role, one.uscc) for one in wanted}) < len(wanted):
        raise refuse("party.twice", field="parties")
    known = db.session.scalars(select(Party).where(Party.site_id == site.id))
    before = {(party.role, party.unit_id): party for party in known}
    found = {(one.role, unit_of(actor, one.uscc, one.unit_name).id): one for one in wanted}
    for key, one in found.items():
        party = before.get(key)
        if party is None:
            party = Party(site_id=site.id, unit_id=key[1], role=one.role)
            db.session.add(party)
        party.leader_name, party.ended_on = one.leader_name, None
    for key in before.keys() - found.keys():
        before[key].ended_on = before[key].ended_on or today()
    touched = any(db.session.is_modified(one) for one in before.values())
    db.session.flush()
    db.session.expire(site, ["parties"])
    return touched or bool(found.keys() - before.keys())
