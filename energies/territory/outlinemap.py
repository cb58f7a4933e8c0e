"""A barri as it really lies, with points in it: inline SVG whose look is all in the stylesheet.

The frame is a square of SIDE units, and the smallest drawing that a 320 px screen leaves room for is 288 px wide:
a marker of radius TARGET is then 24 px across, the least that a finger finds (WCAG 2.2, 2.5.8).
"""

from math import hypot
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.kernel.geo import on_plane
from energies.kernel.text import sentence_start
from energies.territory.models import Outline
from energies.territory.outlines import path

SIDE, TARGET, DOT = 480, 20, 10
MARGIN = 1.2  # the frame's side to the barri's longer one
NAMED = 5  # a marker that stands for more only says how many


class Frame(NamedTuple):
    """A square of the plane: its corner and side in metres."""

    left: float
    top: float
    side: float

    def place(self, latitude, longitude) -> tuple:
        """Return where a point in degrees comes to lie, in units of the drawing."""
        x, y = on_plane(latitude, longitude)
        return round((x - self.left) * SIDE / self.side, 1), round((y - self.top) * SIDE / self.side, 1)


class Spot(NamedTuple):
    """A marker: its place in units and the (title, address) of each point that it stands for."""

    x: float
    y: float
    entries: list


def outline_map(barri, points, *, list_url="") -> str:
    """Return the outline of a barri (a Barri) as safe SVG, its neighbours faint around it, with points as links.

    ``points`` gives (latitude, longitude, title, address); one with no address is no link. Points that would
    cover each other share a marker, which says how many and leads to ``list_url``. Those beyond the frame are
    left out. Returns "", without looking at the points, when no outline of the barri is loaded.
    """
    outlines = {outline.barri_id: outline.rings for outline in Outline.objects.around(barri)}
    here = outlines.pop(barri.pk, None)
    if here is None:
        return ""
    frame = _frame(here)
    label = _("%(barri)s: its outline, with the barris around it") % {"barri": sentence_start(barri.name)}
    scale = SIDE / frame.side
    # Label, titles and addresses are escaped here and in _marker; the rest are numbers.
    return mark_safe(  # nosec B308 B703
        f'<svg class="outline" viewBox="0 0 {SIDE} {SIDE}" role="group" aria-label="{escape(label)}">'
        f'<g transform="scale({scale:.5g}) translate({-frame.left} {-frame.top})">'
        + "".join(_shape("near", rings) for rings in outlines.values())
        + _shape("barri", here)
        + "</g>"
        + "".join(_marker(spot, list_url) for spot in _spots(points, frame))
        + "</svg>"
    )


def _frame(rings) -> Frame:
    """Return the frame in whole metres around the rings, with some room on every side."""
    plane = [on_plane(latitude, longitude) for ring in rings for longitude, latitude in ring]
    xs, ys = zip(*plane, strict=True)
    side = round(max(max(xs) - min(xs), max(ys) - min(ys)) * MARGIN) or 1
    return Frame(round((min(xs) + max(xs) - side) / 2), round((min(ys) + max(ys) - side) / 2), side)


def _spots(points, frame) -> list[Spot]:
    """Return a Spot for each group of points nearer to its first one than two markers would fit."""
    spots = []
    for latitude, longitude, title, url in points:
        x, y = frame.place(latitude, longitude)
        if not (TARGET <= x <= SIDE - TARGET and TARGET <= y <= SIDE - TARGET):
            continue
        near = next((spot for spot in spots if hypot(spot.x - x, spot.y - y) < 2 * TARGET), None)
        if near:
            near.entries.append((title, url))
        else:
            spots.append(Spot(x, y, [(title, url)]))
    return spots


def _shape(kind, rings) -> str:
    return f'<path class="outline__{kind}" fill-rule="evenodd" d="{path(rings)}"/>'


def _marker(spot, list_url) -> str:
    count = len(spot.entries)
    if count == 1:
        ((title, url),) = spot.entries
        inside = f'<circle class="outline__target" r="{TARGET}"/><circle r="{DOT}"/>'
    else:
        title, url = _together([title for title, _url in spot.entries]), list_url
        inside = f'<circle r="{TARGET}"/><text y="7">{count}</text>'
    opening, closing = (f'a href="{escape(url)}"', "a") if url else ('g role="img"', "g")
    at = f'class="outline__point" transform="translate({spot.x:g} {spot.y:g})"'
    return f"<{opening} {at}><title>{escape(title)}</title>{inside}</{closing}>"


def _together(titles) -> str:
    count = len(titles)
    told = ngettext("%(n)s project together", "%(n)s projects together", count) % {"n": count}
    return f"{told}: {'; '.join(titles)}" if count <= NAMED else told
