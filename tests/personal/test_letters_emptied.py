"""Letters of the queue hold codes and links: what was sent keeps no text, what is still to be sent keeps all of it."""

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bin.throwaway_postgres import free_port
from energies.kernel import mail
from energies.operations.queue import NOTHING

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        mail.queue("Codi", "Les teves sis xifres: 123456", to=["aina@exemple.cat"])


def work():
    call_command("db_worker", batch=True, verbosity=0)


def test_as_soon_as_a_letter_is_sent_its_row_tells_nothing_of_it():
    assert "123456" in str(DBTaskResult.objects.get().args_kwargs)
    work()
    row = DBTaskResult.objects.get()
    assert "123456" in sent.outbox[0].body and row.status == TaskResultStatus.SUCCESSFUL
    assert row.args_kwargs == NOTHING and row.task_result.args == []


def test_a_letter_that_could_not_be_sent_keeps_its_text_for_the_next_try(settings):
    nobody = {"host": "127.0.0.1", "port": free_port(), "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": nobody}}
    work()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY and "123456" in str(row.args_kwargs)
