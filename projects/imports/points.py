"""Coordinates as tables have them: believed, repaired when only one reading is possible, or refused with words."""

import math
import re
from itertools import pairwise

from energies.entries import place
from energies.kernel.geo import distance_m, in_barcelona

FAR_M = 2500
_DIGITS = re.compile(r"\d{6,}")
# The open sea begins east of this line of (latitude, longitude), drawn by hand outside the beaches and breakwaters.
_SEA = (
    (41.30, 2.185),
    (41.34, 2.190),
    (41.365, 2.199),
    (41.380, 2.201),
    (41.390, 2.213),
    (41.405, 2.229),
    (41.42, 2.24),
)


def parse(latitude, longitude):
    """Return (latitude, longitude, repaired) from two texts, or None when they are no two numbers.

    '413.788.539' and '2.163.502' (a spreadsheet's thousands) and coordinates that were swapped are put right when
    the result lies in the city: Barcelona is all between 41.3° and 41.5° N, 2.0° and 2.3° E, so it can mean nothing
    else. Numbers come in degrees (WGS 84) with a point or a comma.
    """
    plain = _number(latitude), _number(longitude)
    if None not in plain and in_city(*plain):
        return *plain, False
    if None not in plain and in_city(*reversed(plain)):
        return *reversed(plain), True
    mended = _mended(latitude, 2) or plain[0], _mended(longitude, 1) or plain[1]
    if None not in mended and in_city(*mended):
        return *mended, True
    return None if None in plain else (*plain, False)


def in_city(lat, lon):
    """Tell whether a point in degrees is one that the directory accepts."""
    return in_barcelona(lat, lon) and place.SOUTH <= lat <= place.NORTH and place.WEST <= lon <= place.EAST


def in_sea(lat, lon):
    """Tell whether a point in degrees lies off the coast of the city (roughly: the line is generous to the land)."""
    for (south, west), (north, east) in pairwise(_SEA):
        if south <= lat <= north:
            return lon > west + (east - west) * (lat - south) / (north - south)
    return False


def far_from(barri, lat, lon, nearest):
    """Return the metres from the barri's representative point if the point cannot well be in it, else None.

    ``nearest`` is the barri whose point is nearest: in a large barri one may be far from its point and still inside.
    """
    metres = distance_m(lat, lon, barri.latitude, barri.longitude)
    return metres if metres > FAR_M and nearest != barri else None


def _number(text):
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _mended(text, whole):
    digits = re.sub(r"[.,\s]", "", text)
    return float(f"{digits[:whole]}.{digits[whole:]}") if digits.isascii() and _DIGITS.fullmatch(digits) else None
