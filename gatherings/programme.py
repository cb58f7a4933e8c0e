"""A programme by day and hour, and the agenda by «today», «this week», months."""

from datetime import timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from energies.kernel.text import sentence_start
from gatherings import when


class Slot(NamedTuple):
    """What begins at one hour; several activities are parallel sessions."""

    starts_at: object
    activities: list


class ProgrammeDay(NamedTuple):
    date: object
    words: str
    slots: list


def by_day(activities):
    """Return [Day] of activities ordered by their start: midnight of Barcelona parts them."""
    return [
        ProgrammeDay(day, sentence_start(when.day(day)), _slots(some))
        for day, some in groupby(activities, key=lambda one: timezone.localdate(one.starts_at))
    ]


def _slots(activities):
    return [Slot(moment, list(some)) for moment, some in groupby(activities, key=lambda one: one.starts_at)]


def by_nearness(activities, *, now=None):
    """Return [(heading, [activity…])] of activities in order: «Right now», «Today», «Tomorrow», «This week», months."""
    now = now or timezone.now()
    heading = cache(lambda day, is_over: _heading(day, timezone.localdate(now), is_over))

    def key(one):
        if one.starts_at <= now < one.ends_at:
            return _("Right now")
        return heading(timezone.localdate(one.starts_at), one.starts_at <= now)

    return [(words, list(some)) for words, some in groupby(activities, key=key)]


def _heading(day, today, is_over):
    if not is_over:
        if day == today:
            return _("Today")
        if day == today + timedelta(days=1):
            return _("Tomorrow")
        if day <= today + timedelta(days=6 - today.weekday()):
            return _("This week")
    return month_words(day)


def month_words(day):
    """Return «Novembre de 2026»."""
    return when.with_year(sentence_start(date_format(day, "F").lower()), day.year)
