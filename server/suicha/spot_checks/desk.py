"""How checks look at the desk: lines of a list, and one check with its record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import column, select, table

from suicha.accounts.models import Person
from suicha.checklists.models import ChecklistVersion
from suicha.db import db
from suicha.photos.evidence import Evidence, evidence
from suicha.photos.models import PhotoKind, PhotoUse
from suicha.photos.queries import counts
from suicha.sites.models import Site
from suicha.spot_checks import comparisons, queries
from suicha.spot_checks.models import Record, Signature, SpotCheck, SpotCheckState
from suicha.spot_checks.queries import Inspector

if TYPE_CHECKING:
    from collections.abc import Collection

    from suicha.accounts.guard import Actor
    from suicha.db import Json
    from suicha.spot_checks.differences import Difference, UnrecordedHazard

# Publications build upon spot checks: their tables are named here, their room is not imported.
PUBLICATIONS = table("publications", column("id"), column("spot_check_id"), column("version"))
VERSIONS = table("publication_versions", *map(column, ("publication_id", "version", "kind")))


@dataclass(frozen=True)
class PhotoCount:
    """How many of the promised pictures have come."""

    received: int
    promised: int


@dataclass(frozen=True)
class Brief:
    """A check as a line of the desk's list."""

    check: SpotCheck
    site: Site
    record: Record | None  # that stands; None until the check is closed
    photos: PhotoCount  # but originals, which follow on their own
    published: str | None  # as what: published or withdrawn; None before

    @property
    def inspectors(self) -> list[Inspector]:
        """Who holds its seats, the lead first."""
        return queries.inspectors(self.check)

    @property
    def lead(self) -> Inspector | None:
        """主办; None while that seat is empty."""
        return next((one for one in self.inspectors if one.lead), None)

    @property
    def publication_state(self) -> str | None:
        """Whether it is due to be published, is out or withdrawn; None where nobody asks for it."""
        if self.published or self.check.cancelled_at:
            return self.published
        return "due" if self.check.state is SpotCheckState.COMPLETE else None


@dataclass(frozen=True)
class Version:
    """A version of the record, with who closed or decided it."""

    record: Record
    by: str
    result_category: str
    standing: bool


@dataclass(frozen=True)
class RecordedList:
    """A checklist of a closed check, and what the record that stands says of its items."""

    version: ChecklistVersion
    answers: Json
    score: str | None  # for the eye


@dataclass(frozen=True)
class Recorded:
    """The lists of a record, and what is known of the photos that were taken as answers."""

    lists: Sequence[RecordedList]
    photos: Sequence[Evidence]


@dataclass(frozen=True)
class Named:
    """A difference with the names that people know."""

    difference: Difference
    item: Json
    list_title: str
    inspector_name: str


@dataclass(frozen=True)
class Described:
    """An unrecorded hazard with what it is."""

    hazard: UnrecordedHazard
    number: str
    description: str


@dataclass(frozen=True)
class Detail(Brief):
    """A check with its lists, the versions of its record, and what differs from the standing one.

    The signatures are under whichever version stood when people signed, which is the first.
    """

    originals: PhotoCount
    checklists: list[ChecklistVersion]
    signatures: list[Signature]
    versions: list[Version]
    differences: list[Named]
    unrecorded_hazards: list[Described]

    @property
    def closed(self) -> Detail | None:
        """Itself, once it has a closed record to show."""
        return self if self.record else None


def briefs(checks: Sequence[SpotCheck]) -> list[Brief]:
    """Dress checks as lines of the list, in their order."""
    ids = [check.id for check in checks]
    sites = {
        site.id: site
        for site in db.session.scalars(
            select(Site).where(Site.id.in_({check.site_id for check in checks}))
        )
    }
    records, photos, published = queries.standing_records(ids), counts(ids), _published(ids)
    return [
        Brief(
            check=check,
            site=sites[check.site_id],
            record=records.get(check.id),
            photos=PhotoCount(*photos[check.id]),
            published=published.get(check.id),
        )
        for check in checks
    ]


