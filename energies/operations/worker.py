"""Whoever does the tasks of the queue, one after the other, for as long as nobody stops it.

The library's own worker ends with the first error of the database and leaves its task running for ever. This one waits
for the database, says in the task's row that a letter is gone the moment the mail server has it (``tasks.mark_done``), takes
up what dead workers left, and stops after the task in hand. A task is done once, but for one that was killed between the
mail server's yes and the next statement; such a letter goes twice, with one Message-ID.
"""

import logging
import signal
import time
from datetime import timedelta
from itertools import chain, repeat
from smtplib import SMTPException
from traceback import format_exception

from django.db import InterfaceError, OperationalError, connection
from django.tasks import TaskContext
from django.tasks import TaskResultStatus as Status
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.kernel import tasks
from energies.operations import queue, watch

log = logging.getLogger("energies.worker")

DOWN = (OperationalError, InterfaceError)
WAITS = (0.5, 1, 2, 5, 10)  # seconds until the database is asked again, then always the last
LOOKS_ROUND = 60  # seconds between two looks at what others left undone
LOST = timedelta(minutes=1)  # until a task is tried again under which the database went away
GRACE = 30  # seconds that the end may wait for the database, when it must be written that a letter is gone


class Worker:
    def __init__(self, name, *, interval=1.0, batch=False, most=None):
        """``interval``: seconds between two looks at an empty queue; ``batch``: end when it is; ``most``: end after so many."""
        self.name, self.interval, self.batch, self.most = name, interval, batch, most
        self.stopped_at, self.looked_at = None, None

    def stop(self, *_signal):
        """Have it end after the task in hand."""
        self.stopped_at = self.stopped_at or time.monotonic()

    def stop_on_signals(self):
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(one, self.stop)

    def run(self):
        done = 0
        while not self.stopped_at and (self.most is None or done < self.most):
            self.patiently(self.look_round)
            row = self.patiently(self.claim)
            if row:
                self.do(row)
                done += 1
            elif self.batch:
                return
            else:
                self.rest(self.interval)

    def rest(self, seconds):
        """Sleep, but end when told to stop."""
        until = time.monotonic() + seconds
        while not self.stopped_at and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))

    def patiently(self, act, grace=0):
        """Return what ``act`` gives, asking again while the database is away; None when it stays away and we are to stop."""
        for seconds in chain(WAITS, repeat(WAITS[-1])):
            try:
                return act()
            except DOWN as error:
                log.warning("The database does not answer: %s", error)
                forget_connection()
            if self.stopped_at:
                if time.monotonic() > self.stopped_at + grace:
                    return None
                time.sleep(0.5)
            self.rest(seconds)

    def look_round(self):
        """Once a minute, take up what dead workers left, and tell when the periodic work has stopped."""
        if self.looked_at is None or time.monotonic() > self.looked_at + LOOKS_ROUND:
            self.looked_at = time.monotonic()
            if count := queue.take_up():
                log.warning("Taken up again after a worker died: %s", count)
            watch.over_tick(timezone.now())

    def claim(self):
        """Return a task that is due and now ours, or None."""
        while row := DBTaskResult.objects.ready().filter(backend_name="default").first():
            fields = {"started_at": timezone.now(), "worker_ids": [*row.worker_ids, self.name]}
            # Whoever changes it first has it, on every database.
            if DBTaskResult.objects.filter(pk=row.pk, status=Status.READY).update(status=Status.RUNNING, **fields):
                row.status, row.started_at, row.worker_ids = Status.RUNNING, fields["started_at"], fields["worker_ids"]
                return row
        return None

    def do(self, row):
        """Run a task and write down how it went."""
        # What it was given goes at once: a letter that has been sent is of use to nobody here.
        succeeded = {
            "status": Status.SUCCESSFUL,
            "exception_class_path": "",
            "traceback": "",
            "args_kwargs": queue.NOTHING,
        }
        try:
            with tasks.marked_by(lambda: self.save_row(row, finished_at=timezone.now(), **succeeded)):
                value = self.call(row)
        except tasks.RetryLater as later:
            self.save_row(row, **put_off(later))
        except DOWN as error:
            log.warning("The database went away in the middle of a task: %s", error)
            forget_connection()
            # Unless it is the task itself that the database cannot bear.
            again = {"status": Status.READY, "run_after": timezone.now() + LOST}
            self.save_row(row, **(again if len(row.worker_ids) < queue.MOST_TAKES else failed(error)))
        except (OSError, SMTPException) as error:
            # No fault of ours: the team sees it among the letters that could not be delivered.
            log.warning("The task %s was refused: %s", row.task_path, type(error).__name__)
            self.save_row(row, **failed(error))
        except Exception as error:
            log.exception("The task %s failed", row.task_path)
            self.save_row(row, **failed(error))
        else:
            self.save_row(row, finished_at=timezone.now(), return_value=value, **succeeded)

    def call(self, row):
        task, arguments = row.task, row.args_kwargs
        context = [TaskContext(task_result=row.task_result)] if task.takes_context else []
        return task.call(*context, *arguments["args"], **arguments["kwargs"])

    def save_row(self, row, **fields):
        """Write how a task went; one that is marked as done already stays so."""
        self.patiently(lambda: queue.settle(row, **fields), grace=GRACE)


def put_off(later):
    """Return the fields of a task that is to be done later."""
    return {
        "status": Status.READY,
        "run_after": timezone.now() + later.wait,
        "args_kwargs": {"args": list(later.args), "kwargs": {}},
        "worker_ids": [],
    }


def failed(error):
    """Return the fields of a task that raised ``error``."""
    return {
        "status": Status.FAILED,
        "finished_at": timezone.now(),
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }


def forget_connection():
    """Drop a connection that the database has dropped, and those that wait in a pool."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
