"""The map of networks: a flower for each, a petal for each member. Nothing is bigger for being first, or first for being big.

A flower's petals go round its heart in a spiral of hexagons; where each goes is a table, so there is nothing to store.
"""

from dataclasses import dataclass, field
from itertools import islice
from math import sqrt

from energies.entries.parties import ref
from networks.models import Membership

SIDE = 14  # of a hexagon, in the units of the drawing
COLUMNS = 4
GAP = 24
_AROUND = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]


@dataclass
class Petal:
    party: object
    x: float
    y: float
    tone: int
    letter: str = ""


@dataclass
class Flower:
    network: object
    number: int
    members: list
    petals: list = field(default_factory=list)
    x: float = 0
    y: float = 0

    @property
    def radius(self):
        ring = 0
        while 3 * ring * (ring + 1) < len(self.members):
            ring += 1
        return SIDE * (1.75 * ring + 1)


@dataclass
class City:
    """``bridges`` are (letter, party, its networks) of those that belong to more than one."""

    flowers: list
    bridges: list
    width: int
    height: int


def flowers(networks):
    """Return the City of a queryset of visible networks that have not ended, in the order of their names."""
    networks = list(networks.under_way().order_by("sort_name", "pk").prefetch_related("texts", "themes"))
    rows = Membership.objects.current().filter(network__in=networks).for_lists().order_by("pk")
    members, belongs = {network.pk: [] for network in networks}, {}
    for row in rows:
        members[row.network_id].append(row.member)
        belongs.setdefault(ref(row.member), (row.member, []))[1].append(row.network)
    bridges = sorted((pair for pair in belongs.values() if len(pair[1]) > 1), key=lambda pair: pair[0].sort_name)
    letters = {ref(party): letter_of(at) for at, (party, _those) in enumerate(bridges)}
    drawn = [Flower(network, at, members[network.pk]) for at, network in enumerate(networks, 1)]
    width, height = _place(drawn)
    for flower in drawn:
        tone = next((theme.tone for theme in flower.network.themes.all()), 0)
        for party, (x, y) in zip(flower.members, _spiral(), strict=False):
            petal = Petal(party, round(flower.x + x, 1), round(flower.y + y, 1), tone, letters.get(ref(party), ""))
            flower.petals.append(petal)
    return City(drawn, [(letters[ref(one)], one, those) for one, those in bridges], width, height)


def letter_of(number):
    """Return A, B… Z, AA, AB… for 0, 1…"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _place(flowers):
    """Put the flowers in rows of COLUMNS; return the width and height of the whole."""
    column = max((flower.radius for flower in flowers), default=SIDE) * 2 + GAP
    y = 0
    for at in range(0, len(flowers), COLUMNS):
        row = flowers[at : at + COLUMNS]
        high = max(flower.radius for flower in row)
        for place, flower in enumerate(row):
            flower.x, flower.y = round((place + 0.5) * column, 1), round(y + high + GAP / 2, 1)
        y += 2 * high + GAP
    return round(column * min(COLUMNS, max(1, len(flowers)))), round(y)


def _spiral():
    """Yield the centres of the hexagons round a heart, ring by ring."""
    ring = 0
    while True:
        ring += 1
        q, r = 0, -ring
        for dq, dr in _AROUND:
            for _step in range(ring):
                yield SIDE * sqrt(3) * (q + r / 2), SIDE * 1.5 * r
                q, r = q + dq, r + dr


def first_places(count):
    """Return the first ``count`` centres round a heart at 0, 0."""
    return list(islice(_spiral(), count))
