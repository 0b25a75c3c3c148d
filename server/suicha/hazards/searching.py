"""How the queue finds words in what people remember of a hazard: by an index of pairs of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, and_, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.sites.models import Site

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PAIR = 2  # signs; a shorter word is looked up by its one sign
PLACES = (Hazard.description, Hazard.location, Hazard.clause, Hazard.number)
GRAMS = func.hazard_grams(*PLACES, type_=ARRAY(String))


def mentions(word: str) -> ColumnElement[bool]:
    """Find a word anywhere in what people remember of a hazard; `%` and `_` are plain letters.

    The index finds what has all pairs of the word; whether they follow each other is then read. The
    sites are looked up first: a subquery would keep the index from being used for the others.
    """
    own = GRAMS.contains(func.text_grams(word, min(len(word), PAIR), type_=ARRAY(String)))
    if len(word) > PAIR:
        own = and_(own, or_(*(place.icontains(word, autoescape=True) for place in PLACES)))
    named = select(Site.id).where(Site.name.icontains(word, autoescape=True))
    sites = list(db.session.scalars(named))
    if not sites:
        return own
    listed = bindparam(None, sites, type_=ARRAY(Uuid()))
    return or_(own, Hazard.site_id == any_(listed))
