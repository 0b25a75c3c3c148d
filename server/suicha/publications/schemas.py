"""The wire of publications."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.fields import HEX
from suicha.publications.operations import Publish
from suicha.publications.queries import Filters, PublicationState
from suicha.wire import Loads, Shape

MOST_PHOTOS = 200


class PublicationFiltersShape(Loads[Filters]):
    """Which list is asked for."""

    into = Filters
    state = fields.Enum(PublicationState, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, 200))


class PublishShape(Loads[Publish]):
    """Which check goes to the public, and which of its photos."""

    into = Publish
    spot_check_id = fields.UUID(required=True)
    photos = fields.List(
        fields.String(validate=HEX), required=True, validate=validate.Length(0, MOST_PHOTOS)
    )


class PublicationPhotoShape(Shape):
    """A photo that may be chosen, or was."""

    sha256 = fields.String(required=True)
    hazard_id = fields.UUID(required=True, allow_none=True)


class PublicationShape(Shape):
    """A check on its way to the public.

    `missing` names what never came: `record`, `photo:<sha256>`, `hazard:<id>`.
    """

    spot_check_id = fields.UUID(required=True, attribute="check.id")
    number = fields.String(required=True, attribute="check.number")
    site_name = fields.String(required=True, attribute="site.name")
    completed_on = fields.Date(required=True, allow_none=True)
    publish_by = fields.Date(required=True, allow_none=True)
    working_days_left = fields.Integer(required=True, allow_none=True)
    state = fields.Enum(PublicationState, by_value=True, required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    path = fields.String(required=True, allow_none=True)
    photos = fields.List(fields.Nested(PublicationPhotoShape), required=True)
    photos_in_work = fields.Integer(required=True)
    missing = fields.List(fields.String(), required=True)


class PublicationPageShape(Shape):
    """A page of either list."""

    items = fields.List(fields.Nested(PublicationShape), required=True)
    total = fields.Integer(required=True)
    next = fields.UUID(required=True, allow_none=True)
