"""A list narrowed by facets and words: who is in it, in what order, and what each further choice would leave."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from energies.search import facets, index, rotation
from energies.search.models import FacetValue, SearchEntry


@dataclass
class Choice:
    """One value of a facet as it is offered: ``count`` is how many the list has after a click, or, when the facet
    has values chosen already and this is another (``more``), how many it adds."""

    value: str
    label: str
    count: int
    chosen: bool = False
    more: bool = False


class Listing:
    """What is left of a kind after the choices; ``chosen`` is {facet: [value…]}, ``found`` the Found of a search or None.

    One query for the facets, whatever their number. Values that nobody knows are in ``unknown`` and left out.
    """

    def __init__(self, searchable, chosen, found=None) -> None:
        self.searchable, self.found = searchable, found
        index.flush()
        self.today = timezone.localdate()
        asked = {name: values for name, values in chosen.items() if values}
        self._read(bits=bool(asked) or found is not None)
        self.unknown = [(name, value) for name in asked for value in asked[name] if value not in self.rows[name]]
        kept = {name: [value for value in values if value in self.rows[name]] for name, values in asked.items()}
        self.chosen = {name: values for name, values in kept.items() if values}

    def _read(self, bits) -> None:
        """Read the sets; those of another day are brought to today’s first."""
        rows = self._rows(bits)
        if not rows or rows[0][-1] < self.today:
            index.refresh(self.searchable.kind, [])
            rows = self._rows(bits)
        self.has_bits = bits
        self.rows = {facet.name: {} for facet in self.searchable.facets} | {"": {}}
        for facet, value, _position, labels, count, some, _day in rows:
            self.rows.setdefault(facet, {})[value] = (labels, count, some)

    def _rows(self, bits) -> list:
        return list(FacetValue.objects.rows(self.searchable.kind, bits=bits))

    def _set(self, pair) -> BitMap:
        facet, value = pair
        row = self.rows[facet].get(value)
        return facets.load(row[2]) if row else BitMap()

    @cached_property
    def _everybody(self) -> BitMap:
        everybody = self._set(facets.ALL)
        return everybody if self.found is None else everybody & self.found.ranks

    def _under(self, facet) -> BitMap:
        """Return the set under the values chosen of a facet."""
        sets = [self._set((facet.name, value)) for value in self.chosen[facet.name]]
        return BitMap.intersection(*sets) if facet.every else BitMap.union(*sets)

    @cached_property
    def _sets(self) -> dict:
        """{facet name: the set under its chosen values} of the facets in force."""
        return {facet.name: self._under(facet) for facet in self.searchable.facets if facet.name in self.chosen}

    def without(self, name) -> BitMap:
        """Return the set that is left by all the facets in force but one."""
        return BitMap.intersection(self._everybody, *(some for other, some in self._sets.items() if other != name))

    @cached_property
    def ranks(self) -> BitMap:
        """The set of those in the list."""
        return self.without(None)

    @property
    def total(self) -> int:
        return len(self.ranks)

    def fair(self, first, size) -> list[int]:
        """Return the ranks of one page in the fair rotation."""
        fresh = self.ranks & self._set(facets.FRESH)
        return rotation.page([fresh, self.ranks - fresh], self.today, first, size)

    def best(self, first, size) -> list[int]:
        """Return the ranks of one page, the best answers first; equals take turns by day."""
        by_score = {}
        for rank in self.ranks:
            by_score.setdefault(self.found.scores[rank], []).append(rank)
        page = []
        for score in sorted(by_score, reverse=True):
            ranks = by_score[score]
            if first < len(ranks) and len(page) < size:
                ranks.sort(key=lambda rank: rotation.daily_key(rank, self.today, index.RANKS))
                page += ranks[first : first + size - len(page)]
            first = max(0, first - len(ranks))
        return page

    def objects(self, ranks, queryset) -> list:
        """Return the objects of ``ranks``, in their order, from a queryset of those that anybody may see."""
        pks = SearchEntry.objects.objects_of(ranks)
        rows = {str(row.pk): row for row in queryset.filter(pk__in=pks.values())}
        return [rows[pks[rank]] for rank in ranks if pks.get(rank) in rows]

    def pks(self) -> list:
        """Return the primary keys of all the list, in no order."""
        return list(SearchEntry.objects.objects_of(self.ranks).values())

    def choices(self, facet) -> list[Choice]:
        """Return the Choices of a facet that still narrow (or, once some are chosen, widen) the list, and those chosen."""
        chosen = self.chosen.get(facet.name, [])
        more = bool(chosen) and not facet.every
        base = self.without(facet.name) - self._sets[facet.name] if more else self.ranks
        offered = []
        for value, (labels, count, bits) in self.rows[facet.name].items():
            if value in chosen:
                offered.append(Choice(value, label_in_language(labels, value), self._left(facet, value), chosen=True))
                continue
            if self.has_bits:
                count = base.intersection_cardinality(facets.load(bits)) if count else 0
            if count > 0 and (more or count < self.total):
                offered.append(Choice(value, label_in_language(labels, value), count, more=more))
        if facet.most and len(offered) > facet.most:
            most = sorted(offered, key=lambda choice: (not choice.chosen, -choice.count))[: facet.most]
            offered = [choice for choice in offered if choice in most]
        return offered

    def _left(self, facet, value) -> int:
        return self.without(facet.name).intersection_cardinality(self._set((facet.name, value)))

    def counts(self, name) -> dict:
        """Return {value: how many the list has when that value alone is chosen of the facet}."""
        base = self.without(name)
        if not self.has_bits:
            return {value: count for value, (_labels, count, _bits) in self.rows[name].items()}
        return {
            value: base.intersection_cardinality(facets.load(bits)) if count else 0
            for value, (_labels, count, bits) in self.rows[name].items()
        }

    def label(self, name, value) -> str:
        """Return the words of a value in the page’s language."""
        return label_in_language(self.rows[name][value][0], value)

    @property
    def looser(self) -> list[tuple]:
        """[(facet name, value, words, how many there would be)] for leaving out one of the values in force."""
        found = []
        for name, values in self.chosen.items():
            for value in values:
                rest = [other for other in values if other != value]
                asked = {**self.chosen, name: rest}
                count = len(Listing._again(self, asked).ranks)
                if count:
                    found.append((name, value, self.label(name, value), count))
        return found

    def _again(self, asked) -> "Listing":
        """Return the same listing with other choices, without reading anything again."""
        other = object.__new__(Listing)
        other.searchable, other.found, other.rows, other.today = self.searchable, self.found, self.rows, self.today
        other.has_bits, other.chosen = self.has_bits, {name: values for name, values in asked.items() if values}
        return other


def totals(kind, facet) -> dict:
    """Return {value: how many of all the public objects stand under it}, from the table: one query."""
    index.flush()
    return dict(FacetValue.objects.filter(catalogue=kind, facet=facet).values_list("value", "count"))


def sizes() -> dict:
    """Return {kind: how many public objects there are of it}, from the table: one query."""
    index.flush()
    facet, value = facets.ALL
    return dict(FacetValue.objects.filter(facet=facet, value=value).values_list("catalogue", "count"))


def label_in_language(labels, value) -> str:
    """Return the words of a value in the page’s language, else in Catalan."""
    return labels.get(get_language()) or labels.get(settings.LANGUAGE_CODE) or value
