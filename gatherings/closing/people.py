"""Who took part in a Trobada: whom its return can name as present or as carrying something on."""

from django.db.models import Q

from gatherings.models import Activity, Gathering, Outcome
from networks.models import Network
from projects.models import Entity, Project


def entities_of(gathering):
    """Return the visible entities that host it, do something in it by themselves or by a project, or were there."""
    activities = gathering.activities.order_by().values("pk")
    return _those(
        Entity,
        Gathering.entities.through.objects.filter(gathering=gathering).values("entity"),
        Gathering.present.through.objects.filter(gathering=gathering).values("entity"),
        Activity.entities.through.objects.filter(activity__in=activities).values("entity"),
        Entity.objects.filter(projects__activities__in=activities).values("pk"),
        Outcome.entities.through.objects.filter(outcome__gathering=gathering).values("entity"),
    )


def parties_of(gathering):
    """Return the entities of ``entities_of``, and the projects and networks that do something in it or carry something."""
    activities = gathering.activities.order_by().values("pk")
    projects = _those(
        Project,
        Activity.projects.through.objects.filter(activity__in=activities).values("project"),
        Outcome.projects.through.objects.filter(outcome__gathering=gathering).values("project"),
    )
    networks = _those(
        Network,
        Gathering.networks.through.objects.filter(gathering=gathering).values("network"),
        Activity.networks.through.objects.filter(activity__in=activities).values("network"),
        Outcome.networks.through.objects.filter(outcome__gathering=gathering).values("network"),
    )
    return [*entities_of(gathering), *projects, *networks]


def _those(model, *keys):
    """Return the visible rows of ``model`` whose key is among any of the querysets, by name."""
    named = Q()
    for some in keys:
        named |= Q(pk__in=some)
    return model.objects.filter(named).order_by("sort_name", "pk")
