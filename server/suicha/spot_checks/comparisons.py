"""Reads what was recorded beside the record that stands, for a page of checks at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date, Text, Uuid, column, select, table

from suicha.db import db
from suicha.photos.models import PhotoKind, PhotoUse
from suicha.spot_checks import queries
from suicha.spot_checks.differences import Case, Sheet
from suicha.spot_checks.models import AnswerSheet, Record, SpotCheck

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Row

    from suicha.db import Json

# Hazards build upon spot checks: their table is named here, their room is not imported.
SAID = ("item_id", "description", "location", "clause")
MAJOR = ("major_edition", "major_item", "major_reason")
HAZARDS = table(
    "hazards",
    column("id", Uuid()),
    column("spot_check_id", Uuid()),
    column("number", Text()),
    column("party_id", Uuid()),
    column("due_on", Date()),
    column("is_major", Boolean()),
    *(column(name, Text()) for name in (*SAID, "severity", *MAJOR)),
)


@dataclass(frozen=True)
class Comparison:
    """The record of a closed check that stands, and what is known beside it."""

    record: Record
    case: Case

    @property
    def result_category(self) -> str:
        """检查结果, as the record states it."""
        return str(self.case.body["result_category"])


def of(spot_check_ids: Collection[UUID]) -> dict[UUID, Comparison]:
    """Compare, for those checks that are closed."""
    records = queries.standing_records(spot_check_ids)
    sheets, hazards = _sheets(records), _hazards(records)
    decisions = queries.decisions(records)
    return {
        key: Comparison(
            record,
            Case(json.loads(record.text), sheets[key], hazards[key], decisions[key]),
        )
        for key, record in records.items()
    }


def hazards_as_recorded(ids: Collection[UUID]) -> list[Json]:
    """Write hazards as a record names them, in the order of their numbers.

    A major one whose item is owed is written as the app that reported it would: by its grade.
    """
    found = db.session.execute(select(HAZARDS).where(HAZARDS.c.id.in_(ids)))
    photos = _evidence(ids)
    return [
        {name: getattr(row, name) for name in SAID}
        | {
            "id": str(row.id),
            "grade": "major" if row.is_major and row.major_item is None else row.severity,
            "due_on": row.due_on.isoformat(),
            "party_id": str(row.party_id),
            "photos": photos[row.id],
        }
        | _determination(row)
        for row in sorted(found, key=lambda row: row.number)
    ]


def _determination(row: Row[Any]) -> Json:  # Any: of the columns above
    """Give it where there is one: a record says nothing of what nobody determined."""
    if row.major_item is None:
        return {}
    named = {"edition": row.major_edition, "item_id": row.major_item, "reason": row.major_reason}
    return {"determination": named}


def hazard_words(ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Tell the number and the description of hazards."""
    query = select(HAZARDS.c.id, HAZARDS.c.number, HAZARDS.c.description)
    found = db.session.execute(query.where(HAZARDS.c.id.in_(ids)))
    return {row.id: (row.number, row.description) for row in found}


def _sheets(spot_check_ids: Collection[UUID]) -> dict[UUID, list[Sheet]]:
    """Read every inspector's sheets, in the order of the check's lists.

    Columns, not rows of the session: another phone may have pushed since they were loaded.
    """
    query = (
        select(
            AnswerSheet.spot_check_id,
            AnswerSheet.checklist_version_id,
            AnswerSheet.inspector_id,
            AnswerSheet.answers,
            SpotCheck.checklist_version_ids,
        )
        .join(SpotCheck, SpotCheck.id == AnswerSheet.spot_check_id)
        .where(AnswerSheet.spot_check_id.in_(spot_check_ids))
        .order_by(AnswerSheet.inspector_id)
    )
    found: dict[UUID, list[tuple[int, Sheet]]] = defaultdict(list)
    for check, version, inspector, answers, versions in db.session.execute(query):
        found[check].append((versions.index(version), Sheet(version, inspector, answers)))
    ordered = {key: sorted(each, key=lambda one: one[0]) for key, each in found.items()}
    return defaultdict(list, {key: [one for _, one in each] for key, each in ordered.items()})


def _hazards(spot_check_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    query = select(HAZARDS.c.spot_check_id, HAZARDS.c.id).order_by(HAZARDS.c.number)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for check, hazard in db.session.execute(
        query.where(HAZARDS.c.spot_check_id.in_(spot_check_ids))
    ):
        found[check].append(hazard)
    return found


def _evidence(hazard_ids: Collection[UUID]) -> dict[UUID | None, list[str]]:
    query = select(PhotoUse.hazard_id, PhotoUse.sha256).order_by(PhotoUse.taken_at, PhotoUse.id)
    query = query.where(PhotoUse.kind == PhotoKind.EVIDENCE, PhotoUse.hazard_id.in_(hazard_ids))
    found: dict[UUID | None, list[str]] = defaultdict(list)
    for hazard, sha256 in db.session.execute(query):
        found[hazard].append(sha256)
    return found
