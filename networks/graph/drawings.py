"""Drawings are made when what they show is written, and kept: a page only looks them up."""

from django.tasks import task

from energies.entries import party_kinds
from energies.entries.parties import party, ref
from energies.kernel import changes
from energies.territory.models import Barri
from networks.graph import layout
from networks.graph.around import gather
from networks.models import Drawing, Membership, Network, Relation


def watch():
    """Draw anew, when the transaction commits, whatever a written row may change."""
    for model in (Membership, Relation):
        _listen(model, _of_link)
    for model in party_kinds.kinds():
        _listen(model, _of_party)


def _listen(model, touched):
    def heard(row, created):
        if created and touched is _of_party:
            return  # nothing is tied to it yet
        mark(touched(row))

    changes.listen(model, heard, name="drawings")


def _of_link(link):
    sides = (link.start, link.end)
    keys = {ref(one) for one in sides} | {f"barri.{one.barri_id}" for one in sides if one.barri_id}
    # The drawing of a network shows the relations among its members.
    there = Membership.everything.of_any(sides).select_related("network")
    return keys | {ref(row.network) for row in there}


def _of_party(one):
    keys = {ref(one)}
    if isinstance(one, Network):
        links = one.memberships(manager="everything").for_lists()
        return keys.union(*(_of_link(link) for link in links))
    for link in [*Membership.everything.of(one).for_lists(), *Relation.everything.of(one).for_lists()]:
        keys |= _of_link(link)
    return keys


def mark(keys):
    """Draw these when the transaction commits, each once however often it was touched."""
    MARKS.add(keys)


MARKS = changes.Marks("drawings", lambda keys: draw.enqueue(sorted(keys)))


@task
def draw(keys):
    """Make and keep the drawings with these keys («project.5», «barri.01»); those with nothing to show go."""
    for key in keys:
        one = find(key)
        graph = one and gather(one)
        if not graph:
            Drawing.objects.filter(key=key).delete()
            continue
        pairs = [(edge.start.ref, edge.end.ref) for edge in graph.edges]
        spots = layout.places([node.ref for node in graph.nodes], pairs, core=graph.core and graph.core.ref)
        Drawing.objects.update_or_create(key=key, defaults={"digest": graph.digest, "places": spots})


def find(key):
    """Return what a key names, also when it is hidden no longer; None when there is no such thing in public."""
    kind, _dot, pk = key.partition(".")
    if kind == "barri":
        return Barri.objects.filter(pk=pk).first()
    return party(key, party_kinds.kinds())


def all_keys():
    """Return the keys of all that may have a drawing."""
    keys = set()
    for link in [*Membership.objects.current().for_lists(), *Relation.objects.current().for_lists()]:
        keys |= _of_link(link)
    return sorted(keys)
