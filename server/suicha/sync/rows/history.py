"""Rows of history: what a site's last closed checks found, and what is still open there."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from suicha.checklists.models import ChecklistVersion
from suicha.db import db
from suicha.hazards.models import Hazard, HazardState
from suicha.hazards.schemas import HazardShape
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse
from suicha.spot_checks.models import SpotCheck
from suicha.spot_checks.queries import CLOSED, inspectors, standing_records

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from suicha.db import Json
    from suicha.spot_checks.models import Record

MOST_CHECKS = 5  # of a site; the phone keeps as many of them as its person wants


@dataclass(frozen=True)
class Past:
    """What hangs on some closed checks, by check."""

    records: dict[UUID, Record]
    hazards: dict[UUID, list[Json]]
    photos: dict[UUID, list[Json]]
    codes: dict[str, str]  # of checklists, by the version's id


def histories(site_ids: Collection[UUID]) -> dict[UUID, Json]:
    """Sites' pasts: hazards that are open, and the last closed checks, the newest first."""
    still_open = _open_hazards(site_ids)
    checks = _last_checks(site_ids)
    past = _past(checks)
    told: dict[UUID, list[Json]] = defaultdict(list)
    for check in checks:
        told[check.site_id].append(_check(check, past))
    return {
        site_id: {
            "id": str(site_id),
            "site_id": str(site_id),
            "hazards": still_open[site_id],
            "checks": told[site_id],
        }
        for site_id in site_ids
    }


def _open_hazards(site_ids: Collection[UUID]) -> dict[UUID, list[Json]]:
    """Give what closed checks found and nobody has closed; the earliest due date first."""
    query = select(Hazard).join(Hazard.spot_check).where(SpotCheck.state.in_(CLOSED))
    query = query.where(Hazard.site_id.in_(site_ids), Hazard.state != HazardState.CLOSED)
    shape, found = HazardShape(), defaultdict(list)
    for hazard in db.session.scalars(query.order_by(Hazard.due_on, Hazard.id)):
        found[hazard.site_id].append(shape.dump(hazard))
    return found


def _last_checks(site_ids: Collection[UUID]) -> Sequence[SpotCheck]:
    newest = SpotCheck.submitted_at.desc(), SpotCheck.id.desc()
    place = func.row_number().over(partition_by=SpotCheck.site_id, order_by=newest).label("place")
    closed = SpotCheck.site_id.in_(site_ids), SpotCheck.state.in_(CLOSED)
    placed = select(SpotCheck.id, place).where(*closed).subquery()
    last = select(placed.c.id).where(placed.c.place <= MOST_CHECKS)
    query = select(SpotCheck).where(SpotCheck.id.in_(last)).order_by(*newest)
    return db.session.scalars(query.options(selectinload(SpotCheck.assignments))).all()


def _past(checks: Sequence[SpotCheck]) -> Past:
    ids = [check.id for check in checks]
    lists = {version_id for check in checks for version_id in check.checklist_version_ids}
    return Past(standing_records(ids), _findings(ids), _photos(ids), _codes(lists))


def _check(check: SpotCheck, past: Past) -> Json:
    record = past.records.get(check.id)
    return {
        "id": str(check.id),
        "number": check.number,
        "submitted_at": check.submitted_at.isoformat() if check.submitted_at else None,
        "result_category": check.result_category.value if check.result_category else None,
        "score": record.score if record else None,
        "findings": record.findings if record else 0,
        "inspectors": [one.name for one in inspectors(check)],
        "answers": _answers(record, past.codes) if record else {},
        "hazards": past.hazards[check.id],
        "photos": past.photos[check.id],
    }


def _answers(record: Record, codes: dict[str, str]) -> Json:
    """Give the answers of the record that stands, by the code of their list, then by item."""
    said: Json = json.loads(record.text)
    return {
        codes[each["id"]]: each["answers"] for each in said["checklists"] if each["id"] in codes
    }


def _findings(check_ids: Collection[UUID]) -> dict[UUID, list[Json]]:
    columns = Hazard.id, Hazard.number, Hazard.item_id, Hazard.description, Hazard.state
    query = select(Hazard.spot_check_id, *columns, Hazard.grade, Hazard.severity, Hazard.is_major)
    query = query.where(Hazard.spot_check_id.in_(check_ids)).order_by(Hazard.id)
    found: dict[UUID, list[Json]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.spot_check_id].append(
            {
                "id": str(row.id),
                "number": row.number,
                "item_id": row.item_id,
                "description": row.description,
                "state": row.state.value,
                "grade": row.grade,  # for apps of before 0.2.0
                "severity": row.severity.value,
                "is_major": row.is_major,
            }
        )
    return found


def _photos(check_ids: Collection[UUID]) -> dict[UUID, list[Json]]:
    """Give the pictures of evidence that have a thumbnail to fetch."""
    query = (
        select(PhotoUse.spot_check_id, PhotoUse.sha256, PhotoUse.hazard_id, PhotoUse.taken_at)
        .join(Photo, Photo.sha256 == PhotoUse.sha256)
        .where(PhotoUse.spot_check_id.in_(check_ids), PhotoUse.kind == PhotoKind.EVIDENCE)
        .where(Photo.state == PhotoState.RENDERED)
        .order_by(PhotoUse.taken_at, PhotoUse.id)
    )
    found: dict[UUID, list[Json]] = defaultdict(list)
    for check_id, sha256, hazard_id, taken_at in db.session.execute(query):
        of_hazard = str(hazard_id) if hazard_id else None
        photo = {"sha256": sha256, "hazard_id": of_hazard, "taken_at": taken_at.isoformat()}
        found[check_id].append(photo)
    return found


def _codes(version_ids: Collection[UUID]) -> dict[str, str]:
    query = select(ChecklistVersion.id, ChecklistVersion.code)
    found = db.session.execute(query.where(ChecklistVersion.id.in_(version_ids)))
    return {str(version_id): code for version_id, code in found}
