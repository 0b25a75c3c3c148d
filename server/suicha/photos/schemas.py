"""The wire of photos: how a command promises one (sync.md, Photos), and what is known of it."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.fields import HEX, Instant
from suicha.photos.evidence import Doubt
from suicha.photos.models import Finding, FlagKind, PhotoKind, PhotoState
from suicha.photos.promises import File, Position, Promise
from suicha.wire import Loads, Shape

# Names match a column, not a limit: a size above it must be told as photo.too_large.
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic")


class PositionShape(Loads[Position]):
    """Where the phone was: WGS 84 degrees, accuracy in metres, age of the fix in milliseconds."""

    into = Position
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    accuracy_m = fields.Float(required=True, validate=validate.Range(min=0))
    fix_age_ms = fields.Float(required=True, validate=validate.Range(min=0))
    source = fields.String(required=True, validate=validate.OneOf(["gps", "network", "unknown"]))


class FileShape(Loads[File]):
    """A file by hash, size in bytes and format."""

    into: type[File] = File
    sha256 = fields.String(required=True, validate=HEX)
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    media_type = fields.String(required=True, validate=validate.OneOf(MEDIA_TYPES))


class PhotoPromiseShape(FileShape):
    """The rendition that will come, the original that may follow, where and when it was taken."""

    into: type[File] = Promise
    original = fields.Nested(FileShape, required=True, allow_none=True)
    taken_at = Instant(required=True)
    source = fields.String(required=True, validate=validate.OneOf(["camera", "album"]))
    position = fields.Nested(PositionShape, required=True, allow_none=True)
    # Apps of before did not know it. Whether that picture is here is not asked: it may come later.
    marked_of = fields.String(allow_none=True, validate=HEX)


class FixShape(Shape):
    """Where a phone said that it was, in WGS-84; `source` is gps, network or unknown."""

    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    accuracy_m = fields.Float(required=True)
    fix_age_ms = fields.Integer(required=True)
    source = fields.String(required=True)


class WhereaboutsShape(Shape):
    """How many metres from the boundary, 0 inside; from the site's point where `inside` is null."""

    inside = fields.Boolean(required=True, allow_none=True)
    distance_m = fields.Float(required=True)


class WrittenShape(Shape):
    """What the camera wrote into the file; all null where it wrote nothing."""

    taken_at = fields.AwareDateTime(required=True, allow_none=True, attribute="exif.taken_at")
    zone_said = fields.Boolean(required=True, attribute="exif.zone_said")
    gps_at = fields.AwareDateTime(required=True, allow_none=True, attribute="exif.gps_at")
    lat = fields.Float(required=True, allow_none=True, attribute="exif.lat")
    lon = fields.Float(required=True, allow_none=True, attribute="exif.lon")
    device = fields.String(required=True, allow_none=True, attribute="exif.device")
    place = fields.Nested(WhereaboutsShape, required=True, allow_none=True)


class OriginalShape(Shape):
    """The original of a rendition: promised, or come; when the office asked for it, if it did."""

    sha256 = fields.String(required=True, attribute="use.sha256")
    size = fields.Integer(required=True, attribute="use.photo.size")
    state = fields.Enum(PhotoState, by_value=True, required=True, attribute="use.state")
    reason = fields.String(required=True, allow_none=True, attribute="use.reason")
    asked_at = fields.AwareDateTime(required=True, allow_none=True)


class AskedShape(Shape):
    """The SHA-256 of originals that the office has asked the sender of, and that never came."""

    sha256s = fields.List(fields.String(), required=True)


class LikenessShape(Shape):
    """An earlier photo that was found alike; who judged it, when and why, null while it is open.

    `difference` is how much of what the two pictures show is not the same, in per cent.
    """

    id = fields.UUID(required=True)
    kind = fields.Enum(FlagKind, by_value=True, required=True)
    difference = fields.Integer(required=True)
    found_at = fields.AwareDateTime(required=True)
    finding = fields.Enum(Finding, by_value=True, required=True, allow_none=True)
    judged_by = fields.String(required=True, allow_none=True, attribute="judged_by_name")
    judged_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class EvidenceShape(Shape):
    """A photo with what is known of it.

    `clock_offset_ms` is server minus phone, at the push that promised it. `written` is null until
    the file has been read.
    """

    sha256 = fields.String(required=True, attribute="use.sha256")
    state = fields.Enum(PhotoState, by_value=True, required=True, attribute="use.state")
    reason = fields.String(required=True, allow_none=True, attribute="use.reason")
    kind = fields.Enum(PhotoKind, by_value=True, required=True, attribute="use.kind")
    source = fields.String(required=True, attribute="use.source")
    card_number = fields.String(required=True, allow_none=True)
    marked_of = fields.String(required=True, allow_none=True, attribute="use.marked_of")
    taken_at = fields.AwareDateTime(required=True, attribute="use.taken_at")
    received_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="use.photo.received_at"
    )
    receipt = fields.String(required=True, allow_none=True, attribute="use.photo.receipt")
    clock_offset_ms = fields.Integer(
        required=True, allow_none=True, attribute="use.clock_offset_ms"
    )
    position = fields.Nested(FixShape, required=True, allow_none=True, attribute="use.position")
    place = fields.Nested(WhereaboutsShape, required=True, allow_none=True)
    inside_boundary = fields.Boolean(required=True, allow_none=True)
    written = fields.Nested(WrittenShape, required=True, allow_none=True)
    original = fields.Nested(OriginalShape, required=True, allow_none=True)
    doubts = fields.List(fields.Enum(Doubt, by_value=True), required=True)
    flags = fields.List(fields.Nested(LikenessShape), required=True)
