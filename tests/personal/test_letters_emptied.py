"""Letters of the queue hold codes and links: what was sent keeps no text, what is still to be sent keeps all of it."""

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.db import DatabaseError
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from energies.kernel import mail
from energies.operations import personal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail.queue("Codi", "Les teves sis xifres: 123456", to=["aina@exemple.cat"])


def work():
    call_command("db_worker", batch=True, verbosity=0, interval=0, startup_delay=False)


def test_as_soon_as_a_letter_is_sent_its_row_tells_nothing_of_it():
    assert "123456" in str(DBTaskResult.objects.get().args_kwargs)
    work()
    row = DBTaskResult.objects.get()
    assert "123456" in sent.outbox[0].body and row.status == TaskResultStatus.SUCCESSFUL
    assert row.args_kwargs == personal.NOTHING and row.task_result.args == []


def test_a_letter_that_could_not_be_sent_keeps_its_text_for_the_next_try(monkeypatch):
    def refuse(message):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    work()
    first, again = DBTaskResult.objects.order_by("enqueued_at")
    assert first.args_kwargs == personal.NOTHING and "123456" in str(again.args_kwargs)


def test_a_letter_that_was_sent_never_counts_as_failed_because_it_could_not_be_emptied(monkeypatch):
    def broken(rows):
        raise DatabaseError("locked")

    monkeypatch.setattr(personal, "empty", broken)
    work()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL and len(sent.outbox) == 1
