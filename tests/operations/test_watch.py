"""A person is told of letters that failed, of a queue that nobody works on and of periodic work that has stopped."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts.models import User
from energies.kernel import mail, tick
from energies.operations import queue, watch
from energies.operations.models import LastRun

pytestmark = pytest.mark.django_db

REFUSED = (
    "Traceback…\nsmtplib.SMTPRecipientsRefused: {'aina@exemple.cat': (550, b'5.1.1 No such user aina@exemple.cat')}\n"
)


@pytest.fixture(autouse=True)
def in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.STAFF_EMAIL = "equip@exemple.cat"


@pytest.fixture
def write():
    """Returns a function that puts a letter into the queue, in a state, and returns its row."""

    def put(email="aina@exemple.cat", kind="reminder", **fields):
        with transaction.atomic():
            mail.queue("Aviat: Sopar", "Cos de la carta", to=[email], kind=kind)
        row = DBTaskResult.objects.latest("enqueued_at")
        DBTaskResult.objects.filter(pk=row.pk).update(**fields)
        row.refresh_from_db()
        return row

    return put


def failed(**fields):
    return {"status": "FAILED", "finished_at": timezone.now(), "traceback": REFUSED, **fields}


def run(now=None):
    call_command("tick", stdout=StringIO())


# What is asked


def test_the_age_of_the_queue_is_that_of_the_oldest_that_is_due(write):
    now = timezone.now()
    assert queue.oldest_age() == 0
    write(run_after=now + timedelta(hours=3), enqueued_at=now - timedelta(days=1))
    write(status="SUCCESSFUL", enqueued_at=now - timedelta(days=1))
    assert queue.oldest_age(now) == 0
    write(enqueued_at=now - timedelta(seconds=90))
    assert queue.oldest_age(now) == 90
    # One that was put off waits since its hour, not since it was written.
    write(run_after=now - timedelta(seconds=200), enqueued_at=now - timedelta(days=1))
    assert queue.oldest_age(now) == 200 and queue.waiting() == 3


def test_failed_letters_are_counted_for_a_day(write):
    write(**failed())
    write(**failed(finished_at=timezone.now() - timedelta(days=2)))
    write(**failed(task_path="networks.graph.drawings.draw"))
    assert queue.failed_lately() == 1 and queue.over(timezone.now() - timedelta(days=1)).count() == 1


def test_the_tick_says_when_it_last_ran_to_its_end_and_what_failed(monkeypatch, caplog):
    assert watch.tick_ended() is None
    run()
    assert timezone.now() - watch.tick_ended() < timedelta(minutes=1)
    monkeypatch.setitem(tick._jobs, "trenca", lambda now: 1 / 0)
    with pytest.raises(CommandError, match="trenca"):
        run()
    assert LastRun.objects.get(name="tick").failed_jobs == "trenca" and "trenca" in caplog.text


# Whom it is told to


def test_the_team_is_told_of_failed_letters_once_a_day_without_anybodys_data(write):
    write(**failed())
    write("biel@exemple.cat", **failed())
    run(), run()
    (letter,) = outbox.outbox
    assert letter.to == ["equip@exemple.cat"] and "2 correus no s’han pogut entregar" in letter.body
    assert "/gestio/correus/" in letter.body and "aina" not in letter.body + letter.subject
    LastRun.objects.filter(name__startswith="told").update(at=timezone.now() - timedelta(days=2))
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=3))
    run()
    assert len(outbox.outbox) == 1


def test_the_team_is_told_of_a_queue_that_nobody_works_on_past_that_queue(write):
    write(enqueued_at=timezone.now() - timedelta(minutes=14))
    run()
    assert not outbox.outbox
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=40))
    run(), run()
    (letter,) = outbox.outbox
    assert "Fa 40 minuts" in letter.body and queue.waiting() == 1


def test_what_could_not_be_told_is_told_as_soon_as_it_can(write, monkeypatch):
    write(enqueued_at=timezone.now() - timedelta(minutes=40))
    with monkeypatch.context() as patch:

        def refuses(*arguments, **options):
            raise ConnectionRefusedError

        patch.setattr(mail, "send_now", refuses)
        run()
    assert not outbox.outbox
    run()
    assert len(outbox.outbox) == 1


def test_the_worker_tells_that_the_periodic_work_has_stopped():
    call_command("db_worker", batch=True)
    assert not outbox.outbox
    LastRun.objects.note("tick", timezone.now() - timedelta(minutes=20))
    call_command("db_worker", batch=True)
    assert not outbox.outbox
    LastRun.objects.note("tick", timezone.now() - timedelta(hours=2))
    call_command("db_worker", batch=True), call_command("db_worker", batch=True)
    (letter,) = outbox.outbox
    assert "manage.py tick" in letter.body and letter.to == ["equip@exemple.cat"]


def test_whoever_watches_over_the_site_sees_the_queue_and_the_tick(client, write, monkeypatch, caplog):
    def checks():
        return client.get("/salut/tot/").json()["checks"]

    assert checks()["queue"] == checks()["tick"] == "ok"
    write(**failed())
    write(enqueued_at=timezone.now() - timedelta(minutes=40))
    write(status="RUNNING", started_at=timezone.now() - timedelta(hours=1))
    assert checks()["queue"].startswith("oldest waits for 2400 s, 1 failed, 1 stuck")
    monkeypatch.setitem(tick._jobs, "trenca", lambda now: 1 / 0)
    with pytest.raises(CommandError):
        run()
    assert checks()["tick"] == "failed: trenca"
    LastRun.objects.note("tick", timezone.now() - timedelta(hours=2))
    assert "last ran at" in checks()["tick"] and client.get("/salut/tot/").status_code == 503
    assert client.get("/salut/").status_code == 200


# The team's page


@pytest.fixture
def act(team):
    return lambda row, what: team.post(f"/gestio/correus/{row.pk}/fes/", {"act": what, "sure": "1"}, follow=True)


def test_failed_letters_are_listed_with_masked_addresses_and_what_the_server_said(write, team):
    write(**failed())
    page = team.get("/gestio/correus/")
    for said in ("Recordatori d’una activitat", "a…@exemple.cat", "550", "No such user"):
        assert said in page.text
    assert "aina@" not in page.text and "Cos de la carta" not in page.text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_speaks_the_three_languages(write, team, language):
    path = {"es": "/es/gestion/correos/", "en": "/en/manage/letters/"}[language]
    assert team.get(path).status_code == 200


def test_trying_again_sends_it_once_and_letting_it_be_deletes_it(write, act):
    one, other = write(**failed()), write("biel@exemple.cat", **failed(worker_ids=["a", "b", "c"]))
    assert "S’enviarà" in act(other, "again").text
    assert "S’enviarà" not in act(other, "again").text and queue.waiting() == 1
    assert "S’ha esborrat" in act(one, "let_be").text and not DBTaskResult.objects.filter(pk=one.pk).exists()
    call_command("db_worker", batch=True)
    assert [letter.to for letter in outbox.outbox] == [["biel@exemple.cat"]]
    other.refresh_from_db()
    assert other.status == "SUCCESSFUL"


def test_a_letter_that_is_on_its_way_cannot_be_deleted(write, act):
    row = write()
    act(row, "let_be"), act(row, "again")
    assert DBTaskResult.objects.get(pk=row.pk).status == "READY"


def test_only_the_team_is_let_in(client, write):
    row = write(**failed())
    paths = ["/gestio/correus/", f"/gestio/correus/{row.pk}/fes/"]
    client.force_login(User.objects.create_user("algu@exemple.cat"))
    assert client.get(paths[0]).status_code == 403 and client.post(paths[1], {"act": "let_be"}).status_code == 403
    client.logout()
    assert client.get(paths[0]).status_code == 302
    assert DBTaskResult.objects.filter(pk=row.pk).exists()


def test_an_act_that_there_is_not_is_refused(act, write):
    assert act(write(**failed()), "burn").status_code == 400


def test_the_page_costs_the_same_with_3_and_with_30_letters(write, team):
    costs = []
    for number in (3, 27):
        for _one in range(number):
            write(**failed())
        with CaptureQueriesContext(connection) as queries:
            team.get("/gestio/correus/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
