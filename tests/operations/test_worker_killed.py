"""``db_worker`` as production runs it, killed with a letter in its hands, and PostgreSQL restarted under it."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bin.throwaway_postgres import Cluster, find_programs, free_port
from energies.kernel import mail
from energies.operations import queue
from tests.smtp import Postbox, listening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]

PATIENCE = 90  # seconds, for a machine that is busy


@pytest.fixture
def environment(tmp_path):
    """The variables with which a program of ours finds the database of this test, as in production."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory is one connection’s alone: set TEST_SQLITE_FILE")
    there = connection.settings_dict
    url = (
        "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**there) if connection.vendor == "postgresql" else ""
    )
    if not url:
        (tmp_path / "energies.sqlite3").symlink_to(there["NAME"])
    return production(tmp_path, url)


def production(var, url):
    ours = {"SITE_URL": "https://exemple.cat", "SECRET_KEY": "k" * 50, "DATABASE_URL": url, "VAR_DIR": str(var)}
    return {
        **os.environ,
        **ours,
        "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "DJANGO_SETTINGS_MODULE": "energies.settings",
    }


def port_of(environment):
    return int(environment["EMAIL_URL"].rpartition(":")[2])


@pytest.fixture
def worker():
    """Returns a function that starts db_worker in an environment; whatever still runs at the end is killed."""
    begun = []

    def begin(environment, *options):
        command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", *options]
        with open(os.path.join(environment["VAR_DIR"], "worker.log"), "ab") as log:
            begun.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()
        one.wait()


def until(true):
    """Wait until ``true()`` is so; return it."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert answer
    return answer


@pytest.fixture
def letter(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        mail.queue("Hola", "Hola.", to=["aina@exemple.cat"])


def state():
    return DBTaskResult.objects.get().status


def as_if_its_time_were_over():
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=timezone.now() - queue.TAKES - timedelta(minutes=1))


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_killed_before_the_server_says_yes_the_letter_goes_once(environment, worker, letter):
    with listening(Postbox(holds="DATA"), port_of(environment)) as box:
        box.answer = "451 Too late"
        first = worker(environment)
        until(box.holding.is_set)
        kill(first)
        assert state() == "RUNNING"
        box.let_go.set()
        worker(environment, "--batch").wait(PATIENCE)
        assert state() == "RUNNING" and not box.letters
        as_if_its_time_were_over()
        box.answer = None
        worker(environment, "--batch").wait(PATIENCE)
    assert state() == "SUCCESSFUL" and len(box.letters) == 1


def test_killed_after_the_server_said_yes_the_letter_is_not_sent_again(environment, worker, letter):
    """The server has it, and is slow in taking leave: its row says already that it is gone."""
    with listening(Postbox(holds="QUIT"), port_of(environment)) as box:
        first = worker(environment)
        until(box.holding.is_set)
        until(lambda: state() == "SUCCESSFUL")
        kill(first)
        box.let_go.set()
        as_if_its_time_were_over()
        worker(environment, "--batch").wait(PATIENCE)
    assert len(box.letters) == 1 and state() == "SUCCESSFUL"


def test_told_to_stop_it_ends_well_after_the_letter_in_hand(environment, worker, letter):
    with listening(Postbox(holds="DATA"), port_of(environment)) as box:
        one = worker(environment)
        until(box.holding.is_set)
        one.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert one.poll() is None
        box.let_go.set()
        assert one.wait(PATIENCE) == 0
    assert len(box.letters) == 1 and state() == "SUCCESSFUL"


@pytest.fixture
def cluster():
    """A PostgreSQL of this test's own, which it stops and starts."""
    if connection.vendor != "postgresql":
        pytest.skip("once is enough: in the run on PostgreSQL")
    one = Cluster(find_programs())
    one.start()
    yield one
    one.delete()


def rows(cluster, sql):
    with psycopg.connect(cluster.url, autocommit=True) as asked:
        return asked.execute(sql).fetchall()


WRITE = """
from django.db import transaction
from energies.kernel import mail
with transaction.atomic():
    for name in {names}:
        mail.queue("Hola", "Hola.", to=[name + "@exemple.cat"])
"""


def test_a_database_that_is_restarted_under_it_costs_nothing(cluster, worker, tmp_path):
    environment = production(tmp_path, cluster.url)

    def manage(*arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=environment, check=True)

    for app in ("django_tasks_database", "operations"):
        manage("migrate", app, "--verbosity", "0")
    with listening(Postbox(holds="DATA"), port_of(environment)) as box:
        one = worker(environment)
        manage("shell", "--no-imports", "-v", "0", "-c", WRITE.format(names=["aina", "biel"]))
        until(box.holding.is_set)
        # It goes away with a letter in hand, and comes back after the mail server has said yes.
        cluster.stop()
        box.let_go.set()
        until(lambda: len(box.letters) == 1)
        time.sleep(2)
        cluster.start()
        until(lambda: len(box.letters) == 2)
        # And once more, with nothing to do.
        cluster.stop()
        time.sleep(1)
        cluster.start()
        manage("shell", "--no-imports", "-v", "0", "-c", WRITE.format(names=["cesc"]))
        until(lambda: len(box.letters) == 3)
        until(
            lambda: (
                len(rows(cluster, "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'")) == 3
            )
        )
        one.send_signal(signal.SIGTERM)
        assert one.wait(PATIENCE) == 0
    assert sorted(letter["To"] for letter in box.letters) == [
        f"{name}@exemple.cat" for name in ("aina", "biel", "cesc")
    ]
