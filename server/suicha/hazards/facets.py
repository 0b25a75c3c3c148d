"""What the queue can be narrowed to: districts, units and sites with open hazards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from suicha.db import db
from suicha.hazards.lights import IS_OPEN
from suicha.hazards.models import Hazard
from suicha.hazards.queries import visible
from suicha.places.models import Jurisdiction
from suicha.sites.models import Party, Site, Unit

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor

MOST = 200


@dataclass(frozen=True)
class Facet:
    """A value that the queue can be narrowed to."""

    id: UUID
    name: str
    open: int


@dataclass(frozen=True)
class Facets:
    """All of them, those with the most open hazards first."""

    districts: list[Facet]
    units: list[Facet]
    sites: list[Facet]


def facets(actor: Actor) -> Facets:
    """Count the open hazards of each place, unit and site, in one pass through them."""
    districts: Counter[UUID] = Counter()
    parties: Counter[UUID] = Counter()
    sites: Counter[UUID] = Counter()
    own = (Hazard.jurisdiction_id, Hazard.party_id, Hazard.site_id)
    query = visible(actor).where(IS_OPEN).with_only_columns(*own, func.count()).group_by(*own)
    for district, party, site, number in db.session.execute(query):
        districts[district] += number
        parties[party] += number
        sites[site] += number
    units: Counter[UUID] = Counter()
    of = select(Party.id, Party.unit_id).where(Party.id.in_(parties))
    for party, unit in db.session.execute(of):
        units[unit] += parties[party]
    return Facets(_named(districts, Jurisdiction), _named(units, Unit), _named(sites, Site))


def _named(counted: Counter[UUID], kind: type[Jurisdiction | Unit | Site]) -> list[Facet]:
    most = dict(counted.most_common(MOST))
    names = dict(db.session.execute(select(kind.id, kind.name).where(kind.id.in_(most))).all())
    return [Facet(each, names[each], number) for each, number in most.items()]
