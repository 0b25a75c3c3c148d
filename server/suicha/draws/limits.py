"""The yearly cap: which sites have had their checks, and take no part in a draw (domain.md A3, A5).

A plan belongs to the years that its period touches, and to the numbers that hold on its first day.
An item of the list is meant by its number: an entry that is followed by another keeps its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import selectinload

from suicha.checklists.models import ItemListEntry
from suicha.db import db
from suicha.draws.models import Contribution, Draw, Plan, PlanState
from suicha.errors import refuse
from suicha.places.queries import numbers_in_force
from suicha.sites.models import RiskClass, Site
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement

    from suicha.dr1.manifest import Manifest
    from suicha.places.queries import Number

YEARLY_CAP = "yearly-cap"  # the reason in exclusions.tsv


@dataclass(frozen=True)
class Scope:
    """What limits a plan: its item of the list and its period, in one jurisdiction."""

    jurisdiction_id: UUID
    entry: ItemListEntry | None  # None: not chosen yet, so that no check counts
    period_from: date
    period_to: date

    @property
    def years(self) -> range:
        """The calendar years that the period touches."""
        return range(self.period_from.year, self.period_to.year + 1)


@dataclass(frozen=True)
class Excluded:
    """A site on the list that takes no part in a draw, and why."""

    site: Site
    reason: str
    checks: int  # in the fullest of the plan's years


@dataclass(frozen=True)
class Listed:
    """The sites of a jurisdiction as a plan finds them, by permit number."""

    sites: Sequence[Site]
    excluded: Sequence[Excluded]
    cap: Number

    @property
    def out(self) -> frozenset[UUID]:
        """The sites that are excluded."""
        return frozenset(one.site.id for one in self.excluded)

    def available(self) -> dict[str, int]:
        """Count the sites of each risk class that can be drawn."""
        return _by_class(site for site in self.sites if site.id not in self.out)

    def excluded_by_class(self) -> dict[str, int]:
        """Count the sites of each risk class that are excluded."""
        return _by_class(one.site for one in self.excluded)


@dataclass(frozen=True)
class OverCap:
    """A site that a draw left with more checks of a year than the cap, its own among them."""

    site: Site
    checks: int
    cap: int


def of(plan: Plan) -> Scope:
    """Say what limits a plan."""
    return Scope(plan.jurisdiction_id, plan.entry, plan.period_from, plan.period_to)


def listed(scope: Scope) -> Listed:
    """Read the sites under construction, and which of them have had their checks."""
    query = select(Site).where(
        Site.jurisdiction_id == scope.jurisdiction_id, Site.ended_on.is_(None)
    )
    with_parties = query.order_by(Site.permit_number).options(selectinload(Site.parties))
    sites = list(db.session.scalars(with_parties))
    cap = numbers_in_force(scope.jurisdiction_id, scope.period_from)["draw.yearly_cap"]
    had = checks_had(scope)
    full = [
        Excluded(site, YEARLY_CAP, had[site.id]) for site in sites if had[site.id] >= cap.number
    ]
    return Listed(sites, full, cap)


def checks_had(scope: Scope) -> Counter[UUID]:
    """Count each site's checks by the item of a plan, in the fullest of the plan's years.

    A check belongs to the years of its own plan, whenever it was drawn: the draw of a spring may be
    made in December. One that was cancelled (its site replaced, its plan void) does not count; what
    was not drawn (a complaint, a re-check) is outside the cap.
    """
    if scope.entry is None:
        return Counter()
    query = (
        select(SpotCheck.site_id, Plan.period_from, Plan.period_to)
        .join(Draw, Draw.id == SpotCheck.draw_id)
        .join(Plan, Plan.id == Draw.plan_id)
        .join(ItemListEntry, ItemListEntry.id == Plan.item_list_entry_id)
        .where(*_of_the_item(scope), SpotCheck.cancelled_at.is_(None))
    )
    by_year = {year: Counter[UUID]() for year in scope.years}
    for site_id, since, until in db.session.execute(query):
        for year in {*range(since.year, until.year + 1)} & by_year.keys():
            by_year[year][site_id] += 1
    fullest = Counter[UUID]()
    for counted in by_year.values():
        fullest |= counted  # of counters: the greater of the two
    return fullest


def over_cap(draw: Draw) -> list[OverCap]:
    """Name the sites of a draw that it should not visit, by permit number, for people to judge.

    Its lists kept the cap when they were frozen. Only a replacement or a repetition, which must
    follow them (draw.md 5.1), can bring a site in that others have drawn meanwhile.
    """
    if not draw.changes and draw.number == 1:
        return []
    waiting = SpotCheck.draw_id == draw.id, SpotCheck.cancelled_at.is_(None)
    query = select(Site).join(SpotCheck, SpotCheck.site_id == Site.id).where(*waiting)
    sites = db.session.scalars(query.order_by(Site.permit_number))
    had, cap = checks_had(of(draw.plan)), cap_of(draw.plan)
    return [OverCap(site, had[site.id], cap) for site in sites if had[site.id] > cap]


def cap_of(plan: Plan) -> int:
    """Read the cap that holds for a plan."""
    return numbers_in_force(plan.jurisdiction_id, plan.period_from)["draw.yearly_cap"].number


def refuse_while_another_is_open(plan: Plan) -> None:
    """Let no two plans of an item and year wait for their seeds: neither knows the other's draw.

    Those of overlapping days are not even frozen together; a cap is of a year.
    Raises plan.another_revealed.
    """
    entry = select(ItemListEntry.id).where(ItemListEntry.id == plan.item_list_entry_id)
    db.session.scalars(entry.with_for_update(key_share=True)).one()  # two at once wait here
    told = Plan.contributions.any(Contribution.nonce.is_not(None))
    waits = and_(Plan.id != plan.id, told, Plan.state != PlanState.DRAWN, Plan.voided_at.is_(None))
    query = select(Plan.number).join(ItemListEntry).where(waits, *_of_the_item(of(plan)))
    number = db.session.scalars(query.limit(1)).one_or_none()
    if number is not None:
        raise refuse("plan.another_revealed", number=number)


def cap_in(manifest: Manifest) -> int | None:
    """Read the cap that a freezing applied; None where it knew of none."""
    exclusions = manifest.document.get("exclusions")
    cap = exclusions.get("yearly_cap") if isinstance(exclusions, Mapping) else None
    return cap if isinstance(cap, int) else None


def write_exclusions(excluded: Sequence[Excluded]) -> bytes:
    """Write exclusions.tsv, `id TAB reason LF` ascending by id: why a line has weight 0."""
    lines = sorted(f"{one.site.permit_number}\t{one.reason}\n" for one in excluded)
    return "".join(lines).encode()


def _by_class(sites: Iterable[Site]) -> dict[str, int]:
    counted = Counter(site.risk_class for site in sites)
    return {risk_class.value: counted[risk_class] for risk_class in RiskClass}


def _of_the_item(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Say which plans draw by the same item in a year of this one's; the entry must be joined."""
    assert scope.entry is not None  # noqa: S101  # a plan has one
    return (
        Plan.jurisdiction_id == scope.jurisdiction_id,
        ItemListEntry.number == scope.entry.number,
        Plan.period_to >= date(scope.period_from.year, 1, 1),
        Plan.period_from <= date(scope.period_to.year, 12, 31),
    )
