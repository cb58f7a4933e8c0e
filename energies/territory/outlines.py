"""The true outlines of the barris: light enough to draw on any page, borders shared as in the city's file."""

from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from energies.kernel.geo import on_plane
from energies.territory.boundaries import UnreadableBoundaries
from energies.territory.models import Barri, Outline
from energies.territory.simplify import Borders

LIMIT = 30_000  # bytes for all of them as paths
TOLERANCES = (0, *(2**step for step in range(18)))  # square metres


def fit(boundaries, progress=None, limit=LIMIT) -> dict:
    """Return {barri code: rings} with the most detail whose paths take fewer than ``limit`` bytes together.

    ``boundaries`` is what boundaries.read() returns; ``progress(done, total)`` counts pieces of border.
    Raises UnreadableBoundaries if they do not fit however coarse, short of a barri disappearing.
    """
    borders = Borders(boundaries, progress)
    for tolerance in TOLERANCES:
        outlines = borders.at(tolerance)
        if not all(outlines.values()):
            break
        if sum(len(path(rings)) for rings in outlines.values()) < limit:
            return outlines
    raise UnreadableBoundaries(_("The boundaries are too detailed to be drawn: simplify the file first."))


def path(rings) -> str:
    """Return rings of (longitude, latitude) as the text of an SVG path, in whole metres on kernel.geo's plane."""
    return "".join(_loop([_metres(point) for point in ring]) for ring in rings)


@transaction.atomic
def replace(outlines) -> None:
    """Make the table of outlines hold ``outlines``, {barri code: rings}, and nothing else.

    What came from another file goes: borders drawn twice would not meet. Raises UnreadableBoundaries, and writes
    nothing, when the barris themselves are not loaded.
    """
    if set(outlines) - set(Barri.objects.values_list("code", flat=True)):
        raise UnreadableBoundaries(_("The barris are not there yet: run load_territory first."))
    Outline.objects.all().delete()
    Outline.objects.bulk_create(Outline(barri_id=code, rings=rings) for code, rings in outlines.items())


def _loop(points) -> str:
    (x, y), steps = points[0], pairwise(points)
    moves = " ".join(f"{right - left} {lower - upper}" for (left, upper), (right, lower) in steps)
    return f"M{x} {y}l{moves}z".replace(" -", "-")


def _metres(point) -> tuple:
    longitude, latitude = point
    x, y = on_plane(latitude, longitude)
    return round(x), round(y)
