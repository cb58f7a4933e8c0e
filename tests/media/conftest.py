"""Empty storages, what has a picture in them, and proposals of another one."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation.proposable import get
from energies.kernel import images
from energies.kernel.forms import as_query, flat
from energies.vocabulary.models import Theme
from projects.models import Entity
from tests.media.acts import SAID, fields_of, in_step, jpeg


@pytest.fixture(autouse=True)
def empty_storages(settings, tmp_path):
    named = {name: dict(one) for name, one in settings.STORAGES.items()}
    for name in ("default", "public"):
        named[name]["OPTIONS"] = {**named[name]["OPTIONS"], "location": str(tmp_path / name)}
    settings.STORAGES = named


@pytest.fixture
def make(territory, vocabulary):
    """Returns a function that makes a visible object of a model, with its picture public."""

    def make(model, **fields):
        with transaction.atomic():
            if "image" not in fields:
                fields["image"] = images.store_privately(ContentFile(jpeg()), "proposals")
            name = f"Mostra {model.everything.count()}"
            entry = model.everything.create(name=name, **fields_of(model) | SAID | fields)
            entry.publish_image()
        return entry

    return make


@pytest.fixture
def author(db):
    return User.objects.create_user("autora@exemple.cat", name="Mercè", language="ca")


@pytest.fixture
def proposed(make, author):
    """Returns a function that sends a change to an object with another picture; gives (object, Submission)."""

    def send(kind, **data):
        proposable = get(kind)
        target = make(proposable.model, **data)
        entity = Entity.everything.create(name="Qui ho fa", kind="association")
        entity.editors.add(author)
        if kind == "project":
            target.entities.add(entity)
        elif kind == "activity":
            target.parties.add(entity.party)
        else:
            target.editors.add(author)
        if kind == "project":
            target.project_themes.create(theme=Theme.objects.first(), position=1)
        one = drafts.open_change(proposable, author, target, "ca")
        name = drafts.keep_picture(ContentFile(jpeg("red")))
        data = flat(proposable.values_of(target) | SAID | {"image": name, "name": "Un altre nom"}) | {
            "understood": ["on"]
        }
        form = proposable.form(data=as_query(data), user=author, target=target)
        assert form.is_valid(), form.errors
        one.write(data, "Un altre nom")
        one.submit(form.values())
        in_step()
        return target, one

    return send
