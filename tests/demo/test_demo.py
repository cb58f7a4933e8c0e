"""The invented city: whole, marked as invented, loaded once, never on a real site."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from energies.accounts.models import User
from energies.accounts.roles import ROLES
from energies.curation.history import changes_of
from energies.curation.models import Submission
from energies.demo import bulk, gatherings, loader, networks, pictures, proposals
from energies.search import registry
from energies.vocabulary.models import Theme
from gatherings import attendance
from gatherings.models import Activity, FollowUp, Gain, Gathering, Origin, Outcome, WorkingGroup
from networks.models import Membership, Network, Relation
from projects.models import Entity, Need, Project
from projects.search import count_by_barri

SMALL = 160


@pytest.fixture
def city(territory, vocabulary):
    loader.load(picture_width=SMALL)


def test_loading_again_adds_nothing(city):
    assert Project.objects.count() >= 60
    assert loader.load(picture_width=SMALL) == 0
    assert Project.objects.count() == Project.objects.values("source_id").distinct().count()


def test_an_entry_that_is_missing_comes_back_alone(city):
    Project.everything.get(source_id="la-taula-llarga").delete()
    assert loader.load(picture_width=SMALL) == 1


def test_it_reaches_at_least_forty_barris_and_every_theme(city):
    assert len(count_by_barri()) >= 40
    assert not Theme.objects.filter(project_themes=None).exists()


def test_everything_is_marked_as_invented_and_leaves_a_change(city):
    for model in (Entity, Project):
        for entry in model.everything.all():
            assert entry.invented and entry.source == loader.SOURCE
            assert changes_of(entry).filter(act="created", route="system", by=None).count() == 1


def test_a_project_has_all_that_its_row_says(city):
    project = Project.objects.get(source_id="la-taula-llarga")
    assert [row.theme.key for row in project.project_themes.all()] == ["food", "interculturality", "public-space"]
    assert project.entities.get().name == "La Taula Llarga"
    assert {tag.name for tag in project.tags.all()} == {"dinar", "cuina del món", "carrer"}
    assert set(project.languages.values_list("key", flat=True)) == {"ca", "es", "ar", "ur", "en"}
    assert project.translated("name", "en") == ("The Long Table", "en")
    assert (timezone.localdate() - project.confirmed_on).days == 4
    assert project.step_free == "yes"
    assert project.image_alt and project.renditions


def test_the_search_is_told_the_same_whatever_language_the_writer_reads(city):
    for searchable in registry.kinds():
        told = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for one in searchable.with_all(searchable.visible()):
                    told.setdefault(one.pk, set()).add(searchable.document(one).digest)
        assert [pk for pk, digests in told.items() if len(digests) > 1] == [], searchable.kind


def test_everything_can_be_saved_from_the_teams_desk(city):
    for model in (Entity, Project):
        for entry in model.everything.all():
            entry.full_clean()


def test_needs_expire_counting_from_today(city):
    need = Need.objects.get(text="Quatre mans per muntar i desmuntar taules")
    assert (need.expires_on - timezone.localdate()).days == 90


@pytest.mark.parametrize("motif", pictures.SCENES)
def test_a_picture_depends_on_its_motif_and_seed_alone(motif):
    assert pictures.draw(motif, "a", SMALL) == pictures.draw(motif, "a", SMALL)
    assert pictures.draw(motif, "a", SMALL) != pictures.draw(motif, "b", SMALL)


def names():
    return list(
        Project.objects.filter(source=bulk.SOURCE).order_by("pk").values_list("name", "slug", "barri", "summary")
    )


def test_the_large_set_is_always_the_same_and_grows_without_repeating(territory, vocabulary):
    assert bulk.load(50) == 50
    first = names()
    Project.everything.all().delete()
    assert bulk.load(20) == 20
    assert bulk.load(50) == 30
    assert names() == first
    assert bulk.load(50) == 0


def test_the_large_set_is_as_if_it_had_been_saved_one_by_one(territory, vocabulary):
    bulk.load(50)
    for project in Project.objects.all():
        bulked = project.slug, project.sort_name, project.panot_seed
        project.panot_seed = None
        project.full_clean(exclude=["panot_seed"])
        project.save()
        assert (project.slug, project.sort_name, project.panot_seed) == bulked


def test_the_command_says_how_to_sign_in_every_time(db, capsys, monkeypatch):
    monkeypatch.setattr(loader, "load", lambda progress: 0)
    for _ in range(2):
        call_command("demo", projects=3)
        told = capsys.readouterr().out
        codes = set(re.findall(r"\b\d{8}\b", told))
        recovery = Authenticator.objects.get(user__email="equip@exemple.cat", type="recovery_codes")
        assert "/gestio/" in told and codes >= set(recovery.wrap().get_unused_codes())
        for role in ROLES:
            (person,) = User.objects.filter(groups__name=role)
            (code,) = re.findall(rf"{person.email} (\d{{8}})", told)
            assert Authenticator.objects.get(user=person, type="recovery_codes").wrap().validate_code(code)
    assert Project.objects.count() == 3


def test_a_real_site_refuses_it(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("demo")
    assert not User.objects.exists() and not Project.everything.exists()


def test_there_are_proposals_in_every_state_once(city):
    team = User.objects.create_superuser("equip@exemple.cat")
    assert proposals.load(team) == Submission.objects.count() == 10
    assert set(Submission.objects.values_list("state", flat=True)) == set(Submission.State.values)
    assert Submission.objects.filter(state="pending", awaits="entity").count() == 1
    assert proposals.load(team) == 0


def test_there_are_networks_and_ninety_links_in_every_state_once(city, django_capture_on_commit_callbacks):
    proposals.load(User.objects.create_superuser("equip@exemple.cat"))
    with django_capture_on_commit_callbacks(execute=True):
        assert networks.load() > 0
    assert Network.objects.count() == 8
    links = [*Membership.objects.all(), *Relation.objects.all()]
    assert len(links) >= 90
    assert any(link.until for link in links) and any(link.until is None for link in links)
    asked = Submission.objects.filter(kind__in=["membership", "relation"])
    assert set(asked.values_list("state", flat=True)) == {"pending", "declined"}
    call_command("graph", check=True, verbosity=0)
    assert networks.load() == 0


def test_past_trobades_left_something_in_every_state_and_one_answer_waits(city):
    proposals.load(User.objects.create_superuser("equip@exemple.cat"))
    networks.load()
    gatherings.load()
    assert set(Outcome.objects.values_list("state", flat=True)) == set(Outcome.State.values)
    assert {months for (months,) in Gain.objects.values_list("months")} == {3, 6, 12}
    assert FollowUp.objects.waiting().count() == 1
    held = Activity.objects.filter(gathering__stage="returned")
    assert (
        held.came()
        and held.filter(attended=None).exists()
        and not Gathering.objects.filter(stage="closed", invented=True)
    )
    # Of the sixth, which took place, nothing is made up.
    assert not Outcome.everything.filter(gathering__invented=False).exists()
    assert not Activity.everything.filter(gathering__invented=False).exists()


def test_the_past_trobadas_have_groups_one_of_which_goes_on_and_things_that_came_out(city):
    proposals.load(User.objects.create_superuser("equip@exemple.cat"))
    networks.load()
    assert gatherings.load() > 0
    for group in WorkingGroup.objects.all():
        assert group.members and group.gathering.invented
    assert [str(one) for one in Network.objects.exclude(working_group=None)] == ["Escales en Assemblea"]
    told = {(one.kind, one.target._meta.model_name) for one in Origin.objects.all()}
    assert told == {("met", "relation"), ("born", "relation"), ("born", "network"), ("born", "project")}
    assert Origin.objects.count() == Origin.everything.count()
    assert gatherings.load() == 0


def test_of_what_is_over_one_activity_was_counted_and_another_not_yet(city):
    proposals.load(User.objects.create_superuser("equip@exemple.cat"))
    networks.load(), gatherings.load()
    counted, waiting = (
        attendance.current_attendance(Activity.objects.get(name=name))
        for name in ("El dret a entendre una carta", "Costura i te")
    )
    assert counted.came > counted.here and counted.absent and waiting.expected and waiting.came is None
