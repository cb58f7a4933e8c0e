"""Pictures, what has one, what is done with it, and how that may end."""

import io
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from energies.accounts.models import User
from energies.curation import media
from energies.curation.history import record
from energies.curation.proposable import Maintained, kinds
from energies.kernel import images
from energies.kernel.images import Illustrated
from gatherings.models import Activity, Gathering
from networks.models import Network
from projects.models import Entity, Project

SAID = {"image_alt": "Un hort", "image_licence": "cc0", "image_people": "none"}
ILLUSTRATED = [model for model in apps.get_models() if issubclass(model, Illustrated)]
PROPOSED = [one.kind for one in kinds() if "image" in one.form.base_fields and isinstance(one, Maintained)]


class Undone(Exception):
    pass


def jpeg(color="teal", size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG")
    return out.getvalue()


def photo(color="teal"):
    return SimpleUploadedFile("foto.jpg", jpeg(color), "image/jpeg")


def fields_of(model):
    """What a visible object of each model needs; KeyError for one that is new here."""
    now = timezone.now().replace(microsecond=0)
    return {
        Entity: {"kind": "association", "barri_id": "01"},
        Project: {"summary": "Un hort.", "barri_id": "01"},
        Network: {"summary": "Horts.", "scope": "city"},
        Gathering: {
            "number": Gathering.everything.count() + 1,
            "summary": "Dos dies.",
            "starts_on": now.date() + timedelta(days=30),
            "ends_on": now.date() + timedelta(days=31),
        },
        Activity: {
            "summary": "Un sopar.",
            "axis": "activities",
            "kind": "meal",
            "venue": "Ateneu",
            "barri_id": "01",
            "starts_at": now + timedelta(days=7),
            "ends_at": now + timedelta(days=7, hours=2),
        },
    }[model]


def in_step():
    """Fail unless the files are those that the rows name, and those that show are those that may."""
    assert media.private_files() == media.named_privately()
    assert media.public_files() == media.named_publicly()
    for model in ILLUSTRATED:
        for row in model._base_manager.all():
            assert bool(row.renditions) == bool(row.is_visible and row.image), row


def another_picture(entry, by):
    with record(entry, by=by):
        entry.withdraw_image()
        entry.image = images.store_privately(ContentFile(jpeg("red")), entry._meta.model_name)
        entry.save()
        if entry.is_visible:
            entry.publish_image()


def no_picture(entry, by):
    with record(entry, by=by):
        entry.withdraw_image()
        entry.image = ""
        entry.save()


ACTS = {
    "hide": lambda entry, by: entry.hide(by=by, why="prova"),
    "remove": lambda entry, by: entry.remove(by=by, why="prova"),
    "show": lambda entry, by: entry.show(by=by),
    "another picture": another_picture,
    "no picture": no_picture,
}


@contextmanager
def goes_well():
    yield


@contextmanager
def fails_afterwards():
    with pytest.raises(Undone), transaction.atomic():
        yield
        raise Undone


@contextmanager
def breaks_a_constraint_afterwards():
    with pytest.raises(IntegrityError), transaction.atomic():
        yield
        Project.everything.update(summary="")
        Entity.everything.create(name="x", kind="association", slug="", sort_name="", panot_seed=-1)
        User.objects.bulk_create([User(email="dues@exemple.cat"), User(email="dues@exemple.cat")])


@contextmanager
def is_undone_within_what_goes_on():
    with transaction.atomic():
        with fails_afterwards():
            yield
        User.objects.filter(pk=0).update(name="")


@contextmanager
def is_undone_with_all_the_rest():
    with transaction.atomic():
        with transaction.atomic():
            yield
        transaction.set_rollback(True)


OUTCOMES = [goes_well, fails_afterwards, breaks_a_constraint_afterwards, is_undone_within_what_goes_on, is_undone_with_all_the_rest]  # fmt: skip
