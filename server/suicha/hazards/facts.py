"""What happened to a hazard, as the journal keeps it: nothing here could name a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from suicha import journal
from suicha.hazards.light import Colour, Reason
from suicha.hazards.states import HazardState, Severity


@dataclass(frozen=True)
class OfCheck(journal.Fact):
    """Something that happened to a hazard of a check."""

    spot_check_id: UUID


@dataclass(frozen=True)
class HazardReported(OfCheck):
    """An inspector reported a hazard on site."""

    name: ClassVar[str] = "hazard.reported"
    severity: Severity
    is_major: bool
    major_item: str | None  # None of a major one: its app named no item, which is owed
    due_on: date


@dataclass(frozen=True)
class HazardConfirmed(OfCheck):
    """A supervisor confirmed a hazard: its rectification is due."""

    name: ClassVar[str] = "hazard.confirmed"


@dataclass(frozen=True)
class HazardAssigned(OfCheck):
    """A supervisor said who is to look at a hazard again."""

    name: ClassVar[str] = "hazard.assigned"
    inspectors: int


@dataclass(frozen=True)
class HazardExtended(OfCheck):
    """A supervisor gave a hazard more time; the reason stays with the hazard."""

    name: ClassVar[str] = "hazard.extended"
    due_from: date
    due_on: date


@dataclass(frozen=True)
class HazardReplied(OfCheck):
    """The unit responsible said that a hazard is rectified."""

    name: ClassVar[str] = "hazard.replied"


@dataclass(frozen=True)
class HazardRechecked(OfCheck):
    """An inspector looked again; `state` is what the hazard is in after that."""

    name: ClassVar[str] = "hazard.rechecked"
    result: str
    state: HazardState


@dataclass(frozen=True)
class HazardVerified(OfCheck):
    """A supervisor found a rectification good."""

    name: ClassVar[str] = "hazard.verified"


@dataclass(frozen=True)
class HazardReturned(OfCheck):
    """A supervisor sent a rectification back."""

    name: ClassVar[str] = "hazard.returned"


@dataclass(frozen=True)
class HazardClosed(OfCheck):
    """A supervisor closed a hazard (销号)."""

    name: ClassVar[str] = "hazard.closed"


@dataclass(frozen=True)
class HazardDetermined(OfCheck):
    """A person determined whether a hazard is major, and by which item of the standard."""

    name: ClassVar[str] = "hazard.determined"
    is_major: bool
    major_item: str | None


@dataclass(frozen=True)
class HazardLightChanged(journal.Fact):
    """A hazard's light changed, by the passing of days or by a deed."""

    name: ClassVar[str] = "hazard.light_changed"
    from_: Colour | None  # the journal drops the underscore
    to: Colour
    reason: Reason
    rule: str
