"""Facets: what a list can be narrowed by, and sets of entries that tell how many each value would leave.

Who stands under a value is kept as a roaring bitmap (Lemire et al., «Roaring bitmaps: implementation of an optimized
software library», 2018) of ranks, so that any combination is counted in microseconds, at ten thousand entries or a
hundred thousand, with one query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise
from pyroaring import BitMap

from energies.search.models import FacetValue

# The facet without a name is not offered: who is there at all, and whose turn comes first.
ALL, FRESH = ("", "all"), ("", "fresh")


@dataclass(frozen=True)
class Facet:
    """``rows`` are (function to a queryset, path to the object, path to the value): the one definition that serves
    the index and ``narrow``. ``values`` gives [(value, {language: words})…] in the order of the page. With ``every``
    an entry must have all the values chosen; else any of them. ``most`` is how many values are offered at once."""

    name: str
    label: str
    rows: tuple
    values: Callable = tuple
    every: bool = False
    most: int = 0

    def narrow(self, objects, chosen) -> QuerySet:
        """Return the queryset narrowed to those under the chosen values."""
        for values in [[value] for value in chosen] if self.every else [chosen]:
            under = Q()
            for rows, owner, path in self.rows:
                under |= Q(pk__in=rows().order_by().filter(**{f"{path}__in": values}).values(owner))
            objects = objects.filter(under)
        return objects


def in_every_language(words) -> dict[str, str]:
    """Return {language: str} of something lazy, such as the label of a choice. Raises TypeError for what is not lazy."""
    if not isinstance(words, Promise):
        raise TypeError(f"{words!r} is in one language already: that of whoever writes.")
    told = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told[code] = str(words)
    return told


def of_objects(searchable, objects) -> dict:
    """Return {primary key as text: [[facet, value]…], sorted} of visible objects: as many queries as there are rows."""
    pks, found = list(objects), {pk: {ALL} for pk in objects}
    for facet in searchable.facets:
        for rows, owner, path in facet.rows:
            pairs = rows().order_by().filter(**{f"{owner}__in": pks}).values_list(owner, path)
            for pk, value in pairs:
                if value is not None:
                    found[str(pk)].add((facet.name or "", str(value)))
    return {pk: sorted(list(pair) for pair in pairs) for pk, pairs in found.items()}


def load_values(searchable, names=None) -> None:
    """Write the values of every facet, or of those named, with their words and order; those no longer offered go."""
    mine = [facet for facet in searchable.facets if names is None or facet.name in names]
    told = {(facet.name, str(value)): told for facet in mine for value, *told in _numbered(facet)}
    if names is None:
        told |= {ALL: [0, {}], FRESH: [1, {}]}
    rows = FacetValue.objects.filter(catalogue=searchable.kind, facet__in={"", *(facet.name for facet in mine)})
    known = {(row.facet, row.value): row for row in rows.defer("bits") if row.facet or names is None}
    FacetValue.objects.filter(pk__in=[row.pk for pair, row in known.items() if pair not in told]).delete()
    new, changed = [], []
    for pair, (position, labels) in told.items():
        row = known.get(pair) or FacetValue(catalogue_id=searchable.kind, facet=pair[0], value=pair[1])
        if row.pk is None or [row.position, row.labels] != [position, labels]:
            row.position, row.labels = position, labels
            (changed if row.pk else new).append(row)
    FacetValue.objects.bulk_create(new)
    FacetValue.objects.bulk_update(changed, ["position", "labels"], batch_size=100)


def _numbered(facet) -> Iterator[tuple]:
    return ((value, position, labels) for position, (value, labels) in enumerate(facet.values()))


class Moves:
    """Entries that go from one value to another, gathered and written at once."""

    def __init__(self, searchable) -> None:
        self.kind = searchable.kind
        self.come, self.go = defaultdict(BitMap), defaultdict(BitMap)

    def move(self, rank, before, after) -> None:
        """Move an entry from the [facet, value] pairs it stood under to those it stands under."""
        before, after = {tuple(pair) for pair in before}, {tuple(pair) for pair in after}
        for pair in after - before:
            self.come[pair].add(rank)
        for pair in before - after:
            self.go[pair].add(rank)

    def save(self) -> None:
        """Write the sets that changed."""
        pairs = self.come.keys() | self.go.keys()
        rows = FacetValue.objects.filter(catalogue=self.kind, facet__in={facet for facet, _value in pairs})
        rows = [row for row in rows if (row.facet, row.value) in pairs]
        for row in rows:
            pair = (row.facet, row.value)
            ranks = (load(row.bits) | self.come[pair]) - self.go[pair]
            row.bits, row.count = ranks.serialize(), len(ranks)
        FacetValue.objects.bulk_update(rows, ["bits", "count"], batch_size=100)


def load(bits) -> BitMap:
    """Return the BitMap of a stored set."""
    return BitMap.deserialize(bytes(bits)) if bits else BitMap()
