"""The hexagon map: one equal tile per barri, drawn as inline SVG whose look is all in the stylesheet.

Pointy-top hexagons on axial coordinates: x = R·√3·(q + r/2), y = R·1.5·r, y down. The grid has radius 40,
the tiles are drawn at 37 so that a gap shows. Geometry comes from the reference files, not the database.
"""

from functools import cache
from math import cos, radians, sin, sqrt
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from energies.kernel.text import sentence_start
from energies.territory import facts

PITCH, RADIUS = 40, 37
# Edge i of a hexagon lies between the corners at 60i − 30 and 60i + 30 degrees.
DIRECTIONS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
NEARBY = 2  # steps around a barri that its own map shows
STARTS = (0, 1, 5, 10, 15, 20)
# For legends: (level, words).
LEVELS = (
    (0, gettext_lazy("none yet")),
    (1, "1–4"),
    (2, "5–9"),
    (3, "10–14"),
    (4, "15–19"),
    (5, gettext_lazy("20 or more")),
)


class Tile(NamedTuple):
    """A barri on the map: its place in the grid and the parts of its drawing that never change, escaped."""

    barri: facts.BarriFacts
    x: float
    y: float
    name: str
    opening: str  # attributes after the link's address
    drawing: str  # the polygon and the short name


def level(count) -> int:
    """Return the step of the scale, 0 to 5, for a number of projects."""
    return sum(count >= start for start in STARTS) - 1


def city_map(counts, *, url_for, label=None, current=None) -> str:
    """Return the map of the 73 barris as safe SVG, in groups by district, which is also the keyboard order.

    ``counts`` is {barri code: projects}, missing ones are 0; ``url_for(barri)`` gives the address from
    something with code, slug and name; ``label`` names the map for those who do not see it;
    ``current`` is the code of the barri that the page has chosen, if any.
    """
    label = label or _("Map of the 73 barris, one tile each")
    classes = {current: " is-current"}
    return _svg(tuple(_tiles()), counts, url_for, label, classes, current, _joints())


def barri_map(barri, counts, *, url_for) -> str:
    """Return the small map around a barri (anything with code and name) as safe SVG.

    It shows the barri, its real neighbours (``is-near``) and whatever else lies within two tiles
    (``is-far``). ``counts`` and ``url_for`` as for city_map.
    """
    around = _around(barri.code)
    label = _("%(barri)s and the barris around it") % {"barri": sentence_start(barri.name)}
    classes = {code: f" is-{kind}" for code, kind in around.items()}
    tiles = tuple(tile for tile in _tiles() if tile.barri.code in around)
    return _svg(tiles, counts, url_for, label, classes, barri.code)


def _svg(tiles, counts, url_for, label, classes, current=None, joints="") -> str:
    phrases = {
        count: ngettext("%(barri)s: %(count)s project", "%(barri)s: %(count)s projects", count)
        for count in {counts.get(tile.barri.code, 0) for tile in tiles}
    }
    parts = [
        f'<svg class="hexmap__svg" viewBox="{_view_box(tiles)}" role="group" aria-label="{escape(label)}">',
        joints,
    ]
    district = None
    for tile in tiles:
        if tile.barri.district_code != district:
            parts.append("</g>" if district else "")
            district = tile.barri.district_code
            parts.append(f'<g role="group" aria-label="{_district_names()[district]}">')
        count = counts.get(tile.barri.code, 0)
        extra = classes.get(tile.barri.code, "")
        here = ' aria-current="true"' if tile.barri.code == current else ""
        title = phrases[count] % {"barri": tile.name, "count": count}
        parts.append(
            f'<a class="hex lv{level(count)}{extra}" href="{escape(url_for(tile.barri))}"{here}{tile.opening}>'
            f'<title>{title}</title>{tile.drawing}<text class="hex__n" y="18">{count}</text></a>'
        )
    parts.append("</g></svg>")
    return mark_safe("".join(parts))  # nosec B308 B703 # names, label and addresses are escaped above and in _tiles


@cache
def _tiles() -> tuple:
    return tuple(_tile(barri) for barri in facts.barris())


def _tile(barri) -> Tile:
    x, y = _centre(barri)
    opening = f' data-d="{_district_names()[barri.district_code]}" transform="translate({x:g} {y:g})"'
    lines = barri.short_label.split("|")
    heights = (-9,) if len(lines) == 1 else (-15, -3.5)
    text = "".join(
        f'<text class="hex__name" y="{height:g}">{escape(line)}</text>'
        for line, height in zip(lines, heights, strict=True)
    )
    return Tile(barri, x, y, escape(barri.name), opening, f'<polygon points="{_corners(RADIUS)}"/>{text}')


def _centre(barri) -> tuple:
    return round(PITCH * sqrt(3) * (barri.hex_q + barri.hex_r / 2), 1), PITCH * 1.5 * barri.hex_r


def _corner(radius, degrees) -> tuple:
    return round(radius * cos(radians(degrees)), 1), round(radius * sin(radians(degrees)), 1)


def _corners(radius) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in (_corner(radius, 60 * i + 30) for i in range(6)))


@cache
def _view_box(tiles) -> str:
    left, right = min(tile.x for tile in tiles) - PITCH, max(tile.x for tile in tiles) + PITCH
    top, bottom = min(tile.y for tile in tiles) - PITCH - 2, max(tile.y for tile in tiles) + PITCH + 2
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


@cache
def _district_names() -> dict:
    return {district.code: escape(sentence_start(district.name)) for district in facts.districts()}


@cache
def _joints() -> str:
    """The edges between two districts as one path, to be drawn first so that no label is covered."""
    at = {(tile.barri.hex_q, tile.barri.hex_r): tile for tile in _tiles()}
    path = []
    for (q, r), tile in at.items():
        for i, (dq, dr) in enumerate(DIRECTIONS[:3]):  # the other three are the other tile's
            other = at.get((q + dq, r + dr))
            if other and other.barri.district_code != tile.barri.district_code:
                (x1, y1), (x2, y2) = _corner(PITCH, 60 * i - 30), _corner(PITCH, 60 * i + 30)
                path.append(f"M{tile.x + x1:.0f} {tile.y + y1:.0f}L{tile.x + x2:.0f} {tile.y + y2:.0f}")
    return f'<path class="joint" d="{"".join(path)}"/>'


@cache
def _around(code) -> dict:
    """Return {barri code: "current", "near" or "far"} for the map around one barri."""
    here = next(tile.barri for tile in _tiles() if tile.barri.code == code)
    around = {tile.barri.code: "far" for tile in _tiles() if _steps(here, tile.barri) <= NEARBY}
    return around | dict.fromkeys(here.neighbours, "near") | {code: "current"}


def _steps(one, other) -> int:
    dq, dr = one.hex_q - other.hex_q, one.hex_r - other.hex_r
    return max(abs(dq), abs(dr), abs(dq + dr))
