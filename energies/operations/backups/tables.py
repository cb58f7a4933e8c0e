"""Rows of every table as JSON, and back, whichever database they come from and go to.

Columns and not objects: no signal is heard, no ``save`` corrects anything, no date of «last change» is drawn anew.
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import batched
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction

BATCH = 500

_left_out: set[str] = set()


class CannotCopy(Exception):
    """What keeps a copy from being made or put back, in a sentence for whoever gave the command."""


def leave_out(*labels: str) -> None:
    """Name models (``app.Model``) whose rows are worth nothing tomorrow: sessions, counters."""
    _left_out.update(labels)


def copied_models() -> list[type[models.Model]]:
    """Return the models whose tables are copied, with those between many and many, in the order of their names."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in _left_out
    ]
    return sorted(found, key=lambda model: model._meta.label)


def columns(model: type[models.Model]) -> list[models.Field]:
    """Return the fields that have a column which can be written."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def count(model: type[models.Model], alias: str) -> int:
    return models.QuerySet(model, using=alias).count()


def read(model: type[models.Model], alias: str) -> Iterator[list]:
    """Yield each row as a list that JSON can hold, in the order of ``columns`` and of the keys."""
    fields = columns(model)
    # A plain QuerySet: managers hide rows, and modeltranslation's reads another column for each language.
    rows = models.QuerySet(model, using=alias).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=BATCH):
        yield [plain(value) for value in row]


def plain(value):
    """Return a value of a column as JSON has it; raises CannotCopy for a type that is not known here."""
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise CannotCopy(f"A value of type {type(value).__name__} cannot be copied.")


def value_of(field: models.Field, value):
    """Return what ``plain`` made of a value of this field as Python has it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return field.to_python(value)


def empty(alias: str) -> None:
    """Delete all rows of all copied tables."""
    connection = connections[alias]
    names = [model._meta.db_table for model in copied_models()]
    for statement in connection.ops.sql_flush(no_style(), names, allow_cascade=True):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def write(model: type[models.Model], rows: Iterable[list], alias: str) -> int:
    """Insert rows as ``read`` gave them; return how many. Raises CannotCopy, naming the row, for one that does not fit."""
    connection, fields, done = connections[alias], columns(model), 0
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    # Names of our own tables; the values go as parameters.
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # nosec B608
    for some in batched(rows, BATCH):
        prepared = [
            [
                field.get_db_prep_save(value_of(field, value), connection)
                for field, value in zip(fields, row, strict=True)
            ]
            for row in some
        ]
        try:
            with transaction.atomic(alias), connection.cursor() as cursor:
                cursor.executemany(statement, prepared)
        except (DatabaseError, ValueError):
            _name_the_row(model, statement, prepared, alias)
            raise
        done += len(prepared)
    return done


def _name_the_row(model, statement, prepared, alias):
    """Insert one by one, to say which does not fit."""
    for row in prepared:
        try:
            with transaction.atomic(alias), connections[alias].cursor() as cursor:
                cursor.execute(statement, row)
        except (DatabaseError, ValueError) as error:
            said = str(error).splitlines()[0]
            raise CannotCopy(f"{model._meta.label}, the row with the key {row[0]}, does not fit: {said}") from error


def last_keys(alias: str) -> dict[str, int]:
    """Return {table: the last key that was given out}, also of rows that are gone: links name them by their key."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {name: known.get(name, 0) for name in sorted(_numbered())}
        found = {}
        for name, column in sorted(_numbered().items()):
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(name), column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # nosec B608
            (found[name],) = cursor.fetchone()
        return found


def set_last_keys(keys: dict[str, int], alias: str) -> None:
    """Go on counting where ``last_keys`` left off."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for name, column in _numbered().items():
            last = keys.get(name, 0)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
            else:
                table = connection.ops.quote_name(name)
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [table, column, max(last, 1), last > 0]
                )


def _numbered() -> dict[str, str]:
    """Return {table: column of its key} of the tables whose keys are counted."""
    return {
        model._meta.db_table: model._meta.pk.column
        for model in copied_models()
        if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    }
