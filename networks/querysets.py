"""Networks, memberships and relations in the words of the directory."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from energies.entries.models import EntryQuerySet
from energies.kernel.models import BaseManager, QuerySet

VISIBLE = "visible"


def side_is_visible(project, entity):
    """Return the condition that a side, by the names of its two foreign keys, may be public."""
    return Q(**{f"{project}__state": VISIBLE}) | Q(**{f"{entity}__state": VISIBLE})


def _split(parties):
    """Return (projects, entities) of a list of both."""
    of_kind = {"project": [], "entity": []}
    for party in parties:
        of_kind[party._meta.model_name].append(party.pk)
    return of_kind["project"], of_kind["entity"]


class NetworkQuerySet(EntryQuerySet):
    def for_cards(self):
        """With all a card shows, in a constant number of queries: ``member_count`` are those who belong now."""
        through = self.model._meta.get_field("memberships").related_model.objects.current()
        mine = through.filter(network=OuterRef("pk")).order_by().values("network")
        count = Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)
        cards = self.select_related("barri", "district").prefetch_related("texts", "themes")
        return cards.annotate(member_count=count)

    def under_way(self):
        return self.filter(until=None)

    def in_barri(self, barri):
        """Those of the barri, and of its district: a network of the whole city is everywhere and not counted here."""
        return self.filter(Q(barri=barri) | Q(district=barri.district_id))

    def in_district(self, district):
        return self.filter(Q(district=district) | Q(barri__district=district))

    def reaching(self, barri):
        """Those of the barri or its district, and those that somebody of the barri belongs to."""
        through = self.model._meta.get_field("memberships").related_model.objects.current()
        members = through.filter(Q(project__barri=barri) | Q(entity__barri=barri)).values("network")
        return self.filter(Q(barri=barri) | Q(district=barri.district_id) | Q(pk__in=members))

    def in_order(self, order):
        """In the order called "name" or "new"."""
        return self.order_by(*{"name": ["sort_name"], "new": ["-created_at"]}[order], "panot_seed", "pk")


class MembershipQuerySet(QuerySet):
    def visible(self):
        """Those whose network and member may both be public."""
        return self.filter(side_is_visible("project", "entity"), network__state=VISIBLE)

    def current(self):
        return self.filter(until=None)

    def of(self, party):
        """Those of a project or an entity."""
        return self.filter(**{party._meta.model_name: party})

    def of_any(self, parties):
        """Those of any of a list of projects and entities."""
        projects, entities = _split(parties)
        return self.filter(Q(project__in=projects) | Q(entity__in=entities))

    def for_lists(self):
        """With what lists of members show, in a constant number of queries."""
        return self.select_related("network", "project__barri", "entity__barri").prefetch_related(
            "network__texts", "project__texts", "entity__texts"
        )


class VisibleMembershipManager(BaseManager):
    def get_queryset(self):
        return super().get_queryset().visible()


class RelationQuerySet(QuerySet):
    def visible(self):
        """Those whose two sides may be public."""
        return self.filter(side_is_visible("from_project", "from_entity"), side_is_visible("to_project", "to_entity"))

    def current(self):
        return self.filter(until=None)

    def of(self, party):
        """Those of a project or an entity, from either side."""
        name = party._meta.model_name
        return self.filter(Q(**{f"from_{name}": party}) | Q(**{f"to_{name}": party}))

    def of_any(self, parties):
        """Those of any of a list of projects and entities, from either side."""
        projects, entities = _split(parties)
        return self.filter(
            Q(from_project__in=projects)
            | Q(to_project__in=projects)
            | Q(from_entity__in=entities)
            | Q(to_entity__in=entities)
        )

    def among(self, memberships):
        """Those whose two sides have one of the memberships."""
        projects, entities = memberships.values("project"), memberships.values("entity")
        return self.filter(
            Q(from_project__in=projects.exclude(project=None)) | Q(from_entity__in=entities.exclude(entity=None)),
            Q(to_project__in=projects.exclude(project=None)) | Q(to_entity__in=entities.exclude(entity=None)),
        )

    def in_barri(self, barri):
        """Those of which one side is in the barri."""
        sides = [f"{way}_{kind}__barri" for way in ("from", "to") for kind in ("project", "entity")]
        here = Q()
        for side in sides:
            here |= Q(**{side: barri})
        return self.filter(here)

    def between(self, start, end, kind):
        """Those of a kind between two sides; from either when the kind reads alike both ways."""

        def from_to(one, other):
            return Q(**{f"from_{one._meta.model_name}": one, f"to_{other._meta.model_name}": other})

        pair = from_to(start, end)
        if kind in self.model.SYMMETRIC:
            pair |= from_to(end, start)
        return self.filter(pair, kind=kind)

    def for_lists(self):
        """With both sides, in a constant number of queries."""
        sides = [f"{way}_{kind}" for way in ("from", "to") for kind in ("project", "entity")]
        return self.select_related(*sides).prefetch_related(*(f"{side}__texts" for side in sides))


class VisibleRelationManager(BaseManager):
    def get_queryset(self):
        return super().get_queryset().visible()
