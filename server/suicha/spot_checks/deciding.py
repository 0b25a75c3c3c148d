"""裁定: which choices of a decision hold, and the version of the record that they make; pure.

A decision was made before a screen that may be hours old. So a choice holds only for the answer
that the inspector still gives, and where nobody has decided since; everything else of the same
decision is done all the same, and a person is told (`overtaken`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from uuid import UUID

from suicha.db import Json
from suicha.spot_checks.differences import Case, Decided, Difference
from suicha.spot_checks.record import score_of

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from suicha.spot_checks.commands import HazardChoice, ItemChoice, Ruling
    from suicha.spot_checks.differences import Item


class Fate(Enum):
    """What becomes of a choice: it holds, it held already, or it came too late."""

    HOLDS = auto()
    DONE = auto()
    OVERTAKEN = auto()


@dataclass(frozen=True)
class Settled:
    """The choices that hold, as the record and its row keep them; `overtaken` if any does not."""

    choices: Sequence[Json]
    hazards: Sequence[Json]
    overtaken: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to be decided."""
        return not self.choices and not self.hazards

    def wire(self) -> Json:
        """Give the choices as JSON."""
        return {"choices": list(self.choices), "hazards": list(self.hazards)}


def settle(case: Case, since: Sequence[Json], ruling: Ruling) -> Settled:
    """Judge every choice by what is known now; `since` was decided behind that screen's back."""
    gone = {_item(choice) for decision in since for choice in decision["choices"]}
    gone |= {one["hazard_id"] for decision in since for one in decision["hazards"]}
    items = [(each, _item_fate(case, gone, each)) for each in ruling.choices]
    hazards = [(each, _hazard_fate(case, gone, each)) for each in ruling.hazards]
    fates = [fate for _, fate in items] + [fate for _, fate in hazards]
    return Settled(
        choices=[_item_wire(case, each) for each, fate in items if fate is Fate.HOLDS],
        hazards=[
            {"hazard_id": str(each.hazard_id), "take": each.take}
            for each, fate in hazards
            if fate is Fate.HOLDS
        ],
        overtaken=Fate.OVERTAKEN in fates,
    )


def amended(
    body: Json, settled: Settled, versions: Mapping[UUID, ChecklistVersion], hazards: Sequence[Json]
) -> Json:
    """Give the record with what was taken; `hazards` are the taken ones as a record names them.

    Only the lists of which an answer was taken are scored again: nothing else changes.
    """
    taken: dict[UUID, dict[str, Json]] = {}
    for choice in settled.choices:
        if choice["take"]:
            of_list = taken.setdefault(UUID(choice["checklist_version_id"]), {})
            of_list[choice["item_id"]] = choice["answer"]
    known = {UUID(sheet["id"]) for sheet in body["checklists"]}
    added: list[Json] = [
        {"id": str(one), "answers": {}, "score": None} for one in taken if one not in known
    ]
    sheets = [
        _sheet(sheet, taken.get(UUID(sheet["id"]), {}), versions)
        for sheet in [*body["checklists"], *added]
    ]
    return body | {"checklists": sheets, "hazards": [*body["hazards"], *hazards]}


def _sheet(
    sheet: Json, taken: Mapping[str, Json], versions: Mapping[UUID, ChecklistVersion]
) -> Json:
    if not taken:
        return sheet
    answers = sheet["answers"] | taken
    return sheet | {"answers": answers, "score": score_of(versions[UUID(sheet["id"])], answers)}


def _item_fate(case: Case, gone: Collection[Item | str], choice: ItemChoice) -> Fate:
    found = _difference(case, choice)
    item = choice.checklist_version_id, choice.item_id
    stands = case.recorded.get(item)
    if found is None:
        agreed = choice.take and choice.answer is not None and choice.answer == stands
        return Fate.DONE if agreed else Fate.OVERTAKEN
    if found.answered != choice.answer:
        return Fate.OVERTAKEN
    if found.decided is (Decided.TAKEN if choice.take else Decided.LEFT):
        return Fate.DONE
    return Fate.OVERTAKEN if item in gone or stands == choice.answer else Fate.HOLDS


def _hazard_fate(case: Case, gone: Collection[Item | str], choice: HazardChoice) -> Fate:
    name = str(choice.hazard_id)
    if name in case.named:
        return Fate.DONE if choice.take else Fate.OVERTAKEN
    found = next((o for o in case.unrecorded_hazards if o.hazard_id == choice.hazard_id), None)
    if found is None:
        return Fate.OVERTAKEN  # it has not come, or is not of this check
    if found.decided is Decided.LEFT and not choice.take:
        return Fate.DONE
    return Fate.OVERTAKEN if name in gone else Fate.HOLDS


def _item(choice: Json) -> Item:
    return UUID(choice["checklist_version_id"]), choice["item_id"]


def _difference(case: Case, choice: ItemChoice) -> Difference | None:
    wanted = choice.checklist_version_id, choice.item_id, choice.inspector_id
    matching = (
        one
        for one in case.differences
        if (one.checklist_id, one.item_id, one.inspector_id) == wanted
    )
    return next(matching, None)


def _item_wire(case: Case, choice: ItemChoice) -> Json:
    item = choice.checklist_version_id, choice.item_id
    return {
        "checklist_version_id": str(choice.checklist_version_id),
        "item_id": choice.item_id,
        "inspector_id": str(choice.inspector_id),
        "take": choice.take,
        "recorded": case.recorded.get(item),
        "answer": choice.answer,
    }
