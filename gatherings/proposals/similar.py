"""Is it in the agenda already? Public activities that may be the same as one proposed.

What takes place on another day is another: of what comes again each week, each time is an activity of its own.
"""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from energies.curation.proposable import Similar
from energies.entries import parties
from energies.kernel.text import NEAR, fold, nearness
from gatherings.models import Activity
from gatherings.querysets import midnight, parties_fetched

MOST = 5
NAME, ORGANISER, HOUR = 70, 20, 10


def activities_like(values, but=()):
    """Return the Alikes of a new activity: of the same day, or, of one that has no day yet, of those to come."""
    day = as_day(values.get("day"))
    if day is None and len(fold(values.get("name") or "")) < 3:
        return []
    rows = Activity.objects.exclude(pk__in={pk for label, pk in but if label == "activity"})
    rows = _on(rows, day, day) if day else rows.filter(ends_at__gt=timezone.now())
    rows = rows.prefetch_related(parties_fetched())
    alikes = [alike for one in rows if (alike := _compare(one, values))]
    return sorted(alikes, key=lambda one: (-one.score, one.entry.pk))[:MOST]


def as_day(text):
    """Return the day that a form holds as text; None for what is no day, or one that no calendar has beside it."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None


def _on(rows, first, last):
    return rows.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))


def _compare(one, values):
    near = nearness(fold(values.get("name") or ""), fold(one.name))
    organised = bool({parties.ref(it) for it in one.organisers} & set(values.get("organisers") or []))
    at_once = bool(values.get("starts")) and f"{timezone.localtime(one.starts_at):%H:%M}" == values["starts"]
    if near < NEAR and not (organised and at_once):
        return None
    why = [_("the same name") if near == 100 else _("a similar name")] if near >= NEAR else []
    why += [_("the same day")] if values.get("day") else []
    why += [_("the same organiser")] if organised else []
    why += [_("the same hour")] if at_once else []
    return Similar(one, round(NAME * near / 100) + ORGANISER * organised + HOUR * at_once, why)
