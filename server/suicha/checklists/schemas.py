"""The wire of checklists and the item list; `sync` sends the same checklist rows to phones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from marshmallow import fields, pre_dump, validate

from suicha.checklists.definition.items import Kind, kind_of
from suicha.checklists.definition.shapes import ItemShape, SchemeShape, SectionShape
from suicha.checklists.models import ItemKind
from suicha.checklists.operations import Correction, NewEntry
from suicha.checklists.queries import EntryFilters
from suicha.fields import NOT_BLANK, Day
from suicha.paging import MOST, PageShape
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from suicha.checklists.models import ChecklistVersion
    from suicha.db import Json


class ChecklistItemShape(ItemShape):
    """One item, numbered; `unverified` until it has been compared with a licensed copy.

    What does not belong to its kind is left out.
    """

    no = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([one.value for one in Kind]))
    hint = fields.String(required=True)
    clause = fields.String(required=True)
    unverified = fields.Boolean(required=True)
    required = fields.Boolean(required=True)

    @pre_dump
    def with_kind(self, item: Json, **_: object) -> Json:
        """Name the kind of items that were published before there were kinds."""
        return {"required": False, "kind": kind_of(item)} | item


class ChecklistSectionShape(SectionShape):
    """A section; `guarantee` marks 保证项目 (JGJ 59 4.0.1)."""

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
    legal_basis = fields.String(required=True)
    split = fields.Boolean(required=True)
    scheme = fields.Nested(SchemeShape, required=True, allow_none=True)
    jurisdiction_id = fields.UUID(required=True, allow_none=True)
    sections = fields.List(fields.Nested(ChecklistSectionShape), required=True)


class ChecklistBrief(ChecklistNamed):
    """A checklist in the desk's list, with how many items nobody has compared yet."""

    version = fields.Integer(required=True)
    standard = fields.String(required=True)
    published_on = fields.Date(required=True)
    jurisdiction_id = fields.UUID(required=True, allow_none=True)
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
    jurisdiction_id = fields.UUID(attribute="entry.jurisdiction_id", required=True)
    agency_id = fields.UUID(attribute="entry.agency_id", required=True)
    kind = fields.Enum(ItemKind, by_value=True, attribute="entry.kind", required=True)
    version = fields.Integer(attribute="entry.version", required=True)
    valid_from = fields.Date(attribute="entry.valid_from", required=True)
    valid_to = fields.Date(attribute="entry.valid_to", required=True, allow_none=True)
    published_on = fields.Date(attribute="entry.published_on", required=True, allow_none=True)
    ended_reason = fields.String(attribute="entry.ended_reason", required=True, allow_none=True)
    checklists = fields.List(fields.Nested(ChecklistNamed), required=True)


class EntryFiltersShape(Loads[EntryFilters]):
    """Which entries are asked for; `past` asks for former versions and ended ones too."""

    into = EntryFilters
    q = fields.String(validate=validate.Length(0, 64))
    past = fields.Boolean()
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


def _said(most: int) -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, most), NOT_BLANK])


class CorrectionFields(Shape):
    """What an entry says."""

    name = _said(200)
    kind = fields.Enum(ItemKind, by_value=True, required=True)
    legal_basis = _said(2000)
    agency_id = fields.UUID(required=True)
    object = _said(200)
    ratio = _said(100)
    frequency = _said(100)
    method = _said(100)
    content = _said(5000)
    checklist_codes = fields.List(
        fields.String(validate=validate.Length(1, 32)),
        required=True,
        validate=validate.Length(0, 40),
    )
    valid_from = Day(allow_none=True, load_default=None)


class CorrectionShape(CorrectionFields, Loads[Correction]):
    """What an entry says from a day on."""

    into = Correction


class NewEntryShape(CorrectionFields, Loads[NewEntry]):
    """A new entry of the item list."""

    into = NewEntry
    number = fields.String(required=True, validate=[validate.Length(1, 32), NOT_BLANK])


@dataclass(frozen=True)
class Ending:
    """Why an entry is taken off the list, and its last day where that is not today."""

    reason: str
    valid_to: date | None = None


class EndingShape(Loads[Ending]):
    """The end of an entry."""

    into = Ending
    reason = _said(500)
    valid_to = Day(allow_none=True, load_default=None)


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
