"""What an .ics file of other hands says: events to come, told in the hours of Barcelona (RFC 5545)."""

import time as clock
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import recurring_ical_events
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from icalendar import Calendar

from energies.kernel.typed import clean
from gatherings import when

MOST_BYTES = 1_000_000
MOST_EVENTS = 500  # in the file
MOST_REPEATED = 40  # of them, that come again
MOST = 100  # that are listed
AHEAD = timedelta(days=183)
SECONDS = 5  # that a file may keep us
# The parts that a rule of each frequency may have. dateutil looks for a day until the year 9999: others, such as the
# 30th of February day by day, would keep it for long.
DAYS = {"BYDAY", "WKST"}
DATES = DAYS | {"BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}
PARTS = {"DAILY": DAYS, "WEEKLY": DAYS, "MONTHLY": DATES, "YEARLY": DATES}
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL"}


class NotACalendar(ValueError):
    """The file cannot be read as a calendar; ``str`` is what the reader is told."""


class Found(NamedTuple):
    """One event, or one time of an event that comes again. Days and hours are texts, as the form has them."""

    uid: str
    name: str
    description: str
    day: str = ""
    starts: str = ""
    ends: str = ""
    last_day: str = ""
    venue: str = ""
    url: str = ""
    trouble: str = ""  # why it cannot be proposed, in words

    @property
    def when(self):
        """«dissabte 28 de novembre, de 18.30 a 20 h», as far as it is known."""
        if not self.starts:
            return when.day(date.fromisoformat(self.day)) if self.day else ""
        start, end = (
            timezone.make_aware(datetime.fromisoformat(f"{day} {hour}"))
            for day, hour in ((self.day, self.starts), (self.last_day or self.day, self.ends))
        )
        return when.whole(start, end if end > start else end + timedelta(days=1))


def read(data):
    """Return ([Found] of what is still to come, in order, at most MOST; how many more there are).

    ``data`` are the bytes of a file. Cancelled events are left out. Raises NotACalendar.
    """
    if len(data) > MOST_BYTES:
        raise NotACalendar(_("The file is too large: up to 1 MB. Export fewer months."))
    groups, zones = _groups(data)
    now, until = timezone.now(), clock.monotonic() + SECONDS
    found = [one for events in groups for one in _times(events, zones, now, until)]
    found.sort(key=lambda one: (bool(one.trouble), one.day, one.starts, one.name))
    return found[:MOST], max(0, len(found) - MOST)


def _groups(data):
    """Return ([[VEVENT…] of one UID], [VTIMEZONE…])."""
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        zones = [zone for calendar in calendars for zone in calendar.walk("VTIMEZONE")]
    except Exception as error:  # whatever a parser may stumble over in bytes from anywhere
        raise NotACalendar(
            _("This is not a calendar that can be read. Export it again as .ics from your calendar.")
        ) from error
    if not events:
        raise NotACalendar(_("There are no events in this file."))
    if len(events) > MOST_EVENTS:
        raise NotACalendar(_("There are more than %(most)s events: export fewer months.") % {"most": MOST_EVENTS})
    if sum("RRULE" in event for event in events) > MOST_REPEATED:
        raise NotACalendar(
            _("More than %(most)s of its events come again: export them in parts.") % {"most": MOST_REPEATED}
        )
    groups = defaultdict(list)
    for number, event in enumerate(events):
        groups[_one(event, "UID") or f"none-{number}"].append(event)
    return list(groups.values()), zones


def _times(events, zones, now, until):
    """Return the Founds of the events of one UID: each time to come, or what is wrong with them."""
    name = _text(_one(events[0], "SUMMARY"), 120)
    if not name:
        return [Found("", _("(without a name)"), "", trouble=_("It has no name."))]
    try:
        if not all(_is_plain(rule) for event in events for rule in _rules(event)):
            return [Found("", name, "", trouble=_("It comes again in a way that we cannot read: write it by hand."))]
        calendar = Calendar()
        for part in (*zones, *events):
            calendar.add_component(part)
        times = recurring_ical_events.of(calendar).between(now, now + AHEAD)
        repeated = len(events) > 1 or any(part in events[0] for part in ("RRULE", "RDATE"))
        going = (one for one in times if str(one.get("STATUS", "")).upper() != "CANCELLED")
        return [_found(one, repeated) for one in _in_time(going, until)]
    except NotACalendar:
        raise
    except Exception:  # a date, a rule or a zone that makes no sense, in whatever way it does
        return [Found("", name, "", trouble=_("Its day or its hour cannot be read."))]


def _in_time(times, until):
    """Yield each of the times; NotACalendar once it has taken too long."""
    for one in times:
        if clock.monotonic() > until:
            raise NotACalendar(_("Too much in it comes again: export it in parts."))
        yield one


def _rules(event):
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _is_plain(rule):
    """Whether a rule makes sense and its days are soon found: at most one a day, and an interval that goes on."""
    often = str(*rule.get("FREQ", [])).upper()
    steps = [int(one) for one in rule.get("INTERVAL", [])]
    return often in PARTS and all(one > 0 for one in steps) and {part.upper() for part in rule} <= PARTS[often] | ALWAYS


def _one(event, name):
    """Return a property as clean text; the first if it is there several times, which it should not."""
    value = event.get(name, "")
    return clean(str(value[0] if isinstance(value, list) else value))


def _found(event, repeated):
    start, end = event.start, event.end
    uid = _one(event, "UID")[:200]
    if repeated and uid:
        # Each time is an activity of its own.
        uid = f"{uid}/{_utc(start):%Y%m%dT%H%MZ}"
    hours = {"day": start.isoformat()} if not isinstance(start, datetime) else _hours(start, end)
    return Found(
        uid=uid,
        name=_text(_one(event, "SUMMARY"), 120),
        description=_text(_one(event, "DESCRIPTION"), 8000, lines=True),
        venue=_text(_one(event, "LOCATION"), 120),
        url=_one(event, "URL")[:200],
        **hours,
    )


def _hours(start, end):
    first, last = _local(start), _local(end)
    by_itself = last.date() == first.date() or (
        last.date() == first.date() + timedelta(days=1) and last.time() <= first.time()
    )
    return {
        "day": first.date().isoformat(),
        "starts": f"{first:%H:%M}",
        "ends": f"{last:%H:%M}",
        "last_day": "" if by_itself else last.date().isoformat(),
    }


def _local(moment):
    """Return the moment in Barcelona; one without a zone is told in its hours."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)


def _utc(moment):
    if isinstance(moment, datetime):
        return _local(moment).astimezone(UTC)
    return datetime.combine(moment, time(), UTC) if isinstance(moment, date) else moment


def _text(value, most, lines=False):
    """Return a text of the file without tags or control characters, cut at a word to ``most`` characters."""
    try:
        text = strip_tags(value).replace("\r\n", "\n")
    except SuspiciousOperation:  # tags within tags, as nobody writes them
        return ""
    text = "".join(one for one in text if one.isprintable() or one == "\n")
    text = text.strip() if lines else " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0][: most - 1]}…"
