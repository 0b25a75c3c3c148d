"""The verbs up to the draw: make a plan, commit, freeze, reveal, draw. There is no step back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from suicha import dr1, journal
from suicha.db import db, next_number, now
from suicha.dr1.seed import MISSING
from suicha.dr1.sources import check_value, read_sources
from suicha.draws import facts, queries, rosters
from suicha.draws.models import Contribution, Draw, FrozenRosters, Plan, PlanState
from suicha.draws.operations.assigning import assign_checks
from suicha.errors import refuse
from suicha.places.models import Jurisdiction

if TYPE_CHECKING:
    from suicha.accounts.guard import Actor
    from suicha.dr1.manifest import Manifest

CEREMONY_AFTER = timedelta(minutes=3)  # time to read out and type the witness's number


@dataclass(frozen=True)
class NewPlan:
    """What a plan says: `take` is a count for each risk class."""

    title: str
    period_from: date
    period_to: date
    item_list_entry_id: UUID
    take: dict[str, int]
    due_working_days: int


@dataclass(frozen=True)
class Freeze:
    """When the dice may fall, at the earliest; None: in three minutes."""

    ceremony_at: datetime | None


def make(actor: Actor, new: NewPlan) -> Plan:
    """Make a plan for the actor's own jurisdiction.

    Raises plan.period, plan.take_nothing, plan.take_above_class, item.unknown.
    """
    if new.period_from > new.period_to:
        raise refuse("plan.period", field="period_to")
    place = actor.person.jurisdiction
    entry = queries.entry(place.id, new.item_list_entry_id)
    _check_take(new.take, rosters.available(place.id))
    plan = Plan(
        number=_number(place, new.period_from),
        jurisdiction_id=place.id,
        title=new.title,
        period_from=new.period_from,
        period_to=new.period_to,
        item_list_entry_id=entry.id,
        take=new.take,
        due_working_days=new.due_working_days,
        made_by=actor.id,
    )
    db.session.add(plan)
    db.session.flush()
    journal.record(facts.PlanMade(plan.id, place.id, actor.id, plan.number))
    return plan


def commit(actor: Actor, plan_id: UUID, commitment: str) -> Plan:
    """Keep the witness's commitment; it may be replaced until the rosters are frozen.

    Raises plan.frozen.
    """
    plan = queries.locked(actor, plan_id)
    if plan.state is not PlanState.DRAFT:
        raise refuse("plan.frozen", field="commitment")
    for earlier in plan.contributions:
        db.session.delete(earlier)
    db.session.flush()
    made = Contribution(key=rosters.PARTY, person=actor.person, commitment=commitment)
    plan.contributions = [made]
    journal.record(facts.PlanCommitted(plan.id, plan.jurisdiction_id, actor.id, commitment))
    return plan


def freeze(actor: Actor, plan_id: UUID, wanted: Freeze) -> Plan:
    """Freeze the rosters; again, as long as nothing was revealed, when the registers changed.

    Raises plan.no_commitment, plan.already_revealed, plan.already_drawn, plan.freeze_refused.
    """
    plan = queries.locked(actor, plan_id)
    _refuse_unless(plan, PlanState.DRAFT, PlanState.FROZEN)
    if not plan.contributions:
        raise refuse("plan.no_commitment")
    ceremony_at = wanted.ceremony_at or now() + CEREMONY_AFTER
    try:
        files = rosters.freeze(plan, plan.contributions[0].commitment, ceremony_at)
        dr1.check_freeze(files.manifest, files.objects, files.inspectors)
    except dr1.InputError as error:
        raise refuse("plan.freeze_refused", reasons=[str(error)]) from error
    plan.frozen.append(
        FrozenRosters(
            frozen_at=now(),
            frozen_by=actor.id,
            objects=files.objects.decode(),
            inspectors=files.inspectors.decode(),
            manifest=files.manifest.decode(),
            manifest_sha256=files.manifest_sha256,
        )
    )
    plan.state = PlanState.FROZEN
    journal.record(facts.PlanFrozen(plan.id, plan.jurisdiction_id, actor.id, files.manifest_sha256))
    return plan


def reveal(actor: Actor, plan_id: UUID, nonce: str | None) -> Plan:
    """Reveal the witness's number before the dice; None, after its deadline, is written `-`.

    This is the last moment at which nobody can know an outcome, so it is here that changed
    registers stop a draw: a refusal any later could be used to throw an unwelcome result away.
    Raises plan.not_frozen, plan.reveal_early, plan.reveal_late, plan.reveal_mismatch,
    roster.changed.
    """
    plan = queries.locked(actor, plan_id)
    _refuse_unless(plan, PlanState.FROZEN)
    _refuse_changed_registers(plan)
    manifest = queries.manifest(plan)
    late = _stamp() > read_sources(manifest)[rosters.PARTY].deadline
    if late != (nonce is None):
        raise refuse("plan.reveal_late" if late else "plan.reveal_early", field="nonce")
    value = MISSING if nonce is None else nonce
    try:
        check_value(manifest, rosters.PARTY, value)
    except dr1.InputError as error:
        raise refuse("plan.reveal_mismatch", field="nonce") from error
    party = plan.contributions[0]
    party.nonce, party.revealed_at = value, now()
    plan.state = PlanState.REVEALED
    journal.record(facts.PlanRevealed(plan.id, plan.jurisdiction_id, actor.id, value))
    return plan


def draw(actor: Actor, plan_id: UUID, dice: str) -> Plan:
    """Compute the draw from the frozen files and the dice, and assign a check to each site.

    Only the frozen bytes count: what the registers say by now changes nothing any more.
    Raises plan.not_frozen, plan.not_revealed, plan.already_drawn, plan.too_early,
    plan.too_few_dice.
    """
    plan = queries.locked(actor, plan_id)
    _refuse_unless(plan, PlanState.REVEALED)
    manifest, frozen = queries.manifest(plan), plan.frozen[-1]
    _check_dice(manifest, dice)
    values = [(rosters.PARTY, plan.contributions[0].nonce or MISSING), (rosters.DICE, dice)]
    files = (frozen.manifest.encode(), frozen.objects.encode(), frozen.inspectors.encode())
    result = dr1.compute(*files, values)
    drawn = Draw(
        frozen_id=frozen.id,
        contributions={"values": values},
        seed=result.seed.hex(),
        result=result.text.decode(),
        result_sha256=result.sha256,
        drawn_by=actor.id,
    )
    plan.draw, plan.state = drawn, PlanState.DRAWN
    db.session.flush()
    teams = zip((one.id for one in result.drawn), result.teams, strict=True)
    assign_checks(plan, drawn, dict(teams))
    fact = facts.PlanDrawn(
        plan.id, plan.jurisdiction_id, actor.id, manifest.sha256, dice, result.sha256
    )
    journal.record(fact)
    return plan


def _check_take(take: dict[str, int], available: dict[str, int]) -> None:
    if not any(take.values()):
        raise refuse("plan.take_nothing", field="take")
    for risk_class, asked in take.items():
        if asked > available[risk_class]:
            field, there = f"take.{risk_class}", available[risk_class]
            raise refuse("plan.take_above_class", field=field, asked=asked, available=there)


def _number(place: Jurisdiction, day: date) -> str:
    quarter = (day.month + 2) // 3
    return f"{place.code}-{day.year}-Q{quarter}-{next_number('plan'):03d}"


def _refuse_unless(plan: Plan, *states: PlanState) -> None:
    """Refuse a step out of order, by the name of what stands in its way."""
    if plan.state in states:
        return
    codes = {
        PlanState.DRAFT: "plan.not_frozen",
        PlanState.FROZEN: "plan.not_revealed",
        PlanState.REVEALED: "plan.already_revealed",
        PlanState.DRAWN: "plan.already_drawn",
    }
    raise refuse(codes[plan.state], state=plan.state.value)


def _refuse_changed_registers(plan: Plan) -> None:
    frozen = plan.frozen[-1]
    place, period_to = plan.jurisdiction_id, plan.period_to
    ids = rosters.changed_ids(frozen.objects, rosters.objects(place))
    ids += rosters.changed_ids(frozen.inspectors, rosters.inspectors(place, period_to))
    if ids:
        raise refuse("roster.changed", ids=ids)


def _check_dice(manifest: Manifest, dice: str) -> None:
    source = read_sources(manifest)[rosters.DICE]
    if _stamp() < source.not_before:
        raise refuse("plan.too_early", field="dice", not_before=source.not_before)
    try:
        check_value(manifest, rosters.DICE, dice)
    except dr1.InputError as error:
        raise refuse("plan.too_few_dice", field="dice") from error


def _stamp() -> str:
    """Return this second as the manifest writes times; as text they compare as instants do."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
