"""Routes of the objects' register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suicha.accounts.guard import Actor, desk
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page
from suicha.sites import queries, schemas
from suicha.sites.models import Site

if TYPE_CHECKING:
    from suicha.paging import Page, Paging

sites = Blueprint("sites")


@sites.get("/sites", guard=desk, query=PagingQuery, answer=schemas.SitePage)
def list_sites(actor: Actor, asked: Paging) -> Page[Site]:
    """List the sites of one's jurisdiction; inspectors get those of their checks by sync."""
    return page(queries.within(actor.jurisdictions), Site, asked)
