"""What the desk's list of checks is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from suicha.accounts.models import Person
from suicha.db import db
from suicha.paging import Paging
from suicha.sites.models import Site
from suicha.spot_checks import comparisons, queries
from suicha.spot_checks.comparisons import HAZARDS
from suicha.spot_checks.models import AnswerSheet, Assignment, SpotCheck, SpotCheckState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

    from suicha.accounts.guard import Actor

# Records are compared in Python: of the closed checks that could differ, the newest are looked at.
MOST_COMPARED = 1000


@dataclass(frozen=True)
class ListPaging(Paging):
    """Which page of which checks; `differences` asks for those with something undecided."""

    state: SpotCheckState | None = None
    jurisdiction_id: UUID | None = None
    draw_id: UUID | None = None
    differences: str | None = None
    q: str = ""


def listed(actor: Actor, asked: ListPaging) -> Select[SpotCheck]:
    """Select the checks of the desk's list."""
    visible = queries.visible(actor).where(*_narrowed(asked))
    if asked.differences is not None:
        visible = visible.where(SpotCheck.id.in_(_differing(visible)))
    return visible.options(selectinload(SpotCheck.assignments))


def _narrowed(asked: ListPaging) -> list[ColumnElement[bool]]:
    wanted = {
        SpotCheck.state: asked.state,
        SpotCheck.jurisdiction_id: asked.jurisdiction_id,
        SpotCheck.draw_id: asked.draw_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    return [*conditions, *(_mentions(word) for word in asked.q.split())]


def _mentions(word: str) -> ColumnElement[bool]:
    """Find a word in number, site or the names of who was sent; `%` and `_` are plain letters."""
    sites = select(Site.id).where(Site.name.icontains(word, autoescape=True))
    sent = (
        select(Assignment.spot_check_id)
        .join(Person, Person.id == Assignment.inspector_id)
        .where(Person.name.icontains(word, autoescape=True), Assignment.revoked_at.is_(None))
    )
    own = SpotCheck.number.icontains(word, autoescape=True)
    return or_(own, SpotCheck.site_id.in_(sites), SpotCheck.id.in_(sent))


def _differing(visible: Select[SpotCheck]) -> list[UUID]:
    """Name the closed checks of a selection that have something undecided."""
    answered = exists().where(AnswerSheet.spot_check_id == SpotCheck.id)
    found = exists().where(HAZARDS.c.spot_check_id == SpotCheck.id)
    closed = SpotCheck.state.in_({SpotCheckState.SUBMITTED, SpotCheckState.COMPLETE})
    query = visible.where(closed, or_(answered, found)).with_only_columns(SpotCheck.id)
    newest = query.order_by(SpotCheck.submitted_at.desc()).limit(MOST_COMPARED)
    compared = comparisons.of(db.session.scalars(newest).all())
    return [key for key, each in compared.items() if each.case.undecided]
