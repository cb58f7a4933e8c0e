"""Public pages kept for whoever asks next, until something public is written (content_version.py) or their time is over."""

import hashlib
import logging

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from energies.kernel.fragments import FRAGMENT
from energies.pagecache import content_version

LONGEST_QUERY = 500  # characters: longer ones are nobody's bookmark
# Languages have addresses of their own: LocaleMiddleware names the header, and no page is made from it.
HARMLESS = {"accept-language", FRAGMENT.lower()}
logger = logging.getLogger(__name__)


class PageCacheMiddleware:
    """Middleware that answers whoever sends no cookie with the page as it was made for the one before.

    It stands outside sessions, languages and CSRF: a page kept costs one query. The token is read before the page is
    made, so that what is committed meanwhile makes the page one that nobody is served any more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not (settings.PAGE_CACHE_SECONDS and is_anybodys(request)):
            return self.get_response(request)
        key = key_of(request)
        response = _kept(key)
        if response is None:
            response = self.get_response(request)
            if not may_be_cached(request, response):
                return response
            _sign(response)
            if request.method == "GET":
                _keep(key, response)
        return get_conditional_response(request, etag=response["ETag"], response=response)


def is_anybodys(request):
    """Tell whether the request asks for what anybody may read, and says nothing of who asks."""
    return (
        request.method in ("GET", "HEAD")
        and not any(request.headers.get(name) for name in ("Cookie", "Authorization", FRAGMENT))
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def key_of(request):
    """Return the name of the page as it is now: release, version, day, address. Raises DisallowedHost."""
    parts = (
        settings.RELEASE,
        content_version.current(),
        timezone.localdate(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def may_be_cached(request, response):
    """Tell whether an answer is a page for everybody: no cookie, no CSRF token, no word of its own on caches."""
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Cache-Control")
        and not response.has_header("ETag")
        and not response.cookies
        and "CSRF_COOKIE" not in request.META
        and vary <= HARMLESS
    )


def _sign(response):
    """Let browsers keep it too, and ask each time whether it is still so."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, no_cache=True)


def _kept(key):
    try:
        return caches["pages"].get(key)
    except Exception:
        # Whatever the shared cache's client raises: without it, pages are made anew.
        logger.exception("The cache of pages cannot be read.")
        return None


def _keep(key, response):
    try:
        caches["pages"].set(key, response, settings.PAGE_CACHE_SECONDS)
    except Exception:
        logger.exception("The cache of pages cannot be written.")
