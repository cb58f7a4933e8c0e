"""A month as a calendar: each day, how much there is, and the first few names."""

import calendar
from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from gatherings.programme import month_words

NAMED = 3  # activities of a day whose names show


class MonthCell(NamedTuple):
    """A day of the month; None stands for one of another month."""

    day: date
    count: int  # type: ignore[assignment]
    named: list  # the first activities of the day
    is_today: bool

    @property
    def more(self):
        return self.count - len(self.named)


class Month:
    """The month of ``first``, with what ``activities`` (a queryset of visible ones) hold in it; named, or only counted."""

    def __init__(self, activities, first, *, names=True):
        self.first, self.names = first, names
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
        counts, begin = self._by_day(activities)
        keys = [pk for keys in begin.values() for pk in keys[:NAMED]] if self.names else []
        named = activities.for_links().in_bulk(keys)
        today = timezone.localdate()

        def cell(day):
            if day.month != self.first.month:
                return None
            return MonthCell(day, counts[day], [named[pk] for pk in begin[day][:NAMED] if pk in named], day == today)

        weeks = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[cell(day) for day in week] for week in weeks]

    def _by_day(self, activities):
        """Return ({day: how many}, {day: [primary key…] of what begins then, in order}).

        What lasts several days counts in each, and is named on its first one.
        """
        counts, begin, zone = defaultdict(int), defaultdict(list), timezone.get_current_timezone()
        rows = activities.on_days(self.first, self.last).values_list("pk", "starts_at", "ends_at")
        for pk, starts_at, ends_at in rows:
            # What ends at midnight is not of the day that begins then.
            first = starts_at.astimezone(zone).date()
            last = (ends_at - timedelta(microseconds=1)).astimezone(zone).date()
            first, last = max(first, self.first), min(last, self.last)
            begin[first].append(pk)
            for number in range((last - first).days + 1):
                counts[first + timedelta(days=number)] += 1
        return counts, begin
