"""Putting a copy back, on SQLite or PostgreSQL, whichever it came from, and telling whether it is all there."""

import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from energies.curation.models import Change
from energies.operations.backups import media, tables
from energies.operations.backups.archive import ArchiveReader
from energies.operations.backups.tables import CannotCopy
from energies.operations.backups.taking import applied, key_mark, take
from energies.search import check, registry

SQLITE_MAGIC = b"SQLite format 3\0"
OTHER = "other"

_surviving: list[str] = []
_afterwards: list[Callable[[datetime], None]] = []


def survives(label: str) -> None:
    """Name a model (``app.Model``) whose rows of today stay, whatever the copy says: they were written since."""
    _surviving.append(label)


def afterwards(act: Callable[[datetime], None]) -> None:
    """Have ``act(when the copy was made)`` done once everything is back and compared; it may be done twice."""
    _afterwards.append(act)


def put_back(path: Path, *, replace: bool = False, progress=None) -> list[str]:
    """Put everything that ``path`` holds in the place of what is there; return what differs afterwards, in sentences.

    ``path`` is a copy made by ``take``, or a SQLite database of this site, whose files stay where they are. All rows
    go in one transaction. Raises CannotCopy, having changed nothing, for a file that is damaged, foreign or of another
    release, and for a database that is in use, unless ``replace``.
    """
    with opened(path, progress) as archive:
        if not applied(DEFAULT_DB_ALIAS):
            raise CannotCopy("This database has no tables yet: run migrate first.")
        if not replace and is_in_use():
            raise CannotCopy("This database is in use: give --replace to put the copy in its place.")
        archive.verify(progress and progress("reading the copy"))
        refuse_other_migrations(archive)
        _put_rows_back(archive, progress)
        media.put_back(archive, progress)
        found = differences(archive, progress)
        for act in _afterwards:
            act(datetime.fromisoformat(archive.manifest["made_at"]))
        return found


def is_in_use() -> bool:
    """Whether somebody has an account here, or something was done."""
    return get_user_model()._base_manager.exists() or Change.objects.exists()


def refuse_other_migrations(archive: ArchiveReader) -> None:
    """Raise CannotCopy unless the copy's tables are those of this database."""
    theirs, ours = set(archive.manifest["migrations"]), set(applied(DEFAULT_DB_ALIAS))
    if theirs != ours:
        names = ", ".join(sorted(theirs ^ ours)[:3])
        raise CannotCopy(
            f"The copy was made by release {archive.manifest['release']}, whose tables are others ({names}): "
            "install that release, run migrate, restore, and then upgrade."
        )


def _put_rows_back(archive, progress):
    everything = tables.copied_models()
    labels = {model._meta.label for model in everything}
    kept = {
        model: list(tables.read(model, DEFAULT_DB_ALIAS)) for model in everything if model._meta.label in _surviving
    }
    with connection.constraint_checks_disabled(), transaction.atomic():
        tables.empty(DEFAULT_DB_ALIAS)
        for model in everything:
            written = tables.write(model, archive.rows(model._meta.label), DEFAULT_DB_ALIAS)
            if progress:
                progress(model._meta.label)(written, written)
        tables.set_last_keys(archive.manifest["last_keys"], DEFAULT_DB_ALIAS)
        for model, rows in kept.items():
            _add_again(model, rows)
        connection.check_constraints([model._meta.db_table for model in everything if model._meta.label in labels])


def _add_again(model, rows):
    """Write rows of today, under new keys, unless the copy has the same."""
    fields = [field for field in tables.columns(model) if not field.primary_key]
    places = [tables.columns(model).index(field) for field in fields]
    made = [
        model(
            **{field.attname: tables.value_of(field, row[place]) for field, place in zip(fields, places, strict=True)}
        )
        for row in rows
    ]
    models.QuerySet(model, using=DEFAULT_DB_ALIAS).bulk_create(made, ignore_conflicts=True)


def differences(archive: ArchiveReader, progress=None) -> list[str]:
    """Return a sentence for each table, count of keys, file and entry of the search that is not as the copy says."""
    told, found = archive.manifest, []
    for label, rows in told["rows"].items():
        model = next(model for model in tables.copied_models() if model._meta.label == label)
        there = tables.count(model, DEFAULT_DB_ALIAS)
        if there < rows or (there > rows and label not in _surviving):
            found.append(f"{label}: {there} rows, {rows} in the copy")
    last = tables.last_keys(DEFAULT_DB_ALIAS)
    found += [
        f"{name}: the last key is {last.get(name)}, {key} in the copy"
        for name, key in told["last_keys"].items()
        if last.get(name, 0) < key
    ]
    found += [f"{member}: is not there" for member in media.missing(archive)]
    for searchable in registry.kinds():
        found += check.faults(searchable, progress and progress(f"search: {searchable.kind}"))
    return found


def has_other_key(path: Path) -> bool:
    """Whether a copy was made under another secret key: links of letters and second factors need the former one."""
    with path.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
            return False
    return ArchiveReader(path).manifest.get("key") != key_mark()


@contextmanager
def opened(path: Path, progress=None):
    """Yield a Reader of the copy ``path``; of a SQLite database, one of a copy of its rows made on the spot."""
    if not path.is_file():
        raise CannotCopy(f"There is no file {path}.")
    with path.open("rb") as file:
        is_sqlite = file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    if not is_sqlite:
        yield ArchiveReader(path)
        return
    with tempfile.TemporaryDirectory() as folder, other_database(path):
        copy = Path(folder) / "rows.zip"
        take(copy, alias=OTHER, with_media=False, progress=progress)
        reader = ArchiveReader(copy)
        # What it holds is of when it was last written to.
        reader.manifest["made_at"] = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
        yield reader


@contextmanager
def other_database(path: Path):
    """Open a SQLite file as the database OTHER, for reading."""
    defaults = connections[DEFAULT_DB_ALIAS].settings_dict
    settings_dict = defaults | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{path.resolve()}?mode=ro",
        "OPTIONS": {"uri": True},
    }
    connections[OTHER] = SQLite(settings_dict, OTHER)
    try:
        yield
    finally:
        connections[OTHER].close()
        del connections[OTHER]
