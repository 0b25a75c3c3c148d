"""抽取台账: all that an office committed to, so that anybody can count (draw.md 6 and 9).

A plan is in it from its freezing on. What came of a sealed draw is counted once it is out: that a
site was replaced for a reason could tell its own people that it had been drawn.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, lazyload, load_only

from suicha import dr1
from suicha.db import CHINA, db, now
from suicha.draws import queries
from suicha.draws.models import Draw, DrawChange, FrozenRosters, Plan
from suicha.draws.seeding import stamp
from suicha.places.models import Jurisdiction
from suicha.publications.draw_states import State, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from suicha.dr1.canonical import Json
    from suicha.publications.draw_states import Standing, Turn

    Reasons = Mapping[str, int]  # reason -> how often


@dataclass(frozen=True)
class Office:
    """An office that draws, by its jurisdiction; `plans` is how many it froze."""

    id: UUID
    code: str
    name: str
    plans: int


@dataclass(frozen=True)
class Entry:
    """What the record tells of a plan."""

    number: str
    title: str
    period_from: date
    period_to: date
    frozen_at: datetime
    manifest_sha256: str
    drawn_at: datetime | None
    result_sha256: str | None
    published_at: datetime | None
    voided_at: datetime | None
    void_reason: str | None
    supersedes: str | None
    standing: Standing
    state: State
    unrevealed: bool
    turns: list[Turn]
    seats: Reasons
    objects: Reasons

    @property
    def frozen_on(self) -> str:
        """The day of its freezing in China."""
        return self.frozen_at.astimezone(CHINA).date().isoformat()

    @property
    def sealed_until(self) -> str | None:
        """When a drawn outcome is told, as a clock in China shows it."""
        opens = self.standing.dates.seal_from if self.state is State.SEALED else None
        return opens.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if opens else None


@dataclass(frozen=True)
class Record:
    """The plans of an office, the one frozen last first, and what a checker reports of them.

    `until` is when the first of them comes to another state by itself.
    """

    office: Office
    entries: list[Entry]
    states: Reasons
    unrevealed: int
    seats: Reasons
    objects: Reasons
    until: datetime | None


def offices(*where: ColumnElement[bool]) -> list[Office]:
    """Name the offices that have frozen a plan, by their codes: no order of merit."""
    query = (
        select(Jurisdiction.id, Jurisdiction.code, Jurisdiction.name, func.count())
        .join(Plan, Plan.jurisdiction_id == Jurisdiction.id)
        .where(Plan.frozen.any(), *where)
        .group_by(Jurisdiction.id)
        .order_by(Jurisdiction.code)
    )
    return [Office(*row) for row in db.session.execute(query)]


def record(office: Office) -> Record:
    """Put together what an office's record tells."""
    own, at = Plan.jurisdiction_id == office.id, now()
    changes = _changes(own)
    entries = [_entry(row, changes, at) for row in _rows(own)]
    return Record(
        office=office,
        entries=entries,
        states=Counter(one.state.value for one in entries),
        unrevealed=sum(one.unrevealed for one in entries),
        seats=_summed(one.seats for one in entries),
        objects=_summed(one.objects for one in entries),
        until=min((one.turns[0].until for one in entries if one.turns[0].until), default=None),
    )


def unpublished() -> list[tuple[Plan, Standing]]:
    """Say of the frozen plans whose draw is not out where they stand."""
    rows = _rows(Plan.published_at.is_(None))
    return [(plan, standing(plan, frozen.manifest)) for plan, frozen, *_ in rows]


def machine_readable(found: Record) -> bytes:
    """Write a record for programs; its page says what the fields mean."""
    office: Json = {"code": found.office.code, "name": found.office.name}
    told: Json = {"office": office, "plans": [_told(one) for one in found.entries]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _rows(
    *where: ColumnElement[bool],
) -> Sequence[Row[Plan, FrozenRosters, Draw, str]]:
    """Find plans with the freezing that counts, but not with its lists: they may be long."""
    last = select(FrozenRosters.id).where(FrozenRosters.plan_id == Plan.id)
    last = last.order_by(FrozenRosters.frozen_at.desc()).limit(1).correlate(Plan)
    before = aliased(Plan)
    query = (
        select(Plan, FrozenRosters, Draw, before.number)
        .join(FrozenRosters, FrozenRosters.id == last.scalar_subquery())
        .outerjoin(Draw, and_(Draw.plan_id == Plan.id, queries.stands()))
        .outerjoin(before, before.id == Plan.supersedes_id)
        .where(*where)
        .order_by(FrozenRosters.frozen_at.desc(), Plan.number.desc())
        .options(
            lazyload(Plan.entry),
            load_only(
                FrozenRosters.frozen_at, FrozenRosters.manifest, FrozenRosters.manifest_sha256
            ),
            load_only(Draw.drawn_at, Draw.result_sha256),
        )
    )
    return db.session.execute(query).all()


def _changes(*where: ColumnElement[bool]) -> dict[tuple[UUID, str], dict[str, int]]:
    """Count the changes after each draw that is out, by plan and kind, then by reason."""
    replaced = DrawChange.slot.is_(None)
    query = (
        select(Draw.plan_id, replaced, DrawChange.reason, func.count())
        .join(Draw, Draw.id == DrawChange.draw_id)
        .join(Plan, Plan.id == Draw.plan_id)
        .where(Plan.published_at.is_not(None), *where)
        .group_by(Draw.plan_id, replaced, DrawChange.reason)
        .order_by(DrawChange.reason)
    )
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for plan_id, is_object, reason, times in db.session.execute(query):
        kind = dr1.OBJECT if is_object else dr1.SEAT
        found.setdefault((plan_id, kind), {})[reason] = times
    return found


def _entry(
    row: Row[Plan, FrozenRosters, Draw, str],
    changes: Mapping[tuple[UUID, str], Reasons],
    at: datetime,
) -> Entry:
    plan, frozen, draw, supersedes = row
    stands = standing(plan, frozen.manifest)
    return Entry(
        number=plan.number,
        title=plan.title,
        period_from=plan.period_from,
        period_to=plan.period_to,
        frozen_at=frozen.frozen_at,
        manifest_sha256=frozen.manifest_sha256,
        drawn_at=draw.drawn_at if draw else None,
        result_sha256=draw.result_sha256 if draw else None,
        published_at=plan.published_at,
        voided_at=plan.voided_at,
        void_reason=plan.void_reason.value if plan.void_reason else None,
        supersedes=supersedes,
        standing=stands,
        state=stands.state(at),
        unrevealed=stands.unrevealed(at),
        turns=stands.turns(at),
        seats=changes.get((plan.id, dr1.SEAT), {}),
        objects=changes.get((plan.id, dr1.OBJECT), {}),
    )


def _summed(counts: Iterable[Reasons]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _told(one: Entry) -> dict[str, Json]:
    fixed = one.standing.dates
    return {
        "number": one.number,
        "title": one.title,
        "period_from": one.period_from.isoformat(),
        "period_to": one.period_to.isoformat(),
        "state": one.state.value,
        "seal_unrevealed": one.unrevealed,
        "frozen_at": stamp(one.frozen_at),
        "manifest_sha256": one.manifest_sha256,
        "public_from": stamp(fixed.speaks),
        "draw_by": stamp(fixed.draw_by),
        "seal_from": _stamp(fixed.seal_from),
        "seal_by": _stamp(fixed.seal_by),
        "drawn_at": _stamp(one.drawn_at),
        "result_sha256": one.result_sha256,
        "published_at": _stamp(one.published_at),
        "voided_at": _stamp(one.voided_at),
        "void_reason": one.void_reason,
        "supersedes": one.supersedes,
        "seats_redrawn": one.seats,
        "objects_replaced": one.objects,
    }


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None
