"""How fresh an entry is, in words: never confused with the last edit."""

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def describe(confirmed_on, *, stale):
    """Return the badge's words for the date of the last confirmation (None: never)."""
    if confirmed_on is None:
        return _("Not confirmed yet")
    if stale:
        return _("Not confirmed since %(year)s") % {"year": confirmed_on.year}
    today = timezone.localdate()
    if confirmed_on >= today:
        return _("Confirmed today")
    return _("Confirmed %(time)s ago") % {"time": timesince(confirmed_on, today, depth=1).replace("\xa0", " ")}
