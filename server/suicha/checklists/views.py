"""Routes of checklists and the item list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from suicha.accounts.guard import Actor, desk, keepers, signed_in
from suicha.checklists import operations, queries, schemas
from suicha.checklists.models import ChecklistVersion
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page

if TYPE_CHECKING:
    from suicha.checklists.operations import Correction, NewEntry
    from suicha.checklists.queries import EntryFilters, ListedEntry
    from suicha.checklists.schemas import Ending
    from suicha.paging import Page, Paging

checklists = Blueprint("checklists")


@checklists.get(
    "/item-list", guard=desk, query=schemas.EntryFiltersShape, answer=schemas.ItemListPage
)
def list_entries(actor: Actor, filters: EntryFilters) -> Page[ListedEntry]:
    """List what may be checked at random in one's jurisdiction today, or ever could."""
    return queries.item_list(actor.jurisdictions, filters).dressed(queries.with_checklists)


@checklists.post(
    "/item-list",
    guard=keepers,
    body=schemas.NewEntryShape,
    answer=schemas.ItemListEntryShape,
    status=201,
)
def add_entry(actor: Actor, new: NewEntry) -> ListedEntry:
    """Add an entry to the item list of one's own district."""
    return queries.with_checklists([operations.add_entry(actor, new)])[0]


@checklists.get("/item-list/<uuid:entry_id>", guard=desk, answer=schemas.ItemListEntryShape)
def entry(actor: Actor, entry_id: UUID) -> ListedEntry:
    """Show one version of an entry."""
    return queries.with_checklists([queries.entry(actor.jurisdictions, entry_id)])[0]


@checklists.post(
    "/item-list/<uuid:entry_id>/correct",
    guard=keepers,
    body=schemas.CorrectionShape,
    answer=schemas.ItemListEntryShape,
)
def correct_entry(actor: Actor, correction: Correction, entry_id: UUID) -> ListedEntry:
    """Follow an entry by a version that says something else; give that version."""
    return queries.with_checklists([operations.correct_entry(actor, entry_id, correction)])[0]


@checklists.post(
    "/item-list/<uuid:entry_id>/end",
    guard=keepers,
    body=schemas.EndingShape,
    answer=schemas.ItemListEntryShape,
)
def end_entry(actor: Actor, ending: Ending, entry_id: UUID) -> ListedEntry:
    """Take an entry off the item list, with a reason."""
    ended = operations.end_entry(actor, entry_id, ending.reason, ending.valid_to)
    return queries.with_checklists([ended])[0]


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
