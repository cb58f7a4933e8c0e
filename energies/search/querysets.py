"""The index in the words of those who read it."""

from itertools import batched

from django.db.models import Case, F, Value, When

from energies.kernel.models import QuerySet


class SearchEntryQuerySet(QuerySet):
    def objects_of(self, ranks) -> dict[int, int]:
        """Return {rank: primary key of the object} for these ranks."""
        return dict(self.filter(rank__in=list(ranks)).values_list("rank", "object_id"))

    def kinds_of(self, ranks) -> dict[str, list[int]]:
        """Return {kind: [rank…]} of these ranks."""
        kinds = {}
        for some in batched(ranks, 10_000):
            for rank, kind in self.filter(rank__in=some).values_list("rank", "kind"):
                kinds.setdefault(kind, []).append(rank)
        return kinds


class PostingQuerySet(QuerySet):
    def of(self, terms) -> QuerySet:
        """Return (term, rank, weight) of the entries that hold any of these terms (primary keys)."""
        return self.filter(term__in=terms).values_list("term", "entry", "weight")


class FacetValueQuerySet(QuerySet):
    def rows(self, kind, *, bits) -> QuerySet:
        """Return (facet, value, position, labels, count, set or None, day) of a kind, ordered as they are offered.

        Without ``bits`` only the sets of everything and of what is fresh come along: the counts stand in the table.
        """
        some = F("bits") if bits else Case(When(facet="", then=F("bits")), default=Value(b""))
        return (
            self.filter(catalogue=kind)
            .order_by("facet", "position", "value")
            .values_list("facet", "value", "position", "labels", "count", some, "catalogue__day")
        )
