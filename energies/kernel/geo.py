"""Points on the map in WGS 84 degrees."""

from math import asin, atan2, cos, cosh, degrees, radians, sin, sinh, sqrt

EARTH_RADIUS_M = 6_371_009
# The municipality, from CartoBCN, with about 500 m to spare.
SOUTH, NORTH = 41.312, 41.473
WEST, EAST = 2.046, 2.235
METRES_A_DEGREE = radians(1) * EARTH_RADIUS_M
NARROWING = cos(radians((SOUTH + NORTH) / 2))  # of a degree of longitude, at the latitude of the city
# UTM zone 31 on the ellipsoid GRS 80: third flattening, radius of the rectifying sphere times the scale of UTM.
_N = 1 / (2 * 298.257222101 - 1)
_RADIUS = 0.9996 * 6_378_137 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_EASTING, _MERIDIAN = 500_000, 3
_BETA = (_N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3, _N**2 / 48 + _N**3 / 15, 17 / 480 * _N**3)
_DELTA = (2 * _N - 2 / 3 * _N**2 - 2 * _N**3, 7 / 3 * _N**2 - 8 / 5 * _N**3, 56 / 15 * _N**3)


def distance_m(lat1, lon1, lat2, lon2) -> float:
    """Return the great-circle distance in metres between two points in degrees (haversine formula)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half_phi, half_lambda = (phi2 - phi1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_phi) ** 2 + cos(phi1) * cos(phi2) * sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1, chord)))


def in_barcelona(lat, lon) -> bool:
    """Tell whether the point lies in the rectangle around the city. False for NaN, and for (0, 0)."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def on_plane(lat, lon) -> tuple:
    """Return (x, y) in metres, east and south of the city's north-west corner, from a point in degrees.

    Equirectangular, true to scale at the latitude of the city: within 0.15 % anywhere in it. For drawings.
    """
    return (lon - WEST) * METRES_A_DEGREE * NARROWING, (NORTH - lat) * METRES_A_DEGREE


def utm31_to_wgs84(easting, northing) -> tuple:
    """Return (latitude, longitude) in degrees from metres in ETRS89 / UTM zone 31N (EPSG:25831).

    Krüger’s series to the third order of the flattening, in the form of C. F. F. Karney, “Transverse Mercator
    with an accuracy of a few nanometers”, Journal of Geodesy 85 (2011), equations 7, 11 and 36, with the latitude
    in a series too (K. Kawase, Bulletin of the Geospatial Information Authority of Japan 59, 2011): off by less
    than a centimetre in the zone. ETRS89 and WGS 84 are taken as the same: they are less than a metre apart.
    OverflowError or ValueError for numbers that lie nowhere near.
    """
    xi, eta = northing / _RADIUS, (easting - _EASTING) / _RADIUS
    steps = [(2 * j, beta) for j, beta in enumerate(_BETA, 1)]
    xi_ = xi - sum(beta * sin(j * xi) * cosh(j * eta) for j, beta in steps)
    eta_ = eta - sum(beta * cos(j * xi) * sinh(j * eta) for j, beta in steps)
    chi = asin(sin(xi_) / cosh(eta_))
    latitude = chi + sum(delta * sin(2 * j * chi) for j, delta in enumerate(_DELTA, 1))
    return degrees(latitude), _MERIDIAN + degrees(atan2(sinh(eta_), cos(xi_)))
