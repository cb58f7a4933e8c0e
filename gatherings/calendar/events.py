"""iCalendar (RFC 5545) of public activities: what any calendar program reads, and nothing personal."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vUri

from energies.entries.place import public_address_of, public_point_of
from energies.vocabulary.models import Theme
from gatherings.differences import WhenWhere, differences
from gatherings.models import Activity, ActivityText
from gatherings.models.axis import Axis

MADRID = "Europe/Madrid"
# How often a calendar that follows a feed asks again (RFC 7986).
REFRESH = timedelta(hours=4)
ROW = ("pk", "uid", "sequence", "changed_at", "starts_at", "ends_at", "status", "status_reason", "was_starts_at", "was_ends_at", "was_place",
       "lang", "slug", "name",
       "summary", "venue", "room_name", "exposure", "address", "latitude", "longitude", "barri__name", "axis", "kind")  # fmt: skip
END = b"END:VCALENDAR\r\n"


class Facts(NamedTuple):
    """All that an event tells, in its language; two of the same facts are written the same."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    status: str
    name: str
    text: str
    place: str
    point: tuple | None
    categories: tuple
    url: str


def calendar_of(activities, name):
    """Return the bytes of a calendar called ``name`` with ``activities`` (a queryset of visible ones), folded, CRLF."""
    calendar = Calendar()
    calendar.add("prodid", "-//Energies Comunitàries//Agenda//CA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(madrid())
    frame = calendar.to_ical().removesuffix(END)
    return frame + b"".join(written(facts) for facts in facts_of(activities)) + END


def facts_of(activities):
    """Yield the Facts of each activity of a queryset, in the language in force and in four queries.

    Rows, not models: a feed of a thousand events is asked for every few hours by each calendar that follows it.
    """
    rows = list(activities.values_list(*ROW, named=True))
    pks, lang = [row.pk for row in rows], get_language()
    texts = ActivityText.objects.filter(entry__in=pks, lang=lang).values_list("entry_id", "name", "summary")
    translated = {pk: words for pk, *words in texts}
    themes, names = defaultdict(list), {theme.pk: theme.name for theme in Theme.objects.all()}
    for pk, theme in Activity.themes.through.objects.filter(activity__in=pks).values_list("activity_id", "theme_id"):
        themes[pk].append(names[theme])
    labels = {code: str(label) for code, label in (*Axis.choices, *Activity.Kind.choices, *Activity.Status.choices)}
    page = settings.ORIGIN + reverse("activity", args=["-"]).removesuffix("-/")
    for row in rows:
        own = translated.get(row.pk, ("", "")) if row.lang != lang else ("", "")
        yield _facts(row, own[0] or row.name, own[1] or row.summary, labels, sorted(themes[row.pk]), page)


def _facts(row, name, summary, labels, themes, page):
    url, news = f"{page}{row.slug}/", ""
    if row.status == Activity.Status.CANCELLED:
        # Many programs show a cancelled event as any other.
        name = _("Cancelled: %(name)s") % {"name": name}
    if row.status != Activity.Status.PLANNED:
        differs = [f"{one}." for one in _differences(row)]
        news = " ".join([f"{labels[row.status].capitalize()}.", *differs, row.status_reason]).strip()
    address = public_address_of(row.exposure, row.address)
    return Facts(
        uid=row.uid,
        sequence=row.sequence,
        changed_at=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status="CANCELLED" if row.status == Activity.Status.CANCELLED else "CONFIRMED",
        name=name,
        text="\n\n".join(part for part in (news, summary, url) if part),
        place=", ".join(part for part in (row.venue, row.room_name, address, row.barri__name) if part),
        point=public_point_of(row.exposure, row.latitude, row.longitude),
        categories=(labels[row.axis], labels[row.kind], *themes),
        url=url,
    )


def _differences(row):
    """Return how a row of something that was moved differs from what was announced."""
    if row.status != Activity.Status.MOVED or not row.was_starts_at:
        return []
    place = ", ".join(part for part in (row.venue, row.room_name) if part)
    was = WhenWhere(row.was_starts_at, row.was_ends_at, row.was_place or place)
    return differences(was, WhenWhere(row.starts_at, row.ends_at, place))


@lru_cache(maxsize=10_000)
def written(facts):
    """Return the bytes of a VEVENT. Remembered by what it tells: writing one costs half a millisecond."""
    event = Event()
    event.add("uid", facts.uid)
    event.add("sequence", facts.sequence)
    event.add("dtstamp", facts.changed_at)
    event.add("last-modified", facts.changed_at)
    event.add("dtstart", timezone.localtime(facts.starts_at))
    event.add("dtend", timezone.localtime(facts.ends_at))
    event.add("status", facts.status)
    event.add("summary", facts.name)
    event.add("description", facts.text)
    event.add("url", vUri(facts.url))
    event.add("categories", list(facts.categories))
    if facts.place:
        event.add("location", facts.place)
    if facts.point:
        event.add("geo", facts.point)
    return event.to_ical()


@cache
def madrid():
    """Return the VTIMEZONE of Madrid by its rule since 1996 (Directive 2000/84/EC): every parser reads rules alike."""
    zone = Timezone()
    zone.add("tzid", MADRID)
    for part, name, month, before, after in (
        (TimezoneDaylight(), "CEST", 3, timedelta(hours=1), timedelta(hours=2)),
        (TimezoneStandard(), "CET", 10, timedelta(hours=2), timedelta(hours=1)),
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        # The last Sunday of the month, at 1 h UTC.
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, 2 if month == 3 else 3))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone
