"""Networks, memberships and relations in the words of the directory."""

from typing import Self

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from energies.entries import party_kinds
from energies.entries.party_entry import PartyEntryQuerySet
from energies.kernel.models import BaseManager, QuerySet

VISIBLE = "visible"


class NetworkQuerySet(PartyEntryQuerySet):
    def for_cards(self) -> Self:
        """With all a card shows, in a constant number of queries: ``member_count`` are those who belong now."""
        through = self.model._meta.get_field("memberships").related_model.objects.current()
        mine = through.filter(network=OuterRef("pk")).order_by().values("network")
        count = Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)
        cards = self.select_related("barri", "district").prefetch_related("texts", "themes")
        return cards.annotate(member_count=count)

    def under_way(self) -> Self:
        return self.filter(until=None)

    def in_barri(self, barri) -> Self:
        """Those of the barri, and of its district: a network of the whole city is everywhere and not counted here."""
        return self.filter(Q(barri=barri) | Q(district=barri.district_id))

    def in_district(self, district) -> Self:
        return self.filter(Q(district=district) | Q(barri__district=district))

    def reaching(self, barri) -> Self:
        """Those of the barri or its district, and those that somebody of the barri belongs to."""
        through = self.model._meta.get_field("memberships").related_model.objects.current()
        members = through.in_barri(barri).values("network")
        return self.filter(Q(barri=barri) | Q(district=barri.district_id) | Q(pk__in=members))

    def in_order(self, order) -> Self:
        """In the order called "name" or "new"."""
        return self.order_by(*{"name": ["sort_name"], "new": ["-created_at"]}[order], "panot_seed", "pk")


class MembershipQuerySet(QuerySet):
    def visible(self) -> Self:
        """Those whose network and member may both be public."""
        return self.filter(party__state=VISIBLE, network__state=VISIBLE)

    def current(self) -> Self:
        return self.filter(until=None)

    def leading(self) -> Self:
        """Those that coordinate it now."""
        return self.current().filter(role=self.model.Role.COORDINATOR)

    def of(self, one) -> Self:
        """Those of a project or an entity."""
        return self.filter(party=one.party_id)

    def of_any(self, entries) -> Self:
        """Those of any of a list of projects and entities."""
        return self.filter(party__in=[one.party_id for one in entries])

    def in_barri(self, barri) -> Self:
        """Those of members of a barri."""
        return self.filter(party_kinds.either("party", among=party_kinds.joining(), barri=barri))

    def for_lists(self) -> Self:
        """With what lists of members show, in a constant number of queries."""
        among = party_kinds.joining()
        entries = party_kinds.entries_at("party", among=among)
        rows = self.select_related("network", *(f"{entry}__barri" for entry in entries))
        return rows.prefetch_related("network__texts", *party_kinds.texts_at("party", among=among))


class VisibleMembershipManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()


class RelationQuerySet(QuerySet):
    SIDES = ("from_party", "to_party")

    def visible(self) -> Self:
        """Those whose two sides may be public."""
        return self.filter(from_party__state=VISIBLE, to_party__state=VISIBLE)

    def current(self) -> Self:
        return self.filter(until=None)

    def of(self, one) -> Self:
        """Those of a project or an entity, from either side."""
        return self.of_any([one])

    def of_any(self, entries) -> Self:
        """Those of any of a list of projects and entities, from either side."""
        sides = [one.party_id for one in entries]
        return self.filter(Q(from_party__in=sides) | Q(to_party__in=sides))

    def among(self, memberships) -> Self:
        """Those whose two sides have one of the memberships."""
        members = memberships.order_by().values("party")
        return self.filter(from_party__in=members, to_party__in=members)

    def in_barri(self, barri) -> Self:
        """Those of which one side is in the barri."""
        return self.filter(party_kinds.either(*self.SIDES, among=party_kinds.joining(), barri=barri))

    def between(self, start, end, kind) -> Self:
        """Those of a kind between two sides; from either when the kind reads alike both ways."""
        pair = Q(from_party=start.party_id, to_party=end.party_id)
        if kind in self.model.SYMMETRIC:
            pair |= Q(from_party=end.party_id, to_party=start.party_id)
        return self.filter(pair, kind=kind)

    def for_lists(self) -> Self:
        """With both sides, in a constant number of queries."""
        among = party_kinds.joining()
        rows = self.select_related(*party_kinds.entries_at(*self.SIDES, among=among))
        return rows.prefetch_related(*party_kinds.texts_at(*self.SIDES, among=among))


class VisibleRelationManager(BaseManager):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible()
