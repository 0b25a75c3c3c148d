"""Routes of checklists and the item list."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from flask import Response, request

from suicha.accounts.guard import Actor, desk, keepers, signed_in
from suicha.checklists import item_sheet, library, operations, queries, schemas, written
from suicha.checklists.models import ChecklistDraft, ChecklistVersion
from suicha.http import Blueprint
from suicha.paging import PagingQuery, page
from suicha.sheets import MOST_BYTES, Format
from suicha.streams import in_pieces

if TYPE_CHECKING:
    from suicha.checklists.definition import Definition
    from suicha.checklists.operations import (
        Beginning,
        Correction,
        Filled,
        Filling,
        NewEntry,
        PublishingDraft,
        Retiring,
        Saving,
    )
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
def list_checklists(actor: Actor, asked: Paging) -> Page[ChecklistVersion]:
    """List the newest version of every checklist that is used where one can see."""
    return page(queries.seen_from(actor), ChecklistVersion, asked)


@checklists.get(
    "/checklists/<uuid:version_id>", guard=signed_in, answer=schemas.ChecklistVersionShape
)
def checklist(_: Actor, version_id: UUID) -> ChecklistVersion:
    """Show one version; nothing in it is secret."""
    return queries.version(version_id)


@checklists.get(
    "/checklists/<uuid:version_id>/versions",
    guard=desk,
    answer=written.VersionBrief,
    many=True,
)
def versions(_: Actor, version_id: UUID) -> list[ChecklistVersion]:
    """List all versions of a list, the newest first."""
    return queries.versions_of(queries.version(version_id))


@checklists.post(
    "/checklists/<uuid:version_id>/copy",
    guard=keepers,
    body=written.CopyingShape,
    answer=written.DraftShape,
    status=201,
)
def copy(actor: Actor, copying: dict[str, str], version_id: UUID) -> ChecklistDraft:
    """Begin a draft of one's own that says what this version says."""
    return operations.copy_version(actor, version_id, copying["code"])


@checklists.post(
    "/checklists/<uuid:version_id>/retire",
    guard=keepers,
    body=written.RetiringShape,
    answer=schemas.ChecklistVersionShape,
)
def retire(actor: Actor, retiring: Retiring, version_id: UUID) -> ChecklistVersion:
    """Let a list of one's own be given to no new check from a day on."""
    return operations.retire_version(actor, version_id, retiring)


@checklists.get("/checklist-drafts", guard=desk, query=PagingQuery, answer=written.DraftPage)
def list_drafts(actor: Actor, asked: Paging) -> Page[ChecklistDraft]:
    """List what is being written in one's jurisdictions."""
    return page(queries.open_drafts(actor.jurisdictions), ChecklistDraft, asked)


@checklists.post(
    "/checklist-drafts",
    guard=keepers,
    body=written.BeginningShape,
    answer=written.DraftShape,
    status=201,
)
def begin(actor: Actor, beginning: Beginning) -> ChecklistDraft:
    """Begin to write a list of one's own district."""
    return operations.begin_draft(actor, beginning)


@checklists.get("/checklist-drafts/<uuid:draft_id>", guard=desk, answer=written.DraftShape)
def draft(actor: Actor, draft_id: UUID) -> ChecklistDraft:
    """Show a draft, with what keeps it from being published."""
    return queries.draft(actor.jurisdictions, draft_id)


@checklists.post(
    "/checklist-drafts/<uuid:draft_id>",
    guard=keepers,
    body=written.SavingShape,
    answer=written.DraftShape,
)
def save(actor: Actor, saving: Saving, draft_id: UUID) -> ChecklistDraft:
    """Let a draft say something else."""
    return operations.save_draft(actor, draft_id, saving)


@checklists.post(
    "/checklist-drafts/<uuid:draft_id>/publish",
    guard=keepers,
    body=written.PublishingShape,
    answer=schemas.ChecklistVersionShape,
)
def publish(actor: Actor, publishing: PublishingDraft, draft_id: UUID) -> ChecklistVersion:
    """Publish a draft as the next version of its list."""
    return operations.publish_draft(actor, draft_id, publishing)


@checklists.post(
    "/checklist-drafts/<uuid:draft_id>/discard", guard=keepers, answer=written.DraftShape
)
def discard(actor: Actor, draft_id: UUID) -> ChecklistDraft:
    """Give a draft up."""
    return operations.discard_draft(actor, draft_id)


@checklists.post(
    "/checklist-drafts/<uuid:draft_id>/sheet",
    guard=keepers,
    query=written.FillingShape,
    answer=written.FilledShape,
)
def fill(actor: Actor, filling: Filling, draft_id: UUID) -> Filled:
    """Let a draft's items be those of a sheet (.xlsx or CSV) or an XLSForm, sent as the body.

    A sheet is taken over whole, or not at all where a cell is at fault. So is a form; where it
    says more than a list can, only when its `sha256` comes back as `confirmed`.
    """
    request.max_content_length = MOST_BYTES + 1  # one more, to see that there is more
    body = request.get_data(cache=False)
    return operations.fill_draft(actor, draft_id, filling, body)


@checklists.get("/checklist-drafts/template.xlsx", guard=desk)
def template(_: Actor) -> Response:
    """Give a sheet to be filled in, with an example of most kinds of items."""
    return _sheet("template", library.template())


@checklists.get("/checklist-drafts/<uuid:draft_id>/items.xlsx", guard=desk)
def draft_sheet(actor: Actor, draft_id: UUID) -> Response:
    """Give a draft as a sheet."""
    found = queries.draft(actor.jurisdictions, draft_id)
    return _sheet(f"draft-{found.id}", found.definition)


@checklists.get("/checklists/<uuid:version_id>/items.xlsx", guard=desk)
def version_sheet(_: Actor, version_id: UUID) -> Response:
    """Give a version as a sheet."""
    found = queries.version(version_id)
    return _sheet(f"checklist-{found.id}", found.definition)


@checklists.get("/checklist-drafts/<uuid:draft_id>/xlsform.xlsx", guard=desk)
def draft_form(actor: Actor, draft_id: UUID) -> Response:
    """Give a draft without faults as an XLSForm, for ODK Collect and Kobo."""
    found = queries.draft(actor.jurisdictions, draft_id)
    form = operations.written_form(found.definition, f"draft-{found.revision}")
    return _workbook(f"xlsform-draft-{found.id}", form)


@checklists.get("/checklists/<uuid:version_id>/xlsform.xlsx", guard=desk)
def version_form(_: Actor, version_id: UUID) -> Response:
    """Give a version as an XLSForm, for ODK Collect and Kobo."""
    found = queries.version(version_id)
    form = operations.written_form(found.definition, str(found.version))
    return _workbook(f"xlsform-{found.id}", form)


def _sheet(name: str, definition: Definition) -> Response:
    return _workbook(name, operations.written_sheet(item_sheet.lines(definition)))


def _workbook(name: str, file: BinaryIO) -> Response:
    head = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(in_pieces(file), mimetype=Format.XLSX.media_type, headers=head)
