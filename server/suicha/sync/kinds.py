"""The kinds of rows that a pull sends: where each changes, who sees it, and how it is written.

What a row embeds counts as the row: a photo that arrives sends its check and its hazard again. So
a row has several sources of change, each with a `changed` of its own and an index on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from suicha.accounts.models import Card, Person, Role
from suicha.checklists.models import ChecklistVersion, Clause
from suicha.db import Json
from suicha.hazards.models import Hazard, RecheckAssignment
from suicha.photos.models import Photo, PhotoUse
from suicha.sites.models import Party, Site, Unit
from suicha.spot_checks.models import AnswerSheet, Assignment, Record, SpotCheck
from suicha.spot_checks.queries import DESK
from suicha.sync import history
from suicha.sync.rows.hazards import hazards
from suicha.sync.rows.history import histories
from suicha.sync.rows.registers import checklists, clauses, sites
from suicha.sync.rows.spot_checks import answer_sheets, spot_checks
from suicha.sync.sight import Grant, Ids, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

READERS = DESK | {Role.INSPECTOR}


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of row.

    `sources` select (id, changed) of everything that the row is made of; `grants` are an
    inspector's ways to it; `place` is the column of the row's jurisdiction. A row without grants
    and place is everybody's. Raise `shape` when a row is written differently: phones then pull
    the kind afresh, for its rows have not changed.
    """

    name: str
    id: InstrumentedAttribute[UUID]
    place: InstrumentedAttribute[UUID] | None
    sources: tuple[Ids, ...]
    load: Callable[[Collection[UUID]], dict[UUID, Json]]
    grants: tuple[Grant, ...] = ()
    roles: frozenset[Role] = READERS
    shape: int = 1

    @property
    def tag(self) -> str:
        """The kind and its shape, as cursors name what they know."""
        return self.name if self.shape == 1 else f"{self.name}.{self.shape}"

    @property
    def everybodys(self) -> bool:
        """Whether every role that it has sees all of it."""
        return not self.grants and self.place is None

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables in which a change may change what somebody pulls of this kind."""
        told = (source.selected_columns[1] for source in self.sources)
        granted = (column for grant in self.grants for column in grant.changes())
        return frozenset(table_of(column) for column in (*told, *granted))


_OF_CHECK = (Assignment, Assignment.spot_check_id == SpotCheck.id)
_OF_HAZARD = (RecheckAssignment, RecheckAssignment.hazard_id == Hazard.id)
_PHOTO = (Photo, Photo.sha256 == PhotoUse.sha256)

# In this order, so that what a row refers to comes before it.
KINDS = (
    Kind(
        "checklist",
        ChecklistVersion.id,
        None,
        sources=(select(ChecklistVersion.id, ChecklistVersion.changed),),
        grants=(
            Grant(
                select(func.unnest(SpotCheck.checklist_version_ids))
                .select_from(SpotCheck)
                .join(*_OF_CHECK),
                by=Assignment,
            ),
            Grant(select(Hazard.checklist_version_id).join(*_OF_HAZARD), by=RecheckAssignment),
        ),
        load=checklists,
        shape=2,
    ),
    Kind(
        "clause",
        Clause.id,
        None,
        sources=(select(Clause.id, Clause.changed),),
        load=clauses,
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
        grants=(
            Grant(select(SpotCheck.site_id).join(*_OF_CHECK), by=Assignment),
            Grant(select(Hazard.site_id).join(*_OF_HAZARD), by=RecheckAssignment),
        ),
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
            select(Record.spot_check_id, Record.changed),
            select(AnswerSheet.spot_check_id, AnswerSheet.changed),
            select(Hazard.spot_check_id, Hazard.changed),
        ),
        grants=(Grant(select(Assignment.spot_check_id), by=Assignment),),
        load=spot_checks,
        shape=3,
    ),
    Kind(
        "answer_sheet",
        AnswerSheet.id,
        AnswerSheet.jurisdiction_id,
        sources=(select(AnswerSheet.id, AnswerSheet.changed),),
        grants=(
            Grant(
                select(AnswerSheet.id).join(
                    Assignment, Assignment.spot_check_id == AnswerSheet.spot_check_id
                ),
                by=Assignment,
            ),
        ),
        load=answer_sheets,
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
            select(RecheckAssignment.hazard_id, RecheckAssignment.changed),
            select(RecheckAssignment.hazard_id, Person.changed).join(
                Person, Person.id == RecheckAssignment.inspector_id
            ),
        ),
        grants=(
            Grant(
                select(Hazard.id).join(
                    Assignment, Assignment.spot_check_id == Hazard.spot_check_id
                ),
                by=Assignment,
            ),
            Grant(select(RecheckAssignment.hazard_id), by=RecheckAssignment),
        ),
        load=hazards,
        roles=READERS - {Role.ADMINISTRATOR},  # who looks after accounts reads no findings
        shape=3,
    ),
    Kind(
        "history",
        Site.id,
        Site.jurisdiction_id,
        sources=history.SOURCES,
        grants=history.GRANTS,
        load=histories,
        roles=frozenset({Role.INSPECTOR}),  # the desk asks for what it opens
        shape=2,
    ),
)
