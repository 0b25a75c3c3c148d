"""The wire of the map's tiles."""

from __future__ import annotations

from marshmallow import fields

from suicha.map_tiles import Datum
from suicha.wire import Shape


class MapTilesShape(Shape):
    """URL templates, the lowest layer first, with {x}, {y}, {z}; none where no map is shown."""

    layers = fields.List(fields.String(), required=True)
    datum = fields.Enum(Datum, by_value=True, required=True)
    attribution = fields.String(required=True)
