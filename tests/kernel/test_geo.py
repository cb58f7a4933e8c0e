"""Distances and the rectangle around the city."""

import pytest

from energies.kernel.geo import distance_m, in_barcelona


def test_a_minute_of_latitude_is_a_nautical_mile():
    assert distance_m(41, 2, 41 + 1 / 60, 2) == pytest.approx(1852, abs=2)


def test_east_and_west_shrink_with_the_latitude():
    assert distance_m(41.4, 2.1, 41.4, 2.2) == pytest.approx(8341, abs=5)


def test_a_point_is_nowhere_from_itself_and_half_the_world_from_its_antipode():
    assert distance_m(41.4, 2.1, 41.4, 2.1) == 0
    assert distance_m(0, 0, 0, 180) == pytest.approx(20_015_000, rel=0.001)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (41.379, 2.170, True),  # el Raval
        (41.4635, 2.184, True),  # Vallbona
        (0, 0, False),
        (2.170, 41.379, False),  # swapped
        (41.3, 2.3, False),  # the sea
        (float("nan"), 2.17, False),
    ],
)
def test_in_barcelona(lat, lon, inside):
    assert in_barcelona(lat, lon) is inside
