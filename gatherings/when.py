"""Days and hours as people say them, in the page's language and in the time of Barcelona."""

from datetime import UTC, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

# Until this hour, the end of a night out is told as «the next day», not as another date.
SMALL_HOURS = time(7)
DAY = {"ca": "l j E", "es": r"l j \d\e F", "en": "l j F"}
DAY_AND_MONTH = {"ca": "j E", "es": r"j \d\e F", "en": "j F"}


def at(day, hour):
    """Return the moment, in UTC so that hours can be added to it, at which the clocks of Barcelona say ``hour`` on ``day``.

    Of an hour that comes twice, when summer time ends, the first. ValidationError for one that does not come, when it
    begins.
    """
    wall = datetime.combine(day, hour)
    moment = timezone.make_aware(wall).astimezone(UTC)
    if timezone.localtime(moment).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("That hour does not exist that night: the clocks go forward from 2 to 3. Write another.")
        )
    return moment


def span(day, starts, ends, last_day=None):
    """Return (start, end) from a day and two hours; without another day, an end before the start is the next day's.

    ValidationError when both hours are the same, which says neither none nor all of a day.
    """
    return at(day, starts), at(end_day(day, starts, ends, last_day), ends)


def wall(start, end):
    """Return the hours (datetime.time) that the clocks of Barcelona say at two moments; (None, None) without them."""
    return tuple(moment and timezone.localtime(moment).time() for moment in (start, end))


def end_day(day, starts, ends, last_day=None):
    """Return the day on which it ends: ``last_day`` when it is said. ValidationError as ``span``."""
    if not last_day and ends == starts:
        raise ValidationError(_("It would end at the hour it begins: write until what hour it lasts."))
    return last_day or (day + timedelta(days=1) if ends < starts else day)


def clock(moment):
    """Return an hour as it is written: «17», «9.30»; in English «17:00», «9:30»."""
    moment = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    if _language() == "en":
        return f"{moment.hour}:{moment.minute:02}"
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else str(moment.hour)


def day(moment, *, year=None):
    """Return «dissabte 28 de novembre», with the year unless it is this one (``year`` says otherwise)."""
    moment = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    words = date_format(moment, DAY[_language()])
    if _language() != "en":
        words = words.lower()
    if year is None:
        year = moment.year != timezone.localdate().year
    return with_year(words, moment.year) if year else words


def with_year(words, year):
    return f"{words} {year}" if _language() == "en" else f"{words} de {year}"


def hours(start, end):
    """Return «de 17 a 22 h», «d’11 a 13.30 h», «de 22 a 2 h de l’endemà»: what is told beside the day of the start."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    words = {"start": _from(first), "end": clock(last)}
    next_day = first.date() + timedelta(days=1)
    if last.date() == first.date():
        return pgettext("hours", "%(start)s to %(end)s") % words
    if last.date() == next_day and last.time() == time(0):
        return pgettext("hours", "%(start)s to %(end)s") % (words | {"end": "24:00" if _language() == "en" else "24"})
    if last.date() == next_day and last.time() <= SMALL_HOURS:
        return pgettext("hours", "%(start)s to %(end)s the next day") % words
    words |= {"start": clock(first), "day": day(last)}
    return pgettext("hours", "%(start)s, until %(day)s at %(end)s") % words


def whole(start, end):
    """Return «dissabte 28 de novembre, de 17 a 22 h»."""
    return pgettext("hours", "%(day)s, %(hours)s") % {"day": day(start), "hours": hours(start, end)}


def moment(at):
    """Return «dissabte 28 de novembre, 18.30 h»."""
    return pgettext("hours", "%(day)s, %(hour)s") % {"day": day(at), "hour": clock(at)}


def days(first, last):
    """Return «27 i 28 de novembre de 2026», «del 21 al 30 de març de 2019», or «dissabte 28 de novembre de 2026»."""
    if first == last:
        return day(first, year=True)
    language = _language()
    end = date_format(last, DAY_AND_MONTH[language])
    same_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same_month else date_format(first, DAY_AND_MONTH[language])
    if first.year != last.year:
        start = with_year(start, first.year)
    if same_month and (last - first).days == 1:
        both = {"ca": f"{start} i {end}", "es": f"{start} y {end}", "en": f"{start} and {end}"}
    else:
        from_, to = ("de l’" if first.day in (1, 11) else "del "), ("a l’" if last.day in (1, 11) else "al ")
        both = {"ca": f"{from_}{start} {to}{end}", "es": f"del {start} al {end}", "en": f"{start} to {end}"}
    return with_year(both[language], last.year)


def in_month(day):
    """Return «al maig», «a l’abril», «en mayo» or «in May», with the year unless it is this one."""
    language, month = _language(), date_format(day, "F")
    if language == "ca":
        month = month.lower()
        words = f"a l’{month}" if month[0] in "ao" else f"al {month}"
    else:
        words = f"in {month}" if language == "en" else f"en {month.lower()}"
    return words if day.year == timezone.localdate().year else with_year(words, day.year)


def until(last):
    """Return a last day after «until»: «8 December 2026», «el 8 de diciembre de 2026»; in Catalan with its «a»."""
    words = with_year(date_format(last, DAY_AND_MONTH[_language()]), last.year)
    if _language() == "ca":
        return f"a l’{words}" if last.day in (1, 11) else f"al {words}"
    return f"el {words}" if _language() == "es" else words


def _from(moment):
    """Return the hour with the preposition it takes: in Catalan «d’1», «d’11», and «de» before the rest."""
    written = clock(moment)
    if _language() == "ca":
        return f"d’{written}" if moment.hour in (1, 11) else f"de {written}"
    return f"de {written}" if _language() == "es" else f"from {written}"


def _language():
    return (get_language() or "ca").split("-")[0]
