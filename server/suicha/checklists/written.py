"""The wire of checklists that offices write: drafts, publishing, retiring."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from suicha.checklists.definition.shapes import (
    IDS,
    LONGEST,
    DefinitionShape,
    SchemeShape,
    SectionShape,
)
from suicha.checklists.operations import Beginning, Filling, PublishingDraft, Retiring, Saving
from suicha.checklists.schemas import ChecklistNamed
from suicha.fields import NOT_BLANK, Day
from suicha.paging import PageShape
from suicha.wire import Loads, Shape


class BeginningShape(Shape):
    """A new draft."""

    definition = fields.Nested(DefinitionShape, required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Beginning:  # Any: loaded JSON
        """Build the dataclass; only a copy has a base."""
        return Beginning(data["definition"])


class CopyingShape(Shape):
    """The code of the draft that a version is copied into."""

    code = fields.String(required=True, validate=IDS)


class SavingShape(Loads[Saving]):
    """What a draft says from now on."""

    into = Saving
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    definition = fields.Nested(DefinitionShape, required=True)


class PublishingShape(Loads[PublishingDraft]):
    """From which day on, on what basis; and whether the tables of GB 50300 were compared."""

    into = PublishingDraft
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    published_on = Day(required=True)
    legal_basis = fields.String(required=True, validate=[validate.Length(1, LONGEST), NOT_BLANK])
    tables_verified = fields.Boolean(load_default=False)


class RetiringShape(Loads[Retiring]):
    """From which day on, and why."""

    into = Retiring
    retired_on = Day(required=True)
    reason = fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])


class FaultShape(Shape):
    """What keeps a draft from being published: at which item (null: the list), in which field."""

    item = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "item.twice"})
    note = fields.String(required=True)


class DraftBrief(Shape):
    """A draft in the desk's list."""

    id = fields.UUID(required=True)
    jurisdiction_id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    scored = fields.Boolean(required=True)
    revision = fields.Integer(required=True)
    base_id = fields.UUID(required=True, allow_none=True)
    changed_at = fields.AwareDateTime(required=True)
    items_total = fields.Integer(required=True)


class DraftShape(DraftBrief):
    """A whole draft, with what keeps it from being published."""

    standard = fields.String(required=True)
    source = fields.String(required=True)
    split = fields.Boolean(required=True)
    scheme = fields.Nested(SchemeShape, required=True, allow_none=True)
    sections = fields.List(fields.Nested(SectionShape), required=True)
    faults = fields.List(fields.Nested(FaultShape), required=True)
    published_id = fields.UUID(required=True, allow_none=True)
    discarded_at = fields.AwareDateTime(required=True, allow_none=True)


class DraftPage(PageShape):
    """A page of drafts."""

    items = fields.List(fields.Nested(DraftBrief), required=True)


class VersionBrief(ChecklistNamed):
    """One of the versions of a list."""

    version = fields.Integer(required=True)
    published_on = fields.Date(required=True)
    legal_basis = fields.String(required=True)


class FillingShape(Loads[Filling]):
    """Which revision of a draft a file is to follow; `confirmed` is the hash of a form's report."""

    into = Filling
    revision = fields.Integer(required=True, validate=validate.Range(min=1))
    confirmed = fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"))


class CellFaultShape(Shape):
    """What is wrong with one cell: where, what stands there, and what to do (by code)."""

    row = fields.Integer(required=True)
    column = fields.String(required=True)
    value = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "cell.missing"})
    note = fields.String(required=True)


class SheetReportShape(Shape):
    """What a sheet did to a draft: its items, or the cells that kept it out."""

    new = fields.Integer(required=True)
    faults = fields.List(fields.Nested(CellFaultShape), required=True)
    faults_total = fields.Integer(required=True)
    unread = fields.List(fields.String(), required=True)


class LossShape(CellFaultShape):
    """What of an XLSForm is not taken over as it stands; row 0 is a whole sheet."""

    sheet = fields.String(required=True, metadata={"example": "survey"})
    code = fields.String(required=True, metadata={"example": "xlsform.relevant"})


class FormReportShape(Shape):
    """What an XLSForm did to a draft: taken over, or only when its losses are confirmed."""

    sha256 = fields.String(required=True)
    taken = fields.Boolean(required=True)
    faults = fields.List(fields.Nested(LossShape), required=True)
    losses = fields.List(fields.Nested(LossShape), required=True)
    losses_total = fields.Integer(required=True)


class FilledShape(Shape):
    """A draft after a sheet, or an XLSForm, was tried."""

    draft = fields.Nested(DraftShape, required=True)
    report = fields.Nested(SheetReportShape, required=True)
    form = fields.Nested(FormReportShape, required=True, allow_none=True)
