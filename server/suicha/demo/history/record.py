"""The answers and the closed record of a visit, composed as the lead's phone does (record.ts)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rfc8785

from suicha.checklists.definition.scored import scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json
    from suicha.spot_checks.models import SpotCheck
    from suicha.spot_checks.queries import Inspector

CONFORMING = {"result": "conforming", "deduction": 0, "note": ""}
NOT_APPLICABLE = {"result": "not_applicable", "deduction": 0, "note": ""}
CORRECTED = "当场改正。"


@dataclass(frozen=True)
class Sealed:
    """A record as everybody signs it."""

    text: str
    digest: str


def answers(version: ChecklistVersion, found: Mapping[str, Json], absent: Sequence[str]) -> Json:
    """Answer every item of a list: what was found is wrong, what is `absent` does not apply."""
    return {item: _answer(item, version, found, absent) for item in version.items}


def wrong(points: int, note: str, *, scored: bool) -> Json:
    """Answer 不符合; points are taken off only where the list scores."""
    return {"result": "nonconforming", "deduction": points if scored else 0, "note": note}


def seal(
    check: SpotCheck,
    inspectors: Sequence[Inspector],
    said: Json,
    sheets: Sequence[tuple[ChecklistVersion, Json]],
) -> Sealed:
    """Close a record; `said` holds started_at, hazards, result_category and party_note."""
    document: Json = {
        "v": 1,
        "spot_check_id": str(check.id),
        "number": check.number,
        "site_id": str(check.site_id),
        "inspectors": [one.card_number for one in inspectors],
        "checklists": [_sheet(version, answered) for version, answered in sheets],
    }
    text = rfc8785.dumps(document | said)
    return Sealed(text.decode(), hashlib.sha256(text).hexdigest())


def _answer(
    item: str, version: ChecklistVersion, found: Mapping[str, Json], absent: Sequence[str]
) -> Json:
    if item in found:
        points, note = found[item]["deduct"], found[item].get("note", "")
        return wrong(points, note, scored=version.scored)
    return dict(NOT_APPLICABLE if item in absent else CONFORMING)


def _sheet(version: ChecklistVersion, answered: Json) -> Json:
    score = None
    if version.scored:
        score = scored(version.sections, answered).wire()
    return {"id": str(version.id), "answers": answered, "score": score}
