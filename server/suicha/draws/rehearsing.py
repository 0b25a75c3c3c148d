"""A read that plays a plan with invented seeds before it is frozen; it writes nothing (5.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suicha import dr1
from suicha.draws import limits, queries, results, rosters
from suicha.draws.models import PlanState
from suicha.errors import refuse

if TYPE_CHECKING:
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.dr1.rehearsal import Load, SlotKind, Stratum
    from suicha.draws.models import Plan


@dataclass(frozen=True)
class Share:
    """So many inspectors had, on average and rounded, so many seats in a run."""

    seats: int
    inspectors: int


@dataclass(frozen=True)
class Spread:
    """How evenly the work fell; nobody is named, for people are not ranked."""

    least: int
    most: int
    shares: list[Share]


@dataclass(frozen=True)
class Kind:
    """A kind of seat, with the example of one that stayed empty."""

    counted: SlotKind
    example: results.EmptySeat | None


@dataclass(frozen=True)
class Gap:
    """In so many runs so many seats stayed empty."""

    seats: int
    runs: int


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal tells the office."""

    runs: int
    inspectors: int
    classes: tuple[Stratum, ...]
    spread: Spread | None
    kinds: list[Kind]
    empty: list[Gap]


def rehearse(actor: Actor, plan_id: UUID) -> Rehearsed:
    """Play a plan of the actor's own office with the registers as they are now.

    Raises not_found, jurisdiction.other, plan.rehearsal_over, plan.freeze_refused.
    """
    plan = queries.plan(actor, plan_id)
    actor.act_in(plan.jurisdiction_id)
    if plan.state is not PlanState.DRAFT or plan.voided_at is not None:
        raise refuse("plan.rehearsal_over", state=plan.state.value)
    played = _played(plan)
    return Rehearsed(
        runs=played.runs,
        inspectors=len(played.loads),
        classes=played.strata,
        spread=spread(played.loads, played.runs) if played.loads else None,
        kinds=[
            Kind(kind, results.counted(kind.example) if kind.example else None)
            for kind in played.kinds
        ],
        empty=[Gap(seats, runs) for seats, runs in played.empty.items()],
    )


def spread(loads: tuple[Load, ...], runs: int) -> Spread:
    """Say how the work fell on inspectors, one at least."""
    means = Counter((2 * load.total + runs) // (2 * runs) for load in loads)
    return Spread(
        least=min(load.least for load in loads),
        most=max(load.most for load in loads),
        shares=[Share(seats, inspectors) for seats, inspectors in sorted(means.items())],
    )


def _played(plan: Plan) -> dr1.Rehearsal:
    try:
        found = limits.listed(limits.of(plan))
        objects = rosters.objects(found, plan.jurisdiction_id)
        inspectors = rosters.inspectors(plan.jurisdiction_id, plan.period_to)
        return dr1.rehearse(objects, inspectors, plan.take, rosters.SLOTS)
    except dr1.InputError as error:  # the same line would stop the freezing
        raise refuse("plan.freeze_refused", reasons=[str(error)]) from error
