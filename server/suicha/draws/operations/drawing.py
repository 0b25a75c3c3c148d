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

    After it a slip is mended by `repeat`.

    Raises plan.void, plan.not_frozen, plan.not_revealed, plan.already_drawn, source.unknown,
    plan.too_early, source.malformed, source.no_evidence, source.proof_differs.
    """
    plan = queries.locked(actor, plan_id)
    refuse_unless(plan, PlanState.REVEALED)
    check_announced(queries.manifest(plan), said)
    told = queries.announced(plan).get(said.source)
    if told is not None and (told.value, told.evidence) == (said.value, said.evidence):
        return plan
    write_down(actor, plan, said)
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
    manifest = queries.manifest(plan)
    drawn = Draw(drawn_by=actor.id)
    compute(plan, _values(plan, manifest, seal), drawn)
    plan.state = PlanState.DRAWN
    digests = manifest.sha256, drawn.result_sha256
    journal.record(facts.PlanDrawn(plan.id, plan.jurisdiction_id, actor.id, *digests))
    return plan


def compute(plan: Plan, values: list[tuple[str, str]], made: Draw) -> None:
    """Work dr/1 on the frozen files and these contributions; each site drawn gets its check."""
    frozen = plan.frozen[-1]
    files = (frozen.manifest.encode(), frozen.objects.encode(), frozen.inspectors.encode())
    result = dr1.compute(*files, values)
    made.number, made.frozen_id = len(plan.draws) + 1, frozen.id
    made.contributions, made.seed = {"values": values}, result.seed.hex()
    made.result, made.result_sha256 = result.text.decode(), result.sha256
    plan.draws.append(made)
    db.session.flush()
    teams = zip((one.id for one in result.drawn), result.teams, strict=True)
    assign_checks(plan, made, dict(teams))


def write_down(actor: Actor, plan: Plan, said: Announced) -> None:
    """Keep what a public source gave: from now on it is this that counts."""
    digest = hashlib.sha256(said.evidence.encode()).hexdigest()
    row = {"source": said.source, "value": said.value, "evidence_sha256": digest}
    plan.announcements.append(
        Announcement(**row, evidence=said.evidence, made_by=actor.id, made_at=now())
    )
    db.session.flush()
    journal.record(facts.PlanAnnounced(plan.id, plan.jurisdiction_id, actor.id, **row))


def check_announced(manifest: Manifest, said: Announced) -> None:
    """Refuse what a public source of this manifest cannot have said by now.

    Raises source.unknown, source.malformed, plan.too_early, source.no_evidence,
    source.proof_differs.
    """
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
