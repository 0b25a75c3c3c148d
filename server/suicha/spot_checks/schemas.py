"""The wire of spot checks at the desk; `said.py` reads what phones say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields, validate

from suicha.checklists.definition.shapes import ItemShape, SectionShape
from suicha.fields import PRINTABLE
from suicha.paging import MOST, PageShape
from suicha.photos.schemas import EvidenceShape
from suicha.sites.schemas import SiteShape
from suicha.spot_checks.differences import Decided
from suicha.spot_checks.listing import CANCELLED, ListPaging
from suicha.spot_checks.models import ResultCategory, SignerKind, SpotCheckState
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from suicha.spot_checks.desk import Named


class ListQuery(Loads[ListPaging]):
    """The query of the desk's list."""

    into = ListPaging
    after = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST))
    state = fields.String(validate=validate.OneOf([*SpotCheckState, CANCELLED]))
    jurisdiction_id = fields.UUID()
    draw_id = fields.UUID()
    differences = fields.String(validate=validate.OneOf(["open"]))
    q = fields.String(validate=[validate.Length(0, 100), PRINTABLE])


class CheckedSite(Shape):
    """Where a check is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)


class LeadShape(Shape):
    """主办."""

    name = fields.String(required=True)


class InspectorShape(LeadShape):
    """An inspector who holds a seat."""

    id = fields.UUID(required=True)
    card_number = fields.String(required=True, allow_none=True)
    lead = fields.Boolean(required=True)


class PhotoCountShape(Shape):
    """How many of the promised pictures have come."""

    received = fields.Integer(required=True)
    promised = fields.Integer(required=True)


class RecordedAnswer(Shape):
    """What was found at one item."""

    result = fields.String(required=True)
    deduction = fields.Integer(required=True)
    note = fields.String(required=True)
    given = fields.Dict()  # what belongs to the item's kind, if anything


class RecordedListShape(Shape):
    """A checklist, and the answers of the record that stands by the ids of its items."""

    id = fields.UUID(required=True, attribute="version.id")
    title = fields.String(required=True, attribute="version.title")
    sections = fields.List(fields.Nested(SectionShape), required=True, attribute="version.sections")
    answers = fields.Dict(keys=fields.String(), values=fields.Nested(RecordedAnswer), required=True)
    score = fields.String(required=True, allow_none=True)


class RecordedLists(Shape):
    """What the record that stands says, list by list; empty until the check is closed.

    `photos` are all that were taken as answers, also those that no answer names any more.
    """

    lists = fields.List(fields.Nested(RecordedListShape), required=True)
    photos = fields.List(fields.Nested(EvidenceShape), required=True)


class DifferenceShape(Shape):
    """An item that an inspector answered otherwise than the record says."""

    checklist_id = fields.UUID(required=True)
    item_id = fields.String(required=True)
    inspector_id = fields.UUID(required=True)
    recorded = fields.Nested(RecordedAnswer, required=True, allow_none=True)
    answered = fields.Nested(RecordedAnswer, required=True, allow_none=True)
    decided = fields.Enum(Decided, by_value=True, required=True, allow_none=True)


class UnrecordedHazardShape(Shape):
    """A hazard of the check that the record does not name."""

    hazard_id = fields.UUID(required=True)
    decided = fields.Enum(Decided, by_value=True, required=True, allow_none=True)


class NamedDifference(DifferenceShape):
    """A difference with the names that people know."""

    item = fields.Nested(ItemShape, required=True)
    list_title = fields.String(required=True)
    inspector_name = fields.String(required=True)

    def get_attribute(self, obj: Named, attr: str, default: Any) -> Any:  # Any: marshmallow's own
        """Read what is named from the difference itself."""
        holder = obj if hasattr(obj, attr) else obj.difference
        return super().get_attribute(holder, attr, default)


class DescribedHazard(Shape):
    """An unrecorded hazard with what it is."""

    hazard_id = fields.UUID(required=True, attribute="hazard.hazard_id")
    decided = fields.Enum(
        Decided, by_value=True, required=True, allow_none=True, attribute="hazard.decided"
    )
    number = fields.String(required=True)
    description = fields.String(required=True)


class RecordVersion(Shape):
    """A version of the record: what the lead closed, or what was decided on it."""

    version = fields.Integer(required=True, attribute="record.version")
    digest = fields.String(required=True, attribute="record.digest")
    closed_at = fields.AwareDateTime(required=True, attribute="record.closed_at")
    by = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True, attribute="record.reason")
    score = fields.String(required=True, allow_none=True, attribute="record.score")
    result_category = fields.String(required=True)
    standing = fields.Boolean(required=True)


class SpotCheckBrief(Shape):
    """A check as a line of the desk's list."""

    id = fields.UUID(required=True, attribute="check.id")
    number = fields.String(required=True, attribute="check.number")
    site = fields.Nested(CheckedSite, required=True)
    state = fields.Enum(SpotCheckState, by_value=True, required=True, attribute="check.state")
    due_on = fields.Date(required=True, attribute="check.due_on")
    due_provisional = fields.Boolean(required=True, attribute="check.due_provisional")
    cancelled_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="check.cancelled_at"
    )
    cancelled_reason = fields.String(
        required=True, allow_none=True, attribute="check.cancelled_reason"
    )
    lead = fields.Nested(LeadShape, required=True, allow_none=True)
    inspectors = fields.List(fields.Nested(InspectorShape), required=True)
    findings = fields.Integer(
        required=True, allow_none=True, attribute="record.findings", dump_default=None
    )
    photos = fields.Nested(PhotoCountShape, required=True)
    result_category = fields.Enum(
        ResultCategory,
        by_value=True,
        required=True,
        allow_none=True,
        attribute="check.result_category",
    )
    score = fields.String(
        required=True, allow_none=True, attribute="record.score", dump_default=None
    )
    receipt = fields.String(required=True, allow_none=True, attribute="check.receipt")
    submitted_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="check.submitted_at"
    )
    publication_state = fields.String(required=True, allow_none=True)
    open_differences = fields.Integer(required=True, attribute="check.open_differences")


