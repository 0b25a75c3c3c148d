"""A sheet taken over into a draft: all of it, or nothing where a row is at fault."""

from __future__ import annotations

from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from suicha.checklists import item_sheet
from suicha.checklists.definition.items import Kind
from suicha.checklists.models import ChecklistDraft
from suicha.checklists.operations.drafts import opened_draft
from suicha.db import db
from suicha.sheets import Format, Report, opened, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from suicha.accounts.guard import Actor


@dataclass(frozen=True)
class Filled:
    """A draft after a sheet was tried, and what the sheet did or what is wrong with it."""

    draft: ChecklistDraft
    report: Report


def fill_draft(actor: Actor, draft_id: UUID, revision: int, body: bytes) -> Filled:
    """Let a draft's items be those of a sheet (.xlsx, CSV), unless any cell is at fault.

    Raises draft.unknown, jurisdiction.other, draft.over, draft.overtaken, and what sheets.opened
    raises.
    """
    draft = opened_draft(actor, draft_id, revision)
    sections, report = item_sheet.read(opened(body, item_sheet.COLUMNS))
    if not report.faults_total:
        items = [item for section in sections for item in section["items"]]
        draft.sections = sections
        draft.scored = any(item["kind"] == Kind.SCORE for item in items)
        draft.split = any(section["guarantee"] for section in sections)
        draft.revision, draft.changed_by = draft.revision + 1, actor.id
        db.session.flush()
    return Filled(draft, report)


def written_sheet(rows: Iterable[list[str]]) -> BinaryIO:
    """Write items as a workbook that is gone when it is closed; `fill_draft` reads it again."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # whoever streams it closes it
    write(file, Format.XLSX, item_sheet.COLUMNS, rows)
    file.seek(0)
    return file
