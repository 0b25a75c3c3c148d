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
class PlanApproved(Fact):
    """A second person approved the plan."""

    name: ClassVar[str] = "plan.approved"


@dataclass(frozen=True)
class PlanCommitted(Fact):
    """A witness committed a number."""

    name: ClassVar[str] = "plan.committed"
    party: str
    commitment: str


@dataclass(frozen=True)
class PlanFrozen(Fact):
    """The rosters were frozen under a manifest."""

    name: ClassVar[str] = "plan.frozen"
    manifest_sha256: str


@dataclass(frozen=True)
class PlanRevealed(Fact):
    """A witness's number was revealed, or was missing at its deadline."""

    name: ClassVar[str] = "plan.revealed"
    party: str
    value: str


@dataclass(frozen=True)
class PlanAnnounced(Fact):
    """The value of a public source was written down."""

    name: ClassVar[str] = "plan.announced"
    source: str
    value: str
    evidence_sha256: str


@dataclass(frozen=True)
class PlanVoided(Fact):
    """A plan was declared void; the reason's words are published with it."""

    name: ClassVar[str] = "plan.voided"
    reason: str


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
    checks: int | None  # that the new one now has in its fullest year, beside the cap
    cap: int | None


@dataclass(frozen=True)
class PlanRepeated(Fact):
    """A computation was set aside for a wrong transcription, and repeated with the right value."""

    name: ClassVar[str] = "plan.repeated"
    source: str
    manifest_sha256: str
    set_aside_sha256: str
    result_sha256: str


@dataclass(frozen=True)
class PlanDrawn(Fact):
    """The draw was computed. Its values are in the facts before; a seal is in none."""

    name: ClassVar[str] = "plan.drawn"
    manifest_sha256: str
    result_sha256: str
