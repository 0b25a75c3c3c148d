"""What the desk's list of checks is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import literal_column, or_, select
from sqlalchemy.orm import selectinload

from suicha.accounts.models import Person
from suicha.paging import Paging
from suicha.sites.models import Site
from suicha.spot_checks import queries
from suicha.spot_checks.models import Assignment, SpotCheck, SpotCheckState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

    from suicha.accounts.guard import Actor

# Written out, not bound: a prepared statement finds the index of these checks by it.
DIFFERS = SpotCheck.open_differences > literal_column("0")


CANCELLED = "cancelled"  # beside the states: whatever state a cancelled check was in


@dataclass(frozen=True)
class ListPaging(Paging):
    """Which page of which checks; `differences` asks for those with something undecided."""

    state: str | None = None
    jurisdiction_id: UUID | None = None
    draw_id: UUID | None = None
    differences: str | None = None
    q: str = ""


def listed(actor: Actor, asked: ListPaging) -> Select[SpotCheck]:
    """Select the checks of the desk's list."""
    visible = queries.visible(actor).where(*_narrowed(asked))
    if asked.differences is not None:
        visible = visible.where(DIFFERS)
    return visible.options(selectinload(SpotCheck.assignments))


def _narrowed(asked: ListPaging) -> list[ColumnElement[bool]]:
    wanted = {
        SpotCheck.jurisdiction_id: asked.jurisdiction_id,
        SpotCheck.draw_id: asked.draw_id,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if asked.state is not None:
        conditions.append(_is_in(asked.state))
    return [*conditions, *(_mentions(word) for word in asked.q.split())]


def _is_in(state: str) -> ColumnElement[bool]:
    if state == CANCELLED:
        return SpotCheck.cancelled_at.is_not(None)
    return (SpotCheck.state == SpotCheckState(state)) & SpotCheck.cancelled_at.is_(None)


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
