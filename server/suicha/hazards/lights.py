"""The rule of light.py in the database, and what of it has changed since it was last noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, true

from suicha.db import db, today
from suicha.hazards.light import Colour, Light, Reason, bounds, light
from suicha.hazards.models import Hazard, HazardLight
from suicha.hazards.states import IN_WORK, HazardGrade, HazardState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select, SQLColumnExpression

    Grade = SQLColumnExpression[HazardGrade]
    State = SQLColumnExpression[HazardState]
    DueOn = SQLColumnExpression[date]

# What a light is made of.
MADE_OF = (Hazard.grade, Hazard.state, Hazard.due_on)
IS_OPEN = Hazard.state != HazardState.CLOSED
MAJOR = and_(Hazard.grade == HazardGrade.MAJOR, Hazard.state.in_(sorted(IN_WORK)))


@dataclass(frozen=True)
class Due:
    """A hazard whose light is to be noted, with the number and colour of the last one."""

    id: UUID
    jurisdiction_id: UUID
    grade: HazardGrade
    state: HazardState
    due_on: date
    n: int
    before: Colour | None

    @property
    def light(self) -> Light:
        """What it shows today."""
        return light(self.grade, self.state, self.due_on, today())


@dataclass(frozen=True)
class Change:
    """One change of a light, as the history of its hazard tells it."""

    at: datetime
    from_: Colour | None
    to: Colour
    reason: Reason
    rule: str
    due_on: date


def colour(day: date) -> ColumnElement[str]:
    """Compute light.light()'s colour in the database; a test holds the two together."""
    return _colour(day, *MADE_OF)


def counts(narrowed: Select[Hazard]) -> dict[Colour, int]:
    """Count hazards by light: those of one grade, state and day at once, which an index gives."""
    alike = narrowed.with_only_columns(*MADE_OF, func.count().label("alike")).group_by(*MADE_OF)
    of = alike.order_by(None).subquery()
    shown = _colour(today(), of.c.grade, of.c.state, of.c.due_on).label("colour")
    query = select(shown, func.sum(of.c.alike)).group_by(shown)
    found = {name: int(number) for name, number in db.session.execute(query)}
    return {name: found.get(name, 0) for name in Colour}


def _colour(day: date, grade: Grade, state: State, due_on: DueOn) -> ColumnElement[str]:
    limits = bounds(day)
    major = and_(grade == HazardGrade.MAJOR, state.in_(sorted(IN_WORK)))
    return case(
        (state == HazardState.CLOSED, Colour.NONE.value),
        (or_(major, due_on <= limits.red), Colour.RED.value),
        (due_on <= limits.yellow, Colour.YELLOW.value),
        (due_on <= limits.soon, Colour.AMBER.value),
        else_=Colour.GREEN.value,
    )


def shows(wanted: Colour, day: date) -> ColumnElement[bool]:
    """Narrow to a colour by its due dates, so that an index finds them."""
    limits = bounds(day)
    if wanted is Colour.NONE:
        return not_(IS_OPEN)
    if wanted is Colour.RED:
        return and_(IS_OPEN, or_(MAJOR, Hazard.due_on <= limits.red))
    latest = {Colour.YELLOW: limits.yellow, Colour.AMBER: limits.soon}.get(wanted)
    earliest = {Colour.YELLOW: limits.red, Colour.AMBER: limits.yellow}.get(wanted, limits.soon)
    within = [Hazard.due_on > earliest]
    if latest is not None:
        within.append(Hazard.due_on <= latest)
    return and_(IS_OPEN, not_(MAJOR), *within)


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
    own = (Hazard.id, Hazard.jurisdiction_id, Hazard.grade, Hazard.state, Hazard.due_on)
    query = (
        select(*own, func.coalesce(last.c.n, 0), last.c.colour)
        .outerjoin(last, true())
        .where(IS_OPEN if ids is None else Hazard.id.in_(ids))
        .where(last.c.colour.is_distinct_from(colour(today())))
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
