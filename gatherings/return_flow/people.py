"""Who took part in a Trobada: whom its return can name as present or as carrying something on."""

from django.db.models import Q

from energies.entries import party_kinds
from energies.entries.models import Party
from gatherings.models import Activity, Gathering, Outcome
from projects.models import Entity


def entities_of(gathering):
    """Return the visible entities that host it, do something in it by themselves or by a project, or were there."""
    activities = gathering.activities.order_by().values("pk")
    by_projects = Entity.objects.filter(projects__party__activities__in=activities).values("pk")
    present = Gathering.present.through.objects.filter(gathering=gathering).values("entity")
    there = Q(party__in=_there(gathering)) | Q(pk__in=present) | Q(pk__in=by_projects)
    return Entity.objects.filter(there).order_by("sort_name", "pk")


def parties_of(gathering):
    """Return the entities of ``entities_of``, and whoever else organises it, does something in it or carries something."""
    entities = list(entities_of(gathering))
    others = Party.objects.filter(pk__in=_there(gathering)).exclude(entity__in=entities).with_entries()
    return [*entities, *party_kinds.in_order(others)]


def _there(gathering):
    """Return the queryset of the keys of the parties that host it, do something in it or carry something."""
    activities = gathering.activities.order_by().values("pk")
    keys = (
        Gathering.parties.through.objects.filter(gathering=gathering),
        Activity.parties.through.objects.filter(activity__in=activities),
        Outcome.parties.through.objects.filter(outcome__gathering=gathering),
    )
    named = Q()
    for rows in keys:
        named |= Q(pk__in=rows.values("party"))
    return Party.everything.filter(named).values("pk")
