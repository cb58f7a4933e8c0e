"""The times of a series, changed together: which of them, and to what hour.

A time has been moved on its own when it no longer begins as its series says (``recurrence_id``), or lasts more or less
than the others. With the rest, it keeps its hour; chosen alone, only it changes.
"""

from collections import Counter
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gatherings import repeating, when
from gatherings.models import Activity, Series


class Which(models.TextChoices):
    ONE = "one", _("only this one")
    FOLLOWING = "following", _("this one and those that follow")
    ALL = "all", _("all those to come")


def others(activity, which):
    """Return the queryset of the times that change with ``activity``: none of those that are over or were removed."""
    if activity.series_id is None or which not in (Which.FOLLOWING, Which.ALL):
        return Activity.everything.none()
    rows = Activity.everything.filter(series=activity.series_id, ends_at__gt=timezone.now()).exclude(pk=activity.pk)
    if which == Which.FOLLOWING:
        rows = rows.filter(recurrence_id__gt=activity.recurrence_id)
    return rows.exclude(state=Activity.State.REMOVED).order_by("recurrence_id")


def cancel(activity, which, *, by, why):
    """Cancel it with the others; those that were cancelled already stay as they are."""
    activity.refresh_from_db(fields=["status"])
    for one in (activity, *others(activity, which)):
        if not one.is_cancelled:
            one.cancel(by=by, why=why)


def make(rule, first, days, uid=""):
    """Return a new Series of the days of a rule that ``days`` leaves in; ``first`` is the moment of the first.

    ``uid`` is what the event is in the calendar of other hands that it was brought from.
    """
    hour = timezone.localtime(first).time()
    gone = [_text(day, hour) for day in repeating.left_out(rule, days)]
    own = {"uid": uid} if uid else {}
    return Series.objects.create(rrule=rule, starts_at=at(days[0], hour), exdates=gone, **own)


def retime(activity, rest, start, end):
    """Set, unsaved, the hours of ``activity`` to (start, end) and those of the ``rest`` likewise.

    Days move by as many days, hours to the same hour. Returns whether their series has to change (``split``).
    ValidationError for an hour that does not exist on the night of one of them.
    """
    before, usual = (_wall(activity.starts_at), _wall(activity.ends_at)), _usual(activity)
    after = (_wall(start), _wall(end))
    alone = {one.pk for one in rest if is_alone(one, usual)}
    shift = after[0].date() - before[0].date()
    hour = after[0].time() if after[0].time() != before[0].time() else None
    for one in (activity, *rest):
        wall = _wall(one.recurrence_id)
        one.recurrence_id = at(wall.date() + shift, hour or wall.time())
        if one.pk not in alone and one is not activity:
            one.starts_at, one.ends_at = one.recurrence_id, _end(one, before, after)
    activity.starts_at, activity.ends_at = start, end
    return bool(shift or hour)


def is_alone(activity, usual):
    """Whether it was moved or cancelled by itself; ``usual`` is how long, by the clock, the others last."""
    return activity.is_cancelled or activity.starts_at != activity.recurrence_id or _length(activity) != usual


def _usual(activity):
    """Return how long, by the clock, most times of its series last."""
    rows = Activity.everything.filter(series=activity.series_id).only("starts_at", "ends_at")
    return Counter(_length(one) for one in rows).most_common(1)[0][0]


def _end(one, before, after):
    """Return when ``one``, which has its new ``recurrence_id``, ends: at the new hour, or at its own if that did not change."""
    own = (_wall(one.starts_at), _wall(one.ends_at))
    # Whole days from beginning to end, by the calendar: something may end after midnight, and a night may have 23 or 25
    # hours. So an end is a day and an hour of the clock, never the beginning and a length.
    spans = [end.date() - start.date() for start, end in (before, after, own)]
    changed = after[1].time() != before[1].time() or spans[0] != spans[1]
    hour, span = (after[1].time(), spans[1]) if changed else (own[1].time(), spans[2])
    return at(_wall(one.recurrence_id).date() + span, hour)


def split(chosen):
    """Give the chosen times, unsaved, a series of their own; that which they were in keeps the rest."""
    old = chosen[0].series
    rest = Activity.everything.filter(series=old).exclude(pk__in=[one.pk for one in chosen])
    left = list(rest.order_by("recurrence_id").values_list("recurrence_id", flat=True))
    new = _save(Series(), sorted(one.recurrence_id for one in chosen), old.rrule)
    for one in chosen:
        one.series = new
    if left:
        _save(old, left, old.rrule)


def _save(series, moments, like):
    """Save a series with the rule and the days left out that give exactly these moments, in order."""
    listed = [timezone.localdate(moment) for moment in moments]
    hour = timezone.localtime(moments[0]).time()
    series.starts_at, series.rrule = moments[0], repeating.rule_of(listed, like)
    series.exdates = [_text(day, hour) for day in repeating.left_out(series.rrule, listed)]
    series.save()
    return series


def tidy(series_id):
    """Forget a series that has no times any more."""
    Series.objects.filter(pk=series_id, activities=None).delete()


def last_day(series):
    """Return the day of the last time that is public and takes place, or None."""
    moment = Activity.objects.filter(series=series).taking_place().aggregate(last=models.Max("recurrence_id"))["last"]
    return moment and timezone.localdate(moment)


def _wall(moment):
    """Return what the clocks of Barcelona say, without a zone: hours to count with."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _length(activity):
    return _wall(activity.ends_at) - _wall(activity.starts_at)


def _text(day, hour):
    return timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def at(day, hour):
    """Return ``when.at``; ValidationError says of which day of the series the hour does not exist."""
    try:
        return when.at(day, hour)
    except ValidationError as error:
        words = gettext("On %(day)s that hour does not exist, since the clocks go forward: leave that day out.")
        raise ValidationError(words % {"day": date_format(day, "SHORT_DATE_FORMAT")}) from error
