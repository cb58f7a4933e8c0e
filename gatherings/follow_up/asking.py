"""Whom we ask how it stands, when, and how they answer without signing in."""

from dateutil.relativedelta import relativedelta
from django.core import signing
from django.db import transaction
from django.utils import timezone

from energies.entries import parties
from energies.kernel import periods
from energies.kernel.email_address import normal_form
from energies.operations import opt_out
from gatherings import letters
from gatherings.models import FollowUp, Gathering
from gatherings.models.follow_up import LAST, due_months

SALT = "gatherings.follow_up"


def ask(now):
    """Ask, once each, those whose turn it is; return how many letters were sent."""
    today = timezone.localdate(now)
    recent = Gathering.objects.returned().filter(ends_on__gt=today - relativedelta(months=LAST)).with_hosts()
    return sum(_ask_all(gathering, months, now) for gathering in recent if (months := due_months(gathering, today)))


def _ask_all(gathering, months, now):
    asked = asked_of(gathering, gathering.outcomes.for_lists())
    left_out = set(_settled(gathering, months).values_list("party", flat=True))
    return sum(_ask(gathering, months, one, now) for one in asked if one.party_id not in left_out)


def _settled(gathering, months):
    """Return those who were asked this already, or want to be asked nothing more."""
    there = FollowUp.objects.filter(gathering=gathering)
    return there.filter(months=months) | there.filter(no_more=True)


@transaction.atomic
def _ask(gathering, months, party, now):
    answerers = parties.answerers(party)
    refused = set(opt_out.refused("follow_up", parties.ref(party)))
    people = [(email, language) for email, language in answerers if normal_form(email) not in refused]
    # Nobody calls those who have all said that they want no more questions.
    state = {"sent_at": now if people else None, "no_more": bool(answerers) and not people}
    # The row and its letters are kept together or not at all; whoever comes second finds the row.
    follow_up, is_new = FollowUp.objects.get_or_create(
        gathering=gathering, months=months, party=party.party, defaults=state
    )
    if not is_new:
        return 0
    letters.follow_up(follow_up, party, people, token_of(follow_up))
    return len(people)


def asked_of(gathering, outcomes):
    """Return those we ask, by name: who carries what is not finished, and who hosted it; only those that may be public."""
    open_ones = [one for one in outcomes if one.is_open]
    found = {one for outcome in open_ones for one in outcome.carriers}
    found |= {*gathering.organisers}
    return sorted(found, key=lambda one: (one.sort_name, one.party_position, one.pk))


def token_of(follow_up):
    """Return what names a question in a link, and that only we can have written."""
    return signing.dumps(follow_up.pk, salt=SALT)


def pk_of(token):
    """Return the key of the question a token names; signing.SignatureExpired for an old one, BadSignature for another text."""
    return signing.loads(token, salt=SALT, max_age=periods.LINK_TO_FOLLOW_UP)
