"""Reads of plans and draws, each within the actor's jurisdictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, selectinload

from suicha.accounts.models import Role
from suicha.checklists.models import ItemListEntry
from suicha.checklists.queries import entries
from suicha.db import db
from suicha.dr1.manifest import Manifest, read_manifest
from suicha.dr1.seed import SEAL
from suicha.draws import repeats, results
from suicha.draws.models import Draw, Plan, PlanState
from suicha.errors import refuse
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.models import Announcement

# What exists before the seed.
LISTS = ("manifest.json", "objects.tsv", "inspectors.tsv", "exclusions.tsv")
OPEN = (*LISTS, repeats.LIST)  # to a witness at once, of whatever plan


def plans(actor: Actor) -> Select[Plan]:
    """Select the plans that the actor may see, with what a list tells of them."""
    told = selectinload(Plan.contributions), selectinload(Plan.frozen)
    return select(Plan).where(_seen(actor)).options(*told)


def plan(actor: Actor, plan_id: UUID) -> Plan:
    """One plan; raises not_found, also for a foreign one."""
    found = db.session.scalar(select(Plan).where(Plan.id == plan_id, _seen(actor)))
    if found is None:
        raise refuse("not_found", field="plan_id")
    return found


def stands() -> ColumnElement[bool]:
    """Keep of a plan's computations the one that stands: the last; those before were set aside."""
    later = aliased(Draw)
    return ~exists().where(later.plan_id == Draw.plan_id, later.number > Draw.number)


def locked(actor: Actor, plan_id: UUID) -> Plan:
    """One plan to be changed: two steps at once wait for each other. Only its own office may.

    A city sees its districts' plans, but power is territorial (domain.md A4).
    """
    own = Plan.jurisdiction_id == actor.person.jurisdiction_id
    query = select(Plan).where(Plan.id == plan_id, own).with_for_update(of=Plan)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise refuse("not_found", field="plan_id")
    return found


def entry(jurisdiction_id: UUID, entry_id: UUID) -> ItemListEntry:
    """The entry of this office's item list that is in force; raises item.unknown."""
    found = db.session.scalar(entries([jurisdiction_id]).where(ItemListEntry.id == entry_id))
    if found is None:
        raise refuse("item.unknown", field="item_list_entry_id")
    return found


def manifest(plan: Plan) -> Manifest:
    """The manifest of the freezing that counts."""
    return read_manifest(plan.frozen[-1].manifest.encode())


def announced(plan: Plan) -> dict[str, Announcement]:
    """What each public source gave, by its id: of several entries the last one."""
    return {one.source: one for one in plan.announcements}


def standing_checks(draw: Draw) -> Select[SpotCheck]:
    """The checks of a draw that were not cancelled, to be changed: their visits wait."""
    query = select(SpotCheck).where(SpotCheck.draw_id == draw.id, SpotCheck.cancelled_at.is_(None))
    return query.order_by(SpotCheck.id).with_for_update(of=SpotCheck)


def running_beside(plan: Plan) -> list[ColumnElement[bool]]:
    """Say which plans are under way for the same item and days: one at a time (draw.md 6)."""
    under_way = Plan.state.in_([PlanState.FROZEN, PlanState.REVEALED])
    return [*_same_scope(plan), under_way, Plan.voided_at.is_(None)]


def superseded(plan: Plan) -> Plan | None:
    """The last void plan of the same item and days, which nothing has followed yet."""
    followed = select(Plan.supersedes_id).where(
        Plan.supersedes_id.is_not(None), Plan.voided_at.is_(None)
    )
    query = select(Plan).where(
        *_same_scope(plan),
        Plan.voided_at.is_not(None),
        Plan.frozen.any(),
        Plan.id.not_in(followed),
    )
    return db.session.scalar(query.order_by(Plan.voided_at.desc()).limit(1))


def _same_scope(plan: Plan) -> list[ColumnElement[bool]]:
    return [
        Plan.id != plan.id,
        Plan.jurisdiction_id == plan.jurisdiction_id,
        Plan.item_list_entry_id == plan.item_list_entry_id,
        Plan.period_from <= plan.period_to,
        Plan.period_to >= plan.period_from,
    ]


def files(of: Plan) -> dict[str, bytes]:
    """The files of draw.md that exist of a plan, by their names, as they are published."""
    found: dict[str, bytes] = {}
    if of.frozen:
        frozen = of.frozen[-1]
        found["manifest.json"] = frozen.manifest.encode()
        found["objects.tsv"] = frozen.objects.encode()
        found["inspectors.tsv"] = frozen.inspectors.encode()
        if frozen.exclusions is not None:
            found["exclusions.tsv"] = frozen.exclusions.encode()
    if of.draw is not None:
        found |= results.files(of, of.draw) | repeats.files(of)
    return found


def is_sealed(of: Plan) -> bool:
    """Whether the outcome of a plan is still a secret of its office."""
    frozen = bool(of.frozen) and SEAL in manifest(of).seed
    return frozen and of.published_at is None


def keeps_from(actor: Actor, of: Plan, name: str = "result.txt") -> bool:
    """Whether a file is kept from somebody: a witness, from outside, waits for the sealed ones."""
    return actor.role is Role.WITNESS and name not in OPEN and is_sealed(of)


def file(actor: Actor, plan_id: UUID, name: str) -> bytes:
    """The bytes of a file of draw.md; raises not_found, also for what is still sealed."""
    of = plan(actor, plan_id)
    contents = {name: body for name, body in files(of).items() if not keeps_from(actor, of, name)}
    if name not in contents:
        raise refuse("not_found", field="name")
    return contents[name]


def _seen(actor: Actor) -> ColumnElement[bool]:
    return Plan.jurisdiction_id.in_(actor.jurisdictions)
