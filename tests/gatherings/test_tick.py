"""Periodic work: reminders, changes told, what is given back and deleted; once, also when run twice or killed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from energies.kernel import tick
from gatherings import jobs, letters, places
from gatherings.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_activity):
    return make_activity(sign_up="required", capacity=10, starts_at=timezone.now() + timedelta(hours=100))


@pytest.fixture
def comes(activity, django_capture_on_commit_callbacks):
    """Returns a function that signs somebody up, confirmed."""

    def sign_up(name="Aina", **fields):
        one = places.sign_up(activity, name=name, email=f"{name.lower()}@exemple.cat", **fields)
        places.confirm(one)
        return one

    return sign_up


@pytest.fixture
def later(monkeypatch, django_capture_on_commit_callbacks):
    """Returns a function that runs the tick so many hours from now, and returns the subjects of the letters sent."""
    now = timezone.now()

    def run(hours):
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=hours))
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("tick", stdout=StringIO())
        return [one.subject for one in mail.outbox]

    return run


def test_who_comes_is_reminded_three_days_and_one_day_before_once_each(comes, later):
    comes()
    assert later(1) == []
    assert later(30) == ["Aviat: Sopar d’olla"] and "inscripcio" in mail.outbox[0].body
    assert later(30) == [] and later(60) == []
    assert len(later(77)) == 1 and later(78) == [] and later(101) == []


def test_who_signs_up_late_is_not_reminded_of_what_they_have_just_read(comes, later, activity):
    later(90)
    comes()
    assert later(91) == []


def test_who_waits_or_has_not_confirmed_is_not_reminded(activity, later):
    places.sign_up(activity, name="Biel", email="biel@exemple.cat")
    assert [subject for subject in later(30) if "Aviat" in subject] == []


def test_a_move_is_told_once_with_all_that_changed(comes, later, activity, staff_user):
    comes()
    activity.refresh_from_db()
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    activity.move(by=staff_user, why="Tampoc hi cabem.", venue="Plaça")
    assert later(1) == ["Hi ha canvis: Sopar d’olla"]
    assert "Plaça" in mail.outbox[0].body and "Tampoc hi cabem." in mail.outbox[0].body
    assert later(2) == []
    activity.refresh_from_db()
    activity.cancel(by=staff_user, why="Ho deixem.")
    assert later(3) == ["Cancel·lada: Sopar d’olla"] and later(4) == []


def test_what_changed_before_somebody_signed_up_is_not_told_to_them(comes, later, activity, staff_user):
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    comes()
    assert later(1) == []


def test_killed_half_way_it_goes_on_where_it_was(comes, later, monkeypatch):
    comes("Aina"), comes("Biel"), comes("Cesc")
    send, sent = letters.reminder, []

    def dies(one):
        if one.name == "Biel" and not sent:
            sent.append(one)
            raise KeyboardInterrupt
        send(one)

    monkeypatch.setattr(jobs.letters, "reminder", dies)
    with pytest.raises(KeyboardInterrupt):
        later(30)
    assert Registration.objects.exclude(reminded_72_at=None).count() == 1
    assert len(later(30)) == 2 and later(31) == []


def test_one_job_that_fails_keeps_none_of_the_others_from_being_done(comes, later, monkeypatch):
    comes()
    monkeypatch.setitem(tick._jobs, "trenca", lambda now: 1 / 0)
    with pytest.raises(CommandError, match="trenca"):
        later(30)
    assert Registration.objects.exclude(reminded_72_at=None).exists()


def test_what_one_needs_goes_the_day_after_and_who_one_is_a_month_after(comes, later):
    comes(people=3, needs=["childcare"], needs_note="Un bressol", needs_agreed_at=timezone.now(), entity_name="Hort")
    later(110)
    assert Registration.objects.get().needs == ["childcare"]
    later(100 + 2 + 24 + 1)
    there = Registration.objects.get()
    assert (there.needs, there.needs_note, there.needs_agreed_at) == ([], "", None) and there.name == "Aina"
    later(100 + 2 + 30 * 24 + 1)
    there = Registration.objects.get()
    assert (there.name, there.email, there.entity_name) == ("", "", "") and there.people == 3
