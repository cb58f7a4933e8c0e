"""What ``search --check`` tells is so; and a turn in the rotation is kept by who is hidden and comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from energies.search import check, index, registry
from energies.search.models import HeldRank, SearchEntry
from energies.vocabulary.models import Collective
from gatherings.models import Activity
from projects.models import Entity, Need, Project


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(check, "MOMENT", 0)


@pytest.fixture
def hort(make_project, make_entity):
    """A project with something that runs out of each kind, and texts that its document is made of."""
    today = timezone.localdate()
    project = make_project("Hort de mostra", themes=("food", "environment"), confirmed_on=today - timedelta(days=300))
    project.needs.create(kind="hands", text="Mans per regar", expires_on=today + timedelta(days=5))
    project.needs.create(kind="space", text="Un cobert")
    project.offers.create(kind="materials", text="Planter", expires_on=today + timedelta(days=40))
    project.entities.set([make_entity("Ateneu"), make_entity("Vocalia")])
    project.tags.set(["horta", "compost"])
    project.collectives.set(Collective.objects.all()[:2])
    index.flush()
    return project


def disagreeing():
    """Return what is told of those of the fixture, whatever of the city was loaded past the signals."""
    return [fault for kind in ("project", "entity") for fault in check.faults(registry.get(kind))]


def days_later(monkeypatch, days):
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)


@pytest.mark.parametrize("days", [1, 5, 6, 41, 70, 400])
def test_what_the_calendar_changes_is_no_fault(hort, monkeypatch, days):
    days_later(monkeypatch, days)
    assert disagreeing() == []


def test_tick_brings_each_kind_to_the_day_once_and_no_reader_has_to(hort, monkeypatch, client):
    days_later(monkeypatch, 6)
    assert index.follow_the_day(timezone.now()) == len(registry.kinds())
    assert index.follow_the_day(timezone.now()) == 0
    monkeypatch.setattr(index, "refresh", lambda *_kind: pytest.fail("a reader wrote"))
    assert hort.name not in client.get("/projectes/?seeks=hands").text
    assert hort.name in client.get("/projectes/?seeks=space").text


def test_who_reads_before_tick_has_run_sees_the_day_all_the_same(hort, monkeypatch, client):
    assert hort.name in client.get("/projectes/?seeks=hands").text
    days_later(monkeypatch, 6)
    assert hort.name not in client.get("/projectes/?seeks=hands").text


def test_what_waits_to_be_read_is_no_fault(hort):
    hort.summary = "Un altre resum."
    hort.save()
    Need.everything.filter(project=hort).update(text="Mans per plantar")
    index.mark("project", [hort.pk])
    assert index.pending()
    assert disagreeing() == []


def test_in_what_order_rows_come_is_no_fault(hort, monkeypatch):
    """A database gives rows in any order that nobody asked for."""
    projects = registry.get("project")
    plain = projects.document

    def backwards(obj):
        document = plain(obj)
        for name in ("labels", "summaries", "bodies", "other_names"):
            getattr(document, name).reverse()
        return document

    monkeypatch.setattr(projects, "document", backwards)
    assert check.faults(projects) == []


def test_what_somebody_was_writing_meanwhile_is_no_fault(hort, monkeypatch):
    """The tables are read in the midst of it; a moment later the index has followed."""
    Project.everything.filter(pk=hort.pk).update(name="Escrit a mig fer")

    def follow(seconds):
        index.mark("project", [hort.pk])
        index.flush()

    monkeypatch.setattr(check.time, "sleep", follow)
    assert check.faults(registry.get("project")) == []


def test_midnight_passing_during_the_look_is_no_fault(hort, monkeypatch):
    plain, looks = index.refresh, []

    def and_then_days_pass(kind, pks):
        plain(kind, pks)
        if not looks:
            days_later(monkeypatch, 6)
        looks.append(kind)

    monkeypatch.setattr(index, "refresh", and_then_days_pass)
    assert check.faults(registry.get("project")) == []
    assert len(looks) == 2, "at the first look it did differ"


def test_what_differs_is_told_and_stays_told(hort):
    Project.everything.filter(pk=hort.pk).update(name="Escrit per darrere")
    assert check.faults(registry.get("project")) == [f"project {hort.pk}: its words have changed"]


def turn_of(entry, kind):
    index.flush()
    return SearchEntry.objects.get(kind=kind, object_id=str(entry.pk)).rank


@pytest.mark.parametrize(("model", "kind"), [(Project, "project"), (Entity, "entity")])
def test_who_is_hidden_and_comes_back_has_the_same_turn(hort, staff_user, model, kind):
    one = model.everything.first()
    before = turn_of(one, kind)
    for _time in range(3):
        one.hide(by=staff_user, why="prova")
        index.flush()
        assert not SearchEntry.objects.filter(kind=kind, object_id=str(one.pk)).exists()
        one.show(by=staff_user)
        assert turn_of(one, kind) == before
    assert not HeldRank.objects.exists()
    assert disagreeing() == []


def test_a_turn_is_kept_through_a_rebuilding_and_nobody_else_draws_it(hort, staff_user, monkeypatch, make_project):
    before = turn_of(hort, "project")
    hort.hide(by=staff_user, why="prova")
    index.rebuild("project")
    drawn = iter([[before], [before + 1]])
    monkeypatch.setattr(index, "sample", lambda ranks, count: next(drawn))
    other = make_project("Un altre")
    assert turn_of(other, "project") == before + 1
    hort.show(by=staff_user)
    assert turn_of(hort, "project") == before


def test_who_is_gone_for_good_keeps_no_turn(hort):
    hort.needs.all().delete()
    Activity.everything.all().delete()
    index.flush()
    index.mark("project", [hort.pk])
    type(hort).tags.through.objects.filter(content_object=hort).delete()
    hort.project_themes.all().delete()
    hort.delete()
    index.flush()
    assert not HeldRank.objects.exists() and not SearchEntry.objects.filter(kind="project").exists()
