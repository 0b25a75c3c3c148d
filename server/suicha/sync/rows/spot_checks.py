"""Rows of spot checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from suicha.checklists.models import ItemListEntry
from suicha.db import db
from suicha.draws.models import Draw, Plan
from suicha.photos.queries import held_by
from suicha.spot_checks import comparisons
from suicha.spot_checks.models import AnswerSheet, SpotCheck, SpotCheckState
from suicha.spot_checks.queries import inspectors
from suicha.spot_checks.schemas import DifferenceShape, UnrecordedHazardShape

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from suicha.db import Json
    from suicha.spot_checks.comparisons import Comparison
    from suicha.spot_checks.queries import Inspector


def spot_checks(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Checks with their inspectors, and with what the server has received of them."""
    query = select(SpotCheck).where(SpotCheck.id.in_(ids))
    query = query.options(selectinload(SpotCheck.assignments))
    found = list(db.session.scalars(query))
    entries = _entries({check.item_list_entry_id for check in found})
    plans = _plan_numbers({check.draw_id for check in found if check.draw_id})
    photos, compared = held_by(ids), comparisons.of(ids)
    return {
        check.id: _spot_check(check)
        | _beside(compared.get(check.id))
        | {
            "received": {
                "commands": check.commands_received,
                "photos": list(photos[check.id]),
                "receipts": photos[check.id],
            },
            "item_list_entry": entries[check.item_list_entry_id],
            "plan_number": plans.get(check.draw_id),
        }
        for check in found
    }


def _spot_check(check: SpotCheck) -> Json:
    sent = inspectors(check)
    return {
        "id": str(check.id),
        "number": check.number,
        "site_id": str(check.site_id),
        "state": check.state.value,
        "due_on": check.due_on.isoformat(),
        "due_provisional": check.due_provisional,
        "started_at": check.started_at.isoformat() if check.started_at else None,
        "checklists": [str(version_id) for version_id in check.checklist_version_ids],
        "lead_id": next((str(one.id) for one in sent if one.lead), None),
        "inspectors": [_inspector(one) for one in sent],
        "result_category": check.result_category.value if check.result_category else None,
        "receipt": check.receipt,
        "complete": check.state is SpotCheckState.COMPLETE,
    }


def _beside(compared: Comparison | None) -> Json:
    """Tell the record that stands, and what differs from it or is not named by it."""
    if compared is None:
        return {"record": None, "differences": [], "unrecorded_hazards": []}
    record, case = compared.record, compared.case
    return {
        "record": {
            "version": record.version,
            "digest": record.digest,
            "reason": record.reason,
            "closed_at": record.closed_at.isoformat(),
            "result_category": compared.result_category,
            "score": record.score,
        },
        "differences": DifferenceShape(many=True).dump(case.differences),
        "unrecorded_hazards": UnrecordedHazardShape(many=True).dump(case.unrecorded_hazards),
    }


def answer_sheets(ids: Collection[UUID]) -> dict[UUID, Json]:
    """Answer sheets of all inspectors of a check."""
    query = select(AnswerSheet).where(AnswerSheet.id.in_(ids))
    query = query.execution_options(populate_existing=True)
    return {
        sheet.id: {
            "id": str(sheet.id),
            "spot_check_id": str(sheet.spot_check_id),
            "checklist_id": str(sheet.checklist_version_id),
            "inspector_id": str(sheet.inspector_id),
            "answers": sheet.answers,
            "made_at": sheet.made_at.isoformat(),
        }
        for sheet in db.session.scalars(query)
    }


def _inspector(one: Inspector) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "card_number": one.card_number,
        "lead": one.lead,
    }


def _entries(ids: Collection[UUID]) -> dict[UUID, Json]:
    query = select(ItemListEntry).where(ItemListEntry.id.in_(ids))
    return {
        entry.id: {"name": entry.name, "legal_basis": entry.legal_basis}
        for entry in db.session.scalars(query)
    }


def _plan_numbers(draw_ids: Collection[UUID]) -> dict[UUID | None, str]:
    query = select(Draw.id, Plan.number).join(Plan, Plan.id == Draw.plan_id)
    found = db.session.execute(query.where(Draw.id.in_(draw_ids)))
    return {row.id: row.number for row in found}
