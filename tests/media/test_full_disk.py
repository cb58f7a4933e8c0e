"""A disk that takes no picture loses nothing that was typed, and is told in words."""

import resource
import signal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from django.urls import reverse

from energies.curation import drafts
from energies.curation.proposable import get
from energies.kernel.effects import CannotKeep
from projects.models import Entity, Project
from tests.media.acts import (
    in_step,
    photo,
)

pytestmark = pytest.mark.django_db(transaction=True)


# Of a disk that is as good as full: bytes.
ROOM = 32 * 2**20


@pytest.mark.parametrize("store", ["default", "public"])
def test_a_storage_that_takes_nothing_loses_nothing_that_was_typed(
    make, author, staff_user, let_in, monkeypatch, store, caplog
):
    """Where the photo comes in, where it is published, and on the team's desk."""
    entry = make(Project)
    entry.entities.add(Entity.everything.create(name="Qui ho fa", kind="association"))
    entry.entities.get().editors.add(author)
    mine, teams = Client(), let_in(Client(), staff_user)
    mine.force_login(author)
    one = drafts.open_change(get("project"), author, entry, "ca")
    form = {name: texts for name, texts in one.data.items()} | {"summary": "Escrit amb cura.", "picture": photo()}
    monkeypatch.setattr(type(storages[store]), "_save", full_disk(storages[store].location))
    answer = mine.post(reverse("submission_edit", args=[one.pk]), form | {"save": "draft"})
    one.refresh_from_db()
    assert one.data["summary"] == ["Escrit amb cura."]
    if store == "default":
        assert answer.status_code == 503 and "Escrit amb cura." in answer.text
        assert one.data["image"] == [entry.image.name]
    else:
        assert answer.status_code == 302
        entry.hide(by=staff_user, why="prova")
        shown = teams.post(reverse("entry_act", args=["project", entry.pk]), {"act": "show"}, follow=True)
        assert shown.status_code == 200 and Project.everything.get(pk=entry.pk).state == "hidden"
    in_step()


def full_disk(location):
    """Return a storage's ``_save`` that has no room under a folder, as the system says it."""
    save = FileSystemStorage._save

    def act(self, name, content):
        if self.location != location:
            return save(self, name, content)
        raise OSError(28, "No space left on device")

    return act


def test_a_real_disk_that_is_full_is_said_and_keeps_no_half(db):
    """The system's own limit on the size of a file, as small as a full disk."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
        with pytest.raises(CannotKeep):
            drafts.keep_picture(ContentFile(bytes(ROOM + 1)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    in_step()
