"""What the public reads of a check: gathered here, and nothing else reaches a page.

No name of a person, no telephone number, no position: they are not read from the tables at all.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha.checklists.definition.answers import shown
from suicha.checklists.definition.items import items_of
from suicha.checklists.definition.scored import scored
from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.checklists.scoring import Result
from suicha.db import CHINA, Json, db
from suicha.draws.models import Draw, FrozenRosters, Plan
from suicha.hazards.majors import MajorItem, items
from suicha.hazards.models import Hazard
from suicha.hazards.states import HazardState
from suicha.places.models import Agency
from suicha.publications import queries
from suicha.publications.editions import result_of
from suicha.publications.models import Publication, PublicationVersion, VersionKind
from suicha.publications.queries import NEWEST
from suicha.sites.models import PartyRole, Site
from suicha.spot_checks.models import Record, ResultCategory, SpotCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from suicha.hazards.states import Severity
    from suicha.photos.covers import Cover
    from suicha.photos.operations import PublicCopy
    from suicha.publications.editions import Amendment, Edition

    Show = Callable[[str, Sequence[Cover]], PublicCopy]


@dataclass(frozen=True)
class ShownParty:
    """One of the five parties, by name and 统一社会信用代码; its people stay out."""

    role: PartyRole
    unit_name: str
    uscc: str


@dataclass(frozen=True)
class ShownSheet:
    """What was answered to one checklist; `score` is computed here from the signed answers."""

    title: str
    standard: str
    unverified: bool
    counts: dict[str, int]
    score: str | None


@dataclass(frozen=True)
class ShownHazard:
    """A confirmed hazard."""

    number: str
    item_name: str
    unverified: bool
    description: str
    location: str
    clause: str
    severity: Severity
    is_major: bool
    major_item: MajorItem | None  # None of a major one: it is still owed
    due_on: date
    due_provisional: bool
    closed: bool
    party: ShownParty
    photos: list[PublicCopy]

    @property
    def covered(self) -> int:
        """How many places in its photos are covered."""
        return sum(len(photo.covers) for photo in self.photos)


@dataclass(frozen=True)
class ShownDraw:
    """The draw that chose the site, by the hashes that anybody can compare."""

    plan_number: str
    plan_title: str
    drawn_at: datetime
    manifest_sha256: str
    result_sha256: str


@dataclass(frozen=True)
class Contents:
    """A check as the public reads it (domain.md A8, A9, E8)."""

    number: str
    agency_name: str
    entry: ItemListEntry
    site: Site
    parties: list[ShownParty]
    checked_on: date | None
    published_on: date
    result: ResultCategory | None
    sheets: list[ShownSheet]
    hazards: list[ShownHazard]
    unconfirmed: int
    draw: ShownDraw | None
    record_digest: str
    receipt: str | None
    amendments: Sequence[Amendment]
    withdrawn: bool


@dataclass(frozen=True)
class Entry:
    """One line of the index."""

    number: str
    site_name: str
    agency_name: str
    checked_on: date | None
    published_on: date
    result: ResultCategory | None
    amended: VersionKind | None  # corrected or withdrawn; of what is withdrawn no result is told


def of(edition: Edition, show: Show) -> Contents:
    """Gather what a page tells; `show` says where the public finds a photo."""
    check = db.session.get_one(SpotCheck, edition.spot_check_id)
    site = db.session.get_one(Site, check.site_id)
    entry = db.session.get_one(ItemListEntry, check.item_list_entry_id)
    record = _record(edition)
    hazards = _hazards(check)
    confirmed = [one for one in hazards if one.state is not HazardState.REPORTED]
    return Contents(
        number=check.number,
        agency_name=db.session.get_one(Agency, entry.agency_id).name,
        entry=entry,
        site=site,
        parties=_parties(site),
        checked_on=_day(check.started_at or check.submitted_at),
        published_on=edition.published_on,
        result=edition.result,
        sheets=_sheets(json.loads(record.text)) if record else [],
        hazards=[_hazard(one, edition, show) for one in confirmed],
        unconfirmed=len(hazards) - len(confirmed),
        draw=_draw(check),
        record_digest=record.digest if record else "",
        receipt=check.receipt,
        amendments=edition.amendments,
        withdrawn=edition.withdrawn,
    )


def entries() -> list[Entry]:
    """Return the lines of the index, newest first: every publication whose page is there."""
    query = (
        select(Publication.published_at, PublicationVersion, SpotCheck, Site.name, Agency.name)
        .outerjoin(PublicationVersion, NEWEST)
        .join(SpotCheck, SpotCheck.id == Publication.spot_check_id)
        .join(Site, Site.id == SpotCheck.site_id)
        .join(ItemListEntry, ItemListEntry.id == SpotCheck.item_list_entry_id)
        .join(Agency, Agency.id == ItemListEntry.agency_id)
        .where(Publication.path.is_not(None))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
    )
    return [
        Entry(
            number=check.number,
            site_name=site_name,
            agency_name=agency_name,
            checked_on=_day(check.started_at or check.submitted_at),
            published_on=published_at.astimezone(CHINA).date(),
            result=None if _is_withdrawn(newest) else result_of(newest, check),
            amended=newest.kind if newest and newest.kind is not VersionKind.PUBLISHED else None,
        )
        for published_at, newest, check, site_name, agency_name in db.session.execute(query)
    ]


def _is_withdrawn(newest: PublicationVersion | None) -> bool:
    return newest is not None and newest.kind is VersionKind.WITHDRAWN


def _record(edition: Edition) -> Record | None:
    """Give the record that was published, also where another one stands by now."""
    query = select(Record).where(Record.spot_check_id == edition.spot_check_id)
    query = query.where(Record.digest == edition.record_digest).order_by(Record.version)
    return db.session.scalars(query).first()


def _day(at: datetime | None) -> date | None:
    return at.astimezone(CHINA).date() if at else None


def _parties(site: Site) -> list[ShownParty]:
    order = list(PartyRole)
    parties = sorted(site.parties, key=lambda party: order.index(party.role))
    return [ShownParty(one.role, one.unit.name, one.unit.uscc) for one in parties]


def _sheets(record: Json) -> list[ShownSheet]:
    found = (
        (db.session.get(ChecklistVersion, UUID(one["id"])), one) for one in record["checklists"]
    )
    return [_sheet(version, one["answers"]) for version, one in found if version is not None]


def _sheet(version: ChecklistVersion, answers: Json) -> ShownSheet:
    asked = [item.id for item in shown(items_of(version.sections), answers)]
    counts = Counter(answers[item_id]["result"] for item_id in asked if item_id in answers)
    score = None
    if version.scored:
        score = scored(version.sections, answers).display
    return ShownSheet(
        title=version.title,
        standard=version.standard,
        unverified=version.unverified,
        counts={result.value: counts[result.value] for result in Result},
        score=score,
    )


def _hazards(check: SpotCheck) -> Sequence[Hazard]:
    query = select(Hazard).where(Hazard.spot_check_id == check.id)
    return db.session.scalars(query.order_by(Hazard.number)).all()


def _hazard(hazard: Hazard, edition: Edition, show: Show) -> ShownHazard:
    version = db.session.get_one(ChecklistVersion, hazard.checklist_version_id)
    item = version.items[hazard.item_id]
    chosen = [u for u in queries.evidence(hazard.photos) if u.sha256 in edition.photos]
    unit = hazard.party.unit
    return ShownHazard(
        number=hazard.number,
        item_name=item["name"],
        unverified=item["unverified"],
        description=hazard.description,
        location=hazard.location,
        clause=hazard.clause,
        severity=hazard.severity,
        is_major=hazard.is_major,
        major_item=items().get(hazard.major_item or ""),
        due_on=hazard.due_on,
        due_provisional=hazard.due_provisional,
        closed=hazard.state is HazardState.CLOSED,
        party=ShownParty(hazard.party.role, unit.name, unit.uscc),
        photos=[show(use.sha256, edition.covers.get(use.sha256, ())) for use in chosen],
    )


def _draw(check: SpotCheck) -> ShownDraw | None:
    if check.draw_id is None:
        return None
    query = (
        select(Draw, Plan, FrozenRosters.manifest_sha256)
        .join(Plan, Plan.id == Draw.plan_id)
        .join(FrozenRosters, FrozenRosters.id == Draw.frozen_id)
        .where(Draw.id == check.draw_id)
    )
    draw, plan, manifest_sha256 = db.session.execute(query).one()
    return ShownDraw(
        plan.number,
        plan.title,
        draw.drawn_at.astimezone(CHINA),
        manifest_sha256,
        draw.result_sha256,
    )
