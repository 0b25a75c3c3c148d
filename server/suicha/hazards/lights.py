"""The rule of light.py in the database, and what of it has changed since it was last noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from suicha.db import db, today
from suicha.hazards.dated import Dated
from suicha.hazards.light import Colour, Reason, bounds
from suicha.hazards.models import Hazard, HazardLight
from suicha.hazards.states import IN_WORK, OPEN, HazardState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select, SQLColumnExpression

IS_OPEN = Hazard.state.in_(sorted(OPEN))


@dataclass(frozen=True)
class MadeOf:
    """What a light is made of, and what the queue is read by: columns of whatever holds them."""

    id: SQLColumnExpression[UUID]
    is_major: SQLColumnExpression[bool]
    state: SQLColumnExpression[HazardState]
    due_on: SQLColumnExpression[date]


TABLE = MadeOf(Hazard.id, Hazard.is_major, Hazard.state, Hazard.due_on)


@dataclass(frozen=True)
class Due(Dated):
    """A hazard whose light is to be noted, with the number and colour of the last one."""

    id: UUID
    jurisdiction_id: UUID
    is_major: bool
    state: HazardState
    due_on: date
    n: int
    before: Colour | None


@dataclass(frozen=True)
class Change:
    """One change of a light, as the history of its hazard tells it."""

    at: datetime
    from_: Colour | None
    to: Colour
    reason: Reason
    rule: str
    due_on: date


def colour(of: MadeOf, day: date) -> ColumnElement[str]:
    """Compute light.light()'s colour in the database; a test holds the two together."""
    limits = bounds(day)
    return case(
        (of.state == HazardState.CLOSED, Colour.NONE.value),
        (or_(_major(of), of.due_on <= limits.red), Colour.RED.value),
        (of.due_on <= limits.yellow, Colour.YELLOW.value),
        (of.due_on <= limits.soon, Colour.AMBER.value),
        else_=Colour.GREEN.value,
    )


def shows(wanted: Colour, of: MadeOf, day: date) -> ColumnElement[bool]:
    """Narrow to a colour by its due dates, so that an index finds them."""
    limits = bounds(day)
    if wanted is Colour.NONE:
        return of.state == HazardState.CLOSED
    is_open = of.state.in_(sorted(OPEN))
    if wanted is Colour.RED:
        return and_(is_open, or_(_major(of), of.due_on <= limits.red))
    latest = {Colour.YELLOW: limits.yellow, Colour.AMBER: limits.soon}.get(wanted)
    earliest = {Colour.YELLOW: limits.red, Colour.AMBER: limits.yellow}.get(wanted, limits.soon)
    within = [of.due_on > earliest]
    if latest is not None:
        within.append(of.due_on <= latest)
    return and_(is_open, not_(_major(of)), *within)


def tally(
    found: Select[Any], of: MadeOf, wanted: Select[Any]
) -> tuple[dict[Colour, int], list[UUID]]:  # Any: of whatever columns
    """Count hazards by light, and give the wanted ids among them: all in one search.

    Those that are alike in all three are counted at once, which an index gives without the rows.
    """
    made_of = (of.is_major, of.state, of.due_on)
    alike = found.with_only_columns(*made_of, func.count().label("alike")).group_by(*made_of)
    groups = alike.subquery()
    of_group = MadeOf(of.id, groups.c.is_major, groups.c.state, groups.c.due_on)
    shown = colour(of_group, today()).label("colour")
    ids = func.array(wanted.scalar_subquery(), type_=ARRAY(Uuid())).label("ids")
    rows = db.session.execute(select(shown, func.sum(groups.c.alike), ids).group_by(shown)).all()
    numbers = {name: int(number) for name, number, _ in rows}
    page: list[UUID] = rows[0].ids if rows else []
    return {name: numbers.get(name, 0) for name in Colour}, page


def _major(of: MadeOf) -> ColumnElement[bool]:
    return and_(of.is_major, of.state.in_(sorted(IN_WORK)))


def changed(ids: Collection[UUID] | None, most: int) -> list[Due]:
    """Find hazards whose light is not the one that was last noted.

    One statement, by index, whatever the number of hazards. Without `ids` it looks through the
    open ones: a hazard that is closed was noted when it was.
    """
    last = (
        select(HazardLight.n, HazardLight.colour)
        .where(HazardLight.hazard_id == Hazard.id)
        .order_by(HazardLight.n.desc())
        .limit(1)
        .lateral("last")
    )
    own = (Hazard.id, Hazard.jurisdiction_id, Hazard.is_major, Hazard.state, Hazard.due_on)
    query = (
        select(*own, func.coalesce(last.c.n, 0), last.c.colour)
        .outerjoin(last, true())
        .where(IS_OPEN if ids is None else Hazard.id.in_(ids))
        .where(last.c.colour.is_distinct_from(colour(TABLE, today())))
        .limit(most)
    )
    return [Due(*row) for row in db.session.execute(query)]


def locked(ids: Collection[UUID]) -> list[UUID]:
    """Lock hazards until the commit; one in somebody's hands is left to them."""
    query = select(Hazard.id).where(Hazard.id.in_(ids)).order_by(Hazard.id)
    return list(db.session.scalars(query.with_for_update(skip_locked=True, key_share=True)))


def history(hazard_id: UUID) -> list[Change]:
    """Return every change of a hazard's light, the first one first."""
    query = select(HazardLight).where(HazardLight.hazard_id == hazard_id).order_by(HazardLight.n)
    found = list(db.session.scalars(query))
    before = [None, *(one.colour for one in found)]
    return [
        Change(one.at, earlier, one.colour, one.reason, one.rule, one.due_on)
        for one, earlier in zip(found, before, strict=False)
    ]
