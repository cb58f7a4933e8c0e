"""A side of a link: a project or an entity, never both."""

from django.db.models import Q


def one_of(*names):
    """Return the condition that exactly one of the foreign keys ``names`` is set."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition
