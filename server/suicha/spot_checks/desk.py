"""How checks look at the desk: lines of a list, and one check with its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.orm import selectinload

from suicha.checklists.models import ChecklistVersion
from suicha.db import db
from suicha.photos.queries import counts
from suicha.sites.models import Site
from suicha.spot_checks import queries
from suicha.spot_checks.models import Record, Signature, SpotCheck, SpotCheckState
from suicha.spot_checks.queries import Inspector

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select

    from suicha.accounts.guard import Actor

# Publications build upon spot checks: their table is named here, their room is not imported.
PUBLICATIONS = table("publications", column("spot_check_id"))


@dataclass(frozen=True)
class PhotoCount:
    """How many of the promised pictures have come; originals are not counted."""

    received: int
    promised: int


@dataclass(frozen=True)
class Brief:
    """A check as a line of the desk's list."""

    check: SpotCheck
    site: Site
    record: Record | None
    photos: PhotoCount
    published: bool

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
        """Whether it is due to be published, or has been; None before it is complete."""
        if self.published:
            return "published"
        return "due" if self.check.state is SpotCheckState.COMPLETE else None


@dataclass(frozen=True)
class Detail(Brief):
    """A check with its lists and the signatures under its closed record."""

    checklists: list[ChecklistVersion]
    signatures: list[Signature]

    @property
    def closed(self) -> Detail | None:
        """Itself, once it has a closed record to show."""
        return self if self.record else None


def listed(actor: Actor, state: SpotCheckState | None) -> Select[SpotCheck]:
    """Select the checks of the desk's list."""
    query = queries.visible(actor).options(selectinload(SpotCheck.assignments))
    return query if state is None else query.where(SpotCheck.state == state)


def briefs(checks: Sequence[SpotCheck]) -> list[Brief]:
    """Dress checks as lines of the list, in their order."""
    ids = [check.id for check in checks]
    sites = {
        site.id: site
        for site in db.session.scalars(
            select(Site).where(Site.id.in_({check.site_id for check in checks}))
        )
    }
    records, photos = queries.standing_records(ids), counts(ids)
    published = _published(ids)
    return [
        Brief(
            check=check,
            site=sites[check.site_id],
            record=records.get(check.id),
            photos=PhotoCount(*photos[check.id]),
            published=check.id in published,
        )
        for check in checks
    ]


def detail(actor: Actor, spot_check_id: UUID) -> Detail:
    """One check as the desk shows it; raises spot_check.unknown."""
    brief = briefs([queries.one(actor, spot_check_id)])[0]
    return Detail(
        check=brief.check,
        site=brief.site,
        record=brief.record,
        photos=brief.photos,
        published=brief.published,
        checklists=[
            db.session.get_one(ChecklistVersion, version_id)
            for version_id in brief.check.checklist_version_ids
        ],
        signatures=_signatures(brief.record) if brief.record else [],
    )


def _published(ids: Collection[UUID]) -> set[UUID]:
    known = PUBLICATIONS.c.spot_check_id
    return set(db.session.scalars(select(known).where(known.in_(ids))))


def _signatures(record: Record) -> list[Signature]:
    """Give the signatures under this very record: others signed a text that was changed since."""
    query = select(Signature).where(
        Signature.spot_check_id == record.spot_check_id, Signature.digest == record.digest
    )
    return list(db.session.scalars(query.order_by(Signature.signed_at, Signature.id)))
