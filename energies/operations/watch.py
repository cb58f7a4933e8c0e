"""What a person has to know without asking: told by mail, grouped, with numbers and nobody's data.

The periodic work watches the queue, and the worker of the queue watches the periodic work. Each letter goes straight to the
mail server, past the queue, which may be what does not work; and once a day for each thing, however long it lasts.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import Error
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.kernel import mail
from energies.operations import queue
from energies.operations.models import LastRun

log = logging.getLogger("energies.watch")

TICK = "tick"
OLD = timedelta(minutes=15)  # a letter that waits longer means that nobody is sending any
TICK_STOPPED = timedelta(minutes=30)  # it is to run every five
AGAIN_AFTER = timedelta(days=1)
LANGUAGE = "ca"


def tick_ended():
    """Return when the periodic work last ran to its end, or None."""
    return LastRun.objects.of(TICK)


def note_tick(now, failed=()):
    """Say that the periodic work has run to its end; ``failed`` are the names of the jobs that did not."""
    LastRun.objects.note(TICK, now, ", ".join(failed))


def queue_health():
    """Return "" when letters go and arrive, else what is wrong, for ``health``."""
    try:
        age, failed, overdue = queue.oldest_age(), queue.failed_lately(), queue.overdue()
    except Error:
        return "does not answer"
    wrong = {"oldest waits for {} s": age if age > OLD.total_seconds() else 0, "{} failed": failed, "{} stuck": overdue}
    return ", ".join(words.format(number) for words, number in wrong.items() if number)


def tick_health():
    """Return "" when the periodic work goes on, or is being set up, else what is wrong, for ``health``."""
    try:
        row = LastRun.objects.filter(name=TICK).first()
    except Error:
        return "does not answer"
    if row is None:
        return ""
    if timezone.now() - row.at > TICK_STOPPED:
        return f"last ran at {row.at:%Y-%m-%d %H:%M} UTC"
    return f"failed: {row.failed_jobs}" if row.failed_jobs else ""


def over_queue(now):
    """Tell the team of letters given up and of a queue that nobody works on; return how many things were told."""
    since = LastRun.objects.of("told: failed letters") or now - AGAIN_AFTER
    count, age = queue.failed_lately(now, since), queue.oldest_age(now)
    with translation.override(LANGUAGE):
        found = {
            "failed letters": count and ngettext("%(n)s letter could not be delivered.", "%(n)s letters could not be delivered.", count) % {"n": count},
            "old queue": age > OLD.total_seconds() and _("Letters have been waiting for %(n)s minutes: the program that sends them has stopped, or cannot reach the mail server.") % {"n": age // 60},
        }  # fmt: skip
    return _tell({name: words for name, words in found.items() if words}, now)


def over_tick(now):
    """Tell the team when the periodic work has stopped; return how many things were told (1 or 0)."""
    last = tick_ended()
    # One that has never run is being set up.
    if last is None or now - last < TICK_STOPPED:
        return 0
    with translation.override(LANGUAGE):
        said = _("Reminders, notices and what is to be deleted have stopped: manage.py tick last ran at %(when)s.")
        words = said % {"when": timezone.localtime(last).strftime("%H:%M, %d/%m/%Y")}
    return _tell({TICK: words}, now)


def _tell(found, now):
    """Mail those of {name: sentence} that nobody was told of since yesterday; what cannot be mailed now is told later."""
    before = {name: LastRun.objects.of(f"told: {name}") for name in found}
    due = {name: words for name, words in found.items() if _is_due(name, now)}
    if not due:
        return 0
    for words in due.values():
        # A person is mailed right here: no error of the program, which would be mailed once more.
        log.warning("%s", words)
    with translation.override(LANGUAGE):
        context = {"found": due.values(), "link": settings.ORIGIN + reverse("letters")}
    try:
        mail.send_now("mail/watch.txt", context, to=[settings.STAFF_EMAIL], language=LANGUAGE)
    except (OSError, SMTPException) as error:
        log.warning("The team could not be told by mail: %s", type(error).__name__)
        for name in due:
            LastRun.objects.note(f"told: {name}", before[name] or now - AGAIN_AFTER)
        return 0
    return len(due)


def _is_due(name, now):
    return LastRun.objects.take_turn(f"told: {name}", now, AGAIN_AFTER)
