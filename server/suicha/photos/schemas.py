"""The wire of photos: how a command promises one (sync.md, Photos)."""

from __future__ import annotations

from marshmallow import fields, validate

from suicha.fields import HEX, Instant
from suicha.photos.promises import File, Position, Promise
from suicha.wire import Loads

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
