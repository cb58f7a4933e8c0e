"""The table of Django's cache in the database: what must be known to all processes, whatever becomes of Redis."""

from django.db import models


class CacheRow(models.Model):
    """What ``django.core.cache.backends.db`` reads and writes with SQL of its own; these are its columns."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "operations_cache"
        default_permissions = ()
