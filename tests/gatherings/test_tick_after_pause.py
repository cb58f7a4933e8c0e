"""After days without periodic work: one letter about each thing, none about what is over, none twice."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts.models import User
from energies.kernel import tick as periodic
from gatherings import letters, places
from gatherings.models import FollowUp, Registration
from tests.curation.test_at_once import at_once

HOURS = (1, 12, 23, 30, 47, 71, 100, 200)


@pytest.fixture
def everything_due(make_activity, make_gathering, make_entity, make_outcome, staff_user):
    """People with a place at activities to come, also one that moves and one that is cancelled; and what Trobades left."""
    entity = make_entity("Casal", contact_email="casal@exemple.cat")
    for number in range(2):
        entity.editors.add(User.objects.create_user(f"casal{number}@exemple.cat"))
    for hours in HOURS:
        begins = timezone.now() + timedelta(hours=hours)
        one = make_activity(f"Activitat {hours}", sign_up="required", capacity=2, starts_at=begins)
        there = places.sign_up(one, name="Aina", email="aina@exemple.cat")
        places.confirm(there)
        places.sign_up(one, name="Biel", email="biel@exemple.cat")
        places.sign_up(one, name="Cesc", email="cesc@exemple.cat")
    Registration.objects.update(state_at=timezone.now() - timedelta(days=30))
    moved, off = one.__class__.everything.order_by("starts_at", "pk")[4:6]
    moved.move(by=staff_user, why="Plou.", venue="Casal")
    off.cancel(by=staff_user, why="Plou.")
    day = timezone.localdate() - timedelta(days=5)
    closed = make_gathering("Acabada", stage="closed", starts_on=day, ends_on=day)
    closed.parties.add(entity.party)
    make_outcome(by=[entity])
    mail.outbox.clear()


def told(sent):
    """Return how many letters each person got about each thing: the activity, or the Trobada and who is asked."""
    names = [re.search(r"Activitat \d+|«.*»|Acabada", letter.subject)[0] for letter in sent]
    return Counter((letter.to[0], name) for letter, name in zip(sent, names, strict=True))


def refuse(client, letter):
    """Press the button that the mail program shows beside a letter; return the answer."""
    out = letter.extra_headers["List-Unsubscribe"].strip("<>")
    return client.post(out.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 0.5, 1, 2, 3, 8])
def test_each_person_gets_one_letter_about_each_thing_and_none_about_what_is_over(everything_due, tick, days):
    sent = list(tick(days))
    # Whoever gave no answer in time loses their place, and the first who wait are offered it: two people.
    assert max(told(sent).values()) == 1
    over = {f"Activitat {hours}" for hours in HOURS if hours + 2 <= days * 24}
    assert not over & {name for _who, name in told(sent)}
    assert not tick(days) and not tick(days + 0.01)


@pytest.mark.django_db
def test_of_two_reminders_that_are_due_the_nearer_goes_and_the_next_does_not_follow_at_once(make_activity, tick):
    activity = make_activity(sign_up="required", capacity=9, starts_at=timezone.now() + timedelta(hours=100))
    places.confirm(places.sign_up(activity, name="Aina", email="aina@exemple.cat"))
    late = (100 - 26) / 24
    assert len(tick(late)) == 1
    assert not tick(late + 3 / 24) and not tick(late + 11 / 24)
    assert len(tick(late + 12.1 / 24)) == 1 and not tick(late + 20 / 24)


@pytest.mark.django_db
def test_whoever_reads_that_it_moves_is_reminded_of_the_new_day_and_not_in_the_same_minute(
    make_activity, tick, staff_user
):
    activity = make_activity(sign_up="required", capacity=9, starts_at=timezone.now() + timedelta(hours=60))
    places.confirm(places.sign_up(activity, name="Aina", email="aina@exemple.cat"))
    Registration.objects.update(state_at=timezone.now() - timedelta(days=9))
    activity.refresh_from_db()
    activity.move(by=staff_user, why="Plou.", venue="Casal")
    assert [letter.subject.split(":")[0] for letter in tick()] == ["Hi ha canvis"] and not tick(0.1)
    assert [letter.subject.split(":")[0] for letter in tick(1.6)] == ["Aviat"]
    activity.refresh_from_db()
    later = activity.starts_at + timedelta(days=10)
    activity.move(by=staff_user, why="Torna a ploure.", starts_at=later, ends_at=later + timedelta(hours=2))
    assert [len(tick(days)) for days in (1.7, 8, 9.6, 10, 11.6, 12)] == [1, 0, 1, 0, 1, 0]


@pytest.mark.django_db
def test_who_refuses_reminders_of_one_activity_gets_those_of_the_others_and_keeps_the_place(
    make_activity, tick, client
):
    for number in range(2):
        one = make_activity(
            f"Sopar {number}", sign_up="required", capacity=9, starts_at=timezone.now() + timedelta(hours=90)
        )
        places.confirm(places.sign_up(one, name="Aina", email="aina@exemple.cat"))
    first, _second = tick(1)
    assert "La teva plaça queda com està" in refuse(client, first).text
    assert [letter.subject for letter in tick(3)] == ["Aviat: Sopar 1"]
    assert Registration.objects.confirmed().count() == 2


@pytest.mark.django_db
def test_who_refuses_follow_ups_is_not_asked_and_the_others_of_the_entity_are(make_outcome, make_entity, tick, client):
    entity = make_entity("Casal")
    for number in range(2):
        entity.editors.add(User.objects.create_user(f"casal{number}@exemple.cat"))
    make_outcome(by=[entity])
    first, second = tick()
    refuse(client, first)
    (third,) = tick(90)
    assert third.to == second.to
    refuse(client, third)
    assert not tick(270)
    # Nor does the team call those who have all said that they want no more questions.
    assert list(FollowUp.objects.order_by("months").values_list("no_more", flat=True)) == [False, False, True]


@pytest.mark.django_db
def test_who_refuses_to_be_asked_what_trobades_leave_is_not_asked_by_the_next(
    make_gathering, make_entity, tick, client
):
    entity, day = make_entity("Casal", contact_email="casal@exemple.cat"), timezone.localdate() - timedelta(days=3)
    make_gathering("Una", stage="closed", starts_on=day, ends_on=day).parties.add(entity.party)
    (letter,) = tick()
    refuse(client, letter)
    make_gathering("Dues", stage="closed", starts_on=day, ends_on=day).parties.add(entity.party)
    assert not tick()


@pytest.fixture
def tomorrow(settings, everything_due, monkeypatch):
    """The moment a day from now, which clocks say; letters are rows: those that are there were committed."""
    now = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    DBTaskResult.objects.all().delete()
    return now


def all_jobs(now):
    return [job(now) for _name, job in periodic.jobs()]


def committed():
    rows = DBTaskResult.objects.filter(task_path=letters.mail.deliver.module_path)
    return Counter((one["to"][0], one["subject"]) for one in (row.args_kwargs["args"][0] for row in rows))


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_letter_the_rest_goes_later_and_none_twice(tomorrow, monkeypatch):
    """Dies at the first letter, then at the second of those left, and so on, until nothing is left to send."""
    send, left = letters.mail._queue, [0]
    with transaction.atomic():
        all_jobs(tomorrow)
        whole = committed()
        transaction.set_rollback(True)

    def queue(letter):
        send(letter)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(letters.mail, "_queue", queue)
    deaths = 0
    for number in range(1, 100):
        left[0] = number
        try:
            all_jobs(tomorrow)
        except KeyboardInterrupt:
            deaths += 1
        else:
            break
    assert deaths > 3 and max(whole.values()) == 1 and committed() == whole


@pytest.mark.at_once
@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_instant_double_nothing(tomorrow):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    results = at_once(*[lambda: all_jobs(tomorrow)] * 3)
    assert all(isinstance(result, list) for result in results), results
    assert committed() and max(committed().values()) == 1
