"""The kinds of rows that a pull sends: where each changes, who sees it, and how it is written.

What a row embeds counts as the row: a photo that arrives sends its check and its hazard again. So
a row has several sources of change, each with a `changed` of its own and an index on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, func, select

from suicha.accounts.models import Card, Person
from suicha.checklists.models import ChecklistVersion
from suicha.db import Json
from suicha.hazards.models import Hazard
from suicha.photos.models import Photo, PhotoUse
from suicha.sites.models import Party, Site, Unit
from suicha.spot_checks.models import Assignment, SpotCheck
from suicha.sync.rows.hazards import hazards
from suicha.sync.rows.registers import checklists, sites
from suicha.sync.rows.spot_checks import spot_checks

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

Ids = Select[*tuple[Any, ...]]  # Any: of (id) or (id, changed)


@dataclass(frozen=True)
class Kind:
    """One kind of row.

    `sources` select (id, changed) of everything that the row is made of; `through` selects the ids
    that an assignment gives, with the assignment itself to be narrowed to a person's; `place` is
    the column of the row's jurisdiction, None where a row is everybody's.
    """

    name: str
    id: InstrumentedAttribute[UUID]
    place: InstrumentedAttribute[UUID] | None
    sources: tuple[Ids, ...]
    through: Ids
    load: Callable[[Collection[UUID]], dict[UUID, Json]]


_OF_CHECK = (Assignment, Assignment.spot_check_id == SpotCheck.id)
_PHOTO = (Photo, Photo.sha256 == PhotoUse.sha256)

# In this order, so that what a row refers to comes before it.
KINDS = (
    Kind(
        "checklist",
        ChecklistVersion.id,
        None,
        sources=(select(ChecklistVersion.id, ChecklistVersion.changed),),
        through=select(func.unnest(SpotCheck.checklist_version_ids))
        .select_from(SpotCheck)
        .join(*_OF_CHECK),
        load=checklists,
    ),
    Kind(
        "site",
        Site.id,
        Site.jurisdiction_id,
        sources=(
            select(Site.id, Site.changed),
            select(Party.site_id, Party.changed),
            select(Party.site_id, Unit.changed).join(Party.unit),
        ),
        through=select(SpotCheck.site_id).join(*_OF_CHECK),
        load=sites,
    ),
    Kind(
        "spot_check",
        SpotCheck.id,
        SpotCheck.jurisdiction_id,
        sources=(
            select(SpotCheck.id, SpotCheck.changed),
            select(Assignment.spot_check_id, Assignment.changed),
            select(Assignment.spot_check_id, Person.changed).join(Assignment.inspector),
            select(Assignment.spot_check_id, Card.changed).join(
                Card, Card.person_id == Assignment.inspector_id
            ),
            select(PhotoUse.spot_check_id, PhotoUse.changed),
            select(PhotoUse.spot_check_id, Photo.changed).join(*_PHOTO),
        ),
        through=select(Assignment.spot_check_id),
        load=spot_checks,
    ),
    Kind(
        "hazard",
        Hazard.id,
        Hazard.jurisdiction_id,
        sources=(
            select(Hazard.id, Hazard.changed),
            select(Hazard.id, Unit.changed).join(Hazard.party).join(Party.unit),
            select(PhotoUse.hazard_id, PhotoUse.changed),
            select(PhotoUse.hazard_id, Photo.changed).join(*_PHOTO),
        ),
        through=select(Hazard.id).join(
            Assignment, Assignment.spot_check_id == Hazard.spot_check_id
        ),
        load=hazards,
    ),
)
