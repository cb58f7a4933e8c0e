"""Which tests depend on the database they run on: those that ``make test`` runs on PostgreSQL too (marker ``database``).

It is read off each test, so that no list need be kept:

- it commits, or several do at the same instant;
- it counts queries;
- its file works with the database itself (takes a connection, a transaction or an error of ``django.db`` by name);
- its file says that it is about what databases do each in their own way: searching, ordering, constraints, what is kept
  or must not leak, the admin, copies, deletion;
- it is the first of its file, so that what each file is about happens once at least.
"""

import re

from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

ABOUT = re.compile(
    r"search|facet|relevance|rotation|list|order|filter|rules|email_columns|kept|leak|admin|desk|copies|check|deletion"
    r"|erasing|limits|history|figures|left|look_alikes|places|import|digest|outlines"
)
QUERIES = {"django_assert_num_queries", "django_assert_max_num_queries"}
COMMITS = {"transactional_db", "live_server"}


def depend_on_database(items):
    """Those of these tests, in their order, that use the database and depend on which it is."""
    files, found = set(), []
    for item in items:
        if uses_database(item):
            if item.path not in files or depends(item):
                found.append(item)
            files.add(item.path)
    return found


def uses_database(item):
    return (
        item.get_closest_marker("django_db") is not None
        or "_django_db_helper" in item.fixturenames
        or "city" in item.fixturenames
    )


def depends(item):
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or item.get_closest_marker("at_once")
        or set(item.fixturenames) & (QUERIES | COMMITS)
        or ABOUT.search(item.path.stem)
        or works_with_database(item.module)
    )


def works_with_database(module):
    """Whether the module holds a connection, transactions, an error of databases, or what catches queries."""
    parts = (connection, connections, transaction, CaptureQueriesContext)
    return any(
        any(thing is part for part in parts) or (isinstance(thing, type) and issubclass(thing, DatabaseError))
        for thing in vars(module).values()
    )
