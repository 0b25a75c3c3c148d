"""The verbs of a ceremony before its seed is known: commit, freeze, reveal. No step leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from suicha import dr1, journal
from suicha.db import db, now
from suicha.dr1.seed import MISSING
from suicha.dr1.sources import read_sources
from suicha.draws import facts, limits, queries, rosters, seeding
from suicha.draws.models import Contribution, FrozenRosters, Plan, PlanState
from suicha.draws.operations.planning import refuse_void
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.draws.seeding import Freeze

MOST_WITNESSES = 9


def commit(actor: Actor, plan_id: UUID, party: str | None, commitment: str) -> Plan:
    """Keep a witness's commitment; it may be replaced until the rosters are frozen.

    `party` is the name that went into it. Raises plan.frozen, plan.void, plan.party_taken.
    """
    plan = queries.locked(actor, plan_id)
    refuse_void(plan)
    if plan.state is not PlanState.DRAFT:
        raise refuse("plan.frozen", field="commitment")
    earlier = [one for one in plan.contributions if one.person_id == actor.id]
    key = earlier[0].key if earlier else seeding.next_party(plan)
    if party not in {None, key} or len(plan.contributions) - len(earlier) >= MOST_WITNESSES:
        raise refuse("plan.party_taken", field="party", party=key)
    for one in earlier:
        plan.contributions.remove(one)
        db.session.delete(one)
    db.session.flush()
    plan.contributions.append(
        Contribution(key=key, person=actor.person, commitment=commitment, committed_at=now())
    )
    db.session.flush()
    fact = facts.PlanCommitted(plan.id, plan.jurisdiction_id, actor.id, key, commitment)
    journal.record(fact)
    return plan


def freeze(actor: Actor, plan_id: UUID, wanted: Freeze) -> Plan:
    """Freeze the rosters; again, as long as nothing was revealed, when the registers changed.

    Raises plan.void, plan.not_approved, plan.no_commitment, plan.another, plan.seal_missing,
    plan.already_revealed, plan.already_drawn, plan.freeze_refused.
    """
    plan = queries.locked(actor, plan_id)
    refuse_unless(plan, PlanState.DRAFT, PlanState.FROZEN)
    _refuse_incomplete(plan, wanted)
    plan.supersedes = plan.supersedes or queries.superseded(plan)
    try:
        files = rosters.freeze(plan, seeding.promised(plan, wanted))
        dr1.check_freeze(files.manifest, files.objects, files.inspectors)
    except dr1.InputError as error:
        raise refuse("plan.freeze_refused", reasons=[str(error)]) from error
    plan.frozen.append(
        FrozenRosters(
            frozen_at=now(),
            frozen_by=actor.id,
            objects=files.objects.decode(),
            inspectors=files.inspectors.decode(),
            exclusions=files.exclusions.decode(),
            manifest=files.manifest.decode(),
            manifest_sha256=files.manifest_sha256,
        )
    )
    plan.state = PlanState.FROZEN
    journal.record(facts.PlanFrozen(plan.id, plan.jurisdiction_id, actor.id, files.manifest_sha256))
    return plan


def reveal(actor: Actor, plan_id: UUID, nonce: str | None) -> Plan:
    """Reveal a witness's number before the public sources speak; whose it is, its commitment says.

    None, after the deadline, writes `-` for all who kept silent. This is the last moment at which
    nobody can know an outcome, so it is here that changed registers stop a draw: a refusal any
    later could be used to throw an unwelcome result away. A number told twice is told once.
    Raises plan.void, plan.not_frozen, plan.reveal_early, plan.reveal_late, plan.reveal_mismatch,
    roster.changed, plan.another_revealed.
    """
    plan = queries.locked(actor, plan_id)
    refuse_unless(plan, PlanState.FROZEN)
    limits.refuse_while_another_is_open(plan)
    _refuse_changed_registers(plan)
    sources = read_sources(queries.manifest(plan))
    late = seeding.stamp(now()) > sources[plan.contributions[0].key].deadline
    if late != (nonce is None):
        raise refuse("plan.reveal_late" if late else "plan.reveal_early", field="nonce")
    silent = [one for one in plan.contributions if one.nonce is None]
    for party in silent if nonce is None else [_opened(plan, nonce)]:
        _tell(actor, plan, party, nonce or MISSING)
    if all(one.nonce is not None for one in plan.contributions):
        plan.state = PlanState.REVEALED
    return plan


def refuse_unless(plan: Plan, *states: PlanState) -> None:
    """Refuse a step out of order, by the name of what stands in its way."""
    refuse_void(plan)
    if plan.state in states:
        return
    codes = {
        PlanState.DRAFT: "plan.not_frozen",
        PlanState.FROZEN: "plan.not_revealed",
        PlanState.REVEALED: "plan.already_revealed",
        PlanState.DRAWN: "plan.already_drawn",
    }
    raise refuse(codes[plan.state], state=plan.state.value)


def _refuse_incomplete(plan: Plan, wanted: Freeze) -> None:
    if plan.approved_at is None:
        raise refuse("plan.not_approved")
    if not plan.contributions:
        raise refuse("plan.no_commitment")
    if (wanted.seal is None) != (wanted.publish_at is None):
        raise refuse("plan.seal_missing", field="seal" if wanted.seal is None else "publish_at")
    if other := db.session.scalar(select(Plan.number).where(*queries.running_beside(plan))):
        raise refuse("plan.another", number=other)


def _refuse_changed_registers(plan: Plan) -> None:
    frozen = plan.frozen[-1]
    place, period_to = plan.jurisdiction_id, plan.period_to
    found = limits.listed(limits.of(plan))
    ids = rosters.changed_ids(frozen.objects, rosters.objects(found, place))
    ids += rosters.changed_ids(frozen.inspectors, rosters.inspectors(place, period_to))
    if ids:
        raise refuse("roster.changed", ids=ids)


def _opened(plan: Plan, nonce: str) -> Contribution:
    """Find the commitment that a number opens."""
    for party in plan.contributions:
        if dr1.commitment(plan.number, party.key, nonce) == party.commitment:
            return party
    raise refuse("plan.reveal_mismatch", field="nonce")


def _tell(actor: Actor, plan: Plan, party: Contribution, value: str) -> None:
    if party.nonce is not None:
        return
    party.nonce, party.revealed_at = value, now()
    fact = facts.PlanRevealed(plan.id, plan.jurisdiction_id, actor.id, party.key, value)
    journal.record(fact)
