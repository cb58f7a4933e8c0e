"""The networks for which somebody answers."""

from django.db.models import Q, QuerySet

from energies.entries.parties import edited_by
from networks.models import Membership, Network


def networks_of(user, mine=None) -> QuerySet:
    """Return the visible networks, not ended, for which a user answers; ``mine`` is what ``edited_by`` gave, if known."""
    mine = edited_by(user) if mine is None else mine
    leading = Membership.objects.leading().of_any(mine)
    there = Network.objects.under_way()
    # By keys: the rows of a join would repeat a network, and keep those of its members that are hidden.
    return there.filter(Q(editors=user) | Q(pk__in=leading.values("network"))).distinct().order_by("sort_name", "pk")
