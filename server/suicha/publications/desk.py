"""The lists of publications: what is due, what is out, what was withdrawn; page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

from suicha.db import db
from suicha.places.queries import series
from suicha.publications import queries
from suicha.publications.clock import last_day
from suicha.publications.models import (
    Publication,
    PublicationState,
    PublicationVersion,
    VersionKind,
)
from suicha.publications.queries import NEWEST, PUBLISH_WITHIN, Item, day
from suicha.spot_checks.models import SpotCheck, SpotCheckState

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from suicha.accounts.guard import Actor
    from suicha.publications.queries import Rows

    Key = tuple[date, datetime, UUID]


@dataclass(frozen=True)
class Filters:
    """Which list is asked for, and where its next page begins."""

    state: PublicationState = PublicationState.DUE
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    items: list[Item]
    total: int
    next: UUID | None


def page(actor: Actor, filters: Filters) -> Page:
    """Return what is due, the most urgent first, or what is out or withdrawn, the newest first."""
    if filters.state is PublicationState.DUE:
        return _due(actor, filters)
    query = _out(actor, filters.state)
    total = db.session.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    if filters.after is not None:
        query = query.where(_behind(filters))
    found = db.session.execute(query.limit(filters.limit + 1)).all()
    shown = queries.items(found[: filters.limit])
    return Page(shown, total, shown[-1].check.id if len(found) > len(shown) else None)


def _due(actor: Actor, filters: Filters) -> Page:
    """Order by the days that are left: each office has its own number of them, from a day on.

    The rows are dressed only for the page that is shown; the keys of what waits are few.
    """
    query = queries.rows(actor)
    waiting = query.where(
        SpotCheck.state == SpotCheckState.COMPLETE,
        SpotCheck.cancelled_at.is_(None),
        Publication.id.is_(None),
    )
    keys = behind = _keys(waiting)
    if filters.after is not None:  # it may be out by now: no page is lost by that
        last = _keys(query.where(SpotCheck.id == filters.after))
        behind = [key for key in keys if last and key > last[0]]
    ids = [key[-1] for key in behind[: filters.limit]]
    rows = db.session.execute(waiting.where(SpotCheck.id.in_(ids)))
    by_id = {row[0].id: row for row in rows}
    shown = queries.items([by_id[each] for each in ids])
    return Page(shown, len(keys), ids[-1] if len(behind) > len(ids) else None)


def _keys(query: Rows) -> list[Key]:
    of = SpotCheck.completed_at, SpotCheck.id, SpotCheck.jurisdiction_id
    found = db.session.execute(query.with_only_columns(*of)).all()
    within = series({place for _, _, place in found}, PUBLISH_WITHIN)
    ended = ((at, key, within.at(place, day(at))) for at, key, place in found if at is not None)
    return sorted((last_day(day(at), days).on, at, key) for at, key, days in ended)


def _out(actor: Actor, state: PublicationState) -> Rows:
    query = queries.rows(actor).outerjoin(PublicationVersion, NEWEST)
    query = query.where(Publication.id.is_not(None))
    withdrawn = PublicationVersion.kind == VersionKind.WITHDRAWN
    if state is PublicationState.WITHDRAWN:
        query = query.where(withdrawn)
    else:
        query = query.where(or_(PublicationVersion.kind.is_(None), ~withdrawn))
    return query.order_by(_since(state).desc(), SpotCheck.id.desc())


def _since(state: PublicationState) -> InstrumentedAttribute[datetime]:
    """By what a list is ordered: when it went out, or when it was taken back."""
    if state is PublicationState.WITHDRAWN:
        return PublicationVersion.at
    return Publication.published_at


def _behind(filters: Filters) -> ColumnElement[bool]:
    """Go on behind a row by its sort key: no page is lost or doubled when others are added."""
    since = _since(filters.state)
    last = (
        select(since, SpotCheck.id)
        .join(Publication, Publication.spot_check_id == SpotCheck.id)
        .outerjoin(PublicationVersion, NEWEST)
    )
    key = last.where(SpotCheck.id == filters.after).correlate(None).scalar_subquery()
    return tuple_(since, SpotCheck.id) < key
