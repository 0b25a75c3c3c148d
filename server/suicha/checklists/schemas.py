"""The wire of checklists and the item list; `sync` sends the same checklist rows to phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields

from suicha.paging import PageShape
from suicha.wire import Shape

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json


class ChecklistItemShape(Shape):
    """One item; `points` only where the list scores, `unverified` until it has been compared."""

    id = fields.String(required=True, metadata={"example": "B1-1"})
    no = fields.Integer(required=True)
    name = fields.String(required=True)
    points = fields.Integer(allow_none=True)
    hint = fields.String(required=True)
    clause = fields.String(required=True)
    unverified = fields.Boolean(required=True)


class ChecklistSectionShape(Shape):
    """A section; `guarantee` marks 保证项目 (JGJ 59 4.0.1)."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    guarantee = fields.Boolean(required=True)
    items = fields.List(fields.Nested(ChecklistItemShape), required=True)


class ChecklistNamed(Shape):
    """What every view of a checklist version names."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    scored = fields.Boolean(required=True)
    unverified = fields.Boolean(required=True)


class ChecklistVersionShape(ChecklistNamed):
    """A whole version of a checklist."""

    version = fields.Integer(required=True)
    standard = fields.String(required=True)
    source = fields.String(required=True)
    published_on = fields.Date(required=True)
    split = fields.Boolean(required=True)
    sections = fields.List(fields.Nested(ChecklistSectionShape), required=True)


class ChecklistBrief(ChecklistNamed):
    """A checklist in the desk's list, with how many items nobody has compared yet."""

    version = fields.Integer(required=True)
    standard = fields.String(required=True)
    published_on = fields.Date(required=True)
    items_total = fields.Integer(required=True)
    items_unverified = fields.Integer(required=True)


class ChecklistPage(PageShape):
    """A page of checklists."""

    items = fields.List(fields.Nested(ChecklistBrief), required=True)


class ItemListEntryShape(Shape):
    """抽查事项清单: one line, in the columns that housing bureaus use (domain.md A2)."""

    id = fields.UUID(attribute="entry.id", required=True)
    number = fields.String(attribute="entry.number", required=True)
    name = fields.String(attribute="entry.name", required=True)
    legal_basis = fields.String(attribute="entry.legal_basis", required=True)
    agency_name = fields.String(attribute="entry.agency_name", required=True)
    object = fields.String(attribute="entry.object", required=True)
    ratio = fields.String(attribute="entry.ratio", required=True)
    frequency = fields.String(attribute="entry.frequency", required=True)
    method = fields.String(attribute="entry.method", required=True)
    content = fields.String(attribute="entry.content", required=True)
    checklists = fields.List(fields.Nested(ChecklistNamed), required=True)


class ItemListPage(PageShape):
    """A page of the item list."""

    items = fields.List(fields.Nested(ItemListEntryShape), required=True)


def checklist_row(version: ChecklistVersion) -> Json:
    """Give the row of a checklist version as the pull feed sends it."""
    row: Json = ChecklistVersionShape().dump(version)
    return row


class ClauseShape(Shape):
    """A clause of the library, as phones pull it."""

    id = fields.UUID(required=True)
    code = fields.String(required=True, metadata={"example": "JGJ 59-2011 表B.1 第 1 项"})
    standard = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    major = fields.Boolean(required=True)
    unverified = fields.Boolean(required=True)
