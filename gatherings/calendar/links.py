"""Links by which an activity goes into somebody's own calendar, or a calendar follows a feed."""

from datetime import UTC
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def links_of(activity):
    """Return [(words, address)]: Google and Outlook by their own addresses, and the file that any other reads.

    Google: https://calendar.google.com/calendar/render?action=TEMPLATE; Outlook: its deep link «compose».
    """
    name, url = activity.translated("name")[0], settings.ORIGIN + activity.get_absolute_url()
    where = ", ".join(part for part in (activity.place, activity.public_address) if part)
    start, end = (moment.astimezone(UTC) for moment in (activity.starts_at, activity.ends_at))
    google = {
        "action": "TEMPLATE",
        "text": name,
        "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "details": url,
        "location": where,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": name,
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "body": url,
        "location": where,
    }
    file = reverse("activity_ics", args=[activity.slug])
    return [
        (_("Google"), f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        (_("Outlook"), f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}"),
        (_("Apple"), _followed(file)),
        (_("Download it (.ics)"), file),
    ]


def feed(name, *args, query=""):
    """Return [(words, address)] to follow the feed of a URL name: by any calendar program, by Google, as a file."""
    file = reverse(name, args=args) + (f"?{query}" if query else "")
    followed = _followed(file)
    return [
        (_("Apple, Outlook and others"), followed),
        (_("Google"), f"https://calendar.google.com/calendar/r?{urlencode({'cid': followed})}"),
        (_("Download it (.ics)"), file),
    ]


def _followed(path):
    """Return the address with the scheme by which calendar programs follow what they read."""
    return f"webcal://{urlsplit(settings.ORIGIN).netloc}{path}"
