"""The wire of hazards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields, validate

from suicha.fields import NOT_BLANK, Day
from suicha.hazards.light import Colour, Reason
from suicha.hazards.operations import HazardReport
from suicha.hazards.queries import Filters
from suicha.hazards.states import HazardGrade, HazardState
from suicha.photos.models import PhotoKind
from suicha.photos.schemas import PhotoPromiseShape
from suicha.wire import Loads, Shape

if TYPE_CHECKING:
    from suicha.hazards.queries import Detail

MOST_PHOTOS = 50
PRINTABLE = validate.Regexp(r"\A[^\x00-\x08\x0b\x0c\x0e-\x1f]*\Z", error="Control characters.")


class HazardReportArgs(Loads[HazardReport]):
    """The arguments of the command hazard.report."""

    into = HazardReport
    hazard_id = fields.UUID(required=True)
    spot_check_id = fields.UUID(required=True)
    checklist_version_id = fields.UUID(required=True)
    item_id = fields.String(required=True, validate=validate.Length(1, 32))
    description = fields.String(
        required=True, validate=[validate.Length(1, 4000), NOT_BLANK, PRINTABLE]
    )
    location = fields.String(required=True, validate=[validate.Length(0, 200), PRINTABLE])
    clause = fields.String(required=True, validate=[validate.Length(0, 200), PRINTABLE])
    grade = fields.Enum(HazardGrade, by_value=True, required=True)
    due_on = Day(required=True)
    party_id = fields.UUID(required=True)
    photos = fields.List(
        fields.Nested(PhotoPromiseShape), required=True, validate=validate.Length(0, MOST_PHOTOS)
    )


class ConfirmHazardShape(Shape):
    """A word that goes with the confirmation."""

    note = fields.String(load_default="", validate=[validate.Length(0, 500), PRINTABLE])


class HazardFiltersShape(Loads[Filters]):
    """What the queue is narrowed to."""

    into = Filters
    state = fields.Enum(HazardState, by_value=True)
    grade = fields.Enum(HazardGrade, by_value=True)
    light = fields.Enum(Colour, by_value=True)
    site_id = fields.UUID()
    spot_check_id = fields.UUID()
    q = fields.String(validate=[validate.Length(0, 100), PRINTABLE])
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, 200))


class HazardLightShape(Shape):
    """A colour and its reason, which the PWA words."""

    colour = fields.Enum(Colour, by_value=True, required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)


class HazardPhotoShape(Shape):
    """A photo of a hazard, as lists show it."""

    sha256 = fields.String(required=True)
    state = fields.String(required=True, attribute="photo.state")
    taken_at = fields.AwareDateTime(required=True)
    source = fields.String(required=True)
    kind = fields.Enum(PhotoKind, by_value=True, required=True)


class RecheckerShape(Shape):
    """An inspector who is to look again."""

    id = fields.UUID(required=True, attribute="inspector_id")
    name = fields.String(required=True)


class HazardShape(Shape):
    """A hazard, as phones pull it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    spot_check_id = fields.UUID(required=True)
    site_id = fields.UUID(required=True)
    item_id = fields.String(required=True)
    checklist_version_id = fields.UUID(required=True)
    description = fields.String(required=True)
    location = fields.String(required=True)
    clause = fields.String(required=True)
    grade = fields.Enum(HazardGrade, by_value=True, required=True)
    due_on = fields.Date(required=True)
    original_due_on = fields.Date(required=True, allow_none=True)
    due_provisional = fields.Boolean(required=True)
    party_id = fields.UUID(required=True)
    party_name = fields.String(required=True, attribute="party.unit.name")
    state = fields.Enum(HazardState, by_value=True, required=True)
    light = fields.Nested(HazardLightShape, required=True)
    reported_by = fields.UUID(required=True)
    reported_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    photos = fields.List(fields.Nested(HazardPhotoShape), required=True)
    after_photos = fields.List(fields.Nested(HazardPhotoShape), required=True)
    recheckers = fields.List(fields.Nested(RecheckerShape), required=True, attribute="rechecks")


class DistrictShape(Shape):
    """The district whose office answers for it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class HazardBriefShape(HazardShape):
    """A hazard, as the desk's queue lists it."""

    site_name = fields.String(required=True, attribute="site.name")
    district = fields.Nested(DistrictShape, required=True, attribute="jurisdiction")
    spot_check_number = fields.String(required=True, attribute="spot_check.number")
    thumb = fields.String(required=True, allow_none=True)
    working_days_left = fields.Integer(required=True)


class HazardCountsShape(Shape):
    """How many hazards show each colour."""

    green = fields.Integer(required=True)
    amber = fields.Integer(required=True)
    yellow = fields.Integer(required=True)
    red = fields.Integer(required=True)


class HazardPageShape(Shape):
    """A page of the queue."""

    items = fields.List(fields.Nested(HazardBriefShape), required=True)
    total = fields.Integer(required=True)
    counts = fields.Nested(HazardCountsShape, required=True)
    next = fields.UUID(required=True, allow_none=True)


class HazardSiteShape(Shape):
    """Where a hazard is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)


class HazardCheckShape(Shape):
    """The check that found it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)


class HazardEventShape(Shape):
    """One line of the timeline."""

    at = fields.AwareDateTime(required=True)
    fact = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)


class PhotoPlaceShape(Shape):
    """Where a photo was taken, in WGS-84."""

    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    accuracy_m = fields.Float(required=True)
    fix_age_ms = fields.Integer(required=True)
    source = fields.String(required=True)


class HazardEvidenceShape(Shape):
    """A photo of a hazard with what is known of it."""

    sha256 = fields.String(required=True, attribute="use.sha256")
    state = fields.String(required=True, attribute="use.photo.state")
    taken_at = fields.AwareDateTime(required=True, attribute="use.taken_at")
    received_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="use.photo.received_at"
    )
    source = fields.String(required=True, attribute="use.source")
    position = fields.Nested(
        PhotoPlaceShape, required=True, allow_none=True, attribute="use.position"
    )
    inside_boundary = fields.Boolean(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, attribute="use.photo.reason")


class HazardDetailShape(HazardBriefShape):
    """A hazard with its site, check, history and evidence."""

    site = fields.Nested(HazardSiteShape, required=True)
    spot_check = fields.Nested(HazardCheckShape, required=True)
    timeline = fields.List(fields.Nested(HazardEventShape), required=True)
    photos = fields.List(fields.Nested(HazardEvidenceShape), required=True)

    def get_attribute(self, obj: Detail, attr: str, default: Any) -> Any:  # Any: marshmallow's own
        """Read what a detail adds from it, and everything else from its hazard."""
        holder = obj if hasattr(obj, attr) else obj.hazard
        return super().get_attribute(holder, attr, default)
