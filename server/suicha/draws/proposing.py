"""What a plan could take, in front of whoever makes it: ratios become counts (domain.md A5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha.db import today
from suicha.draws import limits, queries, rosters
from suicha.places.queries import numbers_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.places.queries import Number

MOST_EXCLUDED = 500  # shown by name; all of them are in the file


@dataclass(frozen=True)
class RosterAsked:
    """For which plan the roster is asked, as far as its form is filled in."""

    item_list_entry_id: UUID | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True)
class ClassLimit:
    """A risk class in front of whoever makes a plan: the ratio, its basis, the count it gives."""

    available: int
    excluded: int
    suggested: int
    ratio: Number


@dataclass(frozen=True)
class Roster:
    """What a plan could draw from, with what limits it."""

    classes: dict[str, ClassLimit]
    inspectors: int
    yearly_cap: Number
    excluded: Sequence[limits.Excluded]


def roster(actor: Actor, asked: RosterAsked) -> Roster:
    """What a plan could draw from, by its item and its period; raises item.unknown."""
    place, chosen = actor.person.jurisdiction_id, asked.item_list_entry_id
    since = asked.period_from or today()
    until = asked.period_to or since
    entry = queries.entry(place, chosen) if chosen else None
    return _roster(limits.Scope(place, entry, since, until))


def roster_of(actor: Actor, plan_id: UUID) -> Roster:
    """What a plan would be frozen with now; raises not_found."""
    return _roster(limits.of(queries.plan(actor, plan_id)))


def _classes(scope: limits.Scope, found: limits.Listed) -> dict[str, ClassLimit]:
    """Turn the ratios that hold on a plan's first day into counts."""
    held = numbers_in_force(scope.jurisdiction_id, scope.period_from)
    available, excluded = found.available(), found.excluded_by_class()
    return {
        name: ClassLimit(
            available=count,
            excluded=excluded[name],
            suggested=count_of(held[f"draw.ratio.{name}"].number, count),
            ratio=held[f"draw.ratio.{name}"],
        )
        for name, count in available.items()
    }


def count_of(percent: int, available: int) -> int:
    """Turn a ratio into a count, rounded up: whatever is not nothing is at least one site."""
    return -(-available * percent // 100)


def _roster(scope: limits.Scope) -> Roster:
    found = limits.listed(scope)
    return Roster(
        classes=_classes(scope, found),
        inspectors=len(rosters.cards(scope.jurisdiction_id, today())),
        yearly_cap=found.cap,
        excluded=found.excluded[:MOST_EXCLUDED],
    )
