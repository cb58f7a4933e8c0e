"""A month as a calendar: each day, how much there is, and the first few names."""

import calendar
from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from gatherings.programme import month_words

NAMED = 3  # activities of a day whose names show


class Cell(NamedTuple):
    """A day of the month; None stands for one of another month."""

    day: date
    count: int
    named: list  # the first activities of the day
    is_today: bool

    @property
    def more(self):
        return self.count - len(self.named)


class Month:
    """The month of ``first``, with what ``activities`` (a queryset of visible ones) hold in it."""

    def __init__(self, activities, first):
        self.first = first
        self.last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self.title = month_words(first)
        self.before, self.after = first - timedelta(days=1), self.last + timedelta(days=1)
        self.weeks = self._weeks(activities)

    @property
    def weekdays(self):
        """[(short, whole)] names of the days of the week, Monday first."""
        monday = date(2026, 1, 5)
        days = [monday + timedelta(days=number) for number in range(7)]
        return [(date_format(day, "D").lower().rstrip("."), date_format(day, "l").lower()) for day in days]

    @property
    def total(self):
        return sum(cell.count for week in self.weeks for cell in week if cell)

    def _weeks(self, activities):
        days = self._by_day(activities)
        named = activities.for_cards().in_bulk([pk for keys in days.values() for pk in keys[:NAMED]])
        today = timezone.localdate()
        return [
            [self._cell(day, days[day], named, today) if day.month == self.first.month else None for day in week]
            for week in calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]

    def _by_day(self, activities):
        """Return {day: [primary key…]} in the order of the hours."""
        days = defaultdict(list)
        rows = activities.on_days(self.first, self.last).values_list("pk", "starts_at", "ends_at")
        for pk, starts_at, ends_at in rows:
            # What ends at midnight is not of the day that begins then.
            first, last = timezone.localdate(starts_at), timezone.localdate(ends_at - timedelta(microseconds=1))
            for number in range((min(last, self.last) - max(first, self.first)).days + 1):
                days[max(first, self.first) + timedelta(days=number)].append(pk)
        return days

    def _cell(self, day, keys, named, today):
        return Cell(day, len(keys), [named[pk] for pk in keys[:NAMED]], day == today)
