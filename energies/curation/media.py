"""Do the files in both storages tell the same as the rows that name them? What differs is told, and put right.

The rows are the truth. A private original is named by the entry that has it, by a proposal, and by the versions that
an entry has had, which can be brought back; a public rendition by the entry that shows it. What no row names was left
over by an act that was undone, by a proposal that has another picture, or by a row that is gone.
"""

import posixpath
import re
from collections import namedtuple
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage, storages
from django.db import models, transaction

from energies.curation import drafts
from energies.curation.models import Change, Submission
from energies.kernel.effects import CannotKeep
from energies.kernel.images import Illustrated, names_of

# A file is written before the row that names it is committed.
YOUNG = timedelta(hours=1)
# What ``secrets.token_urlsafe(16)`` makes of a name.
PICTURE = re.compile(r"[\w-]{22}\.(jpg|webp)", re.ASCII)

Fault = namedtuple("Fault", ["words", "mend"])  # ``mend()`` puts it right; None when nobody can


def faults(now):
    """Yield a Fault for every difference between the files and the rows."""
    # First the files, then the rows: what is committed meanwhile is named by the time one looks.
    private, public = private_files(), public_files()
    yield from _left_over("private", default_storage, private - named_privately(), now)
    yield from _left_over("public", storages["public"], public - named_publicly(), now)
    for model in illustrated():
        yield from _of_rows(model, private, public)


def tidy(now):
    """Put right what can be, for the periodic work; return how many faults. Looks once an hour: it reads all names."""
    return sum(mend(fault) for fault in faults(now)) if now.minute < 5 else 0


def mend(fault):
    """Put a Fault right; return whether it could be."""
    if fault.mend is None:
        return False
    try:
        with transaction.atomic():
            fault.mend()
    except CannotKeep:
        return False
    return True


def illustrated():
    """Return the models whose objects have a picture."""
    return [model for model in apps.get_models() if issubclass(model, Illustrated)]


def named_publicly():
    """Return the names of the public renditions that rows name."""
    rows = (row for model in illustrated() for row in model._base_manager.values_list("renditions", flat=True))
    return {name for renditions in rows for name in names_of(renditions)}


def named_privately():
    """Return the names of the private files that rows name, of whatever model has fields for files."""
    named = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                named |= set(model._base_manager.values_list(field.attname, flat=True))
    for typed, *values in Submission.objects.values_list("data__image", "values__image", "base__image").iterator():
        named |= {*(typed or []), *values}
    for versions in Change.objects.values_list("before__image", "after__image").iterator():
        named |= set(versions)
    return named - {None, ""}


def private_files():
    """Return the names of the pictures in the private storage."""
    folders = [drafts.FOLDER, *(model._meta.model_name for model in illustrated())]
    return {name for folder in folders for name in _pictures(default_storage, folder)}


def public_files():
    """Return the names of the pictures in the public storage."""
    return set(_pictures(storages["public"], ""))


def _pictures(storage, folder):
    """Yield the names of the pictures in a folder: what others keep beside them is not ours to delete."""
    try:
        _folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (posixpath.join(folder, name) for name in files if PICTURE.fullmatch(name))


def _left_over(where, storage, names, now):
    for name in sorted(names):
        try:
            is_young = storage.get_modified_time(name) > now - YOUNG
        except FileNotFoundError:
            continue
        if not is_young:
            yield Fault(f"{where}: no row names {name}", lambda name=name: storage.delete(name))


def _of_rows(model, private, public):
    for row in model._base_manager.exclude(image="", renditions=[]).order_by("pk").iterator():
        said, missing = f"{model._meta.label} {row.pk}", [one for one in names_of(row.renditions) if one not in public]
        # Written after the files were listed, perhaps.
        missing = [name for name in missing if not storages["public"].exists(name)]
        is_there = not row.image or row.image.name in private or row.image.storage.exists(row.image.name)
        if not is_there:
            yield Fault(f"{said}: its picture {row.image.name} is not there", None)
        if row.is_visible and row.image and is_there and (missing or not row.renditions):
            yield Fault(f"{said}: its picture is not public, or not all of it", row.remake_image)
        elif row.renditions and (missing or not row.is_visible or not row.image):
            yield Fault(f"{said}: it names public files, and should not", row.withdraw_image)
