"""Fewer points along borders, so that areas which shared a border go on sharing it.

Rings are cut into arcs where the borders of three or more areas (the outside counts as one) meet; each arc is held
and simplified once, whichever rings run along it, as in TopoJSON (M. Bostock, “How To Infer Topology”, 2013).
Points leave in the order of the triangle they make with their neighbours: M. Visvalingam and J. D. Whyatt, “Line
generalisation by repeated elimination of points”, The Cartographic Journal 30 (1993). Ends of arcs never leave.
"""

from collections import defaultdict
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf

from energies.kernel.geo import on_plane


class Borders:
    """The borders of areas that lie side by side, to be drawn at any tolerance.

    ``areas`` is {key: rings}, a ring being a list of (longitude, latitude) in degrees that does not repeat its
    first point; borders are shared where their points are equal. ``progress(done, total)`` counts arcs.
    """

    def __init__(self, areas, progress=None) -> None:
        ends = _ends(ring for rings in areas.values() for ring in rings)
        pieces = {key: [_cut(ring, ends) for ring in rings] for key, rings in areas.items()}
        arcs: dict = dict.fromkeys(_same(arc) for rings in pieces.values() for ring in rings for arc in ring)
        for done, arc in enumerate(arcs, 1):
            arcs[arc] = weigh([on_plane(latitude, longitude) for longitude, latitude in arc])
            if progress:
                progress(done, len(arcs))
        self.pieces, self.arcs = pieces, arcs

    def at(self, tolerance) -> dict:
        """Return {key: rings} without the points that matter less than ``tolerance`` square metres.

        Rings of which less than a triangle is left are gone, for all the areas along them.
        """
        thinned = {
            arc: [point for point, weight in zip(arc, weights, strict=True) if weight >= tolerance]
            for arc, weights in self.arcs.items()
        }
        joined = {key: [_join(ring, thinned) for ring in rings] for key, rings in self.pieces.items()}
        return {key: [ring for ring in rings if len(set(ring)) > 2] for key, rings in joined.items()}


def weigh(line) -> list[float]:
    """Return how much each point (x, y) of a line matters: the area in square units below which it may go.

    The two ends have an infinite weight, and no point weighs less than one that went before it.
    """
    weights, last = [inf] * len(line), len(line) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    areas = {i: _triangle(line[i - 1], line[i], line[i + 1]) for i in range(1, last)}
    queue = [(area, i) for i, area in areas.items()]
    heapify(queue)
    heaviest = 0.0
    while queue:
        area, i = heappop(queue)
        if areas.get(i) != area:  # gone, or weighed anew since
            continue
        del areas[i]
        heaviest = weights[i] = max(heaviest, area)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if j in areas:
                areas[j] = _triangle(line[before[j]], line[j], line[after[j]])
                heappush(queue, (areas[j], j))
    return weights


def without_repeats(ring) -> list:
    """Return the ring without points equal to the one before; the last one comes before the first."""
    return [point for before, point in zip(ring[-1:] + ring, ring, strict=False) if point != before]


def _triangle(a, b, c) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _ends(rings) -> set:
    """Return the points where arcs end: those from which the borders lead on to more than two others."""
    reached = defaultdict(set)
    for ring in rings:
        for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
            reached[point].update((before, after))
    return {point for point, others in reached.items() if len(others) > 2}


def _cut(ring, ends) -> list:
    """Return the ring as arcs (tuples of points), each of which begins where the one before ends.

    A ring without such a point, alone or around an island, is one arc from its least point to itself.
    """
    places = [i for i, point in enumerate(ring) if point in ends] or [ring.index(min(ring))]
    turned = ring[places[0] :] + ring[: places[0] + 1]
    stops = [place - places[0] for place in places] + [len(ring)]
    return [tuple(turned[start : stop + 1]) for start, stop in pairwise(stops)]


def _same(arc) -> list:
    """Return the arc in the direction that both areas along it agree on."""
    return min(arc, arc[::-1])


def _join(arcs, thinned) -> list:
    """Return the ring of the thinned arcs, in its own direction."""
    ring = []
    for arc in arcs:
        points = thinned[_same(arc)]
        ring += points if _same(arc) == arc else points[::-1]
    return without_repeats(ring)
