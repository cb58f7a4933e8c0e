"""The kinds of parties there are, and how a query reaches the entries of all of them without naming any.

A kind is a model that derives from ``PartyEntry``: it says there what it may do, and who keeps it up.
"""

from operator import attrgetter

from django.apps import apps
from django.db.models import Q


def kinds():
    """Return the models of all kinds of parties, in the order in which they are told."""
    there = [model for model in apps.get_models() if getattr(model, "party_position", None)]
    return sorted(there, key=attrgetter("party_position"))


def joining():
    """Return the kinds that may be a side of a relation, belong to networks and be in working groups."""
    return [kind for kind in kinds() if kind.joins]


def coming_out():
    """Return the kinds that may come out of a Trobada."""
    return [kind for kind in kinds() if kind.came_out]


def names(among=None):
    """Return the names of kinds (all of them): «project»…, which are also the attributes of a Party."""
    return [kind._meta.model_name for kind in (kinds() if among is None else among)]


def named(name, among=None):
    """Return the kind that «project» names, or None when there is none of that name (among those)."""
    return next((kind for kind in (kinds() if among is None else among) if kind._meta.model_name == name), None)


def may_join():
    """Return the condition on a Party to be a side of a link, for ``limit_choices_to``."""
    return Q(kind__in=names(joining()))


def may_host():
    """Return the condition on a Party to organise a Trobada, for ``limit_choices_to``."""
    return Q(kind__in=names(kind for kind in kinds() if kind.hosts))


def may_come_out():
    """Return the condition on a Party to be what came out of a Trobada, for ``limit_choices_to``."""
    return Q(kind__in=names(coming_out()))


def entries_at(*paths, among=None):
    """Return the names to ``select_related`` so that the entries of the parties at ``paths`` come with their rows."""
    return [f"{path}__{name}" for path in paths for name in names(among)]


def texts_at(*paths, among=None):
    """Return the names to ``prefetch_related`` for the texts of those entries."""
    return [f"{entry}__texts" for entry in entries_at(*paths, among=among)]


def either(*paths, among=None, **condition):
    """Return the Q that the entry of a party at any of ``paths`` fulfils ``condition``, whichever of the kinds it is of."""
    named = Q()
    for entry in entries_at(*paths, among=among):
        named |= Q(**{f"{entry}__{name}": value for name, value in condition.items()})
    return named


def in_order(rows):
    """Return the entries of parties in the order of their kinds and names."""
    return sorted((row.entry for row in rows), key=lambda one: (one.party_position, one.sort_name, one.pk))
