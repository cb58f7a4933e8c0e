"""After every act, done, undone or failed half-way, the files in both storages are those that the rows name."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from energies.curation import media
from energies.entries.desk import EntryAdmin
from energies.kernel import images
from energies.kernel.images import Illustrated
from energies.vocabulary.models import Theme
from gatherings.models import Activity, Series
from projects.models import Project
from tests.media.acts import ACTS, ILLUSTRATED, OUTCOMES, SAID, Undone, goes_well, in_step, jpeg, photo
from tests.projects.test_admin import form_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("model", ILLUSTRATED, ids=lambda model: model.__name__)
def test_whatever_is_done_and_undone_the_files_are_those_the_rows_name(make, staff_user, model):
    for act, do in ACTS.items():
        for outcome in OUTCOMES:
            entry = make(model)
            if act == "show":
                entry.hide(by=staff_user, why="prova")
            before = model._base_manager.values().get(pk=entry.pk)
            with outcome():
                do(model._base_manager.get(pk=entry.pk), staff_user)
            in_step()
            after = model._base_manager.values().get(pk=entry.pk)
            assert (after == before) == (outcome is not goes_well), (act, outcome)


def test_every_file_that_a_row_may_have_is_a_picture_that_obeys():
    """What is uploaded elsewhere must learn the same first."""
    fields = [
        one for model in apps.get_models() for one in model._meta.get_fields() if isinstance(one, models.FileField)
    ]
    assert fields and all(issubclass(one.model, Illustrated) and one.name == "image" for one in fields)


@pytest.mark.parametrize("act", ["hide", "show", "another picture"])
def test_who_read_an_entry_before_it_was_done_undoes_nothing(make, staff_user, act):
    """Two at once: each has read the entry as it was."""
    entry = make(Project)
    if act == "show":
        entry.hide(by=staff_user, why="prova")
    first, second = (Project.everything.get(pk=entry.pk) for _ in range(2))
    ACTS[act](first, staff_user)
    if act == "another picture":
        second.schedule = "Els dijous"
        second.save()
    else:
        with pytest.raises(ValueError):
            ACTS[act](second, staff_user)
    assert media.public_files() == media.named_publicly()
    assert bool(Project.everything.get(pk=entry.pk).renditions) == (act != "hide")


def test_two_who_publish_at_once_leave_one_set(make, staff_user):
    entry = make(Project, image="")
    Project.everything.filter(pk=entry.pk).update(image=images.store_privately(ContentFile(jpeg()), "project"))
    first, second = (Project.everything.get(pk=entry.pk) for _ in range(2))
    first.publish_image()
    second.publish_image()
    assert first.renditions == second.renditions
    in_step()


def test_the_times_of_a_series_share_files_that_go_with_the_last(make, staff_user):
    series = Series.objects.create(rrule="FREQ=WEEKLY;COUNT=2", starts_at=timezone.now())
    first = make(Activity, series=series, recurrence_id=timezone.now())
    second = make(Activity, series=series, recurrence_id=timezone.now() + timedelta(days=7), image=first.image.name)
    assert first.renditions == second.renditions and first.renditions
    first.hide(by=staff_user, why="prova")
    assert media.public_files() == set(images.names_of(second.renditions))
    with transaction.atomic():
        first.show(by=staff_user)
        second.hide(by=staff_user, why="prova")
    assert first.renditions and media.public_files() == set(images.names_of(first.renditions))
    with transaction.atomic():
        for one in (first, second):
            one.remove(by=staff_user, why="prova")
    assert media.public_files() == set()
    assert connection.run_on_commit == []


DESKS = [admin for admin in site._registry.values() if isinstance(admin, EntryAdmin)]


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.model.__name__)
def test_a_picture_changed_on_the_teams_desk_obeys_whether_the_saving_ends_well_or_not(
    make, staff_user, let_in, monkeypatch, desk
):
    entry, team = make(desk.model), let_in(Client(raise_request_exception=False), staff_user)
    address = reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])
    if desk.model is Project:
        entry.project_themes.create(theme=Theme.objects.first(), position=1)
    data = form_of(team, address) | hours_of(team, address) | SAID
    before = entry.renditions, media.public_files(), media.private_files()

    def fail(*args):
        raise Undone

    with monkeypatch.context() as patch:
        patch.setattr(desk, "log_change", fail)
        answer = team.post(address, data | {"image": photo("red")})
        assert answer.status_code == 500, answer.context["errors"]
    row = type(entry)._base_manager.get(pk=entry.pk)
    assert (row.renditions, media.public_files(), media.private_files()) == before
    in_step()
    answer = team.post(address, data | {"image": photo("red")})
    assert answer.status_code == 302, answer.context["errors"]
    row = type(entry)._base_manager.get(pk=entry.pk)
    assert row.renditions and row.image.name != entry.image.name
    assert not media.public_files() & set(images.names_of(before[0]))
    in_step()


def hours_of(client, address):
    """Return the moments of a form as the two inputs of each send them."""
    moments = [
        one for one in client.get(address).context["adminform"].form if isinstance(one.field.widget, MultiWidget)
    ]
    parts = [(one.html_name, one.field.widget.decompress(one.value())) for one in moments if one.value()]
    return {f"{name}_{number}": str(part) for name, some in parts for number, part in enumerate(some)}


@pytest.mark.parametrize("verb", ["hide", "show"])
def test_what_somebody_else_did_first_is_no_fault_of_the_teams(make, staff_user, let_in, monkeypatch, verb):
    """The page was read; meanwhile somebody else hides it, or shows it."""
    entry, team = make(Project), let_in(Client(), staff_user)
    if verb == "show":
        entry.hide(by=staff_user, why="prova")
    plain = getattr(Project, verb)

    def second(self, **kwargs):
        plain(Project.everything.get(pk=self.pk), **kwargs)
        plain(self, **kwargs)

    monkeypatch.setattr(Project, verb, second)
    path = reverse("entry_act", args=["project", entry.pk])
    assert team.post(path, {"act": verb, "why": "prova"}).status_code == 302
    in_step()
