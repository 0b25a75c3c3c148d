"""The wire of photos that were found alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields

from suicha.paging import PageShape
from suicha.photos.models import PhotoKind
from suicha.photos.schemas import LikenessShape
from suicha.wire import Shape

if TYPE_CHECKING:
    from suicha.hazards.reuse import Pair


class FlaggedUseShape(Shape):
    """One of two photos side by side; of one out of sight only its day and check are told."""

    in_sight = fields.Boolean(required=True)
    taken_at = fields.AwareDateTime(required=True)
    spot_check_number = fields.String(required=True)
    sha256 = fields.String(required=True, allow_none=True)
    kind = fields.Enum(PhotoKind, by_value=True, required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    spot_check_id = fields.UUID(required=True, allow_none=True)
    hazard_id = fields.UUID(required=True, allow_none=True)
    hazard_number = fields.String(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    site_name = fields.String(required=True, allow_none=True)
    district_name = fields.String(required=True, allow_none=True)


class FlaggedPairShape(LikenessShape):
    """Two photos that were found alike, side by side."""

    jurisdiction_id = fields.UUID(required=True)
    later = fields.Nested(FlaggedUseShape, required=True)
    earlier = fields.Nested(FlaggedUseShape, required=True)

    def get_attribute(self, obj: Pair, attr: str, default: Any) -> Any:  # Any: marshmallow's own
        """Read the two uses from the pair, and everything else from its flag."""
        holder = obj if hasattr(obj, attr) else obj.flag
        return super().get_attribute(holder, attr, default)


class FlaggedPairsShape(PageShape):
    """A page of pairs, the newest first."""

    items = fields.List(fields.Nested(FlaggedPairShape), required=True)
