"""The worker of the queue: what it does with a task, with what another left, and with a database that goes away."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bin.throwaway_postgres import free_port
from energies.kernel import mail, tasks
from energies.operations import queue
from energies.operations.worker import Worker
from tests.curation.test_at_once import at_once
from tests.smtp import Postbox, listening

pytestmark = pytest.mark.django_db(transaction=True)

LONG = queue.TAKES + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def box(settings):
    """The Postbox of a mail server that listens."""
    options = {"host": "127.0.0.1", "port": free_port(), "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    with listening(Postbox(), options["port"]) as box:
        yield box


def write(*names):
    with transaction.atomic():
        for name in names or ("aina",):
            mail.queue("Hola", "Hola.", to=[f"{name}@exemple.cat"])


def work(**options):
    call_command("db_worker", batch=True, **options)


def states():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def left_running(takes=1, ago=LONG):
    """As a worker that is killed leaves a letter."""
    write()
    fields = {"status": "RUNNING", "started_at": timezone.now() - ago, "worker_ids": ["dead"] * takes}
    DBTaskResult.objects.update(**fields)


def test_what_a_dead_worker_left_is_taken_up_once_its_time_is_over(box):
    left_running(ago=timedelta(minutes=1))
    assert queue.overdue() == 0 and queue.take_up() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - LONG)
    assert queue.overdue() == 1 and queue.take_up() == 1 and queue.take_up() == 0
    work()
    assert states() == ["SUCCESSFUL"] and len(box.letters) == 1


def test_a_worker_takes_up_by_itself_what_another_left(box):
    left_running()
    work()
    assert states() == ["SUCCESSFUL"] and len(box.letters) == 1


def test_a_task_that_kills_each_worker_is_given_up(box):
    left_running(takes=queue.MOST_TAKES)
    work()
    assert states() == ["FAILED"] and not box.letters and "died" in queue.error_in_words(DBTaskResult.objects.get())


def test_a_worker_that_comes_back_late_changes_nothing_of_what_another_did(box):
    left_running()
    late = DBTaskResult.objects.get()
    queue.take_up()
    work()
    assert not queue.settle(late, status="READY")
    assert states() == ["SUCCESSFUL"]


@task
def breaks():
    raise ZeroDivisionError


@task
def loses_the_database():
    raise OperationalError("server closed the connection unexpectedly")


@task
def says_done_and_breaks():
    tasks.mark_done()
    raise ZeroDivisionError


@pytest.mark.parametrize(("one", "state"), [(breaks, "FAILED"), (says_done_and_breaks, "SUCCESSFUL")])
def test_what_is_done_stays_done_and_what_breaks_is_said(one, state, caplog):
    one.enqueue()
    work()
    assert states() == [state]
    caplog.clear()


def test_a_task_under_which_the_database_goes_away_is_no_failure_of_its_own(caplog):
    loses_the_database.enqueue()
    Worker("a", most=1).run()
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("READY", ["a"]) and row.run_after > timezone.now()
    for name in ("b", "c"):
        DBTaskResult.objects.update(run_after=timezone.now())
        Worker(name, most=1).run()
    assert states() == ["FAILED"]
    caplog.clear()


def test_a_task_of_a_release_that_is_gone_fails_and_the_others_go_on(box, caplog):
    breaks.enqueue()
    DBTaskResult.objects.update(task_path="gone.task")
    write()
    work()
    assert states() == ["FAILED", "SUCCESSFUL"] and len(box.letters) == 1
    caplog.clear()


def test_a_server_that_takes_the_letter_and_hangs_up_is_not_asked_again(box, monkeypatch):
    async def hang_up(server, session, envelope):
        server.transport.close()

    monkeypatch.setattr(box, "handle_QUIT", hang_up, raising=False)
    write()
    work()
    assert states() == ["SUCCESSFUL"] and len(box.letters) == 1


def test_a_mail_server_that_does_not_let_us_in_costs_no_letter(settings, caplog):
    """A wrong password, a closed door: that is between the server and us, and no fault of the letter's."""

    class Closed(Postbox):
        async def handle_EHLO(self, server, session, envelope, hostname, responses):
            return ["554 No"]

        async def handle_HELO(self, server, session, envelope, hostname):
            return "554 No"

    options = {"host": "127.0.0.1", "port": free_port(), "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    write()
    with listening(Closed(), options["port"]):
        work()
    assert states() == ["READY"] and DBTaskResult.objects.get().args_kwargs["args"][1] == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_database_that_is_away_is_waited_for(box, monkeypatch, times, caplog):
    write("aina", "biel")
    worker, claim, away = Worker("a", batch=True), Worker.claim, []

    def sometimes(self):
        if len(away) < times:
            away.append(1)
            raise OperationalError("the database system is shutting down")
        return claim(self)

    monkeypatch.setattr(Worker, "claim", sometimes)
    monkeypatch.setattr("energies.operations.worker.WAITS", (0.01,))
    worker.run()
    assert len(box.letters) == 2 and states() == ["SUCCESSFUL"] * 2
    assert sum("does not answer" in record.message for record in caplog.records) == times
    caplog.clear()


def test_told_to_stop_it_ends_after_the_letter_in_hand(box):
    write("aina", "biel")
    worker = Worker("a")
    answer = box.handle_message
    box.handle_message = lambda message: (worker.stop(), answer(message))
    worker.run()
    assert len(box.letters) == 1 and states() == ["READY", "SUCCESSFUL"]


@pytest.mark.at_once
def test_two_workers_never_take_the_same_letter(box):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    names = [f"persona{number}" for number in range(30)]
    write(*names)
    results = at_once(*[lambda name=name: Worker(name, batch=True).run() for name in "abc"])
    assert results == [None] * 3
    assert sorted(letter["To"] for letter in box.letters) == sorted(f"{name}@exemple.cat" for name in names)
    assert states() == ["SUCCESSFUL"] * 30
    assert all(len(row.worker_ids) == 1 for row in DBTaskResult.objects.all())


@pytest.mark.at_once
def test_two_that_look_round_take_up_a_letter_once(box):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    left_running()
    assert sum(at_once(queue.take_up, queue.take_up, queue.take_up)) == 1
