"""Whether a photo was taken inside the site's boundary."""

from __future__ import annotations

import pytest

from suicha.hazards.boundary import contains

# An L: the square from (120, 30) to (122, 32) without its upper right quarter, and a pit inside.
OUTER = [[120, 30], [122, 30], [122, 31], [121, 31], [121, 32], [120, 32], [120, 30]]
PIT = [[120.2, 30.2], [120.4, 30.2], [120.4, 30.4], [120.2, 30.4], [120.2, 30.2]]
SITE = {"type": "Polygon", "coordinates": [OUTER, PIT]}


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (30.5, 120.5, True),
        (30.5, 121.9, True),
        (31.5, 120.5, True),
        (31.5, 121.5, False),  # the quarter that is cut off
        (30.3, 120.3, False),  # the pit
        (30.3, 120.1, True),  # beside the pit
        (29.9, 121.0, False),
        (31.0, 123.0, False),
        (0.0, 0.0, False),
    ],
)
def test_a_point_is_inside_the_outline_and_outside_its_holes(
    lat: float, lon: float, *, inside: bool
) -> None:
    assert contains(SITE, lat, lon) is inside
