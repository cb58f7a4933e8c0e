"""The version of what the public may read: a token in the database, another one after every commit that may change a page.

Whoever keeps a page reads the token before making it (middleware.py). The bump follows the commit, so a page made from what
stood before it is kept under a token that nobody will ask for again; tokens are drawn at random and never come back.
The few milliseconds between commit and bump may still serve the page as it was, on SQLite as on PostgreSQL: both show
each query what has been committed by then.

No writer need think of it: every statement of the connection is seen, also those that send no signal (``update``,
``bulk_create``, SQL by hand). What is not known to be private counts as public.
"""

import re
import secrets
from functools import cache

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection

from energies.kernel import brings, changes
from energies.pagecache.models import ContentVersion

FIRST_WORD = re.compile(r"[\s(]*(\w+)")
READS = {"SELECT", "VALUES", "EXPLAIN", "SHOW", "PRAGMA", "SET", "DECLARE", "FETCH", "CLOSE", "LOCK", "ANALYZE"}
STEERS = {"BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}
WRITTEN = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE
)


@cache
def private_tables():
    """Return the tables of the models that apps say no public page is made from (``Brings.private``)."""
    return frozenset(model._meta.db_table for model in brings.models("private"))


def may_change_pages(sql):
    """Tell whether a statement may change what the public reads: any but a read or a write to a private table."""
    first = FIRST_WORD.match(sql) if isinstance(sql, str) else None
    if first and first[1].upper() in READS | STEERS:
        return False
    table = first and WRITTEN.match(sql)
    return not table or table[1] not in private_tables()


def current():
    """Return the token, "" while nothing has been written."""
    return ContentVersion.objects.filter(pk=1).values_list("token", flat=True).first() or ""


def bump():
    """Draw another token. During the first migrations, when there is no table yet, nothing is kept either."""
    row = ContentVersion(pk=1, token=secrets.token_urlsafe(12))
    try:
        ContentVersion.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["token"])
    except DatabaseError:
        if ContentVersion._meta.db_table in connection.introspection.table_names():
            raise


def watch(execute, sql, params, many, context):
    """See each statement of a connection (Django's ``execute_wrapper``) and bump once for all those of a transaction."""
    if not may_change_pages(sql):
        return execute(sql, params, many, context)
    if connection.in_atomic_block:
        if not BUMPS.waiting():
            BUMPS.add(["written"])
        return execute(sql, params, many, context)
    result = execute(sql, params, many, context)
    bump()
    return result


BUMPS = changes.Marks("content version", lambda _keys: bump())


def install(connection, **kwargs):
    """Watch a connection that has just been made (signal ``connection_created``), once."""
    if connection.alias == DEFAULT_DB_ALIAS and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
