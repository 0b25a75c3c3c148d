"""What happens to the item list and to checklists, as the journal keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from suicha import journal


@dataclass(frozen=True)
class ItemAdded(journal.Fact):
    """An entry was added to the item list."""

    name: ClassVar[str] = "item.added"


@dataclass(frozen=True)
class ItemCorrected(journal.Fact):
    """An entry was followed by a version that says something else in these fields."""

    name: ClassVar[str] = "item.corrected"
    version: int
    fields: list[str]


@dataclass(frozen=True)
class ItemEnded(journal.Fact):
    """An entry was taken off the item list."""

    name: ClassVar[str] = "item.ended"
    last_day: date


@dataclass(frozen=True)
class ChecklistDrafted(journal.Fact):
    """An office began to write a list."""

    name: ClassVar[str] = "checklist.drafted"
    code: str


@dataclass(frozen=True)
class DraftDiscarded(journal.Fact):
    """A draft was given up."""

    name: ClassVar[str] = "checklist.draft_discarded"
    code: str


@dataclass(frozen=True)
class ChecklistRetired(journal.Fact):
    """An office's list is given to no new check from a day on."""

    name: ClassVar[str] = "checklist.retired"
    retired_on: date
