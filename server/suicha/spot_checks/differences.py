"""差异: where an inspector's answers, or the hazards found, are not what the record says; pure.

An item is compared where an inspector answered it: two people who share a list between them do not
contradict each other. What was decided holds for the answer that was decided on; an inspector who
answers the item anew is heard anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from suicha.db import Json

Item = tuple[UUID, str]  # a checklist version and an item of it


class Decided(StrEnum):
    """采纳, 不采纳."""

    TAKEN = "taken"
    LEFT = "left"


@dataclass(frozen=True)
class Sheet:
    """The answers of one inspector on one checklist."""

    checklist_id: UUID
    inspector_id: UUID
    answers: Mapping[str, Json]


@dataclass(frozen=True)
class Difference:
    """One item that somebody answered otherwise; `recorded` of a taken one is what it replaced."""

    checklist_id: UUID
    item_id: str
    inspector_id: UUID
    recorded: Json | None
    answered: Json | None
    decided: Decided | None


@dataclass(frozen=True)
class UnrecordedHazard:
    """A hazard that the record does not name, or did not before it was taken."""

    hazard_id: UUID
    decided: Decided | None


@dataclass(frozen=True)
class Case:
    """What is known of a closed check: the record that stands, and everything beside it.

    `decisions` are what earlier versions decided, as they keep it (deciding.Settled), the oldest
    first.
    """

    body: Json
    sheets: Sequence[Sheet]
    hazard_ids: Sequence[UUID]
    decisions: Sequence[Json]

    @cached_property
    def recorded(self) -> dict[Item, Json]:
        """What the record says of each item."""
        return recorded(self.body)

    @cached_property
    def named(self) -> frozenset[str]:
        """The hazards that the record names."""
        return frozenset(str(hazard.get("id")) for hazard in self.body["hazards"])

    @cached_property
    def differences(self) -> list[Difference]:
        """Item by item, list by list."""
        return [found for sheet in self.sheets for found in self._of_sheet(sheet)]

    @cached_property
    def unrecorded_hazards(self) -> list[UnrecordedHazard]:
        """The hazards that the record does not name, and those that a decision took."""
        words = {
            one["hazard_id"]: Decided.TAKEN if one["take"] else Decided.LEFT
            for decision in self.decisions
            for one in decision["hazards"]
        }
        found = [UnrecordedHazard(one, words.get(str(one))) for one in self.hazard_ids]
        return [
            one
            for one in found
            if (str(one.hazard_id) in self.named) == (one.decided is Decided.TAKEN)
        ]

    @property
    def undecided(self) -> int:
        """How much of it nobody has decided on."""
        open_items = sum(one.decided is None for one in self.differences)
        return open_items + sum(one.decided is None for one in self.unrecorded_hazards)

    @cached_property
    def _choices(self) -> dict[tuple[str, str], list[Json]]:
        found: dict[tuple[str, str], list[Json]] = defaultdict(list)
        for decision in self.decisions:
            for choice in decision["choices"]:
                found[choice["checklist_version_id"], choice["item_id"]].append(choice)
        return found

    def _of_sheet(self, sheet: Sheet) -> Iterator[Difference]:
        for item_id, answered in sheet.answers.items():
            stands = self.recorded.get((sheet.checklist_id, item_id))
            decided, before = self._word(sheet, item_id)
            if stands == answered and decided is not Decided.TAKEN:
                continue
            yield Difference(
                checklist_id=sheet.checklist_id,
                item_id=item_id,
                inspector_id=sheet.inspector_id,
                recorded=before if stands == answered else stands,
                answered=answered,
                decided=decided,
            )

    def _word(self, sheet: Sheet, item_id: str) -> tuple[Decided | None, Json | None]:
        """Say the last word on an inspector's answer, and what it replaced when it was taken.

        Whose answer was in the record before another was taken need not be asked again.
        """
        decided, before, answer = None, None, sheet.answers[item_id]
        for choice in self._choices.get((str(sheet.checklist_id), item_id), ()):
            own = choice["inspector_id"] == str(sheet.inspector_id) and choice["answer"] == answer
            if own:
                decided = Decided.TAKEN if choice["take"] else Decided.LEFT
                before = choice["recorded"]
            elif choice["take"] and choice["recorded"] == answer:
                decided, before = Decided.LEFT, None
        return decided, before


def recorded(body: Json) -> dict[Item, Json]:
    """What the text of a record says of each item."""
    return {
        (UUID(sheet["id"]), item_id): answer
        for sheet in body["checklists"]
        for item_id, answer in sheet["answers"].items()
    }
