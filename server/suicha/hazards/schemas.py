"""The wire of hazards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields, validate

from suicha.hazards.commands import RecheckResult
from suicha.hazards.light import Colour, Reason
from suicha.hazards.models import StepKind
from suicha.hazards.states import HazardState, Severity
from suicha.photos.models import PhotoKind
from suicha.photos.schemas import EvidenceShape
from suicha.sites.schemas import BoundaryShape
from suicha.wire import Shape

if TYPE_CHECKING:
    from suicha.hazards.history import Detail


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
    marked_of = fields.String(required=True, allow_none=True)


class RecheckerShape(Shape):
    """An inspector who is to look again."""

    id = fields.UUID(required=True, attribute="inspector_id")
    name = fields.String(required=True)


class NamedItemShape(Shape):
    """The one item of the standard by which a hazard is major; its words stand in the PWA."""

    edition = fields.String(required=True)
    item_id = fields.String(required=True)
    reason = fields.String(required=True)


class GradedShape(Shape):
    """How bad a hazard is and, apart from that, whether it is major; null means: item owed."""

    severity = fields.Enum(Severity, by_value=True, required=True)
    is_major = fields.Boolean(required=True)
    determination = fields.Nested(NamedItemShape, required=True, allow_none=True)


class HazardShape(GradedShape):
    """A hazard, as phones pull it; `grade` is for apps of before 0.2.0, and follows is_major."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    spot_check_id = fields.UUID(required=True)
    site_id = fields.UUID(required=True)
    item_id = fields.String(required=True)
    checklist_version_id = fields.UUID(required=True)
    description = fields.String(required=True)
    location = fields.String(required=True)
    clause = fields.String(required=True)
    grade = fields.String(required=True, validate=validate.OneOf(["general", "major"]))
    due_on = fields.Date(required=True)
    original_due_on = fields.Date(required=True, allow_none=True)
    original_due_provisional = fields.Boolean(required=True)
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


class NamedShape(Shape):
    """Something with an id and a name: the district whose office answers, an inspector."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class HazardLineShape(GradedShape):
    """A hazard, as the desk's queue lists it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    spot_check_id = fields.UUID(required=True)
    spot_check_number = fields.String(required=True)
    description = fields.String(required=True)
    location = fields.String(required=True)
    clause = fields.String(required=True)
    state = fields.Enum(HazardState, by_value=True, required=True)
    light = fields.Nested(HazardLightShape, required=True)
    due_on = fields.Date(required=True)
    due_provisional = fields.Boolean(required=True)
    working_days_left = fields.Integer(required=True)
    district = fields.Nested(NamedShape, required=True)
    site_name = fields.String(required=True)
    party_name = fields.String(required=True)
    thumb = fields.String(required=True, allow_none=True)


class HazardCountsShape(Shape):
    """How many hazards show each colour."""

    green = fields.Integer(required=True)
    amber = fields.Integer(required=True)
    yellow = fields.Integer(required=True)
    red = fields.Integer(required=True)


class HazardPageShape(Shape):
    """A page of the queue."""

    items = fields.List(fields.Nested(HazardLineShape), required=True)
    total = fields.Integer(required=True)
    counts = fields.Nested(HazardCountsShape, required=True)
    next = fields.UUID(required=True, allow_none=True)


class HazardSiteShape(Shape):
    """Where a hazard is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    boundary = fields.Nested(BoundaryShape, required=True)


class HazardPlaceShape(NamedShape):
    """The jurisdiction with its GB/T 2260 code."""

    code = fields.String(required=True)


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


class HazardStepShape(Shape):
    """Something that was done about a hazard; what does not belong to it is null or empty."""

    id = fields.UUID(required=True, attribute="row.id")
    step = fields.Enum(StepKind, by_value=True, required=True, attribute="row.step")
    state = fields.Enum(HazardState, by_value=True, required=True, attribute="row.state")
    at = fields.AwareDateTime(required=True, attribute="row.at")
    by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, attribute="row.note")
    due_from = fields.String(
        required=True, allow_none=True, attribute="body.due_from", metadata={"format": "date"}
    )
    due_on = fields.String(
        required=True, allow_none=True, attribute="body.due_on", metadata={"format": "date"}
    )
    due_from_provisional = fields.Boolean(required=True, attribute="body.due_from_provisional")
    due_on_provisional = fields.Boolean(required=True, attribute="body.due_on_provisional")
    inspectors = fields.List(fields.Nested(NamedShape), required=True)
    result = fields.String(
        required=True,
        allow_none=True,
        attribute="body.result",
        metadata={"enum": [*RecheckResult, None]},
    )
    rechecked_at = fields.String(
        required=True,
        allow_none=True,
        attribute="body.rechecked_at",
        metadata={"format": "date-time"},
    )
    photos = fields.List(fields.String(), required=True, attribute="body.photos")
    is_major = fields.Boolean(required=True, allow_none=True, attribute="body.is_major")
    edition = fields.String(required=True, allow_none=True, attribute="body.edition")
    item_id = fields.String(required=True, allow_none=True, attribute="body.item_id")


class HazardLightChangeShape(Shape):
    """A change of the light, by the rule that held; `from` is null for the first."""

    class Meta(Shape.Meta):
        """`from` cannot be a name in Python."""

        include = {  # noqa: RUF012  # marshmallow's own way
            "from": fields.Enum(
                Colour, by_value=True, required=True, allow_none=True, attribute="from_"
            )
        }

    at = fields.AwareDateTime(required=True)
    to = fields.Enum(Colour, by_value=True, required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    rule = fields.String(required=True)
    due_on = fields.Date(required=True)


class HazardDetailShape(HazardShape):
    """A hazard with its site, check, history and evidence."""

    site_name = fields.String(required=True, attribute="site.name")
    district = fields.Nested(NamedShape, required=True)
    spot_check_number = fields.String(required=True, attribute="spot_check.number")
    thumb = fields.String(required=True, allow_none=True)
    working_days_left = fields.Integer(required=True)
    site = fields.Nested(HazardSiteShape, required=True)
    jurisdiction = fields.Nested(HazardPlaceShape, required=True)
    spot_check = fields.Nested(HazardCheckShape, required=True)
    timeline = fields.List(fields.Nested(HazardEventShape), required=True)
    steps = fields.List(fields.Nested(HazardStepShape), required=True)
    light_history = fields.List(fields.Nested(HazardLightChangeShape), required=True)
    photos = fields.List(fields.Nested(EvidenceShape), required=True)
    after_photos = fields.List(fields.Nested(EvidenceShape), required=True)

    def get_attribute(self, obj: Detail, attr: str, default: Any) -> Any:  # Any: marshmallow's own
        """Read what a detail adds from it, and everything else from its hazard."""
        holder = obj if hasattr(obj, attr) else obj.hazard
        return super().get_attribute(holder, attr, default)


class HazardResultShape(Shape):
    """What became of one hazard of a batch; `code` is a refusal's."""

    id = fields.UUID(required=True)
    done = fields.Boolean(required=True)
    code = fields.String(required=True, allow_none=True)


class HazardResultsShape(Shape):
    """What became of a batch, in the order asked."""

    results = fields.List(fields.Nested(HazardResultShape), required=True)


class FacetShape(NamedShape):
    """A value that the queue can be narrowed to, and how many open hazards it has."""

    open = fields.Integer(required=True)


class HazardFacetsShape(Shape):
    """What the queue can be narrowed to, those with the most open hazards first."""

    districts = fields.List(fields.Nested(FacetShape), required=True)
    units = fields.List(fields.Nested(FacetShape), required=True)
    sites = fields.List(fields.Nested(FacetShape), required=True)
