"""What happens to a plan, in the order in which it can happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from suicha.journal import Fact


@dataclass(frozen=True)
class PlanMade(Fact):
    """A plan was made."""

    name: ClassVar[str] = "plan.made"
    number: str


@dataclass(frozen=True)
class PlanCommitted(Fact):
    """The witness committed a number."""

    name: ClassVar[str] = "plan.committed"
    commitment: str


@dataclass(frozen=True)
class PlanFrozen(Fact):
    """The rosters were frozen under a manifest."""

    name: ClassVar[str] = "plan.frozen"
    manifest_sha256: str


@dataclass(frozen=True)
class PlanRevealed(Fact):
    """The witness's number was revealed, or was missing at its deadline."""

    name: ClassVar[str] = "plan.revealed"
    value: str


@dataclass(frozen=True)
class SeatRedrawn(Fact):
    """A seat was drawn anew; why in the office's own words is not told here."""

    name: ClassVar[str] = "plan.seat_redrawn"
    object_id: str
    slot: int
    reason: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class ObjectReplaced(Fact):
    """An object that cannot be checked gave way to the next of its stratum, if there was one."""

    name: ClassVar[str] = "plan.object_replaced"
    object_id: str
    reason: str
    new_object_id: str | None


@dataclass(frozen=True)
class PlanDrawn(Fact):
    """The dice fell and the draw was computed."""

    name: ClassVar[str] = "plan.drawn"
    manifest_sha256: str
    dice: str
    result_sha256: str
