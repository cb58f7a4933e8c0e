"""What an .ics file of other hands says: events to come, told in the hours of Barcelona (RFC 5545)."""

import hashlib
import html
import time as clock
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

import recurring_ical_events
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from icalendar import Calendar

from energies.kernel.clean_text import clean
from gatherings import repeating, when
from gatherings.importing.doubts import doubts_of
from gatherings.importing.series import left_out, together
from gatherings.importing.texts import decoded, without_html

MOST_BYTES = 1_000_000
MOST_EVENTS = 500  # in the file
MOST_REPEATED = 40  # of them, that come again
MOST = 100  # that are listed
AHEAD = timedelta(days=183)
FURTHER = timedelta(days=62)  # in which something comes if it goes on
SECONDS = 5  # of work that a file may give us
# The parts that a rule of each frequency may have. dateutil looks for a day until the year 9999: others, such as the
# 30th of February day by day, would keep it for long.
DAYS = {"BYDAY", "WKST"}
DATES = DAYS | {"BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"}
PARTS = {"DAILY": DAYS, "WEEKLY": DAYS, "MONTHLY": DATES, "YEARLY": DATES}
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL"}


class NotACalendar(ValueError):
    """The file cannot be read as a calendar; ``str`` is what the reader is told."""


class LeftOut(StrEnum):
    """Why an event of the file is not listed."""

    PAST = "past"
    LATER = "later"
    CANCELLED = "cancelled"


class ImportedEvent(NamedTuple):
    """One event, or all the times of one that comes again. Days and hours are texts, as the form has them."""

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
    doubts: tuple = ()  # what to look at before it is proposed, in words
    notes: tuple = ()  # what is as well to know
    repeats: str = ""  # how it comes again, until which day, but for which days
    repeat_until: str = ""
    except_days: str = ""
    times: int = 1
    parts: tuple = ()  # the identifiers that its times would have one by one

    @property
    def when(self):
        """«dissabte 28 de novembre, de 18.30 a 20 h», as far as it is known."""
        if not self.day:
            return ""
        first, last = date.fromisoformat(self.day), date.fromisoformat(self.last_day or self.day)
        if not self.starts:
            return when.days(first, last) if last > first else when.day(first)
        start = timezone.make_aware(datetime.fromisoformat(f"{self.day} {self.starts}"))
        if not self.ends:
            return when.moment(start)
        end = timezone.make_aware(datetime.fromisoformat(f"{last} {self.ends}"))
        return when.whole(start, end if end > start else end + timedelta(days=1))

    @property
    def again(self):
        """«cada dimarts, fins al 8 de desembre», of what comes again."""
        if not self.repeats:
            return ""
        first, last = date.fromisoformat(self.day), date.fromisoformat(self.repeat_until)
        return repeating.in_words(repeating.rule(self.repeats, first, until=last), last)


def read(data):
    """Return ([Found] of what is still to come, in order, at most MOST; how many more there are; a Counter by LeftOut).

    ``data`` are the bytes of a file. Raises NotACalendar.
    """
    if len(data) > MOST_BYTES:
        raise NotACalendar(_("The file is too large: up to 1 MB. Export fewer months."))
    groups, zones, local = _groups(data)
    now, until = timezone.now(), clock.thread_time() + SECONDS
    told = [(events, _times(events, zones, local, now, until)) for events in groups]
    found = [one for _events, times in told for one in times]
    gone = Counter(_why_left_out(events, now) for events, times in told if not times)
    found.sort(key=lambda one: (bool(one.trouble), one.day, one.starts, one.name))
    return found[:MOST], max(0, len(found) - MOST), gone


def _why_left_out(events, now):
    """Return the LeftOut of the events of one UID, of which nothing is to come in the months that are read."""
    if all(_one(event, "STATUS").upper() == "CANCELLED" for event in events):
        return LeftOut.CANCELLED
    return LeftOut.LATER if any(_utc(event.start) > now + AHEAD for event in events) else LeftOut.PAST


