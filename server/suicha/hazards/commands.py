"""What people say of hazards, as the verbs take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from suicha.hazards.states import Deed, HazardGrade
from suicha.photos.promises import Promise


@dataclass(frozen=True)
class HazardReport:
    """The command hazard.report: one finding, as it was written on site."""

    hazard_id: UUID
    spot_check_id: UUID
    checklist_version_id: UUID
    item_id: str
    description: str
    location: str
    clause: str
    grade: HazardGrade
    due_on: date
    party_id: UUID
    photos: list[Promise]


class RecheckResult(StrEnum):
    """What looking again showed."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True)
class Recheck:
    """The command hazard.recheck: what an inspector saw when looking again."""

    spot_check_id: UUID
    hazard_id: UUID
    recheck_id: UUID
    result: RecheckResult
    note: str
    photos: list[Promise]
    rechecked_at: datetime


@dataclass(frozen=True)
class Reply:
    """整改回复: what the unit responsible says and shows of its rectification."""

    note: str
    photos: list[Promise]


@dataclass(frozen=True)
class Said:
    """What goes with a deed of the desk; each deed reads only what is its own."""

    note: str = ""
    reason: str = ""
    due_on: date = date.min
    inspector_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One deed for several hazards."""

    deed: Deed
    hazard_ids: tuple[UUID, ...]
    said: Said


@dataclass(frozen=True)
class Result:
    """What became of one hazard of a batch; `code` says why it was not done."""

    id: UUID
    done: bool
    code: str | None = None
