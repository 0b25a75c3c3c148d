"""The shared vectors of GCJ-02, computed again by code that shares nothing with gcoord.

The formula is the public one, EvilTransform (coolypf, 2013): a deviation of sines on the
ellipsoid of Krasovsky (1940). The state publishes none;
this one agrees with its maps to some metres.
"""

from __future__ import annotations

import json
from math import cos, pi, radians, sin, sqrt
from typing import Any

import pytest

from suicha.config import REPOSITORY

POINTS: list[Any] = json.loads((REPOSITORY / "tests/vectors/gcj02.json").read_text())["points"]
SEMI_MAJOR = 6_378_245.0
ECCENTRICITY2 = 0.006_693_421_622_965_943


def waves(t: float, *parts: tuple[float, float]) -> float:
    """Two thirds of a sum of sines, each with its amplitude and its half wave in degrees."""
    return sum(amplitude * sin(t * pi / half) for amplitude, half in parts) * 2 / 3


def deviation(x: float, y: float) -> tuple[float, float]:
    """Metres to the east and north, for degrees from 105° E, 35° N."""
    common = waves(x, (20, 1 / 6), (20, 1 / 2))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    east += common + waves(x, (20, 1), (40, 3), (150, 12), (300, 30))
    north += common + waves(y, (20, 1), (40, 3), (160, 12), (320, 30))
    return east, north


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Move a place as the maps of China have it; outside of China's box it stays."""
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    east, north = deviation(lon - 105, lat - 35)
    bent = 1 - ECCENTRICITY2 * sin(radians(lat)) ** 2
    across = SEMI_MAJOR / sqrt(bent)
    along = SEMI_MAJOR * (1 - ECCENTRICITY2) / bent**1.5
    return lon + east / (radians(1) * across * cos(radians(lat))), lat + north / (
        radians(1) * along
    )


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["name"])
def test_a_place_is_moved_as_gcoord_moves_it(point: Any) -> None:  # Any: JSON
    assert gcj02(*point["wgs84"]) == pytest.approx(point["gcj02"], abs=1e-6)


def test_the_vectors_have_places_that_move_and_places_that_stay() -> None:
    stay = [point for point in POINTS if point["wgs84"] == point["gcj02"]]
    assert 4 <= len(stay) <= len(POINTS) - 8
