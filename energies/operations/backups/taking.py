"""Making a copy of everything while the site goes on."""

import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import salted_hmac

from energies.operations.backups import media, tables
from energies.operations.backups.archive import ArchiveReader, ArchiveWriter

LINES = 500  # of JSON, in one piece


def take(path: Path, *, alias: str = DEFAULT_DB_ALIAS, with_media: bool = True, progress=None) -> dict:
    """Write everything to ``path`` and read it again; return the manifest.

    The file is there under its name only once it is whole, and for its owner alone. Files are copied before the rows,
    and those that came meanwhile after them: each file that a row names is in it. ``progress(label)`` returns a
    ``progress(done, total)``. Raises CannotCopy.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.touch(mode=0o600)
    archive = ArchiveWriter(unfinished)
    try:
        if with_media:
            media.add_new(archive, progress)
        with snapshot(alias):
            told: dict[str, Any] = {"migrations": applied(alias), "rows": {}, "last_keys": tables.last_keys(alias)}
            for model in tables.copied_models():
                told["rows"][model._meta.label] = tables.count(model, alias)
                archive.add(f"data/{model._meta.label}.jsonl", _lines(model, alias, told["rows"], progress))
        if with_media:
            media.add_new(archive, progress)
        archive.close(told | describe_source(alias))
    except BaseException:
        archive.abandon()
        unfinished.unlink()
        raise
    reader = ArchiveReader(unfinished)
    reader.verify(progress and progress("reading it again"))
    unfinished.replace(path)
    return reader.manifest


def describe_source(alias: str) -> dict:
    """Return what the manifest says of where and when it was made."""
    return {
        "release": settings.RELEASE,
        "database": connections[alias].vendor,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "key": key_mark(),
    }


def key_mark() -> str:
    """Return what tells two secret keys apart and gives neither away."""
    return salted_hmac("energies.operations.backups", "key", algorithm="sha256").hexdigest()[:16]


def applied(alias: str) -> list[str]:
    """Return the migrations that the database has gone through, as ``app.name``."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connections[alias]).applied_migrations())


@contextmanager
def snapshot(alias: str):
    """See the database as it is at this instant, and keep nobody from writing."""
    connection = connections[alias]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions take the lock for writing at once.
        connection.cursor().execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.cursor().execute("COMMIT")
    else:
        with transaction.atomic(alias):
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _lines(model, alias, totals, progress):
    """Yield the rows of a model as lines of JSON, many at a time."""
    label, some = model._meta.label, []
    say = progress and progress(label)
    for done, row in enumerate(tables.read(model, alias), 1):
        some.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        if len(some) == LINES:
            yield "".join(f"{line}\n" for line in some).encode("utf-8")
            some.clear()
            if say:
                say(done, totals[label])
    if some:
        yield "".join(f"{line}\n" for line in some).encode("utf-8")
    if say:
        say(totals[label], totals[label])
