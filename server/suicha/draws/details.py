"""A plan as the desk shows it: who takes part, what was frozen, what was said, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from suicha.accounts.models import Role
from suicha.dr1.seed import MISSING, SEAL
from suicha.dr1.sources import read_sources
from suicha.draws import limits, queries, repeats, results, seeding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.dr1.canonical import Json
    from suicha.dr1.sources import Source
    from suicha.draws.models import Announcement, Contribution, FrozenRosters, Plan


@dataclass(frozen=True)
class Witness:
    """A witness's part in a plan."""

    party: str
    person_id: UUID
    name: str
    commitment: str
    committed_at: datetime
    revealed: bool
    missing: bool


@dataclass(frozen=True)
class PublicSource:
    """A public event that the manifest names: what it is, and when it and the dice after it speak.

    `named` says which drawing, round or pulse (dr1/kinds.py).
    """

    id: str
    kind: str
    named: dict[str, str]
    bits: str
    not_before: str
    deadline: str
    fallback_from: str


@dataclass(frozen=True)
class Frozen:
    """The freezing that counts, as people read it, and the earlier ones."""

    at: datetime
    manifest_sha256: str
    objects: int
    inspectors: int
    excluded: int | None
    yearly_cap: int | None
    sources: list[PublicSource]
    entropy_bits: str
    reveal_by: str
    dice_not_before: str
    seal: str | None
    publish_at: str | None
    earlier: list[FrozenRosters]


@dataclass(frozen=True)
class PlanDetail:
    """A plan as the desk shows it."""

    row: Plan
    party: str
    witnesses: list[Witness]
    frozen: Frozen | None
    announced: list[Announcement]
    draw: results.DrawDetail | None
    set_aside: list[repeats.SetAside]
    repeat_barred: str | None  # why whoever asks may not set its draw aside
    over_cap: list[limits.OverCap]

    @property
    def sealed(self) -> bool:
        """Whether its outcome is still a secret of the office."""
        return self.frozen is not None and bool(self.frozen.seal) and not self.row.published_at


def briefs(found: Sequence[Plan]) -> list[PlanDetail]:
    """Dress plans as lines of the list: their draws are read one by one."""
    return [detail(plan, lines=False) for plan in found]


def seen_by(actor: Actor, plan_id: UUID) -> PlanDetail:
    """A plan as somebody may see it.

    A witness, from outside, reads no note of the office, and no sealed outcome.
    """
    return told_to(actor, queries.plan(actor, plan_id))


def told_to(actor: Actor, plan: Plan) -> PlanDetail:
    """A plan as somebody may see it who has it in hand."""
    return detail(plan, actor=actor)


def detail(plan: Plan, *, lines: bool = True, actor: Actor | None = None) -> PlanDetail:
    """A plan with its witnesses, its freezing and, with `lines`, its draw."""
    of_office = plan.draw if lines and actor and actor.role is not Role.WITNESS else None
    return PlanDetail(
        row=plan,
        party=_party(plan, actor),
        witnesses=[_witness(one) for one in plan.contributions],
        frozen=_frozen(plan) if plan.frozen else None,
        announced=list(plan.announcements) if lines else [],
        draw=_draw(plan, actor) if lines and plan.draw else None,
        set_aside=repeats.set_aside(plan) if lines else [],
        repeat_barred=repeats.barred(actor, plan, of_office) if actor and of_office else None,
        over_cap=limits.over_cap(of_office) if of_office else [],
    )


def _party(plan: Plan, actor: Actor | None) -> str:
    """Name whoever asks in the seed: as they are named already, or as the next would be."""
    own = [one.key for one in plan.contributions if actor and one.person_id == actor.id]
    return own[0] if own else seeding.next_party(plan)


def _draw(plan: Plan, actor: Actor | None) -> results.DrawDetail:
    assert plan.draw is not None  # noqa: S101  # for mypy: asked before
    if actor is not None and queries.keeps_from(actor, plan):
        return results.hidden(plan.draw)
    return results.detail(plan, plan.draw, inside=not (actor and actor.role is Role.WITNESS))


def _witness(part: Contribution) -> Witness:
    return Witness(
        party=part.key,
        person_id=part.person_id,
        name=part.person.name,
        commitment=part.commitment,
        committed_at=part.committed_at,
        revealed=part.nonce not in {None, MISSING},
        missing=part.nonce == MISSING,
    )


def _frozen(plan: Plan) -> Frozen:
    *earlier, frozen = plan.frozen
    manifest = queries.manifest(plan)
    sources = read_sources(manifest)
    public = [_source(id_, sources[id_]) for id_ in manifest.seed if sources[id_].public]
    seal = sources.get(SEAL)
    return Frozen(
        at=frozen.frozen_at,
        manifest_sha256=frozen.manifest_sha256,
        objects=frozen.objects.count("\n"),
        inspectors=frozen.inspectors.count("\n"),
        excluded=None if frozen.exclusions is None else frozen.exclusions.count("\n"),
        yearly_cap=limits.cap_in(manifest),
        sources=public,
        entropy_bits=f"{sum(_bits(one) for one in sources.values()):.1f}",
        reveal_by=sources[plan.contributions[0].key].deadline,
        dice_not_before=min(one.not_before for one in public),
        seal=seal.commitment if seal else None,
        publish_at=seal.not_before if seal else None,
        earlier=earlier,
    )


def _bits(source: Source) -> float:
    """Of a source and the dice in its place the poorer counts, as the freeze check has it."""
    spare = source.fallback or source
    return log2(min(source.outcomes, spare.outcomes))


def _source(id_: str, source: Source) -> PublicSource:
    assert source.fallback is not None  # noqa: S101  # for mypy: every public one has dice behind it
    said = {"kind", "encoding", "not_before", "deadline", "fallback"}
    named: dict[str, Json] = {k: v for k, v in source.promise.items() if k not in said}
    return PublicSource(
        id=id_,
        kind=source.kind,
        named={key: str(value) for key, value in named.items()},
        bits=f"{_bits(source):.1f}",
        not_before=source.not_before,
        deadline=source.deadline,
        fallback_from=source.fallback.not_before,
    )
