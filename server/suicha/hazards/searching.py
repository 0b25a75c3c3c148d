"""How the queue finds words in what people remember of a hazard: by an index of pairs of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, and_, any_, bindparam, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from sqlalchemy.types import Uuid

from suicha.db import db
from suicha.hazards.models import Hazard
from suicha.sites.models import Site

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PAIR = 2  # signs; a shorter word is looked up by its one sign
TEXTS = ARRAY(String)
IDS = ARRAY(Uuid())


def mentions(word: str) -> ColumnElement[bool]:
    """Find a word anywhere in what people remember of a hazard; `%` and `_` are plain letters.

    Hazards of the sites of this name are found on their own: within one condition, the index of
    signs would have to be computed again for every row.
    """
    named = select(Site.id).where(Site.name.icontains(word, autoescape=True))
    sites = list(db.session.scalars(named))
    if not sites:
        return _says(Hazard, word)
    own, there = aliased(Hazard), aliased(Hazard)
    of_sites = there.site_id == any_(bindparam(None, sites, type_=IDS))
    found = select(own.id).where(_says(own, word)), select(there.id).where(of_sites)
    return Hazard.id.in_(union_all(*found))


def _says(hazard: type[Hazard], word: str) -> ColumnElement[bool]:
    """Look up what has all pairs of a word; then read whether they follow each other."""
    places = (hazard.description, hazard.location, hazard.clause, hazard.number)
    wanted = func.text_grams(word, min(len(word), PAIR), type_=TEXTS)
    has_pairs = func.hazard_grams(*places, type_=TEXTS).contains(wanted)
    if len(word) <= PAIR:
        return has_pairs
    return and_(has_pairs, or_(*(place.icontains(word, autoescape=True) for place in places)))
