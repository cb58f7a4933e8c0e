"""What came and what waits, to who reviews, once a day: never empty, never twice, and it can be refused."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from energies.kernel import tick
from energies.operations.models import LastRun
from energies.site import digest
from energies.site.models import ContactMessage
from tests.curation.conftest import author, propose
from tests.curation.test_at_once import at_once

__all__ = ["author", "propose"]

# A Monday in Barcelona.
DAY = datetime(2026, 11, 30).date()


def at(hour, day=DAY):
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Returns a function that does the job at an hour of a day and gives the letters."""

    def run(hour="08:00", day=DAY):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            digest.send(at(hour, day))
        return list(mail.outbox)

    return run


@pytest.fixture
def waits(propose):
    """Returns a function by which a proposal came on a day, at six in the evening."""

    def came(name="Rec Viu", day=DAY - timedelta(days=1), **data):
        one = propose(name=[name], **data)
        moment = at("18:00", day)
        Submission.objects.filter(pk=one.pk).update(submitted_at=moment, waiting_since=moment)
        return one

    return came


def test_it_is_a_job_of_the_site():
    assert digest.send in dict(tick.jobs()).values()


def test_who_reviews_is_told_what_came_and_nobody_else(waits, colleague, send):
    colleague("revisa@exemple.cat", "reviewer")
    colleague("organitza@exemple.cat", "gatherings_editor")
    User.objects.filter(email="organitza@exemple.cat").update(is_staff=True)
    one = waits()
    (letter,) = send()
    assert letter.to == ["revisa@exemple.cat"] and letter.subject == "Per a l’equip: espera 1 proposta"
    assert f"Rec Viu (un projecte)\n  http://127.0.0.1:8000/gestio/{one.pk}/" in letter.body
    assert "fem tard" not in letter.body and "List-Unsubscribe" in letter.extra_headers


@pytest.mark.parametrize(
    ("language", "subject"), [("es", "Para el equipo: espera"), ("en", "For the team: 1 proposal")]
)
def test_each_in_their_language(waits, staff_user, send, language, subject):
    User.objects.filter(pk=staff_user.pk).update(language=language)
    waits()
    (letter,) = send()
    assert subject in letter.subject and "\n  http" in letter.body


def test_without_anything_to_say_there_is_no_letter(staff_user, waits, send):
    assert not send()
    one = waits()
    review.decline(one, by=staff_user, revision=1, text="No.")
    assert not send("08:00", DAY + timedelta(days=1))


def test_not_before_eight_and_once_a_day_whatever_comes(staff_user, waits, send):
    waits()
    assert not send("07:59") and len(send("08:00")) == 1
    waits("Rec Nou", DAY)
    assert not send("08:00") and not send("12:00") and not send("23:59")
    assert "Rec Nou" in send("08:00", DAY + timedelta(days=1))[0].body


def test_a_second_letter_does_not_tell_again_what_the_first_told(staff_user, waits, send):
    waits()
    send()
    waits("Rec Nou", DAY)
    body = send("09:00", DAY + timedelta(days=1))[0].body
    assert "Rec Nou" in body and "Rec Viu" not in body


def test_after_a_pause_one_letter_tells_of_all_of_it(staff_user, waits, send):
    waits("Rec Zero")
    send()
    for number in range(4):
        waits(f"Rec {number}", DAY + timedelta(days=number))
    (letter,) = send("15:00", DAY + timedelta(days=4))
    assert all(f"Rec {number}" in letter.body for number in range(4))
    assert not send("15:05", DAY + timedelta(days=4))
    # The hour of the late one does not put off the next.
    waits("Rec 5", DAY + timedelta(days=4))
    assert len(send("08:00", DAY + timedelta(days=5))) == 1


def test_what_waits_for_too_long_is_told_each_day_until_it_is_answered(staff_user, waits, send, settings):
    settings.ANSWER_DAYS = 3
    one = waits(day=DAY - timedelta(days=7))  # Monday
    body = send()[0].body
    assert "Amb aquestes fem tard" in body and "Rec Viu (un projecte): 5 dies laborables" in body
    assert "com a molt en 3 dies laborables" in body
    assert "Rec Viu" in send("08:00", DAY + timedelta(days=1))[0].body
    review.decline(Submission.objects.get(pk=one.pk), by=staff_user, revision=1, text="No.")
    assert not send("08:00", DAY + timedelta(days=2))


def test_what_authors_answer_and_what_is_written_to_the_team_is_told_without_its_text(staff_user, waits, author, send):
    one = waits(day=DAY - timedelta(days=2))
    send("08:00", DAY - timedelta(days=1))
    word = review.answer(one, by=author, text="Sí, dues claus.")
    type(word).objects.update(at=at("18:00", DAY - timedelta(days=1)))
    ContactMessage.objects.create(about="mistake", text="El telèfon no va.", email="veina@exemple.cat", language="ca")
    ContactMessage.objects.update(received_at=at("19:00", DAY - timedelta(days=1)))
    (letter,) = send()
    assert "Qui les proposa ha escrit" in letter.body and "Rec Viu" in letter.body
    assert "Ens han escrit" in letter.body and f"/contactmessage/{ContactMessage.objects.get().pk}/" in letter.body
    assert not any(words in letter.body for words in ("dues claus", "telèfon", "veina@"))


def test_many_are_counted(staff_user, waits, send):
    for number in range(digest.MOST + 2):
        waits(f"Rec {number}")
    body = send()[0].body
    assert body.count("(un projecte)") == digest.MOST and f"({digest.MOST + 2} en total)" in body


def test_who_refuses_it_gets_no_more(staff_user, waits, send):
    waits()
    out = send()[0].extra_headers["List-Unsubscribe"].strip("<>")
    Client().post(out.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})
    waits("Rec Nou", DAY)
    assert not send("08:00", DAY + timedelta(days=1))


@pytest.mark.parametrize(("to", "gets"), [("mailbox", ["bustia@exemple.cat"]), ("nobody", [])])
def test_a_setting_says_who_gets_it(staff_user, waits, send, settings, to, gets):
    settings.TEAM_DIGEST, settings.STAFF_EMAIL = to, "bustia@exemple.cat"
    waits()
    assert [letter.to for letter in send()] == [[one] for one in gets]


def test_it_costs_the_same_however_much_waits(staff_user, waits, send, django_assert_max_num_queries):
    for number in range(3):
        waits(f"Rec {number}")
    with django_assert_max_num_queries(40) as few:
        send()
    LastRun.objects.all().delete()
    for number in range(3, 12):
        waits(f"Rec {number}")
    with django_assert_max_num_queries(len(few)):
        send()


@pytest.mark.at_once
@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_one(settings):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    User.objects.create_user("equip@exemple.cat", is_staff=True, is_superuser=True)
    ContactMessage.objects.create(about="mistake", text="El telèfon no va.", language="ca")
    ContactMessage.objects.update(received_at=at("19:00", DAY - timedelta(days=1)))
    assert sorted(at_once(*[lambda: digest.send(at("08:00"))] * 2)) == [0, 1]
    assert DBTaskResult.objects.count() == 1
