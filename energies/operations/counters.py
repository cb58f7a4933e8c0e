"""The limits' own store, for when no cache is shared: a row for each window that somebody has begun."""

import time

from django.db import DatabaseError, connection, models, transaction
from limits.storage import Storage

# One statement: whoever comes at the same instant waits for it, on both databases.
COUNT = """
INSERT INTO "{table}" ("name", "hits", "until") VALUES (%(name)s, %(hits)s, %(until)s)
ON CONFLICT ("name") DO UPDATE SET
  "hits" = CASE WHEN "{table}"."until" <= %(now)s THEN 0 ELSE "{table}"."hits" END + excluded."hits",
  "until" = CASE WHEN "{table}"."until" <= %(now)s THEN excluded."until" ELSE "{table}"."until" END
RETURNING "hits"
"""


class Counter(models.Model):
    """How often, in a window that began with the first time."""

    name = models.CharField(max_length=200, primary_key=True)  # limit and digest of whom it counts
    hits = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField(db_index=True)  # seconds since 1970, as the library counts

    class Meta:
        default_permissions = ()


class DatabaseStorage(Storage):
    """What the library ``limits`` asks of a store (https://limits.readthedocs.io/en/stable/custom-storage.html)."""

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self):
        return DatabaseError

    def incr(self, key, expiry, amount=1):
        """Count ``amount`` more in the window of ``key``, a new one of ``expiry`` seconds if it is over; return how many."""
        now = int(time.time())
        values = {"name": key, "hits": amount, "until": now + expiry, "now": now}
        # Durable: nothing that is rolled back takes it along. Raises RuntimeError inside a transaction.
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(COUNT.format(table=Counter._meta.db_table), values)
            return cursor.fetchone()[0]

    def get(self, key):
        return self._open(key).values_list("hits", flat=True).first() or 0

    def get_expiry(self, key):
        return self._open(key).values_list("until", flat=True).first() or time.time()

    def _open(self, key):
        return Counter.objects.filter(name=key, until__gt=int(time.time()))

    def check(self):
        return Counter.objects.exists() in (True, False)

    def clear(self, key):
        Counter.objects.filter(name=key).delete()

    def reset(self):
        return Counter.objects.all().delete()[0]


def over(now):
    """Return the windows that are over."""
    return Counter.objects.filter(until__lte=int(now.timestamp()))
