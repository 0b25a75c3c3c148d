"""What phones say of a check: the arguments of its commands (sync.md, Commands, not rows)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suicha.db import Json
from suicha.photos.promises import Position, Promise
from suicha.spot_checks.models import ResultCategory, SignerKind
from suicha.spot_checks.record import ClosedRecord


@dataclass(frozen=True)
class Start:
    """Who began is the actor; when and where, by the phone."""

    spot_check_id: UUID
    started_at: datetime
    position: Position | None


@dataclass(frozen=True)
class Answers:
    """The whole current answers of one inspector on one checklist; `photos` are those they name."""

    spot_check_id: UUID
    checklist_version_id: UUID
    answers: dict[str, Json]
    photos: Sequence[Promise] = ()


@dataclass(frozen=True)
class Stamp:
    """When a command was made: its count on its device, and the time by the phone's clock."""

    seq: int
    made_at: datetime


@dataclass(frozen=True)
class Signing:
    """A signature under a record's digest, or its refusal with reason and witness."""

    spot_check_id: UUID
    signature_id: UUID
    digest: str
    signer: SignerKind
    person_id: UUID | None
    name: str
    position_title: str
    refused: bool
    refusal_reason: str | None
    witness_name: str | None
    image: Promise | None
    signed_at: datetime


@dataclass(frozen=True)
class Submission:
    """The record is closed by the lead."""

    spot_check_id: UUID
    digest: str
    record: ClosedRecord
    result_category: ResultCategory
    submitted_at: datetime


@dataclass(frozen=True)
class Supplementing:
    """What comes after: an inspector's late answers on one checklist, or a correction."""

    spot_check_id: UUID
    supplement_id: UUID
    checklist_version_id: UUID
    answers: dict[str, Json]
    reason: str
    photos: Sequence[Promise] = ()


@dataclass(frozen=True)
class ItemChoice:
    """Whether an inspector's answer, as it was shown, is taken into the record."""

    checklist_version_id: UUID
    item_id: str
    inspector_id: UUID
    take: bool
    answer: Json | None


@dataclass(frozen=True)
class HazardChoice:
    """Whether a hazard is taken into the record."""

    hazard_id: UUID
    take: bool


@dataclass(frozen=True)
class Ruling:
    """What somebody decides on the differences; `base_digest` names the record that they saw."""

    base_digest: str
    choices: list[ItemChoice]
    hazards: list[HazardChoice]
    reason: str


@dataclass(frozen=True)
class Decision(Ruling):
    """A ruling by the lead, made on the phone."""

    spot_check_id: UUID
    decided_at: datetime
