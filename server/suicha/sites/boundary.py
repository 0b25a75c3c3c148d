"""Where a position lies to a site, on the sphere; pure. All in WGS-84 degrees and metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from suicha.db import Json

    Degrees = NDArray[np.float64]

EARTH_M = 6_371_008.8  # the mean radius (IUGG); the ellipsoid differs by half a percent at most
# From there on the nearest corner is near enough; a plane would show the far side all around.
FAR_M = 1_000_000.0
CENTRE = shapely.Point(0, 0)
LEAST_M2 = 1.0  # no ground is smaller; corners on one line enclose less, by what floats lose


@dataclass(frozen=True)
class Whereabouts:
    """`distance_m` is to the boundary, and 0 inside; to the site's own point where none is drawn.

    `inside` is None where nobody has drawn the boundary.
    """

    inside: bool | None
    distance_m: float


@dataclass(frozen=True)
class Grounds:
    """The ground of a site: its own point, and a GeoJSON Polygon (RFC 7946 §3.1.6) or no ring."""

    lat: float
    lon: float
    boundary: Json

    def whereabouts(self, lat: float, lon: float) -> Whereabouts:
        """Say where a position lies."""
        if not self.boundary["coordinates"]:
            return Whereabouts(None, metres(lat, lon, self.lat, self.lon))
        # Rows from before `fault_of` may cross themselves; what they go around twice is outside.
        ground = shapely.make_valid(shape(self.boundary))
        corners = shapely.get_coordinates(ground)
        nearest = min(metres(lat, lon, corner[1], corner[0]) for corner in corners)
        if nearest > FAR_M:
            return Whereabouts(inside=False, distance_m=nearest)
        flat = shapely.transform(ground, lambda corners: _around(lat, lon, corners))
        distance = float(shapely.distance(flat, CENTRE))
        return Whereabouts(distance == 0, distance)

    def contains(self, lat: float, lon: float) -> bool:
        """Say whether a position lies within the boundary, outside of its holes."""
        return self.whereabouts(lat, lon).inside is True


def fault_of(boundary: Json) -> str | None:
    """Give the code by which a boundary is refused: it is one ground, with its holes inside it.

    What lies within is asked of every photo, so a ring must say it in one way only.
    """
    rings = [shapely.Polygon(ring) for ring in boundary["coordinates"]]
    if any(_spanned_m2(ring) < LEAST_M2 for ring in rings):
        return "boundary.no_area"
    if not all(ring.is_valid for ring in rings):
        return "boundary.crosses"
    # Each ring is sound by itself, so what is wrong is where the holes lie.
    return None if shapely.is_valid(shape(boundary)) else "boundary.hole"


def _spanned_m2(ring: shapely.Polygon) -> float:
    """Give the area of the hull: of a ring that crosses itself the halves may cancel out."""
    degree_m = radians(EARTH_M)
    _, south, _, north = ring.bounds
    shrunk = cos(radians((south + north) / 2))  # a degree of longitude, to one of latitude
    return float(ring.convex_hull.area) * degree_m**2 * shrunk


def metres(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Give the great-circle distance (haversine)."""
    up, along = radians(to_lat - lat) / 2, radians(to_lon - lon) / 2
    chord = sin(up) ** 2 + cos(radians(lat)) * cos(radians(to_lat)) * sin(along) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))


def _around(lat: float, lon: float, corners: Degrees) -> Degrees:
    """Draw corners (lon, lat) on a plane around a position: azimuthal equidistant, in metres.

    Every distance from the middle is that on the sphere (Snyder, Map Projections, 1987, p. 195).
    """
    north, east = np.radians(corners[:, 1]), np.radians(corners[:, 0] - lon)
    middle = radians(lat)
    cosine = sin(middle) * np.sin(north) + cos(middle) * np.cos(north) * np.cos(east)
    angle = np.arccos(np.clip(cosine, -1, 1))
    stretch = EARTH_M / np.sinc(angle / np.pi)  # angle / sin(angle), which is 1 in the middle
    up = cos(middle) * np.sin(north) - sin(middle) * np.cos(north) * np.cos(east)
    return np.column_stack([stretch * np.cos(north) * np.sin(east), stretch * up])
