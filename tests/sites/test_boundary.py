"""Where a photo was taken: inside the site's boundary, or how many metres away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from suicha.sites.boundary import Grounds, fault_of, metres

# An L: the square from (120, 30) to (122, 32) without its upper right quarter, and a pit inside.
OUTER = [[120, 30], [122, 30], [122, 31], [121, 31], [121, 32], [120, 32], [120, 30]]
PIT = [[120.2, 30.2], [120.4, 30.2], [120.4, 30.4], [120.2, 30.4], [120.2, 30.2]]
HOUSE: list[list[float]] = [[120, 30], [120.001, 30], [120.001, 30.001], [120, 30.001], [120, 30]]
BESIDE: list[list[float]] = [[lon + 0.01, lat] for lon, lat in HOUSE]
COURT = [
    [120.0002, 30.0002],
    [120.0004, 30.0002],
    [120.0004, 30.0004],
    [120.0002, 30.0004],
    [120.0002, 30.0002],
]
BOW = [[120, 30], [120.001, 30.001], [120.001, 30], [120, 30.001], [120, 30]]
LATS, LONS = some.floats(-89.9, 89.9), some.floats(-180, 180)


def grounds(*rings: list[Any], lat: float = 30.0005, lon: float = 120.0005) -> Grounds:
    return Grounds(lat, lon, {"type": "Polygon", "coordinates": list(rings)})


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
        (-30.5, -59.5, False),  # the other side of the earth
    ],
)
def test_a_point_is_inside_the_outline_and_outside_its_holes(
    lat: float, lon: float, *, inside: bool
) -> None:
    found = grounds(OUTER, PIT).whereabouts(lat, lon)
    assert found.inside is inside
    assert (found.distance_m == 0) is inside


@pytest.mark.parametrize(
    ("lat", "lon", "distance"),
    [
        (30.0005, 120.0005, 0),
        (30.002, 120.0005, 111.2),  # a thousandth of a degree to the north
        (30.0005, 120.002, 96.3),  # to the east: shorter by the cosine of 30°
        (30.0005, 119.999, 96.3),
        (30.002, 120.002, 147.1),  # from the corner
    ],
)
def test_outside_the_distance_is_that_to_the_nearest_edge(
    lat: float, lon: float, distance: float
) -> None:
    assert grounds(HOUSE).whereabouts(lat, lon).distance_m == pytest.approx(distance, abs=0.2)


def test_without_a_boundary_the_distance_is_that_to_the_sites_point() -> None:
    found = grounds(lat=30.0, lon=120.0).whereabouts(30.001, 120.0)
    assert found.inside is None
    assert found.distance_m == pytest.approx(111.2, abs=0.1)


def test_a_ring_that_crosses_itself_is_read_as_its_two_halves() -> None:
    assert grounds(BOW).contains(30.0005, 120.0002)
    assert grounds(BOW).contains(30.0005, 120.0008)
    assert not grounds(BOW).contains(30.0009, 120.0005)


@pytest.mark.parametrize(
    ("rings", "fault"),
    [
        ([], None),
        ([OUTER, PIT], None),
        ([HOUSE, COURT], None),
        ([HOUSE[::-1], COURT], None),  # whichever way round
        ([[HOUSE[0], *HOUSE], COURT], None),  # a corner that was written twice
        ([HOUSE, BESIDE], "boundary.hole"),  # two parcels
        ([COURT, HOUSE], "boundary.hole"),  # the inner ring first
        ([HOUSE, HOUSE], "boundary.hole"),
        ([HOUSE, [HOUSE[0], HOUSE[1], COURT[2], HOUSE[0]]], "boundary.hole"),  # along an edge
        ([HOUSE, COURT, COURT], "boundary.hole"),
        ([BOW], "boundary.crosses"),
        ([OUTER, BOW], "boundary.crosses"),
        ([[*HOUSE[:3], *HOUSE[1::-1]]], "boundary.crosses"),  # there and back
        ([[[120.1, 30.1], [120.2, 30.2], [120.3, 30.3], [120.1, 30.1]]], "boundary.no_area"),
        ([HOUSE, [COURT[0], [120.0003, 30.0003], COURT[2], COURT[0]]], "boundary.no_area"),
    ],
)
def test_a_boundary_is_one_ground_with_holes_inside(rings: list[Any], fault: str | None) -> None:
    assert fault_of({"type": "Polygon", "coordinates": rings}) == fault


def test_beijing_and_shanghai_are_as_far_apart_as_atlases_say() -> None:
    assert metres(39.9042, 116.4074, 31.2304, 121.4737) == pytest.approx(1_067_000, rel=0.003)


@given(LATS, LONS)
def test_from_anywhere_the_distance_is_that_of_the_nearest_corner_or_less(
    lat: float, lon: float
) -> None:
    nearest = min(metres(lat, lon, corner[1], corner[0]) for corner in HOUSE)
    found = grounds(HOUSE).whereabouts(lat, lon).distance_m
    # Edges are drawn straight on the plane: seen from afar that is a little off.
    assert nearest - 200 <= found <= nearest * (1 + 1e-9) + 0.01
