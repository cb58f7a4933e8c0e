"""Asking those who organised a Trobada what it left, once it is over: see ``energies.kernel.tick``."""

from django.db import transaction

from gatherings import letters
from gatherings.models import Gathering


def ask(now):
    """Write once to those who organised each Trobada that is over; return how many letters."""
    due = Gathering.objects.filter(stage=Gathering.Stage.CLOSED, return_asked_at=None)
    sent = 0
    for gathering in due.order_by("pk"):
        with transaction.atomic():
            if due.filter(pk=gathering.pk).update(return_asked_at=now):
                people = letters.who_is_asked_what_it_left(gathering)
                letters.return_wanted(gathering, people)
                sent += len(people)
    return sent
