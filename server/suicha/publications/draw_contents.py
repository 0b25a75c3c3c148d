"""What the public page of a draw tells, from its commitment on (draw.md section 2).

A plan comes out when it is frozen, with the digest that it is committed to; what its sources gave
is told as it is written down, and its files when they are due. No name of a person is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from suicha import dr1
from suicha.db import CHINA, db, now
from suicha.dr1.seed import MISSING, SEAL
from suicha.draws import details, queries, repeats, results
from suicha.places.models import Agency, Jurisdiction
from suicha.publications.draw_changes import ShownChange, shown_changes
from suicha.publications.draw_states import Stage, instant, stage, standing

if TYPE_CHECKING:
    from datetime import datetime

    from suicha.draws.models import Announcement, Contribution, Plan
    from suicha.publications.draw_states import Standing, State, Turn

# What a repeated draw has no more: its changes stay with the computation that was set aside.
CHANGES = {"requests.tsv", "changes.txt"}
MOST_SHOWN = 1_000  # characters of an evidence that the page shows; its digest stands for the rest


@dataclass(frozen=True)
class File:
    """A public file of a draw: its name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Line:
    """What the list tells of a plan, as it stands at `seen`.

    `at` is when it was drawn, or else frozen.
    """

    number: str
    title: str
    agency: str
    at: datetime
    sites: int
    drawn: int | None
    repeats: int  # how often its draw was set aside and computed again
    standing: Standing
    seen: datetime

    @property
    def on(self) -> str:
        """Its day in China."""
        return self.at.astimezone(CHINA).date().isoformat()

    @property
    def year(self) -> str:
        """The year of that day."""
        return self.on[:4]

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.standing.state(self.seen)

    @property
    def turns(self) -> list[Turn]:
        """Its state, and those that the days alone bring."""
        return self.standing.turns(self.seen)


@dataclass(frozen=True)
class Promise:
    """A party's commitment, and what it told: a number, `-`, or nothing yet."""

    party: str
    commitment: str
    at: str
    value: str | None

    @property
    def missing(self) -> bool:
        """Whether it kept silent."""
        return self.value == MISSING


@dataclass(frozen=True)
class Said:
    """What a public source gave, when it was written down, and where that is proven."""

    value: str
    at: str
    evidence: str
    evidence_sha256: str


@dataclass(frozen=True)
class Event:
    """A public source with all that was written down of it; the last one counts."""

    promised: details.PublicSource
    not_before: str
    said: list[Said]


@dataclass(frozen=True)
class Freezing:
    """A digest that was committed to, and when."""

    at: str
    sha256: str


@dataclass(frozen=True)
class SetAside:
    """A computation that does not stand, with what was wrong in it and why; no person is named."""

    drawn_at: str
    at: str
    told: repeats.SetAside


@dataclass(frozen=True)
class Void:
    """Why and when a plan was declared void."""

    at: str
    reason: str
    text: str


@dataclass(frozen=True)
class Page(Line):
    """What the page of a draw tells beside; `office` is the code of its jurisdiction."""

    stage: Stage
    office: str
    drawn_at: str | None
    result_sha256: str | None
    inspectors: int
    excluded: int | None  # None: frozen by a release that knew of no cap
    yearly_cap: int | None
    bits: str
    freezings: list[Freezing]
    promises: list[Promise]
    events: list[Event]
    publish_at: str | None
    supersedes: str | None
    voided: Void | None
    set_aside: list[SetAside]
    candidates: dict[str, dr1.Range]
    empty: list[results.EmptySeat]
    changes: list[ShownChange]
    files: list[File]

    @property
    def manifest_sha256(self) -> str:
        """The digest that counts."""
        return self.freezings[-1].sha256

    @property
    def told(self) -> str:
        """All that it says of where the plan stands, for the worker to compare."""
        return self.standing.told(self.seen)

    @property
    def unrevealed(self) -> bool:
        """Whether its seal was not told by its date."""
        return self.standing.unrevealed(self.seen)

    @property
    def draw_by(self) -> str:
        """When its last source has spoken at the latest."""
        return _clock(self.standing.dates.draw_by)

    @property
    def seal_by(self) -> str | None:
        """By when its seal is told at the latest."""
        by = self.standing.dates.seal_by
        return _clock(by) if by else None


