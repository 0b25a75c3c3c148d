"""How the queue finds words in what people remember of a hazard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from suicha.hazards.models import Hazard
from suicha.sites.models import Site

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def mentions(word: str) -> ColumnElement[bool]:
    """Find a word anywhere in what people remember of a hazard; `%` and `_` are plain letters."""
    places = (Hazard.description, Hazard.location, Hazard.clause, Hazard.number)
    sites = select(Site.id).where(Site.name.icontains(word, autoescape=True))
    own = (place.icontains(word, autoescape=True) for place in places)
    return or_(*own, Hazard.site_id.in_(sites))
