"""A sheet or an XLSForm taken over into a draft: all of it, or nothing where a row is at fault."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from suicha.checklists import item_sheet, xlsform
from suicha.checklists.definition.faults import faults
from suicha.checklists.definition.items import Kind
from suicha.checklists.models import SAID, ChecklistDraft
from suicha.checklists.operations.drafts import opened_draft
from suicha.db import db
from suicha.errors import refuse
from suicha.sheets import Format, Report, opened, write, write_tabs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from suicha.accounts.guard import Actor
    from suicha.checklists.definition import Definition
    from suicha.checklists.definition.items import Json


@dataclass(frozen=True)
class Filling:
    """Which revision of a draft a file is to follow, and whose losses its writer has seen.

    `confirmed` is the SHA-256 of an XLSForm whose report was read; a sheet of items needs none.
    """

    revision: int
    confirmed: str = ""


@dataclass(frozen=True)
class FormReport:
    """What an XLSForm says that the draft does not, line by line.

    While there are `faults`, or losses that nobody has confirmed, nothing is taken over; `sha256`
    is what confirms them.
    """

    sha256: str
    taken: bool
    faults: list[xlsform.Loss] = field(default_factory=list)
    losses: list[xlsform.Loss] = field(default_factory=list)
    losses_total: int = 0


@dataclass(frozen=True)
class Filled:
    """A draft after a file was tried, and what the file did or what is wrong with it."""

    draft: ChecklistDraft
    report: Report
    form: FormReport | None = None


def fill_draft(actor: Actor, draft_id: UUID, filling: Filling, body: bytes) -> Filled:
    """Let a draft's items be those of a sheet (.xlsx, CSV) or an XLSForm, unless one is at fault.

    Raises draft.unknown, jurisdiction.other, draft.over, draft.overtaken, and what sheets.opened
    raises.
    """
    draft = opened_draft(actor, draft_id, filling.revision)
    if xlsform.is_xlsform(body):
        return _fill_by_form(actor, draft, filling.confirmed, body)
    sections, report = item_sheet.read(opened(body, item_sheet.COLUMNS))
    if not report.faults_total:
        _say(draft, sections)
        _follow(actor, draft)
    return Filled(draft, report)


def _fill_by_form(actor: Actor, draft: ChecklistDraft, confirmed: str, body: bytes) -> Filled:
    """Take a form over; where it says more than a list can, only when that was seen."""
    sha256, reading = hashlib.sha256(body).hexdigest(), xlsform.read(body)
    losses = [*reading.losses, *_renamings(draft, reading.own)]
    total = len(losses) + reading.losses_total - len(reading.losses)
    taken = not reading.faults and (not total or confirmed == sha256)
    if taken:
        _say(draft, reading.sections)
        # The code stays that under which the draft was begun.
        for name in set(SAID) - {"code"} if reading.own else ():
            setattr(draft, name, getattr(reading.own, name))
        _follow(actor, draft)
    items = sum(len(section["items"]) for section in reading.sections)
    form = FormReport(sha256, taken, reading.faults, losses, total)
    return Filled(draft, Report(new=items), form)


def _renamings(draft: ChecklistDraft, own: Definition | None) -> list[xlsform.Loss]:
    """Say what else changes of a draft when a list that Suicha wrote is taken over whole."""
    if own is None:
        return []
    said = (("form_id", own.code, draft.code), ("form_title", own.title, draft.title))
    return [
        xlsform.Loss("settings", 2, head, new, f"xlsform.{head}", old)
        for head, new, old in said
        if new != old
    ]


def _say(draft: ChecklistDraft, sections: list[Json]) -> None:
    items = [item for section in sections for item in section["items"]]
    draft.sections = sections
    draft.scored = any(item["kind"] == Kind.SCORE for item in items)
    draft.split = any(section["guarantee"] for section in sections)


def _follow(actor: Actor, draft: ChecklistDraft) -> None:
    draft.revision, draft.changed_by = draft.revision + 1, actor.id
    db.session.flush()


def written_sheet(rows: Iterable[list[str]]) -> BinaryIO:
    """Write items as a workbook that is gone when it is closed; `fill_draft` reads it again."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # whoever streams it closes it
    write(file, Format.XLSX, item_sheet.COLUMNS, rows)
    file.seek(0)
    return file


def written_form(definition: Definition, edition: str) -> BinaryIO:
    """Write a list as an XLSForm that is gone when it is closed; `fill_draft` reads it again.

    `edition` tells a version's form from another's. Raises checklist.faulty.
    """
    found = faults(definition)
    if found:
        raise refuse("checklist.faulty", faults=[asdict(one) for one in found])
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # whoever streams it closes it
    write_tabs(file, xlsform.tabs_of(definition, edition))
    file.seek(0)
    return file
