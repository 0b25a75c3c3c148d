"""Reads of publications: what is due, what is out, and what still keeps a check from it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_

from suicha.db import CHINA, db, today
from suicha.errors import refuse
from suicha.hazards.models import Hazard
from suicha.photos.models import PhotoKind, PhotoState, PhotoUse
from suicha.photos.queries import OWED
from suicha.places.queries import series
from suicha.publications.models import Publication
from suicha.sites.models import Site
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import Record, SpotCheck, SpotCheckState
from suicha.workdays import add_working_days, working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

    from suicha.accounts.guard import Actor
    from suicha.places.queries import Series

PUBLISH_WITHIN = "publication.working_days"


class PublicationState(StrEnum):
    """待公示, 已公示."""

    DUE = "due"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Filters:
    """Which list is asked for, and where its next page begins."""

    state: PublicationState = PublicationState.DUE
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class Item:
    """A check on its way to the public.

    `working_days_left` counts from today, or from the day of publication where it is out.
    `photos_in_work` have come, and cannot be looked at before the worker has rendered them.
    """

    check: SpotCheck
    site: Site
    publication: Publication | None
    completed_on: date | None
    publish_by: date | None
    working_days_left: int | None
    photos: list[PhotoUse]
    photos_in_work: int
    missing: list[str]

    @property
    def state(self) -> PublicationState:
        """待公示 or 已公示."""
        return PublicationState.PUBLISHED if self.publication else PublicationState.DUE

    @property
    def published_at(self) -> datetime | None:
        """When it was published."""
        return self.publication.published_at if self.publication else None

    @property
    def path(self) -> str | None:
        """Where the page is, once it is rendered."""
        return self.publication.path if self.publication else None


@dataclass(frozen=True)
class Page:
    """One page of either list."""

    items: list[Item]
    total: int
    next: UUID | None


if TYPE_CHECKING:
    Rows = Select[SpotCheck, Site, Publication | None]


def page(actor: Actor, filters: Filters) -> Page:
    """Return what is due, the longest waiting first, or what is out, the newest first."""
    due = filters.state is PublicationState.DUE
    query = _due(actor) if due else _out(actor)
    total = db.session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    if filters.after is not None:
        query = query.where(_behind(filters.after, due=due))
    rows = db.session.execute(query.limit(filters.limit + 1)).all()
    shown = rows[: filters.limit]
    items = _items(shown)
    return Page(items, total, items[-1].check.id if len(rows) > len(shown) else None)


def item(actor: Actor, spot_check_id: UUID) -> Item:
    """Return one check as the lists show it; raises spot_check.unknown."""
    row = db.session.execute(_rows(actor).where(SpotCheck.id == spot_check_id)).one_or_none()
    if row is None:
        raise refuse("spot_check.unknown", field="spot_check_id")
    return _items([row])[0]


def uses(spot_check_ids: Sequence[UUID]) -> dict[UUID, list[PhotoUse]]:
    """Return by check what photos it was promised, in the order in which they were taken."""
    query = select(PhotoUse).where(PhotoUse.spot_check_id.in_(spot_check_ids))
    found: dict[UUID, list[PhotoUse]] = defaultdict(list)
    for use in db.session.scalars(query.order_by(PhotoUse.taken_at, PhotoUse.id)):
        found[use.spot_check_id].append(use)
    return found


def evidence(of_check: Iterable[PhotoUse]) -> list[PhotoUse]:
    """Pick the evidence that can be seen: nobody publishes a picture unseen."""
    seen = (use for use in of_check if use.photo.state is PhotoState.RENDERED)
    return [use for use in seen if use.kind is PhotoKind.EVIDENCE]


def _rows(actor: Actor) -> Rows:
    query = spot_checks.visible(actor).add_columns(Site, Publication)
    query = query.join(Site, Site.id == SpotCheck.site_id)
    return query.outerjoin(Publication, Publication.spot_check_id == SpotCheck.id)


def _due(actor: Actor) -> Rows:
    waiting = SpotCheck.state == SpotCheckState.COMPLETE, Publication.id.is_(None)
    return _rows(actor).where(*waiting).order_by(SpotCheck.completed_at, SpotCheck.id)


def _out(actor: Actor) -> Rows:
    newest = Publication.published_at.desc(), SpotCheck.id.desc()
    return _rows(actor).where(Publication.id.is_not(None)).order_by(*newest)


def _behind(spot_check_id: UUID, *, due: bool) -> ColumnElement[bool]:
    """Go on behind a row by its sort key: no page is lost or doubled when others are added."""
    at = SpotCheck.completed_at if due else Publication.published_at
    last = select(at, SpotCheck.id).outerjoin(
        Publication, Publication.spot_check_id == SpotCheck.id
    )
    key = last.where(SpotCheck.id == spot_check_id).correlate(None).scalar_subquery()
    here = tuple_(at, SpotCheck.id)
    return here > key if due else here < key


def _items(rows: Iterable[tuple[SpotCheck, Site, Publication | None]]) -> list[Item]:
    found = list(rows)
    ids = [check.id for check, _, _ in found]
    promised, arrived = uses(ids), _arrived(ids)
    records = spot_checks.standing_records(ids)
    within = series({check.jurisdiction_id for check, _, _ in found}, PUBLISH_WITHIN)
    return [
        _item(row, promised[row[0].id], _missing(records.get(row[0].id), arrived), within)
        for row in found
    ]


def _item(
    row: tuple[SpotCheck, Site, Publication | None],
    promised: list[PhotoUse],
    missing: list[str],
    within: Series,
) -> Item:
    check, site, publication = row
    photos = evidence(promised)
    if publication is not None:
        photos = [use for use in photos if use.sha256 in publication.photos]
    completed_on, publish_by, left = _deadline(check, publication, within)
    awaited = [
        f"photo:{use.sha256}"
        for use in promised
        if use.kind in OWED and use.photo.state is PhotoState.PROMISED
    ]
    return Item(
        check=check,
        site=site,
        publication=publication,
        completed_on=completed_on,
        publish_by=publish_by,
        working_days_left=left,
        photos=photos,
        photos_in_work=sum(_is_in_work(use) for use in promised),
        missing=missing + awaited,
    )


def _is_in_work(use: PhotoUse) -> bool:
    return use.kind is PhotoKind.EVIDENCE and use.photo.state is PhotoState.RECEIVED


def _deadline(
    check: SpotCheck, publication: Publication | None, within: Series
) -> tuple[date | None, date | None, int | None]:
    """Count the office's working days from completion (政府信息公开条例 art. 26: 20)."""
    if check.completed_at is None:
        return None, None, None
    completed_on = check.completed_at.astimezone(CHINA).date()
    days = within.at(check.jurisdiction_id, completed_on)
    publish_by = add_working_days(completed_on, days).on
    at = publication.published_at.astimezone(CHINA).date() if publication else today()
    return completed_on, publish_by, working_days_between(at, publish_by).count


def _arrived(ids: Sequence[UUID]) -> frozenset[str]:
    query = select(Hazard.id).where(Hazard.spot_check_id.in_(ids))
    return frozenset(str(key) for key in db.session.scalars(query))


def _missing(record: Record | None, arrived: frozenset[str]) -> list[str]:
    """Name the hazards that the signed record names and that never came."""
    if record is None:
        return ["record"]
    named = (hazard.get("id") for hazard in json.loads(record.text)["hazards"])
    return [f"hazard:{key}" for key in named if key not in arrived]
