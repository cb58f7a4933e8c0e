"""Asking those who organised a Trobada what it left, once it is over: see ``energies.kernel.tick``."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from energies.kernel import mail
from gatherings.models import Gathering
from networks import parties


def ask(now):
    """Write once to those who organised each Trobada that is over; return how many letters."""
    due = Gathering.objects.filter(stage=Gathering.Stage.CLOSED, return_asked_at=None)
    sent = 0
    for gathering in due.order_by("pk"):
        with transaction.atomic():
            if due.filter(pk=gathering.pk).update(return_asked_at=now):
                sent += _write(gathering)
    return sent


def _write(gathering):
    people = {}
    for one in (*gathering.entities.all(), *gathering.networks.all()):
        people |= dict(parties.answerers(one))
    for email, language in sorted(people.items()):
        with translation.override(language):
            context = {
                "name": gathering.said("name")[0],
                "space": settings.ORIGIN + reverse("space"),
                "page": settings.ORIGIN + gathering.get_absolute_url(),
            }
        mail.send("mail/return_wanted.txt", context, to=[email], language=language)
    return len(people)