class SpotCheckPage(PageShape):
    """A page of the desk's list."""

    items = fields.List(fields.Nested(SpotCheckBrief), required=True)


class SignatureShape(Shape):
    """A signature under a version of the closed record, which its digest names."""

    signer = fields.Enum(SignerKind, by_value=True, required=True)
    name = fields.String(required=True)
    refused = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True, attribute="refusal_reason")
    signed_at = fields.AwareDateTime(required=True)
    digest = fields.String(required=True)


class ListedVersion(Shape):
    """A checklist of a check; its items are read where they are needed."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    scored = fields.Boolean(required=True)


class RecordDetail(Shape):
    """The closed record that counts."""

    digest = fields.String(required=True, attribute="record.digest")
    closed_at = fields.AwareDateTime(required=True, attribute="record.closed_at")
    result_category = fields.Enum(
        ResultCategory, by_value=True, required=True, attribute="check.result_category"
    )
    score = fields.String(required=True, allow_none=True, attribute="record.score")
    signatures = fields.List(fields.Nested(SignatureShape), required=True)


class SpotCheckDetail(SpotCheckBrief):
    """A check with its site, lists, record and what a person should look at."""

    site = fields.Nested(SiteShape, required=True)
    originals = fields.Nested(PhotoCountShape, required=True)
    checklists = fields.List(fields.Nested(ListedVersion), required=True)
    record = fields.Nested(RecordDetail, required=True, allow_none=True, attribute="closed")
    flags = fields.List(fields.String(), required=True, attribute="check.flags")
    versions = fields.List(fields.Nested(RecordVersion), required=True)
    differences = fields.List(fields.Nested(NamedDifference), required=True)
    unrecorded_hazards = fields.List(fields.Nested(DescribedHazard), required=True)
