"""The base every queryset and manager of the project stands on."""

from django.db import models

from energies.kernel.email_fields import key_fields, with_keys


class QuerySet(models.QuerySet):
    """A queryset whose lazily followed relations are fetched for all its rows at once, and that keeps addresses’ keys."""

    def update(self, **values) -> int:
        return super().update(**with_keys(self.model, values))

    def bulk_update(self, objs, fields, **options) -> int:
        objs, keys = list(objs), [field for field in key_fields(self.model) if field.of in fields]
        for field in keys:
            for one in objs:
                self.model._meta.get_field(field.of).pre_save(one, add=False)
                field.pre_save(one, add=False)
        return super().bulk_update(objs, [*fields, *(field.name for field in keys)], **options)


class BaseManager(models.Manager):
    """A forgotten ``select_related`` costs one query for the page, not one per row."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().fetch_mode(models.FETCH_PEERS)


Manager = BaseManager.from_queryset(QuerySet)
