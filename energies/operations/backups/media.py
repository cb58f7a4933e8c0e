"""The files of both storages, whatever keeps them: folders or an object store."""

from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import Storage, storages

from energies.operations.backups.archive import CHUNK, ArchiveReader, ArchiveWriter

STORAGES = ("default", "public")
PREFIX = "media/"


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of each file of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever kept
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(storage, f"{folder}/{name}" if folder else name)


def add_new(archive: ArchiveWriter, progress=None) -> None:
    """Add the files that the archive lacks. One that goes away meanwhile was withdrawn, and is left out."""
    for alias in STORAGES:
        there = list(names(storages[alias]))
        for done, name in enumerate(there, 1):
            member = f"{PREFIX}{alias}/{name}"
            if member not in archive.digests:
                try:
                    file = storages[alias].open(name)
                except FileNotFoundError:
                    continue
                with file:
                    archive.add(member, iter(lambda file=file: file.read(CHUNK), b""))
            if progress:
                progress(f"{alias} files")(done, len(there))


def put_back(archive: ArchiveReader, progress=None) -> int:
    """Write the archive's files under their own names, in place of what is there; return how many."""
    members = archive.members(PREFIX)
    for done, member in enumerate(members, 1):
        alias, _slash, name = member.removeprefix(PREFIX).partition("/")
        storage = storages[alias]
        if storage.exists(name):
            storage.delete(name)
        with archive.open(member) as file:
            storage.save(name, File(file))
        if progress:
            progress("files")(done, len(members))
    return len(members)


def missing(archive: ArchiveReader) -> list[str]:
    """Return the members of the archive that the storages lack."""
    there = {f"{PREFIX}{alias}/{name}" for alias in STORAGES for name in names(storages[alias])}
    return [member for member in archive.members(PREFIX) if member not in there]
