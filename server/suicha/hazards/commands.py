"""What people say of hazards, as the verbs take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from suicha.hazards.states import Deed, SaidGrade
from suicha.photos.promises import Promise


@dataclass(frozen=True)
class Determination:
    """判定为重大事故隐患: by which item of which edition of the standard (domain.md D1).

    `item_ids` as they came: more than one is refused in a sentence, by the verb.
    """

    edition: str
    item_ids: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class Ruling:
    """重大隐患认定: whether a hazard is major, by which item, and why; of the office."""

    is_major: bool
    edition: str
    item_id: str | None = None
    reason: str = ""


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
    grade: SaidGrade
    due_on: date
    party_id: UUID
    photos: list[Promise]
    determination: Determination | None = None

    @property
    def is_major(self) -> bool:
        """Whether its inspector determined that it is, by an item or by the grade of before."""
        return self.determination is not None or self.grade is SaidGrade.MAJOR


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
