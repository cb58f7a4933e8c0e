"""``manage.py media`` tells what differs between files and rows, and puts it right; so does ``tick``."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from energies.curation import drafts, media
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel import images, tick
from gatherings.models import Activity
from networks.models import Network
from projects.models import Entity, Project
from tests.media.acts import in_step, jpeg

pytestmark = pytest.mark.django_db(transaction=True)
LONE = "sola-sola-sola-sola-so.jpg"
# What somebody else keeps beside the pictures.
OTHERS = (("default", f"copies/{LONE}"), ("public", "robots.txt"), ("default", "proposals/LLEGEIX"))


def old(monkeypatch, days=1):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)


def checked(capsys, **options):
    """Return what the command says of what it finds; [] when nothing differs."""
    with suppress(CommandError):
        call_command("media", **options)
    told = capsys.readouterr()
    return (told.out + told.err).splitlines()


def test_the_command_finds_nothing_where_all_is_well(make, staff_user, proposed):
    make(Activity).hide(by=staff_user, why="prova")
    proposed("project")
    call_command("media", check=True)


def test_what_no_row_names_is_told_when_it_is_an_hour_old_and_goes(make, monkeypatch, capsys):
    make(Project)
    storages["public"].save(LONE, ContentFile(b"x"))
    default_storage.save(f"proposals/{LONE}", ContentFile(b"x"))
    for store, name in OTHERS:
        storages[store].save(name, ContentFile(b"x"))
    assert checked(capsys, check=True) == []
    old(monkeypatch)
    assert [line.rsplit(" ", 1)[1] for line in checked(capsys, check=True)] == [f"proposals/{LONE}", LONE]
    with pytest.raises(CommandError):
        call_command("media", check=True)
    call_command("media", mend=True)
    assert checked(capsys, check=True)[-2:] != [f"proposals/{LONE}", LONE]
    in_step()
    assert all(storages[store].exists(name) for store, name in OTHERS)


def test_what_rows_name_and_is_not_there_is_made_again(make, staff_user, capsys):
    half, bare, leak = make(Project), make(Network), make(Entity)
    storages["public"].delete(half.renditions[0]["webp"])
    Network.everything.filter(pk=bare.pk).update(renditions=[])
    Entity.everything.filter(pk=leak.pk).update(state="hidden")
    assert len(checked(capsys, check=True)) >= 3
    call_command("media", mend=True)
    for entry, shows in ((half, True), (bare, True), (leak, False)):
        row = type(entry)._base_manager.get(pk=entry.pk)
        assert bool(row.renditions) == shows
        assert all(storages["public"].exists(name) for name in images.names_of(row.renditions))


def test_an_original_that_is_gone_is_told_and_nobody_can_make_it_again(make, capsys):
    entry = make(Project)
    default_storage.delete(entry.image.name)
    assert entry.image.name in " ".join(checked(capsys, check=True))
    with pytest.raises(CommandError, match="cannot be put right"):
        call_command("media", mend=True)


def test_pictures_that_a_draft_no_longer_has_go_by_themselves(make, author, monkeypatch):
    one = drafts.start(get("project"), author, "ca")
    one.data = {"image": [drafts.keep_picture(ContentFile(jpeg()))]}
    one.save()
    former = drafts.picture_of(one)
    one.write({"image": [drafts.keep_picture(ContentFile(jpeg("red")))]}, "")
    now = timezone.now().replace(minute=2) + timedelta(hours=3)
    jobs = dict(tick.jobs())
    assert jobs["files of pictures put right"](now) == 1
    assert not default_storage.exists(former) and default_storage.exists(drafts.picture_of(one))
    Submission.objects.all().delete()
    assert jobs["files of pictures put right"](now) == 1
    assert media.private_files() == set()
