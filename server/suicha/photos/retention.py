"""Which photos are kept long enough, by the dated settings of each office (domain.md A11).

Content is stored once, however many uses refer to it: it goes when none of them needs it any more.
What shows a hazard, a signature or a rectification always needs it; so does whatever somebody has
still to decide on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import DateTime, Uuid, and_, column, exists, func, or_, select, values
from sqlalchemy.orm import aliased

from suicha.db import db, now, today
from suicha.photos.models import EXPIRED, LikenessFlag, Photo, PhotoKind, PhotoState, PhotoUse
from suicha.photos.queries import HERE
from suicha.places.models import Jurisdiction
from suicha.places.queries import series

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select, Values

LOOSE: Final = "keep.loose_photos"
ORIGINALS: Final = "keep.originals"
GRACE: Final = timedelta(days=30)


def over(unfinished: Select[UUID]) -> Select[Photo]:
    """Find the photos that no use needs any more, those that came first before others.

    Years are counted from the server's receipt, or from a later promise of what had come before;
    what a phone or a file says of its age shortens nothing. Nothing goes that belongs to one of
    the hazards `unfinished`.
    """
    use = aliased(PhotoUse)
    limits = _limits()
    of = and_(use.sha256 == Photo.sha256, limits.c.place == use.jurisdiction_id)
    done = _is_done(use, limits, unfinished)
    return (
        select(Photo)
        .where(
            HERE,
            Photo.reason.is_distinct_from(EXPIRED),
            exists().where(of, done),
            ~exists().where(of, ~done),
        )
        .order_by(Photo.received_at, Photo.sha256)
    )


def _is_done(use: type[PhotoUse], limits: Values, unfinished: Select[UUID]) -> ColumnElement[bool]:
    """Whether a use needs its photo no more; an original only where what was made of it is seen."""
    shown = aliased(Photo)
    seen = exists().where(shown.sha256 == use.original_of, shown.state == PhotoState.RENDERED)
    loose = and_(use.kind == PhotoKind.EVIDENCE, use.hazard_id.is_(None))
    since = func.greatest(Photo.received_at, use.promised_at)
    is_old = or_(
        and_(loose, since < limits.c.loose),
        and_(use.kind == PhotoKind.ORIGINAL, seen, since < limits.c.originals),
    )
    belongs = func.coalesce(use.hazard_id.in_(unfinished), False)  # SQL's false
    return and_(is_old, ~belongs, ~_is_doubted(use))


def _is_doubted(use: type[PhotoUse]) -> ColumnElement[bool]:
    """Whether a person has still to judge what this use, or the picture made of it, is like."""
    doubted, flag = aliased(PhotoUse), LikenessFlag
    names = doubted.id.in_((flag.later_use_id, flag.earlier_use_id))
    same = doubted.sha256.in_((use.sha256, use.original_of))
    return exists().where(flag.finding.is_(None), names, same)


def _limits() -> Values:
    """Say for each office what must have come before which instant to be let go today.

    A shorter time lets nothing go before it has stood for GRACE: a slip can be put right.
    """
    places = list(db.session.scalars(select(Jurisdiction.id)))
    loose, originals = series(places, LOOSE), series(places, ORIGINALS)
    days = today() - GRACE, today()
    rows: list[tuple[UUID, datetime, datetime]] = [
        (place, _before(loose.most(place, *days)), _before(originals.most(place, *days)))
        for place in places
    ]
    columns = (
        column("place", Uuid),
        column("loose", DateTime(timezone=True)),
        column("originals", DateTime(timezone=True)),
    )
    return values(*columns, name="limits").data(rows)


def _before(years: int) -> datetime:
    """Give the instant that lies so many calendar years back; 29 February counts as the 28th."""
    instant = now()
    try:
        return instant.replace(year=instant.year - years)
    except ValueError:
        return instant.replace(year=instant.year - years, day=28)
