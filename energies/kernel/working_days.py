"""Working days in Barcelona, and within how many of them people are answered: the one place where that is said.

Working days are Monday to Friday without the holidays of Catalonia and the two of the city. They follow a rule, not the
order that is published each year, so that nobody has to write them down again: where that order moves one, the count is
a day off. Sources: Ordre del calendari de festes laborals (Generalitat de Catalunya) and the city's two local ones, Whit
Monday and la Mercè.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from statistics import median_high

from dateutil.easter import easter
from django.conf import settings
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import ngettext

# (month, day): the same every year.
FIXED = ((1, 1), (1, 6), (5, 1), (6, 24), (8, 15), (9, 11), (9, 24), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25),
         (12, 26))  # fmt: skip
# Days after Easter Sunday: Good Friday, Easter Monday, Whit Monday.
AFTER_EASTER = (-2, 1, 50)
SPANS = (30, 90)  # days of the calendar over which answers are measured


@cache
def holidays(year) -> set:
    """Return the set of the holidays (dates) of a year."""
    moving = {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return {date(year, month, day) for month, day in FIXED} | moving


def is_working(day) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def days_between(start, end) -> int:
    """Return how many working days have begun after ``start`` and until ``end`` (datetimes): 0 within one day.

    What came on Friday and was answered on Monday took one.
    """
    first, last = timezone.localdate(start), timezone.localdate(end)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_working, days))


def late_before(now) -> datetime:
    """Return the moment before which whatever was sent has waited, at ``now``, for longer than is promised."""
    day, passed = timezone.localdate(now), 0
    while passed <= settings.ANSWER_DAYS:
        passed += is_working(day)
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def in_words(days) -> str:
    """Return «3 working days»."""
    return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}


def within() -> str:
    """Return «within 5 working days»: how long an answer takes at most, as settings say (ANSWER_DAYS)."""
    days = settings.ANSWER_DAYS
    return ngettext("within %(n)s working day", "within %(n)s working days", days) % {"n": days}


within_lazy = lazy(within, str)


@dataclass(frozen=True)
class Span:
    """The answers of the last ``days``: how many, and in how many working days, the one in the middle and the longest."""

    days: int
    count: int
    median: str
    longest: str


def spans(now, answered) -> "list[Span]":
    """Return the Spans of the last SPANS days that have answers.

    ``answered(since)`` gives the pairs (sent at, answered at) of those given since a moment.
    """
    found = []
    for days in SPANS:
        if took := sorted(days_between(*pair) for pair in answered(now - timedelta(days=days))):
            found.append(Span(days, len(took), in_words(median_high(took)), in_words(took[-1])))
    return found
