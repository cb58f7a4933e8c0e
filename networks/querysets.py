"""Networks, memberships and relations in the words of the directory."""

from django.db.models import Q

from energies.curation.entries import EntryQuerySet
from energies.kernel.models import BaseManager, QuerySet

VISIBLE = "visible"


def side_is_visible(project, entity):
    """Return the condition that a side, by the names of its two foreign keys, may be public."""
    return Q(**{f"{project}__state": VISIBLE}) | Q(**{f"{entity}__state": VISIBLE})


class NetworkQuerySet(EntryQuerySet):
    def for_cards(self):
        """With all a card shows, in a constant number of queries."""
        return self.select_related("barri", "district").prefetch_related("texts", "themes")


class MembershipQuerySet(QuerySet):
    def visible(self):
        """Those whose network and member may both be public."""
        return self.filter(side_is_visible("project", "entity"), network__state=VISIBLE)

    def current(self):
        return self.filter(until=None)


class VisibleMembershipManager(BaseManager):
    def get_queryset(self):
        return super().get_queryset().visible()


class RelationQuerySet(QuerySet):
    def visible(self):
        """Those whose two sides may be public."""
        return self.filter(side_is_visible("from_project", "from_entity"), side_is_visible("to_project", "to_entity"))

    def current(self):
        return self.filter(until=None)


class VisibleRelationManager(BaseManager):
    def get_queryset(self):
        return super().get_queryset().visible()
