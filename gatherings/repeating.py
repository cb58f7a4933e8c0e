"""Days that come again: recurrence rules (RFC 5545, 3.3.10) read by dateutil, told in words, and made from real days.

Rules are told in the hours of Barcelona, without hours: what begins at 18 h begins at 18 h the whole year.
"""

from datetime import datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gatherings import when

MOST = 60  # times
FARTHEST = timedelta(days=549)  # a year and a half
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1


class Repeats(models.TextChoices):
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, the same weekday: the second Tuesday, for example")
    MONTHLY_LAST = "monthly_last", _("every month, the last such weekday: the last Friday, for example")


def rule(repeats, first, *, until=None, times=None):
    """Return the rule of what comes for the first time on ``first``, with a last day or a number of times."""
    code = CODES[first.weekday()]
    weekday = {Repeats.MONTHLY: f"{place(first)}{code}", Repeats.MONTHLY_LAST: f"{LAST}{code}"}.get(repeats, code)
    parts = {"FREQ": "MONTHLY" if repeats in (Repeats.MONTHLY, Repeats.MONTHLY_LAST) else "WEEKLY"}
    if repeats == Repeats.FORTNIGHTLY:
        parts["INTERVAL"] = "2"
    parts["BYDAY"] = weekday
    return written(parts | ({"COUNT": str(times)} if times else {"UNTIL": f"{until:%Y%m%d}T235959"}))


def days(rule, first):
    """Return the days of a rule from ``first`` on; ValidationError, in words, for more than one may announce."""
    found = rrulestr(rule, dtstart=datetime.combine(first, time.min))
    listed = [moment.date() for moment in islice(found, MOST + 1)]
    if len(listed) > MOST:
        raise ValidationError(gettext("That is more than %(most)s times: write an earlier end.") % {"most": MOST})
    if listed and listed[-1] > timezone.localdate() + FARTHEST:
        raise ValidationError(gettext("That is more than a year and a half ahead: write an earlier end."))
    return listed


def left_out(rule, listed):
    """Return the days that a rule has, and that are not among those ``listed`` (in order)."""
    found = rrulestr(rule, dtstart=datetime.combine(listed[0], time.min))
    return sorted({moment.date() for moment in found} - set(listed))


def rule_of(listed, like):
    """Return the rule that ``listed`` days follow, kept to the frequency and the interval of the rule ``like``."""
    parts = {name: value for name, value in read(like).items() if name in ("FREQ", "INTERVAL")}
    weekdays = sorted({one.weekday() for one in listed})
    if parts["FREQ"] == "WEEKLY":
        parts["BYDAY"] = ",".join(CODES[one] for one in weekdays)
    elif parts["FREQ"] == "MONTHLY":
        parts |= _in_the_month(listed, weekdays)
    return written(parts | {"UNTIL": f"{listed[-1]:%Y%m%d}T235959"})


def _in_the_month(listed, weekdays):
    """Return which of the month's weekdays these days are; as days of the month when they are now one, now another."""
    places = {LAST} if all(is_last(one) for one in listed) else {place(one) for one in listed}
    if len(weekdays) == len(places) == 1:  # a fifth one is always the last
        return {"BYDAY": f"{places.pop()}{CODES[weekdays[0]]}"}
    by_day = {"BYDAY": CODES[weekdays[0]]} if len(weekdays) == 1 else {}
    return by_day | {"BYMONTHDAY": ",".join(str(one) for one in sorted({one.day for one in listed}))}


def in_words(rule, until=None):
    """Return «el segon dimarts de cada mes, fins al 8 de desembre de 2026», or "" for a rule without words."""
    parts = read(rule)
    weekdays = parts.get("BYDAY", "").split(",")
    if "" in weekdays or parts["FREQ"] not in ("WEEKLY", "MONTHLY"):
        return ""
    names = [str(WEEKDAYS[CODES.index(one[-2:])]) for one in weekdays]
    how_often = _weekly if parts["FREQ"] == "WEEKLY" else _monthly
    words = how_often(parts, weekdays[0][:-2]) % {
        "day": get_text_list([_cased(name) for name in names], gettext("and")),
        "number": parts.get("INTERVAL", "1"),
    }
    return gettext("%(rule)s, until %(day)s") % {"rule": words, "day": when.until(until)} if until else words


def _weekly(parts, _number):
    if parts.get("INTERVAL", "1") == "1":
        return gettext("every %(day)s")
    return (
        gettext("every two weeks, on %(day)s")
        if parts["INTERVAL"] == "2"
        else gettext("every %(number)s weeks, on %(day)s")
    )


def _monthly(parts, number):
    every = {
        "1": gettext("the first %(day)s of each month"),
        "2": gettext("the second %(day)s of each month"),
        "3": gettext("the third %(day)s of each month"),
        "4": gettext("the fourth %(day)s of each month"),
        "-1": gettext("the last %(day)s of each month"),
    }
    return every.get(number) or gettext("one %(day)s a month")


def _cased(weekday):
    return weekday if (get_language() or "").startswith("en") else weekday.lower()


def place(day):
    """Return which of its weekday it is in its month, from 1 to 5."""
    return (day.day - 1) // 7 + 1


def is_last(day):
    return (day + timedelta(days=7)).month != day.month


def read(rule):
    return dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)


def written(parts):
    return ";".join(f"{name}={value}" for name, value in parts.items())
