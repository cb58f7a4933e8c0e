"""What went wrong in the program, told to a person: each fault once, with how often, and nothing of those it happened to.

Messages of exceptions and arguments of log lines may hold what people typed («Key (email)=(…) already exists»): they stay
in the log of the machine. What is kept and mailed is where in the program it was.
"""

import hashlib
import logging
import threading
import traceback
from collections import deque
from datetime import timedelta
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction

from energies.kernel import mail
from energies.operations import request_id

AGAIN_AFTER = timedelta(days=1)  # a fault that goes on is told once a day
PAUSE = timedelta(hours=1)  # between two letters
IN_A_LETTER = 20
FRAMES = 30
KEPT = timedelta(days=30)


class Seen(NamedTuple):
    kind: str  # class of the exception, or name of the logger
    place: str  # file:line function
    trace: str  # file, line, function and source of each frame
    route: str  # name of the view, not the address
    request_id: str

    @property
    def fingerprint(self) -> str:
        # Not the line: the same fault after a change above it is the same.
        place = self.place.partition(":")[0], self.place.rpartition(" ")[2]
        return hashlib.sha256("\n".join((self.kind, *place)).encode()).hexdigest()[:32]


def seen(record: logging.LogRecord) -> Seen:
    """Return what may be kept of a record of the log."""
    error = record.exc_info and record.exc_info[1]
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    name = request_id.current() if not hasattr(record, "request_id") else record.request_id
    route = match.view_name if match else ""
    if not error:
        place = f"{record.pathname}:{record.lineno} {record.funcName}"
        return Seen(record.name, place, str(record.msg) if record.args else place, route, name)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    trace = "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}\n    {frame.line}" for frame in frames)
    ours = [frame for frame in frames if str(settings.BASE_DIR) in frame.filename and ".venv" not in frame.filename]
    last = (ours or frames or [traceback.FrameSummary(record.pathname, record.lineno, record.funcName)])[-1]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return Seen(kind, f"{last.filename}:{last.lineno} {last.name}", trace, route, name)


_pending: deque[Seen] = deque(maxlen=200)
_storing = threading.local()


class FailureHandler(logging.Handler):
    """Keeps each error of the log for ``tell``, but for what its filters leave out (``kernel.refused.OursFilter``).

    Inside a transaction it waits: what failed there is rolled back.
    """

    def emit(self, record):
        if not apps.ready or getattr(_storing, "now", False):
            return
        _pending.append(seen(record))
        if not connection.in_atomic_block:
            store()


def store(**_signal) -> None:
    """Write down what waits; without a database it goes on waiting."""
    if getattr(_storing, "now", False):
        return
    _storing.now = True
    try:
        while _pending:
            one = _pending.popleft()
            try:
                with transaction.atomic():
                    apps.get_model("operations", "Failure").objects.note(one)
            except Error:
                _pending.appendleft(one)
                return
    finally:
        _storing.now = False


def tell(now) -> int:
    """Mail to the team what failed since it was last told; return how many faults. A letter an hour at most."""
    model = apps.get_model("operations", "Failure")
    store()
    model.objects.filter(last_at__lt=now - KEPT).delete()
    if model.objects.filter(told_at__gt=now - PAUSE).exists():
        return 0
    with transaction.atomic():
        due = list(model.objects.to_tell(now - AGAIN_AFTER).select_for_update()[:IN_A_LETTER])
        if due:
            mail.send(
                "mail/failures.txt",
                {"failures": due, "release": settings.RELEASE},
                to=[settings.STAFF_EMAIL],
                language="ca",
            )
            for one in due:
                one.told_at, one.told = now, one.count
                one.save(update_fields=["told_at", "told"])
    return len(due)
