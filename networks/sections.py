"""What networks add to the pages of projects, entities and barris."""

from energies.entries import parties
from energies.kernel import sections as pages
from networks.graph.around import around
from networks.models import Membership, Network, Relation

MOST = 100


def of_party(one):
    """Who a project or an entity works with; also with nothing to tell, how to tell it."""
    if not one.joins:
        return None
    memberships = list(Membership.objects.current().of(one).for_lists()[:MOST])
    ties = Relation.objects.current().of(one)
    links = list(ties.for_lists()[:MOST])
    beside = pages.sections_for_rows("relation", links)
    relations = [(link, *link.seen_by(one), beside[link.pk]) for link in links]
    context = {
        "party": one,
        "ref": parties.ref(one),
        "memberships": memberships,
        "relations": relations,
        "more": ties.count() - MOST if len(relations) == MOST else 0,
        "graph": around(one) if memberships or relations else None,
    }
    return "networks/_of_party.html", context


def of_barri(barri):
    """The networks of a barri: its own, its district's, and those that its projects and entities belong to."""
    networks = Network.objects.reaching(barri).under_way().for_cards().order_by("sort_name", "pk")[:12]
    return "networks/_of_barri.html", {"barri": barri, "networks": networks, "graph": around(barri)}