def _groups(data):
    """Return ([[VEVENT…] of one UID], [VTIMEZONE…], the zone in which the calendar says that its hours are, or None)."""
    try:
        calendars = Calendar.from_ical(decoded(data), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        zones = [zone for calendar in calendars for zone in calendar.walk("VTIMEZONE")]
        local = next((calendar["X-WR-TIMEZONE"] for calendar in calendars if "X-WR-TIMEZONE" in calendar), None)
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
    for event in events:
        groups[_uid(event)].append(event)
    return list(groups.values()), zones, local


def _uid(event):
    """Return its identifier; of one that has none, another that is the same the next time it is read."""
    if uid := _one(event, "UID")[:200]:
        return uid
    said = "".join(f"{name}:{_one(event, name)}" for name in ("SUMMARY", "LOCATION", "RECURRENCE-ID"))
    start = event.get("DTSTART")
    said += start.to_ical().decode() if hasattr(start, "to_ical") else str(start)
    return f"none-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _times(events, zones, local, now, until):
    """Return the Founds of the events of one UID: what is to come of it, or what is wrong with them."""
    name = _text(_one(events[0], "SUMMARY"), 120)
    if not name:
        return [ImportedEvent("", _("(without a name)"), "", trouble=_("It has no name."))]
    try:
        if not all(_is_plain(rule) for event in events for rule in _rules(event)):
            return [
                ImportedEvent("", name, "", trouble=_("It comes again in a way that we cannot read: write it by hand."))
            ]
        calendar = Calendar()
        if local:
            # Hours in UTC are those of this zone: what is at 19 h in September is so in December.
            calendar.add("X-WR-TIMEZONE", str(local))
        backwards = {_moved(event) for event in events if _is_backwards(event)}
        for event in events:
            if _moved(event) in backwards:
                event.pop("DTEND")
        for part in (*zones, *events):
            calendar.add_component(part)
        expanded, end = recurring_ical_events.of(calendar), now + AHEAD
        going = (one for one in expanded.between(now, end) if str(one.get("STATUS", "")).upper() != "CANCELLED")
        times = [(one, _moved(one)) for one in _in_time(going, until)]
        return _told(events, times, backwards, bool(expanded.between(end, end + FURTHER)))
    except NotACalendar:
        raise
    except Exception:  # a date, a rule or a zone that makes no sense, in whatever way it does
        return [ImportedEvent("", name, "", trouble=_("Its day or its hour cannot be read."))]


def _told(events, times, backwards, goes_on):
    """Return the Founds of the times of one UID: a series for those that come again alike, one for each of the others."""
    rules = [rule for event in events for rule in _rules(event)]
    uid, repeated = _uid(events[0]), len(events) > 1 or bool(rules) or any("RDATE" in event for event in events)
    own = {_moved(event) for event in events if "RECURRENCE-ID" in event}
    found = [
        (_found(one, uid, repeated, (moved if moved in own else "main") in backwards), moved) for one, moved in times
    ]
    if not rules:
        return [one for one, _moved in found]
    alike = [
        ((one, moved), date.fromisoformat(one.day), one[2:3] + one[4:6]) for one, moved in found if moved not in own
    ]
    series, alone = together(alike, str(*rules[0].get("FREQ", [])).upper())
    # One weekday at two hours: as when its hours are told in UTC, and the clocks change.
    shifts = len(series) > len({days[0].weekday() for _first, _how, days in series})
    told = [_as_series(first[0], how, days, uid, goes_on, shifts) for first, how, days in series]
    return [*told, *(one for one, _moved in alone), *(one for one, moved in found if moved in own)]


def _as_series(first, how, days, uid, goes_on, shifts):
    """Return the Found of a series, from that of its first time and all its days."""
    notes = [_("In the calendar it goes on: it is proposed until the last day here.")] if goes_on else []
    doubts = first.doubts
    if shifts:
        doubts = (*doubts, _("Its hour is another in summer and in winter: check which it is."))
    code = f"{repeating.CODES[days[0].weekday()]}{first.starts.replace(':', '')}"
    return first._replace(
        uid=f"{uid}/{code}",
        repeats=str(how.value),
        repeat_until=days[-1].isoformat(),
        except_days=", ".join(f"{day:%d/%m/%Y}" for day in left_out(how, days)),
        times=len(days),
        parts=tuple(_part(uid, day, first.starts) for day in days),
        doubts=doubts,
        notes=tuple(notes),
    )


def _part(uid, day, starts):
    """Return the identifier that one time of an event has when it is brought alone."""
    moment = timezone.make_aware(datetime.fromisoformat(f"{day} {starts}")) if starts else day
    return f"{uid}/{_utc(moment):%Y%m%dT%H%MZ}"


def _moved(event):
    """Return which time of an event this is, in UTC: «main» for the event itself."""
    when_it_was = event.get("RECURRENCE-ID")
    return _utc(when_it_was.dt).isoformat() if when_it_was is not None else "main"


def _is_backwards(event):
    """Whether it says that it ends before it begins."""
    start, end = event.get("DTSTART"), event.get("DTEND")
    return start is not None and end is not None and _utc(end.dt) < _utc(start.dt)


def _in_time(times, until):
    """Yield each of the times; NotACalendar once it has taken too long."""
    for one in times:
        if clock.thread_time() > until:
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


def _found(event, uid, repeated, is_backwards):
    start, end = event.start, event.end
    if repeated:
        # Each time is an activity of its own.
        uid = f"{uid}/{_utc(start):%Y%m%dT%H%MZ}"
    is_whole_day = not isinstance(start, datetime)
    has_end = not is_whole_day and _utc(end) > _utc(start)
    venue = _text(_one(event, "LOCATION"), 120)
    doubts = doubts_of(
        event,
        start=start if is_whole_day else _local(start),
        venue=_one(event, "LOCATION"),
        is_whole_day=is_whole_day,
        has_end=has_end,
        is_backwards=is_backwards,
    )
    return ImportedEvent(
        uid=uid,
        name=_text(_one(event, "SUMMARY"), 120),
        description=_cut(without_html(_one(event, "DESCRIPTION").replace("\r\n", "\n")), 8000, lines=True),
        venue=venue,
        url=_one(event, "URL")[:200],
        doubts=tuple(doubts),
        **(_days(start, end) if is_whole_day else _hours(start, end, has_end)),
    )


def _days(start, end):
    """Return the first day and the last of what takes whole days: DTEND is the day after (RFC 5545, 3.6.1)."""
    last = end - timedelta(days=1)
    return {"day": start.isoformat(), "last_day": last.isoformat() if last > start else ""}


def _hours(start, end, has_end):
    """Return the day and the hours; no end where none is said: equal hours are not a night."""
    first, last = _local(start), _local(end)
    if not has_end:
        return {"day": first.date().isoformat(), "starts": f"{first:%H:%M}"}
    by_itself = last.date() == first.date() or (
        last.date() == first.date() + timedelta(days=1) and last.time() < first.time()
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


def _text(value, most):
    """Return one line of the file without tags or control characters, cut at a word to ``most`` characters."""
    try:
        return _cut(html.unescape(strip_tags(value)), most)
    except SuspiciousOperation:  # tags within tags, as nobody writes them
        return ""


def _cut(text, most, lines=False):
    text = clean(text).replace("\t", " ")
    text = text.strip() if lines else " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0][: most - 1]}…"
