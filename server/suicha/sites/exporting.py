"""The objects' register as the lines of a sheet, under the heads by which it is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.db import db
from suicha.sites.models import Category, PartyRole, Site, WorkState
from suicha.sites.queries import within
from suicha.sites.sheet import CATEGORIES, COLUMNS, STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from suicha.sites.models import Party

AT_ONCE = 1000
CATEGORY_WORDS = {each: next(w for w, of in CATEGORIES.items() if of is each) for each in Category}
STATE_WORDS = {each: next(w for w, of in STATES.items() if of is each) for each in WorkState}
JOINT = "；"  # between the units of a joint party (联合体)


def lines(jurisdictions: Collection[UUID]) -> Iterator[list[str]]:
    """Give the sites of these jurisdictions by permit number, ended ones too."""
    query = within(jurisdictions).order_by(Site.permit_number)
    for sites in db.session.scalars(query.execution_options(yield_per=AT_ONCE)).partitions():
        yield from map(line, sites)


def line(site: Site) -> list[str]:
    """Write a site as one line."""
    cells = {
        "lat": repr(site.lat),
        "lon": repr(site.lon),
        "category": CATEGORY_WORDS[site.category],
        "work_state": STATE_WORDS[site.work_state],
        "risk_tags": "、".join(site.risk_tags),
    }
    for role in PartyRole:
        cells |= _of_role(role, [party for party in site.parties if party.role is role])
    return [_cell(cells.get(one.name, getattr(site, one.name, ""))) for one in COLUMNS]


def _of_role(role: PartyRole, parties: list[Party]) -> dict[str, str]:
    return {
        role.value: JOINT.join(party.unit.name for party in parties),
        f"{role}_uscc": JOINT.join(party.unit.uscc for party in parties),
        f"{role}_leader": JOINT.join(party.leader_name for party in parties),
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)
