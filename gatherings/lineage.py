"""Where networks, projects and relations come from, on the pages of the apps below and in «El meu espai»."""

from energies.entries import parties
from gatherings import groups
from gatherings.models import Origin, WorkingGroup
from networks.models import Relation

MOST = 60


def of_party(one):
    """The Trobadas that a network or a project came out of, and the working group that a network was."""
    if not one.came_out:
        return None
    origins = Origin.objects.filter(party=one.party_id).select_related("gathering")
    group = None
    if not one.joins:
        # A working group goes on as what others join.
        founders = WorkingGroup.objects.visible().filter(network__party=one.party_id)
        group = founders.select_related("gathering").prefetch_related("papers").first()
    if group:
        # That it was born of its group says so already.
        origins = origins.exclude(gathering=group.gathering_id)
    origins = list(origins[:MOST])
    return ("gatherings/proposals/_lineage.html", {"origins": origins, "group": group}) if group or origins else None


def beside_relations(relations):
    """What is said of each relation: {its primary key: where its sides met, or that it came out of there}."""
    told = {}
    for origin in Origin.objects.filter(relation__in=relations).select_related("gathering"):
        told.setdefault(origin.relation_id, []).append(origin)
    return {pk: ("gatherings/proposals/_origins.html", {"origins": origins}) for pk, origins in told.items()}


def of_gathering(gathering):
    """Return what its page says of what came out of a Trobada: {name in the template: value}."""
    origins = list(gathering.origins.for_lists()[:MOST])
    more = gathering.origins.count() - MOST if len(origins) == MOST else 0
    return {"came_out": origins, "more": more}


def of_own_entry(one):
    """Beside what somebody keeps up: telling at which Trobada it began."""
    may_come_out = isinstance(one, Relation) or bool(getattr(one, "came_out", ""))
    if may_come_out and one.is_visible:
        return "gatherings/proposals/_tell_origin.html", {"ref": parties.ref(one), "name": one.name}
    return None


def of_dashboard(user):
    """The working groups that somebody may carry on as a network, and those that went on."""
    rows = (
        groups.carried_by(user).select_related("gathering", "network").order_by("-gathering__starts_on", "name", "pk")
    )
    rows = rows.prefetch_related("gathering__texts", "network__texts")[:MOST]
    return ("gatherings/proposals/_my_groups.html", {"groups": rows}) if rows else None
