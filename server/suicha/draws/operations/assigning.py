"""How drawn sites become spot checks: by the draw, and by a replacement after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha.accounts.models import Card
from suicha.checklists.queries import current_versions
from suicha.db import db, today
from suicha.sites.models import Site
from suicha.spot_checks.operations import NewSpotCheck, assign
from suicha.workdays import add_working_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suicha.draws.models import Draw, Plan

    Teams = Mapping[str, Sequence[str | None]]  # permit number of a site -> its cards by seat


def assign_checks(plan: Plan, drawn: Draw, teams: Teams) -> None:
    """Turn each site into a spot check with its inspectors and a due date, in this order."""
    sites = {
        site.permit_number: site.id
        for site in db.session.scalars(select(Site).where(Site.permit_number.in_(teams)))
    }
    numbers = {number for team in teams.values() for number in team if number}
    people = {
        card.number: card.person_id
        for card in db.session.scalars(select(Card).where(Card.number.in_(numbers)))
    }
    due = add_working_days(max(today(), plan.period_from), plan.due_working_days)
    codes = plan.entry.checklist_codes
    versions = tuple(version.id for version in current_versions(codes, plan.jurisdiction_id))
    for object_id, team in teams.items():
        assign(
            NewSpotCheck(
                jurisdiction_id=plan.jurisdiction_id,
                site_id=sites[object_id],
                draw_id=drawn.id,
                item_list_entry_id=plan.item_list_entry_id,
                checklist_version_ids=versions,
                due_on=due.on,
                due_provisional=due.provisional,
                inspector_ids=tuple(people[number] if number else None for number in team),
                number_prefix=plan.number.split("-")[0],
            )
        )