def files(plan: Plan) -> dict[str, bytes]:
    """The files that the public may read by now; the lists of a void plan, whatever came of it."""
    known = queries.files(plan)
    if stage(plan) is Stage.PUBLISHED:
        return known
    told = ("manifest.json", repeats.LIST)
    open_to_all = queries.LISTS if plan.voided_at and plan.draw is None else told
    return {name: body for name, body in known.items() if name in open_to_all}


def page(plan: Plan, published: dict[str, bytes]) -> Page:
    """Tell of a plan that was frozen."""
    detail = details.detail(plan, lines=False)
    frozen, draw, current = detail.frozen, plan.draw, stage(plan)
    assert frozen is not None  # noqa: S101  # for mypy: only frozen plans come out
    told = draw if current is Stage.PUBLISHED else None
    return Page(
        number=plan.number,
        title=plan.title,
        agency=db.session.get_one(Agency, plan.entry.agency_id).name,
        at=draw.drawn_at if draw else frozen.at,
        sites=frozen.objects,
        drawn=draw.result.count("\n") - 1 if draw else None,
        repeats=draw.number - 1 if draw else 0,
        standing=standing(plan, plan.frozen[-1].manifest),
        seen=now(),
        stage=current,
        office=db.session.get_one(Jurisdiction, plan.jurisdiction_id).code,
        drawn_at=_clock(draw.drawn_at) if draw else None,
        result_sha256=draw.result_sha256 if draw else None,
        inspectors=frozen.inspectors,
        excluded=frozen.excluded,
        yearly_cap=frozen.yearly_cap,
        bits=frozen.entropy_bits,
        freezings=[Freezing(_clock(one.frozen_at), one.manifest_sha256) for one in plan.frozen],
        promises=[_promise(one) for one in plan.contributions] + _seal(plan, frozen.seal, current),
        events=[_event(one, plan.announcements) for one in frozen.sources],
        publish_at=_clock(instant(frozen.publish_at)) if frozen.publish_at else None,
        supersedes=plan.supersedes_number,
        voided=_void(plan),
        set_aside=[
            SetAside(_clock(one.drawn_at), _clock(one.at), one) for one in repeats.set_aside(plan)
        ],
        candidates=results.candidates(plan, told) if told else {},
        empty=[results.counted(one) for one in results.empty_seats(plan, told)] if told else [],
        changes=shown_changes(told) if told else [],
        files=[File(name, len(body), sha256(body).hexdigest()) for name, body in published.items()],
    )


def _promise(party: Contribution) -> Promise:
    return Promise(party.key, party.commitment, _clock(party.committed_at), party.nonce)


def _seal(plan: Plan, commitment: str | None, current: Stage) -> list[Promise]:
    if commitment is None:
        return []
    told = None
    if plan.draw is not None and current is Stage.PUBLISHED:
        told = dict(plan.draw.contributions["values"])[SEAL]
    return [Promise(SEAL, commitment, _clock(plan.frozen[-1].frozen_at), told)]


def _event(source: details.PublicSource, announced: list[Announcement]) -> Event:
    said = [
        Said(one.value, _clock(one.made_at), one.evidence[:MOST_SHOWN], one.evidence_sha256)
        for one in announced
        if one.source == source.id
    ]
    return Event(source, _clock(instant(source.not_before)), said)


def _void(plan: Plan) -> Void | None:
    if plan.voided_at is None or plan.void_reason is None:
        return None
    return Void(_clock(plan.voided_at), plan.void_reason, plan.void_text or "")


def _clock(moment: datetime) -> str:
    """Write an instant as a clock in China shows it, to the second."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
