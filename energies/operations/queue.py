"""The queue of tasks, letters above all: how old it is, what failed, and what a dead worker left behind.

A task is *ready* until a worker claims it, then *running*, then *successful* or *failed* (``DBTaskResult``). A worker that
is killed leaves its task running; after TAKES it is given to another. ``worker_ids`` are those who took it up since it was
last put off in order: after MOST_TAKES of them it counts as failed, for it may be what kills them.
"""

import re
from datetime import datetime, timedelta

from django.db.models import Case, F, Min, When
from django.tasks import TaskResultStatus as Status
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from energies.kernel.mail import deliver

# Longer than a letter ever takes: the mail server has 20 seconds for each of some ten steps.
TAKES = timedelta(minutes=10)
MOST_TAKES = 3
DEAD = "The worker died while it had this in hand, {times} times."
NOTHING = {"args": [], "kwargs": {}}  # in place of what a task was given, once it is done
ADDRESS = re.compile(r"[^\s@<>'\"{}(),;:\\]+@[^\s@<>'\"{}(),;:\\]+")


def oldest_age(now=None) -> int:
    """Return for how many seconds the oldest task that is due has waited; 0 when none is."""
    now = now or timezone.now()
    # Those that may go at once have the end of all days as their hour.
    due_since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    ready = DBTaskResult.objects.filter(status=Status.READY).annotate(due_since=due_since)
    oldest = ready.filter(due_since__lte=now).aggregate(oldest=Min("due_since"))["oldest"]
    return int((now - oldest).total_seconds()) if oldest else 0


def waiting() -> int:
    """Return how many tasks are not done, also those that wait for their next try."""
    return DBTaskResult.objects.filter(status__in=[Status.READY, Status.RUNNING]).count()


def failed_letters():
    """Return the letters given up, newest first."""
    rows = DBTaskResult.objects.filter(status=Status.FAILED, task_path=deliver.module_path)
    return rows.order_by("-finished_at", "-pk")


def failed_lately(now=None, since: datetime | None = None) -> int:
    """Return how many letters were given up in the last day, or since ``since``."""
    return failed_letters().filter(finished_at__gt=since or (now or timezone.now()) - timedelta(days=1)).count()


def _past_their_time(now):
    return DBTaskResult.objects.filter(status=Status.RUNNING, started_at__lte=now - TAKES)


def overdue(now=None) -> int:
    """Return how many tasks are running for longer than any takes: their worker is dead."""
    return _past_their_time(now or timezone.now()).count()


def over(before: datetime):
    """Return the tasks that ended, well or not, before a moment: their letters are kept for nobody any more."""
    return DBTaskResult.objects.filter(status__in=[Status.SUCCESSFUL, Status.FAILED], finished_at__lt=before)


def take_up(now=None) -> int:
    """Make ready again, once each, what dead workers left behind; return how many. Safe to run twice at once."""
    now = now or timezone.now()
    return sum(_take_up(row, now) for row in _past_their_time(now).order_by("started_at"))


def _take_up(row, now):
    if len(row.worker_ids) < MOST_TAKES:
        return settle(row, status=Status.READY, run_after=now)
    words = DEAD.format(times=len(row.worker_ids))
    return settle(
        row, status=Status.FAILED, finished_at=now, exception_class_path="builtins.TimeoutError", traceback=words
    )


def settle(row, **fields) -> int:
    """Write how a running task went, unless somebody took it up meanwhile; return whether it was written (1 or 0)."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status=Status.RUNNING, started_at=row.started_at)
    return mine.update(**fields)


def try_again(pk) -> bool:
    """Give a letter that failed another chance, now. False when it is not there, or not failed, any more."""
    row = failed_letters().filter(pk=pk).first()
    if row is None:
        return False
    letter = row.args_kwargs["args"][0]
    fields = {"args_kwargs": {"args": [letter], "kwargs": {}}, "worker_ids": [], "run_after": timezone.now()}
    fields |= {"status": Status.READY, "finished_at": None, "exception_class_path": "", "traceback": ""}
    return bool(failed_letters().filter(pk=pk).order_by().update(**fields))


def let_be(pk) -> bool:
    """Delete a letter that failed: nobody will get it. False when it is not there, or not failed, any more."""
    deleted, _by_model = failed_letters().filter(pk=pk).delete()
    return bool(deleted)


def error_in_words(row) -> str:
    """Return what kept a task from being done, in one line, its addresses masked."""
    line = (row.traceback.strip().splitlines() or [""])[-1]
    return ADDRESS.sub(lambda found: masked(found[0]), line)[:300]


def masked(address) -> str:
    """Return an e-mail address that only those who know it recognise: a…@exemple.cat."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
