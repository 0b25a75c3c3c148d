"""The verb that mends a computation: set aside for a wrong transcription, and repeated at once.

The officially announced value is the value (draw.md 2): neither manifest nor lists nor any other
contribution can change by it. It is no second draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha import journal
from suicha.dr1.kinds import KINDS
from suicha.dr1.sources import read_sources
from suicha.draws import facts, queries, repeats, results
from suicha.draws.models import Draw
from suicha.draws.operations.drawing import Announced, check_announced, compute, write_down
from suicha.draws.operations.planning import cancel_checks, standing_draw
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.dr1.manifest import Manifest
    from suicha.draws.models import Plan

SET_ASIDE = "set-aside"  # why the checks of the wrong computation are cancelled


@dataclass(frozen=True)
class Repeat(Announced):
    """What a public source really gave, and why it was written down otherwise: published.

    `draw_id` is the computation that was looked at; what is sent twice is done once.
    """

    draw_id: UUID
    text: str


def repeat(actor: Actor, plan_id: UUID, wanted: Repeat) -> Plan:
    """Set a computation aside whose public value was transcribed wrongly, and compute again.

    Whoever made the plan or computed it cannot: a void has the same rule. The wrong computation
    stays, with its files and the changes made to it; what was visited stands. Raises plan.void,
    plan.not_drawn, draw.overtaken, source.unknown, source.malformed, plan.too_early,
    source.no_evidence, source.proof_differs, source.unchanged, source.dice_late, plan.visited,
    plan.own_repeat.
    """
    plan = queries.locked(actor, plan_id)
    wrong = standing_draw(plan)
    if wrong.id != wanted.draw_id:
        raise refuse("draw.overtaken", field="draw_id")
    manifest = queries.manifest(plan)
    values = _mended(manifest, wrong, wanted)
    if code := repeats.barred(actor, plan, wrong):
        raise refuse(code)
    cancel_checks(actor, wrong, SET_ASIDE)
    write_down(actor, plan, wanted)
    why = {"mended_source": wanted.source, "mended_text": wanted.text.strip()}
    right = Draw(drawn_by=actor.id, **why)
    compute(plan, values, right)
    digests = manifest.sha256, wrong.result_sha256, right.result_sha256
    fact = facts.PlanRepeated(plan.id, plan.jurisdiction_id, actor.id, wanted.source, *digests)
    journal.record(fact)
    return plan


def _mended(manifest: Manifest, wrong: Draw, said: Announced) -> list[tuple[str, str]]:
    """Give the contributions of a computation with this one in the place of the wrong one.

    By now everybody may know what each value would lead to. So dice, too, need to be proven, and
    none are thrown any more for a source that has spoken.
    """
    check_announced(manifest, said)
    if not said.evidence.strip():
        raise refuse("source.no_evidence", field="evidence")
    values = dict(results.values(wrong))
    before = values[said.source]
    if said.value == before:
        raise refuse("source.unchanged", field="value")
    source = read_sources(manifest)[said.source]
    keeps = KINDS[source.kind].keeps
    if keeps(source.promise, before) and not keeps(source.promise, said.value):
        raise refuse("source.dice_late", field="value")
    return list((values | {said.source: said.value}).items())
