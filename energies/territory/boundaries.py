"""From the city's file of boundaries to the rings of each barri.

The format is GeoJSON (RFC 7946), or its forerunner of 2008 with a ``crs`` member, which is what the city publishes.
"""

import json
import re
from pathlib import Path

from django.utils.translation import gettext as _

from energies.kernel import geo
from energies.kernel.text import fold
from energies.territory.names import UnknownBarri, barri_code
from energies.territory.simplify import without_repeats

# What the city's files call the barri, folded, codes before names.
PROPERTIES = ("codi barri", "c barri", "barri", "nom barri", "n barri", "nom")
KIND = "tipus ua"  # one of the city's files holds districts, barris and census sections, told apart by this
IN_METRES = {"25831": True, "4326": False, "4258": False, "84": False}  # by the number a coordinate system ends in
DECIMALS = 5  # of a degree: about a metre


class UnreadableBoundaries(ValueError):
    """The file holds no boundaries that we can take. ``str()`` is a sentence for the reader."""


def read_file(path, progress=None) -> dict:
    """Return what read() finds in the file at ``path``. Raises UnreadableBoundaries, also when there is no file."""
    try:
        return read(Path(path).read_bytes(), progress)
    except OSError as error:
        raise UnreadableBoundaries(
            _("The file “%(path)s” cannot be opened: %(why)s.") % {"path": path, "why": error.strerror}
        ) from None


def read(data, progress=None) -> dict:
    """Return {barri code: rings} from ``data`` (bytes of GeoJSON); a ring is a list of (longitude, latitude).

    Degrees are WGS 84, rounded to five decimals. Rings are not closed by repeating the first point, and outer ones
    and holes stand side by side: what an odd number of them surrounds is inside. Features that say to be something
    else than a barri are left out. ``progress(done, total)`` counts features. Raises UnreadableBoundaries.
    """
    collection = _collection(data)
    in_metres = _in_metres(collection)
    features = [feature for feature in collection["features"] if _is_barri(feature)]
    boundaries = {}
    for number, feature in enumerate(features, 1):
        code, shown = _barri(feature, number)
        if code in boundaries:
            raise UnreadableBoundaries(_("%(barri)s is twice in the file.") % {"barri": shown})
        boundaries[code] = _rings(feature.get("geometry"), in_metres, shown)
        if progress:
            progress(number, len(features))
    if not boundaries:
        raise UnreadableBoundaries(_("There is no barri in the file."))
    return boundaries


def _collection(data) -> dict:
    try:
        collection = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableBoundaries(_("The file is not JSON.")) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise UnreadableBoundaries(_("The file is JSON, but not a GeoJSON FeatureCollection."))
    if not all(isinstance(feature, dict) for feature in features):
        raise UnreadableBoundaries(_("Something in the file is not a GeoJSON Feature."))
    return collection


def _in_metres(collection) -> bool | None:
    """Whether the file says that it counts in metres; None when it does not say."""
    crs = collection.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") or properties.get("code") if isinstance(properties, dict) else crs)
    number = re.search(r"\d+$", name)
    if not number or number[0] not in IN_METRES:
        raise UnreadableBoundaries(
            _("The coordinate system “%(name)s” is not known: use EPSG:4326 or EPSG:25831.") % {"name": name[:80]}
        )
    return IN_METRES[number[0]]


def _is_barri(feature) -> bool:
    return fold(str(_properties(feature).get(KIND) or "barri")) == "barri"


def _properties(feature) -> dict:
    properties = feature.get("properties")
    return {fold(name): value for name, value in properties.items()} if isinstance(properties, dict) else {}


def _barri(feature, number) -> tuple:
    """Return the code of the feature's barri and what the file calls it."""
    properties = _properties(feature)
    told = [properties[name] for name in PROPERTIES if properties.get(name) not in (None, "", "-")]
    try:
        return barri_code(told[0] if told else None), str(told[-1])
    except UnknownBarri as error:
        raise UnreadableBoundaries(_("Feature number %(number)s: %(why)s") % {"number": number, "why": error}) from None


def _rings(geometry, in_metres, barri) -> list:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise UnreadableBoundaries(
            _("%(barri)s: only Polygon and MultiPolygon can be drawn, not “%(kind)s”.") % {"barri": barri, "kind": kind}
        )
    try:
        polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
        rings = [_ring(ring, in_metres, barri) for polygon in polygons for ring in polygon]
    except (KeyError, TypeError, IndexError):
        raise UnreadableBoundaries(_("%(barri)s: the coordinates cannot be read.") % {"barri": barri}) from None
    rings = [ring for ring in rings if len(set(ring)) > 2]  # smaller than a metre: nobody would see it
    if not rings:
        raise UnreadableBoundaries(_("%(barri)s: the outline is empty.") % {"barri": barri})
    return rings


def _ring(positions, in_metres, barri) -> list:
    """Return the points of a ring, the first of them only once."""
    return without_repeats([_point(position[0], position[1], in_metres, barri) for position in positions])


def _point(x, y, in_metres, barri) -> tuple:
    """Return (longitude, latitude) in degrees, whichever of the two systems the numbers are in."""
    metres = abs(x) > 180 if in_metres is None else in_metres
    try:
        latitude, longitude = geo.utm31_to_wgs84(x, y) if metres else (y, x)
    except (OverflowError, ValueError):  # so far away that the formula breaks
        latitude = longitude = None
    if latitude is None or not geo.in_barcelona(latitude, longitude):
        raise UnreadableBoundaries(
            _("%(barri)s: the point %(x)s, %(y)s is not in Barcelona. Use EPSG:4326 (longitude first) or EPSG:25831.")
            % {"barri": barri, "x": x, "y": y}
        )
    return round(longitude, DECIMALS), round(latitude, DECIMALS)
