"""The base every queryset and manager of the project stands on."""

from django.db import models


class QuerySet(models.QuerySet):
    """A queryset whose lazily followed relations are fetched for all its rows at once."""


class BaseManager(models.Manager):
    """A forgotten ``select_related`` costs one query for the page, not one per row."""

    def get_queryset(self):
        return super().get_queryset().fetch_mode(models.FETCH_PEERS)


Manager = BaseManager.from_queryset(QuerySet)
