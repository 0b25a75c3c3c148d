"""Which photos are kept long enough, by the dated settings of each office (domain.md A11).

Content is stored once, however many uses refer to it: it goes when none of them needs it any more.
What shows a hazard, a signature or a rectification always needs it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import DateTime, Uuid, and_, column, exists, func, or_, select, values
from sqlalchemy.orm import aliased

from suicha.db import db, now, today
from suicha.photos.models import Photo, PhotoKind, PhotoState, PhotoUse
from suicha.photos.queries import CAME
from suicha.places.models import Jurisdiction
from suicha.places.queries import series

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select, Values

EXPIRED: Final = "photo.expired"  # the reason of a photo that was let go
LOOSE: Final = "keep.loose_photos"
ORIGINALS: Final = "keep.originals"


def over(most: int) -> Select[Photo]:
    """Find up to `most` photos that no use needs any more, those that came first before others.

    Years are counted from the server's receipt, or from a later use of what had come before: a
    phone's clock that is behind shortens nothing.
    """
    use = aliased(PhotoUse)
    limits = _limits()
    of = and_(use.sha256 == Photo.sha256, limits.c.place == use.jurisdiction_id)
    done = _is_done(use, limits)
    return (
        select(Photo)
        .where(
            CAME,
            Photo.reason.is_distinct_from(EXPIRED),
            exists().where(of, done),
            ~exists().where(of, ~done),
        )
        .order_by(Photo.received_at, Photo.sha256)
        .limit(most)
    )


def _is_done(use: type[PhotoUse], limits: Values) -> ColumnElement[bool]:
    """Whether a use needs its photo no more; an original only where what was made of it is seen."""
    shown = aliased(Photo)
    seen = exists().where(shown.sha256 == use.original_of, shown.state == PhotoState.RENDERED)
    loose = and_(use.kind == PhotoKind.EVIDENCE, use.hazard_id.is_(None))
    since = func.greatest(Photo.received_at, use.taken_at)
    return or_(
        and_(loose, since < limits.c.loose),
        and_(use.kind == PhotoKind.ORIGINAL, seen, since < limits.c.originals),
    )


def _limits() -> Values:
    """Say for each office what must have come before which instant to be let go today."""
    places = list(db.session.scalars(select(Jurisdiction.id)))
    loose, originals = series(places, LOOSE), series(places, ORIGINALS)
    rows: list[tuple[UUID, datetime, datetime]] = [
        (place, _before(loose.at(place, today())), _before(originals.at(place, today())))
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
