"""What differs between two tellings of when and where something is: its day, its hour, its place, each only if it does."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from gatherings import when


class WhenWhere(NamedTuple):
    """When and where something is, or was to be; moments are None, and the place "", while nobody has said them."""

    starts_at: datetime | None
    ends_at: datetime | None
    place: str


class Difference(NamedTuple):
    """One thing that is no longer as it was, in the language in force; ``str`` is «Hora: de 18 a 20 h (abans: …)»."""

    label: str
    now: str
    before: str

    def __str__(self):
        told = gettext("%(label)s: %(now)s (before: %(before)s)") if self.before else gettext("%(label)s: %(now)s")
        return told % self._asdict()


def differences(before, now):
    """Return the Differences of two WhenWheres, in the language in force: [] when both say the same."""
    return [*_days_and_hours(before, now), *_places(before, now)]


def _days_and_hours(before, now):
    if before.starts_at is None and now.starts_at is None:
        return
    if before.starts_at is None:
        # Nothing was said of it: all of it is news.
        before = None
    elif now.starts_at is None:
        unknown = gettext("still to be said")
        yield Difference(
            pgettext("what changed", "Day and hour"), unknown, when.whole(before.starts_at, before.ends_at)
        )
        return
    if before is None or _day(before) != _day(now):
        was = when.day(before.starts_at) if before else ""
        yield Difference(pgettext("what changed", "Day"), when.day(now.starts_at), was)
    if before is None or _hours(before) != _hours(now):
        was = when.hours(before.starts_at, before.ends_at) if before else ""
        yield Difference(pgettext("what changed", "Hour"), when.hours(now.starts_at, now.ends_at), was)


def _day(told):
    return timezone.localdate(told.starts_at)


def _hours(told):
    """Return what the clocks say at both ends, and how many nights lie between."""
    first, last = timezone.localtime(told.starts_at), timezone.localtime(told.ends_at)
    return first.time(), last.time(), last.date() - first.date()


def _places(before, now):
    if before.place != now.place:
        yield Difference(pgettext("what changed", "Place"), now.place or gettext("still to be said"), before.place)
