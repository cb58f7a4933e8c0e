"""What happens to those who signed up as time goes by: see ``energies.kernel.tick``."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from energies.operations import opt_out
from gatherings import letters
from gatherings.models import Notice, Registration
from gatherings.news import news_of

# How long before it begins people are reminded, the nearest first, and the field that says they were.
REMINDERS = {"reminded_24_at": timedelta(hours=24), "reminded_72_at": timedelta(hours=72)}
# After a pause the first reminder may be late: the second follows no sooner than this.
APART = timedelta(hours=12)


def remind(now):
    """Remind those who come, three days and one day before, once each; return how many letters.

    Of two that are due at once, only the nearer is sent.
    """
    return sum(_remind(now, field, ahead) for field, ahead in REMINDERS.items())


def _remind(now, field, ahead):
    due = Registration.objects.confirmed().filter(
        **{field: None}, activity__starts_at__gt=now, activity__starts_at__lte=now + ahead
    )
    # Who signed up when it was nearer than that has just been written to.
    due = due.exclude(state_at__gt=F("activity__starts_at") - ahead).exclude(activity__status="cancelled")
    due = due.exclude(reminded_72_at__gt=now - APART).exclude(reminded_24_at__gt=now - APART)
    # This letter says what those of longer before would have said.
    marks = {other: Coalesce(F(other), now) for other, longer in REMINDERS.items() if longer >= ahead}
    sent = 0
    for one in due.exclude(email="").select_related("activity").order_by("pk"):
        if opt_out.has_refused("reminder", one.email, one.pk):
            continue
        with transaction.atomic():
            if Registration.objects.confirmed().filter(**{field: None}, pk=one.pk).update(**marks):
                letters.reminder(one)
                sent += 1
    return sent


def tell_changes(now):
    """Tell those who signed up that it was moved or cancelled, once for all that changed meanwhile; return how many.

    What is over is told to nobody, nor what ended up as they knew it. Whoever reads the new hour is reminded by that too,
    and of a later one anew.
    """
    latest = (
        Notice.everything.filter(activity=OuterRef("activity"), act__in=Notice.TO_VISITORS)
        .order_by("-pk")
        .values("pk")[:1]
    )
    due = Registration.objects.open().annotate(latest=Subquery(latest)).filter(latest__gt=F("told_notice"))
    sent = 0
    for one in due.filter(activity__ends_at__gt=now).select_related("activity").order_by("pk"):
        begins = one.activity.starts_at
        unknown = Notice.everything.filter(activity=one.activity, act__in=Notice.TO_VISITORS, pk__gt=one.told_notice)
        news = news_of(one.activity, list(unknown.filter(pk__lte=one.latest).order_by("pk")))
        marks = {field: now if begins - ahead <= now else None for field, ahead in REMINDERS.items()} if news else {}
        with transaction.atomic():
            row = Registration.objects.open().filter(pk=one.pk, told_notice__lt=one.latest)
            if row.update(told_notice=one.latest, **marks) and news:
                letters.changed(one, news)
                sent += bool(one.email)
    return sent


def latest_notice(activity):
    """Return the key of the last change of an activity that people are told of, or 0."""
    return (
        Notice.everything.filter(activity=activity, act__in=Notice.TO_VISITORS)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
        or 0
    )
