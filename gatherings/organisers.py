"""Telling those who organise an activity what others did with it: placed, published, moved, cancelled, restored.

The team makes a programme in one sitting, activity after activity. So what happens to all those of a Trobada (or of a
series, or to one on its own) waits until nobody has touched it for QUIET, an hour at most, and goes in one letter to
each person. What begins within a day waits for nothing.
"""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from energies.accounts.models import User
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.entries import parties
from energies.kernel.email_address import normal_form
from energies.operations import opt_out
from gatherings import letters
from gatherings.models import Activity, Notice
from gatherings.news import news_of
from gatherings.querysets import parties_fetched

TOPIC = "organised_changed"
QUIET, AT_MOST, SOON = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


class Organiser(NamedTuple):
    """``pk`` is the User's, None for an address without an account; ``is_keeper``, whether they may see who signed up."""

    email: str
    language: str
    pk: int | None
    is_keeper: bool


def people_of(activity):
    """Return {normal form of the e-mail: Person} of those who organise it: who keeps up its entities, projects and networks
    (or the address of those that nobody does), and who proposed it."""
    people = {}
    for party in activity.organisers:
        for email, language in parties.answerers(party):
            people[normal_form(email)] = Organiser(email, language, None, False)
    for user in _proposers(activity):
        people[user.email_key] = Organiser(user.email, user.language, user.pk, False)
    # Those of hidden entities too: it is theirs to know.
    for user in get("activity").keepers(activity):
        people[user.email_key] = Organiser(user.email, user.language, user.pk, True)
    return people


def _proposers(activity):
    """Return the users whose approved proposal made it, or the series it is of."""
    times = Activity.everything.filter(series=activity.series_id).values("pk") if activity.series_id else [activity.pk]
    made = Submission.objects.filter(
        content_type=ContentType.objects.get_for_model(Activity),
        object_id__in=times,
        state="approved",
        base__isnull=True,
    )
    return User.objects.filter(pk__in=made.values("author"), is_active=True)


def who_is_told(activities, *, by):
    """Return [(e-mail, language)] of those who are written to of what ``by`` does with activities, each once, in order."""
    people, refused = {}, set(opt_out.refused(TOPIC))
    for one in activities.prefetch_related(parties_fetched()):
        people |= people_of(one)
    told = [people[key] for key in sorted(people) if key not in refused and key != by.email_key]
    return [(one.email, one.language) for one in told]


def tell(now):
    """Write to those who organise what has changed and is due; return how many letters."""
    return sum(_tell(pks, now) for pks in _due(now))


def _due(now):
    """Return [[key of a Notice that nobody was told of…]…], those that go together together, of those that are due."""
    waiting = defaultdict(list)
    for notice in Notice.everything.filter(organisers_told_at=None).select_related("activity").order_by("pk"):
        waiting[_scope(notice.activity)].append(notice)
    return [[one.pk for one in notices] for notices in waiting.values() if _is_due(notices, now)]


def _scope(activity):
    """Return what an activity is told together with."""
    return (
        activity.gathering_id,
        activity.series_id,
        None if activity.gathering_id or activity.series_id else activity.pk,
    )


def _is_due(notices, now):
    moments = [one.at for one in notices]
    soon = any(one.activity.starts_at and one.activity.starts_at <= now + SOON for one in notices)
    return soon or max(moments) <= now - QUIET or min(moments) <= now - AT_MOST


@transaction.atomic
def _tell(pks, now):
    """Tell of these, unless somebody has meanwhile; return how many letters."""
    rows = Notice.everything.filter(pk__in=pks, organisers_told_at=None).select_for_update(of=("self",))
    by_activity = defaultdict(list)
    for notice in rows.select_related("activity").order_by("pk"):
        by_activity[notice.activity].append(notice)
    Notice.everything.filter(pk__in=[one.pk for some in by_activity.values() for one in some]).update(
        organisers_told_at=now
    )
    refused, sent = set(opt_out.refused(TOPIC)), 0
    for key, (person, news) in sorted(_by_person(by_activity, now).items()):
        if key not in refused:
            letters.organised_changed(person, news)
            sent += 1
    return sent


def _by_person(by_activity, now):
    """Return {normal form: (Person, [(News, whether they may see who signed up)…])} of those to whom anything is news."""
    found = {}
    for activity, notices in by_activity.items():
        if activity.ends_at is not None and activity.ends_at <= now:
            # What is over is told to nobody.
            continue
        for key, person in people_of(activity).items():
            own = [place for place, one in enumerate(notices, 1) if person.pk and one.by_id == person.pk]
            # Whoever did something last knows how it stood then.
            unknown = notices[own[-1] if own else 0 :]
            if unknown and (news := news_of(activity, unknown)):
                found.setdefault(key, (person, []))[1].append((news, person.is_keeper))
    return found
