"""Routes of checklists and the item list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from suicha.accounts.guard import Actor, desk, signed_in
from suicha.checklists import queries, schemas
from suicha.checklists.models import ChecklistVersion, ItemListEntry
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page

if TYPE_CHECKING:
    from suicha.checklists.queries import ListedEntry
    from suicha.paging import Page, Paging

checklists = Blueprint("checklists")


@checklists.get("/item-list", guard=desk, query=PagingQuery, answer=schemas.ItemListPage)
def list_entries(actor: Actor, asked: Paging) -> Page[ListedEntry]:
    """List what may be checked at random in one's jurisdiction today."""
    found = page(queries.entries(actor.jurisdictions), ItemListEntry, asked)
    return found.dressed(queries.with_checklists)


@checklists.get("/checklists", guard=desk, query=PagingQuery, answer=schemas.ChecklistPage)
def list_checklists(_: Actor, asked: Paging) -> Page[ChecklistVersion]:
    """List the newest version of every checklist: they are the same in all jurisdictions."""
    return page(queries.newest(), ChecklistVersion, asked)


@checklists.get(
    "/checklists/<uuid:version_id>", guard=signed_in, answer=schemas.ChecklistVersionShape
)
def checklist(_: Actor, version_id: UUID) -> ChecklistVersion:
    """Show one version; nothing in it is secret."""
    return queries.version(version_id)
