"""The wire of publications."""

from __future__ import annotations

import re
from typing import Any, TypedDict

from marshmallow import ValidationError, fields, validate
from webargs.fields import DelimitedList

from suicha.fields import HEX, NOT_BLANK
from suicha.paging import MOST, PageShape
from suicha.photos.covers import Cover
from suicha.publications.clock import Alarm
from suicha.publications.desk import Filters
from suicha.publications.models import PublicationState, VersionKind
from suicha.publications.operations import Correct, Publish, Withdraw
from suicha.publications.preview import Preview
from suicha.publications.rendering import LANGUAGES, MAIN
from suicha.wire import Loads, Shape


class Maybe(TypedDict):
    """The arguments of a field whose owner may be missing."""

    attribute: str
    required: bool
    allow_none: bool
    dump_default: None


MOST_PHOTOS = 200
MOST_COVERS = 50  # of one photo
# The first letters of a hash name a photo of one check well enough: an address must stay short.
BEGINNING = validate.Regexp(r"^[0-9a-f]{8,64}\Z", error="Not the beginning of a SHA-256.")


class PublicationFiltersShape(Loads[Filters]):
    """Which list is asked for."""

    into = Filters
    state = fields.Enum(PublicationState, by_value=True)
    after = fields.UUID()
    limit = fields.Integer(validate=validate.Range(1, MOST))


def _photos() -> fields.List[str]:
    return fields.List(
        fields.String(validate=HEX), required=True, validate=validate.Length(0, MOST_PHOTOS)
    )


class CoverShape(Loads[Cover]):
    """A rectangle that the public does not see, in whole pixels of the photo's view."""

    into = Cover
    x = fields.Integer(required=True, strict=True, validate=validate.Range(0, 10_000))
    y = fields.Integer(required=True, strict=True, validate=validate.Range(0, 10_000))
    width = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    height = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))


def _covers() -> fields.Dict:
    """Take what is covered, by the photo's hash; left out, nothing is."""
    some = fields.List(fields.Nested(CoverShape), validate=validate.Length(0, MOST_COVERS))
    return fields.Dict(
        keys=fields.String(validate=HEX),
        values=some,
        load_default=dict,
        validate=validate.Length(0, MOST_PHOTOS),
    )


class CoverInAddress(fields.Field[tuple[str, Cover]]):
    """A cover in an address: the beginning of a hash and four numbers, 0123abcd:10.20.30.40."""

    WRITTEN = re.compile(r"([0-9a-f]{8,64}):(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.(\d{1,4})")

    def _deserialize(self, value: object, *_: Any, **__: Any) -> tuple[str, Cover]:  # Any: its own
        found = self.WRITTEN.fullmatch(str(value))
        if found is None:
            raise ValidationError("Not a cover.")
        start, *numbers = found.groups()
        return start, Cover(*(int(number) for number in numbers))


def _reason() -> fields.String:
    """Take the reason that the public will read."""
    return fields.String(required=True, validate=[validate.Length(1, 500), NOT_BLANK])


class PublishShape(Loads[Publish]):
    """Which check goes to the public, and which of its photos."""

    into = Publish
    spot_check_id = fields.UUID(required=True)
    photos = _photos()
    covers = _covers()


class CorrectShape(Loads[Correct]):
    """What is out from now on, and why; `version` is the one that was looked at."""

    into = Correct
    photos = _photos()
    covers = _covers()
    reason = _reason()
    version = fields.Integer(strict=True, allow_none=True, load_default=None)


class WithdrawShape(Loads[Withdraw]):
    """Why a page is taken back; `version` is the one that was looked at."""

    into = Withdraw
    reason = _reason()
    version = fields.Integer(strict=True, allow_none=True, load_default=None)


class PreviewShape(Loads[Preview]):
    """Which version is to be shown as the public would see it."""

    into = Preview
    language = fields.String(validate=validate.OneOf(list(LANGUAGES)), load_default=MAIN)
    kind = fields.Enum(VersionKind, by_value=True, load_default=VersionKind.PUBLISHED)
    reason = fields.String(validate=validate.Length(0, 500), load_default="")
    photos = DelimitedList(
        fields.String(validate=BEGINNING),
        load_default=list,
        validate=validate.Length(0, MOST_PHOTOS),
    )
    covers = DelimitedList(
        CoverInAddress(), load_default=list, validate=validate.Length(0, MOST_PHOTOS)
    )


def of(attribute: str) -> Maybe:
    """Read from a part that may not be there: then it is null."""
    return {"attribute": attribute, "required": True, "allow_none": True, "dump_default": None}


class PublicationPhotoShape(Shape):
    """A photo that may be chosen, or was."""

    sha256 = fields.String(required=True)
    hazard_id = fields.UUID(required=True, allow_none=True)
    marked_of = fields.String(required=True, allow_none=True)


class PublicationVersionShape(Shape):
    """One version: what it did, when, by whom, and why."""

    version = fields.Integer(required=True)
    kind = fields.Enum(VersionKind, by_value=True, required=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True, attribute="person.name")
    reason = fields.String(required=True)
    photos = fields.Integer(required=True, attribute="photos_shown")


class PublicationShape(Shape):
    """A check on its way to the public.

    `covers` are those of the photos that are out, by their hash. `missing` names what never came:
    `record`, `photo:<sha256>`, `hazard:<id>`.
    """

    spot_check_id = fields.UUID(required=True, attribute="check.id")
    number = fields.String(required=True, attribute="check.number")
    site_name = fields.String(required=True, attribute="site.name")
    jurisdiction_id = fields.UUID(required=True, attribute="check.jurisdiction_id")
    completed_on = fields.Date(**of("clock.completed_on"))
    publish_by = fields.Date(**of("clock.publish_by"))
    publish_by_provisional = fields.Boolean(**of("clock.publish_by_provisional"))
    working_days_left = fields.Integer(**of("clock.working_days_left"))
    working_days_used = fields.Integer(**of("clock.working_days_used"))
    warning = fields.Enum(Alarm, by_value=True, required=True, allow_none=True)
    state = fields.Enum(PublicationState, by_value=True, required=True)
    published_at = fields.AwareDateTime(**of("publication.published_at"))
    path = fields.String(**of("publication.path"))
    version = fields.Integer(**of("publication.version"))
    in_work = fields.Boolean(required=True)
    stale = fields.Boolean(required=True)
    history = fields.List(fields.Nested(PublicationVersionShape), required=True)
    photos = fields.List(fields.Nested(PublicationPhotoShape), required=True)
    candidates = fields.List(fields.Nested(PublicationPhotoShape), required=True)
    covers = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(CoverShape)), required=True
    )
    photos_in_work = fields.Integer(required=True)
    missing = fields.List(fields.String(), required=True)


class PublicationPageShape(PageShape):
    """A page of a list."""

    items = fields.List(fields.Nested(PublicationShape), required=True)
