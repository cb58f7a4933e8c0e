"""What every page needs to know of the site."""

from django.conf import settings
from django.core.exceptions import DisallowedHost


def site(request) -> dict:
    """Return the public origin (settings, or the request's in a demo), whether this is a demo, and which release."""
    try:
        origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        # The page that says so is rendered with this context too.
        origin = ""
    return {
        "site_origin": origin,
        "is_demo": settings.DEMO,
        "canonical_url": origin + request.path,
        "release": settings.RELEASE,
    }
