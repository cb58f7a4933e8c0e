"""Two people at the same instant: whoever wins, no row names a file that is not there, and none is left over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from energies.curation import media
from gatherings.models import Activity, Series
from projects.models import Project
from tests.curation.test_at_once import at_once
from tests.media.acts import ACTS, in_step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]


@pytest.fixture(autouse=True)
def a_database_that_threads_share():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")


@pytest.mark.parametrize("acts", [("hide", "hide"), ("show", "show"), ("hide", "remove")], ids="-".join)
def test_two_turn_an_entry_at_once(make, staff_user, acts):
    for _time in range(3):
        entry = make(Project)
        if "show" in acts:
            entry.hide(by=staff_user, why="prova")
        read = [Project.everything.get(pk=entry.pk) for _act in acts]
        at_once(*(lambda one=one, act=act: ACTS[act](one, staff_user) for one, act in zip(read, acts, strict=True)))
        in_step()


@pytest.mark.parametrize("acts", [("hide", "hide"), ("show", "hide"), ("show", "show")], ids="-".join)
def test_two_turn_times_of_a_series_at_once(make, staff_user, acts):
    """They share their files: one comes while the other goes."""
    for _time in range(3):
        now = timezone.now()
        series = Series.objects.create(rrule="FREQ=WEEKLY;COUNT=2", starts_at=now)
        first = make(Activity, series=series, recurrence_id=now)
        second = make(Activity, series=series, recurrence_id=now + timedelta(days=7), image=first.image.name)
        for one, act in zip((first, second), acts, strict=True):
            if act == "show":
                one.hide(by=staff_user, why="prova")
        read = [Activity.everything.get(pk=one.pk) for one in (first, second)]
        done = at_once(
            *(lambda one=one, act=act: ACTS[act](one, staff_user) for one, act in zip(read, acts, strict=True))
        )
        assert done == [None, None]
        assert media.named_publicly() == media.public_files()
