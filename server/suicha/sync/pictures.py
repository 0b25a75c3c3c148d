"""Who sees a picture: whoever sees its check, its hazard, or the history of its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, or_, select, union

from suicha.accounts.models import Role
from suicha.db import db
from suicha.errors import refuse
from suicha.hazards import queries as hazards
from suicha.hazards.models import Hazard
from suicha.photos.models import PhotoKind, PhotoUse
from suicha.photos.queries import uses_of
from suicha.spot_checks import queries as spot_checks
from suicha.spot_checks.models import SpotCheck
from suicha.sync.history import GRANTS, IS_CLOSED

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from suicha.accounts.guard import Actor
    from suicha.photos.models import Photo


def one(actor: Actor, sha256: str) -> Photo:
    """Find a photo; raises not_found, also where it is only another's to see.

    Signatures are shown with their record alone.
    """
    query = uses_of(sha256).where(PhotoUse.kind != PhotoKind.SIGNATURE, _is_seen(actor)).limit(1)
    use = db.session.scalar(query)
    if use is None:
        raise refuse("not_found")
    return use.photo


def _is_seen(actor: Actor) -> ColumnElement[bool]:
    checks = spot_checks.visible(actor).with_only_columns(SpotCheck.id)
    found = hazards.visible(actor).with_only_columns(Hazard.id)
    return or_(
        PhotoUse.spot_check_id.in_(checks),
        PhotoUse.hazard_id.in_(found),
        _is_in_history(actor),
    )


def _is_in_history(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.INSPECTOR:
        return false()
    sites = union(*(grant.open_to(actor) for grant in GRANTS))
    past = select(SpotCheck.id).where(IS_CLOSED, SpotCheck.site_id.in_(sites))
    return PhotoUse.spot_check_id.in_(past)
