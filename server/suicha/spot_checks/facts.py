"""What the journal keeps of spot checks; no name, no place, no picture: it is never erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from suicha import journal
from suicha.spot_checks.models import ResultCategory, SignerKind


@dataclass(frozen=True)
class SpotCheckAssigned(journal.Fact):
    """A site is to be checked."""

    name: ClassVar[str] = "spot_check.assigned"
    number: str
    site_id: UUID
    due_on: date


@dataclass(frozen=True)
class SpotCheckReseated(journal.Fact):
    """A seat was given to another inspector, or to nobody."""

    name: ClassVar[str] = "spot_check.reseated"
    seat: int
    inspector_id: UUID | None


@dataclass(frozen=True)
class SpotCheckCancelled(journal.Fact):
    """A visit that nobody had begun was called off."""

    name: ClassVar[str] = "spot_check.cancelled"
    reason: str


@dataclass(frozen=True)
class SpotCheckStarted(journal.Fact):
    """An inspector began on site, by the phone's clock."""

    name: ClassVar[str] = "spot_check.started"
    started_at: datetime


@dataclass(frozen=True)
class SpotCheckAnswered(journal.Fact):
    """An inspector answered a checklist."""

    name: ClassVar[str] = "spot_check.answered"
    checklist_version_id: UUID


@dataclass(frozen=True)
class SpotCheckSupplemented(journal.Fact):
    """An inspector handed answers in; their reason stays with the supplement."""

    name: ClassVar[str] = "spot_check.supplemented"
    supplement_id: UUID
    checklist_version_id: UUID


@dataclass(frozen=True)
class SpotCheckSigned(journal.Fact):
    """Somebody signed under a record's digest, or refused to."""

    name: ClassVar[str] = "spot_check.signed"
    digest: str
    signer: SignerKind
    refused: bool


@dataclass(frozen=True)
class SpotCheckSubmitted(journal.Fact):
    """The lead closed the record; a version beyond the first waits for a person's decision."""

    name: ClassVar[str] = "spot_check.submitted"
    digest: str
    version: int
    result_category: ResultCategory
    receipt: str | None


@dataclass(frozen=True)
class SpotCheckDecided(journal.Fact):
    """The lead or a supervisor decided on differences: a new version of the record stands."""

    name: ClassVar[str] = "spot_check.decided"
    digest: str
    version: int
    base_digest: str


@dataclass(frozen=True)
class SpotCheckCompleted(journal.Fact):
    """Every promised picture of a submitted check has come."""

    name: ClassVar[str] = "spot_check.completed"
