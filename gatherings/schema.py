"""Activities as schema.org tells events, for search engines and whoever gathers agendas (https://schema.org/Event)."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from energies.kernel.images import rendition_url
from gatherings.models import Activity
from gatherings.models.care import CareAnswer

STATUS = {
    Activity.Status.PLANNED: "EventScheduled",
    Activity.Status.MOVED: "EventRescheduled",
    Activity.Status.CANCELLED: "EventCancelled",
}


def event_of(activity):
    """Return an activity of ``for_page`` that has its hour as the dict of a JSON-LD Event, in the language in force."""
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": activity.translated("name")[0],
        "description": activity.translated("summary")[0],
        "url": settings.ORIGIN + activity.get_absolute_url(),
        "startDate": timezone.localtime(activity.starts_at).isoformat(),
        "endDate": timezone.localtime(activity.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{STATUS[activity.status]}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": activity.free,
        "location": _place(activity),
        "organizer": [
            {
                "@type": one.schema_type,
                "name": one.translated("name")[0],
                "url": settings.ORIGIN + one.get_absolute_url(),
            }
            for one in activity.organisers
        ],
        # «lsc» is the code of ISO 639-3 of our list too.
        "inLanguage": [language.key for language in activity.languages.all()],
        "keywords": [theme.name for theme in activity.themes.all()],
    }
    if activity.is_moved and activity.was_starts_at != activity.starts_at:
        event["previousStartDate"] = timezone.localtime(activity.was_starts_at).isoformat()
    if activity.capacity:
        event["maximumAttendeeCapacity"] = activity.capacity
    if activity.renditions:
        event["image"] = settings.ORIGIN + rendition_url(activity.renditions[-1], "jpeg")
    if activity.gathering:
        event["superEvent"] = _edition(activity.gathering)
    return {name: value for name, value in event.items() if value not in ([], "")}


def _place(activity):
    """Return the Place, as exact as the page tells it, with the care it takes as what it has."""
    place: dict[str, Any] = {
        "@type": "Place",
        "name": activity.place or (activity.barri.name if activity.barri else "Barcelona"),
        "address": {"@type": "PostalAddress", "addressLocality": "Barcelona", "addressCountry": "ES"},
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": str(label), "value": code != CareAnswer.NO}
            | ({"description": str(words)} if code == CareAnswer.ON_REQUEST else {})
            for _name, label, code, words in activity.care
            if code != CareAnswer.UNKNOWN
        ],
    }
    if activity.public_address:
        place["address"]["streetAddress"] = activity.public_address
    if activity.barri:
        place["containedInPlace"] = {"@type": "Place", "name": activity.barri.name}
    if activity.public_point:
        latitude, longitude = activity.public_point
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {name: value for name, value in place.items() if value != []}


def _edition(gathering):
    return {
        "@type": "Event",
        "name": gathering.translated("name")[0],
        "url": settings.ORIGIN + gathering.get_absolute_url(),
        "startDate": gathering.starts_on.isoformat(),
        "endDate": gathering.ends_on.isoformat(),
        "location": {"@type": "Place", "name": "Barcelona", "address": "Barcelona"},
    }
