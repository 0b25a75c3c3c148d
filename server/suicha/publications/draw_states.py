"""Where a plan stands in public: by what was done, and by the dates that its manifest fixed.

A page that nobody writes again cannot know that a date has passed. So each state tells until when
it holds, by which the worker finds the page to be written again, and a browser judges by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from suicha.db import now
from suicha.dr1.manifest import read_manifest
from suicha.dr1.seed import SEAL
from suicha.dr1.sources import read_sources
from suicha.draws.models import PlanState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suicha.draws.models import Plan


class Stage(StrEnum):
    """How much of a plan may be read: its commitment, its digests, all (已承诺, 密封, 已公布)."""

    COMMITTED = "committed"
    SEALED = "sealed"
    PUBLISHED = "published"


class State(StrEnum):
    """已承诺, 待公开随机数, 待计算, 逾期未抽取, 已抽取, 密封, 逾期未揭示, 已公布, 作废.

    A void is told by whether the public sources could have spoken before it.
    """

    COMMITTED = "committed"
    WAITING = "waiting"
    ANNOUNCED = "announced"
    NOT_DRAWN = "not-drawn"
    DRAWN = "drawn"
    SEALED = "sealed"
    UNREVEALED = "unrevealed"
    PUBLISHED = "published"
    VOID_BEFORE = "void-before"
    VOID_AFTER = "void-after"


UNDER_WAY = (State.COMMITTED, State.WAITING, State.ANNOUNCED)


@dataclass(frozen=True)
class Dates:
    """What a manifest fixes: which public sources speak and when, and when a seal is told.

    `draw_by` is when the last source, or the dice in its place, has spoken at the latest; after
    `seal_by` a sealed plan counts as unrevealed (draw.md 2).
    """

    public: frozenset[str]
    speaks: datetime
    draw_by: datetime
    seal_from: datetime | None
    seal_by: datetime | None


@dataclass(frozen=True)
class Turn:
    """A state, from and until which instant a page may show it, as far as nothing is done."""

    state: State
    after: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """What was done about a plan that was frozen."""

    manifest: str
    step: PlanState
    said: frozenset[str]  # the sources whose value was written down
    published_at: datetime | None
    voided_at: datetime | None

    @cached_property
    def dates(self) -> Dates:
        """The dates of the freezing that counts."""
        return dates(self.manifest)

    def state(self, at: datetime) -> State:
        """Say where it stands."""
        if self.voided_at is not None:
            after = self.voided_at >= self.dates.speaks
            return State.VOID_AFTER if after else State.VOID_BEFORE
        if self.published_at is not None:
            return State.PUBLISHED
        if _passed(self.dates.seal_by, at):
            return State.UNREVEALED
        if self.step is PlanState.DRAWN:
            return State.SEALED if self.dates.seal_by else State.DRAWN
        return State.NOT_DRAWN if _passed(self.dates.draw_by, at) else self._under_way()

    def _under_way(self) -> State:
        if self.step is not PlanState.REVEALED:
            return State.COMMITTED
        return State.ANNOUNCED if self.dates.public <= self.said else State.WAITING

    def unrevealed(self, at: datetime) -> bool:
        """Whether its seal was not told by its date.

        A void changes nothing about that, unless nobody could know an outcome yet: without the
        seal nobody can compute what was thrown away.
        """
        owed = self.published_at is None and self.state(at) is not State.VOID_BEFORE
        return owed and _passed(self.dates.seal_by, at)

    def told(self, at: datetime) -> str:
        """Name all that a page says of its standing, to see whether it still holds."""
        return f"{self.state(at)}{' no-seal' if self.unrevealed(at) else ''}"

    def turns(self, at: datetime) -> list[Turn]:
        """Give its state, and those that it comes to by itself if nothing more is done."""
        found = list(self._turns(at))
        ends = [*(one.after for one in found[1:]), None]
        return [replace(one, until=end) for one, end in zip(found, ends, strict=True)]

    def _turns(self, at: datetime) -> Iterator[Turn]:
        state = self.state(at)
        yield Turn(state)
        if state in UNDER_WAY:
            yield Turn(State.NOT_DRAWN, self.dates.draw_by)
        if state in {*UNDER_WAY, State.NOT_DRAWN, State.SEALED} and self.dates.seal_by:
            yield Turn(State.UNREVEALED, self.dates.seal_by)


def standing(plan: Plan, manifest: str) -> Standing:
    """Tell what was done about a plan that was frozen under this manifest."""
    return Standing(
        manifest=manifest,
        step=plan.state,
        said=_said(plan),
        published_at=plan.published_at,
        voided_at=plan.voided_at,
    )


def stage(plan: Plan) -> Stage:
    """How much of a plan the public may read by now."""
    if plan.draw is None:
        return Stage.COMMITTED
    opens = dates(plan.frozen[-1].manifest).seal_from
    waits = opens is not None and now() < opens
    return Stage.SEALED if waits and plan.published_at is None else Stage.PUBLISHED


def _said(plan: Plan) -> frozenset[str]:
    """Ask only where it is told: few plans of many are at this step."""
    asked = plan.state is PlanState.REVEALED
    return frozenset(one.source for one in plan.announcements) if asked else frozenset()


# Frozen bytes never change, and an office's record is written with every step of its ceremonies.
@lru_cache(maxsize=4096)
def dates(manifest: str) -> Dates:
    """Read the dates of a manifest."""
    sources = read_sources(read_manifest(manifest.encode()))
    told = {id_: one for id_, one in sources.items() if one.public}
    public = told.values()
    seal = sources.get(SEAL)
    return Dates(
        public=frozenset(told),
        speaks=instant(min(one.not_before for one in public)),
        draw_by=instant(max((one.fallback or one).deadline for one in public)),
        seal_from=instant(seal.not_before) if seal else None,
        seal_by=instant(seal.deadline) if seal else None,
    )


def instant(written: str) -> datetime:
    """Read an instant as the manifest writes it."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _passed(date: datetime | None, at: datetime) -> bool:
    return date is not None and at > date
