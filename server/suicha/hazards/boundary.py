"""Whether a position lies inside a site's boundary; pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suicha.db import Json


def contains(polygon: Json, lat: float, lon: float) -> bool:
    """Say whether a point lies in a GeoJSON Polygon (RFC 7946 §3.1.6), outside of its holes.

    All in WGS-84 degrees. A site is small: the earth is taken as flat across it, and a boundary
    across the 180th meridian is not foreseen.
    """
    outer, *holes = polygon["coordinates"]
    return _in_ring(outer, lat, lon) and not any(_in_ring(hole, lat, lon) for hole in holes)


def _in_ring(ring: Sequence[Sequence[float]], lat: float, lon: float) -> bool:
    """Count the edges that a ray to the east crosses: an odd number means inside."""
    crossed = sum(_crosses(start, end, lat, lon) for start, end in pairwise(ring))
    return crossed % 2 == 1


def _crosses(start: Sequence[float], end: Sequence[float], lat: float, lon: float) -> bool:
    if (start[1] > lat) == (end[1] > lat):
        return False
    across = (lat - start[1]) / (end[1] - start[1])
    return lon < start[0] + across * (end[0] - start[0])
