"""Reads of photos that were found alike: two uses side by side, for a person to judge.

Who may see the later use sees the pair. Of an earlier one out of sight they are told its day and
its check's number, to ask the other office by, and nothing else: no hash, no site, no picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from suicha import paging
from suicha.db import db
from suicha.errors import refuse
from suicha.hazards.models import Hazard
from suicha.paging import Paging
from suicha.photos.models import LikenessFlag, PhotoKind, PhotoUse
from suicha.places.models import Jurisdiction
from suicha.sites.models import Site
from suicha.spot_checks.models import SpotCheck

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from suicha.accounts.guard import Actor
    from suicha.paging import Page


@dataclass(frozen=True)
class PairFilters(Paging):
    """Which pairs are listed, and which page of them."""

    judged: bool = False


@dataclass(frozen=True)
class Use:
    """One of two photos: what it was used for; what is out of sight is None."""

    taken_at: datetime
    spot_check_number: str
    sha256: str | None = None
    kind: PhotoKind | None = None
    source: str | None = None
    spot_check_id: UUID | None = None
    hazard_id: UUID | None = None
    hazard_number: str | None = None
    description: str | None = None
    site_name: str | None = None
    district_name: str | None = None

    @property
    def in_sight(self) -> bool:
        """Whether whoever asks may see it."""
        return self.sha256 is not None


@dataclass(frozen=True)
class Pair:
    """Two uses that were found alike."""

    flag: LikenessFlag
    later: Use
    earlier: Use


_USES = (
    select(
        PhotoUse.id,
        PhotoUse.jurisdiction_id,
        PhotoUse.taken_at,
        SpotCheck.number.label("spot_check_number"),
        PhotoUse.sha256,
        PhotoUse.kind,
        PhotoUse.source,
        PhotoUse.spot_check_id,
        PhotoUse.hazard_id,
        Hazard.number.label("hazard_number"),
        Hazard.description,
        Site.name.label("site_name"),
        Jurisdiction.name.label("district_name"),
    )
    .join(SpotCheck, SpotCheck.id == PhotoUse.spot_check_id)
    .join(Site, Site.id == SpotCheck.site_id)
    .join(Jurisdiction, Jurisdiction.id == PhotoUse.jurisdiction_id)
    .outerjoin(Hazard, Hazard.id == PhotoUse.hazard_id)
)


def one(actor: Actor, flag_id: UUID) -> Pair:
    """Give a pair; raises likeness.unknown, also where it is another's."""
    found = db.session.scalar(select(LikenessFlag).where(_seen(actor), LikenessFlag.id == flag_id))
    if found is None:
        raise refuse("likeness.unknown")
    return _pairs(actor, [found])[0]


def page(actor: Actor, filters: PairFilters) -> Page[Pair]:
    """Return a page of pairs, the newest first."""
    query = select(LikenessFlag).where(
        _seen(actor), LikenessFlag.finding.is_not(None) == filters.judged
    )
    found = paging.page(query, LikenessFlag, filters, newest_first=True)
    return found.dressed(lambda flags: _pairs(actor, flags))


def _seen(actor: Actor) -> ColumnElement[bool]:
    return LikenessFlag.jurisdiction_id.in_(actor.jurisdictions)


def _pairs(actor: Actor, flags: Sequence[LikenessFlag]) -> list[Pair]:
    named = {use for flag in flags for use in (flag.later_use_id, flag.earlier_use_id)}
    uses = {row.id: row for row in db.session.execute(_USES.where(PhotoUse.id.in_(named)))}

    def told(use_id: UUID) -> Use:
        known = dict(uses[use_id]._mapping)  # noqa: SLF001  # SQLAlchemy's documented name
        del known["id"]
        if known.pop("jurisdiction_id") not in actor.jurisdictions:
            known = {name: known[name] for name in ("taken_at", "spot_check_number")}
        return Use(**known)

    return [Pair(flag, told(flag.later_use_id), told(flag.earlier_use_id)) for flag in flags]
