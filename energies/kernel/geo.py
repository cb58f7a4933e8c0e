"""Points on the map in WGS 84 degrees."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_009
# The municipality, from CartoBCN, with about 500 m to spare.
SOUTH, NORTH = 41.312, 41.473
WEST, EAST = 2.046, 2.235


def distance_m(lat1, lon1, lat2, lon2):
    """Return the great-circle distance in metres between two points in degrees (haversine formula)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half_phi, half_lambda = (phi2 - phi1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_phi) ** 2 + cos(phi1) * cos(phi2) * sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1, chord)))


def in_barcelona(lat, lon):
    """Tell whether the point lies in the rectangle around the city. False for NaN, and for (0, 0)."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST
