"""Asking those who organised a Trobada what it left, once it is over: see ``energies.kernel.tick``."""

from django.db import transaction

from energies.kernel.email_address import normal_form
from energies.operations import opt_out
from gatherings import letters
from gatherings.models import Gathering
from networks import parties


def ask(now):
    """Write once to those who organised each Trobada that is over; return how many letters."""
    due = Gathering.objects.filter(stage=Gathering.Stage.CLOSED, return_asked_at=None)
    sent = 0
    for gathering in due.order_by("pk"):
        with transaction.atomic():
            if due.filter(pk=gathering.pk).update(return_asked_at=now):
                people = _people(gathering)
                letters.return_wanted(gathering, people)
                sent += len(people)
    return sent


def _people(gathering):
    """Return [(e-mail, language)] of those who organised it and may be asked, each once."""
    people = {}
    for one in (*gathering.entities.all(), *gathering.networks.all()):
        people |= {normal_form(email): (email, language) for email, language in parties.answerers(one)}
    refused = set(opt_out.refused("return_wanted"))
    return [people[key] for key in sorted(people) if key not in refused]
