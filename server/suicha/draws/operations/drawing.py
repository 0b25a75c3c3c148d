"""The verbs of the seed: write down what the public sources gave, and compute the draw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha import dr1, journal
from suicha.db import db, now
from suicha.dr1.kinds import KINDS
from suicha.dr1.proofs import check_proof
from suicha.dr1.seed import MISSING, SEAL
from suicha.dr1.sources import check_value, read_sources
from suicha.draws import facts, queries, seeding
from suicha.draws.models import Announcement, Draw, Plan, PlanState
from suicha.draws.operations.assigning import assign_checks
from suicha.draws.operations.ceremony import refuse_unless
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.dr1.manifest import Manifest
    from suicha.dr1.sources import Source


@dataclass(frozen=True)
class Announced:
    """What a public source gave: its id in the manifest, its value, and where that is proven."""

    source: str
    value: str
    evidence: str


def announce(actor: Actor, plan_id: UUID, said: Announced) -> Plan:
    """Write down what a public source gave; a slip is mended by another, before the computation.

    Raises plan.void, plan.not_frozen, plan.not_revealed, plan.already_drawn, source.unknown,
    plan.too_early, source.malformed, source.no_evidence, source.proof_differs.
    """
    plan = queries.locked(actor, plan_id)
    refuse_unless(plan, PlanState.REVEALED)
    manifest = queries.manifest(plan)
    _check_announced(manifest, said)
    told = queries.announced(plan).get(said.source)
    if told is not None and (told.value, told.evidence) == (said.value, said.evidence):
        return plan
    digest = hashlib.sha256(said.evidence.encode()).hexdigest()
    row = {"source": said.source, "value": said.value, "evidence_sha256": digest}
    plan.announcements.append(
        Announcement(**row, evidence=said.evidence, made_by=actor.id, made_at=now())
    )
    db.session.flush()
    journal.record(facts.PlanAnnounced(plan.id, plan.jurisdiction_id, actor.id, **row))
    return plan


def draw(actor: Actor, plan_id: UUID, seal: str | None) -> Plan:
    """Compute the draw from the frozen files and the seed, and assign a check to each site.

    Only the frozen bytes count: what the registers say by now changes nothing any more. `seal` is
    the office's own number, in a sealed plan. Raises plan.void, plan.not_frozen,
    plan.not_revealed, plan.already_drawn, plan.not_announced, plan.seal_missing,
    plan.seal_mismatch.
    """
    plan = queries.locked(actor, plan_id)
    refuse_unless(plan, PlanState.REVEALED)
    manifest, frozen = queries.manifest(plan), plan.frozen[-1]
    values = _values(plan, manifest, seal)
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
    fact = facts.PlanDrawn(plan.id, plan.jurisdiction_id, actor.id, manifest.sha256, result.sha256)
    journal.record(fact)
    return plan


def _check_announced(manifest: Manifest, said: Announced) -> None:
    source = read_sources(manifest).get(said.source)
    if source is None or not source.public:
        raise refuse("source.unknown", field="source")
    try:
        check_value(manifest, said.source, said.value)
    except dr1.InputError as error:
        raise refuse("source.malformed", field="value", source=said.source) from error
    begins = _begins(source, said.value)
    if seeding.stamp(now()) < begins:
        raise refuse("plan.too_early", not_before=begins)
    if source.kind != seeding.DICE and not said.evidence.strip():
        raise refuse("source.no_evidence", field="evidence")
    try:
        check_proof(said.source, said.value, said.evidence)
    except dr1.InputError as error:
        raise refuse("source.proof_differs", field="evidence") from error


def _begins(source: Source, value: str) -> str:
    """When a value can be known at the earliest: its own source's hour, or the dice's after it."""
    own = KINDS[source.kind].keeps(source.promise, value)
    return source.not_before if own or source.fallback is None else source.fallback.not_before


def _values(plan: Plan, manifest: Manifest, seal: str | None) -> list[tuple[str, str]]:
    """Put all contributions in manifest order; refuse where one is still to come."""
    given = {one.key: one.nonce or MISSING for one in plan.contributions}
    given |= {source: told.value for source, told in queries.announced(plan).items()}
    if SEAL in manifest.seed:
        given[SEAL] = _opened_seal(manifest, seal)
    if waiting := [id_ for id_ in manifest.seed if id_ not in given]:
        raise refuse("plan.not_announced", sources=waiting)
    return [(id_, given[id_]) for id_ in manifest.seed]


def _opened_seal(manifest: Manifest, seal: str | None) -> str:
    if seal is None:
        raise refuse("plan.seal_missing", field="seal")
    try:
        check_value(manifest, SEAL, seal)
    except dr1.InputError as error:
        raise refuse("plan.seal_mismatch", field="seal") from error
    return seal
