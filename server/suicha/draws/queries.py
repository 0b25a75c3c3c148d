"""Reads of plans and draws, each within the actor's jurisdictions."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from suicha import dr1
from suicha.accounts.models import Role
from suicha.checklists.models import ItemListEntry
from suicha.checklists.queries import entries
from suicha.db import db, today
from suicha.dr1.manifest import Manifest, read_manifest
from suicha.dr1.seed import MISSING
from suicha.dr1.sources import read_sources
from suicha.draws import results, rosters
from suicha.draws.models import Plan
from suicha.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.models import Contribution, PlanState


@dataclass(frozen=True)
class Witness:
    """The witness's part in a plan."""

    person_id: UUID
    name: str
    commitment: str
    revealed: bool
    missing: bool


@dataclass(frozen=True)
class Frozen:
    """The freezing that counts, as people read it."""

    at: datetime
    manifest_sha256: str
    objects: int
    inspectors: int
    entropy_bits: str
    reveal_by: str
    dice_not_before: str


@dataclass(frozen=True)
class PlanDetail:
    """A plan as the desk shows it."""

    id: UUID
    jurisdiction_id: UUID
    number: str
    title: str
    period_from: date
    period_to: date
    item_list_entry: ItemListEntry
    take: dict[str, int]
    due_working_days: int
    state: PlanState
    party: str
    witness: Witness | None
    frozen: Frozen | None
    draw: results.DrawDetail | None


def plans(actor: Actor) -> Select[Plan]:
    """Select the plans that the actor may see, with what a list tells of them."""
    told = selectinload(Plan.contributions), selectinload(Plan.frozen)
    return select(Plan).where(_seen(actor)).options(*told)


def briefs(found: Sequence[Plan]) -> list[PlanDetail]:
    """Dress plans as lines of the list: their draws are read one by one."""
    return [detail(plan, lines=False) for plan in found]


def plan(actor: Actor, plan_id: UUID) -> Plan:
    """One plan; raises not_found, also for a foreign one."""
    found = db.session.scalar(select(Plan).where(Plan.id == plan_id, _seen(actor)))
    if found is None:
        raise refuse("not_found", field="plan_id")
    return found


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


def seen_by(actor: Actor, plan_id: UUID) -> PlanDetail:
    """A plan as somebody may see it: a witness, from outside, reads no note of the office."""
    return detail(plan(actor, plan_id), inside=actor.role is not Role.WITNESS)


def detail(plan: Plan, *, lines: bool = True, inside: bool = True) -> PlanDetail:
    """A plan with its witness, its freezing and, with `lines`, its draw; notes only `inside`."""
    return PlanDetail(
        id=plan.id,
        jurisdiction_id=plan.jurisdiction_id,
        number=plan.number,
        title=plan.title,
        period_from=plan.period_from,
        period_to=plan.period_to,
        item_list_entry=plan.entry,
        take=plan.take,
        due_working_days=plan.due_working_days,
        state=plan.state,
        party=rosters.PARTY,
        witness=_witness(plan.contributions[0]) if plan.contributions else None,
        frozen=_frozen(plan) if plan.frozen else None,
        draw=results.detail(plan, plan.draw, inside=inside) if lines and plan.draw else None,
    )


def manifest(plan: Plan) -> Manifest:
    """The manifest of the freezing that counts."""
    return read_manifest(plan.frozen[-1].manifest.encode())


def roster(actor: Actor) -> dict[str, object]:
    """What a plan could draw from: sites by risk class, and inspectors."""
    place = actor.person.jurisdiction_id
    there = rosters.available(place)
    classes = {
        name: {"available": count, "suggested": _suggested(name, count)}
        for name, count in there.items()
    }
    return {"classes": classes, "inspectors": len(rosters.cards(place, today()))}


def files(of: Plan) -> dict[str, bytes]:
    """The files of draw.md that exist of a plan, by their names, as they are published."""
    found: dict[str, bytes] = {}
    if of.frozen:
        frozen = of.frozen[-1]
        found["manifest.json"] = frozen.manifest.encode()
        found["objects.tsv"] = frozen.objects.encode()
        found["inspectors.tsv"] = frozen.inspectors.encode()
    if of.draw is not None:
        found["contributions.tsv"] = dr1.write_contributions(results.values(of.draw))
        found["result.txt"] = of.draw.result.encode()
    if of.draw is not None and of.draw.changes:
        found["requests.tsv"] = dr1.write_requests(results.requests(of.draw))
        found["changes.txt"] = results.changes(of, of.draw).text
    return found


def file(actor: Actor, plan_id: UUID, name: str) -> bytes:
    """The bytes of a published file of draw.md; raises not_found."""
    of = plan(actor, plan_id)
    contents = files(of)
    if name not in contents:
        raise refuse("not_found", field="name")
    return contents[name]


def _witness(part: Contribution) -> Witness:
    return Witness(
        person_id=part.person_id,
        name=part.person.name,
        commitment=part.commitment,
        revealed=part.nonce not in {None, MISSING},
        missing=part.nonce == MISSING,
    )


def _frozen(plan: Plan) -> Frozen:
    frozen, sources = plan.frozen[-1], read_sources(manifest(plan))
    return Frozen(
        at=frozen.frozen_at,
        manifest_sha256=frozen.manifest_sha256,
        objects=frozen.objects.count("\n"),
        inspectors=frozen.inspectors.count("\n"),
        entropy_bits=f"{log2(sources[rosters.DICE].outcomes):.1f}",
        reveal_by=sources[rosters.PARTY].deadline,
        dice_not_before=sources[rosters.DICE].not_before,
    )


def _seen(actor: Actor) -> ColumnElement[bool]:
    return Plan.jurisdiction_id.in_(actor.jurisdictions)


def _suggested(risk_class: str, available: int) -> int:
    """Suggest a count from our default ratios (domain.md A5): a proposal that a person confirms."""
    percent = {"A": 5, "B": 15, "C": 40, "D": 100}[risk_class]
    return min(available, -(-available * percent // 100))
