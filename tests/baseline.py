"""What stands in the database before each test: reference data, loaded once; and the way back to it.

A test in a transaction is rolled back to it. After one that commits (``transaction=True``) Django calls ``flush``, whose
place ``Back`` takes: it brings back the rows of the baseline instead of none.
"""

import sqlite3

from django.core.management import get_commands
from django.core.management.base import BaseCommand
from django.db import connection

from energies.search import index, registry
from energies.territory import reference as territory
from energies.vocabulary import reference as vocabulary


def load():
    """Loads the reference data into a database just migrated, and remembers all that it holds."""
    territory.load()
    vocabulary.load()
    for searchable in registry.kinds():
        index.refresh(searchable.kind, [])
    index.flush()
    remember = {"sqlite": OnSQLite, "postgresql": OnPostgreSQL}[connection.vendor]
    get_commands()["flush"] = Back(remember())


class Back(BaseCommand):
    """Takes the place of Django's ``flush``, whose options it does not need."""

    stealth_options = ("interactive", "database", "reset_sequences", "allow_cascade", "inhibit_post_migrate")

    def __init__(self, baseline):
        super().__init__()
        self.baseline = baseline

    def handle(self, **options):
        self.baseline.restore()


class OnSQLite:
    """A copy in memory, page by page, of the whole database."""

    def __init__(self):
        self.copy = sqlite3.connect(":memory:")
        driver().backup(self.copy)

    def restore(self):
        self.copy.backup(driver())


class OnPostgreSQL:
    """The rows of each table that has any, as COPY writes them. The server's account must be its superuser."""

    def __init__(self):
        with connection.cursor() as cursor:
            self.tables = connection.introspection.table_names(cursor)
        database = driver()
        self.rows = {table: self._read(database, table) for table in self._filled(database)}

    def restore(self):
        database = driver()
        with database.transaction():
            # Foreign keys are not looked at, row by row, on the way from one whole state to another.
            database.execute("SET LOCAL session_replication_role = replica")
            for table in self._filled(database):
                database.execute(f'DELETE FROM "{table}"')
            for table, rows in self.rows.items():
                with database.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)

    def _read(self, database, table):
        with database.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
            return b"".join(copy)

    def _filled(self, database):
        """The tables that hold something, found by one query."""
        each = (f"""SELECT '{table}' WHERE EXISTS (SELECT FROM "{table}")""" for table in self.tables)
        return [table for (table,) in database.execute(" UNION ALL ".join(each))]


def driver():
    """The connection below Django's: what watches Django's for what is written need not hear of this."""
    connection.ensure_connection()
    return connection.connection
