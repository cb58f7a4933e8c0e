"""A list narrowed by facets: its whole state is in the address (docs/developers.md, «Addresses of lists»)."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from energies.kernel.geo import distance_m, in_barcelona
from energies.search import registry
from energies.search.listing import Choice, Listing
from energies.search.query import search
from energies.territory import hexmap
from energies.territory.models import Barri

ORDERS = {
    "fair": _("In turns"),
    "best": _("Best answers first"),
    "name": _("Name"),
    "new": _("Newest"),
    "confirmed": _("Lately confirmed"),
    "near": _("Nearest"),
}
SELECTS = {"district": _("The whole city"), "barri": _("Any barri")}
FOLDED = {"language", "access", "stage", "tag"}
SHORT = 8  # choices of a facet that show before «more»
_POINT = re.compile(r"(-?\d{1,3}\.\d{1,12}),(-?\d{1,3}\.\d{1,12})")


class Group(NamedTuple):
    """A facet as the form shows it."""

    name: str
    label: str
    choices: list[Choice]
    rest: list[Choice]
    options: tuple = ()  # of a select: (value, words, whether selected)
    folded: bool = False  # whether only its name shows at first


class Here(NamedTuple):
    """Where «near me» is: a barri, or a point rounded to about a hundred metres."""

    barri: Barri | None
    point: Any


class FacetedList:
    """What a query string (QueryDict) asks for. Unknown parameters do not count; ``wrong`` tells of wrong values.

    The list of each kind of entry says what it is of and what it offers.
    """

    kind = ""  # of its Searchable
    model: Any = None
    address = ""  # the name of its URL
    offered_orders: tuple = ("fair", "name", "new")  # the first is the default
    has_places = False  # whether one may ask for what is near

    def __init__(self, query) -> None:
        self.query = query
        self.q = " ".join(query.get("q", "").split())
        self.found = search(self.q, literal=query.get("exact") == "1") if self.q else None
        searchable = registry.get(self.kind)
        chosen = {
            facet.name: list(dict.fromkeys(query.getlist(facet.name))) for facet in searchable.facets if facet.name
        }
        chosen = {name: [value for value in values if value] for name, values in chosen.items()}
        self.listing = Listing(searchable, chosen, self.found)
        self.here = _here(query.get("near", "")) if self.has_places else None
        self.order = query.get("order") if query.get("order") in self.orders else next(iter(self.orders))
        self.as_map = query.get("view") == "map"

    @property
    def rounder(self) -> str:
        """The query string with «near» rounded to a hundred metres, if it tells more than that; else ""."""
        query = self.query.copy()
        if not self.here or not self.here.point or query["near"] == self.near_value:
            return ""
        query["near"] = self.near_value
        return f"?{query.urlencode()}"

    @property
    def wrong(self) -> bool:
        """Whether some value was left out because it does not exist."""
        asked = {"order": self.orders, "view": {"map", "list"}, "exact": {"1"}}
        return (
            bool(self.listing.unknown)
            or any(self.query.get(name) and self.query.get(name) not in known for name, known in asked.items())
            or bool(self.query.get("near") and not self.here)
        )

    @cached_property
    def orders(self) -> dict:
        """{code: words} of the orders that make sense here, the default one first."""
        possible = [
            *(["near"] if self.here else []),
            *(["best"] if self.found else []),
            *self.offered_orders,
        ]
        return {code: ORDERS[code] for code in possible}

    @property
    def groups(self) -> Iterator[Group]:
        """The facets that can still change the list, as the form shows them."""
        for facet in self.listing.searchable.facets:
            choices = self.listing.choices(facet) if facet.name else []
            if not choices:
                continue
            if facet.name in SELECTS:
                yield _select(facet, choices)
                continue
            shown = [choice for at, choice in enumerate(choices) if at < SHORT or choice.chosen]
            rest = [one for one in choices if one not in shown]
            folded = facet.name in FOLDED and facet.name not in self.listing.chosen
            yield Group(facet.name, facet.label, shown, rest, folded=folded)

    @property
    def chosen(self) -> list:
        """[(parameter, value, words)] of what narrows the list, for the chips that remove it."""
        chips = [
            (name, value, self.listing.label(name, value))
            for name, values in self.listing.chosen.items()
            for value in values
        ]
        return [*([("q", self.query.get("q"), f"«{self.q}»")] if self.q else []), *chips]

    @property
    def looser(self) -> list:
        """[(query string, words, how many)] of what leaving out one thing would bring back."""
        ways = []
        for name, value, words, count in self.listing.looser:
            query = self._query()
            query.setlist(name, [one for one in query.getlist(name) if one != value])
            ways.append((f"?{query.urlencode()}", words, count))
        if self.q and self.listing.chosen and (count := self.everywhere):
            ways.append((f"?{self._query(only=('q', 'exact')).urlencode()}", f"«{self.q}»", count))
        return ways

    @property
    def everywhere(self) -> int:
        """How many answer the words alone."""
        return len(Listing(self.listing.searchable, {}, self.found).ranks)

    @property
    def literal(self) -> str:
        """The query string that searches for the words exactly as typed."""
        query = self._query()
        query["exact"] = "1"
        return f"?{query.urlencode()}"

    def _query(self, only=None) -> QueryDict:
        query = self.query.copy()
        for name in list(query):
            if name == "page" or (only and name not in only):
                del query[name]
        return query

    def count(self) -> int:
        return self.listing.total

    def __getitem__(self, places) -> list:
        """Return the projects at a slice of places, with all their cards need."""
        first, size = places.start, places.stop - places.start
        cards = self.model.objects.for_cards()
        if self.order == "fair":
            return self.listing.objects(self.listing.fair(first, size), cards)
        if self.order == "best":
            return self.listing.objects(self.listing.best(first, size), cards)
        rows = list(self._ordered(cards)[first : first + size])
        for project in rows if self.order == "near" and self.here.point else []:
            project.away = project.public_point and distance_m(*self.here.point, *project.public_point)
        return rows

    def narrowed(self, projects) -> QuerySet:
        """Return the queryset of the whole list as the database narrows it, in no order: what exports read."""
        for facet in self.listing.searchable.facets:
            if facet.name in self.listing.chosen:
                projects = facet.narrow(projects, self.listing.chosen[facet.name])
        if self.found:
            projects = projects.filter(pk__in=self.listing.pks())
        return projects

    def _ordered(self, projects) -> QuerySet:
        """Return the queryset of the whole list in one of the orders that the database makes."""
        projects = self.narrowed(projects)
        if self.order == "near":
            return projects.nearest_to(*self.here.point) if self.here.point else projects.around(self.here.barri)
        return projects.in_order(self.order)

    @property
    def map(self) -> str:
        """The hexagon map with the number that each barri would leave, each tile narrowing to it."""
        slugs = dict(Barri.objects.values_list("slug", "code"))
        counts = {slugs[slug]: count for slug, count in self.listing.counts("barri").items() if slug in slugs}
        here = self.listing.chosen.get("barri", [])
        current = slugs.get(here[0]) if len(here) == 1 else None
        return hexmap.city_map(counts, url_for=self._narrowed_to, current=current)

    def _narrowed_to(self, barri) -> str:
        query = self._query()
        query["barri"] = barri.slug
        query.pop("view", None)
        return f"{reverse(self.address)}?{query.urlencode()}"

    levels = hexmap.LEVELS

    @property
    def near_value(self) -> str:
        """The point as the address has it: three decimals, about a hundred metres."""
        return f"{self.here.point[0]:.3f},{self.here.point[1]:.3f}"

    @property
    def near_choices(self) -> list:
        """[(slug, name, whether chosen)] of the barris that one may be near to."""
        here = self.here.barri.slug if self.here and self.here.barri else None
        return [(slug, self.listing.label("barri", slug), slug == here) for slug in self.listing.rows["barri"]]


def _select(facet, choices) -> Group:
    """Return the Group of a facet with too many values for boxes: a select adds one, boxes keep those chosen."""
    free = tuple((one.value, f"{one.label} ({'+' * one.more}{one.count})", False) for one in choices if not one.chosen)
    chosen = [one for one in choices if one.chosen]
    rest = [one for one in choices if not one.chosen]
    return Group(facet.name, facet.label, chosen, rest, options=(("", SELECTS[facet.name], False), *free))


def _here(text) -> Here | None:
    """Return the Here of «el-raval» or «41.380,2.170», or None."""
    if point := _POINT.fullmatch(text):
        latitude, longitude = (round(float(number), 3) for number in point.groups())
        return Here(None, (latitude, longitude)) if in_barcelona(latitude, longitude) else None
    barri = Barri.objects.filter(slug=text[:80]).first() if text else None
    return barri and Here(barri, None)