def detail(actor: Actor, spot_check_id: UUID) -> Detail:
    """One check as the desk shows it; raises spot_check.unknown."""
    brief = briefs([queries.one(actor, spot_check_id)])[0]
    lists = [
        db.session.get_one(ChecklistVersion, version_id)
        for version_id in brief.check.checklist_version_ids
    ]
    compared = comparisons.of([spot_check_id]).get(spot_check_id)
    case = compared.case if compared else None
    return Detail(
        check=brief.check,
        site=brief.site,
        record=brief.record,
        photos=brief.photos,
        published=brief.published,
        originals=PhotoCount(*counts([spot_check_id], [PhotoKind.ORIGINAL])[spot_check_id]),
        checklists=lists,
        signatures=_signatures(brief.check.id),
        versions=_versions(brief),
        differences=_named(case.differences, lists) if case else [],
        unrecorded_hazards=_described(case.unrecorded_hazards) if case else [],
    )


def recorded(actor: Actor, spot_check_id: UUID) -> Recorded:
    """Give what the record that stands says, list by list; raises spot_check.unknown."""
    check = queries.one(actor, spot_check_id)
    record = queries.standing_records([check.id]).get(check.id)
    sheets = json.loads(record.text)["checklists"] if record else []
    known = {str(version_id) for version_id in check.checklist_version_ids}
    lists = [_recorded(sheet) for sheet in sheets if sheet["id"] in known]
    taken = select(PhotoUse).where(
        PhotoUse.spot_check_id == check.id,
        PhotoUse.hazard_id.is_(None),
        PhotoUse.kind == PhotoKind.EVIDENCE,
    )
    uses = db.session.scalars(taken.order_by(PhotoUse.taken_at, PhotoUse.id))
    site = db.session.get_one(Site, check.site_id)
    return Recorded(lists, evidence(uses, site.grounds, check.started_at))


def _recorded(sheet: Json) -> RecordedList:
    return RecordedList(
        version=db.session.get_one(ChecklistVersion, UUID(sheet["id"])),
        answers=sheet["answers"],
        score=sheet["score"]["display"] if sheet["score"] else None,
    )


def _published(ids: Collection[UUID]) -> dict[UUID, str]:
    """Say of what was published whether it is out or was withdrawn."""
    out, said = PUBLICATIONS.c, VERSIONS.c
    newest = (said.publication_id == out.id) & (said.version == out.version)
    query = select(out.spot_check_id, said.kind).outerjoin_from(PUBLICATIONS, VERSIONS, newest)
    found = db.session.execute(query.where(out.spot_check_id.in_(ids)))
    return {key: "withdrawn" if kind == "withdrawn" else "published" for key, kind in found}


def _signatures(spot_check_id: UUID) -> list[Signature]:
    """Give the signatures under the record: others signed a text that was changed since."""
    query = select(Signature).where(
        Signature.spot_check_id == spot_check_id,
        Signature.digest.in_(queries.stood(spot_check_id).with_only_columns(Record.digest)),
    )
    return list(db.session.scalars(query.order_by(Signature.signed_at, Signature.id)))


def _versions(brief: Brief) -> list[Version]:
    query = select(Record).where(Record.spot_check_id == brief.check.id).order_by(Record.version)
    records = list(db.session.scalars(query))
    names = _names({record.closed_by for record in records})
    return [
        Version(
            record=record,
            by=names[record.closed_by],
            result_category=json.loads(record.text)["result_category"],
            standing=record == brief.record,
        )
        for record in records
    ]


def _named(differences: Sequence[Difference], lists: Sequence[ChecklistVersion]) -> list[Named]:
    """Name differences, in the order of the lists and of their items."""
    names = _names({one.inspector_id for one in differences})
    of_list = {version.id: version.items for version in lists}
    titles = {version.id: version.title for version in lists}
    items = ((version.id, item) for version in lists for item in version.items)
    order = {item: place for place, item in enumerate(items)}
    return [
        Named(
            difference=one,
            item=of_list[one.checklist_id][one.item_id],
            list_title=titles[one.checklist_id],
            inspector_name=names[one.inspector_id],
        )
        for one in sorted(differences, key=lambda one: order[one.checklist_id, one.item_id])
    ]


def _described(hazards: Sequence[UnrecordedHazard]) -> list[Described]:
    words = comparisons.hazard_words([one.hazard_id for one in hazards])
    return [Described(one, *words[one.hazard_id]) for one in hazards]


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return dict(db.session.execute(query).all())
