"""What came and what waits, to those of the team who review, once a day: nobody needs to look in to know.

Sent from eight in the morning on, by ``tick``, to each in their language. There is one turn a day and a person
(``LastRun``), taken in the transaction that queues the letter: twice at once, or killed half-way, it goes out once; after
a pause one letter tells of all that came meanwhile. What would say nothing is not sent.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from energies.accounts.models import User
from energies.accounts.team import may_review
from energies.curation import decisions
from energies.curation.models import Submission
from energies.curation.models import SubmissionMessage as Said
from energies.curation.proposable import get
from energies.kernel import mail, working_days
from energies.operations import opt_out
from energies.operations.models import LastRun
from energies.site.models import ContactMessage

TOPIC = "digest"
AT = time(8)
MOST = 15  # of each list; the rest is counted
LANGUAGE = "ca"  # of the team's own address


def send(now):
    """Send what is due; return how many letters."""
    return sum(_send(now, *who) for who in recipients())


def recipients():
    """Return [(name of the turn, e-mail, language)] of those who get it."""
    if settings.TEAM_DIGEST == "mailbox":
        return [("digest: mailbox", settings.STAFF_EMAIL, LANGUAGE)]
    if settings.TEAM_DIGEST == "nobody":
        return []
    people = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    return [(f"digest: {one.pk}", one.email, one.language) for one in people if may_review(one)]


def _send(now, turn, email, language):
    begins = timezone.make_aware(datetime.combine(timezone.localdate(now), AT))
    if now < begins or opt_out.has_refused(TOPIC, email):
        return 0
    with transaction.atomic():
        since = LastRun.objects.of(turn) or now - timedelta(days=1)
        if not LastRun.objects.take_turn(turn, now, now - begins + timedelta.resolution):
            return 0
        with translation.override(language):
            context = digest(since, now)
        if context is None:
            return 0
        out = opt_out.link(TOPIC, email, language)
        mail.send("mail/digest.txt", context, to=[email], language=language, way_out=out)
    return 1


def digest(since, now):
    """Return what the letter says, in the language that is active, or None when there is nothing to say.

    ``came`` are (words, link) of what was sent since ``since``, ``late`` of what waits for longer than is promised (or
    will by tomorrow), ``answers`` of what authors have answered, ``messages`` of what was written to the team; each is
    (rows, how many there are in all).
    """
    came = _listed(Submission.objects.waiting().filter(submitted_at__gt=since), _proposal)
    late = _listed(Submission.objects.late(now + timedelta(days=1)), lambda one: _waits(one, now))
    said = (
        Said.objects.filter(at__gt=since, internal=False, from_team=False).select_related("submission").order_by("pk")
    )
    answers = _listed(
        said.filter(submission__awaits__in=decisions.in_queue("waiting")), lambda one: _proposal(one.submission)
    )
    messages = _listed(ContactMessage.objects.open().filter(received_at__gt=since).order_by("pk"), _message)
    if not any(number for _rows, number in (came, late, answers, messages)):
        return None
    return {
        "came": came,
        "late": late,
        "answers": answers,
        "messages": messages,
        "unanswered": ContactMessage.objects.open().count(),
        "waiting": Submission.objects.waiting().count(),
        "within": working_days.within(),
        "queue": settings.ORIGIN + reverse("queue"),
        "desk": settings.ORIGIN + reverse("admin:site_contactmessage_changelist"),
    }


def _listed(rows, said):
    return [said(one) for one in rows[:MOST]], rows.count()


def _proposal(one):
    return f"{one} ({get(one.kind).label})", settings.ORIGIN + reverse("review", args=[one.pk])


def _waits(one, now):
    words, link = _proposal(one)
    return f"{words}: {working_days.in_words(working_days.days_between(one.waiting_since, now))}", link


def _message(one):
    return one.get_about_display(), settings.ORIGIN + reverse("admin:site_contactmessage_change", args=[one.pk])
