"""Who sees which rows of a kind: the desk by jurisdiction, inspectors by what they are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select, union

from suicha.accounts.models import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, SelectBase, SQLColumnExpression
    from sqlalchemy.orm import InstrumentedAttribute

    from suicha.accounts.guard import Actor
    from suicha.hazards.models import RecheckAssignment
    from suicha.spot_checks.models import Assignment
    from suicha.sync.kinds import Kind

    Changed = SQLColumnExpression[int]
    Holds = Callable[[Changed], ColumnElement[bool]]

Ids = Select[*tuple[Any, ...]]  # Any: of (id) or (id, changed)


@dataclass(frozen=True)
class Grant:
    """One way in which inspectors come to see rows: by a seat at a check, or by a re-check.

    `ids` selects the rows that `by` opens, for anybody and for ever; `by` opens them while it is
    not revoked and `lasts` holds. Besides `by`, a change in `ends` may be what closes them.
    """

    ids: Ids
    by: type[Assignment | RecheckAssignment]
    lasts: ColumnElement[bool] | None = None
    ends: tuple[InstrumentedAttribute[int], ...] = ()

    def open_to(self, actor: Actor) -> Ids:
        """Select the rows that it opens now."""
        return self._of(actor).where(self._is_open())

    def opened(self, actor: Actor, new: Holds) -> Ids:
        """Select the rows that it opens now and that it opened in a window."""
        return self.open_to(actor).where(new(self.by.changed))

    def closed(self, actor: Actor, new: Holds) -> Ids:
        """Select the rows that it has opened before and that it closed in a window."""
        ended = or_(*(new(changed) for changed in self.changes()))
        return self._of(actor).where(~self._is_open(), ended)

    def changes(self) -> tuple[InstrumentedAttribute[int], ...]:
        """Name whatever may open or close it."""
        return (self.by.changed, *self.ends)

    def _of(self, actor: Actor) -> Ids:
        return self.ids.where(self.by.inspector_id == actor.id)

    def _is_open(self) -> ColumnElement[bool]:
        held = self.by.revoked_at.is_(None)
        return held if self.lasts is None else held & self.lasts


def seen(actor: Actor, kind: Kind) -> SelectBase:
    """Select the ids of a kind that somebody sees now."""
    if actor.role is Role.INSPECTOR and not kind.everybodys:
        return union(*(grant.open_to(actor) for grant in kind.grants))
    query = select(kind.id)
    return query if kind.place is None else query.where(kind.place.in_(actor.jurisdictions))


def opened(actor: Actor, kind: Kind, new: Holds) -> list[Ids]:
    """Select what came into an inspector's sight in a window, whenever it was written."""
    return [grant.opened(actor, new) for grant in _grants(actor, kind)]


def closed(actor: Actor, kind: Kind, new: Holds) -> list[Ids]:
    """Select what a grant no longer shows since a window; another grant may."""
    return [grant.closed(actor, new) for grant in _grants(actor, kind)]


def _grants(actor: Actor, kind: Kind) -> tuple[Grant, ...]:
    return kind.grants if actor.role is Role.INSPECTOR else ()


def table_of(changed: object) -> str:
    """Name the table of a column `changed`."""
    return str(changed.table.name)  # type: ignore[attr-defined]  # SQLAlchemy types it as any column
